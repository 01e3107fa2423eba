//! The last stage and the only one that writes the output: all or nothing, and what did not change is not touched.
//!
//! The new site is staged beside the old one, with hard links for every file that did not change and for every file that
//! the builder did not write. Then the two folders change places: on Linux in one step (`renameat2` with
//! `RENAME_EXCHANGE`), elsewhere by two renames, of which an interrupted one is mended at the next run. Whoever reads
//! the folder sees the complete old or the complete new site. Nothing is staged when nothing changed.

mod foreign;
mod manifest;
mod stage;
mod swap;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use twox_hash::XxHash3_128;
use walkdir::WalkDir;

use crate::engine::Stop;
use crate::failure::Failure;
use crate::model::UrlPath;
use crate::picture;
use crate::plan::Page;
use crate::render::Rendered;
use manifest::{ContentHash, Entry, Manifest, UNKNOWN};

pub use manifest::{InputsHash, MANIFEST_FILE};

/// What a publication did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files written because they are new or differ.
    pub written: usize,
    /// Files that stayed as they were.
    pub kept: usize,
    /// Files of the last publication that are no longer there.
    pub removed: usize,
}

/// A publication under way: pages are put into it from any thread, and nothing is seen of them until it is committed.
/// Dropped without that, it leaves the old site as it was.
pub struct Publication {
    output: PathBuf,
    /// Whether there is a folder at all.
    replaces: bool,
    work: Work,
    before: Manifest,
    /// How many files there will be.
    count: usize,
    /// What they are made from, if that is known.
    inputs: Option<InputsHash>,
    files: Mutex<Vec<PutFile>>,
}

/// A file of the new site: written to the staging folder, or kept as it is.
struct PutFile {
    url: UrlPath,
    entry: Entry,
    kept: bool,
}

impl PutFile {
    /// Its path in the output folder, with `/`.
    fn path(&self) -> String {
        self.url.output_path()
    }
}

impl Publication {
    /// Begins a publication of so many files, made from `inputs`, in `output`; waits for one that another program has under way.
    ///
    /// # Errors
    /// [`Failure`] when the disk refuses.
    pub fn open(output: &Path, count: usize, inputs: Option<InputsHash>) -> Result<Self, Failure> {
        let output = real_path(output);
        if let Some(parent) = output.parent() {
            fs::create_dir_all(parent).map_err(|e| Failure::write(parent, &e))?;
        }
        if output.exists() && !output.is_dir() {
            return Err(Failure::write(&output, &io::ErrorKind::NotADirectory.into()));
        }
        let work = Work::open(&output)?;
        swap::recover(&output, &work.old)?;
        work.clear()?;
        let before = Manifest::read(&output)?;
        let replaces = output.exists();
        Ok(Self { output, replaces, work, before, count, inputs, files: Mutex::default() })
    }

    /// What there is to say of the publication before it began, if nothing need be done: the last one was made from the same
    /// inputs, and every file of it is as it was written.
    #[must_use]
    pub fn is_current(&self) -> Option<Summary> {
        let same = self.inputs.is_some() && self.inputs == self.before.inputs && self.before.len() == self.count;
        let all_there = || self.before.par_iter().all(|(path, entry)| entry.is_on_disk(&self.output, path));
        (same && all_there()).then_some(Summary { written: 0, kept: self.count, removed: 0 })
    }

    /// Puts a rendered page in: what is on disk already stays there, the rest goes to the staging folder at once, so that
    /// no page need stay in memory.
    ///
    /// # Errors
    /// [`Failure`] when the disk refuses.
    pub fn put(&self, page: &Page, content: &Rendered) -> Result<(), Failure> {
        let path = page.url.output_path();
        let hash = match content {
            Rendered::Bytes(bytes) => XxHash3_128::oneshot(bytes),
            Rendered::Copy(source) => hash_file(source)?,
            // Of what it is made of: a picture that did not change is not made again to see that.
            Rendered::Picture(source, width) => {
                let recipe = [&hash_file(source)?.to_le_bytes()[..], &width.to_le_bytes(), picture::RECIPE].concat();
                XxHash3_128::oneshot(&recipe)
            }
        };
        let on_disk = match self.before.get(&path) {
            Some(Entry { hash: UNKNOWN, .. }) => adopted(&self.output, &path, hash),
            Some(entry) => (entry.hash == hash && entry.is_on_disk(&self.output, &path)).then_some(*entry),
            None if self.replaces => adopted(&self.output, &path, hash),
            None => None,
        };
        let url = page.url.clone();
        let file = match on_disk {
            Some(entry) => PutFile { url, entry, kept: true },
            None => PutFile { url, entry: stage::write(&self.work.next.join(&path), content, hash)?, kept: false },
        };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if files.is_empty() {
            files.reserve_exact(self.count);
        }
        files.push(file);
        Ok(())
    }

