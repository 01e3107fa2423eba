//! Cited documents: the lists, and the page of one.

use std::cmp::Reverse;

use tera::{Context, Value};

use super::item::{files_of, source_of};
use super::knowledge::{document_row, filter_option, level_keys};
use super::shared::{Frame, pager};
use crate::cite::Relation;
use crate::index::DocumentFilter;
use crate::model::document::Acts;
use crate::model::outline::Passage;
use crate::model::{DocumentId, Item, ItemId, ProvinceId, UrlPath};
use crate::plan::{PAGE_SIZE, Page, Subject, TABLE_SIZE, document_url, documents_url, has_province_page, province_url};
use crate::render::object::{count, link, list, object, optional};
use crate::render::{ROOT, Renderer};
use crate::site::Site;
use crate::text::CollationKey;

/// Fills the context of a list of documents.
pub fn documents(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Documents(filter, number) = &page.subject else { return };
    let site = &renderer.site;
    let lists = &site.index.documents;
    let ids = lists.get(filter).map_or(&[][..], Vec::as_slice);
    let (nav, intro) = (renderer.t("nav_documents"), renderer.t("intro_documents"));
    let narrowed = (*filter != DocumentFilter::All).then(|| name(renderer, filter));
    let title = narrowed.as_ref().map_or_else(|| nav.to_owned(), |name| format!("{nav}: {name}"));
    let crumbs = narrowed.iter().map(|_| (nav, documents_url(&DocumentFilter::All))).collect();
    let description = narrowed.is_none().then_some(intro);
    Frame { title: &title, description, crumbs, nav_key: "documents", number: *number, ..Frame::default() }
        .insert(renderer, page, context);
    let here = ids.iter().skip((number - 1) * TABLE_SIZE).take(TABLE_SIZE);
    // The ways to narrow stand on the first page alone.
    let ways = if *number == 1 { renderer.document_filters() } else { &[] };
    let options = |wanted: fn(&DocumentFilter) -> bool| {
        let wanted = ways.iter().filter(|(f, _)| wanted(f));
        list(wanted.map(|(f, option)| if f == filter { current(option) } else { option.clone() }))
    };
    context.insert_value(
        "documents",
        object([
            ("filter", optional(narrowed.as_deref())),
            ("rows", list(here.map(|id| renderer.row(*id)))),
            ("pager", pager(ids.len(), TABLE_SIZE, &documents_url(filter), *number)),
            ("levels", options(|f| matches!(f, DocumentFilter::Level(_)))),
            ("types", options(|f| matches!(f, DocumentFilter::Type(_)))),
            ("issuers", options(|f| matches!(f, DocumentFilter::Issuer(_)))),
            ("years", options(|f| matches!(f, DocumentFilter::Year(_)))),
        ]),
    );
}

/// The ways to narrow the list of documents, in alphabetical order, years from the newest.
pub fn filters(renderer: &Renderer) -> Vec<(DocumentFilter, Value)> {
    let lists = &renderer.site.index.documents;
    let mut all: Vec<(&DocumentFilter, String)> = lists.keys().map(|f| (f, name(renderer, f))).collect();
    all.sort_by_cached_key(|(f, name)| match f {
        DocumentFilter::Year(year) => (Reverse(*year), None),
        _ => (Reverse(0), Some(CollationKey::new(name))),
    });
    let option = |f: &DocumentFilter, name: &str| {
        filter_option(name, documents_url(f).as_str(), lists.get(f).map_or(0, Vec::len), false)
    };
    all.into_iter().map(|(f, name)| (f.clone(), option(f, &name))).collect()
}

/// A way to narrow a list, as the one that is shown.
fn current(option: &Value) -> Value {
    let mut fields = option.clone().into_map().unwrap_or_default();
    fields.insert("current".into(), true.into());
    Value::from(fields)
}

/// The name of what narrows a list.
fn name(renderer: &Renderer, filter: &DocumentFilter) -> String {
    let site = &renderer.site;
    let first = || site.index.documents.get(filter).and_then(|ids| ids.first()).map(|id| site.documents.get(*id));
    match filter {
        DocumentFilter::All => renderer.t("nav_documents").to_owned(),
        DocumentFilter::Level(level) => renderer.t(level_keys(*level).1).to_owned(),
        DocumentFilter::Type(_) => first().map_or_else(String::new, |d| d.code.type_name.to_owned()),
        DocumentFilter::Issuer(_) => first().map_or_else(String::new, |d| site.issuer_of(d)),
        DocumentFilter::Year(year) => format!("{} {year}", renderer.t("year")),
    }
}

