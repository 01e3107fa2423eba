//! From one document to one item: every value of its front matter read, checked and typed.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use super::record::{Context, Record, RecordOrText, Text};
use super::{Vocabulary, chart, cited, documents, note, report, sections};
use crate::diag::{Diagnostic, Lang, Place, Problem};
use crate::features::{Feature, Features};
use crate::model::document::Meant;
use crate::model::item::{Attachment, Schedule, Source};
use crate::model::period::PeriodError;
use crate::model::province::ProvinceError;
use crate::model::{Item, ItemKind, PartialDate, Period, ProvinceId, TopicId, UrlPath};
use crate::parse::Document;
use crate::parse::fields::{FIELDS, FieldId as F};
use crate::read::BinaryFile;
use crate::text::{FileName, Slug, suggest};
use crate::yaml::Value;

/// Resolves one document for a portal with some features; no item when something is missing that an item cannot be without.
pub fn resolve(
    document: &Document,
    binaries: &[BinaryFile],
    vocabulary: &Vocabulary,
    features: Features,
    now: NaiveDateTime,
) -> (Option<Box<Item>>, Vec<Diagnostic>) {
    let mut cx =
        Context { file: &document.file, start: document.front_start, kind: document.kind, mistakes: Vec::new() };
    let item = build(document, binaries, vocabulary, features, now, &mut cx);
    (item.map(Box::new), cx.mistakes)
}

fn build(
    document: &Document,
    binaries: &[BinaryFile],
    vocabulary: &Vocabulary,
    features: Features,
    now: NaiveDateTime,
    cx: &mut Context<'_>,
) -> Option<Item> {
    let Document { file, name, bundle, front, body, outline, .. } = document;
    let kind = document.kind;
    for (span, problem) in &outline.slips {
        cx.mistakes.push(Diagnostic::at(Place::new(file, span.clone()), problem.clone()));
    }
    let slug = Slug::of(name);
    if slug.is_none() {
        cx.mistakes.push(Diagnostic::at(Place::new(file, 0..3), Problem::NoSlug { name: name.clone() }));
    }
    let Value::Map(map) = &front.value else {
        cx.report(&front.span, Problem::FrontMatterNotKeys {});
        return None;
    };
    let record = Record::read(map, FIELDS, &(0..0), cx);

    let title = record.string(F::Title, cx);
    let (date, period) = read_when(kind, &record, cx);
    let note = if kind == ItemKind::Document { note::read(&record, date, cx).map(Box::new) } else { None };
    let day = note.as_ref().and_then(|note| note.first_day()).unwrap_or_else(|| day_of(date, period, now));
    let province = record.text(F::Province, cx).and_then(|t| read_province(&t, day, period, vocabulary, cx));
    let topics = read_topics(&record.texts(F::Topics, cx), vocabulary, cx);
    let schedule = read_schedule(&record, cx);
    let aliases = read_aliases(&record, cx);
    let lang = record.one_of(F::Language, &Lang::WORDS, cx);
    let summary = record.string(F::Summary, cx);
    let attachments = bundle.as_ref().map_or_else(Vec::new, |folder| attachments(folder, binaries));
    let source = record.record(F::Source, cx).map(|s| read_source(s, &attachments, cx));
    let mut report = match kind {
        ItemKind::Report | ItemKind::Bulletin => Some(Box::new(report::read(&record, outline, vocabulary, cx))),
        ItemKind::News | ItemKind::Document | ItemKind::Page => None,
    };
    if let Some(report) = report.as_mut().filter(|_| !features.has(Feature::Figures)) {
        report.figures.clear();
    }
    if let Some(report) = report.as_mut().filter(|_| !features.has(Feature::Tasks)) {
        report.tasks.clear();
    }
    let mut sections = sections::read(&file.text, outline, body.end, vocabulary, features, cx);
    if !features.has(Feature::Sections) {
        sections.clear();
    }
    let charts = chart::read(&outline.charts, day, vocabulary, cx);

    let (title, mut slug) = (title?, slug?);
    if kind == ItemKind::Document {
        slug = note::slug(note.as_deref()?, province, !record.lacks(&[F::Province]), vocabulary, cx)?;
    }
    let url = kind.list_url().unwrap_or_else(UrlPath::home).join(&slug);
    let front_mentions = document.front_mentions.get_or_init(|| {
        let reads = features.has(Feature::Documents);
        let read = || Arc::new(cited::front(&title, summary.as_deref(), report.as_deref()));
        if reads { read() } else { Arc::default() }
    });
    let mut item = Item {
        kind,
        file: Arc::clone(file),
        body: body.clone(),
        outline: Arc::clone(outline),
        targets: Vec::new(),
        front_mentions: Arc::clone(front_mentions),
        meant: Meant::default(),
        slug,
        url,
        title,
        summary,
        province,
        period,
        date,
        topics,
        source,
        report,
        schedule,
        visibility: schedule.at(now),
        lang,
        aliases,
        attachments,
        sections,
        charts,
        note,
    };
    if features.has(Feature::Documents) {
        item.meant = documents::meant(&item, &vocabulary.provinces, cx);
    }
    Some(item)
}

