//! From the bytes an editor saved to text: UTF-8, composed (NFC), line ends as LF, no byte-order mark.
//!
//! What cannot be read is refused with a reason that says how to save the file again.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Why bytes are no text for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// UTF-16, with or without a byte-order mark: Notepad's "Unicode".
    Utf16,
    /// Neither UTF-8 nor UTF-16; most often a legacy Vietnamese code page (TCVN3, VNI). `line` counts from 1.
    NotUtf8 {
        /// Line of the first byte that is not UTF-8.
        line: usize,
    },
}

/// Decodes and normalises `bytes`.
///
/// # Errors
/// [`DecodeError`] when the bytes are not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<String, DecodeError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(DecodeError::Utf16);
    }
    let looks_utf16 = bytes.iter().take(64).filter(|b| **b == 0).count() > 4;
    if looks_utf16 {
        return Err(DecodeError::Utf16);
    }
    let text = simdutf8::compat::from_utf8(bytes).map_err(|e| {
        let valid = &bytes[..e.valid_up_to()];
        DecodeError::NotUtf8 { line: 1 + valid.iter().filter(|b| **b == b'\n').count() }
    })?;
    let text = normalise(text.to_owned());
    match legacy_line(&text) {
        Some(line) => Err(DecodeError::NotUtf8 { line }),
        None => Ok(text),
    }
}

/// The first line typed in TCVN3 or VNI and saved or pasted as if it were Unicode: `B¸o c¸o`, `Baùo caùo`.
///
/// Lines with letters of Vietnamese alone are never meant. In the others, three words with signs that no language puts
/// after letters are enough; letters that French has too must make up much of a longer text.
fn legacy_line(text: &str) -> Option<usize> {
    if !may_be_legacy(text.as_bytes()) {
        return None;
    }
    let is_vietnamese = |c: char| ('\u{1ea0}'..='\u{1ef9}').contains(&c) || "ăĂđĐơƠưƯ".contains(c);
    let (mut words, mut odd_words, mut first) = (0, 0, None);
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.is_ascii() && !line.contains(is_vietnamese))
    {
        let oddness = line.split_whitespace().map(oddness);
        let (signs, letters) =
            oddness.fold((0, 0), |(s, l), odd| (s + usize::from(odd == Odd::Sign), l + usize::from(odd != Odd::No)));
        if signs >= 3 {
            return Some(number);
        }
        words += line.split_whitespace().count();
        odd_words += letters;
        first = first.or((letters > 0).then_some(number));
    }
    first.filter(|_| odd_words >= 8 && odd_words * 5 >= words * 2)
}

/// Whether a text has any letter that [`oddness`] might find odd, by its two bytes and the letter before: few have.
fn may_be_legacy(text: &[u8]) -> bool {
    // Without a branch, so that many bytes are looked at at once. A letter and its capital differ in one bit, in UTF-8 too.
    let is_any = |b: u8, of: &[u8]| of.iter().fold(false, |any, small| any | (b | 0x20 == *small));
    let is_odd = |before: u8, first: u8, second: u8| {
        let letter = (first == 0xc3) & is_any(before, b"aeiouy") & is_any(second, &[0xb9, 0xb8, 0xbb, 0xb5, 0xaf]);
        // Signs are rare: where there is any, the words are looked at.
        letter | (first == 0xc2)
    };
    let (firsts, seconds) = (text.get(1..).unwrap_or_default(), text.get(2..).unwrap_or_default());
    text.iter().zip(firsts).zip(seconds).fold(false, |odd, ((a, b), c)| odd | is_odd(*a, *b, *c))
}

/// What a word holds that Unicode Vietnamese never does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Odd {
    No,
    Letter,
    Sign,
}

fn oddness(word: &str) -> Odd {
    let mut odd = Odd::No;
    let mut before = ' ';
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.next() {
        let inside = rest.peek().is_some_and(|next| next.is_alphabetic());
        if before.is_ascii_alphabetic() && ("¸¶¨".contains(c) || (inside && "µ¹¾¼½".contains(c))) {
            return Odd::Sign;
        }
        if "aeiouyAEIOUY".contains(before) && "ùøûõïÙØÛÕÏ".contains(c) {
            odd = Odd::Letter;
        }
        before = c;
    }
    odd
}

