//! Which document each citation of an item means.

use std::collections::{BTreeMap, BTreeSet};

use ahash::AHashMap;

use super::issuer::{issuing_province, place_below_province};
use super::record::Context;
use crate::cite::{self, Citation, Code, Level, Relation};
use crate::diag::{Diagnostic, Diagnostics, Place, Problem};
use crate::model::document::{Identity, Meant, document_slug};
use crate::model::outline::{Cited, Passage};
use crate::model::{DocumentId, Documents, Item, Items, PartialDate, Period, ProvinceId, Provinces};

/// Reads which documents an item means.
pub fn meant(item: &Item, provinces: &Provinces, cx: &mut Context<'_>) -> Meant {
    let dated = Dated::of(item, provinces);
    let mut out = Meant::default();
    for mention in item.cited() {
        let identity = identity_of(&mention.citation, item, &dated, provinces);
        if mention.citation.code.level == Level::Local && identity.province.is_none() {
            let problem = Problem::IssuerWithoutProvince { code: mention.citation.code.text.clone() };
            cx.mistakes.push(Diagnostic::at(Place::new(&item.file, place_of(mention, item)), problem));
        }
        out.cited.push(identity);
    }
    if let Some(note) = &item.note {
        let (code, year) = (&note.citation.code, note.citation.year());
        let province = item.province.filter(|_| code.level == Level::Local);
        let own = identity(code, year, province, place_below_province(&note.citation, provinces), provinces);
        for (_, other, place) in &note.relations {
            let other = identity_of(other, item, &dated, provinces);
            if other.slug == own.slug {
                let problem =
                    Problem::CircularReplaces { chain: format!("{0} → {0}", code.text), code: code.text.clone() };
                cx.mistakes.push(Diagnostic::at(Place::new(&item.file, place.clone()), problem));
            }
            out.related.push(other);
        }
        out.annotated = Some(own);
    }
    out.itself = itself(item, provinces);
    out
}

/// The document that a citation of an item means.
fn identity_of(citation: &Citation, item: &Item, dated: &Dated<'_>, provinces: &Provinces) -> Identity {
    let province = issuing_province(citation, item, provinces);
    let meant = if citation.year().is_none() { dated.meant(&citation.code.text) } else { None };
    // Unless the text names another province at this very place.
    let meant = meant.filter(|(_, meant)| citation.issuer.is_none() || *meant == province);
    let (year, province) = meant.map_or((citation.year(), province), |(year, province)| (Some(year), province));
    identity(&citation.code, year, province, place_below_province(citation, provinces), provinces)
}

fn identity(
    code: &Code,
    year: Option<i32>,
    province: Option<ProvinceId>,
    place: Option<String>,
    provinces: &Provinces,
) -> Identity {
    let province_slug = province.map(|id| &provinces.get(id).slug);
    Identity { slug: document_slug(code, year, place.as_deref(), province_slug), year, province, place }
}

/// Where a citation stands in the file; what front matter cites has no place of its own.
fn place_of(mention: &Cited, item: &Item) -> std::ops::Range<usize> {
    let in_body = matches!(mention.passage, Passage::Body(_)).then_some(mention.link.as_ref()).flatten();
    let code = &mention.citation.code.text;
    let in_front = || item.file.text[..item.body.start].find(code).map(|at| at..at + code.len());
    in_body.map(|link| item.body.start + link.start..item.body.start + link.end).or_else(in_front).unwrap_or(0..3)
}

/// A report may be cited itself: by its number.
fn itself(item: &Item, provinces: &Provinces) -> Option<crate::text::Slug> {
    let found = cite::find(item.report.as_ref()?.number.as_deref()?);
    let [only] = found.as_slice() else { return None };
    let year = item.date.map(PartialDate::year).or(item.period.map(Period::year));
    let province = item.province.map(|id| &provinces.get(id).slug);
    Some(document_slug(&only.citation.code, year, None, province))
}

/// When codes without a year were issued and in which province, by the dated citations of the same item: a citation
/// without a date means the document that was dated before. Other items say nothing of it, because `01/NQ-CP` comes every
/// year, and because an address must not change with what else is written.
struct Dated<'i>(AHashMap<&'i str, BTreeSet<YearAndProvince>>);

/// When a document was issued, and in which province where its issuer is a local body.
type YearAndProvince = (i32, Option<ProvinceId>);

impl<'i> Dated<'i> {
    fn of(item: &'i Item, provinces: &Provinces) -> Self {
        let mut out: AHashMap<&str, BTreeSet<YearAndProvince>> = AHashMap::new();
        for citation in item.cited().map(|c| &c.citation).filter(|c| c.code.year.is_none()) {
            let Some(year) = citation.year() else { continue };
            out.entry(&citation.code.text).or_default().insert((year, issuing_province(citation, item, provinces)));
        }
        Self(out)
    }

    /// Year and province of the one dated document of a code.
    fn meant(&self, code: &str) -> Option<YearAndProvince> {
        let dated = self.0.get(code)?;
        (dated.len() == 1).then(|| dated.first().copied())?
    }
}

/// Notes that replace a document which, step by step, replaces their own.
pub fn circles(items: &Items, documents: &Documents) -> Diagnostics {
    let mut out = Diagnostics::default();
    for (id, own) in documents.notes() {
        report_circle(&items[id], own, documents, &mut out);
    }
    out
}

fn report_circle(item: &Item, own: DocumentId, documents: &Documents, diagnostics: &mut Diagnostics) {
    let Some(note) = &item.note else { return };
    let replaces = |id: DocumentId| {
        let by_notes = documents
            .get(id)
            .acts_on
            .iter()
            .filter(|(_, items)| items.iter().any(|i| documents.annotated(*i).is_some()));
        let replaced =
            by_notes.filter(|((relation, _), _)| *relation == Relation::Replaces).map(|((_, other), _)| *other);
        let mut replaced: Vec<DocumentId> = replaced.collect();
        replaced.sort_unstable_by_key(|id| &documents.get(*id).slug);
        replaced
    };
    let mut came_from: BTreeMap<DocumentId, DocumentId> = BTreeMap::new();
    let mut open = vec![own];
    while let Some(here) = open.pop() {
        for next in replaces(here) {
            if next == own {
                let mut chain = vec![own, here];
                while let Some(before) = chain.last().and_then(|last| came_from.get(last)) {
                    chain.push(*before);
                }
                chain.reverse();
                let code = |id: &DocumentId| documents.get(*id).code.text.clone();
                let chain: Vec<String> = chain.iter().map(code).collect();
                let next = chain.get(1).cloned().unwrap_or_default();
                let written = note.relations.iter().filter(|(how, ..)| *how == Relation::Replaces);
                let place =
                    written.clone().find(|(_, other, _)| other.code.text == next).or_else(|| written.clone().next());
                let place = place.map(|(.., place)| place);
                let problem = Problem::CircularReplaces { code: code(&own), chain: chain.join(" → ") };
                diagnostics.push(Diagnostic::at(Place::new(&item.file, place.cloned().unwrap_or(0..3)), problem));
                return;
            }
            if next != own && !came_from.contains_key(&next) {
                came_from.insert(next, here);
                open.push(next);
            }
        }
    }
}
