//! A whole issue of the bulletin on one page, to be printed: its own text, then every report and news item it leads to.

use std::collections::BTreeSet;

use tera::Context;

use super::item::source_of;
use super::shared::{Frame, card};
use crate::model::outline::Target;
use crate::model::{ItemId, ItemKind};
use crate::plan::{Page, Subject};
use crate::render::html::Placing;
use crate::render::object::list;
use crate::render::{ROOT, Renderer};

/// Fills the context of the page of a whole issue.
pub fn issue(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Issue(id) = page.subject else { return };
    let site = &renderer.site;
    let bulletin = site.item(id);
    let crumbs = bulletin.kind.list_url().map(|url| (renderer.t("nav_bulletins"), url));
    let crumbs = crumbs.into_iter().chain([(bulletin.title.as_str(), bulletin.url.clone())]).collect();
    Frame {
        title: &bulletin.title,
        description: bulletin.summary.as_deref(),
        crumbs,
        nav_key: "bulletins",
        ..Frame::default()
    }
    .insert(renderer, page, context);
    let articles = articles(renderer, id);
    let entry = |id: ItemId, number: usize| {
        let item = site.item(id);
        let ids = if number == 0 { String::new() } else { Placing::ids_of(number) };
        let place = Placing { ids: &ids, together: &articles, deeper: u8::from(number > 0), ..renderer.own_place() };
        card(renderer, item)
            .with("content", || renderer.body(id, ROOT, place))
            .with("anchor", || Placing::title_of(number))
            .with("source", || source_of(item))
            .object()
    };
    context.insert_value("issue", entry(id, 0));
    context.insert_value("articles", list(articles.iter().zip(1..).map(|(id, number)| entry(*id, number))));
}

/// The reports and news that an issue leads to, in the order of its text, each once.
fn articles(renderer: &Renderer, bulletin: ItemId) -> Vec<ItemId> {
    let site = &renderer.site;
    let mut seen = BTreeSet::new();
    let items = site.item(bulletin).targets.iter().filter_map(|target| match target {
        Target::Item(id, _) => Some(*id),
        _ => None,
    });
    let items = items.filter(|id| matches!(site.item(*id).kind, ItemKind::Report | ItemKind::News) && site.shows(*id));
    items.filter(|id| seen.insert(*id)).collect()
}
