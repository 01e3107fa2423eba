//! What several pages show of documents, figures, tasks and sections.

use tera::Value;

use crate::cite::Level;
use crate::index::{FigureId, SectionId, TaskId, TaskState};
use crate::model::document::Document;
use crate::model::figures::{differs, percent};
use crate::model::outline::Passage;
use crate::model::report::Figure;
use crate::model::{DocumentId, Item, ItemId, PartialDate, Period};
use crate::plan::{document_url, indicator_url};
use crate::render::Renderer;
use crate::render::html::Extract;
use crate::render::object::{Fields, count, list, object, optional};
use crate::site::{Site, StandingTask};
use crate::text::{Number, vietnamese};

/// A text of an item in pieces: those that cite a document with a page have its address.
pub fn parts(site: &Site, id: ItemId, passage: Passage, text: &str) -> Value {
    let mut out = Vec::new();
    let mut done = 0;
    let piece = |text: &str, url: Option<&str>| object([("text", text.into()), ("url", optional(url))]);
    let cited = site.item(id).cited().zip(site.documents.cited(id));
    for (cited, document) in cited.filter(|(cited, _)| cited.passage == passage) {
        let (Some(range), Some(url)) = (&cited.link, document_url(site, *document)) else { continue };
        if range.start > done {
            out.push(piece(&text[done..range.start], None));
        }
        out.push(piece(&text[range.clone()], Some(url.as_str())));
        done = range.end;
    }
    if done < text.len() {
        out.push(piece(&text[done..], None));
    }
    Value::from(out)
}

/// A document as the page of an item that cites it lists it.
pub fn document_line(site: &Site, id: DocumentId) -> Value {
    let document = site.documents.get(id);
    object([
        ("label", document.label().as_str().into()),
        ("url", document.url.as_str().into()),
        ("title", optional(title_of(site, document))),
        ("status", status_of(site, document)),
        ("count", count(site.index.citing(id).len())),
    ])
}

/// What a document is about, as far as is known: by the note on it, or by the summary of it that this portal has.
fn title_of<'s>(site: &'s Site, document: &Document) -> Option<&'s str> {
    let note = site.note_on(document).map(|note| note.title.as_str());
    note.or_else(|| document.report.filter(|id| site.shows(*id)).map(|id| site.item(id).title.as_str()))
}

fn status_of(site: &Site, document: &Document) -> Value {
    let status = site.note_on(document).and_then(|note| note.note.as_ref()?.status).map(|status| status.words());
    status.map_or_else(Value::none, |(key, label)| object([("key", key.into()), ("label", label.into())]))
}

/// A document as lists show it.
pub fn document_row(renderer: &Renderer, id: DocumentId) -> Fields {
    let site = &renderer.site;
    let document = site.documents.get(id);
    vec![
        ("label", document.label().as_str().into()),
        ("code", document.code.text.as_str().into()),
        ("url", document.url.as_str().into()),
        ("title", optional(title_of(site, document))),
        ("type", document.code.type_name.into()),
        ("issuer", optional(Some(site.issuer_of(document)).filter(|name| !name.is_empty()).as_deref())),
        ("level", level_keys(document.code.level).0.into()),
        ("date", document.dates(|id| site.shows(id)).first().map_or_else(Value::none, |d| renderer.date(*d))),
        ("year", optional(document.year.map(|year| year.to_string()).as_deref())),
        ("status", status_of(site, document)),
        ("count", count(site.index.citing(id).len())),
    ]
}

/// The key of a level for templates, and the key of its words in the theme.
pub fn level_keys(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Central => ("central", "level_central"),
        Level::Local => ("local", "level_local"),
        Level::International => ("other", "level_other"),
    }
}

/// A number as the source prints it.
pub fn printed(number: Option<&Number>) -> Value {
    optional(number.map(ToString::to_string).as_deref())
}

/// The fields of a figure that every page shows, without place and period.
pub fn figure_fields(renderer: &Renderer, figure: &Figure) -> Fields {
    let indicator = renderer.site.vocabulary.indicators.get(figure.indicator);
    let url = indicator_url(&renderer.site, figure.indicator);
    let computed = percent(figure);
    let differing = figure.stated.as_ref().zip(computed).is_some_and(|(stated, percent)| differs(stated, percent));
    vec![
        ("id", indicator.slug.as_str().into()),
        ("name", indicator.name.as_str().into()),
        ("url", optional(url.as_ref().map(crate::model::UrlPath::as_str))),
        ("value", figure.value.to_string().as_str().into()),
        ("unit", figure.unit(&renderer.site.vocabulary.indicators).into()),
        ("qualifier", optional(figure.qualifier.map(|q| q.word()))),
        ("plan", printed(figure.plan.as_ref())),
        ("stated", printed(figure.stated.as_ref())),
        ("percent", optional(computed.map(|p| format!("{}%", vietnamese(p, 1))).as_deref())),
        ("differs", differing.into()),
        ("scope", optional(figure.scope.as_deref())),
        ("note", optional(figure.note.as_deref())),
    ]
}

/// The scope of a figure, where it is not just the period of its report.
pub fn scope_of<'f>(figure: &'f Figure, item: &Item) -> Option<&'f str> {
    figure.scope.as_deref().filter(|scope| item.period.is_none() || Period::parse(scope).ok() != item.period)
}

