//! Topics: the tree of all, and the page of one with the sections of reports on it.

use tera::{Context, Value};

use super::shared::{Frame, pager};
use crate::features::Feature;
use crate::model::{Period, TopicId, UrlPath};
use crate::plan::{PAGE_SIZE, Page, Subject, Within, topic_group, topic_url};
use crate::render::Renderer;
use crate::render::object::{Fields, count, counted, list, object, optional};

/// All topics as a tree.
pub fn topics(renderer: &Renderer, page: &Page, context: &mut Context) {
    let (title, intro) = (renderer.t("nav_topics"), renderer.t("intro_topics"));
    Frame { title, description: Some(intro), nav_key: "topics", ..Frame::default() }.insert(renderer, page, context);
    let site = &renderer.site;
    let vocabulary = &site.vocabulary.topics;
    let entry = |id: &TopicId| {
        let topic = vocabulary.get(*id);
        (topic, topic_url(site, *id, Within::All), site.index.topic(*id).len())
    };
    let roots = vocabulary.alphabetical().iter().filter(|id| vocabulary.get(**id).parent.is_none());
    let tree = roots.map(|id| {
        let (topic, url, number) = entry(id);
        let children =
            topic.children.iter().map(entry).map(|(topic, url, number)| counted(&topic.name, url.as_str(), number));
        object([
            ("name", topic.name.as_str().into()),
            ("url", url.as_str().into()),
            ("count", number.into()),
            ("children", list(children)),
        ])
    });
    context.insert_value("topics", list(tree));
}

/// One topic, perhaps within a province or a year.
pub fn topic(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Topic(id, within, number) = page.subject else { return };
    let site = &renderer.site;
    let topic = site.vocabulary.topics.get(id);
    let whole = topic_url(site, id, Within::All);
    let within_name = match within {
        Within::All => None,
        Within::Province(province) => Some(site.vocabulary.provinces.get(province).name.clone()),
        Within::Year(year) => Some(Period::whole_year(year).map_or_else(|_| year.to_string(), |p| p.to_string())),
    };
    let title = within_name.as_ref().map_or_else(|| topic.name.clone(), |name| format!("{}: {name}", topic.name));
    let mut crumbs = vec![(renderer.t("nav_topics"), UrlPath::page(&["chu-de"]))];
    let parent = topic.parent.filter(|parent| !site.index.topic(*parent).is_empty());
    crumbs.extend(parent.map(|p| (site.vocabulary.topics.get(p).name.as_str(), topic_url(site, p, Within::All))));
    crumbs.extend(within_name.as_ref().map(|_| (topic.name.as_str(), whole.clone())));
    let feed = Some(whole.fixed_file("feed.xml"));
    Frame { title: &title, crumbs, nav_key: "topics", number, feed, ..Frame::default() }
        .insert(renderer, page, context);

    let counted_topic = |id: &TopicId| {
        counted(
            &site.vocabulary.topics.get(*id).name,
            topic_url(site, *id, Within::All).as_str(),
            site.index.topic(*id).len(),
        )
    };
    context.insert_value(
        "topic",
        object([
            ("name", topic.name.as_str().into()),
            ("url", whole.as_str().into()),
            ("parent", parent.map_or_else(Value::none, |p| renderer.topic_link(p))),
            (
                "children",
                list(topic.children.iter().filter(|id| !site.index.topic(**id).is_empty()).map(counted_topic)),
            ),
            ("within", optional(within_name.as_deref())),
        ]),
    );
    let group = topic_group(site, id, within).unwrap_or_else(|| site.index.topic(id));
    let start = (number - 1) * PAGE_SIZE;
    let sections = group.sections.iter().skip(start).take(PAGE_SIZE);
    let sections: Vec<Value> = sections.map(|id| renderer.section(*id)).collect();
    let others = group.others.iter().skip(start.saturating_sub(group.sections.len())).take(PAGE_SIZE - sections.len());
    context.insert_value(
        "list",
        object([
            ("intro", Value::none()),
            ("items", list(others.map(|id| renderer.card(*id)))),
            ("sections", Value::from(sections)),
            ("pager", pager(group.len(), PAGE_SIZE, &topic_url(site, id, within), number)),
        ]),
    );
    context.insert_value(
        "totals",
        object([("sections", count(group.sections.len())), ("items", count(group.others.len()))]),
    );
    if number == 1 && site.config.features.has(Feature::NarrowTopics) {
        context.insert_value("facets", renderer.topic_facets(id));
    }
}

/// The ways to narrow a topic.
pub fn topic_facets(renderer: &Renderer, id: TopicId) -> Fields {
    vec![("provinces", provinces_of_topic(renderer, id)), ("years", years_of_topic(renderer, id))]
}

fn provinces_of_topic(renderer: &Renderer, id: TopicId) -> Value {
    let site = &renderer.site;
    let Some(groups) = site.index.by_topic.get(&id).map(|groups| &groups.by_province) else { return list([]) };
    let there = site.vocabulary.provinces.alphabetical().iter().filter_map(|p| Some((*p, groups.get(p)?)));
    list(there.map(|(p, items)| {
        let name = &site.vocabulary.provinces.get(p).name;
        counted(name, topic_url(site, id, Within::Province(p)).as_str(), items.len())
    }))
}

fn years_of_topic(renderer: &Renderer, id: TopicId) -> Value {
    let Some(groups) = renderer.site.index.by_topic.get(&id).map(|groups| &groups.by_year) else { return list([]) };
    let newest_first = groups.iter().rev();
    list(newest_first.map(|(year, items)| {
        counted(&year.to_string(), topic_url(&renderer.site, id, Within::Year(*year)).as_str(), items.len())
    }))
}
