//! Which folders must be watched for a site, and which of its paths an event is about. Watches nothing itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use notify::RecursiveMode;

use crate::read::CONFIG_FILE;

/// The folders whose files are read.
pub(super) const FOLDERS: [&str; 2] = ["content", "themes"];

/// The places that a site is read from.
pub(super) struct Places {
    /// The root as the caller knows it, absolute: batches speak of it.
    root: PathBuf,
    /// The root without symbolic links: events speak of it, those of macOS always.
    real: PathBuf,
    ignore: fn(&str) -> bool,
    /// The links that the caller told, and where they lead.
    told: Vec<(PathBuf, PathBuf)>,
    /// These, and those of the folders and files that are always read.
    links: Vec<(PathBuf, PathBuf)>,
    /// Folders that are watched with all that is below them.
    trees: BTreeSet<PathBuf>,
}

impl Places {
    pub fn new(root: &Path, ignore: fn(&str) -> bool) -> notify::Result<Self> {
        let told = |error: std::io::Error| notify::Error::io_watch(error).add_path(root.to_path_buf());
        fs::read_dir(root).map_err(told)?;
        let root = std::path::absolute(root).map_err(told)?;
        // Some virtual drives of Windows know no real paths.
        let real = fs::canonicalize(&root).unwrap_or_else(|_| root.clone());
        let mut places = Self { root, real, ignore, told: Vec::new(), links: Vec::new(), trees: BTreeSet::new() };
        places.refresh();
        Ok(places)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn ignore(&self) -> fn(&str) -> bool {
        self.ignore
    }

    /// Replaces the links that are followed. Returns those that were not followed before.
    pub fn follow(&mut self, links: Vec<(PathBuf, PathBuf)>) -> Vec<PathBuf> {
        let before: BTreeSet<_> = self.links.iter().cloned().collect();
        self.told = links;
        self.refresh();
        self.links.iter().filter(|link| !before.contains(link)).map(|(link, _)| link.clone()).collect()
    }

    /// Looks where the links lead and which folders are there.
    pub fn refresh(&mut self) {
        let always = FOLDERS.iter().chain([&CONFIG_FILE]).map(|name| self.root.join(name));
        let always = always.filter_map(|path| fs::read_link(&path).ok().map(|target| (path, target)));
        let links = always.chain(self.told.iter().cloned());
        self.links = links.filter_map(|(link, target)| self.resolve(&link, &target)).collect();
        let folders = FOLDERS.iter().map(|name| self.real.join(name)).filter(|path| !path.is_symlink());
        // A link to the root or above it would watch all that is no part of the site; reading stops there as well.
        let targets = self.links.iter().map(|(_, target)| target.clone()).filter(|t| !self.real.starts_with(t));
        self.trees = folders.chain(targets).filter(|path| path.is_dir()).collect();
    }

    /// The link below the root, and the real path that it leads to; `None` if that is not within the root.
    fn resolve(&self, link: &Path, target: &Path) -> Option<(PathBuf, PathBuf)> {
        let link = self.root.join(link);
        let target = link.parent()?.join(target);
        // If it leads nowhere now, what appears there is of interest.
        let there = |above: &Path| Some(fs::canonicalize(above).ok()?.join(target.strip_prefix(above).ok()?));
        let real: PathBuf = target.ancestors().find_map(there)?.components().collect();
        real.starts_with(&self.real).then_some((link, real))
    }

    /// The folders to watch now.
    pub fn wanted(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        // Each folder above the target of a link may be moved away or come back.
        let above = self.links.iter().flat_map(|(_, target)| target.ancestors().skip(1));
        let above = above.filter(|path| path.starts_with(&self.real) && path.is_dir()).map(Path::to_path_buf);
        let single = above.chain([self.real.clone()]).map(|path| (path, RecursiveMode::NonRecursive));
        let trees = self.trees.iter().map(|path| (path.clone(), RecursiveMode::Recursive));
        single.chain(trees).filter(|(path, _)| !path.ancestors().skip(1).any(|a| self.trees.contains(a))).collect()
    }

    /// Whether `path` is within a folder that is watched with all below it, and not that folder itself.
    pub fn inside_tree(&self, path: &Path) -> bool {
        path.ancestors().skip(1).any(|above| self.trees.contains(above))
    }

    /// The paths of the site that an event at `path` is about: itself, and the links that lead there. `moved` says whether
    /// all that is below it came or went as well.
    pub fn of(&self, path: &Path, moved: bool) -> Vec<PathBuf> {
        let own = path.strip_prefix(&self.real).ok().filter(|inner| self.is_read(inner));
        let mut out: Vec<PathBuf> = own.map(|inner| self.root.join(inner)).into_iter().collect();
        for (link, target) in &self.links {
            match path.strip_prefix(target) {
                Ok(inner) if inner.as_os_str().is_empty() => out.push(link.clone()),
                Ok(inner) if !self.is_debris(inner) => out.push(link.join(inner)),
                Err(_) if moved && target.starts_with(path) => out.push(link.clone()),
                _ => {}
            }
        }
        out
    }

    fn is_read(&self, inner: &Path) -> bool {
        inner == Path::new(CONFIG_FILE)
            || FOLDERS.iter().any(|name| inner.strip_prefix(name).is_ok_and(|below| !self.is_debris(below)))
    }

    fn is_debris(&self, inner: &Path) -> bool {
        inner.components().any(|part| (self.ignore)(&part.as_os_str().to_string_lossy()))
    }
}
