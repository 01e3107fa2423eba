//! What reports have besides what every item has: number, signer, figures and tasks.

use super::Vocabulary;
use super::item::{read_date, read_period};
use super::record::{Context, Record, RecordOrText};
use crate::diag::Problem;
use crate::model::Outline;
use crate::model::item::{Figure, Qualifier, Report, Signer, Task, TaskStatus};
use crate::parse::fields::FieldId as F;
use crate::text::{Number, Slug, fold, suggest};

/// Reads number, cutoff, signer, figures and tasks.
pub fn read(record: &Record<'_>, outline: &Outline, vocabulary: &Vocabulary, cx: &mut Context<'_>) -> Report {
    let signer = record.record(F::Signer, cx).and_then(|signer| match signer {
        RecordOrText::Text(name) => Some(Signer { name, title: None }),
        RecordOrText::Record(r) => Some(Signer { name: r.string(F::Name, cx)?, title: r.string(F::Role, cx) }),
    });
    let figures = record.records(F::Indicators, cx);
    let figures = figures.iter().filter_map(|r| read_figure(r, outline, vocabulary, cx)).collect();
    let tasks = record.records(F::Tasks, cx);
    let mut ids: Vec<String> = Vec::new();
    let tasks = tasks.iter().filter_map(|r| read_task(r, &mut ids, cx)).collect();
    Report {
        number: record.string(F::Number, cx),
        cutoff: record.text(F::Cutoff, cx).and_then(|t| read_date(&t, cx)),
        signer,
        figures,
        tasks,
    }
}

fn read_number(record: &Record<'_>, id: F, cx: &mut Context<'_>) -> Option<Number> {
    let text = record.text(id, cx)?;
    let number = Number::parse(text.value);
    match &number {
        None => cx.report(text.span, Problem::NotANumber { value: text.value.to_owned() }),
        // 1,390 is one and 390 thousandths here, but one thousand three hundred and ninety on an English keyboard.
        Some(n) if could_be_thousands(text.value) => {
            let (value, thousands) = (text.value.to_owned(), text.value.replace(',', "."));
            cx.report(
                text.span,
                Problem::AmbiguousNumber { value, read: n.value.to_string().replace('.', ","), thousands },
            );
        }
        Some(_) => {}
    }
    number
}

/// Whether the text would be thousands to an English reader: `1,390`, but not `0,125` or `12.345,678`.
fn could_be_thousands(text: &str) -> bool {
    text.trim_end_matches('%').split_once(',').is_some_and(|(whole, decimals)| {
        decimals.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && !whole.contains('.')
    })
}

fn read_figure(
    record: &Record<'_>,
    outline: &Outline,
    vocabulary: &Vocabulary,
    cx: &mut Context<'_>,
) -> Option<Figure> {
    let indicator = record.text(F::Id, cx).and_then(|id| {
        let found = vocabulary.indicators.find(&id.value.replace('_', "-"));
        if found.is_none() {
            let meant = suggest::nearest(id.value, vocabulary.indicators.slugs());
            cx.report_with(id.span, Problem::UnknownIndicator { value: id.value.to_owned() }, meant);
        }
        found
    });
    let value = read_number(record, F::Value, cx);
    let qualifier = record.text(F::Qualifier, cx).and_then(|word| {
        let found = Qualifier::WORDS.iter().find(|(w, _)| fold(w) == fold(word.value)).map(|(_, q)| *q);
        if found.is_none() {
            let allowed = Qualifier::WORDS.map(|(w, _)| w).join(", ");
            cx.report(word.span, Problem::NotOneOf { value: word.value.to_owned(), allowed });
        }
        found
    });
    let section = record.text(F::Section, cx).and_then(|anchor| {
        let anchor_id = anchor.value.trim_start_matches('#');
        if outline.headings.iter().any(|h| h.id == anchor_id) {
            return Some(anchor_id.to_owned());
        }
        let meant = suggest::nearest(anchor_id, outline.headings.iter().map(|h| h.id.as_str()));
        let problem = Problem::AnchorMissing {
            anchor: anchor_id.to_owned(),
            target: cx.file.path.clone(),
            known: outline.anchors(),
        };
        cx.report_with(anchor.span, problem, meant);
        None
    });
    let (plan, stated) = (read_number(record, F::Plan, cx), read_number(record, F::Stated, cx));
    let (unit, scope, note) = (record.string(F::Unit, cx), record.string(F::Scope, cx), record.string(F::Note, cx));
    Some(Figure { indicator: indicator?, value: value?, unit, plan, scope, qualifier, stated, section, note })
}

fn read_task(record: &Record<'_>, ids: &mut Vec<String>, cx: &mut Context<'_>) -> Option<Task> {
    let id = record.text(F::Id, cx).and_then(|text| {
        let slug = Slug::of(text.value);
        match &slug {
            None => cx.report(text.span, Problem::NoSlug { name: text.value.to_owned() }),
            Some(slug) if ids.iter().any(|i| i == slug.as_str()) => {
                cx.report(text.span, Problem::DuplicateId { id: slug.to_string() })
            }
            Some(slug) => ids.push(slug.to_string()),
        }
        slug
    });
    let task = record.string(F::Task, cx);
    let due = record.text(F::Due, cx).and_then(|t| read_period(&t, cx));
    let status = record.text(F::Status, cx).and_then(|word| {
        let folded = fold(word.value).replace('_', "-");
        let found =
            TaskStatus::WORDS.iter().find(|(key, label, _)| *key == folded || fold(label) == folded).map(|(.., s)| *s);
        if found.is_none() {
            let allowed = TaskStatus::WORDS.map(|(key, ..)| key).join(", ");
            let meant = suggest::nearest(word.value, TaskStatus::WORDS.map(|(key, ..)| key));
            cx.report_with(word.span, Problem::NotOneOf { value: word.value.to_owned(), allowed }, meant);
        }
        found
    });
    let result = record.string(F::Result, cx);
    let documents = record.texts(F::Documents, cx).into_iter().map(|t| t.value.to_owned()).collect();
    Some(Task { id, task: task?, due, status: status?, result, documents })
}
