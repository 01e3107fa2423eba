//! What several page kinds show: the frame of a page, cards, crumbs, pagers.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::metadata::{self, Described};
use crate::diag::Lang;
use crate::features::Feature;
use crate::model::item::Visibility;
use crate::model::{Item, ItemId, ItemKind, PartialDate, Period, ProvinceId, TopicId, UrlPath};
use crate::plan::{
    PAGE_SIZE, Page, Plan, Within, coverage_url, list_page, page_count, period_url, province_url, topic_url,
};
use crate::render::object::{Wanted, count, link, list, object, optional};
use crate::render::{Renderer, Theme};
use crate::site::Site;
use crate::text::capitalised;

/// The entries of the navigation: key, string of the theme, folder.
const ENTRIES: [(&str, &str, &str); 9] = [
    ("reports", "nav_reports", "bao-cao"),
    ("news", "nav_news", "tin-tuc"),
    ("bulletins", "nav_bulletins", "ban-tin"),
    ("provinces", "nav_provinces", "tinh"),
    ("periods", "nav_periods", "ky"),
    ("topics", "nav_topics", "chu-de"),
    ("documents", "nav_documents", "van-ban"),
    ("figures", "nav_figures", "so-lieu"),
    ("tasks", "nav_tasks", "nhiem-vu"),
];

/// What every page shares: title, publisher, navigation.
pub fn shared(site: &Site, plan: &Plan, theme: &Theme, lang: Lang) -> Value {
    let string = |key| theme.string(lang, key);
    let entry = |label: &str, url: &UrlPath, key: &str| {
        object([("label", label.into()), ("url", url.as_str().into()), ("key", key.into())])
    };
    let nav = ENTRIES.iter().map(|(key, label, part)| (*key, *label, UrlPath::page(&[part])));
    let nav = nav.filter(|(_, _, url)| plan.contains(url));
    let nav = nav.map(|(key, label, url)| entry(string(label), &url, key));
    // Pages in the language of this one come first, then what the program makes, then pages in other languages.
    let mut fixed: Vec<&Item> = site.index.kind(ItemKind::Page).iter().map(|id| site.item(*id)).collect();
    fixed.sort_by_cached_key(|item| crate::text::CollationKey::new(&item.title));
    let (own, others): (Vec<_>, Vec<_>) = fixed.into_iter().partition(|item| site.lang_of(item) == lang);
    let own = own.into_iter().map(|item| entry(&item.title, &item.url, ""));
    let made = [("nav_coverage", coverage_url(None)), ("sitemap", UrlPath::page(&["so-do-trang"]))];
    let made = made.into_iter().filter(|(_, url)| plan.contains(url));
    let made = made.map(|(key, url)| entry(string(key), &url, ""));
    let others = others.into_iter().map(|item| entry(&item.title, &item.url, site.lang_of(item).code()));
    let featured = site.featured.iter().filter(|id| plan.contains(&topic_url(site, **id, Within::All)));
    let features = Feature::ALL.into_iter();
    let has = features.map(|(feature, name, _)| (name.replace('-', "_"), site.config.features.has(feature)));
    let has = Value::from(has.collect::<BTreeMap<_, _>>());
    let config = &site.config;
    object([
        ("title", config.title.as_str().into()),
        ("description", config.description.as_str().into()),
        ("publisher", config.publisher.as_str().into()),
        ("parent_org", optional(config.parent_org.as_deref())),
        ("base_url", optional(config.base_url.as_deref())),
        ("nav", list(nav)),
        ("has", has),
        ("footer_nav", list(own.chain(made))),
        ("other_languages", list(others)),
        ("lang", config.lang.code().into()),
        ("featured_topics", list(featured.map(|id| make_topic_link(site, *id)))),
        ("footer_note", optional(config.footer_note.as_deref())),
    ])
}

/// The frame of a page: what `base.html` needs.
pub struct Frame<'a> {
    /// Title and heading.
    pub title: &'a str,
    /// One sentence for search engines.
    pub description: Option<&'a str>,
    /// Pages above this one, home left out.
    pub crumbs: Vec<(&'a str, UrlPath)>,
    /// Which entry of the navigation it belongs to.
    pub nav_key: &'static str,
    /// Its own feed.
    pub feed: Option<UrlPath>,
    /// Number of the page within a list, from 1.
    pub number: usize,
    /// Open Graph type.
    pub og_type: &'a str,
}

impl Default for Frame<'_> {
    fn default() -> Self {
        Self {
            title: "",
            description: None,
            crumbs: Vec::new(),
            nav_key: "",
            feed: None,
            number: 1,
            og_type: "website",
        }
    }
}

