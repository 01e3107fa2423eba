//! Where each word and each pair of neighbouring words stands, gathered in parallel.

use std::collections::BTreeMap;
use std::ops::Range;

use ahash::AHashMap;

use super::entries::{self, Entry, EntryId, Phrase, Unit};
use super::postings::{self, List};
use super::shards::{Counts, Lines, partition};
use crate::site::Site;
use crate::text::{WordForm, words};

/// Names what the files look like; another look gets another name, so that no browser takes old files for new ones.
const FORMAT: &[u8] = b"search 1";

/// The index of a site.
pub struct SearchIndex {
    pub(super) entries: Vec<EntryId>,
    /// The first unit of each entry, and the number of all units.
    pub(super) first_units: Vec<u32>,
    /// The first unit of each file of texts, and the number of all units.
    pub(super) texts: Vec<u32>,
    /// The unit after those of the items: from it on stand documents, indicators and places.
    pub(super) items_until: u32,
    pub(super) words: Vec<Lines>,
    pub(super) pairs: Vec<Lines>,
    /// Changes with everything that can be found.
    pub version: String,
}

impl SearchIndex {
    /// Gathers the index of a site. Threads of its own do so, because it may be asked for by a thread of a pool on which
    /// others wait for it.
    #[must_use]
    pub fn of(site: &Site, phrase: Phrase<'_>) -> Self {
        let entries = entries::all(site);
        let (mut first_units, mut sizes) = (Vec::with_capacity(entries.len() + 1), Vec::new());
        for id in &entries {
            first_units.push(number(sizes.len()));
            sizes.extend(entries::sizes(site, *id));
        }
        let units = number(sizes.len());
        first_units.push(units);
        let counts = Counts::of(site);
        let is_item = |id: &&EntryId| matches!(id, EntryId::Item(_));
        let items_until = first_units[entries.iter().take_while(is_item).count()];

        let threads = rayon::current_num_threads();
        let mut gathered = gather(site, &entries, (&first_units, &sizes), threads, phrase);
        let hashes: Vec<u8> = gathered.iter_mut().flat_map(|part| std::mem::take(&mut part.hashes)).collect();
        let (words, pairs) = merge(gathered, units);
        let mut index = Self {
            texts: counts.text_starts(&sizes),
            words: partition(words, counts.words, ' '),
            pairs: partition(pairs, counts.pairs, ':'),
            entries,
            first_units,
            items_until,
            version: String::new(),
        };
        index.version = index.hash(&hashes);
        index
    }

