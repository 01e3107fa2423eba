//! The operating system's watcher, and what its events mean on each platform. Collects nothing.
//!
//! What notify 8 passes on:
//! - inotify (Linux) tells creation, writing, close, both halves of a move; a link or a second name of a file is created and
//!   never closed. Every folder needs a watch. notify adds those of new folders, but says nothing when it fails.
//! - `ReadDirectoryChangesW` (Windows) tells creation, both halves of a move, and any change without saying of what. A
//!   folder changes with every file in it. One watch serves all folders below.
//! - `FSEvents` (macOS) adds up all that happened to a path, so that only the disk says whether it is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{ErrorKind, EventKind, RecursiveMode};

use super::places::Places;
use super::settle::Signal;
use super::{Message, Trouble};

/// Whether notifications come from inotify.
pub(super) const INOTIFY: bool = cfg!(any(target_os = "linux", target_os = "android"));
/// How often a folder is tried in which others vanish meanwhile.
const ATTEMPTS: usize = 5;

/// A watcher of any kind.
pub(super) type Watcher = Box<dyn notify::Watcher + Send>;
/// Makes a watcher that sends what it hears.
pub(super) type Start = fn(Sender<Message>) -> notify::Result<Watcher>;

/// Makes the operating system's watcher.
pub(super) fn start(sender: Sender<Message>) -> notify::Result<Watcher> {
    let handler = move |event: notify::Result<notify::Event>| {
        // Whatever is opened by anybody is told here; it ends here without waking the thread.
        if event.as_ref().map_or(true, |event| event.need_rescan() || may_matter(event.kind)) {
            // Fails only when the thread has ended.
            drop(sender.send(Message::Event(Instant::now(), event)));
        }
    };
    // notify would follow links out of the site, and only on some platforms: `Watch::follow` does it instead.
    let config = notify::Config::default().with_follow_symlinks(false);
    Ok(Box::new(<notify::RecommendedWatcher as notify::Watcher>::new(handler, config)?))
}

fn may_matter(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        // Both halves of a move are told one by one as well.
        EventKind::Modify(ModifyKind::Metadata(_) | ModifyKind::Name(RenameMode::Both)) | EventKind::Other => false,
        _ => true,
    }
}

/// What an event says of a path.
pub(super) fn signal(kind: EventKind, path: &Path) -> Option<Signal> {
    match kind {
        kind if !may_matter(kind) => None,
        EventKind::Create(CreateKind::Folder) | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => {
            Some(Signal::Placed)
        }
        // Only a file is written to and closed.
        EventKind::Create(_) if fs::symlink_metadata(path).is_ok_and(|m| !m.is_file()) => Some(Signal::Placed),
        EventKind::Create(_) => Some(Signal::Created),
        EventKind::Access(_) if fs::metadata(path).is_ok_and(|m| m.len() == 0) => Some(Signal::Emptied),
        EventKind::Access(_) => Some(Signal::Closed),
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Some(Signal::Gone),
        EventKind::Modify(ModifyKind::Name(_)) if fs::symlink_metadata(path).is_ok() => Some(Signal::Placed),
        EventKind::Modify(ModifyKind::Name(_)) => Some(Signal::Gone),
        // The files in it are told themselves.
        _ if path.is_dir() => None,
        _ => Some(Signal::Modified),
    }
}

/// The watcher and the folders that it was asked to watch.
pub(super) struct System {
    watcher: Watcher,
    watched: BTreeSet<PathBuf>,
}

impl System {
    /// Watches all that is wanted. Returns what must be tried again as well.
    pub fn new(start: Start, sender: &Sender<Message>, places: &mut Places) -> notify::Result<(Self, Vec<PathBuf>)> {
        let mut system = Self { watcher: start(sender.clone())?, watched: BTreeSet::new() };
        let failed = system.watch_wanted(places)?.failed;
        Ok((system, failed))
    }

    /// Watches what is wanted and not yet watched.
    pub fn watch_wanted(&mut self, places: &mut Places) -> notify::Result<Watched> {
        let mut out = Watched::default();
        // What is watched now may have got a folder to watch while it was not.
        while self.watch_once(places, &mut out)? {}
        Ok(out)
    }

    fn watch_once(&mut self, places: &mut Places, out: &mut Watched) -> notify::Result<bool> {
        places.refresh();
        let mut added = false;
        for (path, mode) in places.wanted() {
            if !self.watched.contains(&path) && !out.failed.contains(&path) {
                if self.watch(&path, mode)? {
                    added |= self.watched.insert(path);
                } else {
                    out.failed.push(path);
                }
            }
        }
        out.added |= added;
        Ok(added)
    }

    /// Watches all folders below these, which have just come. Returns those that must be tried again.
    pub fn watch_new(&mut self, folders: BTreeSet<PathBuf>) -> notify::Result<Vec<PathBuf>> {
        let mut failed = Vec::new();
        let mut done: Option<PathBuf> = None;
        // In their order a folder comes before those within it.
        for folder in folders {
            if !done.as_ref().is_some_and(|done| folder.starts_with(done)) {
                if !self.watch(&folder, RecursiveMode::Recursive)? {
                    failed.push(folder.clone());
                }
                done = Some(folder);
            }
        }
        Ok(failed)
    }

    /// Watches a folder. `false` if folders in it vanish all the time, at which notify gives up. If it is gone itself there
    /// is nothing to do: its return will be told.
    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<bool> {
        for _ in 0..ATTEMPTS {
            match self.watcher.watch(path, mode) {
                Ok(()) => return Ok(true),
                Err(_) if !path.is_dir() => return Ok(true),
                Err(error) if is_missing(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    /// Takes note that `path` came or went: watches on it and below, if any, stand on what was there before.
    pub fn forget(&mut self, path: &Path) {
        let lost: Vec<PathBuf> = self.watched.iter().filter(|watched| watched.starts_with(path)).cloned().collect();
        for path in lost {
            // Most often the system has done so already, and says that there is no such watch.
            drop(self.watcher.unwatch(&path));
            self.watched.remove(&path);
        }
    }
}

/// What came of watching.
#[derive(Default)]
pub(super) struct Watched {
    /// Whether there was anything new.
    pub added: bool,
    /// What must be tried again.
    pub failed: Vec<PathBuf>,
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

impl From<notify::Error> for Trouble {
    fn from(error: notify::Error) -> Self {
        // Linux: ENFILE, EMFILE, ENOSPC.
        let limits = |error: &std::io::Error| INOTIFY && matches!(error.raw_os_error(), Some(23 | 24 | 28));
        match &error.kind {
            ErrorKind::MaxFilesWatch => Self::Limit,
            ErrorKind::Io(io) if limits(io) => Self::Limit,
            _ => Self::Unavailable(error),
        }
    }
}
