//! A site: configuration, vocabularies, items and index. Whether it has mistakes is found by [`crate::engine`], which shows
//! and publishes none that has.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, Lang, Place, Problem};
use crate::features::{Feature, Features};
use crate::index::{FollowedTask, Index, Register, TaskFilter, TaskId, TaskState};
use crate::model::document::Document;
use crate::model::outline::Target;
use crate::model::{DocumentId, Documents, Item, ItemId, ItemKind, Items, TopicId, UrlPath};
use crate::plan::{PAGE_SIZE, page_count};
use crate::resolve::Vocabulary;
use crate::text::fold;

/// What decides, besides the content, which items readers see.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The time in Vietnam.
    pub now: NaiveDateTime,
    /// Whether drafts, scheduled and expired items are shown, with a mark, as in the preview.
    pub preview: bool,
}

/// Everything the pages are made of.
#[derive(Debug)]
pub struct Site {
    /// The configuration.
    pub config: Config,
    /// Provinces, topics, indicators.
    pub vocabulary: Vocabulary,
    /// All items in the order of their paths, shown or not.
    pub items: Items,
    /// The documents they cite.
    pub documents: Documents,
    /// The items readers see.
    pub index: Index,
    /// Every task once, by the period in which it is due, the latest first, and by how it stands.
    pub tasks: Vec<StandingTask>,
    /// Their numbers in `tasks` by the lists they stand in.
    task_lists: BTreeMap<TaskFilter, Vec<usize>>,
    /// The day on which the site is made, in Vietnam.
    pub today: NaiveDate,
    /// Topics of the home page.
    pub featured: Vec<TopicId>,
    /// Whether items that are not public are shown with a mark.
    pub preview: bool,
    /// Counts how often the pages of documents became others: which there are, or how many they have.
    pub documents_shape: u64,
}

