//! The words around a code: the type before it, date and issuer after it. Every look is bounded.

use std::ops::Range;

use super::CitedDate;
use super::vocabulary;
use crate::model::PartialDate;
use crate::text::fold;

/// A hyphen or one of the dashes that word processors put in its place.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '−')
}

/// White space that may stand within a citation: also one line break, but no empty line.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\n')
}

/// The place after at most `most` spaces from `at`.
pub(super) fn over_spaces(text: &str, at: usize, most: usize) -> usize {
    let spaces = text[at..].chars().take(most).take_while(|c| is_space(*c));
    at + spaces.map(char::len_utf8).sum::<usize>()
}

/// The place before at most `most` spaces that end at `at`.
pub(super) fn back_over_spaces(text: &str, at: usize, most: usize) -> usize {
    let spaces = text[..at].chars().rev().take(most).take_while(|c| is_space(*c));
    at - spaces.map(char::len_utf8).sum::<usize>()
}

/// At most `most` bytes before `end`, cut at a character.
pub(super) fn window_before(text: &str, end: usize, most: usize) -> Range<usize> {
    let mut start = end.saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start..end
}

/// At most `most` bytes from `start`, cut at a character.
fn window_after(text: &str, start: usize, most: usize) -> Range<usize> {
    let mut end = (start + most).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    start..end
}

/// What the words before a number say.
pub(super) struct Named {
    /// The type they name.
    pub type_name: Option<&'static str>,
    /// Whether `số` stands before the number.
    pub is_number: bool,
    /// Where they begin.
    pub start: usize,
}

/// Reads the words before a number: `Quyết định số`, `Kế hoạch`, `Số:`.
pub(super) fn named_before(text: &str, number: usize) -> Named {
    let window = window_before(text, number, 64);
    let mut words = words_backwards(text, window.start, number);
    let sign_start = words.first().map_or(number, |(start, _)| *start);
    // Without folding: "Sở" is no number sign.
    let sign = text[sign_start..number].trim_end_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let number_sign = matches!(sign.as_str(), "số" | "sô" | "so");
    if number_sign {
        words.remove(0);
    }
    // Mẫu số 05/TB, Biểu số 1/BC-KHCN, chỉ số 5/L
    const NO_DOCUMENTS: [&str; 9] = ["mau", "bieu", "luc", "chi", "ma", "ban", "san", "nha", "thua"];
    let names_else = number_sign && words.first().is_some_and(|(_, word)| NO_DOCUMENTS.contains(&word.as_str()));
    words.truncate(4);
    words.reverse();
    let folded: Vec<String> = words.iter().map(|(_, word)| word.clone()).collect();
    let named = vocabulary::named_type(&folded);
    let start = match named {
        Some((_, length)) => words[words.len() - length].0,
        None if number_sign => sign_start,
        None => number,
    };
    Named { type_name: named.map(|(name, _)| name), is_number: number_sign && !names_else, start }
}

/// The type of a document of the National Assembly whose name stands between type and number: `Luật Đo lường số …`.
pub(super) fn assembly_type_before(text: &str, number: usize) -> Option<&'static str> {
    let window = &text[window_before(text, number, 160)];
    let sentence = window.rsplit(['.', ';', '\n']).next().unwrap_or_default();
    let types = ["Bộ luật", "Luật", "Nghị quyết", "Pháp lệnh"];
    types
        .into_iter()
        .filter_map(|name| Some((sentence.rfind(name)?, name)))
        .max_by_key(|(at, name)| (*at, name.len()))
        .map(|(_, name)| name)
}

/// Where the words `tiêu chuẩn` or `quy chuẩn` before the name of a standard begin, or the name itself.
pub(super) fn standard_before(text: &str, name: usize) -> usize {
    let window = window_before(text, name, 32);
    let words = words_backwards(text, window.start, name);
    let is = |at: usize, word: &str| words.get(at).is_some_and(|(_, w)| w == word);
    let skip = if is(0, "gia") && is(1, "quoc") { 2 } else { 0 };
    let found = is(skip, "chuan") && (is(skip + 1, "tieu") || is(skip + 1, "quy"));
    if found { words[skip + 1].0 } else { name }
}

/// The words before `end`, nearest first, folded, with their starts; it ends at punctuation other than quotes, colons
/// and brackets next to the number.
fn words_backwards(text: &str, from: usize, end: usize) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    let mut at = end;
    let mut first = true;
    loop {
        let gap: usize = text[from..at]
            .chars()
            .rev()
            .take_while(|c| is_space(*c) || (first && matches!(c, ':' | '(' | '"' | '“' | '*' | '_' | '.')))
            .map(char::len_utf8)
            .sum();
        let empty_line = text[at - gap..at].matches('\n').count() > 1;
        if empty_line || (gap == 0 && !first) || out.len() == 5 {
            return out;
        }
        let word: usize =
            text[from..at - gap].chars().rev().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        if word == 0 {
            return out;
        }
        let start = at - gap - word;
        out.push((start, fold(&text[start..at - gap])));
        at = start;
        first = false;
    }
}

