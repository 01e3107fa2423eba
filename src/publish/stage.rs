//! Fills the staging folder: new and changed files are written, all others linked.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::Planned;
use super::manifest::{Entry, MANIFEST_FILE, Manifest};
use crate::failure::Failure;
use crate::render::Rendered;

/// Builds the new site in `next` and returns its manifest.
pub fn stage(output: &Path, next: &Path, before: &Manifest, files: &[Planned<'_>]) -> Result<Manifest, Failure> {
    let foreign = foreign_files(output, before, files)?;
    let own = files.iter().map(|f| PathBuf::from(&f.path));
    create_folders(next, own.chain(foreign.iter().cloned()))?;
    foreign.par_iter().try_for_each(|path| link(&output.join(path), &next.join(path)))?;
    let entries: Result<Vec<_>, Failure> =
        files.par_iter().map(|file| Ok((file.path.clone(), put(output, next, file)?))).collect();
    copy_permissions(output, next)?;
    Ok(entries?.into_iter().collect())
}

fn put(output: &Path, next: &Path, file: &Planned<'_>) -> Result<Entry, Failure> {
    let to = next.join(&file.path);
    if let Some(entry) = file.kept {
        link(&output.join(&file.path), &to)?;
        return Ok(entry);
    }
    match file.content {
        Rendered::Bytes(bytes) => fs::write(&to, bytes).map_err(|e| Failure::write(&to, &e))?,
        Rendered::Copy(source) => {
            let mut from = fs::File::open(source).map_err(|e| Failure::read(source, &e))?;
            let mut into = fs::File::create(&to).map_err(|e| Failure::write(&to, &e))?;
            io::copy(&mut from, &mut into).map_err(|e| Failure::write(&to, &e))?;
        }
    }
    let metadata = fs::metadata(&to).map_err(|e| Failure::write(&to, &e))?;
    Ok(Entry::of(file.hash, &metadata))
}

/// A hard link; where the file system has none, a copy with the old time.
fn link(from: &Path, to: &Path) -> Result<(), Failure> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let metadata = fs::symlink_metadata(from).map_err(|e| Failure::read(from, &e))?;
    if metadata.is_symlink() {
        let target = fs::read_link(from).map_err(|e| Failure::read(from, &e))?;
        return symlink(&target, to).map_err(|e| Failure::write(to, &e));
    }
    fs::copy(from, to).map_err(|e| Failure::write(to, &e))?;
    let time = metadata.modified().map_err(|e| Failure::read(from, &e))?;
    let copy = fs::File::options().write(true).open(to).map_err(|e| Failure::write(to, &e))?;
    copy.set_modified(time).map_err(|e| Failure::write(to, &e))
}

#[cfg(unix)]
fn symlink(target: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, to)
}

#[cfg(windows)]
fn symlink(target: &Path, to: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, to)
}

/// Files in the output that the builder did not write and does not write now.
fn foreign_files(output: &Path, before: &Manifest, files: &[Planned<'_>]) -> Result<Vec<PathBuf>, Failure> {
    if !output.is_dir() {
        return Ok(Vec::new());
    }
    let own: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
    let mut foreign = Vec::new();
    for entry in WalkDir::new(output) {
        let entry = entry.map_err(|e| Failure::walk(output, &e))?;
        let Ok(path) = entry.path().strip_prefix(output) else { continue };
        if entry.file_type().is_dir() {
            continue;
        }
        let name = path.to_string_lossy().replace('\\', "/");
        if name != MANIFEST_FILE && !own.contains(name.as_str()) && before.get(&name).is_none() {
            foreign.push(path.to_path_buf());
        }
    }
    Ok(foreign)
}

/// Creates every folder once, parents first.
fn create_folders(next: &Path, files: impl Iterator<Item = PathBuf>) -> Result<(), Failure> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for file in files {
        let mut folder = file.parent();
        while let Some(parent) = folder.filter(|p| !p.as_os_str().is_empty()) {
            if !folders.insert(parent.to_path_buf()) {
                break;
            }
            folder = parent.parent();
        }
    }
    fs::create_dir_all(next).map_err(|e| Failure::write(next, &e))?;
    for folder in folders {
        let path = next.join(folder);
        fs::create_dir(&path).map_err(|e| Failure::write(&path, &e))?;
    }
    Ok(())
}

fn copy_permissions(output: &Path, next: &Path) -> Result<(), Failure> {
    match fs::metadata(output) {
        Ok(metadata) => fs::set_permissions(next, metadata.permissions()).map_err(|e| Failure::write(next, &e)),
        Err(_) => Ok(()),
    }
}
