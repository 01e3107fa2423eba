//! What pages share: made when it is first needed, kept until the site changes or no page needs it any more.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use ahash::AHashMap;
use tera::Value;

use super::html::{self, Extract, Placing};
use super::kept::Kept;
use super::object::object;
use super::pieces::{FrameKey, Made};
use super::{ROOT, Renderer, Theme, views};
use crate::diag::{Diagnostic, Lang};
use crate::index::{DocumentFilter, SectionId};
use crate::model::{DocumentId, ItemId, ItemKind, PartialDate, Period, ProvinceId, TopicId};
use crate::plan::{Plan, Shared};
use crate::search::SearchIndex;
use crate::site::Site;

/// What pages share, until the site changes.
pub(super) struct Prepared {
    /// What every page of a language shares, in the order of [`Lang::ALL`].
    pub(super) shared: [Value; 2],
    /// Each item as lists show it, made when it is first needed and shared by all lists.
    cards: Kept<Made>,
    /// The sections of each item as topic pages show them, made when they are first needed.
    sections: Kept<Vec<Made>>,
    /// Each cited document as lists show it, made when it is first needed.
    rows: Kept<Made>,
    /// The ways to narrow each topic, made when they are first needed.
    topic_facets: Kept<Made>,
    /// The ways to narrow the list of documents, made when they are first needed.
    document_filters: OnceLock<Vec<(DocumentFilter, Value)>>,
    /// The parts of the frame that pages share, by what they may depend on.
    pub(super) frames: Mutex<AHashMap<FrameKey, Value>>,
    /// The first mistake in a component that was rendered for all pages.
    pub(super) broken: OnceLock<Diagnostic>,
    /// For each item its place in the list of its kind.
    pub(super) ranks: Vec<usize>,
    /// What readers search, made when it is first needed.
    search: Mutex<Option<Arc<SearchIndex>>>,
    /// Name and address of each topic and province, made when they are first needed.
    topic_links: Kept<Value>,
    province_links: Kept<Value>,
    /// Each date as people and machines write it: few days have many items.
    dates: RwLock<AHashMap<PartialDate, Value>>,
    /// What is shared of each period that has items.
    periods: BTreeMap<Period, OfPeriod>,
}

/// What is shared of a period, made when it is first needed.
#[derive(Default)]
pub(super) struct OfPeriod {
    /// Its name and address.
    link: OnceLock<Value>,
    /// Its reports, then everything else.
    parted: OnceLock<[Vec<ItemId>; 2]>,
}

impl Prepared {
    pub(super) fn new(site: &Site, plan: &Plan, theme: &Theme) -> Self {
        let count = site.items.capacity();
        let mut ranks = vec![0; count];
        for (rank, id) in site.index.by_kind.values().flat_map(|ids| ids.iter().enumerate()) {
            ranks[id.0 as usize] = rank;
        }
        Self {
            shared: Lang::ALL.map(|lang| views::shared(site, plan, theme, lang)),
            cards: Kept::new(count),
            sections: Kept::new(count),
            rows: Kept::new(site.documents.capacity()),
            topic_facets: Kept::new(site.vocabulary.topics.len()),
            document_filters: OnceLock::new(),
            frames: Mutex::default(),
            broken: OnceLock::new(),
            ranks,
            search: Mutex::default(),
            dates: RwLock::default(),
            topic_links: Kept::new(site.vocabulary.topics.len()),
            province_links: Kept::new(site.vocabulary.provinces.len()),
            periods: site.index.by_period.keys().map(|period| (*period, OfPeriod::default())).collect(),
        }
    }
}

impl Renderer {
    /// An item as most lists show it.
    #[must_use]
    pub fn card(&self, id: ItemId) -> Value {
        self.with_made_of_item(id, |made| self.kept("item", made))
    }

    /// An item with all its fields, for lists that show them in a way of their own.
    #[must_use]
    pub fn full_card(&self, id: ItemId) -> Value {
        let fields = views::card(self, self.site.item(id));
        self.with_made_of_item(id, |made| fields.object_with(self.named("item", made)))
    }

    fn with_made_of_item(&self, id: ItemId, take: impl FnOnce(&Made) -> Value) -> Value {
        let make = || self.made_of("item", views::card(self, self.site.item(id)).object());
        self.prepared.cards.with(id.0 as usize, make, take)
    }

