//! The first stage: everything a site is made of, read from disk into plain values. No other stage reads content.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use rust_embed::Embed;
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use crate::failure::Failure;

/// Name of the configuration file, which also marks the root of a site.
pub const CONFIG_FILE: &str = "bantin.yaml";

/// The theme that travels in the binary.
#[derive(Embed)]
#[folder = "themes/mac-dinh"]
struct DefaultTheme;

/// Name of the theme that travels in the binary.
pub const DEFAULT_THEME: &str = "mac-dinh";

/// A file that was read.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Path relative to the site's root, NFC, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct BinaryFile {
    /// Path relative to the site's root, NFC, with `/`.
    pub path: String,
    /// Where it lies on disk.
    pub disk: PathBuf,
    /// Size in bytes.
    pub size: u64,
}

/// A file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Path within the theme, with `/`.
    pub path: String,
    /// Path to name in messages, relative to the site's root.
    pub shown: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// All that was read of `content/`.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Markdown and YAML, in the order of their paths.
    pub texts: Vec<RawFile>,
    /// Everything else, in the order of their paths.
    pub binaries: Vec<BinaryFile>,
    /// Symbolic links that lead nowhere or out of the site; nothing was read through them.
    pub stray_links: Vec<String>,
    /// Whether the folder `content/` is there at all.
    pub found: bool,
}

/// Finds the root of a site: `start` or the nearest folder above it that holds `bantin.yaml`.
#[must_use]
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|dir| dir.join(CONFIG_FILE).is_file()).map(Path::to_path_buf)
}

/// Reads the configuration file of `root`; `None` when there is none.
///
/// # Errors
/// [`Failure`] when it is there and cannot be read.
pub fn config(root: &Path) -> Result<Option<RawFile>, Failure> {
    let disk = root.join(CONFIG_FILE);
    match fs::read(&disk) {
        Ok(bytes) => Ok(Some(RawFile { path: CONFIG_FILE.to_owned(), bytes })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::read(&disk, &error)),
    }
}

/// Reads `content/` of `root`. Hidden files and what editors' programs leave behind are passed over.
///
/// # Errors
/// [`Failure`] when a file or folder cannot be read.
pub fn content(root: &Path) -> Result<Content, Failure> {
    let folder = root.join("content");
    let mut out = Content { found: folder.is_dir(), ..Content::default() };
    if !out.found {
        return Ok(out);
    }
    let real_root = fs::canonicalize(root).map_err(|e| Failure::read(root, &e))?;
    let mut texts = Vec::new();
    let mut walk = WalkDir::new(&folder).follow_links(true).sort_by_file_name().into_iter();
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
                None => return Err(Failure::walk(&folder, &error)),
            },
        };
        let disk = entry.path();
        if entry.depth() > 0 && is_debris(&entry.file_name().to_string_lossy()) {
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() && !fs::canonicalize(disk).is_ok_and(|real| real.starts_with(&real_root)) {
            out.stray_links.push(relative(root, disk));
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_dir() {
            continue;
        }
        let path = relative(root, disk);
        if path.to_ascii_lowercase().ends_with(".md") || path.starts_with("content/_data/") {
            texts.push((path, disk.to_path_buf()));
        } else {
            let size = entry.metadata().map_err(|e| Failure::walk(disk, &e))?.len();
            out.binaries.push(BinaryFile { path, disk: disk.to_path_buf(), size });
        }
    }
    out.texts = texts
        .into_par_iter()
        .map(|(path, disk)| Ok(RawFile { path, bytes: fs::read(&disk).map_err(|e| Failure::read(&disk, &e))? }))
        .collect::<Result<_, Failure>>()?;
    out.texts.sort_by(|a, b| a.path.cmp(&b.path));
    out.binaries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(out)
}

/// Reads a theme: the files of `themes/NAME/` of the site over those of the default theme, file by file.
///
/// # Errors
/// [`Failure`] when a file or folder cannot be read.
pub fn theme(root: &Path, name: &str) -> Result<Vec<ThemeFile>, Failure> {
    let mut files = default_theme();
    let folder = root.join("themes").join(name);
    if folder.is_dir() {
        let walk = WalkDir::new(&folder).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|e| e.depth() == 0 || !is_debris(&e.file_name().to_string_lossy())) {
            let entry = entry.map_err(|e| Failure::walk(&folder, &e))?;
            if entry.file_type().is_file() {
                let bytes = fs::read(entry.path()).map_err(|e| Failure::read(entry.path(), &e))?;
                let path = relative(&folder, entry.path());
                files.retain(|f| f.path != path);
                files.push(ThemeFile { shown: relative(root, entry.path()), path, bytes });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The default theme.
#[must_use]
pub fn default_theme() -> Vec<ThemeFile> {
    let read = |path: std::borrow::Cow<'static, str>| {
        let bytes = DefaultTheme::get(&path)?.data.into_owned();
        Some(ThemeFile { shown: format!("themes/{DEFAULT_THEME}/{path}"), path: path.into_owned(), bytes })
    };
    DefaultTheme::iter().filter_map(read).collect()
}

/// What operating systems, editors and office programs leave in folders: lock files, backups, swap files.
fn is_debris(name: &str) -> bool {
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
    parts.collect::<Vec<_>>().join("/").nfc().collect()
}
