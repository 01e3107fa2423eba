//! What a build is made from, as one hash: a site that was made from the same by the same program need not be made again.

use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use crate::model::item::Visibility;
use crate::publish;
use crate::read::Reading;
use crate::site::Site;

/// A hash of everything that decides over the bytes of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inputs([u8; 32]);

impl Inputs {
    /// What was read, and the program; `None` where that cannot be told for sure.
    #[must_use]
    pub fn of(reading: &Reading) -> Option<Self> {
        let program = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
        let modified = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let mut all = blake3::Hasher::new();
        all.update(env!("CARGO_PKG_VERSION").as_bytes());
        all.update(&program.len().to_le_bytes()).update(&modified.as_nanos().to_le_bytes());
        let config = reading.config.iter().flatten();
        let texts: Vec<_> = config.chain(reading.themes.iter().flatten()).chain(&reading.texts).collect();
        let of_text = |path: &str, bytes: &[u8]| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(path.as_bytes()).update(&[0]).update(bytes);
            hasher.finalize()
        };
        let texts: Vec<blake3::Hash> = texts.into_par_iter().map(|file| of_text(&file.path, &file.bytes)).collect();
        // Files that are copied count by what is in them: their times say little after a copy from a stick.
        let binaries: Option<Vec<blake3::Hash>> = reading
            .binaries
            .par_iter()
            .map(|file| Some(of_text(&file.path, &publish::hash_file(&file.disk).ok()?)))
            .collect();
        texts.iter().chain(&binaries?).for_each(|hash| drop(all.update(hash.as_bytes())));
        Some(Self(*all.finalize().as_bytes()))
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
