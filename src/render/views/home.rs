//! The home page, the map of the site and the page for missing addresses.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, Value};

use super::knowledge::{figure_fields, task};
use super::shared::Frame;
use crate::diag::Lang;
use crate::index::{TaskFilter, TaskState};
use crate::model::{Item, ItemId, ItemKind, UrlPath};
use crate::plan::{Page, Within, period_url, province_url, tasks_url, topic_url};
use crate::render::Renderer;
use crate::render::object::{count, counted, list, object, optional};
use crate::site::StandingTask;
use crate::text::{CollationKey, capitalised};

/// How many of each kind the home page shows.
const REPORTS: usize = 4;
const NEWS: usize = 5;
const BULLETINS: usize = 5;
const PERIODS: usize = 8;
const FIGURES: usize = 8;
const TASKS: usize = 5;

/// Fills the context of the home page.
pub fn home(renderer: &Renderer, page: &Page, context: &mut Context) {
    let site = &renderer.site;
    let index = &site.index;
    let feed = Some(UrlPath::home().fixed_file("feed.xml"));
    Frame { title: &site.config.title, description: Some(&site.config.description), feed, ..Frame::default() }
        .insert(renderer, page, context);
    let latest = |kind, number| list(index.kind(kind).iter().take(number).map(|id| renderer.full_card(*id)));
    let featured = site.featured.iter().filter(|id| !index.topic(**id).is_empty()).map(|id| {
        let on_topic = index.topic(*id);
        object([
            ("name", site.vocabulary.topics.get(*id).name.as_str().into()),
            ("url", topic_url(site, *id, Within::All).as_str().into()),
            ("count", count(on_topic.len())),
            ("latest", on_topic.items.first().map_or_else(Value::none, |id| renderer.full_card(*id))),
            ("section", on_topic.sections.first().map_or_else(Value::none, |id| renderer.whole_section(*id))),
        ])
    });
    let periods = index.latest_periods(&site.items, PERIODS).into_iter();
    let periods = periods.map(|p| counted(&p.to_string(), period_url(p).as_str(), index.period(p).len()));
    context.insert_value(
        "home",
        object([
            ("latest_reports", latest(ItemKind::Report, REPORTS)),
            ("latest_news", latest(ItemKind::News, NEWS)),
            ("bulletins", latest(ItemKind::Bulletin, BULLETINS)),
            ("featured", list(featured)),
            ("periods", list(periods)),
            ("regions", regions_with_items(renderer)),
            ("figures", latest_figures(renderer)),
            ("tasks", due_tasks(renderer)),
            (
                "totals",
                object([
                    ("reports", count(index.kind(ItemKind::Report).len())),
                    ("news", count(index.kind(ItemKind::News).len())),
                    ("provinces", count(index.by_province.len())),
                    ("topics", count(index.by_topic.len())),
                    ("documents", count(index.by_document.len())),
                    ("indicators", count(index.by_indicator.len())),
                ]),
            ),
        ]),
    );
}

/// Figures of the latest period that reports give figures of, one of each indicator, in the order of the reports.
fn latest_figures(renderer: &Renderer) -> Value {
    let site = &renderer.site;
    let with_figures = |id: &&ItemId| site.item(**id).report.as_ref().is_some_and(|r| !r.figures.is_empty());
    let reports = || site.index.kind(ItemKind::Report).iter().filter(with_figures);
    let Some(latest) = reports().filter_map(|id| site.item(*id).period).max() else { return Value::none() };
    let of_latest: Vec<ItemId> = reports().copied().filter(|id| site.item(*id).period == Some(latest)).collect();
    object([("period", renderer.period_link(latest)), ("items", list(first_figures(renderer, &of_latest, FIGURES)))])
}

/// The first figure of each indicator in the reports among some items, at most `most`, those that most reports give first.
pub(super) fn first_figures<'r>(
    renderer: &'r Renderer,
    items: &[ItemId],
    most: usize,
) -> impl Iterator<Item = Value> + use<'r> {
    let site = &renderer.site;
    let mut seen = BTreeSet::new();
    let figures = items.iter().flat_map(|id| site.item(*id).report.iter().flat_map(|r| &r.figures).map(|f| (*id, f)));
    let mut first: Vec<_> = figures.filter(|(_, figure)| seen.insert(figure.indicator)).collect();
    // What most reports give is what readers compare.
    first.sort_by_key(|(_, figure)| Reverse(site.index.figures(figure.indicator).len()));
    first.into_iter().take(most).map(move |(id, figure)| {
        let mut fields = figure_fields(renderer, figure);
        let province = site.item(id).province.map_or_else(Value::none, |id| renderer.province_link(id));
        fields.push(("province", province));
        object(fields)
    })
}

