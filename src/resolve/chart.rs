//! Fenced blocks ```` ```so-lieu ````: which figures are drawn.

use chrono::NaiveDate;

use super::Vocabulary;
use super::item::{read_period, read_province};
use super::record::{Context, Record};
use super::report::read_indicator;
use crate::diag::{Diagnostic, Place, Problem};
use crate::model::item::Chart;
use crate::model::outline::ChartBlock;
use crate::parse::fields::{CHART, FieldId as F};
use crate::parse::yaml_diagnostic;
use crate::yaml::{self, Value};

/// Reads the blocks of a body; names of provinces are those of `day`.
pub fn read(blocks: &[ChartBlock], day: NaiveDate, vocabulary: &Vocabulary, cx: &mut Context<'_>) -> Vec<Chart> {
    let front = cx.start;
    let charts = blocks.iter().filter_map(|block| {
        cx.start = block.span.start;
        read_one(block, day, vocabulary, cx)
    });
    let charts = charts.collect();
    cx.start = front;
    charts
}

fn read_one(block: &ChartBlock, day: NaiveDate, vocabulary: &Vocabulary, cx: &mut Context<'_>) -> Option<Chart> {
    let text = block.text.trim();
    // The id alone is the shortest form.
    if !text.is_empty() && !text.contains([':', '\n']) {
        let span = 0..block.text.trim_end().len();
        let indicator = read_indicator(text, &span, vocabulary, cx)?;
        return Some(Chart { indicator, provinces: Vec::new(), periods: Vec::new() });
    }
    let node = match yaml::tree(&block.text) {
        Ok(node) => node,
        Err(error) => {
            cx.mistakes.push(yaml_diagnostic(cx.file, cx.start, error));
            return None;
        }
    };
    let Value::Map(map) = &node.value else {
        let problem = if text.is_empty() {
            Problem::MissingField { field: "ma".to_owned(), example: "ma: mau-thu-nghiem".to_owned() }
        } else if text.contains(':') {
            // "ma:mau-thu-nghiem", or a pasted space after the colon.
            Problem::FrontMatterNotKeys {}
        } else {
            let (can_co, expected) =
                ("một mã chỉ tiêu; mỗi khối một chỉ tiêu", "one indicator id; one indicator in a block");
            Problem::WrongShape { key: "ma".to_owned(), expected: expected.to_owned(), can_co: can_co.to_owned() }
        };
        let first_line = block.text.find('\n').unwrap_or(block.text.len());
        let place = Place::new(cx.file, block.span.start..block.span.start + first_line);
        cx.mistakes.push(Diagnostic::at(place, problem));
        return None;
    };
    let record = Record::read(map, CHART, &(0..0), cx);
    let indicator = record.text(F::Id, cx).and_then(|id| read_indicator(id.value, id.span, vocabulary, cx));
    let periods: Vec<_> = record.texts(F::Period, cx).iter().filter_map(|t| read_period(t, cx)).collect();
    // A figure of 2021 belongs to the province of 2021.
    let day = periods.iter().map(|p| p.last_month()).min().unwrap_or(day);
    let provinces = record.texts(F::Province, cx);
    let provinces = provinces.iter().filter_map(|t| read_province(t, day, None, vocabulary, cx)).collect();
    Some(Chart { indicator: indicator?, provinces, periods })
}
