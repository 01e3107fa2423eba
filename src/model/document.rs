//! Documents that items cite: which mentions mean one document, and what is known of it.
//!
//! Numbers repeat: `88/KH-UBND` of Bắc Kạn is not that of Quảng Trị, and `01/NQ-CP` comes every year. A document is told
//! from all others by its code, its year, and the province where the issuer is a local body; its address says the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::NaiveDate;

use super::{ItemId, PartialDate, ProvinceId, Provinces, UrlPath};
use crate::cite::{Citation, CitedDate, Code, Relation};
use crate::text::Slug;

/// Index of a document among those of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// A cited document.
#[derive(Debug)]
pub struct Document {
    /// Number and symbol.
    pub code: Code,
    /// Its year; `None` where no text gives one.
    pub year: Option<i32>,
    /// The province of a local issuer.
    pub province: Option<ProvinceId>,
    /// The district or commune of an issuer below the province: `huyện Hòa An`.
    pub place: Option<String>,
    /// The dates that texts give, with the items that give them.
    pub dates: BTreeMap<PartialDate, Vec<ItemId>>,
    /// Last part of its address.
    pub slug: Slug,
    /// The note that an editor wrote on it.
    pub note: Option<ItemId>,
    /// The summary of the report that it is.
    pub report: Option<ItemId>,
    /// What it does to other documents: how, to which, and the items that say so.
    pub acts_on: Acts,
    /// The same from the other side.
    pub acted_on_by: Acts,
}

/// How documents bear on each other, with the items that say so.
pub type Acts = BTreeMap<(Relation, DocumentId), BTreeSet<ItemId>>;

impl Document {
    /// `Quyết định số 100/QĐ-TTg`; standards bear their name alone.
    #[must_use]
    pub fn label(&self) -> String {
        match self.code.notation {
            crate::cite::Notation::Standard => self.code.text.clone(),
            _ => format!("{} số {}", self.code.type_name, self.code.text),
        }
    }

    /// Its issuer in full, as it was called on the document's `date`: `Ủy ban nhân dân tỉnh Bắc Kạn`.
    #[must_use]
    pub fn issuer_name(&self, provinces: &Provinces, date: Option<PartialDate>) -> String {
        let issuer = self.code.issuer.as_str();
        let Some(province) = self.province.map(|id| provinces.get(id)) else { return issuer.to_owned() };
        let dated = date.map(PartialDate::first_day);
        let day = dated.or_else(|| self.year.and_then(|year| NaiveDate::from_ymd_opt(year, 6, 30)));
        let official = province.official_name_on(day);
        let place = self.place.as_ref().map_or_else(String::new, |place| format!("{place}, "));
        match issuer {
            "Tỉnh ủy" if official.starts_with("Thành phố") => format!("Thành ủy {}", province.name),
            "Tỉnh ủy" => format!("{issuer} {}", province.name),
            _ => {
                let mut letters = official.chars();
                let lower: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
                format!("{issuer} {place}{lower}")
            }
        }
    }

    /// The part of an address that stands for its issuer, whatever the issuer's province was called.
    #[must_use]
    pub fn issuer_slug(&self, provinces: &Provinces) -> Option<Slug> {
        Slug::of(&self.code.issuer)?;
        let province = self.province.map_or("", |id| provinces.get(id).slug.as_str());
        Slug::of(&format!("{} {} {province}", self.code.issuer, self.place.as_deref().unwrap_or_default()))
    }

    /// The part of an address that stands for its type.
    #[must_use]
    pub fn type_slug(&self) -> Option<Slug> {
        Slug::of(&self.code.type_name)
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> UrlPath {
        UrlPath::page(&["van-ban"]).join(&self.slug)
    }

    /// The dates given by items that `shows` lets through: first that of the note, then the most frequent.
    #[must_use]
    pub fn dates(&self, shows: impl Fn(ItemId) -> bool) -> Vec<PartialDate> {
        let weight = |items: &Vec<ItemId>| {
            let count = items.iter().filter(|id| shows(**id)).count();
            let noted = self.note.is_some_and(|note| shows(note) && items.contains(&note));
            (count > 0).then_some(Reverse((noted, count)))
        };
        let mut dates: Vec<_> = self.dates.iter().filter_map(|(date, items)| Some((weight(items)?, *date))).collect();
        dates.sort_unstable();
        dates.into_iter().map(|(_, date)| date).collect()
    }
}

/// What an editor adds to a cited document.
#[derive(Debug)]
pub struct Note {
    /// Number, symbol and date.
    pub citation: Citation,
    /// Whether it is in force.
    pub status: Option<DocumentStatus>,
    /// Its official address on the web.
    pub address: Option<String>,
    /// The documents it replaces or amends, with their places in the file.
    pub relations: Vec<(Relation, Citation, Range<usize>)>,
}

/// Whether a document is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentStatus {
    /// In force.
    InForce,
    /// Not in force yet.
    NotYet,
    /// Some of it is no longer in force.
    Partly,
    /// No longer in force.
    Expired,
}

