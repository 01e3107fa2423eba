//! What a page says of itself to programs: Dublin Core elements (ISO 15836) and linked data in the vocabulary of schema.org.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::features::Feature;
use crate::model::{Item, ItemKind, PartialDate, TopicId, UrlPath};
use crate::plan::{Page, Subject, Within, data_url, topic_url};
use crate::render::Renderer;
use crate::render::files::address;
use crate::render::html::escape;

/// What every kind of page has.
pub struct Described<'d> {
    /// Title of the page.
    pub title: &'d str,
    /// One sentence.
    pub description: Option<&'d str>,
    /// Pages above it, from the home page on.
    pub crumbs: &'d [(String, UrlPath)],
}

fn item_of<'r>(renderer: &'r Renderer, page: &Page) -> Option<&'r Item> {
    match page.subject {
        Subject::Item(id) => Some(renderer.site.item(id)),
        _ => None,
    }
}

/// What stands in the head of a page for programs: its Dublin Core elements, then its linked data.
pub fn head(renderer: &Renderer, page: &Page, described: &Described<'_>) -> String {
    let mut out = String::with_capacity(2 * 1024);
    dublin_core(renderer, page, described, |name, content| {
        out.extend(["<meta name=\"DC.", name, "\" content=\"", &escape(content), "\">\n"]);
    });
    if let Some(data) = linked_data(renderer, page, described) {
        out.extend(["<script type=\"application/ld+json\">", &data, "</script>\n"]);
    }
    out
}

/// The Dublin Core elements of a page, each with its content; an element perhaps several times.
fn dublin_core(renderer: &Renderer, page: &Page, described: &Described<'_>, mut element: impl FnMut(&str, &str)) {
    let site = &renderer.site;
    element("title", described.title);
    if let Some(description) = described.description {
        element("description", description);
    }
    element("creator", &site.config.publisher);
    element("publisher", &site.config.publisher);
    element("identifier", &address(renderer, page, &page.url));
    element("language", renderer.lang_of(page).code());
    let Some(item) = item_of(renderer, page) else { return };
    if let Some(date) = item.date {
        element("date", &date.iso());
    }
    let on_web = |source: &&String| source.starts_with("http");
    let source = item.source.iter().flat_map(|s| s.title.iter().chain(s.url.iter().filter(on_web)));
    source.for_each(|source| element("source", source));
    item.topics.iter().for_each(|id| element("subject", &site.vocabulary.topics.get(*id).name));
    if let Some(id) = item.province {
        element("coverage", &site.vocabulary.provinces.get(id).official_name);
    }
    if let Some(period) = item.period {
        element("coverage", &period.to_string());
    }
}

/// A thing of the graph of a page.
#[derive(Serialize)]
#[serde(untagged)]
enum Thing<'t> {
    Crumbs(Crumbs<'t>),
    Item(Box<Work<'t>>),
    Other(Json),
}

#[derive(Serialize)]
struct Graph<'t> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Thing<'t>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Crumbs<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<Crumb<'t>>,
}

#[derive(Serialize)]
struct Crumb<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}

/// What a page is, as JSON-LD that may stand in a script element; `None` of a page that says nothing.
fn linked_data(renderer: &Renderer, page: &Page, described: &Described<'_>) -> Option<String> {
    let what = match page.subject {
        Subject::Item(id) => Some(Thing::Item(Box::new(of_item(renderer, page, renderer.site.item(id), described)))),
        Subject::Indicator(..) => Some(Thing::Other(dataset(renderer, page, described))),
        Subject::Only if page.url == UrlPath::home() => Some(Thing::Other(of_site(renderer, page))),
        _ => None,
    };
    let crumbs = (!described.crumbs.is_empty()).then(|| {
        let crumb = |position, name, item| Crumb { kind: "ListItem", position, name, item };
        let above = (1..).zip(described.crumbs);
        let above = above.map(|(place, (label, url))| crumb(place, label, Some(address(renderer, page, url))));
        let own = crumb(described.crumbs.len() + 1, described.title, None);
        Thing::Crumbs(Crumbs { kind: "BreadcrumbList", item_list_element: above.chain([own]).collect() })
    });
    let graph: Vec<Thing<'_>> = what.into_iter().chain(crumbs).collect();
    if graph.is_empty() {
        return None;
    }
    let data = serde_json::to_string(&Graph { context: "https://schema.org", graph });
    let data = data.expect("texts, numbers and lists under fixed keys can be written as JSON");
    // `</script>` and `<!--` would end the element.
    Some(if data.contains('<') { data.replace('<', "\\u003c") } else { data })
}

