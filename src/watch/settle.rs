//! When is a change finished? Collects what happens to paths until it has settled; reads no clock, no file and no channel.
//!
//! There is no fixed pause. A file that was closed after writing settles after a millisecond. One that is still open waits
//! for its close. One that is gone waits a little for its return, because that is how editors save. Many changes at once
//! wait longer, and nothing waits longer than [`CAP`] for anything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::Batch;

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Quiet after which finished files are handed on; it grows with their number.
const QUIET: Duration = ms(1);
/// Number of paths, those of the batches just before among them, for each millisecond of quiet.
const PATHS_PER_MS: u32 = 4;
/// Time in which batches belong together: files that are copied one by one come with gaps.
const JUST_BEFORE: Duration = ms(50);
/// Quiet after which any number of finished files is handed on.
const MOST_QUIET: Duration = ms(30);
/// Time after the first event at which a batch is handed on whatever else happens.
pub(super) const CAP: Duration = ms(150);
/// Pause between two batches of everything, which doubles while they follow each other: reading thousands of files is
/// itself told by some systems, and can make their queue overflow again.
const PAUSE: Duration = ms(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Time after a batch of suspiciously many paths until all is read once more.
const SECOND_LOOK: Duration = ms(300);

/// What happened to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// A file appeared and is being written.
    Created,
    /// A file is being written.
    Modified,
    /// A file was closed and is empty: its content probably follows.
    Emptied,
    /// A file was closed after writing.
    Closed,
    /// A file, link or folder was moved into place, or appeared in one step.
    Placed,
    /// It was deleted or moved away.
    Gone,
}

/// How much the source of the events tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// Quiet after which a file that was written to is finished; `None` if its close is told.
    pub written: Option<Duration>,
    /// Time in which what is gone may come back.
    pub gone: Duration,
    /// Number of paths in a batch that suggests that some events were lost in silence.
    pub suspicious: Option<usize>,
}

impl Manner {
    /// inotify tells of closed files and of lost events.
    pub const INOTIFY: Self = Self { written: None, gone: ms(3), suspicious: None };
    /// Elsewhere closes are not told. Windows drops a full buffer (16 KB, a hundred events) without a word.
    pub const OTHERS: Self = Self { written: Some(ms(15)), gone: ms(15), suspicious: Some(64) };
    /// A look at all files sees a file gone in the middle of a save; another look follows within this time.
    pub const LOOKS: Self = Self { written: Some(QUIET), gone: ms(60), suspicious: None };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Being written.
    Open,
    /// Being written for longer than the cap: others do not wait for it any more.
    Slow,
    /// Gone or emptied.
    Gone,
    /// Finished.
    Settled,
}

#[derive(Clone, Copy)]
struct Pending {
    state: State,
    /// Whether it appeared within this batch: then nobody waits for its return (`sed -i` and its kind).
    born: bool,
}

/// Collects events into batches.
pub(super) struct Settle {
    manner: Manner,
    pending: BTreeMap<PathBuf, Pending>,
    /// How many of `pending` are in each state.
    open: usize,
    gone: usize,
    slow: usize,
    /// Times of the first and the last event of the batch.
    first: Option<Instant>,
    last: Option<Instant>,
    /// How many paths were handed on since a moment.
    recent: Option<(Instant, usize)>,
    /// Files handed on while they were being written.
    unclosed: BTreeSet<PathBuf>,
    /// When everything is due, if events were lost.
    lost: Option<Instant>,
    /// Before which not everything again.
    spared: Option<Instant>,
    pause: Duration,
}

impl Settle {
    pub fn new(manner: Manner) -> Self {
        Self {
            manner,
            pending: BTreeMap::new(),
            open: 0,
            gone: 0,
            slow: 0,
            first: None,
            last: None,
            recent: None,
            unclosed: BTreeSet::new(),
            lost: None,
            spared: None,
            pause: PAUSE,
        }
    }

    /// From now on another source tells.
    pub fn change_manner(&mut self, manner: Manner) {
        self.manner = manner;
        self.unclosed.clear();
    }

