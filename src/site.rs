//! A site without mistakes: configuration, vocabularies, items and index. What a site with errors cannot become.

use chrono::NaiveDateTime;

use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, Problem};
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
        if !content.found {
            let path = "content/".to_owned();
            diagnostics.push(Diagnostic::of_path("content", Problem::MissingPath { path }));
            return Err(diagnostics);
        }
        let config = Config::new(config).map_err(|mistakes| diagnostics.extend(mistakes)).ok();
        let vocabulary = resolve::vocabulary(&content.texts, &mut diagnostics);
        let broken_vocabulary = diagnostics
            .as_slice()
            .iter()
            .any(|d| matches!(*d.problem, Problem::BadVocabulary { .. } | Problem::MissingPath { .. }));
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
            Some(Err(mistakes)) => {
                diagnostics.extend(mistakes);
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
