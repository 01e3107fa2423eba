//! The fifth stage: every page and file of the site as a small value, nothing rendered yet.
//!
//! [`kinds()`] lists the page kinds.

mod kinds;
mod knowledge;
mod lists;

use kinds::{DOCUMENTS, KINDS, SEARCH_INDEX};
pub use kinds::{Output, PageKind, Shared, kinds};
pub(crate) use knowledge::{
    coverage_url, data_schema_url, data_url, document_url, documents_url, indicator_url, report_years, tasks_url,
};
pub(crate) use lists::{
    has_province_page, issue_url, list_page, page_count, period_url, province_url, topic_group, topic_url,
};

use std::sync::{Arc, LazyLock};

use ahash::RandomState;
use hashbrown::HashTable;
use rayon::prelude::*;

use crate::diag::{Diagnostic, Place, Problem};
use crate::index::{DocumentFilter, TaskFilter};
use crate::model::outline::Target;
use crate::model::url::without_index;
use crate::model::{DocumentId, IndicatorId, ItemId, ItemKind, Period, ProvinceId, TopicId, UrlPath};
use crate::search::{Counts, Shard};
use crate::site::Site;

/// Entries on one page of a list.
pub const PAGE_SIZE: usize = 20;
/// Rows on one page of a table.
pub const TABLE_SIZE: usize = 50;

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The one page of its kind.
    Only,
    /// An item.
    Item(ItemId),
    /// All items of a kind; pages of a list count from 1.
    Kind(ItemKind, usize),
    /// A province.
    Province(ProvinceId, usize),
    /// A period.
    Period(Period, usize),
    /// A topic, perhaps within a province or a year.
    Topic(TopicId, Within, usize),
    /// A cited document, and which page of the items that cite it.
    Document(DocumentId, usize),
    /// A list of cited documents.
    Documents(DocumentFilter, usize),
    /// An indicator, and which page of its figures.
    Indicator(IndicatorId, usize),
    /// A list of tasks.
    Tasks(TaskFilter, usize),
    /// A year.
    Year(i32),
    /// A file of the index for search.
    Search(Shard),
    /// A whole issue of the bulletin, to be printed.
    Issue(ItemId),
    /// An old address of an item.
    Alias(ItemId),
    /// A file of an item's bundle, by its number.
    Attachment(ItemId, usize),
    /// A smaller version of a picture of an item's bundle, by the number of the file, with this width in pixels.
    Picture(ItemId, usize, u32),
    /// A file of the theme, by its path below `static/`.
    Asset(String),
}

/// What narrows a topic page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    /// Nothing.
    All,
    /// A province.
    Province(ProvinceId),
    /// A year.
    Year(i32),
}

/// A page or file of the site.
#[derive(Clone)]
pub struct Page {
    /// Its address.
    pub url: UrlPath,
    /// What it is about.
    pub subject: Subject,
    /// Its row in the table; `None` for a file of the theme.
    pub kind: Option<&'static PageKind>,
}

impl Page {
    /// Whether it is a page for readers; everything else has neither links nor a template that could be wrong.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.url.is_page() || self.kind.is_some_and(|kind| matches!(kind.output, Output::Html(..)))
    }

    /// The name of the kind.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        self.kind.map_or("asset", |kind| kind.name)
    }
}

/// All pages of a site, with look-up by address.
pub struct Plan {
    own: Part,
    /// The pages of documents, of which there may be more than of all others: kept while they stay the same.
    documents: Arc<Part>,
    /// The shape of the documents they are made from ([`Site::documents_shape`]).
    shape: u64,
    /// The files of the index for search, kept while there are as many of each sort.
    index: Arc<Part>,
    counts: Counts,
}

/// Some pages.
#[derive(Default)]
struct Part {
    pages: Vec<Page>,
    /// The numbers of the pages by address, where `x/index.html` is `x/`: two pages cannot be one file.
    by_url: HashTable<u32>,
}

/// The hash of the address of a page, the same in all parts.
fn hash_of(address: &str) -> u64 {
    static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    HASHER.hash_one(address)
}

impl Part {
    /// The page at an address that has this hash.
    fn find(&self, url: &str, hash: u64) -> Option<&Page> {
        let is_there = |number: &u32| {
            let own = self.pages[*number as usize].url.as_str();
            own == url || without_index(own) == url
        };
        self.by_url.find(hash, is_there).map(|number| &self.pages[*number as usize])
    }

    /// Adds a page; `others` may not have its address either.
    fn add(&mut self, page: Page, others: &[&Self], site: &Site, clashes: &mut Vec<Diagnostic>) {
        let address = without_index(page.url.as_str());
        let hash = hash_of(address);
        let taken = others.iter().copied().find_map(|other| other.find(address, hash));
        let taken = taken.or_else(|| self.find(address, hash));
        match (taken, u32::try_from(self.pages.len())) {
            (None, Ok(number)) => {
                self.pages.push(page);
                let of_page = |number: &u32| hash_of(without_index(self.pages[*number as usize].url.as_str()));
                self.by_url.insert_unique(hash, number, of_page);
            }
            (Some(first), _) => clashes.push(clash(&page, first, site)),
            (None, Err(_)) => {} // More pages than any disk has room for.
        }
    }

    /// The pages of one kind alone.
    fn of(kind: &'static PageKind, site: &Site, clashes: &mut Vec<Diagnostic>) -> Arc<Self> {
        let list = kind.pages(site);
        let mut part = Self::with_capacity(list.len());
        for (url, subject) in list {
            part.add(Page { url, subject, kind: Some(kind) }, &[], site, clashes);
        }
        Arc::new(part)
    }

