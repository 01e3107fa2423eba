//! A real folder, real saves, and a mirror of its files kept by reading only what batches name.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failed unwrap fails the test; figures are printed")]

mod churn;
mod folders;
mod mass;
mod saves;
mod trouble;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use walkdir::WalkDir;

use super::system::{Start, start};
use super::{Batch, How, Trouble, Watch, watch_by};
use crate::read::is_debris;

/// Silence after which no further batch is expected.
const SILENCE: Duration = Duration::from_millis(350);

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A batch as it came.
struct Told {
    at: Instant,
    batch: Batch,
    /// Paths of the batch that were not there at that moment.
    missing: BTreeSet<PathBuf>,
}

impl Told {
    fn names(&self, site: &Site) -> Vec<String> {
        let name = |path: &PathBuf| path.strip_prefix(site.root()).unwrap().to_string_lossy().into_owned();
        self.batch.paths.iter().map(name).collect()
    }
}

/// A site that is watched.
struct Site {
    dir: TempDir,
    watch: Watch,
    batches: Receiver<Told>,
    troubles: Receiver<Trouble>,
    mirror: Arc<Mutex<Files>>,
}

impl Site {
    /// A small site, watched.
    fn new() -> Self {
        Self::with(How::Notified, start, |_| {})
    }

    fn with(how: How, start: Start, prepare: impl FnOnce(&Path)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().to_path_buf();
        fs::create_dir_all(root.join("content/tin-tuc")).unwrap();
        fs::create_dir_all(root.join("themes/tinh/templates")).unwrap();
        fs::create_dir_all(root.join("public")).unwrap();
        fs::write(root.join("content/a.md"), "cũ").unwrap();
        fs::write(root.join("bantin.yaml"), "title: x").unwrap();
        prepare(&root);
        let (sender, batches) = channel();
        let (teller, troubles) = channel();
        let mirror = Arc::new(Mutex::new(Files::new()));
        let changed = {
            let (root, mirror) = (root.clone(), Arc::clone(&mirror));
            move |batch: Batch| {
                let at = Instant::now();
                let missing = batch.paths.iter().filter(|path| !path.exists()).cloned().collect();
                follow(&root, &batch, &mut mirror.lock().unwrap());
                // Fails only after the test has ended.
                drop(sender.send(Told { at, batch, missing }));
            }
        };
        let mut files = mirror.lock().unwrap();
        let watch = watch_by(start, &root, how, is_debris, changed, move |trouble| drop(teller.send(trouble)));
        let watch = watch.unwrap();
        *files = read_all(&root);
        drop(files);
        Self { dir, watch, batches, troubles, mirror }
    }

    fn root(&self) -> &Path {
        self.dir.path()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    /// All batches until silence. The mirror then equals the disk.
    fn told(&self) -> Vec<Told> {
        self.told_within(SILENCE)
    }

    fn told_within(&self, silence: Duration) -> Vec<Told> {
        let patience = Instant::now() + Duration::from_secs(15);
        let mut told = Vec::new();
        loop {
            told.extend(std::iter::from_fn(|| self.batches.recv_timeout(silence).ok()));
            let (mirror, disk) = (self.mirror.lock().unwrap().clone(), read_all(self.root()));
            let mut differing = disk.keys().chain(mirror.keys()).filter(|path| mirror.get(*path) != disk.get(*path));
            // A busy machine may be late; what was missed never comes.
            match differing.next() {
                None => return told,
                Some(path) => {
                    assert!(Instant::now() < patience, "missed: {} and {}", path.display(), differing.count())
                }
            }
        }
    }

    /// The names in all batches. How many batches there are depends on how busy the machine is; `settle` is tested for that.
    fn told_names(&self) -> Vec<String> {
        let told = self.told();
        assert!(told.iter().all(|told| !told.batch.everything));
        let names: BTreeSet<String> = told.iter().flat_map(|told| told.names(self)).collect();
        names.into_iter().collect()
    }

    fn told_nothing(&self) {
        assert_eq!(self.told().iter().map(|told| told.names(self)).collect::<Vec<_>>(), Vec::<Vec<String>>::new());
    }
}

fn read_below(path: &Path) -> Files {
    let entries = WalkDir::new(path).follow_links(true).into_iter();
    let entries = entries.filter_entry(|e| e.depth() == 0 || !is_debris(&e.file_name().to_string_lossy()));
    let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.filter_map(|file| Some((file.path().to_path_buf(), fs::read(file.path()).ok()?))).collect()
}

fn read_all(root: &Path) -> Files {
    ["content", "themes", "bantin.yaml"].iter().flat_map(|name| read_below(&root.join(name))).collect()
}

/// What the preview does with a batch.
fn follow(root: &Path, batch: &Batch, files: &mut Files) {
    if batch.everything {
        *files = read_all(root);
        return;
    }
    for path in &batch.paths {
        let below = files.range(path.clone()..).map(|(file, _)| file).take_while(|file| file.starts_with(path));
        for file in below.cloned().collect::<Vec<_>>() {
            files.remove(&file);
        }
        files.extend(read_below(path));
    }
}

fn pause(milliseconds: u64) {
    std::thread::sleep(Duration::from_millis(milliseconds));
}
