//! Tells of changes in the files of a site as soon as a save is finished. Reads no content; what a change means is decided by
//! who is told.
//!
//! A thread owns the watches. `places` knows which folders they stand on and what an event is about, `system` what an event
//! means on each platform, `settle` when a change is finished, `poll` finds changes where nothing is told.
//!
//! Nothing is lost, by one rule: who is told of a folder is told when all watches below it stand. What was written before
//! is read then; what is written later is told.

mod places;
mod poll;
mod settle;
mod system;
mod thread;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use places::Places;
use settle::Settle;
use system::{Start, System};
use thread::{Source, Thread};

/// What changed since the last batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Absolute paths of files or folders that were touched, created, moved or deleted. A folder stands for all that is
    /// below it. Empty only with `everything`.
    pub paths: BTreeSet<PathBuf>,
    /// Events were lost: all must be read again.
    pub everything: bool,
}

/// How changes are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The operating system tells.
    Notified,
    /// By looking at all files, with this time between two looks: for network drives.
    Polling(Duration),
}

/// Why changes are found by polling although the system was to tell.
#[derive(Debug)]
pub enum Trouble {
    /// The system's limit of watches (Linux: `fs.inotify.max_user_watches`) or of watchers (`max_user_instances`).
    Limit,
    /// The system cannot tell, for this reason.
    Unavailable(notify::Error),
}

/// A watched site. Once it is dropped its thread ends, if need be after the call that it is in.
#[derive(Debug)]
pub struct Watch {
    messages: Sender<Message>,
}

impl Watch {
    /// Follows these symbolic links, each with where it leads, and no others: a change there is told as a change of the link.
    /// A link is relative to the root, where it leads to the link's folder; absolute paths are as good. Links out of the root
    /// are passed over. A link that is new is told as touched once it is watched, and must then be read again.
    pub fn follow(&self, links: Vec<(PathBuf, PathBuf)>) {
        // Fails only when the thread has ended.
        drop(self.messages.send(Message::Follow(links)));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.messages.send(Message::End));
    }
}

/// What the thread hears.
#[derive(Debug)]
enum Message {
    Event(Instant, notify::Result<notify::Event>),
    Follow(Vec<(PathBuf, PathBuf)>),
    End,
}

/// Watches `content/` and `themes/`, with all folders below, and the configuration file of `root`, and hands each batch to
/// `changed` once it has settled, from a thread of its own. All that is written after this returned is told. Files and folders
/// for whose names `ignore` holds are passed over. If the system cannot tell of changes, `troubled` is called, once, and
/// polling takes over.
///
/// # Errors
/// When `root` cannot be read, or no thread can be made.
pub fn watch(
    root: &Path,
    how: How,
    ignore: fn(&str) -> bool,
    changed: impl FnMut(Batch) + Send + 'static,
    troubled: impl FnMut(Trouble) + Send + 'static,
) -> Result<Watch, notify::Error> {
    watch_by(system::start, root, how, ignore, changed, troubled)
}

/// [`watch`] by a watcher that `start` makes.
fn watch_by(
    start: Start,
    root: &Path,
    how: How,
    ignore: fn(&str) -> bool,
    changed: impl FnMut(Batch) + Send + 'static,
    mut troubled: impl FnMut(Trouble) + Send + 'static,
) -> Result<Watch, notify::Error> {
    let (sender, messages) = channel();
    let mut places = Places::new(root, ignore)?;
    let mut again = Vec::new();
    let source = match how {
        How::Polling(pause) => Source::looks(&places, Some(pause)),
        How::Notified => match System::new(start, &sender, &mut places) {
            Ok((system, failed)) => {
                again = failed;
                Source::System(system)
            }
            Err(error) => {
                troubled(error.into());
                Source::looks(&places, None)
            }
        },
    };
    let mut thread = Thread {
        settle: Settle::new(source.manner()),
        places,
        source,
        start,
        sender: sender.clone(),
        changed,
        troubled,
        folders: BTreeSet::new(),
        moved: false,
        again: None,
        resumed: Instant::now(),
    };
    thread.remember(again);
    std::thread::Builder::new().name("watch".to_owned()).spawn(move || thread.run(&messages))?;
    Ok(Watch { messages: sender })
}

#[cfg(test)]
mod tests;
