//! The number and symbol of a document (số, ký hiệu) and how it is recognised in running text.
//!
//! Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I: `số/LOẠI-CQ`, công văn `số/CQ-ĐƠN VỊ`; Luật Ban hành văn bản quy phạm
//! pháp luật 2015, Điều 10: `số/năm/LOẠI-CQ` and `số/năm/QH15`; Hướng dẫn 36-HD/VPTW: `số-LOẠI/CQ`.
//!
//! Every candidate costs a bounded look to its left and right, so that the whole is linear in the text.

use std::borrow::Cow;
use std::ops::Range;

use super::vocabulary::{self, Level};
use super::words::{self, is_dash};

/// How a document is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notation {
    /// `100/QĐ-TTg`: administrative documents, numbered anew every year.
    Administrative,
    /// `34/2019/QĐ-UBND`: legal normative documents.
    Normative,
    /// `962/UBND-TH`: official letters (công văn), whose symbol names no type.
    Letter,
    /// `06-KL/TW`: documents of the Party.
    Party,
    /// `202/2025/QH15`: laws and resolutions of the National Assembly and its standing committee.
    Assembly,
    /// `08/SL`: decrees and laws from before today's notation.
    Old,
    /// `TCVN ISO 9001:2015`: standards and technical regulations.
    Standard,
}

impl Notation {
    /// Its name in data.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Administrative => "administrative",
            Self::Normative => "normative",
            Self::Letter => "letter",
            Self::Party => "party",
            Self::Assembly => "assembly",
            Self::Old => "old",
            Self::Standard => "standard",
        }
    }
}

/// Number and symbol of a document, in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// `100/QĐ-TTg`: no spaces, `-` for every dash, marks and case of the abbreviations restored, numbers below 10 with
    /// a zero.
    pub text: String,
    /// How it is numbered.
    pub notation: Notation,
    /// The year that is part of the number.
    pub year: Option<i32>,
    /// Type of the document: `Quyết định`.
    pub type_name: &'static str,
    /// Name of the issuer, without the province of a local one; the abbreviation where it is not known.
    pub issuer: Cow<'static, str>,
    /// Where the issuer belongs.
    pub level: Level,
}

/// A code in a text.
pub(super) struct Found {
    /// Its place.
    pub range: Range<usize>,
    /// What it says.
    pub code: Code,
    /// Where the words that name its type begin; the code's own start where there are none.
    pub start: usize,
}

/// The type of a document whose type neither code nor text tells.
pub const UNNAMED: &str = "Văn bản";

/// The longest number, year or abbreviation that is looked at, in bytes.
const LONGEST: usize = 24;

/// The code around the slash at `slash`, if there is one.
pub(super) fn at_slash(text: &str, slash: usize) -> Option<Found> {
    let left_end = words::back_over_spaces(text, slash, 1);
    let mut before = text[..left_end].chars().rev();
    let (last, second) = (before.next()?, before.next());
    // 36a/NQ-CP
    let lettered = last.is_ascii_alphabetic() && second.is_some_and(|c| c.is_ascii_digit());
    let found = if last.is_ascii_digit() || lettered {
        numbered(text, left_end, slash)
    } else if last.is_alphabetic() {
        party(text, left_end, slash)
    } else {
        None
    };
    found.filter(|found| !in_address(text, found.range.start))
}

/// `100/QĐ-TTg`, `34/2019/QĐ-UBND`, `962/UBND-TH`, `202/2025/QH15`, `08/SL`.
fn numbered(text: &str, number_end: usize, slash: usize) -> Option<Found> {
    let letter = usize::from(text.as_bytes()[number_end - 1].is_ascii_alphabetic());
    let number = digits_before(text, number_end - letter, 6)?.start..number_end;
    let after = words::over_spaces(text, slash + 1, 2);
    let (year, symbol_start) = match year_and_slash(text, after) {
        Some((year, next)) => (Some(year), words::over_spaces(text, next, 2)),
        None => (None, after),
    };
    let symbol = Symbol::read(text, symbol_start)?;
    let named = words::named_before(text, number.start);
    let range = number.start..symbol.end;
    let mut rest = text[symbol.end..].chars();
    let goes_on = rest.next().is_some_and(|c| is_dash(c) || matches!(c, '/' | '.'))
        && rest.next().is_some_and(char::is_uppercase);
    let mut code = symbol.code(&text[number.clone()], year, named.type_name, named.is_number)?;
    if code.notation == Notation::Old && goes_on {
        return None;
    }
    if code.notation == Notation::Assembly && code.type_name == UNNAMED {
        // Luật Đo lường số 04/2011/QH13
        code.type_name = words::assembly_type_before(text, number.start).unwrap_or(UNNAMED);
    }
    Some(Found { start: named.start, range, code })
}