/// Date and period; dated kinds need one of them.
fn read_when(kind: ItemKind, record: &Record<'_>, cx: &mut Context<'_>) -> (Option<PartialDate>, Option<Period>) {
    let date = record.text(F::Date, cx).and_then(|t| read_date(&t, cx));
    let period = record.text(F::Period, cx).and_then(|t| read_period(&t, cx));
    if matches!(kind, ItemKind::News | ItemKind::Bulletin) && record.lacks(&[F::Date, F::Period]) {
        let example = "ngay: 13/3/2020".to_owned();
        cx.report(&(0..0), Problem::MissingField { field: "ngay".to_owned(), example });
    }
    (date, period.or_else(|| period_of_date(kind, date)))
}

pub(super) fn read_date(text: &Text<'_>, cx: &mut Context<'_>) -> Option<PartialDate> {
    let date = PartialDate::parse(text.value);
    if date.is_none() {
        cx.report(text.span, Problem::BadDate { value: text.value.to_owned() });
    }
    date
}

pub(super) fn read_period(text: &Text<'_>, cx: &mut Context<'_>) -> Option<Period> {
    match Period::parse(text.value) {
        Ok(period) => Some(period),
        Err(error) => {
            let (ly_do, reason) = error.reason();
            let meant = (error == PeriodError::Quarter).then(|| nearest_quarter(text.value)).flatten();
            cx.report_with(
                text.span,
                Problem::BadPeriod { value: text.value.to_owned(), reason: reason.to_owned(), ly_do: ly_do.to_owned() },
                meant.as_deref(),
            );
            None
        }
    }
}

/// The last quarter of the year of a period whose quarter is out of range.
fn nearest_quarter(text: &str) -> Option<String> {
    let year = text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4)?.parse().ok()?;
    Period::quarter(year, 4).ok().map(|p| p.to_string())
}

/// News and bulletins without a period belong to the month of their date.
fn period_of_date(kind: ItemKind, date: Option<PartialDate>) -> Option<Period> {
    let date = date.filter(|_| matches!(kind, ItemKind::News | ItemKind::Bulletin))?;
    Period::month(date.year(), u8::try_from(date.month()).ok()?).ok()
}

/// The day on which an item's province is looked up: its date, else the last month of its period, else today (for items
/// that have neither, which are refused if they are dated by kind).
fn day_of(date: Option<PartialDate>, period: Option<Period>, now: NaiveDateTime) -> NaiveDate {
    date.map(PartialDate::first_day).or(period.map(Period::last_month)).unwrap_or_else(|| now.date())
}

pub(super) fn read_province(
    text: &Text<'_>,
    day: NaiveDate,
    period: Option<Period>,
    vocabulary: &Vocabulary,
    cx: &mut Context<'_>,
) -> Option<ProvinceId> {
    let provinces = &vocabulary.provinces;
    match provinces.find(text.value, day) {
        Ok(id) => {
            warn_of_former_namesake(text, id, period, vocabulary, cx);
            Some(id)
        }
        Err(ProvinceError::Unknown) => {
            let meant = suggest::nearest(text.value, provinces.names());
            cx.report_with(text.span, Problem::UnknownProvince { value: text.value.to_owned() }, meant);
            None
        }
        // A report on a period of the former province may be signed after its end.
        Err(ProvinceError::NotInForce(id)) if period.is_some_and(|p| provinces.get(id).existed_through(p)) => Some(id),
        Err(ProvinceError::NotInForce(id)) => {
            let successor =
                provinces.get(id).successor.map_or(String::new(), |s| provinces.get(s).official_name.clone());
            let date = PartialDate::day(day).to_string();
            cx.report(text.span, Problem::ProvinceNotInForce { value: text.value.to_owned(), date, successor });
            None
        }
    }
}

