//! A site without mistakes: configuration, vocabularies, items and index. What a site with errors cannot become.

use chrono::{NaiveDateTime, TimeDelta, Utc};

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::index::Index;
use crate::model::item::Visibility;
use crate::model::{Item, ItemId, TopicId};
use crate::read::{Content, RawFile};
use crate::resolve::{self, Vocabulary};

/// What decides, besides the content, which items readers see.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The time in Vietnam.
    pub now: NaiveDateTime,
    /// Whether drafts, scheduled and expired items are shown, with a mark, as in the preview.
    pub preview: bool,
}

impl Options {
    /// A publication at this moment. `SOURCE_DATE_EPOCH` (seconds since 1970, reproducible-builds.org) replaces the clock.
    #[must_use]
    pub fn publication() -> Self {
        let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|s| s.parse().ok());
        let utc = fixed.and_then(|s| chrono::DateTime::from_timestamp(s, 0)).unwrap_or_else(Utc::now);
        // Asia/Ho_Chi_Minh has kept UTC+7 without daylight saving time since 1975.
        Self { now: utc.naive_utc() + TimeDelta::hours(7), preview: false }
    }

    /// A preview at this moment.
    #[must_use]
    pub fn for_preview() -> Self {
        Self { preview: true, ..Self::publication() }
    }
}

/// Everything the pages are made of.
#[derive(Debug)]
pub struct Site {
    /// The configuration.
    pub config: Config,
    /// Provinces, topics, indicators.
    pub vocabulary: Vocabulary,
    /// All items in the order of their paths, shown or not.
    pub items: Vec<Item>,
    /// The items readers see.
    pub index: Index,
    /// Topics of the home page.
    pub featured: Vec<TopicId>,
    /// Whether items that are not public are shown with a mark.
    pub preview: bool,
}

impl Site {
    /// Takes what was read through parse, resolve and index.
    ///
    /// Warnings come with the site.
    ///
    /// # Errors
    /// All mistakes (and warnings), sorted by file and place.
    pub fn new(
        config: Option<RawFile>,
        content: Content,
        options: Options,
    ) -> Result<(Self, Diagnostics), Diagnostics> {
        let mut diagnostics: Diagnostics = resolve::stray_links(&content.stray_links).collect();
        let config = Config::new(config).map_err(|d| diagnostics.push(d)).ok();
        let vocabulary = resolve::vocabulary(&content.texts, &mut diagnostics);
        let broken_vocabulary = diagnostics.as_slice().iter().any(|d| d.problem.code() == "E027");
        let (items, found) = if broken_vocabulary {
            // Every item would complain of its province and topics.
            (Vec::new(), Diagnostics::default())
        } else {
            resolve::items(resolve::parse_all(content.texts), &content.binaries, &vocabulary, options.now)
        };
        diagnostics.extend(found);
        let usable = config.as_ref().filter(|_| !broken_vocabulary);
        let featured = match usable.map(|c| c.featured(&vocabulary.topics)) {
            Some(Ok(featured)) => featured,
            Some(Err(diagnostic)) => {
                diagnostics.push(diagnostic);
                Vec::new()
            }
            None => Vec::new(),
        };
        diagnostics.sort();
        let Some(config) = config.filter(|_| !diagnostics.has_errors()) else { return Err(diagnostics) };
        let index =
            Index::new(&items, &vocabulary.topics, |item| options.preview || item.visibility == Visibility::Public);
        Ok((Self { config, vocabulary, items, index, featured, preview: options.preview }, diagnostics))
    }

    /// The item of an id.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.0 as usize]
    }

    /// Whether readers see an item.
    #[must_use]
    pub fn shows(&self, id: ItemId) -> bool {
        self.preview || self.item(id).visibility == Visibility::Public
    }
}
