//! The fourth stage: what readers see, grouped by everything it is looked up by: items, sections, documents, figures, tasks.
//!
//! Every list is newest first; the order depends on the content alone, never on hashing, the clock or the order in which
//! things were entered: a site that was changed step by step is indexed as one that is made at once.

mod documents;
mod tasks;
mod topics;

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rayon::prelude::*;

use crate::features::{Feature, Features};
use crate::model::report::Figure;
use crate::model::{DocumentId, IndicatorId, ItemId, ItemKind, Items, Period, ProvinceId, Provinces, TopicId, Topics};
pub use documents::{DocumentFilter, Register};
pub use tasks::{FollowedTask, TaskFilter, TaskId, TaskState, Tasks};
pub use topics::{SectionId, TopicGroup, TopicGroups};

/// Groups of items, each newest first.
#[derive(Debug, Default)]
pub struct Index {
    /// Reports, news, bulletins, notes and fixed pages.
    pub by_kind: BTreeMap<ItemKind, Vec<ItemId>>,
    /// All but notes and fixed pages.
    pub dated: Vec<ItemId>,
    /// By province of the item's time.
    pub by_province: BTreeMap<ProvinceId, Vec<ItemId>>,
    /// By topic; a topic has what is on its narrower topics too ([`Feature::RollUp`]).
    pub by_topic: BTreeMap<TopicId, TopicGroups>,
    /// By province and year.
    pub by_province_year: BTreeMap<(ProvinceId, i32), Vec<ItemId>>,
    /// By period; a period has the items of every period within it ([`Feature::RollUp`]).
    pub by_period: BTreeMap<Period, Vec<ItemId>>,
    /// The documents that have a page, with the items that cite them: cited, annotated, or named in a note.
    pub by_document: BTreeMap<DocumentId, Vec<ItemId>>,
    /// The same documents in lists.
    pub documents: BTreeMap<DocumentFilter, Vec<DocumentId>>,
    /// The figures of each indicator.
    pub by_indicator: BTreeMap<IndicatorId, Vec<FigureId>>,
    /// Every task once.
    pub tasks: Tasks,
}

/// A figure of a report, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureId {
    /// The report.
    pub item: ItemId,
    /// Its number among the figures of the report.
    pub figure: usize,
}

impl FigureId {
    /// The figure itself.
    #[must_use]
    pub fn of(self, items: &Items) -> Option<&Figure> {
        items.get(self.item)?.report.as_ref()?.figures.get(self.figure)
    }
}

/// Whether something comes into its lists or goes out of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Enter,
    Leave,
}

impl Step {
    /// Does so in one sorted list.
    fn apply<T: Copy>(self, list: &mut Vec<T>, entry: T, order: impl Fn(T, T) -> Ordering) {
        match self {
            // A site is indexed in the order of its lists, so that nearly everything comes last.
            Self::Enter if list.last().is_none_or(|last| order(*last, entry).is_lt()) => list.push(entry),
            Self::Enter => list.insert(list.partition_point(|other| order(*other, entry).is_lt()), entry),
            Self::Leave => {
                let at = list.partition_point(|other| order(*other, entry).is_lt());
                if list.get(at).is_some_and(|other| order(*other, entry).is_eq()) {
                    list.remove(at);
                }
            }
        }
    }

    /// Does so in the list of a key; there are no empty lists.
    fn apply_at<K: Ord, T: Copy>(
        self,
        lists: &mut BTreeMap<K, Vec<T>>,
        key: K,
        entry: T,
        order: impl Fn(T, T) -> Ordering,
    ) {
        match lists.entry(key) {
            Entry::Vacant(vacant) if self == Self::Enter => {
                vacant.insert(vec![entry]);
            }
            Entry::Vacant(_) => {}
            Entry::Occupied(mut list) => {
                self.apply(list.get_mut(), entry, order);
                if list.get().is_empty() {
                    list.remove();
                }
            }
        }
    }
}

impl Index {
    /// Enters items that readers see in all their lists.
    pub fn enter(&mut self, mut ids: Vec<ItemId>, items: &Items, topics: &Topics, features: Features) {
        ids.par_sort_unstable_by(|one, other| items.newest_first(*one, *other));
        let mut by_topic = std::mem::take(&mut self.by_topic);
        rayon::join(
            || ids.iter().for_each(|id| self.step(Step::Enter, *id, items, features)),
            || ids.iter().for_each(|id| topics::step(Step::Enter, &mut by_topic, *id, items, topics, features)),
        );
        self.by_topic = by_topic;
    }

