//! The list of what the builder wrote, kept in the output itself so that it always belongs to the site it stands in.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use crate::failure::Failure;

/// Name of the list in the output folder.
pub const MANIFEST_FILE: &str = ".bantin-manifest";

const HEADER: &str = "bantin 1";

/// One file that the builder wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// BLAKE3 of its content.
    pub hash: [u8; 32],
    /// Size in bytes.
    pub size: u64,
    /// Time of its last change, in nanoseconds since 1970.
    pub modified: u128,
}

impl Entry {
    /// The entry of a file that was just written or linked.
    pub fn of(hash: [u8; 32], metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        Self { hash, size: metadata.len(), modified: modified.map_or(0, |d| d.as_nanos()) }
    }

    /// Whether the file on disk has the size and time it was written with.
    pub fn is_on_disk(&self, output: &Path, path: &str) -> bool {
        fs::symlink_metadata(output.join(path)).is_ok_and(|m| m.is_file() && Self::of(self.hash, &m) == *self)
    }
}

/// All files that the builder wrote, by their paths.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, Entry>);

impl Manifest {
    /// Reads the manifest of an output folder; one that is missing or of another version counts as empty.
    pub fn read(output: &Path) -> Result<Self, Failure> {
        let path = output.join(MANIFEST_FILE);
        match fs::read(&path) {
            Ok(bytes) => Ok(Self::parse(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Failure::read(&path, &error)),
        }
    }

    /// Reads what can be read: a damaged line only means that its file is no longer known.
    fn parse(text: &str) -> Self {
        // A line without its end may name another file than was written.
        let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        if lines.next() != Some(HEADER) {
            return Self::default();
        }
        let entry = |line: &str| {
            let mut parts = line.splitn(4, ' ');
            let hash = blake3::Hash::from_hex(parts.next()?).ok()?;
            let (size, modified) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some((parts.next()?.to_owned(), Entry { hash: *hash.as_bytes(), size, modified }))
        };
        Self(lines.filter_map(entry).collect())
    }

    fn print(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for (path, entry) in &self.0 {
            let hash = blake3::Hash::from(entry.hash).to_hex();
            text.push_str(&format!("{hash} {} {} {path}\n", entry.size, entry.modified));
        }
        text
    }

    /// Writes the manifest into a folder.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        let path = folder.join(MANIFEST_FILE);
        fs::write(&path, self.print()).map_err(|e| Failure::write(&path, &e))
    }

    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.0.get(path)
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<(String, Entry)> for Manifest {
    fn from_iter<T: IntoIterator<Item = (String, Entry)>>(entries: T) -> Self {
        Self(entries.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_manifest_reads_back() {
        let entry = Entry { hash: [7; 32], size: 12, modified: 1_700_000_000_123_456_789 };
        let manifest: Manifest = [("tinh/son-la/index.html".to_owned(), entry)].into_iter().collect();
        assert_eq!(Manifest::parse(&manifest.print()), manifest);
        assert_eq!(Manifest::parse("bantin 0\n"), Manifest::default());
        let cut = manifest.print();
        assert_eq!(Manifest::parse(&cut[..cut.len() - 3]), Manifest::default());
        assert_eq!(Manifest::parse(&format!("{}hỏng", manifest.print())), manifest);
    }
}
