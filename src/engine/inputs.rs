//! What a build is made from, as one hash: a site that was made from the same by the same program need not be made again.

use rayon::prelude::*;

use crate::model::item::Visibility;
use crate::read::{BinaryFile, RawFile, Reading};
use crate::site::Site;

/// A hash of everything that decides over the bytes of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inputs([u8; 32]);

impl Inputs {
    /// What was read, by which program ([`crate::read::program`]).
    #[must_use]
    pub fn of(reading: &Reading, program: &[u8]) -> Self {
        let config = reading.config.iter().flatten();
        let texts: Vec<_> = config.chain(reading.themes.iter().flatten()).chain(&reading.texts).collect();
        let of_text = |file: &RawFile| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(file.path.as_bytes()).update(&[0]).update(&file.bytes);
            hasher.finalize()
        };
        let texts: Vec<blake3::Hash> = texts.into_par_iter().map(of_text).collect();
        let mut all = blake3::Hasher::new();
        all.update(program);
        for hash in &texts {
            all.update(hash.as_bytes());
        }
        // Of what is copied, size and time tell whether it changed.
        for BinaryFile { path, size, modified, dimensions, .. } in &reading.binaries {
            all.update(format!("{path}\0{size} {modified} {dimensions:?}\n").as_bytes());
        }
        Self(*all.finalize().as_bytes())
    }

    /// The same with what time decides: which items readers see today, and which day it is.
    #[must_use]
    pub fn on(self, site: &Site) -> [u8; 32] {
        let mut all = blake3::Hasher::new();
        all.update(&self.0).update(site.today.to_string().as_bytes()).update(&[u8::from(site.preview)]);
        for item in site.items.values() {
            all.update(&[match item.visibility {
                Visibility::Public => 0,
                Visibility::Draft => 1,
                Visibility::Scheduled(_) => 2,
                Visibility::Expired(_) => 3,
            }]);
        }
        *all.finalize().as_bytes()
    }
}