/// `06-KL/TW`.
fn party(text: &str, type_end: usize, slash: usize) -> Option<Found> {
    let abbreviation = letters_before(text, type_end)?;
    let dash_end = words::back_over_spaces(text, abbreviation.start, 1);
    let dash = text[..dash_end].chars().next_back().filter(|c| is_dash(*c))?;
    let number_end = words::back_over_spaces(text, dash_end - dash.len_utf8(), 1);
    let number = digits_before(text, number_end, 6)?;
    let kind = vocabulary::type_abbreviation(&text[abbreviation])?;
    let issuer = Segment::read(text, words::over_spaces(text, slash + 1, 1))?;
    let (mut end, mut symbol) = (issuer.end, issuer.canonical);
    while let Some(next) = Segment::after_dash(text, end, false) {
        symbol = format!("{symbol}-{}", next.canonical);
        end = next.end;
    }
    let named = words::named_before(text, number.start);
    let (name, level) = issuer_of(symbol.split('-').next_back().unwrap_or_default());
    let code = Code {
        text: format!("{}-{kind}/{symbol}", two_digits(&text[number.clone()])),
        notation: Notation::Party,
        year: None,
        type_name: vocabulary::type_name(kind, named.type_name)?,
        issuer: name,
        level,
    };
    Some(Found { start: named.start, range: number.start..end, code })
}

/// What stands after the slash: `QĐ-TTg`, `UBND-TH`, `QH15`, `SL`.
struct Symbol {
    segments: Vec<String>,
    end: usize,
}

impl Symbol {
    fn read(text: &str, start: usize) -> Option<Self> {
        let first = Segment::read(text, start)?;
        let (mut segments, mut end) = (vec![first.canonical], first.end);
        // Only around the first dash do careless spaces stand; later ones join a symbol and the next word.
        while let Some(next) = Segment::after_dash(text, end, segments.len() == 1) {
            segments.push(next.canonical);
            end = next.end;
        }
        Some(Self { segments, end })
    }

    /// The code with its number and year, where the symbol and the words before it (`named`, `số`) make one.
    fn code(self, number: &str, year: Option<i32>, named: Option<&'static str>, is_number: bool) -> Option<Code> {
        let first = self.segments[0].as_str();
        let kind = vocabulary::type_abbreviation(first);
        let last = self.segments.last().map_or("", String::as_str);
        let single = self.segments.len() == 1;
        let announced = named.is_some() || is_number;
        let is_assembly = first.ends_with(|c: char| c.is_ascii_digit()) && vocabulary::issuer(first).is_some();
        let (notation, type_name, issuer) = match (kind, year) {
            (None, Some(_)) if single && is_assembly => (Notation::Assembly, named.unwrap_or(UNNAMED), first),
            (Some(kind), Some(_)) if !single => {
                let notation =
                    if last.ends_with(|c: char| c.is_ascii_digit()) { Notation::Assembly } else { Notation::Normative };
                (notation, vocabulary::type_name(kind, named)?, last)
            }
            // An unknown issuer is one only where the text names a document.
            (Some(kind), None) if !single && (announced || vocabulary::issuer(&self.segments[1]).is_some()) => {
                (Notation::Administrative, vocabulary::type_name(kind, named)?, self.segments[1].as_str())
            }
            (None, None) if !single && vocabulary::issuer(first).is_some() => (Notation::Letter, "Công văn", first),
            (None, None) if !single && matches!(named, Some("Công văn" | "Văn bản")) => {
                (Notation::Letter, "Công văn", first)
            }
            (None, _) if !single && announced && vocabulary::issuer(last).is_some() => {
                let notation = if year.is_some() { Notation::Normative } else { Notation::Administrative };
                (notation, named.unwrap_or(UNNAMED), last)
            }
            (None, None) if single && named == Some("Công văn") && vocabulary::issuer(first).is_some() => {
                (Notation::Letter, "Công văn", first)
            }
            (Some(kind), None) if single && named.is_some() => (Notation::Old, vocabulary::type_name(kind, named)?, ""),
            (None, None) if named.is_some() && vocabulary::issuer(first).is_some() => (Notation::Old, named?, first),
            _ => return None,
        };
        let (mut name, level) = if issuer.is_empty() { (Cow::Borrowed(""), Level::Central) } else { issuer_of(issuer) };
        if matches!(kind, Some("TTLT" | "NQLT")) {
            // Joint documents have several issuers.
            name = self.segments[1..].iter().map(|issuer| issuer_of(issuer).0).collect::<Vec<_>>().join(", ").into();
        } else if kind == Some("SL") {
            name = Cow::Borrowed("Chủ tịch nước");
        }
        let mut symbol = self.segments.clone();
        if let (Some(kind), Some(slot)) = (kind, symbol.first_mut()) {
            *slot = kind.to_owned();
        }
        let symbol = symbol.join("-");
        let number = two_digits(number);
        let text = year.map_or_else(|| format!("{number}/{symbol}"), |year| format!("{number}/{year}/{symbol}"));
        Some(Code { text, notation, year, type_name, issuer: name, level })
    }
}

/// The name and level of an issuer; an unknown one is taken for a local body, whose numbers are no one else's.
pub(super) fn issuer_of(abbreviation: &str) -> (Cow<'static, str>, Level) {
    vocabulary::issuer(abbreviation)
        .map_or_else(|| (abbreviation.to_owned().into(), Level::Local), |(_, name, level)| (name.into(), level))
}

