//! Figures: all indicators by topic, and the page of one.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, Value};

use super::knowledge::{figure_record, scope_of};
use super::shared::{Frame, pager};
use crate::index::FigureId;
use crate::model::figures::{Record, totals};
use crate::model::{IndicatorId, ProvinceId, UrlPath};
use crate::plan::{Page, Subject, TABLE_SIZE, Within, data_schema_url, data_url, indicator_url, topic_url};
use crate::render::object::{count, list, object, optional};
use crate::render::{Renderer, chart};
use crate::site::Site;
use crate::text::{CollationKey, vietnamese};

/// Fills the context of the list of indicators.
pub fn indicators(renderer: &Renderer, page: &Page, context: &mut Context) {
    let (title, intro) = (renderer.t("nav_figures"), renderer.t("intro_figures"));
    Frame { title, description: Some(intro), nav_key: "figures", ..Frame::default() }.insert(renderer, page, context);
    let site = &renderer.site;
    let (indicators, topics) = (&site.vocabulary.indicators, &site.vocabulary.topics);
    let mut groups: BTreeMap<usize, Vec<IndicatorId>> = BTreeMap::new();
    for id in site.index.by_indicator.keys() {
        let topic = indicators.get(*id).topic;
        let place = topics.alphabetical().iter().position(|other| *other == topic).unwrap_or_default();
        groups.entry(place).or_default().push(*id);
    }
    let group = |(place, mut ids): (usize, Vec<IndicatorId>)| {
        let topic = topics.alphabetical()[place];
        ids.sort_by_cached_key(|id| CollationKey::new(&indicators.get(*id).name));
        let url = site.index.by_topic.contains_key(&topic).then(|| topic_url(site, topic, Within::All));
        object([
            ("name", topics.get(topic).name.as_str().into()),
            ("url", optional(url.as_ref().map(UrlPath::as_str))),
            ("indicators", list(ids.into_iter().map(|id| entry(site, id)))),
        ])
    };
    context.insert_value("groups", list(groups.into_iter().map(group)));
}

fn entry(site: &Site, id: IndicatorId) -> Value {
    let indicator = site.vocabulary.indicators.get(id);
    let figures = site.index.figures(id);
    object([
        ("name", indicator.name.as_str().into()),
        ("url", optional(indicator_url(site, id).as_ref().map(UrlPath::as_str))),
        ("unit", indicator.unit.as_str().into()),
        ("records", count(figures.len())),
        ("provinces", count(provinces(site, figures).len())),
    ])
}

/// The other indicators of the same topic that have figures, in alphabetical order.
fn related(site: &Site, id: IndicatorId) -> Vec<IndicatorId> {
    let indicators = &site.vocabulary.indicators;
    let topic = indicators.get(id).topic;
    let others = site.index.by_indicator.keys().copied().filter(|other| *other != id);
    let mut out: Vec<IndicatorId> = others.filter(|other| indicators.get(*other).topic == topic).collect();
    out.sort_by_cached_key(|id| CollationKey::new(&indicators.get(*id).name));
    out
}

fn provinces(site: &Site, figures: &[FigureId]) -> BTreeSet<ProvinceId> {
    figures.iter().filter_map(|figure| site.item(figure.item).province).collect()
}

/// Fills the context of one indicator's page.
pub fn indicator(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Indicator(id, number) = page.subject else { return };
    let site = &renderer.site;
    let indicator = site.vocabulary.indicators.get(id);
    let figures = site.index.figures(id);
    let crumbs = vec![(renderer.t("nav_figures"), UrlPath::page(&["so-lieu"]))];
    Frame { title: &indicator.name, crumbs, nav_key: "figures", number, ..Frame::default() }
        .insert(renderer, page, context);
    let topic = site.vocabulary.topics.get(indicator.topic);
    let topic_page =
        site.index.by_topic.contains_key(&indicator.topic).then(|| topic_url(site, indicator.topic, Within::All));
    context.insert_value(
        "indicator",
        object([
            ("name", indicator.name.as_str().into()),
            ("slug", indicator.slug.as_str().into()),
            ("unit", indicator.unit.as_str().into()),
            (
                "topic",
                object([
                    ("name", topic.name.as_str().into()),
                    ("url", optional(topic_page.as_ref().map(UrlPath::as_str))),
                ]),
            ),
            ("csv", data_url(site, id, "csv").as_str().into()),
            ("json", data_url(site, id, "json").as_str().into()),
            ("schema", data_schema_url().as_str().into()),
            ("records", count(figures.len())),
            ("provinces", count(provinces(site, figures).len())),
            ("related", list(related(site, id).into_iter().map(|id| entry(site, id)))),
        ]),
    );
    let first = number == 1;
    let charts = if first { chart::of_indicator(renderer, id, figures) } else { Vec::new() };
    context.insert_value("charts", list(charts.iter().map(|html| Value::from(html.as_str()))));
    context.insert_value("totals", if first { sums(renderer, figures) } else { list([]) });
    let url = indicator_url(site, id).unwrap_or_else(UrlPath::home);
    let here = figures.iter().skip((number - 1) * TABLE_SIZE).take(TABLE_SIZE);
    context.insert_value(
        "list",
        object([
            ("records", list(here.map(|figure| figure_record(renderer, *figure)))),
            ("pager", pager(figures.len(), TABLE_SIZE, &url, number)),
        ]),
    );
}

fn sums(renderer: &Renderer, figures: &[FigureId]) -> Value {
    let site = &renderer.site;
    let record = |id: &FigureId| {
        let (figure, item) = (id.of(&site.items)?, site.item(id.item));
        site.vocabulary.indicators.get(figure.indicator).adds_up.then_some(())?;
        let unit = figure.unit(&site.vocabulary.indicators);
        Some(Record { province: item.province?, period: item.period?, figure, unit, scope: scope_of(figure, item) })
    };
    let records: Vec<Record<'_>> = figures.iter().filter_map(record).collect();
    let totals = totals(&records, &site.vocabulary.provinces);
    list(totals.into_iter().map(|total| {
        object([
            ("period", renderer.period_link(total.period)),
            ("value", vietnamese(total.value, total.decimals).as_str().into()),
            ("unit", total.unit.as_str().into()),
            ("scope", optional(total.scope.as_deref())),
            ("provinces", count(total.provinces)),
            ("left_out", count(total.left_out)),
        ])
    }))
}
