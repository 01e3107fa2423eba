//! One item: report, news, bulletin issue or fixed page.

use std::collections::BTreeSet;

use tera::{Context, Value};

use super::knowledge::{document_line, figure_fields, parts, task_anchor, task_as_told};
use super::shared::{Frame, card};
use crate::index::TaskId;
use crate::model::outline::{Heading, Passage};
use crate::model::report::{Figure, Report, Signer};
use crate::model::{DocumentId, Item, ItemId, ItemKind, UrlPath};
use crate::plan::{Page, Subject, document_url, issue_url};
use crate::render::object::{list, object, optional};
use crate::render::{ROOT, Renderer};
use crate::site::Site;

/// How many items of the same province and period are named beside an item.
const RELATED: usize = 6;

/// Fills the context of an item's page.
pub fn item(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Item(id) = page.subject else { return };
    let site = &renderer.site;
    let item = site.item(id);
    let (nav_key, label) = match item.kind {
        ItemKind::Report => ("reports", "nav_reports"),
        ItemKind::News => ("news", "nav_news"),
        ItemKind::Bulletin => ("bulletins", "nav_bulletins"),
        ItemKind::Document => ("documents", "nav_documents"),
        ItemKind::Page => ("", ""),
    };
    let crumbs = item.kind.list_url().map(|url| (renderer.t(label), url)).into_iter().collect();
    let og_type = if item.kind == ItemKind::Page { "website" } else { "article" };
    Frame { title: &item.title, description: item.summary.as_deref(), crumbs, nav_key, og_type, ..Frame::default() }
        .insert(renderer, page, context);

    let (newer, older) = renderer.neighbours(id);
    let none = Report::default();
    let report = item.report.as_deref().unwrap_or(&none);
    let summary = item.summary.as_deref().unwrap_or_default();
    let line = |other: Option<ItemId>| other.map_or_else(Value::none, |id| brief(renderer, id));
    let fields = card(renderer, item)
        .with("content", || renderer.body(id, ROOT, renderer.own_place()))
        .with("summary_parts", || parts(site, id, Passage::Summary, summary))
        .with("toc", || table_of_contents(&item.outline.headings))
        .with("cutoff", || report.cutoff.map_or_else(Value::none, |date| renderer.date(date)))
        .with("signer", || report.signer.as_ref().map_or_else(Value::none, signed_by))
        .with("source", || source_of(item))
        .with("indicators", || list(report.figures.iter().map(|f| figure(renderer, f))))
        .with("tasks", || list((0..report.tasks.len()).map(|number| own_task(renderer, id, number))))
        .with("citation", || citation(renderer, page, item))
        .with("whole_issue", || whole_issue(item))
        .with("documents", || list(cited_documents(site, id).map(|document| document_line(site, document))))
        .with("attachments", || files_of(item))
        .with("prev", || line(older))
        .with("next", || line(newer))
        .with("related", || list(related(renderer, id).into_iter().map(|id| brief(renderer, id))));
    context.insert_value("item", fields.object());
}

fn signed_by(signer: &Signer) -> Value {
    object([("name", signer.name.as_str().into()), ("title", optional(signer.title.as_deref()))])
}

/// The address of the whole issue of a bulletin.
fn whole_issue(item: &Item) -> Value {
    optional((item.kind == ItemKind::Bulletin).then(|| issue_url(&item.url)).as_ref().map(UrlPath::as_str))
}

/// An item in a line.
fn brief(renderer: &Renderer, id: ItemId) -> Value {
    let item = renderer.site.item(id);
    object([
        ("title", item.title.as_str().into()),
        ("url", item.url.as_str().into()),
        ("kind", item.kind.key().into()),
        ("date", item.date.map_or_else(Value::none, |date| renderer.date(date))),
    ])
}

fn table_of_contents(headings: &[Heading]) -> Value {
    let mut chapters: Vec<(&Heading, Vec<Value>)> = Vec::new();
    for heading in headings {
        match (heading.level, chapters.last_mut()) {
            (0..=2, _) | (_, None) => chapters.push((heading, Vec::new())),
            (3, Some((_, children))) => children.push(entry(heading, Vec::new())),
            _ => {}
        }
    }
    list(chapters.into_iter().map(|(heading, children)| entry(heading, children)))
}

