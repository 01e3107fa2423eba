//! The register of all documents: who speaks of which, and what all who speak of one say together.
//!
//! What is known of a document depends on the texts that name it and on their order alone, never on the order in which
//! they were entered: a text may come, go and be written anew.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use ahash::RandomState;
use hashbrown::HashTable;
use rayon::prelude::*;

use super::document::{Document, DocumentId, Identity, document_slug};
use super::{Item, ItemId, Items};
use crate::cite::{Citation, CitedDate, UNNAMED};
use crate::text::Slug;

/// All documents of a site, and what each item cites.
#[derive(Debug, Default)]
pub struct Documents {
    slots: Vec<Option<Entry>>,
    /// Numbers whose documents are gone.
    free: Vec<DocumentId>,
    /// By the last part of the address, for looking up, without keys, and in order.
    known: HashTable<DocumentId>,
    by_slug: BTreeMap<Slug, DocumentId>,
    /// The documents that each item speaks of.
    said: BTreeMap<ItemId, Said>,
    /// The reports that are documents themselves, by the last part of the address, cited or not.
    reports: BTreeMap<Slug, Vec<ItemId>>,
}

/// The hash by which documents are looked up.
fn hash_of(slug: &Slug) -> u64 {
    static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    HASHER.hash_one(slug)
}

/// A document with those who speak of it.
#[derive(Debug)]
struct Entry {
    slug: Slug,
    /// What is known of it, once it has been told.
    document: Option<Box<Document>>,
    voices: Vec<Voice>,
}

/// An item that speaks of a document, and where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The item.
    pub item: ItemId,
    /// Where in the item.
    pub role: Role,
}

/// Where an item speaks of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// In one of its citations, by its number.
    Cites(usize),
    /// As the note on it.
    Annotates,
    /// As the note on another document that replaces or amends this one, by its number.
    Relates(usize),
}

#[derive(Debug, Default)]
struct Said {
    cited: Vec<DocumentId>,
    annotated: Option<DocumentId>,
    related: Vec<DocumentId>,
}

impl Said {
    fn all(&self) -> impl Iterator<Item = DocumentId> {
        self.cited.iter().chain(&self.annotated).chain(&self.related).copied()
    }
}

impl Role {
    /// What the item says there, and which document it means.
    fn of(self, item: &Item) -> Option<(&Citation, &Identity)> {
        match self {
            Self::Cites(number) => Some((&item.cited().nth(number)?.citation, item.meant.cited.get(number)?)),
            Self::Annotates => Some((&item.note.as_ref()?.citation, item.meant.annotated.as_ref()?)),
            Self::Relates(number) => {
                Some((&item.note.as_ref()?.relations.get(number)?.1, item.meant.related.get(number)?))
            }
        }
    }
}

impl Documents {
    /// Enters what an item says. The documents it speaks of ([`Documents::named_by`]) are to be told anew
    /// ([`Documents::tell`]).
    pub fn enter(&mut self, id: ItemId, item: &Item) {
        let meant = &item.meant;
        let mut name = |role: Role| role.of(item).map(|(_, identity)| self.name(identity, id, role));
        let cited = (0..meant.cited.len()).filter_map(|number| name(Role::Cites(number))).collect();
        let annotated = name(Role::Annotates);
        let related = (0..meant.related.len()).filter_map(|number| name(Role::Relates(number))).collect();
        self.said.insert(id, Said { cited, annotated, related });
        if let Some(slug) = &meant.itself {
            self.reports.entry(slug.clone()).or_default().push(id);
        }
    }

