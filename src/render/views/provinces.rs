//! Provinces: the table of all, and the page of one.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::listing::{first_page_only, topics_of};
use super::shared::{Frame, listing};
use crate::model::{PartialDate, Period, ProvinceId, UrlPath};
use crate::plan::{Page, Subject, Within, has_province_page, period_url, province_url, topic_url};
use crate::render::Renderer;
use crate::render::object::{count, counted, list, object, optional};

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
        object([("current", list(current)), ("with_items", count(site.index.by_province.len()))]),
    );
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
            ("type_label", super::shared::capitalised(&province.type_label).as_str().into()),
            ("region", vocabulary.region(&province.region).1.into()),
            ("valid_from", day(province.valid_from)),
            ("valid_to", day(province.valid_to)),
            ("successor", province.successor.map_or_else(Value::none, lineage)),
            ("predecessors", list(province.predecessors.iter().map(|id| lineage(*id)))),
        ]),
    );
    let items = site.index.province(id);
    context.insert_value("list", listing(renderer, items, &url, number, None));
    let narrowed = first_page_only(number, items);
    let mut periods: BTreeMap<Period, usize> = BTreeMap::new();
    narrowed.iter().filter_map(|id| site.item(*id).period).for_each(|p| *periods.entry(p).or_default() += 1);
    let periods = periods.into_iter().rev();
    context.insert_value("periods", list(periods.map(|(p, n)| counted(&p.to_string(), period_url(p).as_str(), n))));
    context.insert_value("topics", topics_of(renderer, narrowed, |topic| topic_url(site, topic, Within::Province(id))));
}
