//! The first stage: everything a site is made of, read from disk into plain values. No other stage reads content.

mod themes;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use image::ImageError;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use crate::failure::Failure;
use crate::picture::{self, Dimensions};
use crate::text::decode::{DecodeError, decode};
pub use themes::{DEFAULT_THEME, RawFile, ThemeFile, default_theme, theme};

/// Folder of what editors write.
pub const CONTENT: &str = "content";
/// Folder of themes.
pub const THEMES: &str = "themes";
/// Name of the configuration file, which also marks the root of a site.
pub const CONFIG_FILE: &str = "bantin.yaml";

/// A text that was read.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// Path relative to the site's root, NFC, with `/`.
    pub path: String,
    /// Its text, or why it is none.
    pub text: Result<String, DecodeError>,
}

impl TextFile {
    /// The text of these bytes.
    #[must_use]
    pub fn decode(path: impl Into<String>, bytes: &[u8]) -> Self {
        Self { path: path.into(), text: decode(bytes) }
    }
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BinaryFile {
    /// Path relative to the site's root, NFC, with `/`.
    pub path: String,
    /// Where it lies on disk.
    pub disk: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 where the system does not tell.
    pub modified: u128,
    /// How large it is, if it is a picture made of pixels.
    pub dimensions: Option<Dimensions>,
}

/// What is on disk now: everything, or some places of it.
#[derive(Debug, Default)]
pub struct Reading {
    /// The configuration file, where it was looked for: it may be missing.
    pub config: Option<Option<TextFile>>,
    /// The files of all themes, where they were looked for, in the order of their paths.
    pub themes: Option<Vec<RawFile>>,
    /// The files and folders of `content/` that were looked at, as [`TextFile::path`] writes them: what is not listed below
    /// is not there any more.
    pub within: Vec<String>,
    /// Markdown and YAML.
    pub texts: Vec<TextFile>,
    /// Everything else.
    pub binaries: Vec<BinaryFile>,
    /// Symbolic links that lead nowhere or out of the site; nothing was read through them.
    pub stray_links: Vec<String>,
    /// Paths that more than one file has: the names differ in the composition of their letters alone. One file is listed.
    pub namesakes: Vec<String>,
    /// Symbolic links that were followed, and where they lead.
    pub links: Vec<(PathBuf, PathBuf)>,
    /// Whether the folder `content/` is there at all.
    pub found: bool,
    /// Files of `content/` that are there and cannot be read, such as one that another program has locked.
    pub unread: Vec<Unread>,
}

/// What tells this program from every other one: its version, and size and time of its file; `None` where that cannot be told.
#[must_use]
pub fn program() -> Option<Vec<u8>> {
    let file = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let modified = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), file.len(), modified.as_nanos()).into_bytes())
}

/// A file that cannot be read.
#[derive(Debug)]
pub struct Unread {
    /// Its path as [`TextFile::path`] writes it.
    pub path: String,
    /// Where it lies on disk.
    pub disk: PathBuf,
    /// Why.
    pub failure: Failure,
}

/// Finds the root of a site: `start` or the nearest folder above it that holds `bantin.yaml`.
#[must_use]
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|dir| dir.join(CONFIG_FILE).is_file()).map(Path::to_path_buf)
}

/// Reads everything a site is made of.
///
/// # Errors
/// [`Failure`] when a file or folder cannot be read.
pub fn everything(root: &Path) -> Result<Reading, Failure> {
    changed(root, &places(root))
}

/// All places of a site.
#[must_use]
pub fn places(root: &Path) -> BTreeSet<PathBuf> {
    [CONFIG_FILE, CONTENT, THEMES].map(|name| root.join(name)).into()
}

