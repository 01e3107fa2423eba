//! The vocabulary of indicators: what a figure of a report measures.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{TopicId, Topics};
use crate::text::Slug;

/// Index of an indicator in its vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndicatorId(pub u32);

/// What a figure measures.
#[derive(Debug)]
pub struct Indicator {
    /// Its id, part of its address.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// The usual unit; a record may state another.
    pub unit: String,
    /// Other units that records may state.
    pub other_units: Vec<String>,
    /// Whether figures of several provinces may be added: not ranks, not percentages.
    pub adds_up: bool,
    /// The topic it belongs to.
    pub topic: TopicId,
}

impl Indicator {
    /// Every unit of the vocabulary, the usual one first.
    pub fn units(&self) -> impl Iterator<Item = &str> {
        [self.unit.as_str()].into_iter().chain(self.other_units.iter().map(String::as_str))
    }
}

/// All indicators.
#[derive(Debug, Default)]
pub struct Indicators {
    indicators: Vec<Indicator>,
    by_slug: BTreeMap<String, IndicatorId>,
}

/// One entry of `indicators.yaml`.
#[derive(Debug, Deserialize)]
pub struct RawIndicator {
    id: String,
    name: String,
    unit: String,
    #[serde(default)]
    units: Vec<String>,
    #[serde(default = "yes")]
    sum: bool,
    topic: String,
}

fn yes() -> bool {
    true
}

/// `indicators.yaml`.
#[derive(Debug, Deserialize)]
pub struct RawIndicators {
    indicators: Vec<RawIndicator>,
}

impl Indicators {
    /// Builds the vocabulary.
    ///
    /// # Errors
    /// The first entry that cannot be used, as text that names it.
    pub fn new(raw: RawIndicators, topics: &Topics) -> Result<Self, String> {
        let mut out = Self::default();
        for (i, entry) in raw.indicators.into_iter().enumerate() {
            let id = IndicatorId(u32::try_from(i).map_err(|_| "quá nhiều chỉ tiêu".to_owned())?);
            let slug = Slug::parse(&entry.id).ok_or_else(|| format!("id: \"{}\"", entry.id))?;
            let topic = topics.find(&entry.topic).ok_or_else(|| format!("{}, topic: \"{}\"", entry.id, entry.topic))?;
            if out.by_slug.insert(entry.id, id).is_some() {
                return Err(format!("id: \"{slug}\" (2)"));
            }
            let (name, unit, other_units) = (entry.name, entry.unit, entry.units);
            let adds_up = entry.sum && !unit.contains('%');
            out.indicators.push(Indicator { slug, name, unit, other_units, adds_up, topic });
        }
        Ok(out)
    }

    /// Finds an indicator by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<IndicatorId> {
        self.by_slug.get(id).copied()
    }

    /// The indicator of an id.
    #[must_use]
    pub fn get(&self, id: IndicatorId) -> &Indicator {
        &self.indicators[id.0 as usize]
    }

    /// Every id, for suggestions.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        self.indicators.iter().map(|i| i.slug.as_str())
    }
}
