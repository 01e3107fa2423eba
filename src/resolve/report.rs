//! What reports have besides what every item has: number, signer, figures and tasks.

use std::ops::Range;

use super::Vocabulary;
use super::item::{read_date, read_period};
use super::record::{Context, Record, RecordOrText};
use crate::diag::Problem;
use crate::model::report::{Figure, FigurePlaces, Qualifier, Report, Signer, Task, TaskStatus};
use crate::model::{IndicatorId, Outline};
use crate::parse::fields::FieldId as F;
use crate::text::{Number, Slug, suggest};

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

/// A number and its place in the YAML.
fn read_number<'n>(record: &Record<'n>, id: F, cx: &mut Context<'_>) -> Option<(Number, &'n Range<usize>)> {
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
    number.map(|number| (number, text.span))
}

/// Whether the text would be thousands to an English reader: `1,390`, but not `0,125` or `12.345,678`.
fn could_be_thousands(text: &str) -> bool {
    text.trim_end_matches('%').split_once(',').is_some_and(|(whole, decimals)| {
        decimals.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && !whole.contains('.')
    })
}

/// The indicator of an id.
pub(super) fn read_indicator(
    id: &str,
    span: &Range<usize>,
    vocabulary: &Vocabulary,
    cx: &mut Context<'_>,
) -> Option<IndicatorId> {
    let found = vocabulary.indicators.find(&id.replace('_', "-"));
    if found.is_none() {
        let meant = suggest::nearest(id, vocabulary.indicators.slugs());
        cx.report_with(span, Problem::UnknownIndicator { value: id.to_owned() }, meant);
    }
    found
}

fn read_figure(
    record: &Record<'_>,
    outline: &Outline,
    vocabulary: &Vocabulary,
    cx: &mut Context<'_>,
) -> Option<Figure> {
    let indicator = record.text(F::Id, cx).and_then(|id| read_indicator(id.value, id.span, vocabulary, cx));
    let value = read_number(record, F::Value, cx);
    let qualifier = record.one_of(F::Qualifier, &Qualifier::WORDS.map(|(word, q)| (word, word, q)), cx);
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
    if let Some((zero, span)) = plan.as_ref().filter(|(plan, _)| plan.value == 0.0) {
        cx.report(span, Problem::PlanOfZero { value: zero.to_string() });
    }
    let unit = record.text(F::Unit, cx);
    let (scope, note) = (record.string(F::Scope, cx), record.string(F::Note, cx));
    let (value, value_span) = value?;
    let in_file = |span: &Range<usize>| cx.start + span.start..cx.start + span.end;
    Some(Figure {
        indicator: indicator?,
        places: FigurePlaces {
            value: in_file(value_span),
            unit: unit.as_ref().map(|unit| in_file(unit.span)),
            plan: plan.as_ref().map(|(_, span)| in_file(span)),
            stated: stated.as_ref().map(|(_, span)| in_file(span)),
        },
        value,
        unit: unit.map(|unit| unit.value.to_owned()),
        plan: plan.map(|(plan, _)| plan),
        stated: stated.map(|(stated, _)| stated),
        scope,
        qualifier,
        section,
        note,
    })
}

fn read_task(record: &Record<'_>, ids: &mut Vec<String>, cx: &mut Context<'_>) -> Option<Task> {
    let id = record.text(F::Id, cx);
    let place = id.as_ref().map(|text| cx.start + text.span.start..cx.start + text.span.end);
    let id = id.and_then(|text| {
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
    let status = record.one_of(F::Status, &TaskStatus::WORDS, cx);
    let result = record.string(F::Result, cx);
    let documents = record.texts(F::Documents, cx).into_iter().map(|t| t.value.to_owned()).collect();
    Some(Task { id, task: task?, due: due?, status: status?, result, documents, place })
}
