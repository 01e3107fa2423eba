//! The list of what the builder wrote, kept in the output itself so that it always belongs to the site it stands in.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use crate::failure::Failure;

/// Name of the list in the output folder.
pub const MANIFEST_FILE: &str = ".bantin-manifest";

const HEADER: &str = "bantin 1";

/// What tells whether a file would be written again: XXH3 of its content, with 128 bits.
pub type ContentHash = u128;

/// Stands for the hash of a file that an older version wrote and hashed in another way.
pub const UNKNOWN: ContentHash = 0;

/// What tells whether a site would be made again: XXH3 of all it is made from, with 128 bits.
pub type InputsHash = u128;

/// One file that the builder wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Hash of its content.
    pub hash: ContentHash,
    /// Size in bytes.
    pub size: u64,
    /// Time of its last change, in nanoseconds since 1970.
    pub modified: u64,
}

impl Entry {
    /// The entry of a file that was just written or linked.
    pub fn of(hash: ContentHash, metadata: &Metadata) -> Self {
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
    pub inputs: Option<InputsHash>,
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
            let hash = read_hash(parts.next()?)?;
            let (size, modified) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some((parts.next()?.to_owned(), Entry { hash, size, modified }))
        };
        let inputs = lines.clone().next().and_then(|line| read_hash(line.strip_prefix(MADE_FROM)?));
        Self { entries: lines.filter_map(entry).collect(), inputs }
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

/// A hash in 32 hexadecimal digits, or in 64 as older versions wrote it.
fn read_hash(digits: &str) -> Option<u128> {
    match digits.len() {
        _ if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) => None,
        32 => u128::from_str_radix(digits, 16).ok(),
        64 => Some(UNKNOWN),
        _ => None,
    }
}

/// Writes the manifest of some files into a folder, in the order of their paths.
pub fn write(folder: &Path, inputs: Option<InputsHash>, mut files: Vec<(String, Entry)>) -> Result<(), Failure> {
    files.par_sort_unstable_by(|one, other| one.0.cmp(&other.0));
    let path = folder.join(MANIFEST_FILE);
    let lines = |files: &[(String, Entry)]| files.iter().map(|(path, entry)| line(path, entry) + "\n").collect();
    let print = || {
        let mut out = File::create(&path)?;
        writeln!(out, "{HEADER}")?;
        if let Some(inputs) = inputs {
            writeln!(out, "{MADE_FROM}{inputs:032x}")?;
        }
        // Some at once, so that their lines are not all in memory.
        for some in files.chunks(32 * 1024) {
            let lines: Vec<String> = some.par_chunks(1024).map(lines).collect();
            out.write_all(lines.concat().as_bytes())?;
        }
        Ok(())
    };
    print().map_err(|e| Failure::write(&path, &e))
}

/// Writes another manifest of a site that stays as it is, by way of the folder `next`.
pub fn replace(
    output: &Path,
    next: &Path,
    inputs: Option<InputsHash>,
    files: Vec<(String, Entry)>,
) -> Result<(), Failure> {
    fs::create_dir_all(next).map_err(|e| Failure::write(next, &e))?;
    write(next, inputs, files)?;
    let to = output.join(MANIFEST_FILE);
    fs::rename(next.join(MANIFEST_FILE), &to).map_err(|e| Failure::write(&to, &e))
}

/// What the manifest says of a file.
fn line(path: &str, entry: &Entry) -> String {
    format!("{:032x} {} {} {path}", entry.hash, entry.size, entry.modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_manifest_reads_back() {
        let entry = Entry { hash: 7 << 120, size: 12, modified: 1_700_000_000_123_456_789 };
        let path = "tinh/son-la/index.html";
        let printed = format!("{HEADER}\n{}\n", line(path, &entry));
        let manifest = Manifest { entries: [(path.to_owned(), entry)].into(), inputs: None };
        assert_eq!(Manifest::parse(&printed), manifest);
        let printed_too = format!("{HEADER}\n{MADE_FROM}{:032x}\n{}\n", 9, line(path, &entry));
        let entries = [(path.to_owned(), entry)].into();
        assert_eq!(Manifest::parse(&printed_too), Manifest { entries, inputs: Some(9) });
        // As older versions wrote it: the file is known as the builder's own.
        let older = format!("{HEADER}\n{} {} {} {path}\n", "ab".repeat(32), entry.size, entry.modified);
        assert!(Manifest::parse(&older).get(path).is_some_and(|known| known.hash == UNKNOWN));
        assert_eq!(Manifest::parse("bantin 0\n"), Manifest::default());
        assert_eq!(Manifest::parse(&printed[..printed.len() - 3]), Manifest::default());
        assert_eq!(Manifest::parse(&format!("{printed}hỏng")), manifest);
    }
}