    /// Empties all lists of items, sections and figures.
    pub fn forget_items(&mut self) {
        let Self { by_document, documents, tasks, .. } = std::mem::take(self);
        *self = Self { by_document, documents, tasks, ..Self::default() };
    }

    /// Empties all lists of documents.
    pub fn forget_documents(&mut self) {
        self.by_document = BTreeMap::new();
        self.documents = BTreeMap::new();
    }

    /// Takes an item out of all its lists, while it is still what it was when it was entered.
    pub fn leave(&mut self, id: ItemId, items: &Items, topics: &Topics, features: Features) {
        self.step(Step::Leave, id, items, features);
        topics::step(Step::Leave, &mut self.by_topic, id, items, topics, features);
    }

    /// Brings an item into all its lists but those of topics, or out of them.
    fn step(&mut self, step: Step, id: ItemId, items: &Items, features: Features) {
        let item = &items[id];
        let order = |one: ItemId, other: ItemId| items.newest_first(one, other);
        step.apply_at(&mut self.by_kind, item.kind, id, order);
        if !ItemKind::DATED.contains(&item.kind) {
            return;
        }
        step.apply(&mut self.dated, id, order);
        if let Some(province) = item.province {
            step.apply_at(&mut self.by_province, province, id, order);
            if let Some(year) = item.year() {
                step.apply_at(&mut self.by_province_year, (province, year), id, order);
            }
        }
        let rolls_up = features.has(Feature::RollUp);
        let periods = item.period.map(|own| if rolls_up { own.containing() } else { vec![own] });
        for period in periods.unwrap_or_default() {
            step.apply_at(&mut self.by_period, period, id, order);
        }
        let by_number =
            |one: FigureId, other: FigureId| order(one.item, other.item).then_with(|| one.figure.cmp(&other.figure));
        for (figure, record) in item.report.iter().flat_map(|r| &r.figures).enumerate() {
            let entry = FigureId { item: id, figure };
            step.apply_at(&mut self.by_indicator, record.indicator, entry, by_number);
        }
    }

    /// Enters documents of which items speak that readers see: what cites them, and the lists they stand in.
    pub fn enter_documents(&mut self, ids: &[DocumentId], register: &Register<'_>) {
        documents::enter(self, ids, register);
    }

    /// Takes documents out of all their lists, while all is still as it was when they were entered.
    pub fn leave_documents(&mut self, ids: &[DocumentId], register: &Register<'_>) {
        documents::leave(self, ids, register);
    }

    /// Follows all tasks through the reports anew.
    pub fn follow_tasks(&mut self, items: &Items, provinces: &Provinces) {
        let reports = [ItemKind::Report, ItemKind::Bulletin].into_iter().flat_map(|kind| self.kind(kind));
        self.tasks = tasks::follow(reports.copied().collect(), items, provinces);
    }

    /// The items of one kind.
    #[must_use]
    pub fn kind(&self, kind: ItemKind) -> &[ItemId] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The items of a province.
    #[must_use]
    pub fn province(&self, id: ProvinceId) -> &[ItemId] {
        self.by_province.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The items of a province in a year.
    #[must_use]
    pub fn province_year(&self, id: ProvinceId, year: i32) -> &[ItemId] {
        self.by_province_year.get(&(id, year)).map_or(&[], Vec::as_slice)
    }

    /// What is on a topic and its narrower topics.
    #[must_use]
    pub fn topic(&self, id: TopicId) -> &TopicGroup {
        self.by_topic.get(&id).map_or(&topics::NOTHING, |groups| &groups.all)
    }

    /// The items that cite a document.
    #[must_use]
    pub fn citing(&self, id: DocumentId) -> &[ItemId] {
        self.by_document.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The figures of an indicator.
    #[must_use]
    pub fn figures(&self, id: IndicatorId) -> &[FigureId] {
        self.by_indicator.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The items of a period and the periods within it.
    #[must_use]
    pub fn period(&self, period: Period) -> &[ItemId] {
        self.by_period.get(&period).map_or(&[], Vec::as_slice)
    }

    /// The newest periods that items are about, at most `count`, newest first.
    #[must_use]
    pub fn latest_periods(&self, items: &Items, count: usize) -> Vec<Period> {
        let mut own: Vec<Period> = self.dated.iter().filter_map(|id| items[*id].period).collect();
        own.sort_unstable_by_key(|p| Reverse(*p));
        own.dedup();
        own.truncate(count);
        own
    }
}
