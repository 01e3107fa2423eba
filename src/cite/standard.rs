//! Standards and technical regulations: `TCVN ISO 9001:2015`, `QCVN 1:2009/BKHCN`.
//!
//! Luật Tiêu chuẩn và Quy chuẩn kỹ thuật 2006 and TCVN 1-2: family, number, colon, year of the edition.

use super::code::{Code, Found, Notation, Segment, digits_at};
use super::vocabulary;
use super::words::{self, is_dash};

/// The standard whose year follows the colon at `colon`: `TCVN ISO/IEC 17025:2017`, `QCVN 1:2009/BKHCN`; it begins at
/// `from` or later, where the citation before it ends.
pub(super) fn at_colon(text: &str, colon: usize, from: usize) -> Option<Found> {
    let year_start = words::over_spaces(text, colon + 1, 1);
    let year_digits = digits_at(text, year_start, 4)?;
    let year: i32 = text[year_digits.clone()].parse().ok().filter(|y| (1945..2100).contains(y))?;
    let name_end = words::back_over_spaces(text, colon, 1);
    let mut window = words::window_before(text, name_end, 40);
    window.start = window.start.max(from.min(name_end));
    let mut starts: Vec<usize> = vocabulary::STANDARDS
        .iter()
        .flat_map(|(family, ..)| text[window.clone()].match_indices(family).map(|(at, _)| window.start + at))
        .collect();
    starts.sort_unstable();
    let (start, name, family) = starts.into_iter().find_map(|start| {
        let (name, family) = standard_name(text, start, name_end)?;
        Some((start, name, family))
    })?;
    let (_, kind, issuer, level) = *family;
    let (mut end, mut shown) = (year_digits.end, format!("{name}:{year}"));
    let mut issuer = issuer;
    let mut of_ministry = level;
    // Technical regulations name the body that issued them.
    let suffix = text[end..].strip_prefix('/').filter(|_| matches!(family.0, "QCVN" | "QCĐP"));
    if let Some(suffix) = suffix.and_then(|_| Segment::read(text, end + 1)) {
        if let Some((_, name, level)) = vocabulary::issuer(&suffix.canonical) {
            (issuer, of_ministry) = (name, level);
        }
        shown = format!("{shown}/{}", suffix.canonical);
        end = suffix.end;
    }
    let named = words::standard_before(text, start);
    let code = Code {
        text: shown.replace(is_dash, "-"),
        notation: Notation::Standard,
        year: Some(year),
        type_name: kind,
        issuer: issuer.into(),
        level: of_ministry,
    };
    Some(Found { start: named, range: start..end, code })
}

/// The name of a standard from `start` to `end`, and its family; `None` when something else stands between.
fn standard_name(text: &str, start: usize, end: usize) -> Option<(String, &'static vocabulary::StandardRow)> {
    let mut before = text[..start].chars().rev();
    let joined = match before.next() {
        // A dash that begins an entry of a list.
        Some(c) if is_dash(c) => before.next().is_some_and(char::is_alphanumeric),
        Some(c) => c.is_alphanumeric() || c == '/',
        None => false,
    };
    if joined {
        return None;
    }
    // "ISO9001" is written without a space.
    let mut spaced = String::with_capacity(end - start + 2);
    for c in text[start..end].chars() {
        if c.is_ascii_digit() && spaced.ends_with(|last: char| last.is_ascii_alphabetic()) {
            spaced.push(' ');
        }
        spaced.push(c);
    }
    let name = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let row = vocabulary::STANDARDS.iter().find(|(family, ..)| name.starts_with(family))?;
    let number = name.rsplit(' ').next()?;
    let middle = name.get(row.0.len()..name.len() - number.len())?;
    let well_formed = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.' || is_dash(c))
        && middle.split([' ', '/']).all(|word| matches!(word, "" | "ISO" | "IEC" | "TS" | "TR" | "GUIDE"));
    well_formed.then_some((name, row))
}
