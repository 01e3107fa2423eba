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
}

impl Shared {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Search, Self::Rows, Self::Sections];
}

/// One row of the table of page kinds.
pub struct PageKind {
    /// Name of the kind in templates (`page.kind`), timings and golden tests.
    pub name: &'static str,
    /// What its pages share with no others but those of kinds that say the same: these are rendered first, and it is let go of.
    pub shares: Option<Shared>,
    /// The feature without which there are none.
    needs: Option<Feature>,
    /// Lists the pages of this kind.
    plan: fn(&Site, &mut Vec<(UrlPath, Subject)>),
    /// Makes one of them.
    pub output: Output,
}

impl PageKind {
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
pub(super) static DOCUMENTS: PageKind = PageKind {
    name: "document",
    shares: None,
    needs: Some(Feature::Documents),
    plan: knowledge::document,
    output: Output::Html("document.html", views::document),
};

/// The files of the index for search.
pub(super) static SEARCH_INDEX: PageKind = PageKind {
    name: "search-index",
    shares: Some(Shared::Search),
    needs: Some(Feature::Search),
    plan: lists::search_index,
    output: Output::Bytes(files::search_index),
};

/// Every other kind of page and file.
pub(super) static KINDS: &[PageKind] = &[
    PageKind {
        name: "home",
        shares: None,
        needs: None,
        plan: lists::home,
        output: Output::Html("home.html", views::home),
    },
    PageKind {
        name: "item",
        shares: None,
        needs: None,
        plan: lists::items,
        output: Output::Html("item.html", views::item),
    },
    PageKind {
        name: "issue",
        shares: None,
        needs: None,
        plan: lists::issues,
        output: Output::Html("issue.html", views::issue),
    },
    PageKind {
        name: "list",
        shares: None,
        needs: None,
        plan: lists::kinds,
        output: Output::Html("list.html", views::kind_list),
    },
    PageKind {
        name: "provinces",
        shares: None,
        needs: None,
        plan: lists::provinces,
        output: Output::Html("provinces.html", views::provinces),
    },
    PageKind {
        name: "province",
        shares: None,
        needs: None,
        plan: lists::province,
        output: Output::Html("province.html", views::province),
    },
    PageKind {
        name: "periods",
        shares: None,
        needs: None,
        plan: lists::periods,
        output: Output::Html("periods.html", views::periods),
    },
    PageKind {
        name: "period",
        shares: None,
        needs: None,
        plan: lists::period,
        output: Output::Html("period.html", views::period),
    },
    PageKind {
        name: "topics",
        shares: None,
        needs: None,
        plan: lists::topics,
        output: Output::Html("topics.html", views::topics),
    },
    PageKind {
        name: "topic",
        shares: Some(Shared::Sections),
        needs: None,
        plan: lists::topic,
        output: Output::Html("topic.html", views::topic),
    },
    PageKind {
        name: "documents",
        shares: Some(Shared::Rows),
        needs: Some(Feature::Documents),
        plan: knowledge::documents,
        output: Output::Html("documents.html", views::documents),
    },
    PageKind {
        name: "indicators",
        shares: None,
        needs: Some(Feature::Figures),
        plan: knowledge::indicators,
        output: Output::Html("indicators.html", views::indicators),
    },
    PageKind {
        name: "indicator",
        shares: None,
        needs: Some(Feature::Figures),
        plan: knowledge::indicator,
        output: Output::Html("indicator.html", views::indicator),
    },
    PageKind {
        name: "csv",
        shares: None,
        needs: Some(Feature::Figures),
        plan: knowledge::csv,
        output: Output::Bytes(data::csv),
    },
    PageKind {
        name: "json",
        shares: None,
        needs: Some(Feature::Figures),
        plan: knowledge::json,
        output: Output::Bytes(data::json),
    },
    PageKind {
        name: "data-schema",
        shares: None,
        needs: Some(Feature::Figures),
        plan: knowledge::data_schema,
        output: Output::Bytes(data::schema),
    },
    PageKind {
        name: "tasks",
        shares: None,
        needs: Some(Feature::Tasks),
        plan: knowledge::tasks,
        output: Output::Html("tasks.html", views::tasks),
    },
    PageKind {
        name: "coverage",
        shares: None,
        needs: Some(Feature::Coverage),
        plan: knowledge::coverage,
        output: Output::Html("coverage.html", views::coverage),
    },
    PageKind {
        name: "coverage-year",
        shares: None,
        needs: Some(Feature::Coverage),
        plan: knowledge::coverage_year,
        output: Output::Html("coverage-year.html", views::coverage_year),
    },
    PageKind {
        name: "search",
        shares: Some(Shared::Search),
        needs: Some(Feature::Search),
        plan: lists::search,
        output: Output::Html("search.html", views::search),
    },
    PageKind {
        name: "sitemap",
        shares: None,
        needs: None,
        plan: lists::site_map,
        output: Output::Html("sitemap.html", views::site_map),
    },
    PageKind {
        name: "not-found",
        shares: None,
        needs: None,
        plan: lists::not_found,
        output: Output::Html("not-found.html", views::not_found),
    },
    PageKind { name: "alias", shares: None, needs: None, plan: lists::aliases, output: Output::Bytes(files::alias) },
    PageKind { name: "feed", shares: None, needs: None, plan: lists::feeds, output: Output::Bytes(files::feed) },
    PageKind {
        name: "sitemap-xml",
        shares: None,
        needs: None,
        plan: lists::sitemap_xml,
        output: Output::Bytes(files::sitemap_xml),
    },
    PageKind { name: "robots", shares: None, needs: None, plan: lists::robots, output: Output::Bytes(files::robots) },
    PageKind { name: "attachment", shares: None, needs: None, plan: lists::attachments, output: Output::File },
    PageKind { name: "picture", shares: None, needs: None, plan: lists::pictures, output: Output::File },
];

/// Every kind of page and file.
pub fn kinds() -> impl Iterator<Item = &'static PageKind> {
    KINDS.iter().chain([&SEARCH_INDEX, &DOCUMENTS])
}
