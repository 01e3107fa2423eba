//! The page to search: what its script needs to know, and the indexes for whoever has no script.

use tera::{Context, Value};

use super::shared::Frame;
use crate::plan::Page;
use crate::render::Renderer;
use crate::render::object::{link, list, object};

/// Fills the context of the page to search.
pub fn search(renderer: &Renderer, page: &Page, context: &mut Context) {
    let (title, intro) = (renderer.t("search"), renderer.t("intro_search"));
    Frame { title, description: Some(intro), ..Frame::default() }.insert(renderer, page, context);
    let (index, vocabulary) = (&renderer.site.index, &renderer.site.vocabulary);
    let provinces = vocabulary.provinces.alphabetical().iter().filter(|id| index.by_province.contains_key(id));
    let provinces = provinces.map(|id| vocabulary.provinces.get(*id)).map(|province| {
        let until = if province.is_current() { String::new() } else { format!(" ({})", renderer.t("until_merger")) };
        link(&format!("{}{until}", province.name), province.slug.as_str())
    });
    let topics = vocabulary.topics.alphabetical().iter().filter(|id| index.by_topic.contains_key(id));
    let topics = topics.map(|id| vocabulary.topics.get(*id)).map(|topic| link(&topic.name, topic.slug.as_str()));
    let mut years: Vec<i32> = index.by_period.keys().map(|period| period.year()).collect();
    years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
    years.dedup();
    // The preview lets no browser keep files, and an open page of it need not wait for an index after every save.
    let version = if renderer.site.preview { String::new() } else { renderer.search().version.clone() };
    context.insert_value(
        "search",
        object([
            ("version", version.as_str().into()),
            ("provinces", list(provinces)),
            ("topics", list(topics)),
            ("years", list(years.into_iter().map(Value::from))),
        ]),
    );
}