/// One abbreviation within a symbol.
pub(super) struct Segment {
    pub canonical: String,
    pub end: usize,
}

impl Segment {
    /// An abbreviation at `start`: capitals, digits and `&`, or one of the few with small letters (`TTg`, `CTr`).
    pub fn read(text: &str, start: usize) -> Option<Self> {
        let run = text[start..]
            .char_indices()
            .take_while(|(at, c)| *at < LONGEST && (c.is_alphanumeric() || *c == '&') && !is_superscript(*c));
        let mut run: &str = &text[start..start + run.last().map(|(at, c)| at + c.len_utf8())?];
        if !run.starts_with(|c: char| c.is_uppercase()) && vocabulary::issuer(run).is_none() {
            return None;
        }
        let known = |run: &str| {
            let plain = plain(run);
            let digits = plain.len() - plain.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let term = &plain[plain.len() - digits..];
            vocabulary::issuer(&plain)
                .map(|(canonical, ..)| format!("{canonical}{term}"))
                .or_else(|| vocabulary::type_abbreviation(&plain).map(str::to_owned))
        };
        let canonical = known(run);
        if let (None, Some(small)) = (&canonical, run.find(char::is_lowercase)) {
            // Words run together: `UBNDtỉnh`, `TTgngày`.
            let ends = (small..run.len()).filter(|end| run.is_char_boundary(*end));
            let known_end = ends.rev().find(|end| known(&run[..*end]).is_some());
            run = &run[..known_end.unwrap_or(small)];
        }
        let canonical = canonical.or_else(|| known(run)).unwrap_or_else(|| plain(run));
        let capitals = canonical.chars().filter(|c| c.is_uppercase()).count();
        (capitals >= 2 || canonical == "L").then(|| Self { canonical, end: start + run.len() })
    }

    /// The abbreviation after a dash at `end`, perhaps with spaces around the dash.
    fn after_dash(text: &str, end: usize, spaces: bool) -> Option<Self> {
        let most = usize::from(spaces) * 2;
        let at = words::over_spaces(text, end, most);
        let dash = text[at..].chars().next().filter(|c| is_dash(*c))?;
        Self::read(text, words::over_spaces(text, at + dash.len_utf8(), most))
    }
}

/// An abbreviation without `&`, with the one letter Đ for those that look like it.
fn plain(abbreviation: &str) -> String {
    abbreviation.replace('&', "").replace(['Ð', 'Ɖ'], "Đ")
}

/// Whether the word that holds `at` is an address on the web.
fn in_address(text: &str, at: usize) -> bool {
    let window = &text[words::window_before(text, at, 96)];
    let word = window.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains("://") || word.contains("www.") || word.contains('@')
}

/// `ISO 9001:2015⁸`: the number of a note.
fn is_superscript(c: char) -> bool {
    matches!(c, '⁰'..='⁹' | '¹' | '²' | '³')
}

/// At most `most` digits that end at `end` and begin a number of their own.
fn digits_before(text: &str, end: usize, most: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let count = bytes[..end].iter().rev().take(most + 1).take_while(|b| b.is_ascii_digit()).count();
    if count == 0 || count > most {
        return None;
    }
    let start = end - count;
    let mut before = text[..start].chars().rev();
    let begins = match before.next() {
        None => true,
        // số100/QĐ-TTg
        Some('ố') => matches!(before.next(), Some('s' | 'S')) && !before.next().is_some_and(char::is_alphanumeric),
        Some(c) if c.is_alphanumeric() || c == '/' => false,
        // 1.633, 08:15, 2019-2025
        Some(c) if matches!(c, '.' | ',' | ':') || is_dash(c) => !before.next().is_some_and(|c| c.is_ascii_digit()),
        Some(_) => true,
    };
    begins.then_some(start..end)
}

/// Exactly `count` digits at `start`.
pub(super) fn digits_at(text: &str, start: usize, count: usize) -> Option<Range<usize>> {
    let found = text.as_bytes()[start..].iter().take(count + 1).take_while(|b| b.is_ascii_digit()).count();
    (found == count).then_some(start..start + count)
}

/// The letters of an abbreviation that ends at `end`.
fn letters_before(text: &str, end: usize) -> Option<Range<usize>> {
    let window = words::window_before(text, end, LONGEST);
    let letters: usize = text[window].chars().rev().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    (letters > 0 && letters < LONGEST).then_some(end - letters..end)
}

/// `2019/` at `start`: the year and the place after the slash.
fn year_and_slash(text: &str, start: usize) -> Option<(i32, usize)> {
    let digits = digits_at(text, start, 4)?;
    let year = text[digits.clone()].parse().ok().filter(|y| (1945..2100).contains(y))?;
    let slash = words::over_spaces(text, digits.end, 1);
    text[slash..].starts_with('/').then_some((year, slash + 1))
}

/// Numbers below 10 are written with a zero (Nghị định 30/2020/NĐ-CP, Phụ lục I).
fn two_digits(number: &str) -> String {
    let plain = number.trim_start_matches('0');
    format!("{plain:0>2}")
}
