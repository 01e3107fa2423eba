//! What is on each topic: the sections of reports, and the items that name the topic without a section on it.

use std::collections::BTreeMap;

use super::Step;
use crate::features::Features;
use crate::model::{ItemId, ItemKind, Items, ProvinceId, TopicId, Topics};

/// A section of an item, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId {
    /// The item.
    pub item: ItemId,
    /// Its number in [`crate::model::Item::sections`].
    pub section: usize,
}

/// What stands on one page of a topic, newest first.
#[derive(Debug, Default)]
pub struct TopicGroup {
    /// All items on the topic.
    pub items: Vec<ItemId>,
    /// The sections of reports on it.
    pub sections: Vec<SectionId>,
    /// The items that have no section on it.
    pub others: Vec<ItemId>,
}

/// Nothing on a topic.
pub(super) static NOTHING: TopicGroup = TopicGroup { items: Vec::new(), sections: Vec::new(), others: Vec::new() };

impl TopicGroup {
    /// How many entries the page lists: sections, and items without one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sections.len() + self.others.len()
    }

    /// Whether nothing is on the topic.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn step(&mut self, step: Step, item: ItemId, sections: &[usize], items: &Items) {
        let order = |one: ItemId, other: ItemId| items.newest_first(one, other);
        step.apply(&mut self.items, item, order);
        if sections.is_empty() {
            step.apply(&mut self.others, item, order);
        }
        let by_number = |one: SectionId, other: SectionId| {
            order(one.item, other.item).then_with(|| one.section.cmp(&other.section))
        };
        for section in sections {
            step.apply(&mut self.sections, SectionId { item, section: *section }, by_number);
        }
    }
}

/// A topic with its narrower topics, as a whole and narrowed.
#[derive(Debug, Default)]
pub struct TopicGroups {
    /// Everything.
    pub all: TopicGroup,
    /// By the province of the item's time.
    pub by_province: BTreeMap<ProvinceId, TopicGroup>,
    /// By year.
    pub by_year: BTreeMap<i32, TopicGroup>,
}

/// Brings an item to every topic that it or one of its sections is on, and to the wider ones, or takes it away.
pub(super) fn step(
    step: Step,
    groups: &mut BTreeMap<TopicId, TopicGroups>,
    id: ItemId,
    items: &Items,
    topics: &Topics,
    features: Features,
) {
    let item = &items[id];
    if !ItemKind::DATED.contains(&item.kind) {
        return;
    }
    let mut on: BTreeMap<TopicId, Vec<usize>> =
        item.topics.iter().flat_map(|topic| topics.wider(*topic, features)).map(|topic| (topic, Vec::new())).collect();
    // News are short: they are shown as they are.
    if item.kind == ItemKind::Report {
        for (number, section) in item.sections.iter().enumerate() {
            for topic in &section.topics {
                on.entry(*topic).or_default().push(number);
            }
        }
    }
    for (topic, sections) in on {
        let of_topic = groups.entry(topic).or_default();
        of_topic.all.step(step, id, &sections, items);
        if let Some(province) = item.province {
            step_at(step, &mut of_topic.by_province, province, |group| group.step(step, id, &sections, items));
        }
        if let Some(year) = item.year() {
            step_at(step, &mut of_topic.by_year, year, |group| group.step(step, id, &sections, items));
        }
        if of_topic.all.is_empty() {
            groups.remove(&topic);
        }
    }
}

/// Changes the group of a key; there are no empty groups.
fn step_at<K: Ord + Copy>(
    step: Step,
    groups: &mut BTreeMap<K, TopicGroup>,
    key: K,
    change: impl FnOnce(&mut TopicGroup),
) {
    let group = groups.entry(key).or_default();
    change(group);
    if step == Step::Leave && group.is_empty() {
        groups.remove(&key);
    }
}
