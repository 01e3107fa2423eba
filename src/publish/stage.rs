//! Fills the staging folder: new and changed files are written, all others linked.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Planned;
use super::foreign::Foreign;
use super::manifest::{Entry, Manifest};
use crate::failure::Failure;
use crate::render::Rendered;

/// Builds the new site in `next` and returns its manifest.
pub fn stage(output: &Path, next: &Path, foreign: &Foreign, files: &[Planned<'_>]) -> Result<Manifest, Failure> {
    let inside = |folder: &PathBuf| folder.join("x");
    let own = files.iter().map(|f| PathBuf::from(&f.path));
    create_folders(next, own.chain(foreign.files.iter().cloned()).chain(foreign.folders.iter().map(inside)))?;
    foreign.files.par_iter().try_for_each(|path| link(&output.join(path), &next.join(path)))?;
    let entries: Result<Vec<_>, Failure> =
        files.par_iter().map(|file| Ok((file.path.clone(), put(output, next, file)?))).collect();
    foreign.folders.iter().try_for_each(|folder| copy_permissions(&output.join(folder), &next.join(folder)))?;
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

/// Gives `next` the permissions of `output`, if that exists.
pub fn copy_permissions(output: &Path, next: &Path) -> Result<(), Failure> {
    match fs::metadata(output) {
        Ok(metadata) => fs::set_permissions(next, metadata.permissions()).map_err(|e| Failure::write(next, &e)),
        Err(_) => Ok(()),
    }
}
