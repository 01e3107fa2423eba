//! Provinces: the table of all, and the page of one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tera::{Context, Value};

use super::listing::{first_page_only, topics_of};
use super::shared::{Frame, listing};
use crate::features::Feature;
use crate::index::{TaskFilter, TaskState};
use crate::model::province::TypeSpan;
use crate::model::{PartialDate, Period, ProvinceId, UrlPath};
use crate::plan::{
    Page, Subject, Within, coverage_url, document_url, has_province_page, period_url, province_url, report_years,
    tasks_url, topic_url,
};
use crate::render::Renderer;
use crate::render::object::{count, counted, link, list, object, optional};
use crate::site::Site;
use crate::text::Slug;

/// How many items of each former province stand on the page of its successor.
const FORMER_ITEMS: usize = 5;

/// Fills the context of the table of all provinces: those of today by region, each with what it was made of.
pub fn provinces(renderer: &Renderer, page: &Page, context: &mut Context) {
    let (title, intro) = (renderer.t("nav_provinces"), renderer.t("intro_provinces"));
    Frame { title, description: Some(intro), nav_key: "provinces", ..Frame::default() }.insert(renderer, page, context);
    let site = &renderer.site;
    let vocabulary = &site.vocabulary.provinces;
    let mut regions: BTreeMap<(usize, &str), Vec<Value>> = BTreeMap::new();
    for id in vocabulary.alphabetical() {
        let province = vocabulary.get(*id);
        if province.is_current() {
            let former = province.predecessors.iter().map(|id| counted_province(renderer, *id));
            regions.entry(vocabulary.region(&province.region)).or_default().push(object([
                ("name", province.name.as_str().into()),
                ("official_name", province.official_name.as_str().into()),
                ("url", province_url(site, *id).as_str().into()),
                ("count", count(items_in_lineage(renderer, *id))),
                ("former", list(former)),
            ]));
        }
    }
    let current = regions.into_iter();
    let current = current.map(|((_, name), entries)| object([("name", name.into()), ("provinces", list(entries))]));
    context.insert_value(
        "provinces",
        object([
            ("current", list(current)),
            ("with_items", count(site.index.by_province.len())),
            ("before", before(renderer)),
            ("changes", list(changes(renderer))),
            (
                "basis",
                vocabulary.basis().map_or_else(Value::none, |code| {
                    let (name, url) = (resolution(code), resolution_url(site, code));
                    object([("name", name.as_str().into()), ("url", url)])
                }),
            ),
            ("count_before", count(vocabulary.alphabetical().iter().filter(|id| was_there(site, **id)).count())),
            (
                "count_after",
                count(vocabulary.alphabetical().iter().filter(|id| vocabulary.get(**id).is_current()).count()),
            ),
        ]),
    );
}

/// Whether a province is in the table until 30/6/2025.
fn was_there(site: &Site, id: ProvinceId) -> bool {
    site.vocabulary.provinces.get(id).region_before.is_some()
}

/// The provinces until 30/6/2025 by region, each with the one it went into.
fn before(renderer: &Renderer) -> Value {
    let site = &renderer.site;
    let vocabulary = &site.vocabulary.provinces;
    let link_of = |id: ProvinceId| {
        let url = has_province_page(site, id).then(|| province_url(site, id));
        object([
            ("name", vocabulary.get(id).name.as_str().into()),
            ("url", optional(url.as_ref().map(UrlPath::as_str))),
        ])
    };
    let mut regions: BTreeMap<(usize, &str), Vec<Value>> = BTreeMap::new();
    for id in vocabulary.alphabetical() {
        let province = vocabulary.get(*id);
        let Some(region) = &province.region_before else { continue };
        let url = has_province_page(site, *id).then(|| province_url(site, *id));
        regions.entry(vocabulary.region_before(region)).or_default().push(object([
            ("name", province.name.as_str().into()),
            ("official_name", province.official_name.as_str().into()),
            ("url", optional(url.as_ref().map(UrlPath::as_str))),
            ("count", count(site.index.province(*id).len())),
            ("successor", province.successor.map_or_else(Value::none, link_of)),
        ]));
    }
    list(regions.into_iter().map(|((_, name), entries)| object([("name", name.into()), ("provinces", list(entries))])))
}

/// The days on which a province changed its type, the latest first.
fn changes(renderer: &Renderer) -> Vec<Value> {
    let site = &renderer.site;
    let vocabulary = &site.vocabulary.provinces;
    let mut changes: Vec<(NaiveDate, ProvinceId, &TypeSpan, &TypeSpan)> = Vec::new();
    for id in vocabulary.alphabetical() {
        for pair in vocabulary.get(*id).types.windows(2) {
            changes.extend(pair[1].valid_from.map(|day| (day, *id, &pair[0], &pair[1])));
        }
    }
    changes.sort_by_key(|(day, ..)| std::cmp::Reverse(*day));
    let shown = changes.into_iter().map(|(day, id, before, after)| {
        let url = has_province_page(site, id).then(|| province_url(site, id));
        object([
            ("date", renderer.date(PartialDate::day(day))),
            ("before", before.official_name.as_str().into()),
            ("after", after.official_name.as_str().into()),
            ("basis", optional(after.basis.as_deref().map(resolution).as_deref())),
            ("basis_url", after.basis.as_deref().map_or_else(Value::none, |code| resolution_url(site, code))),
            ("url", optional(url.as_ref().map(UrlPath::as_str))),
        ])
    });
    shown.collect()
}

