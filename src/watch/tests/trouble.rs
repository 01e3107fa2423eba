//! Limits of the system, lost events, and drives that tell nothing.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use notify::event::{Event, EventKind, Flag};
use notify::{Config, Error, ErrorKind, EventHandler, RecursiveMode, WatcherKind};

use super::{SILENCE, Site};
use crate::watch::system::{INOTIFY, Watcher, start};
use crate::watch::{How, Message, Trouble};

/// Watches as the system does, until the folder `het` shall be watched.
struct Limited(Watcher);

impl notify::Watcher for Limited {
    fn new<F: EventHandler>(_: F, _: Config) -> notify::Result<Self> {
        Err(Error::generic("made by hand"))
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
        if path.ends_with("het") || path.join("het").exists() {
            return Err(Error::new(ErrorKind::MaxFilesWatch));
        }
        self.0.watch(path, mode)
    }

    fn unwatch(&mut self, path: &Path) -> notify::Result<()> {
        self.0.unwatch(path)
    }

    fn kind() -> WatcherKind {
        WatcherKind::NullWatcher
    }
}

fn limited(sender: Sender<Message>) -> notify::Result<Watcher> {
    Ok(Box::new(Limited(start(sender)?)))
}

fn no_more_watchers(_: Sender<Message>) -> notify::Result<Watcher> {
    Err(Error::io(std::io::Error::from_raw_os_error(24)))
}

fn not_implemented(_: Sender<Message>) -> notify::Result<Watcher> {
    Err(Error::io(std::io::Error::from_raw_os_error(38)))
}

fn still_told(site: &Site) {
    let silence = Duration::from_millis(800);
    site.write("content/tin-tuc/b.md", "mới");
    assert!(site.told_within(silence).iter().any(|told| told.names(site).contains(&"content/tin-tuc/b.md".to_owned())));
    fs::remove_file(site.path("content/tin-tuc/b.md")).unwrap();
    assert!(!site.told_within(silence).is_empty());
    assert!(site.troubles.try_recv().is_err(), "told once");
}

#[test]
fn the_limit_of_watches_at_the_start_ends_in_polling() {
    let site = Site::with(How::Notified, limited, |root| fs::create_dir(root.join("content/het")).unwrap());
    assert!(matches!(site.troubles.try_recv(), Ok(Trouble::Limit)));
    still_told(&site);
}

#[test]
fn the_limit_of_watchers_and_systems_that_cannot_tell_end_in_polling() {
    let site = Site::with(How::Notified, no_more_watchers, |_| {});
    assert_eq!(matches!(site.troubles.try_recv(), Ok(Trouble::Limit)), INOTIFY);
    still_told(&site);
    let site = Site::with(How::Notified, not_implemented, |_| {});
    assert!(matches!(site.troubles.try_recv(), Ok(Trouble::Unavailable(_))));
    still_told(&site);
}

#[test]
fn the_limit_reached_later_ends_in_polling_and_a_look_at_everything() {
    if !INOTIFY {
        return;
    }
    let site = Site::with(How::Notified, limited, |_| {});
    fs::create_dir(site.path("content/het")).unwrap();
    site.write("content/het/a.md", "một");
    assert!(site.told().iter().any(|told| told.batch.everything));
    assert!(matches!(site.troubles.try_recv(), Ok(Trouble::Limit)));
    still_told(&site);
    // notify tells by itself that it could not watch a new folder.
    let site = Site::new();
    let error = Error::new(ErrorKind::MaxFilesWatch);
    site.watch.messages.send(Message::Event(Instant::now(), Err(error))).unwrap();
    assert!(site.told().iter().any(|told| told.batch.everything));
    assert!(matches!(site.troubles.try_recv(), Ok(Trouble::Limit)));
    still_told(&site);
}

#[test]
fn an_overflow_means_everything_and_the_watches_stand_again() {
    let site = Site::new();
    let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
    site.watch.messages.send(Message::Event(Instant::now(), Ok(overflow))).unwrap();
    let told = site.told();
    assert!(told.iter().any(|told| told.batch.everything));
    fs::create_dir_all(site.path("content/x/y")).unwrap();
    site.write("content/x/y/a.md", "một");
    site.told();
    site.write("content/x/y/a.md", "hai");
    assert_eq!(site.told_names(), ["content/x/y/a.md"]);
}

