//! What stands in the output folder and is not the builder's: verification files, `.htaccess`, `.git`, folders of pictures.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::PutFile;
use super::manifest::{MANIFEST_FILE, Manifest};
use crate::diag::{Diagnostic, Problem};
use crate::engine::Stop;
use crate::failure::Failure;

/// Files and folders to take over into the new site, relative to the output.
#[derive(Debug, Default)]
pub struct Foreign {
    /// Files and symbolic links.
    pub files: Vec<PathBuf>,
    /// Folders, empty ones too.
    pub folders: Vec<PathBuf>,
}

/// How many files in the way are named.
const SHOWN: usize = 3;

/// Finds them; a foreign file in the place of a page, or a page in the place of a foreign folder, is a mistake.
pub fn find(output: &Path, before: &Manifest, files: &[PutFile]) -> Result<Foreign, Stop> {
    let mut foreign = Foreign::default();
    if !output.is_dir() {
        return Ok(foreign);
    }
    let own: BTreeMap<String, bool> = files.iter().map(|f| (f.path(), f.kept)).collect();
    let own_folders = folders_of(own.keys().map(String::as_str));
    let old_folders = folders_of(before.paths());
    let mut clashes = Vec::new();
    for entry in WalkDir::new(output).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|e| Failure::walk(output, &e))?;
        let Ok(path) = entry.path().strip_prefix(output) else { continue };
        let name = path.to_string_lossy().replace('\\', "/");
        if entry.file_type().is_dir() {
            if own.contains_key(&name) {
                clashes.push(name);
            } else if !old_folders.contains(&name) {
                foreign.folders.push(path.to_path_buf());
            }
            continue;
        }
        let is_ours = name == MANIFEST_FILE || before.get(&name).is_some();
        if is_ours || own.get(&name) == Some(&true) {
            continue;
        }
        if own.contains_key(&name) || own_folders.contains(&name) {
            clashes.push(name);
        } else {
            foreign.files.push(path.to_path_buf());
        }
    }
    if clashes.is_empty() {
        return Ok(foreign);
    }
    let count = clashes.len().to_string();
    let clash = |path: String| Diagnostic::of_path(path.clone(), Problem::ForeignFile { path, count: count.clone() });
    // A lost manifest makes a stranger of every page: a few names are enough.
    Err(Stop::Mistakes(clashes.into_iter().take(SHOWN).map(clash).collect()))
}

/// Every folder above the given files.
fn folders_of<'p>(files: impl Iterator<Item = &'p str>) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for file in files {
        let mut rest = file;
        while let Some((folder, _)) = rest.rsplit_once('/') {
            if !folders.insert(folder.to_owned()) {
                break;
            }
            rest = folder;
        }
    }
    folders
}