impl Frame<'_> {
    /// Puts the frame into the context as `page`.
    pub fn insert(self, renderer: &Renderer, page: &Page, context: &mut Context) {
        let config = &renderer.site.config;
        let heading = capitalised(self.title);
        let title = if self.number > 1 {
            format!("{heading} ({} {})", renderer.t("pager_here"), self.number)
        } else {
            heading.clone()
        };
        let lang = renderer.lang_of(page);
        let string = |key| renderer.theme().string(lang, key);
        let home = (page.url != UrlPath::home()).then(|| (string("home"), UrlPath::home()));
        let crumbs = home.into_iter().chain(self.crumbs);
        let feed = self.feed.as_ref().filter(|url| renderer.plan.contains(url));
        let feed = feed.map_or_else(Value::none, |url| {
            let title = format!("{}: {heading}", renderer.t("feed_of"));
            object([("title", title.as_str().into()), ("url", url.as_str().into())])
        });
        let crumbs: Vec<(String, UrlPath)> = crumbs.map(|(label, url)| (capitalised(label), url)).collect();
        let described = Described { title: &title, description: self.description, crumbs: &crumbs };
        let entry = |label: &str, url: &UrlPath| object([("label", label.into()), ("url", url.as_str().into())]);
        let fields = Wanted::by(renderer.theme())
            .with("kind", || page.kind_name())
            .with("title", || title.as_str())
            .with("heading", || heading.as_str())
            .with("description", || optional(self.description))
            .with("url", || page.url.as_str())
            .with("canonical", || config.base_url.as_ref().map(|base| format!("{base}{}", page.url)))
            .with("crumbs", || list(crumbs.iter().map(|(label, url)| entry(label, url))))
            .with("feed", || feed)
            .with("noindex", || ["not-found", "issue"].contains(&page.kind_name()) || renderer.site.preview)
            .with("nav_key", || self.nav_key)
            .with("og_type", || self.og_type)
            .with("metadata", || Value::safe_string(&metadata::head(renderer, page, &described)));
        context.insert_value("page", fields.object());
        let at_entry = ENTRIES.iter().any(|(key, _, part)| *key == self.nav_key && page.url == UrlPath::page(&[part]));
        context.insert_value("frame", renderer.frame(page, self.nav_key, at_entry));
    }
}

/// A topic's name and address.
pub fn make_topic_link(site: &Site, id: TopicId) -> Value {
    link(&site.vocabulary.topics.get(id).name, topic_url(site, id, Within::All).as_str())
}

/// A province's name and address.
pub fn make_province_link(site: &Site, id: ProvinceId) -> Value {
    link(&site.vocabulary.provinces.get(id).name, province_url(site, id).as_str())
}

/// A period's name and address; no address where no page is.
pub fn make_period_link(site: &Site, period: Period) -> Value {
    let url = (!site.index.period(period).is_empty()).then(|| period_url(period));
    object([("name", period.to_string().as_str().into()), ("url", optional(url.as_ref().map(UrlPath::as_str)))])
}

/// A date for people and for machines.
pub fn make_date(date: PartialDate) -> Value {
    object([("iso", date.iso().as_str().into()), ("text", date.to_string().as_str().into())])
}

/// An item as lists show it.
pub fn card<'r>(renderer: &'r Renderer, item: &Item) -> Wanted<'r> {
    Wanted::by(renderer.theme())
        .with("title", || item.title.as_str())
        .with("url", || item.url.as_str())
        .with("kind", || item.kind.key())
        .with("summary", || optional(item.summary.as_deref()))
        .with("date", || item.date.map_or_else(Value::none, |date| renderer.date(date)))
        .with("province", || item.province.map_or_else(Value::none, |id| renderer.province_link(id)))
        .with("period", || item.period.map_or_else(Value::none, |p| renderer.period_link(p)))
        .with("topics", || list(item.topics.iter().map(|id| renderer.topic_link(*id))))
        .with("number", || optional(item.report.as_ref().and_then(|r| r.number.as_deref())))
        .with("mark", || match item.visibility {
            Visibility::Public => Value::none(),
            Visibility::Draft => "draft".into(),
            Visibility::Scheduled(_) => "scheduled".into(),
            Visibility::Expired(_) => "expired".into(),
        })
}

/// One page of a list: its cards and its pager.
pub fn listing(
    items: &[ItemId],
    first: &UrlPath,
    number: usize,
    intro: Option<&str>,
    card: impl Fn(ItemId) -> Value,
) -> Value {
    let start = (number - 1) * PAGE_SIZE;
    let here = items.iter().skip(start).take(PAGE_SIZE);
    object([
        ("intro", optional(intro)),
        ("items", list(here.map(|id| card(*id)))),
        ("pager", pager(items.len(), PAGE_SIZE, first, number)),
    ])
}

/// Links to the first, the last and the neighbouring pages of a list.
pub fn pager(total: usize, size: usize, first: &UrlPath, number: usize) -> Value {
    let pages = page_count(total, size);
    let url = |n: usize| Value::from(list_page(first, n).as_str());
    let near = |n: &usize| *n == 1 || *n == pages || n.abs_diff(number) <= 2;
    let mut links = Vec::new();
    let mut last = 0;
    for n in (1..=pages).filter(near) {
        if n > last + 1 {
            links.push(object([("n", count(0)), ("url", "".into()), ("current", false.into()), ("gap", true.into())]));
        }
        links.push(object([
            ("n", count(n)),
            ("url", url(n)),
            ("current", (n == number).into()),
            ("gap", false.into()),
        ]));
        last = n;
    }
    object([
        ("page", count(number)),
        ("pages", count(pages)),
        ("total", count(total)),
        ("prev", if number > 1 { url(number - 1) } else { Value::none() }),
        ("next", if number < pages { url(number + 1) } else { Value::none() }),
        ("links", list(links)),
    ])
}