    /// A section as topic pages show it.
    #[must_use]
    pub fn section(&self, id: SectionId) -> Value {
        let make = || {
            let extracts = self.extracts(id.item).into_iter().enumerate();
            let fields = |(section, extract)| views::section(self, SectionId { section, ..id }, extract);
            extracts.map(fields).map(|fields| self.made_of("section", object(fields))).collect()
        };
        self.prepared.sections.with(id.item.0 as usize, make, |all| {
            all.get(id.section).map_or_else(Value::none, |made| self.kept("section", made))
        })
    }

    /// A section with all its fields, for pages that show few.
    #[must_use]
    pub fn whole_section(&self, id: SectionId) -> Value {
        let extract = self.extracts(id.item).into_iter().nth(id.section);
        extract.map_or_else(Value::none, |extract| object(views::section(self, id, extract)))
    }

    fn extracts(&self, id: ItemId) -> Vec<Extract> {
        self.with_surroundings(id, ROOT, Placing::default(), |around| html::sections(self.site.item(id), around))
    }

    /// A cited document as lists show it.
    #[must_use]
    pub fn row(&self, id: DocumentId) -> Value {
        let make = || self.made_of("document", object(views::document_row(self, id)));
        self.prepared.rows.with(id.0 as usize, make, |made| self.kept("document", made))
    }

    /// A date for people and for machines.
    #[must_use]
    pub fn date(&self, date: PartialDate) -> Value {
        let dates = &self.prepared.dates;
        if let Some(made) = dates.read().unwrap_or_else(PoisonError::into_inner).get(&date) {
            return made.clone();
        }
        let made = views::make_date(date);
        dates.write().unwrap_or_else(PoisonError::into_inner).insert(date, made.clone());
        made
    }

    /// A topic's name and address.
    #[must_use]
    pub fn topic_link(&self, id: TopicId) -> Value {
        self.prepared.topic_links.with(id.0 as usize, || views::make_topic_link(&self.site, id), Value::clone)
    }

    /// A province's name and address.
    #[must_use]
    pub fn province_link(&self, id: ProvinceId) -> Value {
        self.prepared.province_links.with(id.0 as usize, || views::make_province_link(&self.site, id), Value::clone)
    }

    /// A period's name and address; no address where no page is.
    #[must_use]
    pub fn period_link(&self, period: Period) -> Value {
        let make = || views::make_period_link(&self.site, period);
        self.prepared.periods.get(&period).map_or_else(make, |of_period| of_period.link.get_or_init(make).clone())
    }

    /// The ways to narrow a topic.
    #[must_use]
    pub fn topic_facets(&self, id: TopicId) -> Value {
        let make = || self.made_of("facets", object(views::topic_facets(self, id)));
        self.prepared.topic_facets.with(id.0 as usize, make, |made| self.kept("facets", made))
    }

    /// The reports of a period, then everything else.
    #[must_use]
    pub fn period(&self, period: Period) -> [&[ItemId]; 2] {
        let parted = || {
            let is_report = |id: &&ItemId| self.site.item(**id).kind == ItemKind::Report;
            let (reports, others) = self.site.index.period(period).iter().partition(is_report);
            [reports, others]
        };
        let parted = self.prepared.periods.get(&period).map(|of_period| of_period.parted.get_or_init(parted));
        parted.map_or([&[], &[]], |[reports, others]| [reports, others])
    }

    /// Lets go of what the pages of some kinds alone share, once these are rendered.
    pub fn let_go(&self, shared: Shared) {
        match shared {
            Shared::Search => *self.prepared.search.lock().unwrap_or_else(PoisonError::into_inner) = None,
            Shared::Rows => self.prepared.rows.let_go(),
            Shared::Sections => self.prepared.sections.let_go(),
            Shared::Cards => self.prepared.cards.let_go(),
        }
    }

    /// The ways to narrow the list of documents.
    #[must_use]
    pub fn document_filters(&self) -> &[(DocumentFilter, Value)] {
        self.prepared.document_filters.get_or_init(|| views::document_filters(self))
    }

    /// What readers search.
    #[must_use]
    pub fn search(&self) -> Arc<SearchIndex> {
        let mut search = self.prepared.search.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || Arc::new(SearchIndex::of(&self.site, &|key| self.t(key).to_owned()));
        Arc::clone(search.get_or_insert_with(make))
    }
}