/// Charts in items that readers see for which there are no figures.
fn empty_charts(items: &Items, index: &Index, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let item = |id: ItemId| &items[id];
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

/// Each once.
fn sorted(mut ids: Vec<DocumentId>) -> Vec<DocumentId> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Tasks that follow up another one by its id and are not the same.
fn reused_task_ids(items: &Items, index: &Index) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (record, place) in &index.tasks.of_record {
        let first = index.tasks.all[*place].first;
        let (Some(task), Some(known)) = (record.of(items), first.of(items)) else { continue };
        if let (Some(id), Some(place)) = (&task.id, &task.place)
            && fold(&task.task) != fold(&known.task)
        {
            let path = &items[first.item].file.path;
            let problem = Problem::TaskIdReused { id: id.to_string(), other: format!("\"{}\" ({path})", known.task) };
            let file = &items[record.item].file;
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
    fn on(task: FollowedTask, items: &Items, today: NaiveDate) -> Option<Self> {
        let (state, late_since) = TaskState::on(task.last.of(items)?, today);
        Some(Self { task, state, late_since })
    }
}

/// Whether readers see an item; a portal without cited documents has no notes on them.
fn is_shown(item: &Item, preview: bool, features: Features) -> bool {
    item.is_shown(preview) && (item.kind != ItemKind::Document || features.has(Feature::Documents))
}

/// What items are resolved against.
pub struct Words {
    /// Provinces, topics, indicators.
    pub vocabulary: Vocabulary,
    /// Topics of the home page.
    pub featured: Vec<TopicId>,
}

/// With more changes of items, or of items that speak of documents, than this, their lists are made anew.
const MANY: usize = 500;

/// The items at some paths, or that there is none any more.
pub type Exchange = Vec<(String, Option<Box<Item>>)>;

impl Site {
    /// A site of items that were resolved by themselves; what they say of each other is still to be checked.
    #[must_use]
    pub fn new(config: Config, Words { vocabulary, featured }: Words, items: Exchange, options: Options) -> Self {
        let mut site = Self {
            config,
            vocabulary,
            items: Items::default(),
            documents: Documents::default(),
            index: Index::default(),
            tasks: Vec::new(),
            task_lists: BTreeMap::new(),
            today: options.now.date(),
            featured,
            preview: options.preview,
            documents_shape: 0,
        };
        site.items.reserve(items.len());
        site.exchange(items);
        site
    }

    /// Goes on with other vocabularies; all items are then to be exchanged for such as are resolved against them.
    pub fn replace_words(&mut self, words: Words) -> Words {
        // Lists go by topics, and by what provinces are called: they are made anew.
        self.index.forget_items();
        if words.vocabulary.provinces != self.vocabulary.provinces {
            self.index.forget_documents();
        }
        Words {
            vocabulary: std::mem::replace(&mut self.vocabulary, words.vocabulary),
            featured: std::mem::replace(&mut self.featured, words.featured),
        }
    }

    /// Puts other items in the place of some; what was there before comes back and undoes the exchange.
    ///
    /// A site that was changed step by step is the same as one that is made at once. Where much changes, lists are made anew
    /// instead of being changed one by one.
    pub fn exchange(&mut self, changes: Exchange) -> Exchange {
        let many = changes.len() > MANY || self.index.by_kind.is_empty();
        let voices_change: Vec<bool> =
            changes.iter().map(|(path, new)| !self.says_the_same(path, new.as_deref())).collect();
        let heard = || changes.iter().zip(&voices_change).filter(|(_, change)| **change).map(|(change, _)| change);
        let left: Vec<ItemId> = heard().filter_map(|(path, _)| self.items.at_path(path)).collect();
        let both = left.iter().map(|id| &self.items[*id]).chain(heard().filter_map(|(_, new)| new.as_deref()));
        let touched = sorted(both.flat_map(|item| self.documents.named_by(item)).collect());
        let shape = self.shape_of(&touched);
        let many_documents = left.len() > MANY || self.index.by_document.is_empty();
        let mut tasks_change = false;
        if many_documents {
            self.index.forget_documents();
        } else {
            self.with_register(|index, register| index.leave_documents(&touched, register));
        }
        if many {
            self.index.forget_items();
        }
        for id in changes.iter().filter_map(|(path, _)| self.items.at_path(path)) {
            tasks_change |= self.items[id].report.is_some();
            if !many && self.shows(id) {
                self.index.leave(id, &self.items, &self.vocabulary.topics, self.config.features);
            }
        }
        left.iter().for_each(|id| self.documents.leave(*id, &self.items[*id]));
        let (mut back, mut entered, mut speaking) = (Vec::with_capacity(changes.len()), Vec::new(), Vec::new());
        for ((path, new), voice_changes) in changes.into_iter().zip(voices_change) {
            let old = self.items.replace(&path, new);
            if let Some(id) = self.items.at_path(&path) {
                entered.push(id);
                speaking.extend(voice_changes.then_some(id));
            }
            back.push((path, old));
        }
        tasks_change |= entered.iter().any(|id| self.items[*id].report.is_some());
        let preview = self.preview;
        let features = self.config.features;
        let shows = |item: &Item| is_shown(item, preview, features);
        let (items, documents, index) = (&self.items, &mut self.documents, &mut self.index);
        let topics = &self.vocabulary.topics;
        let listed = if many { items.iter().map(|(id, _)| id).collect() } else { entered };
        let listed = listed.into_iter().filter(|id| shows(&items[*id])).collect();
        let register = || {
            speaking.iter().for_each(|id| documents.enter(*id, &items[*id]));
            let named = speaking.iter().flat_map(|id| documents.named_by(&items[*id]));
            let touched = sorted(touched.iter().copied().chain(named).collect());
            documents.tell(&touched, items, shows);
            if many_documents { documents.ids().collect() } else { touched }
        };
        let (documents, ()) = rayon::join(register, || index.enter(listed, items, topics, features));
        self.with_register(|index, register| index.enter_documents(&documents, register));
        if many_documents || self.shape_of(&documents) != shape {
            self.documents_shape += 1;
        }
        if tasks_change {
            self.index.follow_tasks(&self.items, &self.vocabulary.provinces);
        }
        self.stand_tasks();
        back
    }

    /// The pages of some documents: their addresses, and how many there are.
    fn shape_of(&self, documents: &[DocumentId]) -> Vec<(DocumentId, UrlPath, usize)> {
        let listed = documents.iter().filter_map(|id| Some((*id, self.index.by_document.get(id)?.len())));
        let page = |(id, citing)| (id, self.documents.get(id).url.clone(), page_count(citing, PAGE_SIZE));
        listed.map(page).collect()
    }

    /// Whether an item says of documents what the one at its path says: it was only resolved again.
    fn says_the_same(&self, path: &str, new: Option<&Item>) -> bool {
        let old = self.items.at_path(path).map(|id| &self.items[id]);
        match (old, new) {
            (Some(old), Some(new)) => {
                Arc::ptr_eq(&old.file, &new.file) && old.meant == new.meant && old.visibility == new.visibility
            }
            (old, new) => old.is_none() && new.is_none(),
        }
    }

    fn with_register(&mut self, change: impl FnOnce(&mut Index, &Register<'_>)) {
        let mut index = std::mem::take(&mut self.index);
        let shows = |id: ItemId| self.shows(id);
        let (documents, items, provinces) = (&self.documents, &self.items, &self.vocabulary.provinces);
        change(&mut index, &Register { documents, items, provinces, shows: &shows });
        self.index = index;
    }

    /// Sets where the links of items lead.
    pub fn lead_links(&mut self, targets: Vec<(ItemId, Vec<Target>)>) {
        for (id, targets) in targets {
            if let Some(item) = self.items.get_mut(id) {
                item.targets = targets;
            }
        }
    }

    /// Finds how every task stands today.
    fn stand_tasks(&mut self) {
        let tasks = self.index.tasks.all.iter();
        self.tasks = tasks.filter_map(|task| StandingTask::on(*task, &self.items, self.today)).collect();
        self.tasks.sort_by_key(|s| (s.task.last.of(&self.items).map(|task| Reverse(task.due)), s.state));
        self.task_lists = BTreeMap::new();
        for (number, task) in self.tasks.iter().enumerate() {
            let province = self.items[task.task.first.item].province.map(TaskFilter::Province);
            for filter in [TaskFilter::All, TaskFilter::State(task.state)].into_iter().chain(province) {
                self.task_lists.entry(filter).or_default().push(number);
            }
        }
    }

    /// What is to be warned of in a site without mistakes.
    #[must_use]
    pub fn warnings(&self) -> Diagnostics {
        let mut out = Diagnostics::default();
        if self.config.features.has(Feature::Figures) {
            out.extend(empty_charts(&self.items, &self.index, &self.vocabulary));
        }
        out.extend(reused_task_ids(&self.items, &self.index));
        out
    }

    /// The item of an id.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id]
    }

    /// The tasks of a list.
    pub fn tasks_in(&self, filter: TaskFilter) -> impl ExactSizeIterator<Item = &StandingTask> {
        self.task_lists.get(&filter).map_or(&[][..], Vec::as_slice).iter().map(|number| &self.tasks[*number])
    }

    /// How a task of a report stands, by all reports on it.
    #[must_use]
    pub fn standing(&self, id: TaskId) -> Option<StandingTask> {
        let place = self.index.tasks.of_record.get(&id);
        let task = place.map_or(FollowedTask { first: id, last: id }, |place| self.index.tasks.all[*place]);
        StandingTask::on(task, &self.items, self.today)
    }

    /// The language of an item: its own, else that of the site.
    #[must_use]
    pub fn lang_of(&self, item: &Item) -> Lang {
        item.lang.unwrap_or(self.config.lang)
    }

    /// The note on a document, where readers may see it.
    #[must_use]
    pub fn note_on(&self, document: &Document) -> Option<&Item> {
        document.note.filter(|id| self.shows(*id)).map(|id| self.item(id))
    }

    /// The issuer of a document, as it was called on the date that readers see.
    #[must_use]
    pub fn issuer_of(&self, document: &Document) -> String {
        let date = document.dates(|id| self.shows(id)).first().copied();
        document.issuer_name(&self.vocabulary.provinces, date)
    }

    /// Whether readers see an item.
    #[must_use]
    pub fn shows(&self, id: ItemId) -> bool {
        is_shown(self.item(id), self.preview, self.config.features)
    }
}