/// The tasks that fall due next; where none is left, those that were due last and are not done.
fn due_tasks(renderer: &Renderer) -> Value {
    let site = &renderer.site;
    let open: Vec<&StandingTask> = site.tasks.iter().filter(|task| task.state != TaskState::Done).collect();
    if open.is_empty() {
        return Value::none();
    }
    let late = open.iter().filter(|task| task.state == TaskState::Late).count();
    // The latest due comes first: what falls due next is at the end of what is not over.
    let mut shown: Vec<&StandingTask> = open.iter().copied().filter(|task| task.late_since.is_none()).collect();
    shown.reverse();
    let upcoming = !shown.is_empty();
    if !upcoming {
        shown.clone_from(&open);
    }
    object([
        ("items", list(shown.into_iter().take(TASKS).map(|standing| task(renderer, standing)))),
        ("open", count(open.len())),
        ("late", count(late)),
        ("url", tasks_url(site, TaskFilter::All).as_str().into()),
        ("upcoming", upcoming.into()),
    ])
}

/// The provinces that have items, by region; provinces and former provinces of one region together.
fn regions_with_items(renderer: &Renderer) -> Value {
    let site = &renderer.site;
    let provinces = &site.vocabulary.provinces;
    // Regions of both tables may bear one name: the first place counts.
    let mut regions: BTreeMap<(usize, &str), Vec<Value>> = BTreeMap::new();
    for id in provinces.alphabetical() {
        let items = site.index.province(*id);
        if !items.is_empty() {
            let province = provinces.get(*id);
            let entry = counted(&province.name, province_url(site, *id).as_str(), items.len());
            regions.entry(provinces.region(&province.region)).or_default().push(entry);
        }
    }
    let regions = regions.into_iter();
    list(regions.map(|((_, name), entries)| object([("name", name.into()), ("provinces", list(entries))])))
}

/// Fills the context of the page that maps the site.
pub fn site_map(renderer: &Renderer, page: &Page, context: &mut Context) {
    let (title, intro) = (renderer.t("sitemap"), renderer.t("intro_sitemap"));
    Frame { title, description: Some(intro), ..Frame::default() }.insert(renderer, page, context);
    let site = &renderer.site;
    let index = &site.index;
    let in_language = |label: &str, url: &UrlPath, number: Option<usize>, lang: Option<Lang>| {
        object([
            ("label", label.into()),
            ("url", url.as_str().into()),
            ("count", number.map_or_else(Value::none, count)),
            ("lang", optional(lang.map(Lang::code))),
        ])
    };
    let entry = |label: &str, url: &UrlPath, number: Option<usize>| in_language(label, url, number, None);
    let group = |title: &str, links: Vec<Value>| object([("title", title.into()), ("links", list(links))]);
    let kinds =
        [(ItemKind::Report, "nav_reports"), (ItemKind::News, "nav_news"), (ItemKind::Bulletin, "nav_bulletins")];
    let lists = kinds
        .into_iter()
        .filter_map(|(kind, label)| Some(entry(renderer.t(label), &kind.list_url()?, Some(index.kind(kind).len()))));
    let general = [
        ("search", "tim-kiem"),
        ("nav_provinces", "tinh"),
        ("nav_periods", "ky"),
        ("nav_topics", "chu-de"),
        ("nav_documents", "van-ban"),
        ("nav_figures", "so-lieu"),
        ("nav_tasks", "nhiem-vu"),
        ("nav_coverage", "do-phu"),
    ];
    let general = general.into_iter().map(|(label, part)| (label, UrlPath::page(&[part])));
    let general = general.filter(|(_, url)| renderer.plan.contains(url));
    let general = general.map(|(label, url)| entry(renderer.t(label), &url, None));
    let mut fixed: Vec<&Item> = index.kind(ItemKind::Page).iter().map(|id| site.item(*id)).collect();
    fixed.sort_by_cached_key(|item| (site.lang_of(item) != site.config.lang, CollationKey::new(&item.title)));
    let fixed = fixed.into_iter().map(|item| {
        let other = Some(site.lang_of(item)).filter(|lang| *lang != site.config.lang);
        in_language(&item.title, &item.url, None, other)
    });
    let provinces = site.vocabulary.provinces.alphabetical().iter().filter(|id| !index.province(**id).is_empty());
    let provinces = provinces.map(|id| {
        entry(&site.vocabulary.provinces.get(*id).name, &province_url(site, *id), Some(index.province(*id).len()))
    });
    let periods = index.by_period.iter().rev();
    let periods = periods.map(|(p, items)| entry(&capitalised(&p.to_string()), &period_url(*p), Some(items.len())));
    let topics = site.vocabulary.topics.alphabetical().iter().filter(|id| !index.topic(**id).is_empty());
    let topics = topics.map(|id| {
        entry(&site.vocabulary.topics.get(*id).name, &topic_url(site, *id, Within::All), Some(index.topic(*id).len()))
    });
    context.insert_value(
        "groups",
        list([
            group(renderer.t("home"), lists.chain(general).collect()),
            group(renderer.t("fixed_pages"), fixed.collect()),
            group(renderer.t("nav_provinces"), provinces.collect()),
            group(renderer.t("nav_topics"), topics.collect()),
            group(renderer.t("nav_periods"), periods.collect()),
        ]),
    );
}

/// Fills the context of the page for missing addresses.
pub fn not_found(renderer: &Renderer, page: &Page, context: &mut Context) {
    Frame { title: renderer.t("not_found"), ..Frame::default() }.insert(renderer, page, context);
}
