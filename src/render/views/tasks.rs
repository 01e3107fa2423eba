//! The tasks of all reports, by the period in which they are due.

use tera::{Context, Value};

use super::knowledge::{filter_option, state_keys, task};
use super::shared::{Frame, pager};
use crate::index::{TaskFilter, TaskState};
use crate::model::{PartialDate, Period};
use crate::plan::{Page, Subject, TABLE_SIZE, tasks_url};
use crate::render::Renderer;
use crate::render::object::{list, object, optional};
use crate::site::StandingTask;

/// Fills the context of a list of tasks.
pub fn tasks(renderer: &Renderer, page: &Page, context: &mut Context) {
    let Subject::Tasks(filter, number) = page.subject else { return };
    let site = &renderer.site;
    let (nav, intro) = (renderer.t("nav_tasks"), renderer.t("intro_tasks"));
    let narrowed = match filter {
        TaskFilter::All => None,
        TaskFilter::State(state) => Some(renderer.t(state_keys(state).1)),
        TaskFilter::Province(id) => Some(site.vocabulary.provinces.get(id).name.as_str()),
    };
    let title = narrowed.map_or_else(|| nav.to_owned(), |name| format!("{nav}: {name}"));
    let crumbs = narrowed.iter().map(|_| (nav, tasks_url(site, TaskFilter::All))).collect();
    let description = narrowed.is_none().then_some(intro);
    Frame { title: &title, description, crumbs, nav_key: "tasks", number, ..Frame::default() }
        .insert(renderer, page, context);
    let here: Vec<&StandingTask> = site.tasks_in(filter).skip((number - 1) * TABLE_SIZE).take(TABLE_SIZE).collect();
    let due = |standing: &StandingTask| standing.task.last.of(&site.items).map(|task| task.due);
    let groups = here.chunk_by(|one, other| due(one) == due(other)).map(|group| {
        let period = group.first().and_then(|standing| due(standing));
        object([
            ("due", period.map_or_else(Value::none, |p: Period| renderer.period_link(p))),
            ("tasks", list(group.iter().map(|standing| task(renderer, standing)))),
        ])
    });
    let groups: Vec<Value> = groups.collect();
    let ways = TaskState::ALL.map(|(state, _)| TaskFilter::State(state));
    let option = |wanted: TaskFilter| {
        let name = match wanted {
            TaskFilter::State(state) => renderer.t(state_keys(state).1),
            _ => renderer.t("tasks_all"),
        };
        filter_option(name, tasks_url(site, wanted).as_str(), site.tasks_in(wanted).count(), wanted == filter)
    };
    let ways = [TaskFilter::All].into_iter().chain(ways).filter(|_| number == 1);
    let total = site.tasks_in(filter).count();
    context.insert_value(
        "tasks",
        object([
            ("filter", optional(narrowed)),
            ("options", list(ways.map(option))),
            ("groups", Value::from(groups)),
            ("pager", pager(total, TABLE_SIZE, &tasks_url(site, filter), number)),
            ("today", renderer.date(PartialDate::day(site.today))),
        ]),
    );
}