/// Reads what is now at some places: files or folders below `root`, there or not. Others than those of a site are passed
/// over, as are hidden files and what editors' programs leave behind.
///
/// # Errors
/// [`Failure`] when a file or folder cannot be read.
pub fn changed(root: &Path, places: &BTreeSet<PathBuf>) -> Result<Reading, Failure> {
    let content = root.join(CONTENT);
    let mut out = Reading { found: content.is_dir(), ..Reading::default() };
    let places = places.iter().map(|place| place_to_read(root, place)).collect();
    let read = Mutex::default();
    // Texts are read while others are still being found.
    rayon::scope(|scope| {
        let mut batch = Batch::default();
        for place in &without_namesakes(&places) {
            let Ok(inner) = place.strip_prefix(root) else { continue };
            let names = || inner.components().map(|part| part.as_os_str().to_string_lossy());
            if names().any(|name| is_debris(&name)) {
                continue;
            }
            match names().next().as_deref() {
                Some(CONFIG_FILE) => out.config = Some(config(root)?),
                Some(THEMES) if out.themes.is_none() => out.themes = Some(themes::themes(root)?),
                Some(CONTENT) => {
                    // A folder holds what is in it.
                    let path = relative(root, place);
                    let known = |within: &String| path == *within || path.starts_with(&format!("{within}/"));
                    if !out.within.iter().any(known) {
                        walk(root, place, &mut out, |path, disk| {
                            batch.files.push((path, disk));
                            if batch.files.len() == BATCH {
                                let next = Batch { number: batch.number + 1, files: Vec::new() };
                                let full = std::mem::replace(&mut batch, next);
                                scope.spawn(|_| full.read(&read));
                            }
                        })?;
                        out.within.push(path);
                    }
                }
                _ => {}
            }
        }
        batch.read(&read);
        Ok(())
    })?;
    let mut read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
    read.sort_unstable_by_key(|(number, _)| *number);
    for text in read.into_iter().flat_map(|(_, texts)| texts) {
        match text {
            Ok(text) => out.texts.push(text),
            Err(unread) => out.unread.push(unread),
        }
    }
    // What is no picture in spite of its name is reported where a text shows it.
    let measure = |file: &mut BinaryFile| {
        let measured = match fs::File::open(&file.disk) {
            Ok(open) => picture::dimensions(BufReader::new(open)),
            Err(error) => Err(ImageError::IoError(error)),
        };
        match measured {
            Ok(dimensions) => file.dimensions = Some(dimensions),
            // A file that ends too soon is a damaged picture, one that cannot be read is none of the editor's mistakes.
            Err(ImageError::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
                let failure = Failure::read(&file.disk, &error);
                return Some(Unread { path: file.path.clone(), disk: file.disk.clone(), failure });
            }
            Err(_) => {}
        }
        None
    };
    let pictures = out.binaries.par_iter_mut().filter(|file| picture::is_named_like_one(&file.path));
    let unread: Vec<Unread> = pictures.filter_map(measure).collect();
    out.unread.extend(unread);
    out.texts.par_sort_by(|a, b| a.path.cmp(&b.path));
    out.binaries.sort_by(|a, b| a.path.cmp(&b.path));
    let Reading { texts, binaries, themes, .. } = &mut out;
    let mut namesakes = without_repeated(texts, |file| &file.path);
    namesakes.extend(without_repeated(binaries, |file| &file.path));
    namesakes.extend(themes.iter_mut().flat_map(|files| without_repeated(files, |file| &file.path)));
    out.namesakes = namesakes;
    Ok(out)
}

/// Keeps the first of neighbours with one path; the paths of the others come back.
fn without_repeated<T>(files: &mut Vec<T>, path: impl Fn(&T) -> &String) -> Vec<String> {
    let mut repeated = Vec::new();
    files.dedup_by(|next, kept| {
        let same = path(next) == path(kept);
        if same {
            repeated.push(path(next).clone());
        }
        same
    });
    repeated
}

/// `place`, or the first folder on the way to it that holds something else of the same name, its letters composed in another
/// way: which of them is there, only the folder tells.
fn place_to_read(root: &Path, place: &Path) -> PathBuf {
    let Ok(inner) = place.strip_prefix(root) else { return place.to_path_buf() };
    let same = |one: &OsStr, other: &OsStr| one.to_string_lossy().nfc().eq(other.to_string_lossy().nfc());
    let mut folder = root.to_path_buf();
    for part in inner {
        let is_another = |entry: fs::DirEntry| entry.file_name() != part && same(&entry.file_name(), part);
        if !part.is_ascii() && fs::read_dir(&folder).is_ok_and(|entries| entries.flatten().any(is_another)) {
            return folder;
        }
        folder.push(part);
    }
    folder
}

/// The same places, but the folder in the place of those whose names differ in their case or in the composition of their
/// letters alone: which of them is there, only the folder tells on every file system.
fn without_namesakes(places: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let folded = |place: &PathBuf| place.to_string_lossy().nfc().collect::<String>().to_lowercase();
    let mut by_name: BTreeMap<String, Vec<&PathBuf>> = BTreeMap::new();
    for place in places {
        by_name.entry(folded(place)).or_default().push(place);
    }
    let of_name = |same: Vec<&PathBuf>| match same.as_slice() {
        [only] => Some((*only).clone()),
        several => several.first().and_then(|place| place.parent()).map(Path::to_path_buf),
    };
    by_name.into_values().filter_map(of_name).collect()
}