    fn with_capacity(count: usize) -> Self {
        Self { pages: Vec::with_capacity(count), by_url: HashTable::with_capacity(count) }
    }
}

/// Two pages that claim one address: the item that can be mended is named.
fn clash(page: &Page, first: &Page, site: &Site) -> Diagnostic {
    let owner = [&page.subject, &first.subject].into_iter().find_map(|subject| match subject {
        Subject::Item(id) | Subject::Alias(id) | Subject::Attachment(id, _) | Subject::Picture(id, ..) => {
            Some(site.item(*id))
        }
        _ => None,
    });
    let (ai_giu, other) = shown_owner(page, first);
    let problem = Problem::DuplicateAddress { url: page.url.to_string(), other, ai_giu };
    match owner {
        Some(item) => Diagnostic::at(Place::new(&item.file, 0..3), problem),
        None => Diagnostic::of_path(page.url.to_string(), problem),
    }
}

impl Plan {
    /// Lists every page; `assets` are the paths of the theme's static files, `before` the plan of the same site before it was
    /// changed.
    ///
    /// # Errors
    /// An item whose address another page has.
    pub fn new(site: &Site, assets: &[String], before: Option<&Self>) -> Result<Self, Vec<Diagnostic>> {
        let list = |kind: &'static PageKind| (kind, kind.pages(site));
        let mut clashes = Vec::new();
        let kept = before.filter(|before| before.shape == site.documents_shape);
        let documents =
            kept.map_or_else(|| Part::of(&DOCUMENTS, site, &mut clashes), |before| Arc::clone(&before.documents));
        let counts = Counts::of(site);
        let kept = before.filter(|before| before.counts == counts);
        let index =
            kept.map_or_else(|| Part::of(&SEARCH_INDEX, site, &mut clashes), |before| Arc::clone(&before.index));
        let others = [&*documents, &*index];
        let lists: Vec<(&PageKind, Vec<(UrlPath, Subject)>)> = KINDS.par_iter().map(list).collect();
        let mut own = Part::with_capacity(lists.iter().map(|(_, list)| list.len()).sum());
        for (kind, list) in lists {
            for (url, subject) in list {
                own.add(Page { url, subject, kind: Some(kind) }, &others, site, &mut clashes);
            }
        }
        for path in assets {
            let url = lists::asset_url(path);
            if url.is_page() {
                let shown = format!("static/{path}");
                clashes.push(Diagnostic::of_path(shown, Problem::NoSlug { name: path.clone() }));
                continue;
            }
            let page = Page { url, subject: Subject::Asset(path.clone()), kind: None };
            own.add(page, &others, site, &mut clashes);
        }
        let shape = site.documents_shape;
        if clashes.is_empty() { Ok(Self { own, documents, shape, index, counts }) } else { Err(clashes) }
    }

    /// Addresses that editors wrote from the root of the site (`/tinh/son-la/`) and that are not those of pages.
    #[must_use]
    pub fn wrong_addresses(&self, site: &Site) -> Vec<Diagnostic> {
        let mut mistakes = Vec::new();
        for item in site.index.by_kind.values().flatten().map(|id| site.item(*id)) {
            for (link, target) in item.outline.links.iter().zip(&item.targets) {
                let Target::SitePath(path) = target else { continue };
                let address = path.split(['#', '?']).next().unwrap_or_default();
                if self.find(address).is_none() {
                    let with_slash = format!("{address}/");
                    let meant = self.find(&with_slash).map(|_| format!("/{with_slash}"));
                    let problem = Problem::BrokenLink { page: item.url.to_string(), target: format!("/{path}") };
                    mistakes.push(Diagnostic::at(Place::new(&item.file, link.span.clone()), problem).suggest(meant));
                }
            }
        }
        mistakes
    }

    fn parts(&self) -> [&Part; 3] {
        [&self.own, &self.index, &self.documents]
    }

    /// The pages in the order of the tables: the files of the index and the pages of documents come last.
    pub fn pages(&self) -> impl Iterator<Item = &Page> {
        self.parts().into_iter().flat_map(|part| &part.pages)
    }

    /// A page by its place in [`Plan::pages`].
    #[must_use]
    pub fn page(&self, number: usize) -> Option<&Page> {
        let mut number = number;
        self.parts().into_iter().find_map(|part| {
            let page = part.pages.get(number);
            number = number.wrapping_sub(part.pages.len());
            page
        })
    }

    /// How many pages there are.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.parts().into_iter().map(|part| part.pages.len()).sum()
    }

    /// The page at an address written relative to the root, such as `tinh/son-la/`.
    #[must_use]
    pub fn find(&self, url: &str) -> Option<&Page> {
        let address = without_index(url);
        let hash = hash_of(address);
        self.parts().into_iter().find_map(|part| part.find(address, hash))
    }

    /// Whether something is published at an address.
    #[must_use]
    pub fn contains(&self, url: &UrlPath) -> bool {
        self.find(url.as_str()).is_some()
    }
}

/// Who has an address, in Vietnamese and in English: the file of the theme, or a page that the program makes.
fn shown_owner(page: &Page, first: &Page) -> (String, String) {
    match (&page.subject, &first.subject) {
        (Subject::Asset(path), _) | (_, Subject::Asset(path)) => (format!("static/{path}"), format!("static/{path}")),
        _ => {
            let kind = first.kind_name();
            (format!("trang của cổng ({kind})"), format!("a page of the site ({kind})"))
        }
    }
}
