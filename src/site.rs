//! A site without mistakes: configuration, vocabularies, items and index. What a site with errors cannot become.

use std::cmp::Reverse;

use chrono::{NaiveDate, NaiveDateTime};

use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, Place, Problem};
use crate::index::{FollowedTask, Index, TaskFilter, TaskId, TaskState};
use crate::model::item::Visibility;
use crate::model::{Documents, Item, ItemId, TopicId};
use crate::read::{Content, RawFile};
use crate::resolve::{self, Vocabulary};
use crate::text::fold;

/// What decides, besides the content, which items readers see.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The time in Vietnam.
    pub now: NaiveDateTime,
    /// Whether drafts, scheduled and expired items are shown, with a mark, as in the preview.
    pub preview: bool,
}

impl Options {
    /// Whether readers see an item.
    #[must_use]
    pub fn shows(self, item: &Item) -> bool {
        self.preview || item.visibility == Visibility::Public
    }
}

/// Everything the pages are made of.
#[derive(Debug)]
pub struct Site {
    /// The configuration.
    pub config: Config,
    /// Provinces, topics, indicators.
    pub vocabulary: Vocabulary,
    /// All items in the order of their paths, shown or not.
    pub items: Vec<Item>,
    /// The documents they cite.
    pub documents: Documents,
    /// The items readers see.
    pub index: Index,
    /// Every task once, by the period in which it is due, the latest first, and by how it stands.
    pub tasks: Vec<StandingTask>,
    /// The day on which the site is made, in Vietnam.
    pub today: NaiveDate,
    /// Topics of the home page.
    pub featured: Vec<TopicId>,
    /// Whether items that are not public are shown with a mark.
    pub preview: bool,
}

/// Charts in items that readers see for which there are no figures.
fn empty_charts(items: &[Item], index: &Index, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let item = |id: ItemId| &items[id.0 as usize];
    let blocks = index.by_kind.values().flatten().flat_map(|id| {
        let blocks = item(*id).outline.charts.iter().zip(&item(*id).charts);
        blocks.map(move |(block, chart)| (item(*id), block, chart))
    });
    let empty = blocks.filter(|(.., chart)| !index.figures(chart.indicator).iter().any(|f| chart.shows(item(f.item))));
    empty
        .map(|(item, block, chart)| {
            let indicator = vocabulary.indicators.get(chart.indicator).slug.to_string();
            Diagnostic::at(Place::new(&item.file, block.span.clone()), Problem::ChartWithoutFigures { indicator })
        })
        .collect()
}

/// Tasks that follow up another one by its id and are not the same.
fn reused_task_ids(items: &[Item], index: &Index) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (record, place) in &index.tasks.of_record {
        let first = index.tasks.all[*place].first;
        let (Some(task), Some(known)) = (record.of(items), first.of(items)) else { continue };
        if let (Some(id), Some(place)) = (&task.id, &task.place)
            && fold(&task.task) != fold(&known.task)
        {
            let path = &items[first.item.0 as usize].file.path;
            let problem = Problem::TaskIdReused { id: id.to_string(), other: format!("\"{}\" ({path})", known.task) };
            let file = &items[record.item.0 as usize].file;
            out.push(Diagnostic::at(Place::new(file, place.clone()), problem));
        }
    }
    out
}

/// A task and how it stands on the day on which the site is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandingTask {
    /// The task.
    pub task: FollowedTask,
    /// How it stands.
    pub state: TaskState,
    /// Since when it is late, where its period is over.
    pub late_since: Option<NaiveDate>,
}

impl StandingTask {
    /// How a task stands on a day.
    fn on(task: FollowedTask, items: &[Item], today: NaiveDate) -> Option<Self> {
        let (state, late_since) = TaskState::on(task.last.of(items)?, today);
        Some(Self { task, state, late_since })
    }
}

impl Site {
    /// Takes what was read through parse, resolve and index.
    ///
    /// Warnings come with the site.
    ///
    /// # Errors
    /// All mistakes (and warnings), sorted by file and place.
    pub fn new(
        config: Option<RawFile>,
        content: Content,
        options: Options,
    ) -> Result<(Self, Diagnostics), Diagnostics> {
        let mut diagnostics: Diagnostics = resolve::stray_links(&content.stray_links).collect();
        if !content.found {
            let path = "content/".to_owned();
            diagnostics.push(Diagnostic::of_path("content", Problem::MissingPath { path }));
            return Err(diagnostics);
        }
        let config = Config::new(config).map_err(|mistakes| diagnostics.extend(mistakes)).ok();
        let vocabulary = resolve::vocabulary(&content.texts, &mut diagnostics);
        let broken_vocabulary = diagnostics
            .as_slice()
            .iter()
            .any(|d| matches!(*d.problem, Problem::BadVocabulary { .. } | Problem::MissingPath { .. }));
        let (items, documents, found) = if broken_vocabulary {
            // Every item would complain of its province and topics.
            (Vec::new(), Documents::default(), Diagnostics::default())
        } else {
            resolve::items(resolve::parse_all(content.texts), &content.binaries, &vocabulary, options)
        };
        diagnostics.extend(found);
        let usable = config.as_ref().filter(|_| !broken_vocabulary);
        let featured = match usable.map(|c| c.featured(&vocabulary.topics)) {
            Some(Ok(featured)) => featured,
            Some(Err(mistakes)) => {
                diagnostics.extend(mistakes);
                Vec::new()
            }
            None => Vec::new(),
        };
        diagnostics.sort();
        let Some(config) = config.filter(|_| !diagnostics.has_errors()) else { return Err(diagnostics) };
        let index = Index::new(&items, &documents, &vocabulary, |item| options.shows(item));
        diagnostics.extend(empty_charts(&items, &index, &vocabulary));
        diagnostics.extend(reused_task_ids(&items, &index));
        diagnostics.sort();
        let (today, preview) = (options.now.date(), options.preview);
        let tasks = index.tasks.all.iter().filter_map(|task| StandingTask::on(*task, &items, today));
        let mut tasks: Vec<StandingTask> = tasks.collect();
        tasks.sort_by_key(|s| (s.task.last.of(&items).map(|task| Reverse(task.due)), s.state));
        Ok((Self { config, vocabulary, items, documents, index, tasks, today, featured, preview }, diagnostics))
    }

    /// The item of an id.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.0 as usize]
    }

    /// The tasks of a list.
    pub fn tasks_in(&self, filter: TaskFilter) -> impl Iterator<Item = &StandingTask> {
        self.tasks.iter().filter(move |task| match filter {
            TaskFilter::All => true,
            TaskFilter::State(state) => task.state == state,
            TaskFilter::Province(province) => self.item(task.task.first.item).province == Some(province),
        })
    }

    /// How a task of a report stands, by all reports on it.
    #[must_use]
    pub fn standing(&self, id: TaskId) -> Option<StandingTask> {
        let place = self.index.tasks.of_record.get(&id);
        let task = place.map_or(FollowedTask { first: id, last: id }, |place| self.index.tasks.all[*place]);
        StandingTask::on(task, &self.items, self.today)
    }

    /// Whether readers see an item.
    #[must_use]
    pub fn shows(&self, id: ItemId) -> bool {
        self.preview || self.item(id).visibility == Visibility::Public
    }
}