/// The name of a resolution of the National Assembly or its standing committee.
fn resolution(code: &str) -> String {
    format!("Nghị quyết số {code}")
}

/// The page of a resolution of the National Assembly, where one is.
fn resolution_url(site: &Site, code: &str) -> Value {
    let id = Slug::of(code).and_then(|slug| site.documents.find(&slug));
    optional(id.and_then(|id| document_url(site, id)).as_ref().map(UrlPath::as_str))
}

fn counted_province(renderer: &Renderer, id: ProvinceId) -> Value {
    let site = &renderer.site;
    counted(&site.vocabulary.provinces.get(id).name, province_url(site, id).as_str(), site.index.province(id).len())
}

/// How many items the page of a province leads to: its own and those of its predecessors.
fn items_in_lineage(renderer: &Renderer, id: ProvinceId) -> usize {
    let index = &renderer.site.index;
    let former = &renderer.site.vocabulary.provinces.get(id).predecessors;
    index.province(id).len() + former.iter().map(|id| index.province(*id).len()).sum::<usize>()
}

/// Fills the context of one province's page.
pub fn province(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Province(id, number) = page.subject else { return };
    let site = &renderer.site;
    let vocabulary = &site.vocabulary.provinces;
    let province = vocabulary.get(id);
    let url = province_url(site, id);
    let title = if province.is_current() {
        province.name.clone()
    } else {
        format!("{} ({})", province.name, renderer.t("until_merger"))
    };
    let crumbs = vec![(renderer.t("nav_provinces"), UrlPath::page(&["tinh"]))];
    let feed = Some(url.fixed_file("feed.xml"));
    Frame { title: &title, crumbs, nav_key: "provinces", number, feed, ..Frame::default() }
        .insert(renderer, page, context);

    let day = |d: Option<chrono::NaiveDate>| optional(d.map(|d| PartialDate::day(d).to_string()).as_deref());
    let lineage = |id: ProvinceId| {
        let page = has_province_page(site, id).then(|| province_url(site, id));
        let items = site.index.province(id);
        object([
            ("name", vocabulary.get(id).name.as_str().into()),
            ("url", optional(page.as_ref().map(UrlPath::as_str))),
            ("count", count(items.len())),
            ("items", list(items.iter().take(FORMER_ITEMS).map(|id| renderer.card(*id)))),
        ])
    };
    context.insert_value(
        "province",
        object([
            ("name", province.name.as_str().into()),
            ("official_name", province.official_name.as_str().into()),
            ("type_label", crate::text::capitalised(&province.type_label).as_str().into()),
            ("region", vocabulary.region(&province.region).1.into()),
            ("valid_from", day(province.valid_from)),
            ("valid_to", day(province.valid_to)),
            ("successor", province.successor.map_or_else(Value::none, lineage)),
            ("predecessors", list(province.predecessors.iter().map(|id| lineage(*id)))),
            ("types", list(province.types.iter().map(|span| type_span(site, span)))),
            ("tasks", open_tasks(site, id)),
            ("coverage", list(years_with_reports(site, id))),
        ]),
    );
    let items = site.index.province(id);
    context.insert_value("list", listing(items, &url, number, None, |id| renderer.card(id)));
    let narrowed = first_page_only(number, items);
    let mut periods: BTreeMap<Period, usize> = BTreeMap::new();
    narrowed.iter().filter_map(|id| site.item(*id).period).for_each(|p| *periods.entry(p).or_default() += 1);
    let periods = periods.into_iter().rev();
    context.insert_value("periods", list(periods.map(|(p, n)| counted(&p.to_string(), period_url(p).as_str(), n))));
    context.insert_value("topics", topics_of(renderer, narrowed, |topic| topic_url(site, topic, Within::Province(id))));
}

/// A time in which the province was of one type.
fn type_span(site: &Site, span: &TypeSpan) -> Value {
    let day = |day: Option<NaiveDate>| optional(day.map(|d| PartialDate::day(d).to_string()).as_deref());
    object([
        ("name", span.official_name.as_str().into()),
        ("from", day(span.valid_from)),
        ("to", day(span.valid_to)),
        ("basis", optional(span.basis.as_deref().map(resolution).as_deref())),
        ("basis_url", span.basis.as_deref().map_or_else(Value::none, |code| resolution_url(site, code))),
    ])
}

/// How many tasks of the province's reports are not done, and how many of these are late.
fn open_tasks(site: &Site, id: ProvinceId) -> Value {
    let open: Vec<TaskState> = site
        .tasks_in(TaskFilter::Province(id))
        .map(|task| task.state)
        .filter(|state| *state != TaskState::Done)
        .collect();
    object([
        ("open", count(open.len())),
        ("late", count(open.iter().filter(|state| **state == TaskState::Late).count())),
        (
            "url",
            if open.is_empty() { Value::none() } else { tasks_url(site, TaskFilter::Province(id)).as_str().into() },
        ),
    ])
}

/// The years for which the province's reports are here, newest first.
fn years_with_reports(site: &Site, id: ProvinceId) -> Vec<Value> {
    let years = report_years(site, site.index.province(id));
    let years = years.into_iter().filter(|_| site.config.features.has(Feature::Coverage));
    years.map(|year| link(&year.to_string(), coverage_url(Some(year)).as_str())).collect()
}