/// What follows a code: date and issuer, in either order.
pub(super) struct Following {
    pub date: Option<CitedDate>,
    pub issuer: Option<Range<usize>>,
    /// Where what follows ends; the end of the code when nothing does.
    pub end: usize,
}

impl Following {
    /// Nothing follows a code that ends at `end`.
    pub fn nothing(end: usize) -> Self {
        Self { date: None, issuer: None, end }
    }
}

/// Reads date and issuer after a code that ends at `end`.
pub(super) fn after(text: &str, end: usize) -> Following {
    let mut out = Following::nothing(end);
    for _ in 0..2 {
        if out.date.is_none()
            && let Some((date, next)) = date_at(text, out.end)
        {
            (out.date, out.end) = (Some(date), next);
        }
        if out.issuer.is_none()
            && let Some(range) = issuer_at(text, out.end)
        {
            out.end = range.end;
            out.issuer = Some(range);
        }
    }
    out
}

/// The words after `at`, with their places: runs of characters between spaces, without what closes a phrase.
fn words_at(text: &str, at: usize, most: usize) -> impl Iterator<Item = (Range<usize>, &str)> {
    let window = window_after(text, at, most);
    let base = text.as_ptr() as usize;
    text[window].split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - base;
        (start..start + word.len(), word)
    })
}

/// A date right after a code: `ngày 19/01/2019`, `, ngày 06 tháng 3 năm 2020`, `(ngày …)`, `ký ngày …`, `tháng 6/2021`, `năm 2020`.
fn date_at(text: &str, at: usize) -> Option<(CitedDate, usize)> {
    // An empty line, or the end of a sentence, parts a date from the code.
    let gap: usize =
        text[at..].chars().take_while(|c| is_space(*c) || matches!(c, ',' | '(')).map(char::len_utf8).sum();
    if gap == 0 || gap > 6 || text[at..at + gap].matches('\n').count() > 1 {
        return None;
    }
    let mut words = words_at(text, at + gap, 72).peekable();
    for lead in ["ký", "ban", "hành"] {
        words.next_if(|(_, word)| word.to_lowercase() == lead);
    }
    let (_, word) = words.next_if(|(_, word)| matches!(fold(word).as_str(), "ngay" | "thang" | "nam"))?;
    let (mut numbers, mut end) = (Vec::new(), 0);
    let year_alone = fold(word) == "nam";
    let mut year_follows = year_alone;
    // ngày 06 tháng 3 năm 2020, ngày 06/ 3/ 2020, tháng 6/2021, năm 2020
    while let Some((range, word)) = words.next() {
        if matches!(fold(word).as_str(), "thang" | "nam") {
            year_follows = fold(word) == "nam";
            continue;
        }
        let digits =
            word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | '.' | '-')).len();
        let written = word[..digits].trim_end_matches(['.', '-']);
        if written.is_empty() {
            break;
        }
        numbers.extend(written.split(['/', '.', '-']).filter(|n| !n.is_empty()).map(str::to_owned));
        end = range.start + written.len();
        let open = written.ends_with('/')
            || words
                .peek()
                .is_some_and(|(_, next)| next.starts_with('/') || matches!(fold(next).as_str(), "thang" | "nam"));
        if numbers.len() >= 3
            || digits < word.len()
            || (!open && numbers.last().is_some_and(|n| n.len() == 4))
            || (!open && year_follows)
        {
            break;
        }
        if !open {
            break;
        }
    }
    let date = match numbers.as_slice() {
        [year] if year_alone && year.len() == 4 => {
            CitedDate::Year(year.parse().ok().filter(|y| (1945..2100).contains(y))?)
        }
        [_, _] | [_, _, _] => CitedDate::Date(PartialDate::parse(&numbers.join("/"))?),
        _ => return None,
    };
    Some((date, end))
}

/// Words at which the name of an issuer is over. "ban" begins "ban hành", "và" the next document.
const AFTER_ISSUER: &[&str] = &[
    "về", "ban", "bãi", "phê", "quy", "v/v", "ngày", "triển", "thực", "thay", "sửa", "hướng", "đã", "và", "theo",
    "trong", "tại", "giao", "do", "cho", "để", "đến", "được", "lên", "lấy", "khóa", "khoá", "nhằm", "gồm", "năm",
    "tháng", "đổi", "là", "của",
];

