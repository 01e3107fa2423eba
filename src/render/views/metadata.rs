//! What a page says of itself to programs: Dublin Core elements (ISO 15836) and linked data in the vocabulary of schema.org.

use serde_json::{Value as Json, json};
use tera::Value;

use crate::model::{Item, ItemId, ItemKind, PartialDate, UrlPath};
use crate::plan::{Page, Subject, Within, data_url, topic_url};
use crate::render::Renderer;
use crate::render::files::address;
use crate::render::object::{list, object};

/// What every kind of page has.
pub struct Described<'d> {
    /// Title of the page.
    pub title: &'d str,
    /// One sentence.
    pub description: Option<&'d str>,
    /// Pages above it, from the home page on.
    pub crumbs: &'d [(String, UrlPath)],
}

fn item_of<'r>(renderer: &'r Renderer, page: &Page) -> Option<(ItemId, &'r Item)> {
    match page.subject {
        Subject::Item(id) => Some((id, renderer.site.item(id))),
        _ => None,
    }
}

/// The Dublin Core elements of a page: pairs of name and content, an element perhaps several times.
pub fn dublin_core(renderer: &Renderer, page: &Page, described: &Described<'_>) -> Value {
    let site = &renderer.site;
    let publisher = site.config.publisher.as_str();
    let mut out: Vec<(&str, String)> = vec![("title", described.title.to_owned())];
    out.extend(described.description.map(|text| ("description", text.to_owned())));
    out.extend([
        ("creator", publisher.to_owned()),
        ("publisher", publisher.to_owned()),
        ("identifier", address(renderer, page, &page.url)),
        ("language", renderer.lang_of(page).code().to_owned()),
    ]);
    if let Some((_, item)) = item_of(renderer, page) {
        out.extend(item.date.map(|date| ("date", date.iso())));
        let on_web = |source: &&String| source.starts_with("http");
        let source = item.source.iter().flat_map(|s| s.title.iter().chain(s.url.iter().filter(on_web)));
        out.extend(source.map(|source| ("source", source.clone())));
        let topics = item.topics.iter().map(|id| site.vocabulary.topics.get(*id).name.clone());
        out.extend(topics.map(|topic| ("subject", topic)));
        let province = item.province.map(|id| site.vocabulary.provinces.get(id).official_name.clone());
        out.extend(province.into_iter().chain(item.period.map(|p| p.to_string())).map(|place| ("coverage", place)));
    }
    list(out.into_iter().map(|(name, content)| object([("name", name.into()), ("content", content.as_str().into())])))
}

/// What a page is, as JSON-LD that may stand in a script element.
pub fn linked_data(renderer: &Renderer, page: &Page, described: &Described<'_>) -> String {
    let what = match page.subject {
        Subject::Item(id) => Some(of_item(renderer, page, id, described)),
        Subject::Indicator(..) => Some(dataset(renderer, page, described)),
        Subject::Only if page.url == UrlPath::home() => Some(of_site(renderer, page)),
        _ => None,
    };
    let crumbs = (!described.crumbs.is_empty()).then(|| {
        let entry = |(place, (label, url)): (usize, &(String, UrlPath))| json!({"@type": "ListItem", "position": place + 1, "name": label, "item": address(renderer, page, url)});
        let own = json!({"@type": "ListItem", "position": described.crumbs.len() + 1, "name": described.title});
        let entries: Vec<Json> = described.crumbs.iter().enumerate().map(entry).chain([own]).collect();
        json!({"@type": "BreadcrumbList", "itemListElement": entries})
    });
    let graph: Vec<Json> = what.into_iter().chain(crumbs).collect();
    if graph.is_empty() {
        return String::new();
    }
    // `</script>` and `<!--` would end the element.
    json!({"@context": "https://schema.org", "@graph": graph}).to_string().replace('<', "\\u003c")
}

/// An object without the keys that have no value.
fn without_gaps(object: Json) -> Json {
    match object {
        Json::Object(map) => Json::Object(map.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        other => other,
    }
}

fn publisher(renderer: &Renderer) -> Json {
    let config = &renderer.site.config;
    let parent = config.parent_org.as_ref().map(|name| json!({"@type": "GovernmentOrganization", "name": name}));
    without_gaps(json!({
        "@type": "GovernmentOrganization",
        "name": config.publisher,
        "url": config.base_url,
        "parentOrganization": parent,
    }))
}

fn of_site(renderer: &Renderer, page: &Page) -> Json {
    let config = &renderer.site.config;
    let find = address(renderer, page, &UrlPath::page(&["tim-kiem"]));
    json!({
        "@type": "WebSite",
        "name": config.title,
        "description": config.description,
        "inLanguage": config.lang.code(),
        "url": address(renderer, page, &page.url),
        "publisher": publisher(renderer),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": format!("{find}?q={{search_term_string}}")},
            "query-input": "required name=search_term_string",
        },
    })
}

fn of_item(renderer: &Renderer, page: &Page, id: ItemId, described: &Described<'_>) -> Json {
    let site = &renderer.site;
    let item = site.item(id);
    let kind = match item.kind {
        ItemKind::Report => "Report",
        ItemKind::News => "NewsArticle",
        ItemKind::Bulletin => "PublicationIssue",
        ItemKind::Document | ItemKind::Page => "WebPage",
    };
    let report = item.report.as_deref();
    let place = item
        .province
        .map(|id| json!({"@type": "AdministrativeArea", "name": site.vocabulary.provinces.get(id).official_name}));
    let about = |id: &crate::model::TopicId| {
        let name = &site.vocabulary.topics.get(*id).name;
        json!({"@type": "Thing", "name": name, "url": address(renderer, page, &topic_url(site, *id, Within::All))})
    };
    let about: Vec<Json> = item.topics.iter().map(about).collect();
    let source = item.source.as_ref().and_then(|source| source.title.as_ref());
    without_gaps(json!({
        "@type": kind,
        "name": item.title,
        "headline": matches!(item.kind, ItemKind::Report | ItemKind::News).then_some(&item.title),
        "description": described.description,
        "url": address(renderer, page, &page.url),
        "inLanguage": renderer.lang_of(page).code(),
        "datePublished": item.date.map(PartialDate::iso),
        "publisher": publisher(renderer),
        "spatialCoverage": place,
        "temporalCoverage": item.period.map(interval),
        "about": if about.is_empty() { Json::Null } else { Json::Array(about) },
        "isBasedOn": source,
        "reportNumber": report.filter(|_| item.kind == ItemKind::Report).and_then(|report| report.number.as_ref()),
        "issueNumber": report.filter(|_| item.kind == ItemKind::Bulletin).and_then(|report| report.number.as_ref()),
    }))
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