/// Texts that were found and are still to be read.
#[derive(Default)]
struct Batch {
    /// Its place among the batches: what is read does not depend on which is read first.
    number: usize,
    /// The path of each text, and where it lies.
    files: Vec<(String, PathBuf)>,
}

/// The texts of a batch by its number, each read or not.
type Batches = Mutex<Vec<(usize, Vec<Result<TextFile, Unread>>)>>;

/// How many texts are read in one go.
const BATCH: usize = 64;

impl Batch {
    /// Reads them.
    fn read(self, read: &Batches) {
        // The bytes of one file after another stand in the same place, so that only texts are kept.
        let mut bytes = Vec::with_capacity(32 * 1024);
        let texts = self.files.into_iter().filter_map(|(path, disk)| match read_into(&mut bytes, &disk) {
            Ok(()) => Some(Ok(TextFile::decode(path, &bytes))),
            // Gone since the folder was read.
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                let failure = Failure::read(&disk, &error);
                Some(Err(Unread { path, disk, failure }))
            }
        });
        let texts = texts.collect();
        read.lock().unwrap_or_else(PoisonError::into_inner).push((self.number, texts));
    }
}

/// Reads a whole file in the place of what `bytes` held. Behind `take` nobody asks the system how long it is: there is room.
fn read_into(bytes: &mut Vec<u8>, disk: &Path) -> io::Result<()> {
    bytes.clear();
    fs::File::open(disk)?.take(u64::MAX).read_to_end(bytes).map(drop)
}

/// Reads the configuration file of `root`; `None` when there is none.
fn config(root: &Path) -> Result<Option<TextFile>, Failure> {
    let disk = root.join(CONFIG_FILE);
    match fs::read(&disk) {
        Ok(bytes) => Ok(Some(TextFile::decode(CONFIG_FILE, &bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::read(&disk, &error)),
    }
}

/// Lists what is at `start`, a file or folder of `content/`; texts are still to be read: `found` takes their paths and where
/// they lie.
fn walk(root: &Path, start: &Path, out: &mut Reading, mut found: impl FnMut(String, PathBuf)) -> Result<(), Failure> {
    if fs::symlink_metadata(start).is_err() {
        return Ok(());
    }
    let real_root = fs::canonicalize(root).map_err(|e| Failure::read(root, &e))?;
    let within = |disk: &Path| fs::canonicalize(disk).ok().filter(|real| real.starts_with(&real_root));
    // A folder on the way here may be a link itself.
    if within(start).is_none() {
        out.stray_links.push(relative(root, start));
        return Ok(());
    }
    let mut walk = WalkDir::new(start).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            // A link that leads nowhere (Emacs locks files with one) or in a circle.
            Err(error) => match error.path().filter(|path| path.is_symlink()) {
                Some(path) if is_debris(&path.file_name().unwrap_or_default().to_string_lossy()) => continue,
                Some(path) => {
                    out.stray_links.push(relative(root, path));
                    continue;
                }
                // Gone since its folder was read.
                None if error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound) => continue,
                None => return Err(Failure::walk(start, &error)),
            },
        };
        let disk = entry.path();
        if is_debris(&entry.file_name().to_string_lossy()) {
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() {
            match within(disk) {
                Some(real) => out.links.push((disk.to_path_buf(), real)),
                None => {
                    out.stray_links.push(relative(root, disk));
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                    continue;
                }
            }
        }
        // Neither folders nor pipes and the like, which would be waited for.
        if !entry.file_type().is_file() {
            continue;
        }
        let path = relative(root, disk);
        if path.to_ascii_lowercase().ends_with(".md") || path.starts_with("content/_data/") {
            found(path, disk.to_path_buf());
        } else {
            let Ok(metadata) = entry.metadata() else { continue };
            let since = metadata.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
            let modified = since.map_or(0, |since| since.as_nanos());
            let (disk, size) = (disk.to_path_buf(), metadata.len());
            out.binaries.push(BinaryFile { path, disk, size, modified, dimensions: None });
        }
    }
    Ok(())
}

/// What operating systems, editors and office programs leave in folders: lock files, backups, swap files.
#[must_use]
pub fn is_debris(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.starts_with('#')
        || name.ends_with('~')
        || [".swp", ".swx", ".tmp", ".bak", ".part"].iter().any(|end| name.ends_with(end))
        || ["Thumbs.db", "desktop.ini"].contains(&name)
}

/// The path of `disk` below `base`, NFC and with `/` between its parts.
fn relative(base: &Path, disk: &Path) -> String {
    let inner = disk.strip_prefix(base).unwrap_or(disk);
    let parts = inner.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    let path = parts.collect::<Vec<_>>().join("/");
    if path.is_ascii() { path } else { path.nfc().collect() }
}
