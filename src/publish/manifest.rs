//! The list of what the builder wrote, kept in the output itself so that it always belongs to the site it stands in.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

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
    pub modified: u64,
}

impl Entry {
    /// The entry of a file that was just written or linked.
    pub fn of(hash: [u8; 32], metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        Self {
            hash,
            size: metadata.len(),
            modified: modified.map_or(0, |d| u64::try_from(d.as_nanos()).unwrap_or(u64::MAX)),
        }
    }

    /// Whether the file on disk has the size and time it was written with.
    pub fn is_on_disk(&self, output: &Path, path: &str) -> bool {
        fs::symlink_metadata(output.join(path)).is_ok_and(|m| m.is_file() && Self::of(self.hash, &m) == *self)
    }
}

/// All files that the builder wrote, by their paths.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    entries: BTreeMap<String, Entry>,
    /// A hash of what they were made from, if that was known.
    pub inputs: Option<[u8; 32]>,
}

/// Stands before the hash of what all was made from.
const MADE_FROM: &str = "made-from ";

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
        let inputs = lines.clone().next().and_then(|line| blake3::Hash::from_hex(line.strip_prefix(MADE_FROM)?).ok());
        Self { entries: lines.filter_map(entry).collect(), inputs: inputs.map(|hash| *hash.as_bytes()) }
    }

    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    pub fn par_iter(&self) -> impl ParallelIterator<Item = (&String, &Entry)> {
        self.entries.par_iter()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

/// Writes the manifest of some files into a folder, in the order of their paths.
pub fn write(folder: &Path, inputs: Option<[u8; 32]>, mut files: Vec<(String, Entry)>) -> Result<(), Failure> {
    files.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    let path = folder.join(MANIFEST_FILE);
    let print = || {
        let mut out = BufWriter::new(File::create(&path)?);
        writeln!(out, "{HEADER}")?;
        if let Some(inputs) = inputs {
            writeln!(out, "{MADE_FROM}{}", blake3::Hash::from(inputs).to_hex())?;
        }
        for (path, entry) in &files {
            writeln!(out, "{}", line(path, entry))?;
        }
        out.flush()
    };
    print().map_err(|e| Failure::write(&path, &e))
}

/// Writes another manifest of a site that stays as it is, by way of the folder `next`.
pub fn replace(
    output: &Path,
    next: &Path,
    inputs: Option<[u8; 32]>,
    files: Vec<(String, Entry)>,
) -> Result<(), Failure> {
    fs::create_dir_all(next).map_err(|e| Failure::write(next, &e))?;
    write(next, inputs, files)?;
    let to = output.join(MANIFEST_FILE);
    fs::rename(next.join(MANIFEST_FILE), &to).map_err(|e| Failure::write(&to, &e))
}

/// What the manifest says of a file.
fn line(path: &str, entry: &Entry) -> String {
    let hash = blake3::Hash::from(entry.hash).to_hex();
    format!("{hash} {} {} {path}", entry.size, entry.modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_manifest_reads_back() {
        let entry = Entry { hash: [7; 32], size: 12, modified: 1_700_000_000_123_456_789 };
        let path = "tinh/son-la/index.html";
        let printed = format!("{HEADER}\n{}\n", line(path, &entry));
        let manifest = Manifest { entries: [(path.to_owned(), entry)].into(), inputs: None };
        assert_eq!(Manifest::parse(&printed), manifest);
        let made_from = blake3::Hash::from([9; 32]).to_hex();
        let printed_too = format!("{HEADER}\n{MADE_FROM}{made_from}\n{}\n", line(path, &entry));
        let entries = [(path.to_owned(), entry)].into();
        assert_eq!(Manifest::parse(&printed_too), Manifest { entries, inputs: Some([9; 32]) });
        assert_eq!(Manifest::parse("bantin 0\n"), Manifest::default());
        assert_eq!(Manifest::parse(&printed[..printed.len() - 3]), Manifest::default());
        assert_eq!(Manifest::parse(&format!("{printed}hỏng")), manifest);
    }
}
