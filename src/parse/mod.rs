//! The second stage: one file at a time, from text to front matter with places and the outline of its Markdown.
//!
//! Parsing knows no other file: what the values mean is decided in [`crate::resolve`].

pub mod fields;
pub mod front;
pub mod markdown;
mod running;
mod slips;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use unicode_normalization::UnicodeNormalization;

use crate::diag::{Diagnostic, Place, Problem, SourceFile};
use crate::features::Features;
use crate::model::outline::Mentions;
use crate::model::{ItemKind, Outline};
use crate::read::TextFile;
use crate::text::decode::DecodeError;
use crate::yaml::{self, Node, YamlError};

/// A parsed Markdown file: all that can be known of it without any other file.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Its kind, by its folder.
    pub kind: ItemKind,
    /// The name its address is made of: the file's, or the bundle's folder.
    pub name: String,
    /// The folder whose other files are its attachments, with a final `/`; `None` for a single file.
    pub bundle: Option<String>,
    /// Front matter; places are relative to `front_start`.
    pub front: Node,
    /// Where the front matter begins in the file.
    pub front_start: usize,
    /// The body within the file.
    pub body: Range<usize>,
    /// Headings, links and images of the body.
    pub outline: Arc<Outline>,
    /// The documents that the front matter cites, once it has been read: they depend on nothing else.
    pub front_mentions: OnceLock<Arc<Mentions>>,
}

/// The source of a text; the diagnostic says how to save it again.
///
/// # Errors
/// When the file is no text.
pub fn source(file: TextFile) -> Result<Arc<SourceFile>, Diagnostic> {
    let path = file.path;
    match file.text {
        Ok(text) => Ok(Arc::new(SourceFile { path, text })),
        Err(DecodeError::Utf16) => Err(Diagnostic::of_path(path, Problem::Utf16 {})),
        Err(DecodeError::NotUtf8 { line }) => {
            Err(Diagnostic::of_path(path, Problem::NotUtf8 { line: line.to_string() }))
        }
    }
}

/// Parses one Markdown file of `content/` for a portal with some features.
///
/// # Errors
/// Every mistake that keeps the file from being understood.
pub fn document(file: TextFile, features: Features) -> Result<Document, Vec<Diagnostic>> {
    let file = source(file).map_err(|d| vec![d])?;
    let at = |span: Range<usize>| Place::new(&file, span);
    let Some(place) = location(&file.path) else {
        let inner = file.path.strip_prefix("content/").unwrap_or(&file.path);
        let known_folder = inner.split_once('/').is_none_or(|(folder, _)| ItemKind::of_folder(folder).is_some());
        if known_folder {
            return Err(vec![Diagnostic::at(at(0..0), Problem::Misplaced { path: file.path.clone() })]);
        }
        let folder = file.path.split('/').nth(1).unwrap_or_default().to_owned();
        let known = ItemKind::ALL.map(ItemKind::folder).join(", ");
        return Err(vec![Diagnostic::at(at(0..0), Problem::UnknownFolder { folder, known })]);
    };
    let parts = front::split(&file.text).map_err(|error| {
        let first_line = 0..file.text.find('\n').unwrap_or(file.text.len());
        let problem = match error {
            front::SplitError::Missing => Problem::FrontMatterMissing {},
            front::SplitError::Open => Problem::FrontMatterOpen {},
        };
        vec![Diagnostic::at(at(first_line), problem)]
    })?;
    let front = yaml::tree(&file.text[parts.front.clone()])
        .map_err(|error| vec![yaml_diagnostic(&file, parts.front.start, error)])?;
    let outline = Arc::new(markdown::outline(&file.text[parts.body.clone()], parts.body.start, features));
    let Location { kind, name, bundle } = place;
    let (front_start, body, front_mentions) = (parts.front.start, parts.body, OnceLock::new());
    Ok(Document { kind, name, bundle, front, front_start, body, outline, front_mentions, file })
}

/// The diagnostic of a YAML mistake in a text that begins at `start` of `file`.
#[must_use]
pub fn yaml_diagnostic(file: &Arc<SourceFile>, start: usize, error: YamlError) -> Diagnostic {
    let place = Place::new(file, start + error.span.start..start + error.span.end);
    Diagnostic::at(place, Problem::YamlSyntax { chi_tiet: yaml::in_vietnamese(&error.detail), detail: error.detail })
}

/// What the path of a Markdown file says.
struct Location {
    kind: ItemKind,
    name: String,
    bundle: Option<String>,
}

/// The folder whose other files are the attachments of a Markdown file, with a final `/`; none of a single file.
#[must_use]
pub fn bundle(path: &str) -> Option<&str> {
    let (folder, name) = path.split_at(path.rfind('/')? + 1);
    (name.rsplit_once('.').map_or(name, |(stem, _)| stem) == "index").then_some(folder)
}

/// Reads `content/KIND/…/NAME.md` or `content/KIND/…/NAME/index.md`; folders between kind and name are for the editors' order only.
fn location(path: &str) -> Option<Location> {
    let inner = path.strip_prefix("content/")?;
    let (folder, rest) = inner.split_once('/')?;
    let kind = ItemKind::of_folder(folder)?;
    let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
    let (folders, file_name) = stem.rsplit_once('/').unwrap_or(("", stem));
    if file_name != "index" {
        return Some(Location { kind, name: composed(file_name), bundle: None });
    }
    let name = folders.rsplit('/').next().filter(|n| !n.is_empty())?;
    Some(Location { kind, name: composed(name), bundle: bundle(path).map(str::to_owned) })
}

/// A name as it is typed, also where a file system takes its letters apart.
fn composed(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { name.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(path: &str, text: &str) -> Result<Document, Vec<Diagnostic>> {
        document(TextFile::decode(path, text.as_bytes()), Features::default())
    }

    #[test]
    fn the_folder_tells_the_kind_and_the_name_the_address() {
        let single = parse("content/tin-tuc/2022/cuoc-thi.md", "---\ntieu_de: A\n---\n").expect("valid");
        assert_eq!((single.kind, single.name.as_str(), single.bundle), (ItemKind::News, "cuoc-thi", None));
        let bundle = parse("content/bao-cao/2022-son-la/index.md", "---\ntieu_de: A\n---\n").expect("valid");
        assert_eq!(
            (bundle.name.as_str(), bundle.bundle.as_deref()),
            ("2022-son-la", Some("content/bao-cao/2022-son-la/"))
        );
    }

    #[test]
    fn an_unknown_folder_is_named_with_the_known_ones() {
        let errors = parse("content/bai-viet/a.md", "---\n---\n").expect_err("unknown folder");
        assert_eq!(errors[0].problem.code(), "E024");
    }
}
