//! The pages that put reports together: cited documents, figures, tasks, coverage.

use std::collections::BTreeMap;

use super::lists::{List, paged};
use super::{Subject, TABLE_SIZE};
use crate::cite::Level;
use crate::index::{DocumentFilter, TaskFilter, TaskState};
use crate::model::{DocumentId, IndicatorId, ItemId, ItemKind, UrlPath};
use crate::site::Site;
use crate::text::{FileName, Slug};

/// The address of a cited document, where it has a page.
pub(crate) fn document_url(site: &Site, id: DocumentId) -> Option<UrlPath> {
    site.index.by_document.contains_key(&id).then(|| site.documents.get(id).url.clone())
}

/// The address of a list of documents.
pub(crate) fn documents_url(filter: &DocumentFilter) -> UrlPath {
    let all = UrlPath::page(&["van-ban"]);
    let year = |year: &i32| Slug::parse(&year.to_string());
    match filter {
        DocumentFilter::All => all,
        DocumentFilter::Level(Level::Central) => UrlPath::page(&["van-ban", "trung-uong"]),
        DocumentFilter::Level(Level::Local) => UrlPath::page(&["van-ban", "dia-phuong"]),
        DocumentFilter::Level(Level::International) => UrlPath::page(&["van-ban", "quoc-te"]),
        DocumentFilter::Type(slug) => UrlPath::page(&["van-ban", "loai"]).join(slug),
        DocumentFilter::Issuer(slug) => UrlPath::page(&["van-ban", "co-quan"]).join(slug),
        DocumentFilter::Year(number) => year(number).map_or(all, |slug| UrlPath::page(&["van-ban", "nam"]).join(&slug)),
    }
}

/// The address of an indicator, where it has figures.
pub(crate) fn indicator_url(site: &Site, id: IndicatorId) -> Option<UrlPath> {
    let slug = &site.vocabulary.indicators.get(id).slug;
    site.index.by_indicator.contains_key(&id).then(|| UrlPath::page(&["so-lieu"]).join(slug))
}

/// The address of the figures of an indicator as a file: `so-lieu/mau-thu-nghiem.csv`.
pub(crate) fn data_url(site: &Site, id: IndicatorId, extension: &str) -> UrlPath {
    let folder = UrlPath::page(&["so-lieu"]);
    let name = format!("{}.{extension}", site.vocabulary.indicators.get(id).slug);
    FileName::of(&name).map_or(folder.clone(), |name| folder.file(&name))
}

/// The address of the JSON Schema of these files.
pub(crate) fn data_schema_url() -> UrlPath {
    UrlPath::page(&["so-lieu"]).fixed_file("schema.json")
}

/// The address of a list of tasks.
pub(crate) fn tasks_url(site: &Site, filter: TaskFilter) -> UrlPath {
    let all = UrlPath::page(&["nhiem-vu"]);
    match filter {
        TaskFilter::All => all,
        TaskFilter::State(state) => {
            let part = TaskState::ALL.into_iter().find(|(other, _)| *other == state);
            part.map_or(all, |(_, part)| UrlPath::page(&["nhiem-vu", part]))
        }
        TaskFilter::Province(id) => UrlPath::page(&["nhiem-vu", "tinh"]).join(&site.vocabulary.provinces.get(id).slug),
    }
}

/// The address of the coverage of a year, or of all years.
pub(crate) fn coverage_url(year: Option<i32>) -> UrlPath {
    let all = UrlPath::page(&["do-phu"]);
    let year = year.and_then(|year| Slug::parse(&year.to_string()));
    year.map_or(all.clone(), |slug| all.join(&slug))
}

pub(super) fn documents(site: &Site, out: &mut List) {
    if site.index.documents.is_empty() {
        out.push((documents_url(&DocumentFilter::All), Subject::Documents(DocumentFilter::All, 1)));
    }
    for (filter, documents) in &site.index.documents {
        paged(&documents_url(filter), documents.len(), TABLE_SIZE, out, |n| Subject::Documents(filter.clone(), n));
    }
}

pub(super) fn document(site: &Site, out: &mut List) {
    for id in site.documents.ids() {
        let Some(citing) = site.index.by_document.get(&id) else { continue };
        let url = site.documents.get(id).url.clone();
        paged(&url, citing.len(), super::PAGE_SIZE, out, |number| Subject::Document(id, number));
    }
}

pub(super) fn indicators(_: &Site, out: &mut List) {
    out.push((UrlPath::page(&["so-lieu"]), Subject::Only));
}

pub(super) fn indicator(site: &Site, out: &mut List) {
    for (id, figures) in &site.index.by_indicator {
        let Some(url) = indicator_url(site, *id) else { continue };
        paged(&url, figures.len(), TABLE_SIZE, out, |number| Subject::Indicator(*id, number));
    }
}

pub(super) fn csv(site: &Site, out: &mut List) {
    let ids = site.index.by_indicator.keys();
    out.extend(ids.map(|id| (data_url(site, *id, "csv"), Subject::Indicator(*id, 1))));
}

pub(super) fn json(site: &Site, out: &mut List) {
    let ids = site.index.by_indicator.keys();
    out.extend(ids.map(|id| (data_url(site, *id, "json"), Subject::Indicator(*id, 1))));
}

pub(super) fn data_schema(_: &Site, out: &mut List) {
    out.push((data_schema_url(), Subject::Only));
}

pub(super) fn tasks(site: &Site, out: &mut List) {
    // Counted in one go: there are as many tasks as reports, and as many lists as provinces.
    let mut counts: BTreeMap<TaskFilter, usize> = BTreeMap::from([(TaskFilter::All, site.tasks.len())]);
    for task in &site.tasks {
        let province = site.item(task.task.first.item).province.map(TaskFilter::Province);
        for filter in [Some(TaskFilter::State(task.state)), province].into_iter().flatten() {
            *counts.entry(filter).or_default() += 1;
        }
    }
    for (filter, count) in counts {
        paged(&tasks_url(site, filter), count, TABLE_SIZE, out, |number| Subject::Tasks(filter, number));
    }
}

pub(super) fn coverage(_: &Site, out: &mut List) {
    out.push((coverage_url(None), Subject::Only));
}

pub(super) fn coverage_year(site: &Site, out: &mut List) {
    out.extend(
        report_years(site, &site.index.dated).into_iter().map(|year| (coverage_url(Some(year)), Subject::Year(year))),
    );
}

/// The years that the reports among some items are about, newest first.
pub(crate) fn report_years(site: &Site, items: &[ItemId]) -> Vec<i32> {
    let reports = items.iter().filter(|id| site.item(**id).kind == ItemKind::Report);
    let mut years: Vec<i32> = reports.filter_map(|id| site.item(*id).year()).collect();
    years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
    years.dedup();
    years
}
