//! Splits a file into front matter and body.

use std::ops::Range;

/// Byte ranges of the two parts of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    /// The YAML between the `---` lines.
    pub front: Range<usize>,
    /// The Markdown after them.
    pub body: Range<usize>,
}

/// Why a file has no front matter.
#[derive(Debug, PartialEq, Eq)]
pub enum SplitError {
    /// The first line is not `---`.
    Missing,
    /// No `---` line ends it.
    Open,
}

/// Finds front matter and body of normalised text.
///
/// # Errors
/// [`SplitError`] when the front matter is missing or not closed.
pub fn split(text: &str) -> Result<Parts, SplitError> {
    let start = text.len() - text.trim_start_matches('\n').len();
    let first = text[start..].find('\n').map_or(text.len(), |i| start + i + 1);
    if text[start..first].trim_end() != "---" {
        return Err(SplitError::Missing);
    }
    let mut at = first;
    for line in text[first..].split_inclusive('\n') {
        let next = at + line.len();
        if line.trim_end() == "---" {
            return Ok(Parts { front: first..at, body: next..text.len() });
        }
        at = next;
    }
    Err(SplitError::Open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_body() {
        let text = "---\ntieu_de: A\n---\n\nThân bài\n";
        let parts = split(text).expect("both parts are there");
        assert_eq!(&text[parts.front], "tieu_de: A\n");
        assert_eq!(&text[parts.body], "\nThân bài\n");
        assert_eq!(split("Thân bài"), Err(SplitError::Missing));
        assert_eq!(split("---\na: b\n"), Err(SplitError::Open));
        assert_eq!(split(""), Err(SplitError::Missing));
    }
}
