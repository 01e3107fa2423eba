//! Diagnostics: what is wrong, where, and how to mend it, as data.
//!
//! A [`Problem`] holds facts only; its code and its words in both languages stand in one table ([`words`]).
//! How a diagnostic is shown (text, JSON) is decided in [`report`].

pub mod report;
pub mod words;

use std::ops::Range;
use std::sync::Arc;

pub use words::Problem;

/// A language of the program's messages and of a site's interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];
    /// All languages with their tag and their Vietnamese name.
    pub const WORDS: [(&'static str, &'static str, Self); 2] =
        [("vi", "tiếng Việt", Self::Vi), ("en", "tiếng Anh", Self::En)];

    /// The language tag (BCP 47), as in `<html lang>` and the names of string files.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// Whether a problem stops the publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published until it is mended.
    Error,
    /// Published all the same.
    Warning,
}

/// A text that was read, with its path relative to the site's root (separators `/`, NFC).
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the root of the site.
    pub path: String,
    /// The text, normalised ([`crate::text::decode`]).
    pub text: String,
}

/// A place in a source file.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Byte range in its text; empty when the whole file is meant.
    pub span: Range<usize>,
}

impl Place {
    /// A place from its parts; the range is cut to the text and to character boundaries.
    #[must_use]
    pub fn new(file: &Arc<SourceFile>, span: Range<usize>) -> Self {
        let mut start = span.start.min(file.text.len());
        while !file.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = span.end.clamp(start, file.text.len());
        while !file.text.is_char_boundary(end) {
            end += 1;
        }
        Self { file: Arc::clone(file), span: start..end }
    }

    /// Line and column, both from 1; the column counts characters as the editor's caret does.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        let before = &self.file.text[..self.span.start];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        (1 + before.matches('\n').count(), 1 + before[line_start..].chars().count())
    }
}

/// One problem at one place.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Box<Problem>,
    /// Where; `None` when no text can be shown, as for a file that is not text.
    pub place: Option<Place>,
    /// The path alone, where there is no text to show.
    pub path: Option<String>,
    /// What the editor probably meant.
    pub suggestion: Option<String>,
    /// Another place that matters, such as the first use of an address.
    pub other: Option<Box<Place>>,
}

impl Diagnostic {
    /// A problem at a place.
    #[must_use]
    pub fn at(place: Place, problem: Problem) -> Self {
        Self { problem: Box::new(problem), place: Some(place), path: None, suggestion: None, other: None }
    }

    /// A problem of a whole file whose text is not at hand.
    #[must_use]
    pub fn of_path(path: impl Into<String>, problem: Problem) -> Self {
        Self { problem: Box::new(problem), place: None, path: Some(path.into()), suggestion: None, other: None }
    }

    /// Adds what was probably meant.
    #[must_use]
    pub fn suggest(mut self, suggestion: Option<impl Into<String>>) -> Self {
        self.suggestion = suggestion.map(Into::into);
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn see(mut self, other: Place) -> Self {
        self.other = Some(Box::new(other));
        self
    }

    /// Whether the problem stops the publication.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.problem.severity()
    }

    /// Whether another one says the same of the same place.
    #[must_use]
    pub fn is_at_the_place_of(&self, other: &Self) -> bool {
        self.sort_key() == other.sort_key()
    }

    /// The order of reports: by file, by place, then by code.
    fn sort_key(&self) -> (&str, usize, &'static str) {
        match (&self.place, &self.path) {
            (Some(place), _) => (&place.file.path, place.span.start, self.problem.code()),
            (None, path) => (path.as_deref().unwrap_or(""), 0, self.problem.code()),
        }
    }
}

/// All that was found in one run, in the order in which it is shown.
#[derive(Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds many.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(more);
    }

    /// Sorts by file and place, whatever the order of discovery.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }

    /// How many errors and how many warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.0.iter().filter(|d| d.severity() == Severity::Error).count();
        (errors, self.0.len() - errors)
    }

    /// Errors and warnings apart.
    #[must_use]
    pub fn by_severity(&self) -> (Vec<&Diagnostic>, Vec<&Diagnostic>) {
        self.0.iter().partition(|d| d.severity() == Severity::Error)
    }

    /// Whether publication is stopped.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity() == Severity::Error)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}