    /// Puts the new site in the place of the old one, unless nothing changed.
    ///
    /// # Errors
    /// [`Stop::Failure`] when the disk refuses, [`Stop::Mistakes`] when a page would take the place of a file that the
    /// builder did not write. In both cases the old site stays.
    pub fn commit(self) -> Result<Summary, Stop> {
        let files = std::mem::take(&mut *self.files.lock().unwrap_or_else(PoisonError::into_inner));
        let known = files.iter().filter(|f| self.before.get(&f.path()).is_some()).count();
        let removed = self.before.len() - known;
        let kept = files.iter().filter(|f| f.kept).count();
        let summary = Summary { written: files.len() - kept, kept, removed };
        let entries = || files.iter().map(|f| (f.path(), f.entry)).collect();
        if summary.written == 0 && removed == 0 && self.before.len() == files.len() {
            if self.inputs.is_some() && self.inputs != self.before.inputs {
                // Where this cannot be written nothing is lost but time: the next build renders again.
                let _ = manifest::replace(&self.output, &self.work.next, self.inputs, entries());
            }
            return Ok(summary);
        }
        let foreign = foreign::find(&self.output, &self.before, &files)?;
        stage::complete(&self.output, &self.work.next, &foreign, &files)?;
        manifest::write(&self.work.next, self.inputs, entries())?;
        stage::copy_permissions(&self.output, &self.work.next)?;
        swap::swap(&self.work.next, &self.output, &self.work.old)?;
        Ok(summary)
    }
}

/// A file that is on disk with the very content, though no manifest tells of it: the manifest was lost on the way.
fn adopted(output: &Path, path: &str, hash: ContentHash) -> Option<Entry> {
    let disk = output.join(path);
    let metadata = fs::symlink_metadata(&disk).ok().filter(fs::Metadata::is_file)?;
    (hash_file(&disk).ok()? == hash).then(|| Entry::of(hash, &metadata))
}

fn hash_file(path: &Path) -> Result<ContentHash, Failure> {
    let mut hashing = Hashing(XxHash3_128::new());
    let mut file = File::open(path).map_err(|e| Failure::read(path, &e))?;
    io::copy(&mut file, &mut hashing).map_err(|e| Failure::read(path, &e))?;
    Ok(hashing.0.finish_128())
}

/// Hashes what is written to it.
struct Hashing(XxHash3_128);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The folder that a path means: links followed as far as it exists, the rest appended. So a symbolic link to the output
/// is kept and its target changes.
fn real_path(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let there = path.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let Some((above, mut real)) = there else { return path };
    for part in path.strip_prefix(above).unwrap_or(Path::new("")).components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
    }
    real
}

/// Whether publishing in `output` would replace the site in `root`: its folder, one above it, or what it is made of.
#[must_use]
pub fn holds_the_site(root: &Path, output: &Path) -> bool {
    let (root, output) = (real_path(root), real_path(output));
    let sources = ["content", "themes", ".git"].map(|name| root.join(name));
    root.starts_with(&output) || sources.iter().any(|source| output.starts_with(source))
}

/// The working folder beside the output, held by a lock for one publication at a time.
struct Work {
    next: PathBuf,
    old: PathBuf,
    _lock: File,
}

impl Work {
    /// Opens `.NAME.bantin/` beside the output and waits for its lock.
    fn open(output: &Path) -> Result<Self, Failure> {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let folder = output.with_file_name(format!(".{name}.bantin"));
        fs::create_dir_all(&folder).map_err(|e| Failure::write(&folder, &e))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(|e| Failure::write(&path, &e))?;
        lock.lock().map_err(|e| Failure::write(&path, &e))?;
        Ok(Self { next: folder.join("next"), old: folder.join("old"), _lock: lock })
    }

    /// Removes what an interrupted or the last publication left.
    fn clear(&self) -> Result<(), Failure> {
        for folder in [&self.next, &self.old] {
            if folder.exists() {
                make_writable(folder);
                fs::remove_dir_all(folder).map_err(|e| Failure::write(folder, &e))?;
            }
        }
        Ok(())
    }
}

impl Drop for Work {
    /// What is staged and not committed, or the old site after the exchange, goes; if that fails, the next run clears it.
    fn drop(&mut self) {
        let _ = self.clear();
    }
}

/// A staged or replaced folder may hold folders that nobody may write to; without this it could never be removed.
fn make_writable(folder: &Path) {
    for entry in WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_dir()) {
        let Ok(metadata) = entry.metadata() else { continue };
        let mut permissions = metadata.permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            if permissions.mode() & 0o700 == 0o700 {
                continue;
            }
            permissions.set_mode(permissions.mode() | 0o700);
        }
        #[cfg(not(unix))]
        permissions.set_readonly(false);
        // If this fails, so does the removal that follows, and that says why.
        let _ = fs::set_permissions(entry.path(), permissions);
    }
}
