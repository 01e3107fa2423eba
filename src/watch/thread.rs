//! The thread that hears events, looks when nothing tells, and hands on what has settled.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::places::Places;
use super::poll::Looks;
use super::settle::{Manner, Settle, Signal};
use super::system::{INOTIFY, Start, System, signal};
use super::{Batch, Message, Trouble};

/// Time until what could not be watched, or what went away between two looks, is looked at again.
const AGAIN: Duration = Duration::from_millis(50);
/// A look is followed by this many times its own duration without one.
const REST: u32 = 4;
/// Time in which events that came meanwhile are heard before anything is handed on.
const HEARING: Duration = Duration::from_millis(20);
/// Time between two looks when the system cannot notify.
const FALLBACK: Duration = Duration::from_millis(500);

/// Where changes are known from.
pub(super) enum Source {
    System(System),
    Looks { looks: Looks, pause: Duration, next: Instant },
}

impl Source {
    pub fn looks(places: &Places, pause: Option<Duration>) -> Self {
        let (looks, pause) = (Looks::new(places.root(), places.ignore(), Instant::now()), pause.unwrap_or(FALLBACK));
        Self::Looks { looks, pause, next: Instant::now() + pause }
    }

    pub fn manner(&self) -> Manner {
        match self {
            Self::System(_) if INOTIFY => Manner::INOTIFY,
            Self::System(_) => Manner::OTHERS,
            Self::Looks { .. } => Manner::LOOKS,
        }
    }
}

/// All that the thread owns.
pub(super) struct Thread<C, T> {
    pub places: Places,
    pub source: Source,
    pub settle: Settle,
    pub start: Start,
    pub sender: Sender<Message>,
    pub changed: C,
    pub troubled: T,
    /// Folders that came since the last batch.
    pub folders: BTreeSet<PathBuf>,
    /// Whether a folder that was watched for itself came or went since the last batch.
    pub moved: bool,
    /// What must be watched again, and when.
    pub again: Option<(Instant, Vec<PathBuf>)>,
    /// When the last batch had been handed on.
    pub resumed: Instant,
}

impl<C: FnMut(Batch), T: FnMut(Trouble)> Thread<C, T> {
    /// Works until it is told to end.
    pub fn run(mut self, messages: &Receiver<Message>) {
        loop {
            let look = if let Source::Looks { next, .. } = self.source { Some(next) } else { None };
            let again = self.again.as_ref().map(|(at, _)| *at);
            let mut message = match [self.settle.deadline(), look, again].into_iter().flatten().min() {
                None => messages.recv().ok(),
                Some(at) => match messages.recv_timeout(at.saturating_duration_since(Instant::now())) {
                    Err(RecvTimeoutError::Timeout) => None,
                    received => Some(received.unwrap_or(Message::End)),
                },
            };
            let began = Instant::now();
            while let Some(heard) = message {
                match heard {
                    Message::Event(at, event) => self.hear(at.max(self.resumed), event),
                    Message::Follow(links) => self.follow(links),
                    Message::End => return,
                }
                message = if began.elapsed() < HEARING { messages.try_recv().ok() } else { None };
            }
            self.look();
            self.try_again();
            if let Some(batch) = self.settle.take(Instant::now()) {
                self.hand_on(batch);
            }
        }
    }

    fn hear(&mut self, at: Instant, event: notify::Result<notify::Event>) {
        match event {
            Ok(event) if event.need_rescan() => self.settle.lost(at),
            Ok(event) => {
                for path in &event.paths {
                    if let Some(signal) = signal(event.kind, path) {
                        self.touch(at, path, signal);
                    }
                }
            }
            Err(error) => match Trouble::from(error) {
                Trouble::Limit => self.poll(Trouble::Limit),
                Trouble::Unavailable(_) => self.settle.lost(at),
            },
        }
    }

