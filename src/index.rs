//! The fourth stage: the items readers see, grouped by everything they are looked up by.
//!
//! Every list is newest first; the order depends on the content alone, never on hashing or the clock.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{Item, ItemId, ItemKind, PartialDate, Period, ProvinceId, TopicId, Topics};

/// Groups of items, each newest first.
#[derive(Debug, Default)]
pub struct Index {
    /// Reports, news, bulletins and fixed pages.
    pub by_kind: BTreeMap<ItemKind, Vec<ItemId>>,
    /// All but fixed pages.
    pub dated: Vec<ItemId>,
    /// By province of the item's time.
    pub by_province: BTreeMap<ProvinceId, Vec<ItemId>>,
    /// By topic; a topic has the items of its narrower topics too.
    pub by_topic: BTreeMap<TopicId, Vec<ItemId>>,
    /// By topic and province.
    pub by_topic_province: BTreeMap<TopicId, BTreeMap<ProvinceId, Vec<ItemId>>>,
    /// By topic and year.
    pub by_topic_year: BTreeMap<TopicId, BTreeMap<i32, Vec<ItemId>>>,
    /// By province and year.
    pub by_province_year: BTreeMap<(ProvinceId, i32), Vec<ItemId>>,
    /// By period; a period has the items of every period within it.
    pub by_period: BTreeMap<Period, Vec<ItemId>>,
}

impl Index {
    /// Groups those of `items` for which `shows` holds.
    #[must_use]
    pub fn new(items: &[Item], topics: &Topics, shows: impl Fn(&Item) -> bool) -> Self {
        let mut order: Vec<ItemId> =
            (0u32..).zip(items).filter(|(_, item)| shows(item)).map(|(i, _)| ItemId(i)).collect();
        order.sort_by_cached_key(|id| order_key(&items[id.0 as usize]));
        let mut out = Self::default();
        for id in order {
            out.add(id, &items[id.0 as usize], topics);
        }
        out
    }

    fn add(&mut self, id: ItemId, item: &Item, topics: &Topics) {
        self.by_kind.entry(item.kind).or_default().push(id);
        if item.kind == ItemKind::Page {
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
        let mut seen: Vec<TopicId> = Vec::with_capacity(item.topics.len() * 2);
        for topic in item.topics.iter().flat_map(|t| topics.ancestors(*t)) {
            if seen.contains(&topic) {
                continue;
            }
            seen.push(topic);
            self.by_topic.entry(topic).or_default().push(id);
            if let Some(province) = item.province {
                self.by_topic_province.entry(topic).or_default().entry(province).or_default().push(id);
            }
            if let Some(year) = item.year() {
                self.by_topic_year.entry(topic).or_default().entry(year).or_default().push(id);
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

    /// The items of a topic and its narrower topics.
    #[must_use]
    pub fn topic(&self, id: TopicId) -> &[ItemId] {
        self.by_topic.get(&id).map_or(&[], Vec::as_slice)
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
