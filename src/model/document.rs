//! Documents that items cite: which mentions mean one document, and what is known of it.
//!
//! Numbers repeat: `88/KH-UBND` of Bắc Kạn is not that of Quảng Trị, and `01/NQ-CP` comes every year. A document is told
//! from all others by its code, its year, and the province where the issuer is a local body; its address says the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{ItemId, PartialDate, ProvinceId, Provinces, UrlPath};
use crate::cite::{Citation, CitedDate, Code, Relation};
use crate::text::Slug;

/// Which document of its site; the number says nothing of the order ([`super::Documents`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// A cited document.
#[derive(Debug)]
pub struct Document {
    /// Number and symbol.
    pub code: Arc<Code>,
    /// Its year; `None` where no text gives one.
    pub year: Option<i32>,
    /// The province of a local issuer.
    pub province: Option<ProvinceId>,
    /// The district or commune of an issuer below the province: `huyện Hòa An`.
    pub place: Option<String>,
    /// The dates that texts give, each with the item that gives it.
    pub dates: Vec<(PartialDate, ItemId)>,
    /// Last part of its address.
    pub slug: Slug,
    /// Its address.
    pub url: UrlPath,
    /// The note that an editor wrote on it.
    pub note: Option<ItemId>,
    /// The summary of the report that it is.
    pub report: Option<ItemId>,
    /// What it does to other documents: how, to which, and the items that say so.
    pub acts_on: Acts,
    /// The same from the other side.
    pub acted_on_by: Acts,
}

/// What tells a document from all others: the address says it, and so does what the address is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Last part of its address.
    pub slug: Slug,
    /// Its year; `None` where no text gives one.
    pub year: Option<i32>,
    /// The province of a local issuer.
    pub province: Option<ProvinceId>,
    /// The district or commune of an issuer below the province.
    pub place: Option<String>,
}

/// Which documents an item means by what it cites.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Meant {
    /// By each of its citations, in the order of [`super::Item::cited`].
    pub cited: Vec<Identity>,
    /// What it is a note on.
    pub annotated: Option<Identity>,
    /// By each of the documents that a note says it replaces or amends, in the order of [`Note::relations`].
    pub related: Vec<Identity>,
    /// The document that a report is itself, if it is cited.
    pub itself: Option<Slug>,
}

/// How documents bear on each other, with the items that say so.
pub type Acts = BTreeMap<(Relation, DocumentId), BTreeSet<ItemId>>;

impl Document {
    /// A document of which no more is known than its code.
    #[must_use]
    pub fn new(code: Arc<Code>, identity: &Identity) -> Self {
        let Identity { slug, year, province, place } = identity.clone();
        let url = UrlPath::page(&["van-ban"]).join(&slug);
        let (dates, acts_on, acted_on_by) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        Self { code, year, province, place, dates, slug, url, note: None, report: None, acts_on, acted_on_by }
    }

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
        let issuer: &str = &self.code.issuer;
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
        Slug::of(self.code.type_name)
    }

    /// The dates given by items that `shows` lets through: first that of the note, then the most frequent.
    #[must_use]
    pub fn dates(&self, shows: impl Fn(ItemId) -> bool) -> Vec<PartialDate> {
        // For each date whether the note gives it, and how many items do; few documents have more than one.
        let mut weights: Vec<(bool, usize, PartialDate)> = Vec::new();
        for (date, item) in self.dates.iter().filter(|(_, item)| shows(*item)) {
            let noted = self.note == Some(*item);
            match weights.iter_mut().find(|(.., known)| known == date) {
                Some((by_note, count, _)) => (*by_note, *count) = (*by_note || noted, *count + 1),
                None => weights.push((noted, 1, *date)),
            }
        }
        weights.sort_unstable_by_key(|(noted, count, date)| (Reverse((*noted, *count)), *date));
        weights.into_iter().map(|(.., date)| date).collect()
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
