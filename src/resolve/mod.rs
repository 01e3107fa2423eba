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

use std::collections::BTreeSet;
use std::path::Path;

use ahash::AHashSet;

use crate::diag::{Diagnostic, Diagnostics, Problem};
use crate::model::outline::Target;
use crate::model::{Documents, Indicators, ItemId, Items, Provinces, Topics};
use crate::read::BinaryFile;

pub use item::resolve as item;
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

/// What is wrong between the files of a site, and where their links lead.
pub struct Checked {
    /// Where the links of every item lead.
    pub targets: Vec<(ItemId, Vec<Target>)>,
    /// Mistakes and warnings.
    pub diagnostics: Diagnostics,
}

/// Checks every item against all others; `paths` are all Markdown files, understood or not.
#[must_use]
pub fn check(items: &Items, documents: &Documents, paths: &BTreeSet<String>, binaries: &[BinaryFile]) -> Checked {
    let ((targets, mut diagnostics), addresses) =
        rayon::join(|| links::resolve(items, paths), || addresses::check(items));
    diagnostics.extend(stray_files(items, paths, binaries));
    diagnostics.extend(addresses);
    diagnostics.extend(documents::circles(items, documents));
    Checked { targets, diagnostics }
}

/// Files that are neither items nor attachments: an item saved as .docx, a picture in a folder without `index.md`.
fn stray_files(items: &Items, paths: &BTreeSet<String>, binaries: &[BinaryFile]) -> Vec<Diagnostic> {
    if binaries.is_empty() {
        return Vec::new();
    }
    let attached: AHashSet<&Path> = items.values().flat_map(|i| &i.attachments).map(|a| a.disk.as_path()).collect();
    // The files of a bundle whose item has mistakes wait for it.
    let waiting: Vec<&str> =
        paths.iter().filter(|p| items.at_path(p).is_none()).filter_map(|p| crate::parse::bundle(p)).collect();
    let waits = |path: &str| waiting.iter().any(|folder| path.starts_with(folder));
    let stray = binaries.iter().filter(|file| !attached.contains(file.disk.as_path()) && !waits(&file.path));
    stray
        .map(|file| {
            let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
            Diagnostic::of_path(file.path.clone(), Problem::StrayFile { name })
        })
        .collect()
}
