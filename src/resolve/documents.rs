//! Which document each citation means, what notes add, and what documents do to each other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::issuer::{issuing_province, place_below_province};
use crate::cite::{self, Citation, CitedDate, Code, Level, Relation, UNNAMED};
use crate::diag::{Diagnostic, Diagnostics, Place, Problem};
use crate::model::document::{Document, Documents, document_slug};
use crate::model::outline::Passage;
use crate::model::{DocumentId, Item, ItemId, PartialDate, Period, ProvinceId, Provinces};

/// Resolves the citations of all items. What an item that readers do not see says of a document is heard last and never
/// outside the item itself.
pub fn resolve(
    items: &[Item],
    provinces: &Provinces,
    shows: impl Fn(&Item) -> bool,
    diagnostics: &mut Diagnostics,
) -> Documents {
    let mut register = Register {
        provinces,
        documents: Documents::new(items.len()),
        known: HashMap::new(),
        mistakes: Vec::new(),
        learns: true,
    };
    let (seen, hidden): (Vec<_>, Vec<_>) = (0u32..).map(ItemId).zip(items).partition(|(_, item)| shows(item));
    let numbered = || seen.iter().chain(&hidden).copied();
    for (id, item) in numbered() {
        register.learns = shows(item);
        let dated = Dated::of(item, provinces);
        register.enter_citations(id, item, &dated);
        register.enter_note(id, item, &dated);
    }
    for (id, item) in numbered() {
        register.enter_report(id, item);
    }
    diagnostics.extend(register.mistakes);
    for (id, item) in numbered() {
        report_circle(id, item, &register.documents, diagnostics);
    }
    register.documents
}

/// What tells a document from all others.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Identity {
    code: String,
    year: Option<i32>,
    province: Option<ProvinceId>,
    place: Option<String>,
}

struct Register<'a> {
    provinces: &'a Provinces,
    documents: Documents,
    known: HashMap<Identity, DocumentId>,
    mistakes: Vec<Diagnostic>,
    /// Whether what is read may change what is known: not what readers do not see.
    learns: bool,
}

