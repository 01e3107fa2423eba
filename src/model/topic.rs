//! The vocabulary of topics: names, slugs, parents and synonyms.

use ahash::AHashMap;
use serde::Deserialize;

use crate::features::{Feature, Features};
use crate::text::{CollationKey, Slug};

/// Index of a topic in its vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(pub u32);

/// A topic (lĩnh vực) of reports and news.
#[derive(Debug)]
pub struct Topic {
    /// Part of its address.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// The wider topic it belongs to.
    pub parent: Option<TopicId>,
    /// Narrower topics, in alphabetical order.
    pub children: Vec<TopicId>,
    /// Other names that editors and headings use.
    pub synonyms: Vec<String>,
}

/// All topics, with look-up by slug, name or synonym.
#[derive(Debug, Default)]
pub struct Topics {
    topics: Vec<Topic>,
    by_name: AHashMap<Slug, TopicId>,
    alphabetical: Vec<TopicId>,
}

/// One entry of `topics.yaml`.
#[derive(Debug, Deserialize)]
pub struct RawTopic {
    slug: String,
    name: String,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    synonyms: Vec<String>,
}

/// `topics.yaml`; keys besides `topics` are notes for people.
#[derive(Debug, Deserialize)]
pub struct RawTopics {
    topics: Vec<RawTopic>,
}

impl Topics {
    /// Builds the vocabulary.
    ///
    /// # Errors
    /// The first entry that cannot be used, as text that names it.
    pub fn new(raw: RawTopics) -> Result<Self, String> {
        let mut out = Self::default();
        for (i, entry) in raw.topics.iter().enumerate() {
            let id = TopicId(u32::try_from(i).map_err(|_| "quá nhiều chủ đề".to_owned())?);
            let slug = Slug::parse(&entry.slug).ok_or_else(|| format!("slug: \"{}\"", entry.slug))?;
            for name in [&entry.slug, &entry.name].into_iter().chain(&entry.synonyms) {
                if let Some(other) =
                    Slug::of(name).and_then(|key| out.by_name.insert(key, id)).filter(|other| *other != id)
                {
                    return Err(format!("\"{name}\": {} = {}", entry.slug, raw.topics[other.0 as usize].slug));
                }
            }
            out.topics.push(Topic {
                slug,
                name: entry.name.clone(),
                parent: None,
                children: Vec::new(),
                synonyms: entry.synonyms.clone(),
            });
        }
        out.alphabetical = (0..raw.topics.len()).filter_map(|i| u32::try_from(i).ok().map(TopicId)).collect();
        out.alphabetical.sort_by_cached_key(|id| CollationKey::new(&out.topics[id.0 as usize].name));
        for id in out.alphabetical.clone() {
            let Some(parent) = raw.topics[id.0 as usize].parent.as_deref() else { continue };
            let parent_id = out.find(parent).ok_or_else(|| format!("parent: \"{parent}\""))?;
            out.topics[id.0 as usize].parent = Some(parent_id);
            if out.ancestors(parent_id).any(|ancestor| ancestor == id) {
                return Err(format!("parent: {} -> {parent} -> …", raw.topics[id.0 as usize].slug));
            }
            out.topics[parent_id.0 as usize].children.push(id);
        }
        Ok(out)
    }

    /// Finds a topic by slug, name or synonym; case, marks and punctuation do not matter.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<TopicId> {
        self.by_name.get(&Slug::of(name)?).copied()
    }

    /// The topic of an id.
    #[must_use]
    pub fn get(&self, id: TopicId) -> &Topic {
        &self.topics[id.0 as usize]
    }

    /// All ids in alphabetical order of the names.
    #[must_use]
    pub fn alphabetical(&self) -> &[TopicId] {
        &self.alphabetical
    }

    /// The topic itself and everything above it.
    pub fn ancestors(&self, id: TopicId) -> impl Iterator<Item = TopicId> {
        std::iter::successors(Some(id), |id| self.get(*id).parent).take(self.topics.len())
    }

    /// The topics that have what is on a topic: itself, and in a portal that rolls up everything above it.
    pub fn wider(&self, id: TopicId, features: Features) -> impl Iterator<Item = TopicId> {
        self.ancestors(id).take(if features.has(Feature::RollUp) { usize::MAX } else { 1 })
    }

    /// Number of topics.
    #[must_use]
    pub fn len(&self) -> usize {
        self.topics.len()
    }

    /// Whether the vocabulary is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty()
    }

    /// Every slug and name, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.topics
            .iter()
            .flat_map(|t| [t.name.as_str(), t.slug.as_str()].into_iter().chain(t.synonyms.iter().map(String::as_str)))
    }
}
