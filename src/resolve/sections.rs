//! What a body is divided into: parts with topics of their own.
//!
//! A heading has the topics of its attribute, else those its text names, else those of the heading above it. Headings
//! that inherit belong to the part of the one they inherit from, so that every line of a body is in one part.

use super::Vocabulary;
use super::record::Context;
use crate::diag::{Diagnostic, Place, Problem};
use crate::features::Features;
use crate::model::item::Section;
use crate::model::outline::Heading;
use crate::model::{Outline, TopicId};
use crate::text::suggest;

/// Reads the parts of the body that ends at `end` of `text`; headings before the first topic belong to none, nor do
/// headings without text of their own.
pub fn read(
    text: &str,
    outline: &Outline,
    end: usize,
    vocabulary: &Vocabulary,
    features: Features,
    cx: &mut Context<'_>,
) -> Vec<Section> {
    let headings = &outline.headings;
    let mut out: Vec<Section> = Vec::new();
    // The open headings from the highest level to the lowest, with the parts they belong to.
    let mut open: Vec<(u8, Option<usize>)> = Vec::new();
    for (number, heading) in headings.iter().enumerate() {
        let own = topics(heading, vocabulary, cx);
        open.retain(|(level, _)| *level < heading.level);
        let part = if own.is_empty() {
            open.last().and_then(|(_, part)| *part)
        } else {
            out.push(Section { headings: Vec::new(), topics: with_wider(&own, vocabulary, features) });
            Some(out.len() - 1)
        };
        if let Some(part) = part {
            out[part].headings.push(number);
        }
        open.push((heading.level, part));
    }
    let says = |number: &usize| {
        let end = headings.get(number + 1).map_or(end, |next| next.span.start);
        text.get(headings[*number].span.end..end).is_some_and(|own| own.lines().any(|line| !is_silent(line)))
    };
    out.retain(|section| section.headings.iter().any(says));
    out
}

/// The topics of a heading's attribute, else the one that its text names.
fn topics(heading: &Heading, vocabulary: &Vocabulary, cx: &mut Context<'_>) -> Vec<TopicId> {
    let mut out = Vec::new();
    for (name, span) in &heading.topics {
        match vocabulary.topics.find(name) {
            Some(id) if out.contains(&id) => {}
            Some(id) => out.push(id),
            None => {
                let meant = suggest::nearest(name, vocabulary.topics.names());
                let place = Place::new(cx.file, span.clone());
                cx.mistakes.push(Diagnostic::at(place, Problem::UnknownTopic { value: name.clone() }).suggest(meant));
            }
        }
    }
    if heading.topics.is_empty() {
        let named = vocabulary.topics.find(&heading.text);
        out.extend(named.or_else(|| vocabulary.topics.find(without_number(&heading.text)?)));
    }
    out
}

/// The text of a heading without the number that official reports begin it with: `II. …`, `2.1. …`, `b) …`.
fn without_number(text: &str) -> Option<&str> {
    let (first, rest) = text.trim().split_once(char::is_whitespace)?;
    let number = first.trim_end_matches(['.', ')', ':']);
    let marked = number.len() < first.len() || number.contains('.');
    let counts = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'I' | 'V' | 'X' | 'L'));
    (marked && (counts || number.chars().count() == 1)).then_some(rest)
}

fn with_wider(topics: &[TopicId], vocabulary: &Vocabulary, features: Features) -> Vec<TopicId> {
    let mut all: Vec<TopicId> = topics.iter().flat_map(|id| vocabulary.topics.wider(*id, features)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A line that shows nothing: blank, or the text of a note.
fn is_silent(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || (line.starts_with("[^") && line.contains("]:"))
}