    /// Takes note of what happened to `path`.
    pub fn event(&mut self, now: Instant, path: PathBuf, signal: Signal) {
        self.first.get_or_insert(now);
        self.last = self.last.max(Some(now));
        let before = self.pending.get(&path).copied();
        let born = before.map_or(signal == Signal::Created, |before| before.born);
        let writing = matches!(signal, Signal::Created | Signal::Modified);
        if !writing {
            self.unclosed.remove(&path);
        }
        let state = match signal {
            _ if writing && self.unclosed.contains(&path) => State::Slow,
            Signal::Created | Signal::Modified => State::Open,
            Signal::Gone if born => State::Settled,
            Signal::Emptied | Signal::Gone => State::Gone,
            Signal::Closed | Signal::Placed => State::Settled,
        };
        if let Some(before) = before {
            self.count(before.state, |n| *n -= 1);
        }
        self.count(state, |n| *n += 1);
        self.pending.insert(path, Pending { state, born });
    }

    /// Takes note that events were lost: everything must be read again.
    pub fn lost(&mut self, now: Instant) {
        self.lost.get_or_insert(now + MOST_QUIET);
    }

    /// When [`Self::take`] has something to give, as far as is known now; `None` while nothing is waiting.
    pub fn deadline(&self) -> Option<Instant> {
        match (self.due(), self.everything_due()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// What has settled.
    pub fn take(&mut self, now: Instant) -> Option<Batch> {
        let mut everything = self.everything_due().is_some_and(|due| due <= now);
        if !everything && self.due().is_none_or(|due| due > now) {
            return None;
        }
        if everything {
            self.lost = None;
        }
        if self.manner.suspicious.is_some_and(|many| self.pending.len() >= many) {
            everything = true;
            self.lost = Some(now + SECOND_LOOK);
        }
        if everything {
            let again = self.spared.is_some_and(|until| now < until + 4 * self.pause);
            self.pause = if again { (2 * self.pause).min(LONGEST_PAUSE) } else { PAUSE };
            self.spared = Some(now + self.pause);
        }
        let pending = std::mem::take(&mut self.pending);
        let (since, handed) = self.recent.filter(|(since, _)| now <= *since + JUST_BEFORE).unwrap_or((now, 0));
        self.recent = Some((since, handed + pending.len()));
        (self.open, self.gone, self.slow, self.first, self.last) = (0, 0, 0, None, None);
        let written = |pending: &Pending| matches!(pending.state, State::Open | State::Slow);
        if self.manner.written.is_none() {
            self.unclosed.extend(pending.iter().filter(|(_, p)| written(p)).map(|(path, _)| path.clone()));
        }
        Some(Batch { paths: pending.into_keys().collect(), everything })
    }

    fn everything_due(&self) -> Option<Instant> {
        self.lost.map(|due| self.spared.map_or(due, |until| due.max(until)))
    }

    /// When the paths are due.
    fn due(&self) -> Option<Instant> {
        let (first, last) = (self.first?, self.last?);
        let cap = first + CAP;
        if self.slow == self.pending.len() {
            return Some(cap);
        }
        let recent = self.recent.filter(|(since, _)| first <= *since + JUST_BEFORE).map_or(0, |(_, paths)| paths);
        let paths = u32::try_from(self.pending.len() + recent).unwrap_or(u32::MAX);
        let mut quiet = (ms(1) * paths / PATHS_PER_MS).clamp(QUIET, MOST_QUIET);
        if self.gone > 0 {
            quiet = quiet.max(self.manner.gone);
        }
        if self.open > 0 {
            match self.manner.written {
                None => return Some(cap),
                Some(written) => quiet = quiet.max(written),
            }
        }
        Some(cap.min(last + quiet))
    }

    fn count(&mut self, state: State, change: impl FnOnce(&mut usize)) {
        match state {
            State::Open => change(&mut self.open),
            State::Gone => change(&mut self.gone),
            State::Slow => change(&mut self.slow),
            State::Settled => {}
        }
    }
}

#[cfg(test)]
#[path = "settle_tests.rs"]
mod tests;
