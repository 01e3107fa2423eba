//! The sixth stage: one planned page and the theme to bytes, a pure function.
//!
//! `build` renders every page in parallel; the preview renders the one that is asked for. Both call [`Renderer::render`].

mod chart;
pub mod data;
pub mod files;
pub mod highlight;
pub mod html;
mod kept;
pub mod object;
mod pieces;
pub mod theme;
pub mod views;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use ahash::AHashMap;
use tera::{Context, Value};

use crate::diag::{Diagnostic, Lang};
use crate::index::{DocumentFilter, SectionId};
use crate::model::{DocumentId, ItemId, ItemKind, PartialDate, Period, ProvinceId, TopicId};
use crate::plan::{Output, Page, Plan, Shared, Subject, document_url};
use crate::search::SearchIndex;
use crate::site::Site;
use html::{Extract, Placing, Surroundings};
use kept::Kept;
use object::object_of;
use pieces::{FrameKey, Made};
pub use theme::Theme;

/// What a page became.
#[derive(Debug)]
pub enum Rendered {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// A file to copy as it is.
    Copy(PathBuf),
    /// A picture to make smaller, to this width in pixels.
    Picture(PathBuf, u32),
}

/// A site, its plan and its theme, ready to render any page.
pub struct Renderer {
    /// The site.
    pub site: Site,
    /// Every page.
    pub plan: Plan,
    theme: Theme,
    prepared: Prepared,
}

/// What pages share, until the site changes.
struct Prepared {
    /// What every page of a language shares, in the order of [`Lang::ALL`].
    shared: [Value; 2],
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
    frames: Mutex<AHashMap<FrameKey, Value>>,
    /// The first mistake in a component that was rendered for all pages.
    broken: OnceLock<Diagnostic>,
    /// For each item its place in the list of its kind.
    ranks: Vec<usize>,
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
struct OfPeriod {
    /// Its name and address.
    link: OnceLock<Value>,
    /// Its reports, then everything else.
    parted: OnceLock<[Vec<ItemId>; 2]>,
}

impl Prepared {
    fn new(site: &Site, plan: &Plan, theme: &Theme) -> Self {
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

/// What stands for the way to the root of the site in everything that is rendered, until a page is finished: no character of
/// any text. So pages at all depths share what they have in common.
pub const ROOT: &str = "\u{fdd0}";

/// Puts the way to the root of the site where [`ROOT`] stands.
fn rooted(html: &[u8], root: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len() + html.len() / 8);
    let mut done = 0;
    for at in memchr::memmem::find_iter(html, ROOT) {
        out.extend_from_slice(&html[done..at]);
        out.extend_from_slice(root.as_bytes());
        done = at + ROOT.len();
    }
    out.extend_from_slice(&html[done..]);
    out
}

impl Renderer {
    /// A renderer of the pages of a plan of the site.
    #[must_use]
    pub fn new(site: Site, plan: Plan, theme: Theme) -> Self {
        let prepared = Prepared::new(&site, &plan, &theme);
        Self { site, plan, theme, prepared }
    }

    /// Goes on with another plan after the site was changed, perhaps with another theme.
    pub fn refresh(&mut self, plan: Plan, theme: Option<Theme>) {
        if let Some(theme) = theme {
            self.theme = theme;
        }
        let old = std::mem::replace(&mut self.plan, plan);
        self.forget();
        // Letting go of a large plan takes as long as making it: nobody needs to wait for that.
        rayon::spawn(move || drop(old));
    }

    /// Lets go of what pages share; it is made again when it is needed.
    pub fn forget(&mut self) {
        self.prepared = Prepared::new(&self.site, &self.plan, &self.theme);
    }

    /// The theme.
    #[must_use]
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Renders a page.
    ///
    /// # Errors
    /// A mistake in a template, with its place.
    pub fn render(&self, page: &Page) -> Result<Rendered, Diagnostic> {
        let Some(kind) = page.kind else {
            let Subject::Asset(path) = &page.subject else { return Ok(Rendered::Bytes(Vec::new())) };
            return Ok(Rendered::Bytes(self.theme.asset(path).to_vec()));
        };
        match &kind.output {
            Output::Html(template, view) => {
                let mut context = self.context(self.lang_of(page));
                view(self, page, &mut context);
                // What the view asked for comes first: what is missing because of a mistake there is only its consequence.
                if let Some(mistake) = self.prepared.broken.get() {
                    return Err(mistake.clone());
                }
                let html = self.theme.render(template, &context)?;
                Ok(Rendered::Bytes(rooted(&html, &self.root_of(page))))
            }
            Output::Bytes(make) => Ok(Rendered::Bytes(make(self, page))),
            Output::File => {
                let disk = |id, number: usize| self.site.item(id).attachments[number].disk.clone();
                Ok(match page.subject {
                    Subject::Attachment(id, number) => Rendered::Copy(disk(id, number)),
                    Subject::Picture(id, number, width) => Rendered::Picture(disk(id, number), width),
                    _ => Rendered::Bytes(Vec::new()),
                })
            }
        }
    }

