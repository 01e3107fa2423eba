//! Watches the files of a site.
//!
//! A thread owns the watcher: when a watched folder itself is moved, deleted or created anew, it is watched again.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use notify_debouncer_full::notify::{self, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer_opt};

use crate::console::{Out, Words};
use crate::failure::Failure;
use crate::read::CONFIG_FILE;

/// Silence after which a save counts as finished.
const QUIET: Duration = Duration::from_millis(40);
/// Time between two looks when polling.
const POLL: Duration = Duration::from_millis(500);

/// Calls `changed` after every change of content, themes or configuration, from a thread of its own.
pub fn watch(root: &Path, poll: bool, out: &Out, changed: impl Fn() + Send + 'static) -> Result<(), Failure> {
    let (sender, events) = channel();
    if !poll {
        match start::<RecommendedWatcher>(root, notify::Config::default(), sender.clone()) {
            Ok(watcher) => {
                follow(watcher, root, events, changed);
                return Ok(());
            }
            Err(_) => out.say(Words::Polling),
        }
    }
    let config = notify::Config::default().with_poll_interval(POLL);
    let watcher = start::<PollWatcher>(root, config, sender).map_err(|e| Failure::watch(root, &e))?;
    follow(watcher, root, events, changed);
    Ok(())
}

/// The folders whose content matters.
fn folders(root: &Path) -> [PathBuf; 2] {
    ["content", "themes"].map(|name| root.join(name))
}

fn start<W: Watcher>(
    root: &Path,
    config: notify::Config,
    sender: Sender<DebounceEventResult>,
) -> notify::Result<Debouncer<W, RecommendedCache>> {
    // A send fails only when the follower has ended with the program.
    let handler = move |result: DebounceEventResult| drop(sender.send(result));
    let mut watcher = new_debouncer_opt(QUIET, None, handler, RecommendedCache::new(), config)?;
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in folders(root).iter().filter(|folder| folder.is_dir()) {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

fn follow<W: Watcher + Send + 'static>(
    mut watcher: Debouncer<W, RecommendedCache>,
    root: &Path,
    events: Receiver<DebounceEventResult>,
    changed: impl Fn() + Send + 'static,
) {
    let (folders, config_file) = (folders(root), root.join(CONFIG_FILE));
    std::thread::spawn(move || {
        for result in events {
            // Errors mean lost events: something changed, and it is not known what.
            let paths: Option<Vec<PathBuf>> = result.ok().map(|events| {
                let real = events.into_iter().filter(|e| !matches!(e.kind, EventKind::Access(_)));
                real.flat_map(|e| e.event.paths).collect()
            });
            let of = |folder: &Path| paths.as_ref().is_none_or(|paths| paths.iter().any(|p| p == folder));
            for folder in folders.iter().filter(|folder| of(folder)) {
                // The old watch may hang on a folder that was moved away; there may be none.
                drop(watcher.unwatch(folder));
                if folder.is_dir() {
                    drop(watcher.watch(folder, RecursiveMode::Recursive));
                }
            }
            let ours = |path: &PathBuf| *path == config_file || folders.iter().any(|folder| path.starts_with(folder));
            if paths.is_none_or(|paths| paths.iter().any(ours)) {
                changed();
            }
        }
    });
}