/// Strips a byte-order mark, turns CRLF and CR into LF and composes decomposed letters.
#[must_use]
pub fn normalise(text: String) -> String {
    if is_plain(text.as_bytes()) {
        return text;
    }
    let mut text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    // Word leaves vertical tabs and form feeds; they may not stand in XML or HTML.
    if text.contains(is_unfit) {
        text = text.replace(is_unfit, " ");
    }
    match compose(&text) {
        Cow::Owned(composed) => composed,
        Cow::Borrowed(_) => text,
    }
}

/// Whether a text surely stays as it is: it has no byte with which a character begins that [`normalise`] changes.
fn is_plain(text: &[u8]) -> bool {
    // Without a branch, so that many bytes are looked at at once.
    let is_odd = |b: u8| (b < b' ' && b != b'\n' && b != b'\t') | matches!(b, 0x7f | 0xc2 | 0xcc | 0xcd | 0xef);
    text.chunks(4096).all(|chunk| !chunk.iter().fold(false, |odd, b| odd | is_odd(*b)))
}

/// Control characters and the two that Unicode reserves: no page and no feed may hold them (XML 1.0, section 2.2).
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Whether a character may stand in no text of an editor: what cannot be printed, and noncharacters, which are for a program's own
/// use, as this one uses them (Unicode, section 23.7).
#[must_use]
pub fn is_unfit(c: char) -> bool {
    is_unprintable(c) || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// Composes (NFC) only text that holds a combining diacritical mark (U+0300 to U+036F, lead bytes CC and CD in UTF-8):
/// no other text an editor types is decomposed, and the look for two bytes is as fast as reading.
fn compose(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|b| b == 0xcc || b == 0xcd) { Cow::Owned(text.nfc().collect()) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bom_crlf_and_decomposed_letters_are_accepted() {
        let bytes = "\u{feff}Sơ\u{309}\r\nhai".as_bytes().to_vec();
        assert_eq!(decode(&bytes), Ok("Sở\nhai".to_owned()));
    }

    #[test]
    fn notepad_unicode_is_refused_by_name() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("a\nb".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&bytes), Err(DecodeError::Utf16));
    }

    #[test]
    fn legacy_text_saved_as_unicode_is_refused_too() {
        assert_eq!(
            decode("tieu_de: Báo cáo tháng đầu năm\nB¸o c¸o th¸ng 1".as_bytes()),
            Err(DecodeError::NotUtf8 { line: 2 })
        );
        assert_eq!(
            decode(
                "Baùo caùo keát quaû hoaït ñoäng thaùng baûy cuûa Sôû, caùc huyeän vaø thaønh phoá ñaõ baùo caùo"
                    .as_bytes()
            ),
            Err(DecodeError::NotUtf8 { line: 1 })
        );
        for fine in [
            "Báo cáo tháng 1, 25 µm và 3¹",
            "Où est le café ? Où ? Où ?",
            "Đã duyệt bản «in»",
            "Le goût du maïs naïf, où août est connu.",
            "Nguyen Van A¹, Smith B¹, Jones C¹",
            "cm·s¹, kg·m¹, mol¹",
            "x½ y½ z½",
        ] {
            assert_eq!(decode(fine.as_bytes()), Ok(fine.to_owned()));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_odd_letter_is_passed_over(text in "[abceuyE ù¸µõùđạ\u{323}1¹]{0,12}") {
            let is_odd = text.split_whitespace().any(|word| oddness(word) != Odd::No);
            proptest::prop_assert!(!is_odd || may_be_legacy(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_legacy_code_page_is_refused_with_its_line() {
        assert_eq!(decode(b"abc\nT\xb8m"), Err(DecodeError::NotUtf8 { line: 2 }));
    }
}
