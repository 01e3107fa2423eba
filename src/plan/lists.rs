//! The pages of each kind.

use super::{PAGE_SIZE, Subject, Within};
use crate::model::{ItemId, ItemKind, Period, ProvinceId, TopicId, UrlPath};
use crate::site::Site;
use crate::text::Slug;

type List = Vec<(UrlPath, Subject)>;

/// Number of pages a list of `count` items needs; an empty list has one.
pub(crate) fn page_count(count: usize) -> usize {
    count.div_ceil(PAGE_SIZE).max(1)
}

/// The address of page `number` of a list.
pub(crate) fn list_page(first: &UrlPath, number: usize) -> UrlPath {
    let slug = (number > 1).then(|| Slug::parse(&format!("trang-{number}"))).flatten();
    slug.map_or_else(|| first.clone(), |slug| first.join(&slug))
}

fn paged(first: &UrlPath, count: usize, out: &mut List, subject: impl Fn(usize) -> Subject) {
    out.extend((1..=page_count(count)).map(|number| (list_page(first, number), subject(number))));
}

/// The address of a province.
pub(crate) fn province_url(site: &Site, id: ProvinceId) -> UrlPath {
    UrlPath::page(&["tinh"]).join(&site.vocabulary.provinces.get(id).slug)
}

/// Whether a province has a page: it or one of its predecessors has items.
pub(crate) fn has_province_page(site: &Site, id: ProvinceId) -> bool {
    let own = |id: &ProvinceId| !site.index.province(*id).is_empty();
    own(&id) || site.vocabulary.provinces.get(id).predecessors.iter().any(own)
}

/// The address of a period.
pub(crate) fn period_url(period: Period) -> UrlPath {
    let year = UrlPath::page(&["ky", &period.year().to_string()]);
    period.slug_in_year().map_or(year.clone(), |slug| year.join(&slug))
}

/// The address of a topic, perhaps within a province or a year.
pub(crate) fn topic_url(site: &Site, id: TopicId, within: Within) -> UrlPath {
    let topic = UrlPath::page(&["chu-de"]).join(&site.vocabulary.topics.get(id).slug);
    match within {
        Within::All => topic,
        Within::Province(province) => topic.join(&site.vocabulary.provinces.get(province).slug),
        Within::Year(year) => Slug::parse(&year.to_string()).map_or(topic.clone(), |slug| topic.join(&slug)),
    }
}

/// The items of a topic page.
pub(crate) fn topic_items(site: &Site, id: TopicId, within: Within) -> &[ItemId] {
    let index = &site.index;
    let items = match within {
        Within::All => index.by_topic.get(&id),
        Within::Province(province) => index.by_topic_province.get(&id).and_then(|m| m.get(&province)),
        Within::Year(year) => index.by_topic_year.get(&id).and_then(|m| m.get(&year)),
    };
    items.map_or(&[], Vec::as_slice)
}

/// The address of a static file of the theme: its path below `static/`, made of slugs.
pub(crate) fn asset_url(path: &str) -> UrlPath {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folders.split('/').filter_map(Slug::of).fold(UrlPath::home(), |url, slug| url.join(&slug));
    crate::text::FileName::of(name).map_or(folder.clone(), |name| folder.file(&name))
}

pub(super) fn home(_: &Site, out: &mut List) {
    out.push((UrlPath::home(), Subject::Only));
}

pub(super) fn items(site: &Site, out: &mut List) {
    let all = site.index.by_kind.values().flatten();
    out.extend(all.map(|id| (site.item(*id).url.clone(), Subject::Item(*id))));
}

pub(super) fn kinds(site: &Site, out: &mut List) {
    for kind in ItemKind::ALL {
        if let Some(first) = kind.list_url() {
            paged(&first, site.index.kind(kind).len(), out, |number| Subject::Kind(kind, number));
        }
    }
}

pub(super) fn provinces(_: &Site, out: &mut List) {
    out.push((UrlPath::page(&["tinh"]), Subject::Only));
}

pub(super) fn province(site: &Site, out: &mut List) {
    for id in site.vocabulary.provinces.alphabetical() {
        if has_province_page(site, *id) {
            let count = site.index.province(*id).len();
            paged(&province_url(site, *id), count, out, |number| Subject::Province(*id, number));
        }
    }
}

pub(super) fn periods(_: &Site, out: &mut List) {
    out.push((UrlPath::page(&["ky"]), Subject::Only));
}

/// Reports stand on the first page of a period; the rest is paged.
pub(super) fn period(site: &Site, out: &mut List) {
    for (period, items) in &site.index.by_period {
        let others = items.iter().filter(|id| site.item(**id).kind != ItemKind::Report).count();
        paged(&period_url(*period), others, out, |number| Subject::Period(*period, number));
    }
}

pub(super) fn topics(_: &Site, out: &mut List) {
    out.push((UrlPath::page(&["chu-de"]), Subject::Only));
}

pub(super) fn topic(site: &Site, out: &mut List) {
    let index = &site.index;
    for id in index.by_topic.keys() {
        let provinces =
            index.by_topic_province.get(id).into_iter().flat_map(|m| m.keys()).map(|p| Within::Province(*p));
        let years = index.by_topic_year.get(id).into_iter().flat_map(|m| m.keys()).map(|y| Within::Year(*y));
        for within in [Within::All].into_iter().chain(provinces).chain(years) {
            let count = topic_items(site, *id, within).len();
            paged(&topic_url(site, *id, within), count, out, |number| Subject::Topic(*id, within, number));
        }
    }
}

pub(super) fn site_map(_: &Site, out: &mut List) {
    out.push((UrlPath::page(&["so-do-trang"]), Subject::Only));
}

pub(super) fn not_found(_: &Site, out: &mut List) {
    out.push((UrlPath::home().fixed_file("404.html"), Subject::Only));
}

pub(super) fn aliases(site: &Site, out: &mut List) {
    for id in site.index.by_kind.values().flatten() {
        out.extend(site.item(*id).aliases.iter().map(|url| (url.clone(), Subject::Alias(*id))));
    }
}

pub(super) fn feeds(site: &Site, out: &mut List) {
    let feed = |page: &UrlPath| page.fixed_file("feed.xml");
    out.push((feed(&UrlPath::home()), Subject::Only));
    for id in site.index.by_province.keys() {
        out.push((feed(&province_url(site, *id)), Subject::Province(*id, 1)));
    }
    for id in site.index.by_topic.keys() {
        out.push((feed(&topic_url(site, *id, Within::All)), Subject::Topic(*id, Within::All, 1)));
    }
}

/// A sitemap needs absolute addresses.
pub(super) fn sitemap_xml(site: &Site, out: &mut List) {
    if site.config.base_url.is_some() {
        out.push((UrlPath::home().fixed_file("sitemap.xml"), Subject::Only));
    }
}

pub(super) fn robots(_: &Site, out: &mut List) {
    out.push((UrlPath::home().fixed_file("robots.txt"), Subject::Only));
}

pub(super) fn attachments(site: &Site, out: &mut List) {
    for id in site.index.by_kind.values().flatten() {
        let item = site.item(*id);
        let files = item.attachments.iter().enumerate();
        out.extend(files.map(|(number, file)| (item.url.file(&file.published), Subject::Attachment(*id, number))));
    }
}
