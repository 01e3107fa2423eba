//! Notes on documents: the files of `content/van-ban/`.

use std::ops::Range;

use super::Vocabulary;
use super::issuer::place_below_province;
use super::record::{Context, Record};
use crate::cite::{self, Citation, CitedDate, Level, Relation};
use crate::diag::Problem;
use crate::model::document::{DocumentStatus, Note, document_slug};
use crate::model::{PartialDate, ProvinceId};
use crate::parse::fields::FieldId as F;
use crate::text::Slug;

/// Reads what a note says of its document.
pub fn read(record: &Record<'_>, date: Option<PartialDate>, cx: &mut Context<'_>) -> Option<Note> {
    let number = record.text(F::Number, cx);
    let citation = number.and_then(|text| read_code(text.value, text.span, cx));
    let address = record.text(F::Url, cx).and_then(|text| {
        let on_web = text.value.starts_with("https://") || text.value.starts_with("http://");
        if !on_web {
            let meant = text.value.starts_with("www.").then(|| format!("https://{}", text.value));
            cx.report_with(text.span, Problem::BadScheme { target: text.value.to_owned() }, meant.as_deref());
        }
        on_web.then(|| text.value.to_owned())
    });
    let status = record.one_of(F::Status, &DocumentStatus::WORDS, cx);
    let mut relations = Vec::new();
    for (field, relation) in [(F::Replaces, Relation::Replaces), (F::Amends, Relation::Amends)] {
        for text in record.texts(field, cx) {
            let other = read_code(text.value, text.span, cx);
            let place = cx.start + text.span.start..cx.start + text.span.end;
            relations.extend(other.map(|other| (relation, other, place)));
        }
    }
    let citation = citation?;
    if let (Some(date), Some(text)) = (date, record.text(F::Date, cx)) {
        let differs = citation.date.is_some_and(|written| written != CitedDate::Date(date));
        if differs || citation.code.year.is_some_and(|year| year != date.year()) {
            let code = citation.code.text.clone();
            cx.report(text.span, Problem::NoteDates { code, date: date.to_string() });
        }
    }
    let date = date.map(CitedDate::Date).or(citation.date);
    let citation = Citation { date, ..citation };
    if citation.year().is_none() {
        let example = "ngay: 19/01/2019".to_owned();
        cx.report(&(0..0), Problem::MissingField { field: "ngay".to_owned(), example });
        return None;
    }
    Some(Note { citation, status, address, relations })
}

/// The one document that a text names and nothing else.
fn read_code(text: &str, span: &Range<usize>, cx: &mut Context<'_>) -> Option<Citation> {
    // Curly quotes come with pasted text.
    let text = text.trim_matches(['“', '”', '"', '‘', '’']);
    let mut found = cite::find(text);
    let whole = matches!(found.as_slice(), [only] if only.whole == (0..text.trim_end().len()));
    if !whole {
        cx.report(span, Problem::NotACode { value: text.to_owned() });
        return None;
    }
    found.pop().map(|mention| mention.citation)
}

/// The last part of the address of a note's document. Numbers of local bodies repeat from province to province, so
/// these need theirs.
pub fn slug(
    note: &Note,
    province: Option<ProvinceId>,
    says_province: bool,
    vocabulary: &Vocabulary,
    cx: &mut Context<'_>,
) -> Option<Slug> {
    let local = note.citation.code.level == Level::Local;
    if local && province.is_none() {
        // One that is given but unknown is reported where it stands.
        if !says_province {
            let example = "tinh: Sơn La".to_owned();
            cx.report(&(0..0), Problem::MissingField { field: "tinh".to_owned(), example });
        }
        return None;
    }
    let province = province.filter(|_| local).map(|id| &vocabulary.provinces.get(id).slug);
    Some(document_slug(
        &note.citation.code,
        note.citation.year(),
        place_below_province(&note.citation, &vocabulary.provinces).as_deref(),
        province,
    ))
}
