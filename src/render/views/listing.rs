//! Lists of items: by kind and by period.

use std::collections::BTreeSet;

use tera::{Context, Value};

use super::home::first_figures;
use super::knowledge::task;
use super::shared::{Frame, listing};
use crate::index::SectionId;
use crate::model::{ItemId, ItemKind, Period, TopicId, UrlPath};
use crate::plan::{Page, Subject, Within, period_url, province_url, topic_url};
use crate::render::Renderer;
use crate::render::object::{counted, list, object, optional};
use crate::site::StandingTask;
use crate::text::capitalised;

/// How many figures and tasks the page of a period shows.
const FIGURES: usize = 8;
const TASKS: usize = 10;

/// All items of a kind.
pub fn kind_list(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Kind(kind, number) = page.subject else { return };
    let (key, title, intro) = match kind {
        ItemKind::Report => ("reports", "nav_reports", "intro_reports"),
        ItemKind::News => ("news", "nav_news", "intro_news"),
        ItemKind::Bulletin | ItemKind::Document | ItemKind::Page => ("bulletins", "nav_bulletins", "intro_bulletins"),
    };
    let intro = renderer.t(intro);
    let first = kind.list_url().unwrap_or_else(UrlPath::home);
    Frame { title: renderer.t(title), description: Some(intro), nav_key: key, number, ..Frame::default() }
        .insert(renderer, page, context);
    let items = renderer.site.index.kind(kind);
    context.insert_value("list", listing(items, &first, number, Some(intro), |id| renderer.full_card(id)));
}

/// All periods, year by year.
pub fn periods(renderer: &Renderer, page: &Page, context: &mut Context) {
    let (title, intro) = (renderer.t("nav_periods"), renderer.t("intro_periods"));
    Frame { title, description: Some(intro), nav_key: "periods", ..Frame::default() }.insert(renderer, page, context);
    let by_period = &renderer.site.index.by_period;
    let counted_period = |p: Period, count: usize| counted(&capitalised(&p.to_string()), period_url(p).as_str(), count);
    let whole_year = |p: &Period| Period::whole_year(p.year()).unwrap_or(*p);
    let years: BTreeSet<Period> = by_period.keys().map(whole_year).collect();
    let years = years.into_iter().rev().map(|year| {
        let parts = by_period.iter().filter(|(p, _)| **p != year && year.contains(**p));
        let parts = parts.map(|(p, items)| counted_period(*p, items.len()));
        object([
            ("name", capitalised(&year.to_string()).as_str().into()),
            ("url", period_url(year).as_str().into()),
            ("count", renderer.site.index.period(year).len().into()),
            ("parts", list(parts)),
        ])
    });
    context.insert_value("years", list(years));
}