impl DocumentStatus {
    /// All values with their key in front matter and their Vietnamese label.
    pub const WORDS: [(&'static str, &'static str, Self); 4] = [
        ("con-hieu-luc", "Còn hiệu lực", Self::InForce),
        ("chua-co-hieu-luc", "Chưa có hiệu lực", Self::NotYet),
        ("het-hieu-luc-mot-phan", "Hết hiệu lực một phần", Self::Partly),
        ("het-hieu-luc", "Hết hiệu lực", Self::Expired),
    ];

    /// Key and label.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        Self::WORDS.iter().find(|(.., s)| *s == self).map_or(("", ""), |(key, label, _)| (key, label))
    }
}

impl Note {
    /// The day on which the document's issuer is looked up: its date, else the middle of its year.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        match self.citation.date {
            Some(CitedDate::Date(date)) => Some(date.first_day()),
            _ => NaiveDate::from_ymd_opt(self.citation.year()?, 6, 30),
        }
    }
}

/// The last part of a document's address: `100-qd-ttg-2019`, `88-kh-ubnd-2021-bac-kan`; `place` is a district or commune.
///
/// # Panics
/// Never: every code has digits, of which a slug can be made.
#[must_use]
pub fn document_slug(code: &Code, year: Option<i32>, place: Option<&str>, province: Option<&Slug>) -> Slug {
    // Folded, a contract (HĐ) would be a guideline (HD), and a scheme (ĐA) a project (DA).
    let mut text = code.text.replace("/HĐ-", "/hop-dong-").replace("/ĐA-", "/de-an-");
    if let (None, Some(year)) = (code.year, year) {
        text.push_str(&format!(" {year}"));
    }
    for part in place.into_iter().chain(province.map(Slug::as_str)) {
        text.push_str(&format!(" {part}"));
    }
    Slug::of(&text).expect("a code has digits")
}

/// All documents of a site, and what each item cites.
#[derive(Debug, Default)]
pub struct Documents {
    documents: Vec<Document>,
    by_slug: BTreeMap<Slug, DocumentId>,
    /// For each item the documents of its citations, in their order in its outline.
    cited: Vec<Vec<DocumentId>>,
    /// The documents of the notes.
    notes: BTreeMap<ItemId, DocumentId>,
}

impl Documents {
    /// No documents yet, for a number of items.
    #[must_use]
    pub fn new(items: usize) -> Self {
        Self { cited: vec![Vec::new(); items], ..Self::default() }
    }

    /// The document of an address, made if it is new.
    pub fn enter(&mut self, slug: Slug, make: impl FnOnce(Slug) -> Document) -> DocumentId {
        let next = DocumentId(u32::try_from(self.documents.len()).unwrap_or(u32::MAX));
        let id = *self.by_slug.entry(slug.clone()).or_insert(next);
        if id == next {
            self.documents.push(make(slug));
        }
        id
    }

    /// Notes that an item cites a document, as the next of its citations.
    pub fn cite(&mut self, item: ItemId, document: DocumentId) {
        self.cited[item.0 as usize].push(document);
    }

    /// Notes what one document does to another, according to an item.
    pub fn relate(&mut self, one: DocumentId, relation: Relation, other: DocumentId, item: ItemId) {
        if one != other {
            self.get_mut(one).acts_on.entry((relation, other)).or_default().insert(item);
            self.get_mut(other).acted_on_by.entry((relation, one)).or_default().insert(item);
        }
    }

    /// The document of an id.
    #[must_use]
    pub fn get(&self, id: DocumentId) -> &Document {
        &self.documents[id.0 as usize]
    }

    /// The document of an id, to be changed.
    pub fn get_mut(&mut self, id: DocumentId) -> &mut Document {
        &mut self.documents[id.0 as usize]
    }

    /// The document at the last part of an address.
    #[must_use]
    pub fn find(&self, slug: &Slug) -> Option<DocumentId> {
        self.by_slug.get(slug).copied()
    }

    /// The documents of an item's citations, in their order in its outline.
    #[must_use]
    pub fn cited(&self, item: ItemId) -> &[DocumentId] {
        &self.cited[item.0 as usize]
    }

    /// Notes that an item is the note on a document.
    pub fn annotate(&mut self, document: DocumentId, note: ItemId) {
        self.get_mut(document).note = Some(note);
        self.notes.insert(note, document);
    }

    /// The document on which an item is the note.
    #[must_use]
    pub fn annotated(&self, note: ItemId) -> Option<DocumentId> {
        self.notes.get(&note).copied()
    }

    /// All ids in the order of the addresses.
    pub fn ids(&self) -> impl Iterator<Item = DocumentId> {
        self.by_slug.values().copied()
    }

    /// The other documents whose address begins with the number of this one: of other years and provinces.
    pub fn same_number(&self, id: DocumentId) -> impl Iterator<Item = DocumentId> {
        let code = &self.get(id).code.text;
        let from = document_slug(&self.get(id).code, self.get(id).code.year, None, None);
        let near =
            self.by_slug.range(from.clone()..).take_while(move |(slug, _)| slug.as_str().starts_with(from.as_str()));
        near.map(|(_, id)| *id).filter(move |other| *other != id && self.get(*other).code.text == *code)
    }
}
