//! The third stage: raw strings become typed ids. After it no reference dangles.
//!
//! Every mistake of every file is reported, not the first one.

mod addresses;
mod chart;
mod cited;
mod documents;
mod issuer;
mod item;
mod links;
mod note;
mod record;
mod report;
mod sections;
mod vocabulary;

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Diagnostics, Problem};
use crate::model::{Documents, Indicators, Item, Provinces, Topics};
use crate::parse::Document;
use crate::read::{BinaryFile, RawFile};
use crate::site::Options;

pub use vocabulary::vocabulary;

/// The checked vocabularies of `content/_data/`.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Provinces of both tables.
    pub provinces: Provinces,
    /// Topics.
    pub topics: Topics,
    /// Indicators.
    pub indicators: Indicators,
}

/// Folder of the vocabularies.
pub const DATA_FOLDER: &str = "content/_data/";

/// What parsing gave: documents, and what was wrong with the rest.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Every document that could be understood, in the order of the paths.
    pub documents: Vec<Document>,
    /// Paths of all Markdown files, understood or not.
    pub paths: BTreeSet<String>,
    /// Mistakes so far.
    pub diagnostics: Diagnostics,
}

/// Parses every Markdown file, in parallel.
#[must_use]
pub fn parse_all(texts: Vec<RawFile>) -> Parsed {
    let markdown: Vec<RawFile> = texts.into_iter().filter(|t| !t.path.starts_with(DATA_FOLDER)).collect();
    let paths = markdown.iter().map(|t| t.path.clone()).collect();
    let results: Vec<_> = markdown.into_par_iter().map(crate::parse::document).collect();
    let mut out = Parsed { paths, ..Parsed::default() };
    for result in results {
        match result {
            Ok(document) => out.documents.push(document),
            Err(diagnostics) => out.diagnostics.extend(diagnostics),
        }
    }
    out
}

/// Resolves every file against the vocabularies and against each other: the items, and the documents they cite. `now` is
/// Vietnamese time.
#[must_use]
pub fn items(
    parsed: Parsed,
    binaries: &[BinaryFile],
    vocabulary: &Vocabulary,
    options: Options,
) -> (Vec<Item>, Documents, Diagnostics) {
    let now = options.now;
    let Parsed { documents, paths, mut diagnostics } = parsed;
    let resolved: Vec<(Option<Item>, Vec<Diagnostic>)> =
        documents.into_par_iter().map(|document| item::resolve(document, binaries, vocabulary, now)).collect();
    let mut items = Vec::with_capacity(resolved.len());
    for (item, mistakes) in resolved {
        items.extend(item);
        diagnostics.extend(mistakes);
    }
    diagnostics.extend(stray_files(&items, &paths, binaries));
    links::resolve(&mut items, &paths, &mut diagnostics);
    addresses::check(&items, &mut diagnostics);
    let documents = documents::resolve(&items, &vocabulary.provinces, |item| options.shows(item), &mut diagnostics);
    (items, documents, diagnostics)
}

/// Files that are neither items nor attachments: an item saved as .docx, a picture in a folder without `index.md`.
fn stray_files(items: &[Item], paths: &BTreeSet<String>, binaries: &[BinaryFile]) -> Vec<Diagnostic> {
    let attached: HashSet<&Path> = items.iter().flat_map(|i| &i.attachments).map(|a| a.disk.as_path()).collect();
    // The files of a bundle whose item has mistakes wait for it.
    let understood: BTreeSet<&str> = items.iter().map(|i| i.file.path.as_str()).collect();
    let waiting: Vec<&str> =
        paths.iter().filter(|p| !understood.contains(p.as_str())).filter_map(|p| p.strip_suffix("index.md")).collect();
    let waits = |path: &str| waiting.iter().any(|folder| path.starts_with(folder));
    let stray = binaries.iter().filter(|file| !attached.contains(file.disk.as_path()) && !waits(&file.path));
    stray
        .map(|file| {
            let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
            Diagnostic::of_path(file.path.clone(), Problem::StrayFile { name })
        })
        .collect()
}

/// Diagnostics of symbolic links that lead out of the site.
pub fn stray_links(paths: &[String]) -> impl Iterator<Item = Diagnostic> + '_ {
    paths.iter().map(|path| Diagnostic::of_path(path.clone(), Problem::SymlinkOutside {}))
}
