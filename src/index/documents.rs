//! Documents as lists show them: all, and by level, type, issuer and year; newest first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::cite::Level;
use crate::model::{DocumentId, Documents, ItemId, PartialDate, Provinces};
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

/// Lists of documents by what narrows them.
pub(super) fn lists(
    ids: impl Iterator<Item = DocumentId>,
    documents: &Documents,
    provinces: &Provinces,
    shows: impl Fn(ItemId) -> bool,
) -> BTreeMap<DocumentFilter, Vec<DocumentId>> {
    let mut order: Vec<DocumentId> = ids.collect();
    order.sort_by_cached_key(|id| {
        let document = documents.get(*id);
        let date = document.dates(&shows).first().copied();
        let year = document.year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)).map(PartialDate::month_of);
        (Reverse(date.or(year)), document.slug.clone())
    });
    let mut out: BTreeMap<DocumentFilter, Vec<DocumentId>> = BTreeMap::new();
    for id in order {
        let document = documents.get(id);
        let filters = [
            Some(DocumentFilter::All),
            Some(DocumentFilter::Level(document.code.level)),
            document.type_slug().map(DocumentFilter::Type),
            document.issuer_slug(provinces).map(DocumentFilter::Issuer),
            document.year.map(DocumentFilter::Year),
        ];
        for filter in filters.into_iter().flatten() {
            out.entry(filter).or_default().push(id);
        }
    }
    out
}