/// Fills the context of one document's page.
pub fn document(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Document(id, number) = page.subject else { return };
    let site = &renderer.site;
    let document = site.documents.get(id);
    let dates = document.dates(|id| site.shows(id));
    let label = match (dates.first(), document.year.filter(|_| document.code.year.is_none())) {
        (Some(date), _) if date.has_day() => format!("{} ngày {date}", document.label()),
        (_, Some(year)) => format!("{} năm {year}", document.label()),
        _ => document.label(),
    };
    let note = site.note_on(document);
    let crumbs = vec![(renderer.t("nav_documents"), documents_url(&DocumentFilter::All))];
    let description = note.map(|note| note.summary.as_ref().unwrap_or(&note.title).as_str());
    Frame { title: &label, description, crumbs, nav_key: "documents", number, og_type: "article", ..Frame::default() }
        .insert(renderer, page, context);

    let filter_url = |filter: Option<DocumentFilter>| {
        let filter = filter.filter(|f| site.index.documents.contains_key(f));
        optional(filter.map(|f| documents_url(&f)).as_ref().map(UrlPath::as_str))
    };
    let related = |acts: &Acts, wanted: Relation| {
        let said =
            acts.iter().filter(|((relation, _), items)| *relation == wanted && items.iter().any(|i| site.shows(*i)));
        let mut others: Vec<DocumentId> = said.map(|((_, other), _)| *other).collect();
        others.sort_unstable_by_key(|other| &site.documents.get(*other).slug);
        list(others.into_iter().filter_map(|other| named(renderer, other)))
    };
    let content = document.note.filter(|_| note.is_some()).map(|id| renderer.body(id, ROOT, renderer.own_place()));
    let mut fields = document_row(renderer, id);
    let more = [
        ("level_label", renderer.t(level_keys(document.code.level).1).into()),
        ("type_url", filter_url(document.type_slug().map(DocumentFilter::Type))),
        ("issuer_url", filter_url(document.issuer_slug(&site.vocabulary.provinces).map(DocumentFilter::Issuer))),
        ("year_url", filter_url(document.year.map(DocumentFilter::Year))),
        ("province", document.province.map_or_else(Value::none, |id| province_name(site, id))),
        ("other_dates", list(dates.iter().skip(1).map(|d| renderer.date(*d)))),
        ("official_url", optional(note.and_then(|note| note.note.as_ref()?.address.as_deref()))),
        ("content", optional(content.as_deref().filter(|html| !html.trim().is_empty()))),
        ("summary", optional(note.and_then(|note| note.summary.as_deref()))),
        ("source", note.map_or_else(Value::none, source_of)),
        ("files", note.map_or_else(|| list([]), files_of)),
        ("replaces", related(&document.acts_on, Relation::Replaces)),
        ("replaced_by", related(&document.acted_on_by, Relation::Replaces)),
        ("amends", related(&document.acts_on, Relation::Amends)),
        ("amended_by", related(&document.acted_on_by, Relation::Amends)),
        ("same_code", list(site.documents.same_number(id).filter_map(|other| named(renderer, other)))),
    ];
    fields.extend(more);
    context.insert_value("document", object(fields));
    let citing = site.index.citing(id);
    let here = citing.iter().skip((number - 1) * PAGE_SIZE).take(PAGE_SIZE);
    let citing_item =
        |item: &ItemId| object([("item", renderer.card(*item)), ("places", list(places(renderer, *item, id)))]);
    context.insert_value(
        "citing",
        object([
            ("total", count(citing.len())),
            ("items", list(here.map(citing_item))),
            ("pager", pager(citing.len(), PAGE_SIZE, &document.url, number)),
        ]),
    );
}

/// A province's name, and its address where it has a page.
fn province_name(site: &Site, id: ProvinceId) -> Value {
    let url = has_province_page(site, id).then(|| province_url(site, id));
    object([
        ("name", site.vocabulary.provinces.get(id).name.as_str().into()),
        ("url", optional(url.as_ref().map(UrlPath::as_str))),
    ])
}

/// A document's name and address; `None` where it has no page. Local ones of one number are told apart by issuer, others by date.
fn named(renderer: &Renderer, id: DocumentId) -> Option<Value> {
    let site = &renderer.site;
    let document = site.documents.get(id);
    let url = document_url(site, id)?;
    let mut name = document.label();
    if let Some(date) = document.dates(|id| site.shows(id)).first() {
        name = format!("{name} ({date})");
    } else if let Some(year) = document.year.filter(|_| document.code.year.is_none()) {
        name = format!("{name} ({year})");
    }
    if document.province.is_some() {
        name = format!("{name}, {}", site.issuer_of(document));
    }
    Some(link(&name, url.as_str()))
}

/// The places where an item cites a document, each once.
fn places(renderer: &Renderer, id: ItemId, document: DocumentId) -> Vec<Value> {
    let site = &renderer.site;
    let item = site.item(id);
    let cited = item.cited().zip(site.documents.cited(id));
    let mut seen: Vec<(String, String)> = Vec::new();
    for (cited, _) in cited.filter(|(_, cited)| **cited == document) {
        let place = place(renderer, item, cited.passage);
        if !seen.contains(&place) {
            seen.push(place);
        }
    }
    let at = |(text, anchor): (String, String)| {
        let url = if anchor.is_empty() { item.url.to_string() } else { format!("{}#{anchor}", item.url) };
        object([("text", text.as_str().into()), ("url", url.as_str().into())])
    };
    seen.into_iter().map(at).collect()
}

/// The name of a place in an item, and its anchor.
fn place(renderer: &Renderer, item: &Item, passage: Passage) -> (String, String) {
    let task =
        |number: usize| (format!("{} {}", renderer.t("task"), number + 1), super::knowledge::task_anchor(number));
    match passage {
        Passage::Title => (renderer.t("place_title").to_owned(), String::new()),
        Passage::Summary => (renderer.t("place_summary").to_owned(), String::new()),
        Passage::Body(heading) => match heading.and_then(|number| item.outline.headings.get(number)) {
            Some(heading) => (heading.text.clone(), heading.id.clone()),
            None => (renderer.t("place_body").to_owned(), String::new()),
        },
        Passage::Task(number) | Passage::TaskResult(number) | Passage::TaskDocument(number, _) => task(number),
    }
}
