//! Fills the staging folder: new and changed files are written, all others linked at the end.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::PutFile;
use super::foreign::Foreign;
use super::manifest::{ContentHash, Entry};
use crate::failure::Failure;
use crate::picture;
use crate::render::Rendered;

/// Writes a new or changed file and returns its entry for the manifest.
pub fn write(to: &Path, content: &Rendered, hash: ContentHash) -> Result<Entry, Failure> {
    let mut file = create(to).map_err(|e| Failure::write(to, &e))?;
    match content {
        Rendered::Bytes(bytes) => file.write_all(bytes).map_err(|e| Failure::write(to, &e))?,
        Rendered::Picture(source, width) => {
            let bytes = fs::read(source).map_err(|e| Failure::read(source, &e))?;
            file.write_all(&picture::smaller(bytes, *width)).map_err(|e| Failure::write(to, &e))?;
        }
        Rendered::Copy(source) => {
            let mut from = File::open(source).map_err(|e| Failure::read(source, &e))?;
            io::copy(&mut from, &mut file).map_err(|e| Failure::write(to, &e))?;
        }
    }
    let metadata = file.metadata().map_err(|e| Failure::write(to, &e))?;
    Ok(Entry::of(hash, &metadata))
}

/// Creates a file; most stand alone in a folder of their own, which is created first.
fn create(to: &Path) -> io::Result<File> {
    let folder = to.parent().unwrap_or(Path::new(""));
    match fs::create_dir(folder) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(_) => fs::create_dir_all(folder)?,
    }
    File::create(to)
}

/// Completes the staged site by all that did not change: own files that were kept, foreign files and folders.
pub fn complete(output: &Path, next: &Path, foreign: &Foreign, files: &[PutFile]) -> Result<(), Failure> {
    let kept = files.iter().filter(|f| f.kept).map(|f| PathBuf::from(f.path()));
    let linked: Vec<PathBuf> = kept.chain(foreign.files.iter().cloned()).collect();
    create_folders(next, linked.iter().filter_map(|f| f.parent()).chain(foreign.folders.iter().map(PathBuf::as_path)))?;
    linked.par_iter().try_for_each(|path| link(&output.join(path), &next.join(path)))?;
    foreign.folders.iter().try_for_each(|folder| copy_permissions(&output.join(folder), &next.join(folder)))
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
    let copy = File::options().write(true).open(to).map_err(|e| Failure::write(to, &e))?;
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

/// Creates folders and those above them, each once, parents first.
fn create_folders<'f>(next: &Path, folders: impl Iterator<Item = &'f Path>) -> Result<(), Failure> {
    let mut all: BTreeSet<&Path> = BTreeSet::new();
    for folder in folders {
        for above in folder.ancestors() {
            if !all.insert(above) {
                break;
            }
        }
    }
    for folder in all {
        let path = next.join(folder);
        fs::create_dir_all(&path).map_err(|e| Failure::write(&path, &e))?;
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