/// An object without the keys that have no value.
fn without_gaps(object: Json) -> Json {
    match object {
        Json::Object(map) => Json::Object(map.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        other => other,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Organization<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_organization: Option<Box<Organization<'t>>>,
}

fn publisher(renderer: &Renderer) -> Organization<'_> {
    let config = &renderer.site.config;
    let organization = |name, url, parent_organization| Organization {
        kind: "GovernmentOrganization",
        name,
        url,
        parent_organization,
    };
    let parent = config.parent_org.as_deref().map(|name| Box::new(organization(name, None, None)));
    organization(&config.publisher, config.base_url.as_deref(), parent)
}

fn of_site(renderer: &Renderer, page: &Page) -> Json {
    let config = &renderer.site.config;
    let find = address(renderer, page, &UrlPath::page(&["tim-kiem"]));
    let action = renderer.site.config.features.has(Feature::Search).then(|| {
        json!({
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": format!("{find}?q={{search_term_string}}")},
            "query-input": "required name=search_term_string",
        })
    });
    without_gaps(json!({
        "@type": "WebSite",
        "name": config.title,
        "description": config.description,
        "inLanguage": config.lang.code(),
        "url": address(renderer, page, &page.url),
        "publisher": publisher(renderer),
        "potentialAction": action,
    }))
}

/// A report, a news item, an issue or a fixed page.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Work<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'t str>,
    url: String,
    in_language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    publisher: Organization<'t>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spatial_coverage: Option<Named<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal_coverage: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<Named<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_based_on: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report_number: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue_number: Option<&'t str>,
}

/// A thing that is only named.
#[derive(Serialize)]
struct Named<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

fn of_item<'t>(renderer: &'t Renderer, page: &Page, item: &'t Item, described: &Described<'t>) -> Work<'t> {
    let site = &renderer.site;
    let kind = match item.kind {
        ItemKind::Report => "Report",
        ItemKind::News => "NewsArticle",
        ItemKind::Bulletin => "PublicationIssue",
        ItemKind::Document | ItemKind::Page => "WebPage",
    };
    let place = |id| &site.vocabulary.provinces.get(id).official_name;
    let place = item.province.map(|id| Named { kind: "AdministrativeArea", name: place(id), url: None });
    let about = |id: &TopicId| {
        let url = address(renderer, page, &topic_url(site, *id, Within::All));
        Named { kind: "Thing", name: &site.vocabulary.topics.get(*id).name, url: Some(url) }
    };
    let number = item.report.as_deref().and_then(|report| report.number.as_deref());
    Work {
        kind,
        name: &item.title,
        headline: matches!(item.kind, ItemKind::Report | ItemKind::News).then_some(&item.title),
        description: described.description,
        url: address(renderer, page, &page.url),
        in_language: renderer.lang_of(page).code(),
        date_published: item.date.map(PartialDate::iso),
        publisher: publisher(renderer),
        spatial_coverage: place,
        temporal_coverage: item.period.map(interval),
        about: item.topics.iter().map(about).collect(),
        is_based_on: item.source.as_ref().and_then(|source| source.title.as_deref()),
        report_number: number.filter(|_| item.kind == ItemKind::Report),
        issue_number: number.filter(|_| item.kind == ItemKind::Bulletin),
    }
}

/// A period as an interval of months (ISO 8601): `2020-01/2020-03`.
fn interval(period: crate::model::Period) -> String {
    let (from, to) = period.months();
    format!("{0}-{from:02}/{0}-{to:02}", period.year())
}

fn dataset(renderer: &Renderer, page: &Page, described: &Described<'_>) -> Json {
    let Subject::Indicator(id, _) = page.subject else { return Json::Null };
    let site = &renderer.site;
    let indicator = site.vocabulary.indicators.get(id);
    let file = |extension: &str, format: &str| {
        let url = address(renderer, page, &data_url(site, id, extension));
        json!({"@type": "DataDownload", "encodingFormat": format, "contentUrl": url})
    };
    let items = site.index.figures(id).iter().map(|figure| site.item(figure.item));
    let mut places: Vec<&str> =
        items.clone().filter_map(|item| Some(site.vocabulary.provinces.get(item.province?).name.as_str())).collect();
    places.sort_unstable();
    places.dedup();
    let years = items.filter_map(Item::year);
    let years = years.clone().min().zip(years.max()).map(|(from, to)| format!("{from}/{to}"));
    without_gaps(json!({
        "@type": "Dataset",
        "name": indicator.name,
        "description": described.description.unwrap_or(described.title),
        "url": address(renderer, page, &page.url),
        "inLanguage": renderer.lang_of(page).code(),
        "publisher": publisher(renderer),
        "creator": publisher(renderer),
        "variableMeasured": format!("{} ({})", indicator.name, indicator.unit),
        "spatialCoverage": places,
        "temporalCoverage": years,
        "distribution": [file("csv", "text/csv"), file("json", "application/json")],
    }))
}
