//! Tasks through time: what a report orders, a later report of the same province may follow up under the same id.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::report::{Task, TaskStatus};
use crate::model::{ItemId, Items, ProvinceId, Provinces};
use crate::text::Slug;

/// A task of a report, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId {
    /// The report.
    pub item: ItemId,
    /// Its number among the tasks of the report.
    pub task: usize,
}

impl TaskId {
    /// The task itself.
    #[must_use]
    pub fn of(self, items: &Items) -> Option<&Task> {
        items.get(self.item)?.report.as_ref()?.tasks.get(self.task)
    }
}

/// A task from the first report that names it to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowedTask {
    /// Where it was ordered.
    pub first: TaskId,
    /// Where it was last reported on.
    pub last: TaskId,
}

/// Every task once, and which of them each record of a report is about.
#[derive(Debug, Default)]
pub struct Tasks {
    /// The tasks, in the order in which they were ordered.
    pub all: Vec<FollowedTask>,
    /// The places in `all` of all records.
    pub of_record: BTreeMap<TaskId, usize>,
}

/// How a task stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskState {
    /// Its period is over and no report says that it is done.
    Late,
    /// Its report calls it late before its period is over.
    Behind,
    /// In progress.
    Ongoing,
    /// Not due yet.
    NotDue,
    /// Done.
    Done,
}

impl TaskState {
    /// All states in the order in which lists show them, with the last part of their address.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Late, "qua-han"),
        (Self::Behind, "cham"),
        (Self::Ongoing, "dang-thuc-hien"),
        (Self::NotDue, "chua-den-han"),
        (Self::Done, "hoan-thanh"),
    ];

    /// How a task stands on a day, and since when it is late where its period is over.
    #[must_use]
    pub fn on(task: &Task, day: NaiveDate) -> (Self, Option<NaiveDate>) {
        let over = task.due.day_after();
        match task.status {
            TaskStatus::Done => (Self::Done, None),
            _ if over <= day => (Self::Late, Some(over)),
            TaskStatus::Late => (Self::Behind, None),
            TaskStatus::Ongoing => (Self::Ongoing, None),
            TaskStatus::NotDue => (Self::NotDue, None),
        }
    }
}

/// What narrows a list of tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskFilter {
    /// Nothing.
    All,
    /// One state.
    State(TaskState),
    /// The reports of one province.
    Province(ProvinceId),
}

/// The tasks of `reports`. The report of a province may also follow up a task of one that
/// went into it, where only one of these has a task of that id.
pub(super) fn follow(mut reports: Vec<ItemId>, items: &Items, provinces: &Provinces) -> Tasks {
    let mut out = Tasks::default();
    let mut by_id: BTreeMap<(ProvinceId, &Slug), usize> = BTreeMap::new();
    // Oldest first: the report that orders a task comes before those that follow it up. Of one day, by period and path.
    let key = |id: &ItemId| (items[*id].when(), items[*id].period, items[*id].kind, &items[*id].file.path);
    reports.sort_unstable_by(|one, other| key(one).cmp(&key(other)));
    for item in reports {
        let report = &items[item];
        for (number, task) in report.report.iter().flat_map(|r| &r.tasks).enumerate() {
            let here = TaskId { item, task: number };
            let key = report.province.zip(task.id.as_ref());
            let inherited = |(province, id)| {
                let before = &provinces.get(province).predecessors;
                let mut known = before.iter().filter_map(|before| by_id.get(&(*before, id)).copied());
                known.next().filter(|_| known.next().is_none())
            };
            let known = key.and_then(|key| by_id.get(&key).copied().or_else(|| inherited(key)));
            let place = known.unwrap_or(out.all.len());
            match out.all.get_mut(place) {
                Some(known) => known.last = here,
                None => out.all.push(FollowedTask { first: here, last: here }),
            }
            by_id.extend(key.map(|key| (key, place)));
            out.of_record.insert(here, place);
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::Period;

    #[test]
    fn a_task_is_late_from_the_day_after_its_period() {
        let task = |status| Task {
            id: None,
            task: "A".into(),
            due: Period::quarter(2021, 1).unwrap(),
            status,
            result: None,
            documents: Vec::new(),
            place: None,
        };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let ongoing = task(TaskStatus::Ongoing);
        assert_eq!(TaskState::on(&ongoing, day("2021-03-31")), (TaskState::Ongoing, None));
        assert_eq!(TaskState::on(&ongoing, day("2021-04-01")), (TaskState::Late, Some(day("2021-04-01"))));
        assert_eq!(TaskState::on(&task(TaskStatus::Done), day("2026-01-01")), (TaskState::Done, None));
        assert_eq!(TaskState::on(&task(TaskStatus::Late), day("2021-01-01")), (TaskState::Behind, None));
    }
}
