//! What a build is made from, as one hash: a site that was made from the same by the same program need not be made again.

use rayon::prelude::*;
use twox_hash::XxHash3_128;

use crate::model::item::Visibility;
use crate::publish::InputsHash;
use crate::read::{BinaryFile, Reading, TextFile};
use crate::site::Site;

/// A hash of everything that decides over the bytes of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inputs(InputsHash);

impl Inputs {
    /// What was read, by which program ([`crate::read::program`]).
    #[must_use]
    pub fn of(reading: &Reading, program: &[u8]) -> Self {
        let add = |to: &mut XxHash3_128, path: &str, bytes: &[u8]| {
            to.write(path.as_bytes());
            to.write(&[0]);
            to.write(&bytes.len().to_le_bytes());
            to.write(bytes);
        };
        // What is no text stops the build.
        let add_text = |to: &mut XxHash3_128, file: &TextFile| {
            add(to, &file.path, file.text.as_deref().unwrap_or_default().as_bytes());
        };
        let of_some = |files: &[TextFile]| {
            let mut texts = XxHash3_128::new();
            files.iter().for_each(|file| add_text(&mut texts, file));
            texts.finish_128()
        };
        let texts: Vec<u128> = reading.texts.par_chunks(128).map(of_some).collect();
        let mut all = XxHash3_128::new();
        all.write(program);
        reading.config.iter().flatten().for_each(|file| add_text(&mut all, file));
        reading.themes.iter().flatten().for_each(|file| add(&mut all, &file.path, &file.bytes));
        texts.iter().for_each(|hash| all.write(&hash.to_le_bytes()));
        // Of what is copied, size and time tell whether it changed.
        for BinaryFile { path, size, modified, dimensions, .. } in &reading.binaries {
            all.write(format!("{path}\0{size} {modified} {dimensions:?}\n").as_bytes());
        }
        Self(all.finish_128())
    }

    /// The same with what time decides: which items readers see today, and which day it is.
    #[must_use]
    pub fn on(self, site: &Site) -> InputsHash {
        let mut all = XxHash3_128::new();
        all.write(&self.0.to_le_bytes());
        all.write(site.today.to_string().as_bytes());
        all.write(&[u8::from(site.preview)]);
        for item in site.items.values() {
            all.write(&[match item.visibility {
                Visibility::Public => 0,
                Visibility::Draft => 1,
                Visibility::Scheduled(_) => 2,
                Visibility::Expired(_) => 3,
            }]);
        }
        all.finish_128()
    }
}
