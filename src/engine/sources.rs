//! The files of a site as they are now, each understood by itself: what the disk says, kept up to date.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, Problem};
use crate::features::Features;
use crate::parse::{self, Document};
use crate::read::{BinaryFile, RawFile, Reading, THEMES, TextFile, Unread};
use crate::resolve::DATA_FOLDER;

/// Everything that was read, and what of it has changed since the last good site.
#[derive(Default)]
pub(super) struct Sources {
    pub config: Option<TextFile>,
    /// What the portal has.
    pub features: Features,
    pub themes: Vec<RawFile>,
    /// The vocabularies.
    pub data: BTreeMap<String, TextFile>,
    /// Whether more readings will follow: otherwise nothing is kept for them.
    pub follows: bool,
    /// The Markdown files that are still to be understood, in the order of their paths, where none will follow.
    pub unparsed: Vec<TextFile>,
    /// The Markdown files, understood or with what is wrong with them.
    pub documents: BTreeMap<String, Result<Document, Vec<Diagnostic>>>,
    /// Paths of all Markdown files.
    pub paths: BTreeSet<String>,
    /// Everything else, in the order of the paths.
    pub binaries: Vec<BinaryFile>,
    pub stray_links: BTreeSet<String>,
    /// Paths that more than one file has.
    pub namesakes: BTreeSet<String>,
    /// Whether the folder `content/` is there at all.
    pub found: bool,
    pub stale: Stale,
}

/// What has changed since the last good site.
#[derive(Default)]
pub(super) struct Stale {
    /// So much that the site is to be made anew.
    pub everything: bool,
    /// The vocabularies.
    pub vocabulary: bool,
    /// The theme.
    pub theme: bool,
    /// These Markdown files.
    pub paths: BTreeSet<String>,
}

impl Sources {
    /// What is wrong with the files, whatever they hold.
    pub fn mistakes(&self) -> Diagnostics {
        let stray = self.stray_links.iter().map(|path| (path, Problem::SymlinkOutside {}));
        let namesakes = self.namesakes.iter().map(|path| (path, Problem::Namesakes {}));
        stray.chain(namesakes).map(|(path, problem)| Diagnostic::of_path(path.clone(), problem)).collect()
    }

    /// Takes in what was read.
    pub fn absorb(&mut self, reading: Reading) {
        if let Some(config) = reading.config {
            self.stale.everything |= !same(self.config.as_ref(), config.as_ref());
            self.config = config;
            self.heed_features();
        }
        if let Some(themes) = reading.themes {
            let equal = |(one, other): (&RawFile, &RawFile)| one.path == other.path && one.bytes == other.bytes;
            self.stale.theme |= themes.len() != self.themes.len() || !themes.iter().zip(&self.themes).all(equal);
            self.themes = themes;
            self.namesakes.retain(|path| !path.starts_with(THEMES));
        }
        self.found = reading.found;
        let within = Within(&reading.within);
        self.stray_links.retain(|path| !within.holds(path));
        self.stray_links.extend(reading.stray_links);
        self.namesakes.retain(|path| !within.holds(path));
        self.namesakes.extend(reading.namesakes);
        self.absorb_binaries(reading.binaries, &within);
        self.absorb_texts(reading.texts, &reading.unread, &within);
    }

    /// What is looked for in texts depends on what the portal has.
    fn heed_features(&mut self) {
        let features = Config::new(self.config.clone()).map_or_else(|_| self.features, |config| config.features);
        if std::mem::replace(&mut self.features, features) == features {
            return;
        }
        let again = |document: &mut Result<Document, Vec<Diagnostic>>| {
            let Ok(known) = document else { return };
            let file = TextFile { path: known.file.path.clone(), text: Ok(known.file.text.clone()) };
            *document = parse::document(file, features);
        };
        self.documents.values_mut().for_each(again);
    }

    /// A file that comes, goes or changes beside an item changes the item.
    fn absorb_binaries(&mut self, new: Vec<BinaryFile>, within: &Within<'_>) {
        let (old, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.binaries).into_iter().partition(|file| within.holds(&file.path));
        let changed =
            old.iter().filter(|file| !new.contains(file)).chain(new.iter().filter(|file| !old.contains(file)));
        for file in changed {
            let beside = |path: &&String| parse::bundle(path).is_some_and(|folder| file.path.starts_with(folder));
            self.stale.paths.extend(self.paths.iter().filter(beside).cloned());
        }
        self.binaries = kept;
        self.binaries.extend(new);
        self.binaries.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// What cannot be read stays as it was.
    fn absorb_texts(&mut self, new: Vec<TextFile>, unread: &[Unread], within: &Within<'_>) {
        let (data, markdown): (Vec<_>, Vec<_>) = new.into_iter().partition(|file| file.path.starts_with(DATA_FOLDER));
        if !self.follows {
            self.paths = markdown.iter().map(|file| file.path.clone()).collect();
            self.data = data.into_iter().map(|file| (file.path.clone(), file)).collect();
            self.unparsed = markdown;
            return;
        }
        let there: BTreeSet<&str> = data.iter().chain(&markdown).map(|file| file.path.as_str()).collect();
        let there: BTreeSet<&str> = there.into_iter().chain(unread.iter().map(|file| file.path.as_str())).collect();
        let gone = |path: &String| within.holds(path) && !there.contains(path.as_str());
        let lost: Vec<String> = self.paths.iter().filter(|path| gone(path)).cloned().collect();
        let known = self.data.len();
        self.data.retain(|path, _| !gone(path));
        self.stale.vocabulary |= self.data.len() != known;
        drop(there);
        for path in lost {
            self.paths.remove(&path);
            self.documents.remove(&path);
            self.stale.paths.insert(path);
        }
        for file in data {
            self.stale.vocabulary |= !same(self.data.get(&file.path), Some(&file));
            self.data.insert(file.path.clone(), file);
        }
        let parsed: Vec<(String, Result<Document, Vec<Diagnostic>>)> =
            markdown.into_par_iter().map(|file| (file.path.clone(), parse::document(file, self.features))).collect();
        for (path, document) in parsed {
            let before = self.documents.get(&path).and_then(|known| known.as_ref().ok());
            let unchanged = before.zip(document.as_ref().ok()).is_some_and(|(a, b)| a.file.text == b.file.text);
            if !unchanged {
                self.paths.insert(path.clone());
                self.stale.paths.insert(path.clone());
                self.documents.insert(path, document);
            }
        }
    }
}

/// The places of a reading.
struct Within<'r>(&'r [String]);

impl Within<'_> {
    fn holds(&self, path: &str) -> bool {
        let inner = |place: &String| {
            path.strip_prefix(place.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.0.iter().any(inner)
    }
}

fn same(one: Option<&TextFile>, other: Option<&TextFile>) -> bool {
    one.map(|file| &file.text) == other.map(|file| &file.text)
}
