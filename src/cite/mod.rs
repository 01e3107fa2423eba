//! Cited documents: `Quyết định số 100/QĐ-TTg ngày 19/01/2019 của Thủ tướng Chính phủ` in any running text.
//!
//! Text in, mentions with their places out; which document a mention means is decided in [`crate::resolve`]. The notation
//! is that of Nghị định 30/2020/NĐ-CP and the rules beside it (see [`Code`]). Linear in the length of the text.

mod code;
mod relation;
mod standard;
mod vocabulary;
mod words;

use std::ops::Range;
use std::sync::Arc;

pub use code::{Code, Notation, UNNAMED};
pub use relation::{Relation, relations};
pub use vocabulary::Level;

use crate::model::PartialDate;

/// A document mentioned in a text, with its places there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// From the words that name its type to the end of its code: what becomes a link.
    pub range: Range<usize>,
    /// Its number and symbol in the text.
    pub code_range: Range<usize>,
    /// From the words that name its type through the date and the issuer after its code.
    pub whole: Range<usize>,
    /// What the text says of it.
    pub citation: Citation,
}

/// What a text says of a document it cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Number and symbol, in canonical form; shared with the document.
    pub code: Arc<Code>,
    /// The date that the text gives.
    pub date: Option<CitedDate>,
    /// Who issued it, as the text says: `UBND tỉnh Bắc Kạn`.
    pub issuer: Option<String>,
}

impl Citation {
    /// The year of the document: that of its number, else of its date.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.code.year.or(self.date.map(CitedDate::year))
    }
}

/// When a text says a document was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitedDate {
    /// A day, or a month where the day is blank.
    Date(PartialDate),
    /// A year alone.
    Year(i32),
}

impl CitedDate {
    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        match self {
            Self::Date(date) => date.year(),
            Self::Year(year) => year,
        }
    }
}

/// Types that are made for a year: "Kế hoạch số 88/KH-UBND năm 2021" may well be of December 2020.
const OF_A_YEAR: [&str; 4] = ["Kế hoạch", "Chương trình", "Chương trình hành động", "Báo cáo"];

/// Finds every cited document, in the order of the text; ranges are in bytes and do not overlap.
///
/// ```
/// use bantin::cite::find;
/// let found = find("theo Quyết định số 100/QĐ-TTg ngày 19/01/2019 của Thủ tướng Chính phủ; đạt 08/170 mẫu");
/// assert_eq!(found.len(), 1);
/// assert_eq!(&found[0].citation.code.text, "100/QĐ-TTg");
/// assert_eq!(found[0].citation.code.issuer, "Thủ tướng Chính phủ");
/// assert_eq!(found[0].citation.year(), Some(2019));
/// ```
#[must_use]
pub fn find(text: &str) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for at in memchr::memchr2_iter(b'/', b':', text.as_bytes()) {
        let from = out.last().map_or(0, |last| last.code_range.end);
        if at < from {
            continue;
        }
        let found =
            if text.as_bytes()[at] == b'/' { code::at_slash(text, at) } else { standard::at_colon(text, at, from) };
        let Some(found) = found.filter(|found| found.range.start >= from) else { continue };
        let mut following = match found.code.notation {
            // The year of a standard is that of its edition; a date after it is that of something else.
            Notation::Standard => words::Following::nothing(found.range.end),
            _ => words::after(text, found.range.end),
        };
        if matches!(following.date, Some(CitedDate::Year(_))) && OF_A_YEAR.contains(&found.code.type_name) {
            following = words::Following::nothing(found.range.end);
        }
        out.push(Mention {
            range: found.start.max(from)..found.range.end,
            whole: found.start.max(from)..following.end,
            code_range: found.range,
            citation: Citation {
                code: found.code.into(),
                date: following.date,
                issuer: following.issuer.map(|range| text[range].split_whitespace().collect::<Vec<_>>().join(" ")),
            },
        });
    }
    out
}

#[cfg(test)]
mod tests;