/// A report on the time before the merger, dated after it, under a name that lives on: who writes the bare name may mean
/// the former province. Who writes the slug has chosen.
fn warn_of_former_namesake(
    text: &Text<'_>,
    id: ProvinceId,
    period: Option<Period>,
    vocabulary: &Vocabulary,
    cx: &mut Context<'_>,
) {
    let provinces = &vocabulary.provinces;
    let (Some(period), false) = (period, text.value == provinces.get(id).slug.as_str()) else { return };
    let before = provinces.find(text.value, period.last_month()).ok();
    if let Some(former) = before.filter(|former| *former != id) {
        let former = provinces.get(former).slug.to_string();
        cx.report(text.span, Problem::ProvinceByDate { value: text.value.to_owned(), former });
    }
}

fn read_topics(texts: &[Text<'_>], vocabulary: &Vocabulary, cx: &mut Context<'_>) -> Vec<TopicId> {
    let mut out = Vec::with_capacity(texts.len());
    for text in texts {
        match vocabulary.topics.find(text.value) {
            Some(id) if out.contains(&id) => {}
            Some(id) => out.push(id),
            None => {
                let meant = suggest::nearest(text.value, vocabulary.topics.names());
                cx.report_with(text.span, Problem::UnknownTopic { value: text.value.to_owned() }, meant);
            }
        }
    }
    out
}

/// Reads a moment: a date, or a date and a time of day such as `01/12/2026 08:00`.
fn read_moment(text: &Text<'_>, cx: &mut Context<'_>) -> Option<NaiveDateTime> {
    let (date, time) = text.value.split_once([' ', 'T']).unwrap_or((text.value, "00:00"));
    let day = PartialDate::parse(date).map(PartialDate::first_day);
    let time = time.trim().replace(['h', 'H', 'g'], ":");
    let time = chrono::NaiveTime::parse_from_str(&time, "%H:%M")
        .or_else(|_| chrono::NaiveTime::parse_from_str(&time, "%H:%M:%S"));
    if let (Some(day), Ok(time)) = (day, time) {
        return Some(day.and_time(time));
    }
    cx.report(text.span, Problem::BadDate { value: text.value.to_owned() });
    None
}

fn read_schedule(record: &Record<'_>, cx: &mut Context<'_>) -> Schedule {
    let draft = record.flag(F::Draft, cx);
    let publish = record.text(F::Publish, cx).and_then(|t| read_moment(&t, cx));
    let expiry = record.text(F::Expire, cx);
    let expire = expiry.as_ref().and_then(|t| read_moment(t, cx));
    if let (Some(from), Some(to), Some(text)) = (publish, expire, &expiry)
        && to <= from
    {
        let print = |t: NaiveDateTime| t.format("%d/%m/%Y %H:%M").to_string();
        let (publish, expire) = (print(from), print(to));
        cx.report(text.span, Problem::ExpiresBeforePublished { publish, expire });
    }
    Schedule { draft, from: publish, to: expire }
}

fn read_aliases(record: &Record<'_>, cx: &mut Context<'_>) -> Vec<UrlPath> {
    let mut out = Vec::new();
    for text in record.texts(F::Aliases, cx) {
        match UrlPath::parse_old(text.value) {
            Some(url) => out.push(url),
            None => cx.report(text.span, Problem::BadAlias { value: text.value.to_owned() }),
        }
    }
    out
}

fn read_source(source: RecordOrText<'_>, attachments: &[Attachment], cx: &mut Context<'_>) -> Source {
    match source {
        RecordOrText::Text(title) => Source { title: Some(title), url: None, page: None },
        RecordOrText::Record(record) => {
            let url = record.text(F::Url, cx);
            if let Some(url) = &url {
                let on_web = url.value.starts_with("https://") || url.value.starts_with("http://");
                if !on_web && !attachments.iter().any(|a| a.name == url.value) {
                    let meant = suggest::nearest(url.value, attachments.iter().map(|a| a.name.as_str()));
                    cx.report_with(url.span, Problem::LinkTargetMissing { target: url.value.to_owned() }, meant);
                }
            }
            let url = url.map(|u| u.value.to_owned());
            Source { title: record.string(F::Title, cx), url, page: record.string(F::Page, cx) }
        }
    }
}

/// The files of a bundle, which lie together in the sorted list of all files.
fn attachments(folder: &str, binaries: &[BinaryFile]) -> Vec<Attachment> {
    let first = binaries.partition_point(|b| b.path.as_str() < folder);
    let within = binaries[first..].iter().take_while(|b| b.path.starts_with(folder));
    let attach = |binary: &BinaryFile| {
        let name = binary.path[folder.len()..].to_owned();
        let published = FileName::of(&name.replace('/', "-"))?;
        let BinaryFile { path, disk, size, modified, dimensions } = binary.clone();
        Some(Attachment { disk, path, name, published, size, modified, dimensions })
    };
    within.filter_map(attach).collect()
}
