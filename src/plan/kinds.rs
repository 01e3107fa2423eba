//! The table of page kinds: a new kind is a row here, a `Subject` if none fits, one function that plans it, one that shows it (in
//! [`crate::render`]) and one template.

use super::{Subject, knowledge, lists};
use crate::features::Feature;
use crate::model::UrlPath;
use crate::render::{data, files, views};
use crate::site::Site;

/// How the bytes of a page are made.
pub enum Output {
    /// By a template and the function that fills its context.
    Html(&'static str, views::View),
    /// By a function.
    Bytes(files::Make),
    /// From a file that the editor put there: by copying it, or as a smaller picture.
    File,
}

/// What pages of some kinds share and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// The index for search.
    Search,
    /// Cited documents as lists show them.
    Rows,
    /// Sections as topic pages show them.
    Sections,
    /// Items as lists show them; kinds that share something else may use these too.
    Cards,
}

impl Shared {
    /// All of them, in the order in which they are let go of.
    pub const ALL: [Self; 4] = [Self::Search, Self::Rows, Self::Sections, Self::Cards];
}

/// Lists the pages of a kind.
type Lister = fn(&Site, &mut Vec<(UrlPath, Subject)>);

/// One row of the table of page kinds.
pub struct PageKind {
    /// Name of the kind in templates (`page.kind`), timings and golden tests.
    pub name: &'static str,
    /// What its pages share with no others but those of kinds that say the same: these are rendered first, and it is let go of.
    pub shares: Option<Shared>,
    /// The feature without which there are none.
    needs: Option<Feature>,
    /// Lists the pages of this kind.
    plan: Lister,
    /// Makes one of them.
    pub output: Output,
}

impl PageKind {
    const fn new(name: &'static str, plan: Lister, output: Output) -> Self {
        Self { name, shares: None, needs: None, plan, output }
    }

    /// Pages made by a template.
    const fn html(name: &'static str, plan: Lister, template: &'static str, view: views::View) -> Self {
        Self::new(name, plan, Output::Html(template, view))
    }

    /// Files made by a function.
    const fn bytes(name: &'static str, plan: Lister, make: files::Make) -> Self {
        Self::new(name, plan, Output::Bytes(make))
    }

    /// Files of editors.
    const fn file(name: &'static str, plan: Lister) -> Self {
        Self::new(name, plan, Output::File)
    }

    /// There are none without this feature.
    const fn needs(mut self, feature: Feature) -> Self {
        self.needs = Some(feature);
        self
    }

    /// They share this with no others.
    const fn shares(mut self, shared: Shared) -> Self {
        self.shares = Some(shared);
        self
    }

    /// The pages of this kind.
    pub(super) fn pages(&self, site: &Site) -> Vec<(UrlPath, Subject)> {
        let mut out = Vec::new();
        if self.needs.is_none_or(|feature| site.config.features.has(feature)) {
            (self.plan)(site, &mut out);
        }
        out
    }
}

/// The pages of documents, of which there may be more than of all other kinds.
pub(super) static DOCUMENTS: PageKind =
    PageKind::html("document", knowledge::document, "document.html", views::document)
        .needs(Feature::Documents)
        .shares(Shared::Cards);

/// The files of the index for search.
pub(super) static SEARCH_INDEX: PageKind = PageKind::bytes("search-index", lists::search_index, files::search_index)
    .needs(Feature::Search)
    .shares(Shared::Search);

/// Every other kind of page and file.
pub(super) static KINDS: &[PageKind] = &[
    PageKind::html("home", lists::home, "home.html", views::home).shares(Shared::Cards),
    PageKind::html("item", lists::items, "item.html", views::item),
    PageKind::html("issue", lists::issues, "issue.html", views::issue),
    PageKind::html("list", lists::kinds, "list.html", views::kind_list).shares(Shared::Cards),
    PageKind::html("provinces", lists::provinces, "provinces.html", views::provinces),
    PageKind::html("province", lists::province, "province.html", views::province).shares(Shared::Cards),
    PageKind::html("periods", lists::periods, "periods.html", views::periods),
    PageKind::html("period", lists::period, "period.html", views::period).shares(Shared::Cards),
    PageKind::html("topics", lists::topics, "topics.html", views::topics),
    PageKind::html("topic", lists::topic, "topic.html", views::topic).shares(Shared::Sections),
    PageKind::html("documents", knowledge::documents, "documents.html", views::documents)
        .needs(Feature::Documents)
        .shares(Shared::Rows),
    PageKind::html("indicators", knowledge::indicators, "indicators.html", views::indicators).needs(Feature::Figures),
    PageKind::html("indicator", knowledge::indicator, "indicator.html", views::indicator).needs(Feature::Figures),
    PageKind::bytes("csv", knowledge::csv, data::csv).needs(Feature::Figures),
    PageKind::bytes("json", knowledge::json, data::json).needs(Feature::Figures),
    PageKind::bytes("data-schema", knowledge::data_schema, data::schema).needs(Feature::Figures),
    PageKind::html("tasks", knowledge::tasks, "tasks.html", views::tasks).needs(Feature::Tasks),
    PageKind::html("coverage", knowledge::coverage, "coverage.html", views::coverage).needs(Feature::Coverage),
    PageKind::html("coverage-year", knowledge::coverage_year, "coverage-year.html", views::coverage_year)
        .needs(Feature::Coverage),
    PageKind::html("search", lists::search, "search.html", views::search).needs(Feature::Search).shares(Shared::Search),
    PageKind::html("sitemap", lists::site_map, "sitemap.html", views::site_map),
    PageKind::html("not-found", lists::not_found, "not-found.html", views::not_found),
    PageKind::bytes("alias", lists::aliases, files::alias),
    PageKind::bytes("feed", lists::feeds, files::feed),
    PageKind::bytes("sitemap-xml", lists::sitemap_xml, files::sitemap_xml),
    PageKind::bytes("robots", lists::robots, files::robots),
    PageKind::file("attachment", lists::attachments),
    PageKind::file("picture", lists::pictures),
];

/// Every kind of page and file.
pub fn kinds() -> impl Iterator<Item = &'static PageKind> {
    KINDS.iter().chain([&SEARCH_INDEX, &DOCUMENTS])
}
