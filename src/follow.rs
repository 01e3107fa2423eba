//! A site on disk that is followed: what changed is read as soon as it is written, and told with the time of that moment.
//!
//! The one place where `serve` and `build --watch` touch disk and clock; what they make of a reading is theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};

use crate::clock;
use crate::console::{Out, Words};
use crate::failure::Failure;
use crate::read::{self, Reading};
use crate::watch::{self, Batch, How, Trouble};

/// Time between two looks at all files when the system cannot tell of changes.
const POLL: Duration = Duration::from_millis(500);

/// Time after which what could not be read is tried again.
pub const AGAIN: TimeDelta = TimeDelta::seconds(2);
/// A laptop that sleeps stops the clock of a wait, but not the time of day: it is looked at as often as this.
const NAP: Duration = Duration::from_secs(60);

/// Reads the site in `root` and calls `update` with what was read; then again at every change, and when time alone changes
/// the site: at the moment that the last call gave back. Returns when watching ends, which it does not by itself.
///
/// What cannot be read, as a file that another program has locked, is tried again every two seconds.
///
/// # Errors
/// When changes cannot be watched.
pub fn follow(
    root: &Path,
    poll: bool,
    out: &Out,
    mut update: impl FnMut(Result<Reading, Failure>, NaiveDateTime) -> Option<NaiveDateTime>,
) -> Result<(), Failure> {
    let (sender, batches) = channel();
    let how = if poll { How::Polling(POLL) } else { How::Notified };
    let watch = watch::watch(root, how, read::is_debris, tell(sender), troubled(out.clone()))
        .map_err(|error| Failure::watch(root, &error))?;
    let mut reader = Reader { root: root.to_path_buf(), unread: BTreeSet::new(), links: BTreeMap::new() };
    let mut batch = Batch { paths: BTreeSet::new(), everything: true };
    loop {
        let reading = reader.read(batch);
        watch.follow(reader.links());
        let now = clock::vietnam();
        let failed = reading.as_ref().map_or(true, |reading| !reading.unread.is_empty());
        // A fault of the program in one site must not end the following of the next: the hook has printed it.
        let turn = catch_unwind(AssertUnwindSafe(|| update(reading, now)));
        let turn = turn.unwrap_or_else(|_| update(Err(Failure::fault(root)), now));
        let turn = if failed { Some(now + AGAIN) } else { turn };
        batch = match wait(&batches, turn) {
            Some(batch) => batch,
            None => return Ok(()),
        };
        // What came together with it, or while the last one was worked on.
        for more in batches.try_iter() {
            batch.paths.extend(more.paths);
            batch.everything |= more.everything;
        }
    }
}

/// The next batch; an empty one when the time of `turn` has come; none when there will be no more.
fn wait(batches: &Receiver<Batch>, turn: Option<NaiveDateTime>) -> Option<Batch> {
    loop {
        let left = turn.map_or(NAP, |turn| (turn - clock::vietnam()).to_std().unwrap_or_default());
        match batches.recv_timeout(left.min(NAP)) {
            Ok(batch) => return Some(batch),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if turn.is_some_and(|turn| turn <= clock::vietnam()) => {
                return Some(Batch::default());
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn tell(sender: Sender<Batch>) -> impl FnMut(Batch) + Send {
    // A send fails only when the follower has ended with the program.
    move |batch| drop(sender.send(batch))
}

fn troubled(out: Out) -> impl FnMut(Trouble) + Send {
    move |trouble| {
        out.complain(&out.words(match trouble {
            Trouble::Limit => Words::WatchLimit,
            Trouble::Unavailable(cause) => Words::Polling(cause.to_string()),
        }));
    }
}

/// Reads what batches tell of.
struct Reader {
    root: PathBuf,
    /// What could not be read.
    unread: BTreeSet<PathBuf>,
    /// The symbolic links of the site, and where they lead.
    links: BTreeMap<PathBuf, PathBuf>,
}

impl Reader {
    fn read(&mut self, batch: Batch) -> Result<Reading, Failure> {
        let mut places = std::mem::take(&mut self.unread);
        places.extend(batch.paths);
        if batch.everything {
            places = read::places(&self.root);
        }
        let reading = read::changed(&self.root, &places);
        match &reading {
            Ok(reading) => {
                self.links.retain(|link, _| !places.iter().any(|place| link.starts_with(place)));
                self.links.extend(reading.links.iter().cloned());
                self.unread = reading.unread.iter().map(|file| file.disk.clone()).collect();
            }
            Err(_) => self.unread = places,
        }
        reading
    }

    fn links(&self) -> Vec<(PathBuf, PathBuf)> {
        self.links.iter().map(|(link, target)| (link.clone(), target.clone())).collect()
    }
}
