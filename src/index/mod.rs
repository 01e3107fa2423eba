//! The fourth stage: what readers see, grouped by everything it is looked up by: items, sections, documents, figures, tasks.
//!
//! Every list is newest first; the order depends on the content alone, never on hashing or the clock.

mod documents;
mod tasks;
mod topics;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::report::Figure;
use crate::model::{
    DocumentId, Documents, IndicatorId, Item, ItemId, ItemKind, PartialDate, Period, ProvinceId, TopicId,
};
use crate::resolve::Vocabulary;
pub use documents::DocumentFilter;
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
    /// By topic; a topic has what is on its narrower topics too.
    pub by_topic: BTreeMap<TopicId, TopicGroups>,
    /// By province and year.
    pub by_province_year: BTreeMap<(ProvinceId, i32), Vec<ItemId>>,
    /// By period; a period has the items of every period within it.
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
    pub fn of(self, items: &[Item]) -> Option<&Figure> {
        items.get(self.item.0 as usize)?.report.as_ref()?.figures.get(self.figure)
    }
}

impl Index {
    /// Groups those of `items` for which `shows` holds.
    #[must_use]
    pub fn new(items: &[Item], register: &Documents, vocabulary: &Vocabulary, shows: impl Fn(&Item) -> bool) -> Self {
        let mut order: Vec<ItemId> =
            (0u32..).zip(items).filter(|(_, item)| shows(item)).map(|(i, _)| ItemId(i)).collect();
        order.sort_by_cached_key(|id| order_key(&items[id.0 as usize]));
        let mut out = Self::default();
        for id in &order {
            let item = &items[id.0 as usize];
            out.add(*id, item, vocabulary);
            out.add_documents(*id, register);
        }
        let shown = |id: ItemId| shows(&items[id.0 as usize]);
        out.documents = documents::lists(out.by_document.keys().copied(), register, &vocabulary.provinces, shown);
        out.tasks = tasks::follow(&order, items, &vocabulary.provinces);
        out
    }

    fn add(&mut self, id: ItemId, item: &Item, vocabulary: &Vocabulary) {
        self.by_kind.entry(item.kind).or_default().push(id);
        if !ItemKind::DATED.contains(&item.kind) {
            return;
        }
        self.dated.push(id);
        if let Some(province) = item.province {
            self.by_province.entry(province).or_default().push(id);
            if let Some(year) = item.year() {
                self.by_province_year.entry((province, year)).or_default().push(id);
            }
        }
        for period in item.period.map(Period::containing).unwrap_or_default() {
            self.by_period.entry(period).or_default().push(id);
        }
        topics::add(&mut self.by_topic, id, item, &vocabulary.topics);
        for (figure, record) in item.report.iter().flat_map(|r| &r.figures).enumerate() {
            self.by_indicator.entry(record.indicator).or_default().push(FigureId { item: id, figure });
        }
    }

    /// The documents that an item cites or annotates; a report does not cite itself.
    fn add_documents(&mut self, id: ItemId, documents: &Documents) {
        let mut cited = documents.cited(id).to_vec();
        cited.sort_unstable();
        cited.dedup();
        for document in cited {
            let itself = documents.get(document).report == Some(id) || documents.get(document).note == Some(id);
            let citing = self.by_document.entry(document).or_default();
            citing.extend((!itself).then_some(id));
        }
        if let Some(own) = documents.annotated(id) {
            self.by_document.entry(own).or_default();
            for ((_, other), items) in &documents.get(own).acts_on {
                if items.contains(&id) {
                    self.by_document.entry(*other).or_default();
                }
            }
        }
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
    pub fn latest_periods(&self, items: &[Item], count: usize) -> Vec<Period> {
        let mut own: Vec<Period> = self.dated.iter().filter_map(|id| items[id.0 as usize].period).collect();
        own.sort_unstable_by_key(|p| Reverse(*p));
        own.dedup();
        own.truncate(count);
        own
    }
}

/// Newest first; of one day reports before news before bulletins, then by path.
fn order_key(item: &Item) -> (Reverse<Option<PartialDate>>, ItemKind, String) {
    (Reverse(item.when()), item.kind, item.file.path.clone())
}