/// The id of the table of figures on the page of a report.
pub const FIGURES_ANCHOR: &str = "bt-figures";
/// The same for the row of a task, before its number.
pub const TASK_ANCHOR: &str = "bt-nv-";

/// Where a figure stands on the page of its report: under its heading, else in the table of all.
pub fn figure_anchor(figure: &Figure) -> &str {
    figure.section.as_deref().unwrap_or(FIGURES_ANCHOR)
}

/// A figure with the word for how exact it is, as readers see it: `trên 1000`.
pub fn shown(figure: &Figure) -> String {
    figure.qualifier.map_or_else(|| figure.value.to_string(), |q| format!("{} {}", q.word(), figure.value))
}

/// A figure among those of its indicator: whose, when, from where.
pub fn figure_record(renderer: &Renderer, id: FigureId) -> Value {
    let site = &renderer.site;
    let Some(figure) = id.of(&site.items) else { return Value::none() };
    let item = site.item(id.item);
    let heading = figure.section.as_ref().and_then(|id| item.outline.headings.iter().find(|h| h.id == *id));
    let url = format!("{}#{}", item.url, figure_anchor(figure));
    let mut fields = figure_fields(renderer, figure);
    let more = [
        ("province", item.province.map_or_else(Value::none, |id| renderer.province_link(id))),
        ("period", item.period.map_or_else(Value::none, |p| renderer.period_link(p))),
        ("scope", optional(scope_of(figure, item))),
        ("source", object([("title", item.title.as_str().into()), ("url", url.as_str().into())])),
        ("section", optional(heading.map(|heading| heading.text.as_str()))),
    ];
    fields.extend(more);
    object(fields)
}

/// A task of any report: as it was ordered, and as it was last reported on.
pub fn task(renderer: &Renderer, standing: &StandingTask) -> Value {
    object(task_as_told(renderer, standing, standing.task.first, standing.task.last))
}

/// A task in the words of one record, with the result and the status that another reports.
pub fn task_as_told(renderer: &Renderer, standing: &StandingTask, told: TaskId, reported: TaskId) -> Fields {
    let site = &renderer.site;
    let (Some(task), Some(report), Some(last)) =
        (told.of(&site.items), reported.of(&site.items), standing.task.last.of(&site.items))
    else {
        return Vec::new();
    };
    let item = site.item(told.item);
    // Where a later report than the one that tells it says how it stands.
    let later = (standing.task.last != told).then(|| site.item(standing.task.last.item));
    let named = |item: &Item| object([("title", item.title.as_str().into()), ("url", item.url.as_str().into())]);
    let documents = task.documents.iter().enumerate();
    let result = report.result.as_ref();
    vec![
        ("task", parts(site, told.item, Passage::Task(told.task), &task.task)),
        ("province", item.province.map_or_else(Value::none, |id| renderer.province_link(id))),
        ("due", renderer.period_link(last.due)),
        ("state", state_keys(standing.state).0.into()),
        ("state_label", renderer.t(state_keys(standing.state).1).into()),
        ("late_since", standing.late_since.map_or_else(Value::none, |day| renderer.date(PartialDate::day(day)))),
        ("status_label", report.status.words().1.into()),
        (
            "result",
            result.map_or_else(Value::none, |result| {
                parts(site, reported.item, Passage::TaskResult(reported.task), result)
            }),
        ),
        (
            "documents",
            list(documents.map(|(n, document)| parts(site, told.item, Passage::TaskDocument(told.task, n), document))),
        ),
        ("report", named(item)),
        ("closed_by", later.map_or_else(Value::none, named)),
        ("url", format!("{}#{}", item.url, task_anchor(told.task)).as_str().into()),
    ]
}

/// The id of a task's row on the page of its report.
pub fn task_anchor(number: usize) -> String {
    format!("{TASK_ANCHOR}{}", number + 1)
}

/// The key of a state for style sheets, and the key of its words in the theme.
pub fn state_keys(state: TaskState) -> (&'static str, &'static str) {
    match state {
        TaskState::Late => ("late", "state_late"),
        TaskState::Behind => ("behind", "state_behind"),
        TaskState::Ongoing => ("ongoing", "state_ongoing"),
        TaskState::NotDue => ("not-due", "state_not_due"),
        TaskState::Done => ("done", "state_done"),
    }
}

/// A section as topic pages show it.
pub fn section(renderer: &Renderer, id: SectionId, extract: Extract) -> Fields {
    let item = renderer.site.item(id.item);
    let Some(heading) = item.sections.get(id.section).map(|s| &item.outline.headings[s.headings[0]]) else {
        return Vec::new();
    };
    vec![
        ("title", heading.text.as_str().into()),
        ("url", format!("{}#{}", item.url, heading.id).as_str().into()),
        ("content", Value::safe_string(&extract.html)),
        ("whole", extract.whole.into()),
        (
            "item",
            object([
                ("title", item.title.as_str().into()),
                ("url", item.url.as_str().into()),
                ("kind", item.kind.key().into()),
            ]),
        ),
        ("province", item.province.map_or_else(Value::none, |id| renderer.province_link(id))),
        ("period", item.period.map_or_else(Value::none, |p| renderer.period_link(p))),
        ("date", item.date.map_or_else(Value::none, |date| renderer.date(date))),
    ]
}

/// One way to narrow a list.
pub fn filter_option(name: &str, url: &str, number: usize, current: bool) -> Value {
    object([("name", name.into()), ("url", url.into()), ("count", count(number)), ("current", current.into())])
}