/// Watches as the system does, but in `content` some folder vanishes whenever it is walked, for the first so many times.
struct Vanishing(Watcher, usize);

impl notify::Watcher for Vanishing {
    fn new<F: EventHandler>(_: F, _: Config) -> notify::Result<Self> {
        Err(Error::generic("made by hand"))
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
        if path.ends_with("content") && self.1 > 0 {
            self.1 -= 1;
            return Err(Error::path_not_found());
        }
        self.0.watch(path, mode)
    }

    fn unwatch(&mut self, path: &Path) -> notify::Result<()> {
        self.0.unwatch(path)
    }

    fn kind() -> WatcherKind {
        WatcherKind::NullWatcher
    }
}

fn vanishing(sender: Sender<Message>) -> notify::Result<Watcher> {
    Ok(Box::new(Vanishing(start(sender)?, 12)))
}

#[test]
fn a_folder_in_which_others_vanish_is_watched_when_that_ends() {
    let site = Site::with(How::Notified, vanishing, |_| {});
    // Not watched yet, but told once it is.
    site.write("content/tin-tuc/b.md", "một");
    let told = site.told();
    assert!(told.iter().all(|told| told.names(&site) == ["content"]) && !told.is_empty());
    site.write("content/tin-tuc/b.md", "hai");
    assert_eq!(site.told_names(), ["content/tin-tuc/b.md"]);
    assert!(site.troubles.try_recv().is_err());
}

/// Whether the files of the overflow have been written.
static WRITTEN: AtomicBool = AtomicBool::new(false);

/// The system's watcher, but from the first new file on it stops until all are written: its queue (by default 16,384 events)
/// overflows.
fn sleepy(sender: Sender<Message>) -> notify::Result<Watcher> {
    let handler = move |event: notify::Result<Event>| {
        let appeared = event.as_ref().is_ok_and(|event| event.kind.is_create());
        while appeared && !WRITTEN.load(Ordering::SeqCst) {
            super::pause(5);
        }
        drop(sender.send(Message::Event(Instant::now(), event)));
    };
    Ok(Box::new(<notify::RecommendedWatcher as notify::Watcher>::new(handler, Config::default())?))
}

#[test]
fn a_real_overflow_leaves_no_folder_unwatched() {
    if !INOTIFY {
        return;
    }
    let site = Site::with(How::Notified, sleepy, |_| {});
    for n in 0..6_000 {
        site.write(&format!("content/tin-tuc/{n}.md"), "x");
    }
    // Of these nothing is told.
    site.rename("content/tin-tuc", "content/x");
    fs::create_dir_all(site.path("content/y/z")).unwrap();
    WRITTEN.store(true, Ordering::SeqCst);
    assert!(site.told_within(Duration::from_secs(2)).iter().any(|told| told.batch.everything));
    for file in ["content/x/5999.md", "content/y/z/a.md"] {
        site.write(file, "mới");
        assert_eq!(site.told_names(), [file]);
    }
}

#[test]
fn polling_tells_of_saves_moves_and_deletions() {
    let site = Site::with(How::Polling(Duration::from_millis(100)), start, |_| {});
    site.write("content/a.md", "mới");
    assert_eq!(site.told_names(), ["content/a.md"]);
    // Same size, perhaps the same time stamp.
    site.write("content/a.md", "mời");
    assert_eq!(site.told_names(), ["content/a.md"]);
    fs::create_dir_all(site.path("content/x/y")).unwrap();
    site.write("content/x/y/b.md", "một");
    site.told();
    site.rename("content/x", "content/z");
    assert!(site.told_within(SILENCE).iter().all(|told| !told.batch.everything));
    fs::remove_dir_all(site.path("content/z")).unwrap();
    site.told();
    site.write("content/.a.md.swp", "x");
    site.told_nothing();
}

#[test]
fn polling_does_not_see_a_save_as_a_deletion() {
    let site = Site::with(How::Polling(Duration::from_millis(20)), start, |_| {});
    for _ in 0..10 {
        let began = Instant::now();
        site.rename("content/a.md", "content/a.md~");
        super::pause(25);
        site.write("content/a.md", "mới");
        let quick = began.elapsed() < Duration::from_millis(40);
        fs::remove_file(site.path("content/a.md~")).unwrap();
        let told = site.told_within(SILENCE / 3);
        // A busy machine may take longer for a save than anybody waits.
        assert!(!quick || told.iter().all(|told| told.missing.is_empty()));
    }
}
