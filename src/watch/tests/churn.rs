//! Anything may happen to files and folders in any order and at any speed: in the end nothing is missed.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::{SILENCE, Site, pause};
use crate::watch::How;
use crate::watch::system::start;

/// Numbers that look random and are the same each time (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % 1_000_003).unwrap() % end
    }

    /// One of few paths, so that they meet.
    fn path(&mut self, site: &Site) -> PathBuf {
        let mut path = site.path(["content", "content", "content", "themes", "kho"][self.below(5)]);
        for _ in 0..self.below(4) {
            path.push(["x", "y", "z"][self.below(3)]);
        }
        path
    }
}

fn churn(how: How, seed: u64, rounds: usize) {
    let site = Site::with(how, start, |_| {});
    fs::create_dir(site.path("kho")).unwrap();
    let mut dice = Dice(seed);
    for round in 0..rounds {
        for step in 0..dice.below(60) {
            let (path, other) = (dice.path(&site), dice.path(&site));
            // Most of this fails now and then, because something is missing or in the way; that is the point.
            let result = match dice.below(8) {
                0 => fs::remove_dir_all(&path),
                1 => fs::rename(&path, &other),
                2 => fs::remove_file(path.join("a.md")),
                3 => fs::rename(path.join("a.md"), other.join("a.md")),
                4 => fs::create_dir_all(&path),
                _ => fs::create_dir_all(&path).and_then(|()| fs::write(path.join("a.md"), format!("{round} {step}"))),
            };
            drop(result);
            if dice.below(10) == 0 {
                pause(dice.below(8) as u64);
            }
        }
        site.told_within(SILENCE / 4);
        fs::create_dir_all(site.path("content")).unwrap();
    }
}

#[test]
fn nothing_is_missed_whatever_happens() {
    churn(How::Notified, 0x9E37_79B9_7F4A_7C15, 40);
}

#[test]
fn nothing_is_missed_by_looking() {
    churn(How::Polling(Duration::from_millis(30)), 0x2545_F491_4F6C_DD1D, 20);
}
