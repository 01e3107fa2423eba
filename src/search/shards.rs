//! The files of the index: which there are, and what stands in them.
//!
//! `muc-luc.js` says which file has what; `tu-N.js` has words, `cap-N.js` pairs of neighbouring words, both in the order of
//! their characters; `bai-N.js` has the texts of units for the list of results. How many there are follows from the size of
//! the site, so that a plan knows them without the index.

use serde::Serialize;
use serde_json::{Value, json};

use super::entries::{self, Entry, Phrase, Unit};
use super::index::SearchIndex;
use super::postings;
use crate::model::UrlPath;
use crate::site::Site;

/// Bytes of text in the site for each file of words, and for each of pairs, and how many files there are at least: a small
/// site has nearly as many words as a large one.
const WORDS: (usize, usize) = (70_000, 12);
const PAIRS: (usize, usize) = (35_000, 36);
/// Bytes in a file of texts in a small site, and up to how many such files; in larger sites they grow.
const TEXTS: (usize, usize) = (4_096, 6_000);

/// A file of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shard {
    /// The table of contents.
    Root,
    /// Words, by number.
    Words(usize),
    /// Pairs of words.
    Pairs(usize),
    /// Texts.
    Texts(usize),
}

impl Shard {
    /// The name that the script knows it by, also the name of its file.
    fn name(self) -> String {
        match self {
            Self::Root => "muc-luc".to_owned(),
            Self::Words(number) => format!("tu-{number}"),
            Self::Pairs(number) => format!("cap-{number}"),
            Self::Texts(number) => format!("bai-{number}"),
        }
    }
}

/// The address of a file of the index.
#[must_use]
pub fn shard_url(shard: Shard) -> UrlPath {
    UrlPath::page(&["tim-kiem"]).fixed_file(&format!("{}.js", shard.name()))
}

/// How many files of each sort a site has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub(super) words: usize,
    pub(super) pairs: usize,
    texts: usize,
    /// Bytes of text in a file of texts.
    text_size: usize,
}

impl Counts {
    /// The counts for a site.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let total = entries::total_size(site);
        let mut text_size = TEXTS.0;
        while total / text_size > TEXTS.1 {
            text_size *= 2;
        }
        let (words, pairs) = (total / WORDS.0 + WORDS.1, total / PAIRS.0 + PAIRS.1);
        Self { words, pairs, texts: total / text_size + 1, text_size }
    }

    /// All files.
    pub fn shards(self) -> impl Iterator<Item = Shard> {
        let words = (0..self.words).map(Shard::Words);
        let pairs = (0..self.pairs).map(Shard::Pairs);
        [Shard::Root].into_iter().chain(words).chain(pairs).chain((0..self.texts).map(Shard::Texts))
    }

    /// The first unit of each file of texts, and the number of all units, by the sizes of the units.
    pub(super) fn text_starts(self, sizes: &[usize]) -> Vec<u32> {
        let mut starts = Vec::with_capacity(self.texts + 1);
        let mut before = 0;
        for (unit, size) in (0..).zip(sizes) {
            while before >= starts.len() * self.text_size {
                starts.push(unit);
            }
            before += size;
        }
        let units = u32::try_from(sizes.len()).unwrap_or(u32::MAX);
        starts.resize(self.texts + 1, units);
        starts
    }
}

/// Some lines in a row, one file.
pub struct Lines {
    /// The word or pair that the first line is about.
    first: String,
    pub(super) text: String,
}

/// Divides lines among at most `count` files of about the same size; what a line is about ends with `end`.
pub fn partition(lines: Vec<String>, count: usize, end: char) -> Vec<Lines> {
    let total: usize = lines.iter().map(|line| line.len() + 1).sum();
    let enough = total.div_ceil(count).max(1);
    let mut out: Vec<Lines> = Vec::with_capacity(count);
    for line in lines {
        match out.last_mut().filter(|last| last.text.len() < enough) {
            Some(last) => {
                last.text.push('\n');
                last.text.push_str(&line);
            }
            None => {
                let first = line.split(end).next().unwrap_or_default().to_owned();
                out.push(Lines { first, text: line });
            }
        }
    }
    out
}

impl SearchIndex {
    /// The bytes of a file of the index: a call of the script that asked for it.
    #[must_use]
    pub fn shard(&self, shard: Shard, site: &Site, phrase: Phrase<'_>) -> Vec<u8> {
        let mut out = format!("bantinFound(\"{}\",", shard.name()).into_bytes();
        let lines = |all: &[Lines], number: usize| all.get(number).map_or("", |lines| &lines.text).to_owned();
        let written = match shard {
            Shard::Root => serde_json::to_writer(&mut out, &self.root()),
            Shard::Words(number) => serde_json::to_writer(&mut out, &lines(&self.words, number)),
            Shard::Pairs(number) => serde_json::to_writer(&mut out, &lines(&self.pairs, number)),
            Shard::Texts(number) => serde_json::to_writer(&mut out, &self.texts(number, site, phrase)),
        };
        debug_assert!(written.is_ok(), "texts and numbers can be written as JSON");
        out.extend_from_slice(b")\n");
        out
    }

    fn root(&self) -> Value {
        let firsts = |all: &[Lines]| all.iter().map(|lines| lines.first.clone()).collect::<Vec<_>>().join("\n");
        let (heads, units) = (&self.first_units[..self.entries.len()], self.first_units[self.entries.len()]);
        json!({
            "units": units,
            "heads": postings::encode(heads, units),
            "items": self.items_until,
            "words": firsts(&self.words),
            "pairs": firsts(&self.pairs),
            "texts": postings::distances(&self.texts),
        })
    }

    /// The entries whose units stand in a file of texts, where the first unit of an entry has no heading of its own.
    fn texts(&self, number: usize, site: &Site, phrase: Phrase<'_>) -> Vec<ShownEntry> {
        let (Some(from), Some(to)) = (self.texts.get(number), self.texts.get(number + 1)) else { return Vec::new() };
        let first = self.first_units.partition_point(|unit| unit <= from).saturating_sub(1);
        let here = self.entries.iter().zip(self.first_units.windows(2)).skip(first);
        let here = here.take_while(|(_, units)| units[0] < *to && from < to);
        here.map(|(id, units)| {
            let Entry { title, url, kind, facts, units: all, .. } = entries::entry(site, *id, phrase);
            let start = units[0].max(*from);
            let inner = (start - units[0]) as usize..((*to).min(units[1]) - units[0]) as usize;
            let all = all.into_iter().skip(inner.start).take(inner.len()).zip(start..);
            let heading = |unit: &mut Unit, at: u32| {
                if at == units[0] { String::new() } else { std::mem::take(&mut unit.heading) }
            };
            let shown = all.map(|(mut unit, at)| (heading(&mut unit, at), unit.anchor, unit.text)).collect();
            ShownEntry(start, title, url.as_str().to_owned(), kind, facts.join(" · "), shown)
        })
        .collect()
    }
}

/// An entry for the list of results: the first of its units in this file, title, address, kind, facts, and for each unit
/// heading, anchor and text.
#[derive(Serialize)]
struct ShownEntry(u32, String, String, &'static str, String, Vec<(String, String, String)>);