    fn name(&mut self, identity: &Identity, item: ItemId, role: Role) -> DocumentId {
        let id = self.find(&identity.slug).unwrap_or_else(|| {
            let id = self.free.pop().unwrap_or_else(|| {
                self.slots.push(None);
                DocumentId(u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX))
            });
            let slug = identity.slug.clone();
            self.slots[id.0 as usize] = Some(Entry { slug, document: None, voices: Vec::with_capacity(1) });
            let slots = &self.slots;
            let hash_of_known =
                |known: &DocumentId| slots[known.0 as usize].as_ref().map_or(0, |entry| hash_of(&entry.slug));
            self.known.insert_unique(hash_of(&identity.slug), id, hash_of_known);
            id
        });
        if let Some(entry) = &mut self.slots[id.0 as usize] {
            entry.voices.push(Voice { item, role });
        }
        id
    }

    /// Takes back what an item says. The documents it spoke of are to be told anew ([`Documents::tell`]).
    pub fn leave(&mut self, id: ItemId, item: &Item) {
        let said = self.said.remove(&id).unwrap_or_default();
        for document in said.all() {
            if let Some(entry) = &mut self.slots[document.0 as usize] {
                entry.voices.retain(|voice| voice.item != id);
            }
        }
        if let Some(slug) = &item.meant.itself
            && let Some(reports) = self.reports.get_mut(slug)
        {
            reports.retain(|report| *report != id);
            if reports.is_empty() {
                self.reports.remove(slug);
            }
        }
    }

    /// Draws what is known of some documents from all who speak of them, in the order of their paths, those that readers
    /// do not see last: these say nothing of a document that others speak of. Documents without a voice go.
    pub fn tell(&mut self, ids: &[DocumentId], items: &Items, shows: impl Fn(&Item) -> bool + Sync) {
        let mut new = BTreeMap::new();
        for id in ids {
            let Some(entry) = &mut self.slots[id.0 as usize] else { continue };
            if entry.voices.is_empty() {
                if let Ok(known) = self.known.find_entry(hash_of(&entry.slug), |known| known == id) {
                    known.remove();
                }
                self.by_slug.remove(&entry.slug);
                self.slots[id.0 as usize] = None;
                self.free.push(*id);
                continue;
            }
            let order = |voice: &Voice| (!shows(&items[voice.item]), &items[voice.item].file.path, voice.role);
            if entry.voices.len() > 1 {
                entry.voices.sort_by(|a, b| order(a).cmp(&order(b)));
            }
            if !self.by_slug.contains_key(&entry.slug) {
                new.insert(entry.slug.clone(), *id);
            }
        }
        self.by_slug.append(&mut new);
        let tell = |id: &DocumentId| {
            let told = self.told(*id, self.slots[id.0 as usize].as_ref()?, items, &shows)?;
            Some((*id, Box::new(told)))
        };
        let told: Vec<(DocumentId, Box<Document>)> = ids.par_iter().filter_map(tell).collect();
        for (id, document) in told {
            if let Some(entry) = &mut self.slots[id.0 as usize] {
                entry.document = Some(document);
            }
        }
    }

    fn told(&self, id: DocumentId, entry: &Entry, items: &Items, shows: impl Fn(&Item) -> bool) -> Option<Document> {
        let first = entry.voices.first()?;
        let (citation, identity) = first.role.of(&items[first.item])?;
        let mut out = Document::new(citation.code.clone(), identity);
        for Voice { item: teller, role } in entry.voices.iter().copied() {
            let item = &items[teller];
            let (Some((citation, _)), Some(said)) = (role.of(item), self.said.get(&teller)) else { continue };
            // A text that names the type of a law says more than one that does not.
            if out.code.type_name == UNNAMED && shows(item) {
                Arc::make_mut(&mut out.code).type_name = citation.code.type_name;
            }
            if let Some(CitedDate::Date(date)) = citation.date {
                out.dates.push((date, teller));
            }
            let mut relate = |acts: bool, relation, other: Option<&DocumentId>| {
                let Some(other) = other.filter(|other| **other != id) else { return };
                let acts = if acts { &mut out.acts_on } else { &mut out.acted_on_by };
                acts.entry((relation, *other)).or_default().insert(teller);
            };
            match role {
                Role::Cites(number) => {
                    for (one, relation, other) in item.relations() {
                        if one == number {
                            relate(true, relation, said.cited.get(other));
                        }
                        if other == number {
                            relate(false, relation, said.cited.get(one));
                        }
                    }
                }
                Role::Annotates => {
                    out.note = Some(teller);
                    let relations = item.note.iter().flat_map(|note| &note.relations);
                    for ((relation, ..), other) in relations.zip(&said.related) {
                        relate(true, *relation, Some(other));
                    }
                }
                Role::Relates(number) => {
                    let relation = item.note.as_ref().and_then(|note| note.relations.get(number));
                    if let Some((relation, ..)) = relation {
                        relate(false, *relation, said.annotated.as_ref());
                    }
                }
            }
        }
        let reports = self.reports.get(&out.slug).into_iter().flatten();
        out.report = reports.copied().min_by_key(|id| (!shows(&items[*id]), &items[*id].file.path));
        Some(out)
    }

    /// The document of an id.
    ///
    /// # Panics
    /// When it is gone: whoever keeps a number of a site forgets it when the site changes.
    #[must_use]
    pub fn get(&self, id: DocumentId) -> &Document {
        let entry = self.slots[id.0 as usize].as_ref();
        entry.and_then(|entry| entry.document.as_deref()).expect("numbers of a site are those of its documents")
    }

    /// One more than the greatest number of a document.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    /// Those who speak of a document.
    #[must_use]
    pub fn voices(&self, id: DocumentId) -> &[Voice] {
        self.slots.get(id.0 as usize).and_then(Option::as_ref).map_or(&[], |entry| &entry.voices)
    }

    /// The document at the last part of an address.
    #[must_use]
    pub fn find(&self, slug: &Slug) -> Option<DocumentId> {
        let is_it = |id: &DocumentId| self.slots[id.0 as usize].as_ref().is_some_and(|entry| entry.slug == *slug);
        self.known.find(hash_of(slug), is_it).copied()
    }

    /// The documents of an item's citations, in the order of [`Item::cited`].
    #[must_use]
    pub fn cited(&self, item: ItemId) -> &[DocumentId] {
        self.said.get(&item).map_or(&[], |said| &said.cited)
    }

    /// The known documents that an item names, entered or not, and the one that it is.
    pub fn named_by<'d>(&'d self, item: &'d Item) -> impl Iterator<Item = DocumentId> + 'd {
        let meant = &item.meant;
        let named = meant.cited.iter().chain(&meant.annotated).chain(&meant.related).map(|identity| &identity.slug);
        named.chain(&meant.itself).filter_map(|slug| self.find(slug))
    }

    /// The document on which an item is the note.
    #[must_use]
    pub fn annotated(&self, note: ItemId) -> Option<DocumentId> {
        self.said.get(&note)?.annotated
    }

    /// The notes of all items, with their documents.
    pub fn notes(&self) -> impl Iterator<Item = (ItemId, DocumentId)> {
        self.said.iter().filter_map(|(id, said)| Some((*id, said.annotated?)))
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