/// Words that begin the name of a place.
const PLACES: &[&str] = &["tỉnh", "thành", "tp", "tp.", "huyện", "quận", "thị", "xã", "phường"];

/// The issuer that a text names: `của Thủ tướng Chính phủ`, `(của UBND tỉnh Bắc Kạn)`; the place of the name.
fn issuer_at(text: &str, at: usize) -> Option<Range<usize>> {
    let gap: usize =
        text[at..].chars().take_while(|c| is_space(*c) || matches!(c, ',' | '(')).map(char::len_utf8).sum();
    if gap == 0 || gap > 3 || text[at..at + gap].matches('\n').count() > 1 {
        return None;
    }
    let mut words = words_at(text, at + gap, 120).peekable();
    words.next().filter(|(_, word)| *word == "của")?;
    let mut found: Option<Range<usize>> = None;
    let (mut last, mut place) = (String::new(), false);
    while let Some((range, word)) = words.next() {
        let bare = word.trim_end_matches([',', '.', ';', ':', ')', '”', '"', '/']);
        let lower = bare.to_lowercase();
        let part_of_name = match lower.as_str() {
            // Ủy ban, Văn phòng … và …: Sở Khoa học và Công nghệ.
            "ban" => matches!(last.as_str(), "ủy" | "uỷ"),
            "và" => !place && words.peek().is_some_and(|(_, next)| next.starts_with(char::is_uppercase)),
            _ => false,
        };
        // Names are capitalised: "Ban Bí thư" begins one.
        let over = bare.starts_with(char::is_lowercase) && AFTER_ISSUER.contains(&lower.as_str()) && !part_of_name;
        if bare.is_empty() || over {
            break;
        }
        place |= PLACES.contains(&lower.as_str());
        let start = found.as_ref().map_or(range.start, |f| f.start);
        found = Some(start..range.start + bare.len());
        last = lower;
        // "TP. Hồ Chí Minh" goes on after its dot.
        if bare.len() < word.len() && last != "tp" {
            break;
        }
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<String> {
        date_at(text, 0).map(|(date, _)| match date {
            CitedDate::Date(date) => date.iso(),
            CitedDate::Year(year) => year.to_string(),
        })
    }

    #[test]
    fn dates_after_a_code() {
        for (text, iso) in [
            (" ngày 19/01/2019 của", "2019-01-19"),
            (", ngày 06 tháng 3 năm 2020 của", "2020-03-06"),
            (" (ngày 9/9/2020)", "2020-09-09"),
            (" ngày 22-3-2019;", "2019-03-22"),
            (" ngày 22.3.2019.", "2019-03-22"),
            (" ngày 12/ 7/ 2019 của", "2019-07-12"),
            (" ký ngày 12/7/2019", "2019-07-12"),
            (" ban hành ngày 12/7/2019", "2019-07-12"),
            (" tháng 6/2021 về", "2021-06"),
            (" tháng 6 năm 2021 về", "2021-06"),
            (" năm 2020 của", "2020"),
        ] {
            assert_eq!(date(text).as_deref(), Some(iso), "{text}");
        }
        for text in [
            " lấy ngày 20/01 hàng năm",
            ". Ngày 19/01/2019",
            "\n\nngày 1/1/2020",
            " ngày 32/1/2020",
            " năm thứ",
            " ngày 20/01 hàng",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn issuers_after_a_code() {
        for (text, issuer) in [
            (" của Thủ tướng Chính phủ phê duyệt", "Thủ tướng Chính phủ"),
            (" của UBND tỉnh Bắc Kạn về việc", "UBND tỉnh Bắc Kạn"),
            (" của Ban Bí thư khóa XII", "Ban Bí thư"),
            (" của Bộ Tài chính.", "Bộ Tài chính"),
            (" (của UBND tỉnh Sơn La)", "UBND tỉnh Sơn La"),
            (" của Ủy ban nhân dân tỉnh Thái Bình về việc", "Ủy ban nhân dân tỉnh Thái Bình"),
            (" của Uỷ ban nhân dân tỉnh ban hành", "Uỷ ban nhân dân tỉnh"),
            (" của Sở Khoa học và Công nghệ tỉnh Thái Bình và Kế hoạch", "Sở Khoa học và Công nghệ tỉnh Thái Bình"),
            (" của UBND tỉnh và Kế hoạch số 5", "UBND tỉnh"),
        ] {
            assert_eq!(issuer_at(text, 0).map(|r| &text[r]), Some(issuer), "{text}");
        }
        assert_eq!(issuer_at(" về việc", 0), None);
    }
}