    /// The language of a page: that of its item, else that of the site.
    #[must_use]
    pub fn lang_of(&self, page: &Page) -> Lang {
        match page.subject {
            Subject::Item(id) => self.site.lang_of(self.site.item(id)),
            _ => self.site.config.lang,
        }
    }

    /// The prefix that leads from a page to the root. The page for missing addresses is shown anywhere on its host, so that it
    /// needs the path of the site there; the preview stands at a root.
    fn root_of(&self, page: &Page) -> String {
        let path_of = |base: &String| format!("/{}", base.splitn(4, '/').nth(3).unwrap_or_default());
        let everywhere =
            if self.site.preview { Some("/".to_owned()) } else { self.site.config.base_url.as_ref().map(path_of) };
        everywhere.filter(|_| page.kind_name() == "not-found").unwrap_or_else(|| page.url.to_root())
    }

    /// What every template sees.
    fn context(&self, lang: Lang) -> Context {
        let mut context = Context::new();
        context.insert_value("root", ROOT.into());
        context.insert_value("lang", lang.code().into());
        context.insert_value("site", self.prepared.shared[lang as usize].clone());
        context.insert_value("t", self.theme.strings(lang).clone());
        context
    }

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
            extracts.map(fields).map(|fields| self.made_of("section", object_of(fields))).collect()
        };
        self.prepared.sections.with(id.item.0 as usize, make, |all| {
            all.get(id.section).map_or_else(Value::none, |made| self.kept("section", made))
        })
    }

    /// A section with all its fields, for pages that show few.
    #[must_use]
    pub fn whole_section(&self, id: SectionId) -> Value {
        let extract = self.extracts(id.item).into_iter().nth(id.section);
        extract.map_or_else(Value::none, |extract| object_of(views::section(self, id, extract)))
    }

    fn extracts(&self, id: ItemId) -> Vec<Extract> {
        self.with_surroundings(id, ROOT, Placing::default(), |around| html::sections(self.site.item(id), around))
    }

    /// A cited document as lists show it.
    #[must_use]
    pub fn row(&self, id: DocumentId) -> Value {
        let make = || self.made_of("document", object_of(views::document_row(self, id)));
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
        let make = || self.made_of("facets", object_of(views::topic_facets(self, id)));
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

    /// The body of an item as HTML for a place; `root` is the prefix to the root.
    #[must_use]
    pub fn body(&self, id: ItemId, root: &str, place: Placing<'_>) -> String {
        self.with_surroundings(id, root, place, |around| html::body(self.site.item(id), around))
    }

    /// How a body stands on the page of its item.
    #[must_use]
    pub fn own_place(&self) -> Placing<'_> {
        Placing { page_of: Some(self.site.config.base_url.as_deref().unwrap_or("/")), ..Placing::default() }
    }

    /// Calls `write` with what rendering the body of an item needs to know; `root` is the prefix to the root.
    fn with_surroundings<R>(
        &self,
        id: ItemId,
        root: &str,
        place: Placing<'_>,
        write: impl FnOnce(&Surroundings<'_>) -> R,
    ) -> R {
        let site = &self.site;
        let lang = site.lang_of(site.item(id));
        write(&Surroundings {
            root,
            place,
            item_url: &|id| site.shows(id).then(|| site.item(id).url.as_str()),
            attachment_url: &|id, number| {
                let file = site.shows(id).then(|| site.item(id).attachments.get(number))??;
                Some(site.item(id).url.file(&file.published))
            },
            picture: &|id, number| site.shows(id).then(|| site.item(id).attachments.get(number))?,
            document_url: &|number| document_url(site, *site.documents.cited(id).get(number)?),
            chart: &|number| chart::of_block(self, site.item(id), number, root),
            phrase: &|key| self.theme.string(lang, key),
        })
    }

    /// The next newer and the next older item of the same kind; none for fixed pages, which have no order.
    #[must_use]
    pub fn neighbours(&self, id: ItemId) -> (Option<ItemId>, Option<ItemId>) {
        let kind = self.site.item(id).kind;
        if !ItemKind::DATED.contains(&kind) {
            return (None, None);
        }
        let (all, rank) = (self.site.index.kind(kind), self.prepared.ranks[id.0 as usize]);
        (rank.checked_sub(1).and_then(|r| all.get(r)).copied(), all.get(rank + 1).copied())
    }

    /// What readers search.
    #[must_use]
    pub fn search(&self) -> Arc<SearchIndex> {
        let mut search = self.prepared.search.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || Arc::new(SearchIndex::of(&self.site, &|key| self.t(key).to_owned()));
        Arc::clone(search.get_or_insert_with(make))
    }

    /// A string of the theme in the language of the site.
    #[must_use]
    pub fn t<'s>(&'s self, key: &'s str) -> &'s str {
        self.theme.string(self.site.config.lang, key)
    }
}