    /// A name for this state of all files: of what stands in them, and of where they are cut.
    fn hash(&self, of_entries: &[u8]) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(FORMAT).update(of_entries);
        for number in self.first_units.iter().chain(&self.texts) {
            hasher.update(&number.to_le_bytes());
        }
        for lines in self.words.iter().chain(&self.pairs) {
            hasher.update(lines.text.as_bytes()).update(&[0xff]);
        }
        hasher.finalize().to_hex()[..12].to_owned()
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Reads all entries in about as many parts, of about the same amount of text, as there are threads. What comes out does not
/// depend on where they are cut.
fn gather(
    site: &Site,
    entries: &[EntryId],
    (first_units, sizes): (&[u32], &[usize]),
    threads: usize,
    phrase: Phrase<'_>,
) -> Vec<Gathered> {
    let total: usize = sizes.iter().sum();
    let mut done = 0;
    let mut cuts = vec![0];
    for (number, first) in first_units.windows(2).enumerate() {
        done += sizes[first[0] as usize..first[1] as usize].iter().sum::<usize>();
        if done * threads >= total * cuts.len() {
            cuts.push(number + 1);
        }
    }
    let part = |from: usize, to: usize| {
        let mut out = Gathered::default();
        for (id, units) in entries[from..to].iter().zip(first_units[from..].windows(2)) {
            out.add(&entries::entry(site, *id, phrase), units[0]..units[1]);
        }
        out
    };
    let part = &part;
    std::thread::scope(|scope| {
        let running: Vec<_> = cuts.windows(2).map(|cut| scope.spawn(move || part(cut[0], cut[1]))).collect();
        let joined = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// Bytes of the longest word that can be found.
const LONGEST_WORD: usize = 100;
/// Words of the longest title that is also known as a whole.
const LONGEST_NAME: usize = 8;

/// What stands in some entries in a row.
#[derive(Default)]
struct Gathered {
    /// Numbers of words by how they are written.
    written: AHashMap<String, Option<u32>>,
    numbers: AHashMap<WordForm, u32>,
    /// For each word its forms and where it stands.
    words: Vec<Word>,
    folded: AHashMap<String, u32>,
    folds: Vec<String>,
    /// Units in which one word follows another, both without their marks.
    pairs: AHashMap<(u32, u32), List>,
    facets: BTreeMap<String, List>,
    /// A hash of each entry.
    hashes: Vec<u8>,
}

struct Word {
    form: WordForm,
    folded: u32,
    /// Units with the word in a heading or title.
    in_headings: List,
    /// Units with the word in their text.
    in_texts: List,
}

impl Gathered {
    fn add(&mut self, entry: &Entry, units: Range<u32>) {
        debug_assert_eq!(entry.units.len(), units.len(), "the units are those whose sizes were told: {}", entry.url);
        let first = units.start;
        for facet in &entry.facets {
            self.facets.entry(facet.clone()).or_default().push(first);
        }
        let mut hasher = blake3::Hasher::new();
        let mut hash = |text: &str| {
            hasher.update(text.as_bytes()).update(&[0xff]);
        };
        [entry.title.as_str(), entry.url.as_str(), entry.kind].into_iter().for_each(&mut hash);
        entry.facts.iter().chain(&entry.facets).for_each(|fact| hash(fact));
        for (Unit { heading, anchor, names, text }, unit) in entry.units.iter().zip(units) {
            [heading, anchor, names, text].into_iter().for_each(|part| hash(part));
            if unit == first {
                self.read(&entry.title, unit, |word| &mut word.in_headings);
            }
            self.name(if unit == first { &entry.title } else { heading }, unit);
            self.read(heading, unit, |word| &mut word.in_headings);
            self.read(names, unit, |word| &mut word.in_texts);
            self.read(text, unit, |word| &mut word.in_texts);
        }
        self.hashes.extend_from_slice(hasher.finalize().as_bytes());
    }

    /// Notes a short title or heading as a whole: whoever types just that wants what bears it first.
    fn name(&mut self, name: &str, unit: u32) {
        let numbers: Vec<u32> =
            words(name).take(LONGEST_NAME + 1).filter_map(|word| self.number(&name[word])).collect();
        if (1..=LONGEST_NAME).contains(&numbers.len()) {
            let folds: Vec<&str> =
                numbers.iter().map(|word| self.folds[self.words[*word as usize].folded as usize].as_str()).collect();
            self.facets.entry(format!("ten={}", folds.join("-"))).or_default().push(unit);
        }
    }

    /// Notes the words of a text in the list of each that `list` chooses; a pair stands within a line.
    fn read(&mut self, text: &str, unit: u32, list: impl Fn(&mut Word) -> &mut List) {
        for line in text.lines() {
            let mut before = None;
            for range in words(line) {
                let Some(number) = self.number(&line[range]) else { continue };
                let word = &mut self.words[number as usize];
                list(word).push(unit);
                let folded = word.folded;
                if let Some(before) = before.replace(folded) {
                    self.pairs.entry((before, folded)).or_default().push(unit);
                }
            }
        }
    }

    fn number(&mut self, written: &str) -> Option<u32> {
        if let Some(known) = self.written.get(written) {
            return *known;
        }
        let is_word = written.len() <= LONGEST_WORD;
        let number = WordForm::of(written).filter(|_| is_word).map(|form| self.number_of(form));
        self.written.insert(written.to_owned(), number);
        number
    }

    fn number_of(&mut self, form: WordForm) -> u32 {
        if let Some(known) = self.numbers.get(&form) {
            return *known;
        }
        let new = number(self.folds.len());
        let folded = *self.folded.entry(form.folded.clone()).or_insert(new);
        if folded == new {
            self.folds.push(form.folded.clone());
        }
        let number = number(self.words.len());
        self.numbers.insert(form.clone(), number);
        self.words.push(Word { form, folded, in_headings: List::default(), in_texts: List::default() });
        number
    }
}

/// Puts the parts together, in the order of the words: for each a line as the script reads it. A word has its written forms
/// one after the other, `exact:texts:headings`, where `exact` is left out if it is the word itself and what is empty at the
/// end too.
fn merge(gathered: Vec<Gathered>, units: u32) -> (Vec<String>, Vec<String>) {
    let mut words: BTreeMap<WordForm, [List; 2]> = BTreeMap::new();
    let mut pairs: BTreeMap<String, List> = BTreeMap::new();
    let mut facets: BTreeMap<String, List> = BTreeMap::new();
    for part in gathered {
        for word in part.words {
            let [texts, headings] = words.entry(word.form).or_default();
            texts.append(word.in_texts);
            headings.append(word.in_headings);
        }
        let fold = |number: u32| part.folds[number as usize].as_str();
        for ((one, other), list) in part.pairs {
            pairs.entry(format!("{} {}", fold(one), fold(other))).or_default().append(list);
        }
        for (facet, list) in part.facets {
            facets.entry(facet).or_default().append(list);
        }
    }
    let encode = |list: &List| postings::encode(&list.iter().collect::<Vec<_>>(), units);
    let mut lines: BTreeMap<String, String> =
        facets.into_iter().map(|(facet, list)| (facet, format!(" :{}", encode(&list)))).collect();
    for (form, [texts, headings]) in words {
        let exact = if form.exact == form.folded { "" } else { &form.exact };
        let forms = format!(" {exact}:{}:{}", encode(&texts), encode(&headings));
        lines.entry(form.folded).or_default().push_str(forms.trim_end_matches(':'));
    }
    let words = lines.into_iter().map(|(word, forms)| word + &forms).collect();
    let pairs = pairs.into_iter().map(|(pair, list)| format!("{pair}:{}", encode(&list)));
    (words, pairs.collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::engine::Engine;
    use crate::read::{Reading, TextFile};

    #[test]
    fn the_index_does_not_depend_on_the_number_of_threads() {
        let file = |path: &str, text: &str| TextFile::decode(path, text.as_bytes());
        let news = |number: usize| {
            let text = format!(
                "---\ntieu_de: Tin {number}\nngay: 2022-01-{:02}\n---\n\nSố {number}: đo lường, đồ lưỡng.\n",
                number % 28 + 1
            );
            file(&format!("content/tin-tuc/{number}.md"), &text)
        };
        let texts = (0..40).map(news).chain([
            file("content/_data/provinces.yaml", include_str!("../../content/_data/provinces.yaml")),
            file("content/_data/topics.yaml", include_str!("../../content/_data/topics.yaml")),
            file("content/_data/indicators.yaml", include_str!("../../content/_data/indicators.yaml")),
        ]);
        let config = Some(Some(file("bantin.yaml", "title: Thử\npublisher: Sở\n")));
        let within = vec!["content".to_owned()];
        let reading = Reading { config, texts: texts.collect(), within, found: true, ..Reading::default() };
        let mut engine = Engine::new(false);
        engine.update(reading, NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(8, 0, 0).unwrap()).unwrap();
        let site = &engine.renderer().unwrap().site;

        let entries = entries::all(site);
        let sizes: Vec<Vec<usize>> = entries.iter().map(|id| entries::sizes(site, *id).collect()).collect();
        let mut first_units = vec![0];
        sizes.iter().for_each(|units| first_units.push(first_units[first_units.len() - 1] + number(units.len())));
        assert_eq!(sizes.concat().iter().sum::<usize>(), entries::total_size(site));
        let with = |threads| {
            let gathered = gather(site, &entries, (&first_units, &sizes.concat()), threads, &|key| key.to_owned());
            assert!(threads == 1 || gathered.len() > 1, "there are several parts");
            let hashes: Vec<u8> = gathered.iter().flat_map(|part| part.hashes.clone()).collect();
            (hashes, merge(gathered, first_units[entries.len()]))
        };
        let one = with(1);
        assert!([2, 3, 7].into_iter().all(|threads| with(threads) == one));
    }
}
