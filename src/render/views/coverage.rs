//! Coverage: which province reported which period, and which did not.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::shared::Frame;
use crate::model::{ItemId, ItemKind, Period, Province, ProvinceId};
use crate::plan::{Page, Subject, coverage_url, report_years};
use crate::render::Renderer;
use crate::render::object::{count, link, list, object, optional};
use crate::site::Site;
use crate::text::capitalised;

/// The year in which the provinces of today took the place of those before.
const MERGER: i32 = 2025;

/// The reports of a province in a year, oldest period first; of one period the newest first.
fn reports(site: &Site, province: ProvinceId, year: i32) -> Vec<(Period, ItemId)> {
    let items = site.index.province_year(province, year).iter();
    let reports = items.filter(|id| site.item(**id).kind == ItemKind::Report);
    let mut out: Vec<_> = reports.filter_map(|id| Some((site.item(*id).period?, *id))).collect();
    out.sort_by_key(|(period, _)| *period);
    out
}

/// How many months of a year, of those in which the province existed, some reports are about.
fn months(province: &Province, year: i32, reports: &[(Period, ItemId)]) -> usize {
    let there = (1..=12).filter(|month| existed(province, year, *month));
    there.filter(|month| reports.iter().any(|(period, _)| covers(*period, *month))).count()
}

fn covers(period: Period, month: u8) -> bool {
    let (first, last) = period.months();
    (first..=last).contains(&month)
}

/// Whether a province existed in a month.
fn existed(province: &Province, year: i32, month: u8) -> bool {
    Period::month(year, month).is_ok_and(|period| province.existed_through(period))
}

fn existed_in(province: &Province, year: i32) -> bool {
    (1..=12).any(|month| existed(province, year, month))
}

/// Fills the context of the table of all years.
pub fn coverage(renderer: &Renderer, page: &Page, context: &mut Context) {
    let (title, intro) = (renderer.t("nav_coverage"), renderer.t("intro_coverage"));
    Frame { title, description: Some(intro), nav_key: "coverage", ..Frame::default() }.insert(renderer, page, context);
    let site = &renderer.site;
    let years = report_years(site, &site.index.dated);
    let cell = |id: ProvinceId, year: i32| {
        let reports = reports(site, id, year);
        let url = (!reports.is_empty()).then(|| coverage_url(Some(year)));
        object([
            ("count", count(reports.len())),
            ("months", count(months(site.vocabulary.provinces.get(id), year, &reports))),
            ("of", count((1..=12).filter(|month| existed(site.vocabulary.provinces.get(id), year, *month)).count())),
            ("url", optional(url.as_ref().map(crate::model::UrlPath::as_str))),
        ])
    };
    let row = |id: ProvinceId| {
        object([("province", renderer.province_link(id)), ("cells", list(years.iter().map(|year| cell(id, *year))))])
    };
    let existing = |id: &ProvinceId| years.iter().any(|year| existed_in(site.vocabulary.provinces.get(*id), *year));
    let (with, without) = divided(site, existing, |id| years.iter().any(|year| !reports(site, id, *year).is_empty()));
    context.insert_value(
        "coverage",
        object([
            ("years", list(years.iter().map(|year| link(&year.to_string(), coverage_url(Some(*year)).as_str())))),
            ("rows", list(with.iter().map(|id| row(*id)))),
            ("missing", by_region(renderer, &without, &years)),
            ("missing_count", count(without.len())),
            ("total", count(with.len() + without.len())),
        ]),
    );
}

/// The provinces that existed, in alphabetical order: those with reports and those without.
fn divided(
    site: &Site,
    existed: impl Fn(&ProvinceId) -> bool,
    reported: impl Fn(ProvinceId) -> bool,
) -> (Vec<ProvinceId>, Vec<ProvinceId>) {
    site.vocabulary.provinces.alphabetical().iter().copied().filter(existed).partition(|id| reported(*id))
}

/// The names of provinces by region. Where both tables are in question, those of the one until 30/6/2025 alone say so.
fn by_region(renderer: &Renderer, ids: &[ProvinceId], years: &[i32]) -> Value {
    let provinces = &renderer.site.vocabulary.provinces;
    let (old, new) = (years.iter().any(|year| *year <= MERGER), years.iter().any(|year| *year >= MERGER));
    let mut regions: BTreeMap<(bool, usize, String), Vec<Value>> = BTreeMap::new();
    for id in ids {
        let province = provinces.get(*id);
        let former = !province.is_current();
        let (place, name) = match &province.region_before {
            Some(region) if former || !new => provinces.region_before(region),
            _ => provinces.region(&province.region),
        };
        let name =
            if former && old && new { format!("{name} ({})", renderer.t("until_merger")) } else { name.to_owned() };
        let entry = object([("name", province.name.as_str().into())]);
        regions.entry((former && new, place, name)).or_default().push(entry);
    }
    let regions = regions.into_iter();
    list(regions.map(|((_, _, name), entries)| object([("name", name.as_str().into()), ("provinces", list(entries))])))
}

/// Fills the context of the table of one year, month by month.
pub fn coverage_year(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Year(year) = page.subject else { return };
    let site = &renderer.site;
    let nav = renderer.t("nav_coverage");
    let title = format!("{nav} {year}");
    let crumbs = vec![(nav, coverage_url(None))];
    Frame { title: &title, crumbs, nav_key: "coverage", ..Frame::default() }.insert(renderer, page, context);
    let vocabulary = &site.vocabulary.provinces;
    let (with, without) =
        divided(site, |id| existed_in(vocabulary.get(*id), year), |id| !reports(site, id, year).is_empty());
    let row = |id: ProvinceId| {
        let reports = reports(site, id, year);
        let cells = (1..=12).map(|month| {
            let there = existed(vocabulary.get(id), year, month);
            let here = reports.iter().filter(|(period, _)| there && covers(*period, month));
            let here: Vec<Value> = here.map(|(period, id)| report(site, *period, *id)).collect();
            let state = match (here.is_empty(), there) {
                (false, _) => "published",
                (true, true) => "missing",
                (true, false) => "none",
            };
            object([("state", state.into()), ("reports", Value::from(here))])
        });
        object([("province", renderer.province_link(id)), ("cells", list(cells))])
    };
    let months = (1..=12u8).map(|month| {
        let name = Period::month(year, month).map_or_else(|_| String::new(), |p| capitalised(&p.to_string()));
        object([("name", name.as_str().into()), ("short", format!("T{month}").as_str().into())])
    });
    let years = report_years(site, &site.index.dated);
    let near = |near: Option<&i32>| {
        near.map_or_else(Value::none, |year| link(&year.to_string(), coverage_url(Some(*year)).as_str()))
    };
    context.insert_value(
        "coverage",
        object([
            ("year", year.to_string().as_str().into()),
            ("months", list(months)),
            ("rows", list(with.iter().map(|id| row(*id)))),
            ("missing", by_region(renderer, &without, &[year])),
            ("missing_count", count(without.len())),
            ("prev", near(years.iter().find(|other| **other < year))),
            ("next", near(years.iter().rev().find(|other| **other > year))),
        ]),
    );
}

fn report(site: &Site, period: Period, id: ItemId) -> Value {
    let item = site.item(id);
    object([
        ("label", period.short().as_str().into()),
        ("title", item.title.as_str().into()),
        ("url", item.url.as_str().into()),
    ])
}
