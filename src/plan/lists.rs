//! The pages of each kind.

use super::{PAGE_SIZE, Subject, Within};
use crate::features::Feature;
use crate::index::TopicGroup;
use crate::model::{ItemKind, Period, ProvinceId, TopicId, UrlPath};
use crate::search::{Counts, shard_url};
use crate::site::Site;
use crate::text::Slug;

pub(super) type List = Vec<(UrlPath, Subject)>;

/// Number of pages of `size` entries that a list of `count` needs; an empty list has one.
pub(crate) fn page_count(count: usize, size: usize) -> usize {
    count.div_ceil(size).max(1)
}

/// The address of page `number` of a list.
pub(crate) fn list_page(first: &UrlPath, number: usize) -> UrlPath {
    let slug = (number > 1).then(|| Slug::parse(&format!("trang-{number}"))).flatten();
    slug.map_or_else(|| first.clone(), |slug| first.join(&slug))
}

pub(super) fn paged(first: &UrlPath, count: usize, size: usize, out: &mut List, subject: impl Fn(usize) -> Subject) {
    out.extend((1..=page_count(count, size)).map(|number| (list_page(first, number), subject(number))));
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

/// The address of a topic, perhaps within a province or a year if the portal has such pages.
pub(crate) fn topic_url(site: &Site, id: TopicId, within: Within) -> UrlPath {
    let topic = UrlPath::page(&["chu-de"]).join(&site.vocabulary.topics.get(id).slug);
    match within {
        _ if !site.config.features.has(Feature::NarrowTopics) => topic,
        Within::All => topic,
        Within::Province(province) => topic.join(&site.vocabulary.provinces.get(province).slug),
        Within::Year(year) => Slug::parse(&year.to_string()).map_or(topic.clone(), |slug| topic.join(&slug)),
    }
}

/// What stands on a topic page.
pub(crate) fn topic_group(site: &Site, id: TopicId, within: Within) -> Option<&TopicGroup> {
    let groups = site.index.by_topic.get(&id)?;
    match within {
        Within::All => Some(&groups.all),
        Within::Province(province) => groups.by_province.get(&province),
        Within::Year(year) => groups.by_year.get(&year),
    }
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
    // Notes stand on the pages of their documents.
    let all = site.index.by_kind.iter().filter(|(kind, _)| **kind != ItemKind::Document).flat_map(|(_, ids)| ids);
    out.extend(all.map(|id| (site.item(*id).url.clone(), Subject::Item(*id))));
}

/// The address of a whole issue, to be printed.
pub(crate) fn issue_url(bulletin: &UrlPath) -> UrlPath {
    Slug::parse("in").map_or_else(|| bulletin.clone(), |slug| bulletin.join(&slug))
}

pub(super) fn issues(site: &Site, out: &mut List) {
    let bulletins = site.index.kind(ItemKind::Bulletin).iter();
    out.extend(bulletins.map(|id| (issue_url(&site.item(*id).url), Subject::Issue(*id))));
}

pub(super) fn kinds(site: &Site, out: &mut List) {
    for kind in ItemKind::DATED {
        if let Some(first) = kind.list_url() {
            paged(&first, site.index.kind(kind).len(), PAGE_SIZE, out, |number| Subject::Kind(kind, number));
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
            paged(&province_url(site, *id), count, PAGE_SIZE, out, |number| Subject::Province(*id, number));
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
        paged(&period_url(*period), others, PAGE_SIZE, out, |number| Subject::Period(*period, number));
    }
}

pub(super) fn topics(_: &Site, out: &mut List) {
    out.push((UrlPath::page(&["chu-de"]), Subject::Only));
}

pub(super) fn topic(site: &Site, out: &mut List) {
    let narrow = site.config.features.has(Feature::NarrowTopics);
    for (id, groups) in &site.index.by_topic {
        let provinces = groups.by_province.keys().map(|p| Within::Province(*p));
        let years = groups.by_year.keys().map(|y| Within::Year(*y));
        let within = provinces.chain(years).filter(|_| narrow);
        for within in [Within::All].into_iter().chain(within) {
            let count = topic_group(site, *id, within).map_or(0, TopicGroup::len);
            paged(&topic_url(site, *id, within), count, PAGE_SIZE, out, |number| Subject::Topic(*id, within, number));
        }
    }
}

pub(super) fn search(_: &Site, out: &mut List) {
    out.push((UrlPath::page(&["tim-kiem"]), Subject::Only));
}

pub(super) fn search_index(site: &Site, out: &mut List) {
    out.extend(Counts::of(site).shards().map(|shard| (shard_url(shard), Subject::Search(shard))));
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
    for id in site.index.by_province.keys().filter(|_| site.config.features.has(Feature::ProvinceFeeds)) {
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

pub(super) fn pictures(site: &Site, out: &mut List) {
    for id in site.index.by_kind.values().flatten() {
        let item = site.item(*id);
        for (number, file) in item.attachments.iter().enumerate() {
            out.extend(
                file.versions().map(|(width, name)| (item.url.file(&name), Subject::Picture(*id, number, width))),
            );
        }
    }
}