    /// Takes note of what happened to `path`, wherever the site has it.
    fn touch(&mut self, at: Instant, path: &Path, signal: Signal) {
        let came_or_went = matches!(signal, Signal::Created | Signal::Placed | Signal::Gone);
        let paths = self.places.of(path, came_or_went);
        if paths.is_empty() {
            return;
        }
        if came_or_went && !self.places.inside_tree(path) {
            self.moved = true;
            if let Source::System(system) = &mut self.source {
                system.forget(path);
            }
        } else if signal == Signal::Placed && path.is_dir() && !path.is_symlink() {
            self.folders.insert(path.to_path_buf());
        }
        for path in paths {
            self.settle.event(at, path, signal);
        }
    }

    fn follow(&mut self, links: Vec<(PathBuf, PathBuf)>) {
        let new = self.places.follow(links);
        let watched = match &mut self.source {
            Source::System(system) => system.watch_wanted(&mut self.places),
            // A look goes through links by itself.
            Source::Looks { .. } => return,
        };
        match watched {
            Ok(watched) => self.remember(watched.failed),
            Err(error) => self.poll(error.into()),
        }
        // It may have changed before it was watched.
        for link in new {
            self.settle.event(Instant::now(), link, Signal::Placed);
        }
    }

    fn look(&mut self) {
        let Source::Looks { looks, pause, next } = &mut self.source else { return };
        let began = Instant::now();
        if began < *next {
            return;
        }
        // An error means that the drive is away: the next look finds what changed meanwhile.
        let changes = looks.look(began).unwrap_or_default();
        let now = Instant::now();
        let unsure = changes.iter().any(|(_, signal)| matches!(signal, Signal::Gone | Signal::Emptied));
        *next = now + if unsure { AGAIN } else { (*pause).max(began.elapsed() * REST) };
        for (path, signal) in changes {
            self.settle.event(now, path, signal);
        }
    }

    /// Tries to watch these again, soon.
    pub fn remember(&mut self, failed: Vec<PathBuf>) {
        if !failed.is_empty() {
            self.again.get_or_insert_with(|| (Instant::now() + AGAIN, Vec::new())).1.extend(failed);
        }
    }

    fn try_again(&mut self) {
        if let Some((_, paths)) = self.again.take_if(|(at, _)| *at <= Instant::now()) {
            for path in paths {
                self.touch(Instant::now(), &path, Signal::Placed);
            }
        }
    }

    /// Makes sure that all watches stand and hands on the batch.
    fn hand_on(&mut self, mut batch: Batch) {
        match self.mend(batch.everything) {
            Ok(restarted) => batch.everything |= restarted,
            Err(error) => {
                self.poll(error.into());
                batch.everything = true;
            }
        }
        self.moved = false;
        self.folders.clear();
        (self.changed)(batch);
        self.resumed = Instant::now();
    }

    /// Watches what came. Says whether events may have been lost by that.
    fn mend(&mut self, lost: bool) -> notify::Result<bool> {
        let Source::System(system) = &mut self.source else { return Ok(false) };
        let mut failed = Vec::new();
        let mut restarted = false;
        if lost && INOTIFY {
            // With the events, folders to watch were lost, and names that notify gave to its watches are wrong.
            (*system, failed) = System::new(self.start, &self.sender, &mut self.places)?;
        } else {
            if self.moved {
                let watched = system.watch_wanted(&mut self.places)?;
                // FSEvents stops for a moment when a folder is added.
                restarted = watched.added && !INOTIFY;
                failed = watched.failed;
            }
            if INOTIFY {
                failed.extend(system.watch_new(std::mem::take(&mut self.folders))?);
            }
        }
        self.remember(failed);
        Ok(restarted)
    }

    /// Goes on by polling.
    fn poll(&mut self, trouble: Trouble) {
        if matches!(self.source, Source::System(_)) {
            (self.troubled)(trouble);
            self.source = Source::looks(&self.places, None);
            self.settle.change_manner(self.source.manner());
            // What changed before the first look was perhaps not told.
            self.settle.lost(Instant::now());
        }
    }
}
