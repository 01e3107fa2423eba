//! Documents as lists show them: all, and by level, type, issuer and year; newest first.

use std::cmp::{Ordering, Reverse};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{Index, Step};
use crate::cite::Level;
use crate::model::documents::Role;
use crate::model::{Document, DocumentId, Documents, ItemId, Items, PartialDate, ProvinceId, Provinces};
use crate::text::Slug;

/// What narrows a list of documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentFilter {
    /// Nothing.
    All,
    /// Central, local or international issuers.
    Level(Level),
    /// One type, by its slug.
    Type(Slug),
    /// One issuer, by its slug.
    Issuer(Slug),
    /// One year.
    Year(i32),
}

/// What lists of documents are made from.
pub struct Register<'s> {
    /// The documents.
    pub documents: &'s Documents,
    /// The items that speak of them.
    pub items: &'s Items,
    /// The provinces of their issuers.
    pub provinces: &'s Provinces,
    /// Whether readers see an item.
    pub shows: &'s (dyn Fn(ItemId) -> bool + Sync),
}

/// Where a document stands in lists: newest first, then by address.
type Rank<'s> = (Reverse<Option<PartialDate>>, &'s Slug);

impl Register<'_> {
    fn rank(&self, id: DocumentId) -> Rank<'_> {
        let document = self.documents.get(id);
        let date = document.dates(self.shows).first().copied();
        let year = document.year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)).map(PartialDate::month_of);
        (Reverse(date.or(year)), &document.slug)
    }

    fn order(&self, one: DocumentId, other: DocumentId) -> Ordering {
        if one == other { Ordering::Equal } else { self.rank(one).cmp(&self.rank(other)) }
    }

    /// The items that readers see and that cite a document, newest first; a report does not cite itself, nor does a note.
    fn citing(&self, id: DocumentId) -> Vec<ItemId> {
        let document = self.documents.get(id);
        let voices = self.documents.voices(id).iter().filter(|voice| matches!(voice.role, Role::Cites(_)));
        let others =
            voices.map(|voice| voice.item).filter(|item| ![document.report, document.note].contains(&Some(*item)));
        let mut out: Vec<ItemId> = others.filter(|item| (self.shows)(*item)).collect();
        out.sort_unstable_by(|one, other| self.items.newest_first(*one, *other));
        out.dedup();
        out
    }
}

/// The same lists for the same issuers: their names need be folded once.
type IssuerSlugs<'s> = HashMap<(&'s str, Option<&'s str>, Option<ProvinceId>), Option<Slug>>;

fn filters<'s>(
    document: &'s Document,
    provinces: &Provinces,
    types: &mut HashMap<&'s str, Option<Slug>>,
    issuers: &mut IssuerSlugs<'s>,
) -> impl Iterator<Item = DocumentFilter> {
    let code = &document.code;
    let of_type = types.entry(code.type_name).or_insert_with(|| document.type_slug());
    let issuer = (&*code.issuer, document.place.as_deref(), document.province);
    let of_issuer = issuers.entry(issuer).or_insert_with(|| document.issuer_slug(provinces));
    let filters = [
        Some(DocumentFilter::All),
        Some(DocumentFilter::Level(code.level)),
        of_type.clone().map(DocumentFilter::Type),
        of_issuer.clone().map(DocumentFilter::Issuer),
        document.year.map(DocumentFilter::Year),
    ];
    filters.into_iter().flatten()
}

pub(super) fn enter(index: &mut Index, ids: &[DocumentId], register: &Register<'_>) {
    let seen = |id: &DocumentId| register.documents.voices(*id).iter().any(|voice| (register.shows)(voice.item));
    let mut order: Vec<(Rank<'_>, DocumentId, Vec<ItemId>)> =
        ids.par_iter().filter(|id| seen(id)).map(|id| (register.rank(*id), *id, register.citing(*id))).collect();
    order.par_sort_unstable();
    let (mut types, mut issuers) = (HashMap::new(), HashMap::new());
    let mut lists: BTreeMap<DocumentFilter, Vec<DocumentId>> = BTreeMap::new();
    for (_, id, citing) in order {
        index.by_document.insert(id, citing);
        for filter in filters(register.documents.get(id), register.provinces, &mut types, &mut issuers) {
            lists.entry(filter).or_default().push(id);
        }
    }
    for (filter, ids) in lists {
        match index.documents.entry(filter) {
            Entry::Vacant(new) => {
                new.insert(ids);
            }
            Entry::Occupied(mut list) => ids.into_iter().for_each(|id| {
                Step::Enter.apply(list.get_mut(), id, |one, other| register.order(one, other));
            }),
        }
    }
}

pub(super) fn leave(index: &mut Index, ids: &[DocumentId], register: &Register<'_>) {
    let (mut types, mut issuers) = (HashMap::new(), HashMap::new());
    for id in ids.iter().filter(|id| !register.documents.voices(**id).is_empty()) {
        index.by_document.remove(id);
        for filter in filters(register.documents.get(*id), register.provinces, &mut types, &mut issuers) {
            Step::Leave.apply_at(&mut index.documents, filter, *id, |one, other| register.order(one, other));
        }
    }
}
