//! Watches the files of a site.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify_debouncer_full::notify::{self, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer_opt};

use crate::cli::out::{Out, Words};
use crate::failure::Failure;
use crate::read::CONFIG_FILE;

/// Silence after which a save counts as finished.
const QUIET: Duration = Duration::from_millis(40);
/// Time between two looks when polling.
const POLL: Duration = Duration::from_millis(500);

/// Keeps the watch as long as it lives.
pub enum Watch {
    /// By the operating system.
    #[allow(dead_code, reason = "held for its Drop")]
    System(Debouncer<RecommendedWatcher, RecommendedCache>),
    /// By looking again and again.
    #[allow(dead_code, reason = "held for its Drop")]
    Poll(Debouncer<PollWatcher, RecommendedCache>),
}

/// Calls `changed` after every change of content, themes or configuration.
pub fn watch(
    root: &Path,
    poll: bool,
    out: &Out,
    changed: impl Fn() + Clone + Send + 'static,
) -> Result<Watch, Failure> {
    if !poll {
        match start(root, notify::Config::default(), changed.clone()) {
            Ok(watcher) => return Ok(Watch::System(watcher)),
            Err(_) => out.say(Words::Polling),
        }
    }
    let config = notify::Config::default().with_poll_interval(POLL);
    start(root, config, changed).map(Watch::Poll).map_err(|e| Failure::watch(root, &e))
}

fn start<W: Watcher>(
    root: &Path,
    config: notify::Config,
    changed: impl Fn() + Send + 'static,
) -> notify::Result<Debouncer<W, RecommendedCache>> {
    let watched: Vec<PathBuf> =
        ["content", "themes"].iter().map(|name| root.join(name)).filter(|p| p.is_dir()).collect();
    let config_file = root.join(CONFIG_FILE);
    let ours = {
        let (watched, config_file) = (watched.clone(), config_file);
        move |path: &Path| path == config_file || watched.iter().any(|folder| path.starts_with(folder))
    };
    let handler = move |result: DebounceEventResult| {
        let relevant = match result {
            Ok(events) => {
                events.iter().any(|e| !matches!(e.kind, EventKind::Access(_)) && e.paths.iter().any(|p| ours(p)))
            }
            // Lost events: something changed, and it is not known what.
            Err(_) => true,
        };
        if relevant {
            changed();
        }
    };
    let mut debouncer = new_debouncer_opt(QUIET, None, handler, RecommendedCache::new(), config)?;
    debouncer.watch(root, RecursiveMode::NonRecursive)?;
    for folder in watched {
        debouncer.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(debouncer)
}
