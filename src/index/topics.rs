//! What is on each topic: the sections of reports, and the items that name the topic without a section on it.

use std::collections::BTreeMap;

use crate::model::{Item, ItemId, ItemKind, ProvinceId, TopicId, Topics};

/// A section of an item, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId {
    /// The item.
    pub item: ItemId,
    /// Its number in [`Item::sections`].
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

    fn add(&mut self, item: ItemId, sections: &[usize]) {
        self.items.push(item);
        if sections.is_empty() {
            self.others.push(item);
        }
        self.sections.extend(sections.iter().map(|section| SectionId { item, section: *section }));
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

/// Adds an item to every topic that it or one of its sections is on, and to the wider ones.
pub(super) fn add(groups: &mut BTreeMap<TopicId, TopicGroups>, id: ItemId, item: &Item, topics: &Topics) {
    let mut on: BTreeMap<TopicId, Vec<usize>> =
        item.topics.iter().flat_map(|topic| topics.ancestors(*topic)).map(|topic| (topic, Vec::new())).collect();
    // News are short: they are shown as they are.
    if item.kind == ItemKind::Report {
        for (number, section) in item.sections.iter().enumerate() {
            for topic in &section.topics {
                on.entry(*topic).or_default().push(number);
            }
        }
    }
    for (topic, sections) in on {
        let groups = groups.entry(topic).or_default();
        groups.all.add(id, &sections);
        if let Some(province) = item.province {
            groups.by_province.entry(province).or_default().add(id, &sections);
        }
        if let Some(year) = item.year() {
            groups.by_year.entry(year).or_default().add(id, &sections);
        }
    }
}
