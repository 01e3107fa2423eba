//! Finds changes by looking at every file, for drives that tell nothing. When to look is decided elsewhere.
//!
//! A look compares size and time of every file, and any difference counts, an older time as well. Network drives may
//! stamp files by the second and FAT by two, so that a second save can leave size and time as they were. But the two
//! then lie within that second or two: for [`WARM`] after a change was seen the contents are compared as well. That
//! reads the few files being worked on, not thousands, and trusts no clock of a server.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use walkdir::{DirEntry, WalkDir};

use super::places::FOLDERS;
use super::settle::Signal;
use crate::read::CONFIG_FILE;

/// Time after a change within which contents are compared: longer than any file system's step of time (FAT: 2 s).
const WARM: Duration = Duration::from_secs(3);
/// Files that changed this long before the first look are taken for just changed; clocks of servers may differ.
const RECENT: Duration = Duration::from_secs(60);
/// Size up to which contents are compared: what is larger is no text, and changes its size.
const COMPARED: u64 = 1 << 20;

/// Errors at one path that say nothing about the drive.
const HARMLESS: [io::ErrorKind; 2] = [io::ErrorKind::NotFound, io::ErrorKind::PermissionDenied];

#[derive(PartialEq, Eq)]
enum Kind {
    Folder,
    File { size: u64, modified: Option<SystemTime> },
}

/// Until when contents are compared, and what they were.
struct Warm {
    until: Instant,
    hash: Option<blake3::Hash>,
}

struct Seen {
    kind: Kind,
    warm: Option<Warm>,
    /// The number of the look that saw it last.
    look: u64,
}

/// What the last look saw.
pub(super) struct Looks {
    root: PathBuf,
    real: PathBuf,
    ignore: fn(&str) -> bool,
    seen: HashMap<PathBuf, Seen>,
    look: u64,
}

impl Looks {
    /// Looks for the first time. What cannot be read now is new to a later look.
    pub fn new(root: &Path, ignore: fn(&str) -> bool, now: Instant) -> Self {
        let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        let mut looks = Self { root: root.to_path_buf(), real, ignore, seen: HashMap::new(), look: 0 };
        drop(looks.look(now));
        let recent = SystemTime::now() - RECENT;
        for (path, seen) in &mut looks.seen {
            let young = matches!(seen.kind, Kind::File { modified, .. } if modified.is_none_or(|time| time > recent));
            seen.warm = young.then(|| Warm { until: now + WARM, hash: hash(path, &seen.kind) });
        }
        looks
    }

    /// Looks again and says what has changed.
    ///
    /// # Errors
    /// When a folder cannot be read, as when a drive is away for a moment; then nothing counts as changed.
    pub fn look(&mut self, now: Instant) -> io::Result<Vec<(PathBuf, Signal)>> {
        let found = self.walk()?;
        self.look += 1;
        let mut changes = Vec::new();
        for (path, metadata) in found {
            let kind = if metadata.is_dir() {
                Kind::Folder
            } else {
                Kind::File { size: metadata.len(), modified: metadata.modified().ok() }
            };
            let old = self.seen.remove(&path);
            let mut warm = None;
            let differs = match old {
                Some(Seen { kind: same, warm: None, .. }) if same == kind => false,
                Some(Seen { kind: same, warm: Some(before), .. }) if same == kind => {
                    let hash = hash(&path, &kind);
                    let differs = hash != before.hash;
                    let until = if differs { now + WARM } else { before.until };
                    // The look that comes after the time was compared for the last time.
                    warm = (now < until).then_some(Warm { until, hash });
                    differs
                }
                _ => {
                    warm = Some(Warm { until: now + WARM, hash: hash(&path, &kind) });
                    true
                }
            };
            if differs {
                let empty = matches!(kind, Kind::File { size: 0, .. });
                changes.push((path.clone(), if empty { Signal::Emptied } else { Signal::Placed }));
            }
            self.seen.insert(path, Seen { kind, warm, look: self.look });
        }
        let look = self.look;
        let gone = self.seen.extract_if(|_, seen| seen.look != look);
        changes.extend(gone.map(|(path, _)| (path, Signal::Gone)));
        Ok(changes)
    }

    fn walk(&self) -> io::Result<Vec<(PathBuf, Metadata)>> {
        // Without its root all files would seem deleted.
        fs::metadata(&self.root)?;
        let mut found = Vec::new();
        for name in FOLDERS.iter().chain([&CONFIG_FILE]) {
            let entries = WalkDir::new(self.root.join(name)).follow_links(true).into_iter();
            for entry in entries.filter_entry(|entry| self.is_read(entry)) {
                match entry.and_then(|entry| Ok((entry.metadata()?, entry.into_path()))) {
                    Ok((metadata, path)) => found.push((path, metadata)),
                    // A link in a circle, what was deleted since its folder was listed, a folder that is nobody's business.
                    Err(error) if error.io_error().is_none_or(|e| HARMLESS.contains(&e.kind())) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(found)
    }

    fn is_read(&self, entry: &DirEntry) -> bool {
        let debris = entry.depth() > 0 && (self.ignore)(&entry.file_name().to_string_lossy());
        let inside = || fs::canonicalize(entry.path()).is_ok_and(|real| real.starts_with(&self.real));
        !debris && (!entry.path_is_symlink() || inside())
    }
}

/// The hash of a file's content; `None` for what is not compared. An unreadable file is like none: another look follows.
fn hash(path: &Path, kind: &Kind) -> Option<blake3::Hash> {
    match kind {
        Kind::File { size, .. } if *size <= COMPARED => fs::read(path).map(|bytes| blake3::hash(&bytes)).ok(),
        _ => None,
    }
}

#[cfg(test)]
#[path = "poll_tests.rs"]
mod tests;
