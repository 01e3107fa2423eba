//! The files of themes: those of the site, and the default theme that travels in the binary.

use std::fs;
use std::io;
use std::path::Path;

use rust_embed::Embed;
use walkdir::WalkDir;

use super::{THEMES, is_debris, relative};
use crate::failure::Failure;

/// The theme that travels in the binary.
#[derive(Embed)]
#[folder = "themes/mac-dinh"]
struct DefaultTheme;

/// Name of the theme that travels in the binary.
pub const DEFAULT_THEME: &str = "mac-dinh";

/// A file of a theme as it was read.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Path relative to the site's root, NFC, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
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

/// Reads the files of all themes of the site.
pub(super) fn themes(root: &Path) -> Result<Vec<RawFile>, Failure> {
    let folder = root.join(THEMES);
    let mut files = Vec::new();
    if folder.is_dir() {
        let walk = WalkDir::new(&folder).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|e| e.depth() == 0 || !is_debris(&e.file_name().to_string_lossy())) {
            let entry = entry.map_err(|e| Failure::walk(&folder, &e))?;
            if entry.file_type().is_file() {
                match fs::read(entry.path()) {
                    Ok(bytes) => files.push(RawFile { path: relative(root, entry.path()), bytes }),
                    // Gone since the folder was read.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(Failure::read(entry.path(), &error)),
                }
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The files of one theme: those of the site over those of the default theme, file by file; `None` when the site has no
/// such theme.
#[must_use]
pub fn theme(name: &str, of_site: &[RawFile]) -> Option<Vec<ThemeFile>> {
    let folder = format!("{THEMES}/{name}/");
    let mut files = default_theme();
    let mut known = name == DEFAULT_THEME;
    for file in of_site {
        if let Some(path) = file.path.strip_prefix(&folder) {
            known = true;
            files.retain(|f| f.path != path);
            files.push(ThemeFile { shown: file.path.clone(), path: path.to_owned(), bytes: file.bytes.clone() });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    known.then_some(files)
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
