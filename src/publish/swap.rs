//! Puts the new folder in the place of the old one.

use std::fs;
use std::io;
use std::path::Path;

use crate::failure::Failure;

/// Exchanges `next` and `output`; afterwards the old site, if there was one, lies in `next` or `old`.
pub fn swap(next: &Path, output: &Path, old: &Path) -> Result<(), Failure> {
    if !output.exists() {
        return fs::rename(next, output).map_err(|e| Failure::swap(output, &e));
    }
    match exchange(next, output) {
        Ok(()) => Ok(()),
        Err(error) if is_unsupported(&error) => two_renames(next, output, old),
        Err(error) => Err(Failure::swap(output, &error)),
    }
}

/// Mends a swap by two renames that was interrupted between them: the old site returns.
pub fn recover(output: &Path, old: &Path) -> Result<(), Failure> {
    if output.exists() || !old.exists() {
        return Ok(());
    }
    fs::rename(old, output).map_err(|e| Failure::swap(output, &e))
}

/// The fallback where folders cannot be exchanged in one step.
fn two_renames(next: &Path, output: &Path, old: &Path) -> Result<(), Failure> {
    fs::rename(output, old).map_err(|e| Failure::swap(output, &e))?;
    fs::rename(next, output).map_err(|error| match fs::rename(old, output) {
        Ok(()) => Failure::swap(output, &error),
        Err(worse) => Failure::swap(old, &worse),
    })
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Kernels and file systems that know no exchange say so in several ways.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn folder(at: &Path, content: &str) {
        fs::create_dir_all(at).unwrap();
        fs::write(at.join("a"), content).unwrap();
    }

    #[test]
    fn both_ways_put_the_new_site_in_place() {
        for way in [swap, two_renames] {
            let dir = tempfile::tempdir().unwrap();
            let (next, output, old) = (dir.path().join("next"), dir.path().join("public"), dir.path().join("old"));
            folder(&next, "new");
            folder(&output, "old");
            way(&next, &output, &old).unwrap();
            assert_eq!(fs::read_to_string(output.join("a")).unwrap(), "new");
        }
    }

    #[test]
    fn a_swap_killed_between_two_renames_is_mended() {
        let dir = tempfile::tempdir().unwrap();
        let (output, old) = (dir.path().join("public"), dir.path().join("old"));
        folder(&old, "old");
        recover(&output, &old).unwrap();
        assert_eq!(fs::read_to_string(output.join("a")).unwrap(), "old");
        assert!(!old.exists());
    }

    #[test]
    fn a_failed_second_rename_brings_the_old_site_back() {
        let dir = tempfile::tempdir().unwrap();
        let (next, output, old) = (dir.path().join("missing"), dir.path().join("public"), dir.path().join("old"));
        folder(&output, "old");
        assert!(two_renames(&next, &output, &old).is_err());
        assert_eq!(fs::read_to_string(output.join("a")).unwrap(), "old");
    }
}