/// One period with everything within it.
pub fn period(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Period(period, number) = page.subject else { return };
    let site = &renderer.site;
    let items = site.index.period(period);
    let title = period.to_string();
    let has_page = |p: &Period| *p != period && !site.index.period(*p).is_empty();
    let whole_year = Period::whole_year(period.year()).ok().filter(has_page);
    let year_name = whole_year.map(|y| y.to_string()).unwrap_or_default();
    let mut crumbs = vec![(renderer.t("nav_periods"), UrlPath::page(&["ky"]))];
    crumbs.extend(whole_year.map(|year| (year_name.as_str(), period_url(year))));
    Frame { title: &title, crumbs, nav_key: "periods", number, ..Frame::default() }.insert(renderer, page, context);

    let (from, to) = period.months();
    let range = renderer
        .t("range_months")
        .replace("{from}", &from.to_string())
        .replace("{to}", &format!("{to}/{}", period.year()));
    let there = |p: Option<Period>| {
        p.filter(|p| !site.index.period(*p).is_empty()).map_or_else(Value::none, |p| renderer.period_link(p))
    };
    let parents = period.containing().into_iter().filter(has_page);
    let parts =
        period.parts().into_iter().map(|p| counted(&p.to_string(), period_url(p).as_str(), site.index.period(p).len()));
    context.insert_value(
        "period",
        object([
            ("name", title.as_str().into()),
            ("range_text", optional((from < to).then_some(range.as_str()))),
            ("parents", list(parents.map(|p| renderer.period_link(p)))),
            ("parts", list(parts)),
            ("prev", there(nearest(renderer, period, false))),
            ("next", there(nearest(renderer, period, true))),
            ("year_before", there(period.year_before().filter(|_| period.length() < 12))),
        ]),
    );
    let [reports, others] = renderer.period(period);
    let reports = first_page_only(number, reports).iter();
    context.insert_value("reports", list(reports.map(|id| renderer.full_card(*id))));
    context.insert_value("list", listing(others, &period_url(period), number, None, |id| renderer.card(id)));
    let narrowed = first_page_only(number, items);
    context.insert_value("figures", list(first_figures(renderer, narrowed, FIGURES)));
    context.insert_value("sections", list(sections_of(renderer, period).filter(|_| number == 1)));
    let all = if number == 1 { site.tasks.as_slice() } else { &[] };
    let is_due = |task: &&StandingTask| task.task.last.of(&site.items).is_some_and(|task| task.due == period);
    let due: Vec<&StandingTask> = all.iter().filter(is_due).collect();
    context.insert_value("tasks", list(due.iter().take(TASKS).map(|standing| task(renderer, standing))));
    context.insert_value("tasks_total", due.len().into());
    context.insert_value("provinces", provinces_of(renderer, narrowed));
    context.insert_value("topics", topics_of(renderer, narrowed, |id| topic_url(site, id, Within::All)));
}

/// The newest section of the period on each topic of the home page.
fn sections_of<'r>(renderer: &'r Renderer, period: Period) -> impl Iterator<Item = Value> + use<'r> {
    let site = &renderer.site;
    let within = move |id: &&SectionId| site.item(id.item).period.is_some_and(|own| period.contains(own));
    let newest = move |topic: &TopicId| site.index.topic(*topic).sections.iter().find(within).copied();
    site.featured.iter().filter_map(move |topic| {
        let section = renderer.whole_section(newest(topic)?);
        Some(object([("topic", renderer.topic_link(*topic)), ("section", section)]))
    })
}

/// The ways to narrow a list stand on its first page; the pages after it carry the list alone.
pub(super) fn first_page_only(number: usize, items: &[ItemId]) -> &[ItemId] {
    if number == 1 { items } else { &[] }
}

/// The nearest earlier or later period of the same length that has items.
fn nearest(renderer: &Renderer, period: Period, forward: bool) -> Option<Period> {
    let same = |p: &&Period| p.length() == period.length();
    let mut all = renderer.site.index.by_period.keys();
    if forward {
        all.filter(same).find(|p| **p > period).copied()
    } else {
        all.rfind(|p| same(p) && **p < period).copied()
    }
}

/// The provinces of a list of items with their counts, in alphabetical order.
fn provinces_of(renderer: &Renderer, items: &[ItemId]) -> Value {
    let site = &renderer.site;
    let mut counts = vec![0usize; site.vocabulary.provinces.len()];
    items.iter().filter_map(|id| site.item(*id).province).for_each(|p| counts[p.0 as usize] += 1);
    let there = site.vocabulary.provinces.alphabetical().iter().filter(|id| counts[id.0 as usize] > 0);
    list(there.map(|id| {
        counted(&site.vocabulary.provinces.get(*id).name, province_url(site, *id).as_str(), counts[id.0 as usize])
    }))
}

/// The topics of a list of items with their counts, in alphabetical order.
pub(super) fn topics_of(renderer: &Renderer, items: &[ItemId], url: impl Fn(TopicId) -> UrlPath) -> Value {
    let site = &renderer.site;
    let mut counts = vec![0usize; site.vocabulary.topics.len()];
    items.iter().flat_map(|id| &site.item(*id).topics).for_each(|t| counts[t.0 as usize] += 1);
    let there = site.vocabulary.topics.alphabetical().iter().filter(|id| counts[id.0 as usize] > 0);
    list(there.map(|id| counted(&site.vocabulary.topics.get(*id).name, url(*id).as_str(), counts[id.0 as usize])))
}