impl Register<'_> {
    fn enter_citations(&mut self, id: ItemId, item: &Item, dated: &Dated<'_>) {
        let mut cited = Vec::with_capacity(item.outline.cited.len());
        for mention in &item.outline.cited {
            let document = self.enter(&mention.citation, id, item, dated);
            if mention.citation.code.level == Level::Local && self.documents.get(document).province.is_none() {
                // What front matter cites has no place of its own.
                let in_body = matches!(mention.passage, Passage::Body(_)).then_some(mention.link.as_ref()).flatten();
                let code = mention.citation.code.text.clone();
                let in_front = || item.file.text[..item.body.start].find(&code).map(|at| at..at + code.len());
                let in_body = in_body.map(|link| item.body.start + link.start..item.body.start + link.end);
                let place = in_body.or_else(in_front).unwrap_or(0..3);
                let problem = Problem::IssuerWithoutProvince { code };
                self.mistakes.push(Diagnostic::at(Place::new(&item.file, place), problem));
            }
            self.documents.cite(id, document);
            cited.push(document);
        }
        for (one, relation, other) in &item.outline.relations {
            self.documents.relate(cited[*one], *relation, cited[*other], id);
        }
    }

    /// The document that a citation of an item means.
    fn enter(&mut self, citation: &Citation, id: ItemId, item: &Item, dated: &Dated<'_>) -> DocumentId {
        let province = issuing_province(citation, item, self.provinces);
        let meant = if citation.year().is_none() { dated.meant(&citation.code.text) } else { None };
        // Unless the text names another province at this very place.
        let meant = meant.filter(|(_, meant)| citation.issuer.is_none() || *meant == province);
        let (year, province) = meant.map_or((citation.year(), province), |(year, province)| (Some(year), province));
        let document = self.document(&citation.code, year, province, place_below_province(citation, self.provinces));
        if let Some(CitedDate::Date(date)) = citation.date {
            self.documents.get_mut(document).dates.entry(date).or_default().push(id);
        }
        document
    }

    fn document(
        &mut self,
        code: &Code,
        year: Option<i32>,
        province: Option<ProvinceId>,
        place: Option<String>,
    ) -> DocumentId {
        let identity = Identity { code: code.text.clone(), year, province, place };
        if let Some(id) = self.known.get(&identity) {
            // A text that names the type of a law says more than one that does not.
            let known = &mut self.documents.get_mut(*id).code;
            if self.learns && known.type_name == UNNAMED {
                known.type_name.clone_from(&code.type_name);
            }
            return *id;
        }
        let province_slug = province.map(|id| &self.provinces.get(id).slug);
        let place = identity.place.clone();
        let slug = document_slug(code, year, place.as_deref(), province_slug);
        let id = self.documents.enter(slug, |slug| Document {
            code: code.clone(),
            year,
            province,
            place,
            dates: BTreeMap::new(),
            slug,
            note: None,
            report: None,
            acts_on: BTreeMap::new(),
            acted_on_by: BTreeMap::new(),
        });
        self.known.insert(identity, id);
        id
    }

    /// A note belongs to the document of its number, cited or not.
    fn enter_note(&mut self, id: ItemId, item: &Item, dated: &Dated<'_>) {
        let Some(note) = &item.note else { return };
        let province = item.province.filter(|_| note.citation.code.level == Level::Local);
        let document = self.document(
            &note.citation.code,
            note.citation.year(),
            province,
            place_below_province(&note.citation, self.provinces),
        );
        self.documents.annotate(document, id);
        if let Some(CitedDate::Date(date)) = note.citation.date {
            self.documents.get_mut(document).dates.entry(date).or_default().push(id);
        }
        for (relation, other, place) in &note.relations {
            let other = self.enter(other, id, item, dated);
            self.documents.relate(document, *relation, other, id);
            if other == document {
                let code = note.citation.code.text.clone();
                let problem = Problem::CircularReplaces { chain: format!("{code} → {code}"), code };
                self.mistakes.push(Diagnostic::at(Place::new(&item.file, place.clone()), problem));
            }
        }
    }

    /// A report may be cited itself: by its number.
    fn enter_report(&mut self, id: ItemId, item: &Item) {
        let Some(number) = item.report.as_ref().and_then(|r| r.number.as_deref()) else { return };
        let found = cite::find(number);
        let [only] = found.as_slice() else { return };
        let year = item.date.map(PartialDate::year).or(item.period.map(Period::year));
        let province = item.province.map(|id| &self.provinces.get(id).slug);
        let slug = document_slug(&only.citation.code, year, None, province);
        if let Some(document) = self.documents.find(&slug) {
            self.documents.get_mut(document).report.get_or_insert(id);
        }
    }
}

/// When codes without a year were issued and in which province, by the dated citations of the same item: a citation
/// without a date means the document that was dated before. Other items say nothing of it, because `01/NQ-CP` comes every
/// year, and because an address must not change with what else is written.
struct Dated<'i>(HashMap<&'i str, BTreeSet<YearAndProvince>>);

/// When a document was issued, and in which province where its issuer is a local body.
type YearAndProvince = (i32, Option<ProvinceId>);

impl<'i> Dated<'i> {
    fn of(item: &'i Item, provinces: &Provinces) -> Self {
        let mut out: HashMap<&str, BTreeSet<YearAndProvince>> = HashMap::new();
        for citation in item.outline.cited.iter().map(|c| &c.citation).filter(|c| c.code.year.is_none()) {
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

/// A note that replaces a document which, step by step, replaces the note's own.
fn report_circle(id: ItemId, item: &Item, documents: &Documents, diagnostics: &mut Diagnostics) {
    let Some(note) = &item.note else { return };
    let Some(own) = documents.annotated(id) else { return };
    let replaces = |id: DocumentId| {
        let by_notes = documents
            .get(id)
            .acts_on
            .iter()
            .filter(|(_, items)| items.iter().any(|i| documents.annotated(*i).is_some()));
        by_notes.filter(|((relation, _), _)| *relation == Relation::Replaces).map(|((_, other), _)| *other)
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