fn entry(heading: &Heading, children: Vec<Value>) -> Value {
    object([("id", heading.id.as_str().into()), ("text", heading.text.as_str().into()), ("children", list(children))])
}

pub(super) fn source_of(item: &Item) -> Value {
    let Some(source) = &item.source else { return Value::none() };
    let attachment = source.url.as_ref().and_then(|url| item.attachments.iter().find(|a| a.name == *url));
    let url = attachment.map(|a| format!("{ROOT}{}", item.url.file(&a.published))).or_else(|| source.url.clone());
    object([
        ("title", optional(source.title.as_deref())),
        ("url", optional(url.as_deref())),
        ("page", optional(source.page.as_deref())),
    ])
}

fn figure(renderer: &Renderer, figure: &Figure) -> Value {
    let mut fields = figure_fields(renderer, figure);
    fields.push(("anchor", optional(figure.section.as_deref())));
    object(fields)
}

/// A task as its report tells it, and how it stands by all reports.
fn own_task(renderer: &Renderer, item: ItemId, number: usize) -> Value {
    let own = TaskId { item, task: number };
    let standing = renderer.site.standing(own);
    let mut fields = standing.map_or_else(Vec::new, |standing| task_as_told(renderer, &standing, own, own));
    fields.push(("anchor", task_anchor(number).as_str().into()));
    object(fields)
}

/// The documents that an item cites and that have a page, in the order of its text, each once.
fn cited_documents(site: &Site, id: ItemId) -> impl Iterator<Item = DocumentId> {
    let mut seen = BTreeSet::new();
    let cited = site.documents.cited(id).iter().copied();
    let others = cited.filter(move |document| site.documents.get(*document).report != Some(id));
    others.filter(move |document| seen.insert(*document)).filter(|document| document_url(site, *document).is_some())
}

/// The files beside an item that are not pictures of its text.
pub(super) fn files_of(item: &Item) -> Value {
    let shown = item.attachments.iter().filter(|a| !a.is_image());
    list(shown.map(|a| {
        let url = item.url.file(&a.published);
        object([
            ("name", a.name.as_str().into()),
            ("url", url.as_str().into()),
            ("size", file_size(a.size).as_str().into()),
        ])
    }))
}

/// How to cite an item: who publishes it, its title, the portal, its date, the report it summarises, its address (after ISO
/// 690, in the order that Vietnamese readers know).
fn citation(renderer: &Renderer, page: &Page, item: &Item) -> String {
    let config = &renderer.site.config;
    let when = item.date.map(|date| date.to_string()).or_else(|| item.period.map(|period| period.to_string()));
    let date = when.map(|when| format!(", {when}")).unwrap_or_default();
    let source = item.source.as_ref().and_then(|source| source.title.as_ref());
    let source = source.map(|title| format!(" {}: {title}.", renderer.t("meta_source"))).unwrap_or_default();
    let url = config.base_url.as_ref().map(|base| format!(" {base}{}", page.url)).unwrap_or_default();
    format!("{}. “{}”. {}{date}.{source}{url}", config.publisher, item.title, config.title)
}

/// A size as readers expect it, in decimal units and Vietnamese notation: `1,2 MB`.
fn file_size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = (bytes * 10 + unit / 2) / unit;
        if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{},{}", tenths / 10, tenths % 10) }
    };
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}

/// Other items of the same province and the same period or a part of it.
fn related(renderer: &Renderer, id: ItemId) -> Vec<ItemId> {
    let site = &renderer.site;
    let item = site.item(id);
    let (Some(province), Some(period)) = (item.province, item.period) else { return Vec::new() };
    let near = |other: &ItemId| {
        *other != id && site.item(*other).period.is_some_and(|p| period.contains(p) || p.contains(period))
    };
    site.index.province_year(province, period.year()).iter().copied().filter(near).take(RELATED).collect()
}

#[cfg(test)]
mod tests {
    use super::file_size;

    #[test]
    fn sizes_read_as_vietnamese_numbers() {
        assert_eq!([900, 1_500, 250_000, 1_240_000].map(file_size), ["900 B", "1,5 kB", "250 kB", "1,2 MB"]);
    }
}
