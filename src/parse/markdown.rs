//! The outline of a Markdown body: headings, links, images and slips in its notes. HTML is made in [`crate::render`].

use std::ops::Range;

use ahash::AHashMap;
use either::Either;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::running::RunningText;
use super::slips::Slips;
use crate::diag::Problem;
use crate::features::{Feature, Features};
use crate::model::outline::{ChartBlock, Heading, Link, Outline};
use crate::text::decode::is_unfit;
use crate::text::{Slug, fold};

/// CommonMark with tables, footnotes, strikethrough, task lists and heading attributes.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// The events of a body with their ranges.
pub fn events(body: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let events = Parser::new_ext(body, OPTIONS).into_offset_iter();
    if !has_references(body) {
        return Either::Left(events);
    }
    // What is no part of the body as it stands comes from a reference such as `&#xFDD0;`.
    Either::Right(events.map(|(event, range)| match &event {
        Event::Text(text) if text.contains(is_unfit) => (Event::Text(text.replace(is_unfit, " ").into()), range),
        _ => (event, range),
    }))
}

/// Whether a body may name characters by their numbers.
#[must_use]
pub fn has_references(body: &str) -> bool {
    memchr::memmem::find(body.as_bytes(), b"&#").is_some()
}

/// All events of a body, and their ranges.
#[must_use]
pub fn all_events(body: &str) -> (Vec<Event<'_>>, Vec<Range<usize>>) {
    // News have an event for every 27 bytes, tables one for every 12.
    let count = body.len() / 12;
    let mut all = (Vec::with_capacity(count), Vec::with_capacity(count));
    all.extend(events(body));
    all
}

/// Reads the outline of `body`, which begins at `offset` of its file.
#[must_use]
pub fn outline(body: &str, offset: usize, features: Features) -> Outline {
    let mut out = Outline::default();
    let mut slips = Slips::new(body, offset);
    let mut ids: AHashMap<String, usize> = AHashMap::new();
    let mut heading: Option<Heading> = None;
    let mut running = features.has(Feature::Documents).then(RunningText::default);
    let mut chart: Option<ChartBlock> = None;
    for (event, range) in events(body) {
        slips.see(&event, &range);
        if let Some(running) = &mut running {
            running.see(&event, &range, &mut out);
        }
        match event {
            Event::Start(Tag::Heading { level, id, attrs, .. }) => {
                heading = Some(open_heading(body, offset, &range, level as u8, id.as_deref(), &attrs, &mut slips));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(done) = heading.take() {
                    out.headings.push(with_unique_id(done, &mut ids, &mut slips));
                }
            }
            Event::Start(Tag::CodeBlock(kind)) if is_chart(&kind) => {
                chart = Some(ChartBlock { text: String::new(), span: offset + range.start..offset + range.end });
            }
            Event::Text(text) if chart.is_some() => {
                if let Some(chart) = &mut chart {
                    if chart.text.is_empty() {
                        chart.span.start = offset + range.start;
                    }
                    chart.text.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                out.charts.extend(chart.take());
                if is_open(&body[range.clone()]) {
                    let first_line = body[range.clone()].lines().next().map_or(0, str::len);
                    let start = offset + range.start;
                    slips.add(start..start + first_line, Problem::CodeBlockOpen {});
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.text.push_str(&text);
                }
            }
            Event::Start(Tag::Link { dest_url, link_type: LinkType::Email, .. }) => {
                out.links.push(link(&format!("mailto:{dest_url}"), false, body, range, offset));
            }
            Event::Start(Tag::Link { dest_url, .. }) => out.links.push(link(&dest_url, false, body, range, offset)),
            Event::Start(Tag::Image { dest_url, .. }) => out.links.push(link(&dest_url, true, body, range, offset)),
            _ => {}
        }
    }
    out.slips = slips.finish(&out.headings);
    out.trim();
    out
}

/// Whether a code block stands for a chart of figures.
#[must_use]
pub fn is_chart(kind: &CodeBlockKind<'_>) -> bool {
    matches!(kind, CodeBlockKind::Fenced(info) if matches!(fold(info).replace([' ', '_'], "-").as_str(), "so-lieu" | "figures"))
}

/// Whether a fenced block ends with the text and not with its closing line.
fn is_open(block: &str) -> bool {
    let fence = |line: &str| {
        let line = line.trim_start_matches([' ', '>', '\t']);
        let length = |mark: char| line.chars().take_while(|c| *c == mark).count();
        length('`').max(length('~'))
    };
    let mut lines = block.trim_end().lines();
    let (first, last) = (lines.next().map_or(0, fence), lines.next_back().map_or(0, fence));
    first >= 3 && last < first
}

/// A heading whose text is still to come; attributes other than its id and topics are slips.
fn open_heading(
    body: &str,
    offset: usize,
    range: &Range<usize>,
    level: u8,
    id: Option<&str>,
    attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
    slips: &mut Slips<'_>,
) -> Heading {
    let (source, start) = (&body[range.clone()], offset + range.start);
    let is_topics = |key: &str| matches!(key, "topics" | "chu_de" | "chu-de");
    let says_nothing = |value: &Option<CowStr<'_>>| value.as_ref().is_none_or(|value| value.trim().is_empty());
    let odd = attributes.iter().filter(|(key, value)| !is_topics(key) || says_nothing(value));
    let odd = odd.map(|(key, value)| value.as_ref().map_or(key.to_string(), |value| format!("{key}={value}")));
    // A pasted space does not end an id: {#kiem-dinh topics=…}
    let odd_id = id.filter(|id| id.contains(['=', '\u{a0}'])).map(str::to_owned);
    for attribute in odd.chain(odd_id) {
        let at = start + source.rfind(&*attribute).unwrap_or(0);
        slips.add(at..at + attribute.len(), Problem::HeadingAttribute { attribute });
    }
    let topics = attributes.iter().filter(|(key, _)| is_topics(key)).filter_map(|(_, value)| value.as_deref());
    Heading {
        level,
        text: String::new(),
        explicit_id: id.is_some(),
        id: id.and_then(Slug::of).map(|s| s.to_string()).unwrap_or_default(),
        topics: topics.flat_map(|list| split_list(source, list, start)).collect(),
        span: start..start + source.trim_end().len(),
    }
}

/// The entries of a comma-separated attribute with their places in the file.
fn split_list(source: &str, list: &str, start: usize) -> Vec<(String, Range<usize>)> {
    let begin = start + source.rfind(list).unwrap_or(0);
    let mut at = begin;
    let mut out = Vec::new();
    for entry in list.split(',') {
        if !entry.trim().is_empty() {
            out.push((entry.trim().to_owned(), at..at + entry.len()));
        }
        at += entry.len() + 1;
    }
    out
}

fn with_unique_id(mut heading: Heading, ids: &mut AHashMap<String, usize>, slips: &mut Slips<'_>) -> Heading {
    if heading.id.is_empty() {
        heading.id = Slug::of(&heading.text).map_or_else(|| "muc".to_owned(), |s| s.to_string());
        heading.explicit_id = false;
    }
    // The theme and the notes have ids of their own.
    if ["bt-", "fn-", "fnref-"].iter().any(|own| heading.id.starts_with(own)) {
        heading.id.insert_str(0, "muc-");
    }
    let base = heading.id.clone();
    let count = ids.entry(base.clone()).or_insert(0);
    *count += 1;
    if *count > 1 {
        if heading.explicit_id {
            slips.add(heading.span.clone(), Problem::DuplicateAnchor { anchor: base.clone() });
        }
        let mut number = *count;
        while ids.contains_key(&format!("{base}-{number}")) {
            number += 1;
        }
        heading.id = format!("{base}-{number}");
        ids.insert(heading.id.clone(), 1);
    }
    heading
}

fn link(dest: &str, image: bool, body: &str, range: Range<usize>, offset: usize) -> Link {
    let source = &body[range.clone()];
    let start = source.rfind(dest).map_or(range.start, |i| range.start + i);
    let end = if start == range.start { range.end } else { start + dest.len() };
    if image && is_blank_alt(source) {
        return Link { dest: dest.to_owned(), image, span: offset + range.start..offset + range.end };
    }
    Link { dest: dest.to_owned(), image, span: offset + start..offset + end }
}

/// Whether the source of an image has nothing between its brackets.
#[must_use]
pub fn is_blank_alt(source: &str) -> bool {
    source.strip_prefix("![").and_then(|rest| rest.split_once(']')).is_some_and(|(alt, _)| alt.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_get_ids_and_topics() {
        let o = outline(
            "## Đo lường\n\n## Kiểm tra {#kt topics=do-luong,iso-9001}\n\n## Đo lường\n",
            0,
            Features::default(),
        );
        let ids: Vec<_> = o.headings.iter().map(|h| h.id.as_str()).collect();
        assert_eq!(ids, ["do-luong", "kt", "do-luong-2"]);
        assert_eq!(o.headings[1].topics.iter().map(|t| t.0.as_str()).collect::<Vec<_>>(), ["do-luong", "iso-9001"]);
    }

    #[test]
    fn odd_attributes_are_pointed_out() {
        for body in ["## A {#a\u{a0}topics=do-luong}", "## A {topics=}", "## A {mau=xanh}"] {
            assert_eq!(
                outline(body, 0, Features::default()).slips.iter().map(|s| s.1.code()).collect::<Vec<_>>(),
                ["W109"],
                "{body}"
            );
        }
    }

    #[test]
    fn places_point_into_the_file() {
        let body = "Xem [báo cáo](../bao-cao/a.md#muc).\n";
        let o = outline(body, 100, Features::default());
        assert_eq!(&body[o.links[0].span.start - 100..o.links[0].span.end - 100], "../bao-cao/a.md#muc");
    }

    #[test]
    fn a_link_with_a_space_is_pointed_out() {
        let body = "Xem ![lễ](Ảnh 1.jpg) và [tin](a.md).\n";
        let o = outline(body, 0, Features::default());
        assert_eq!(o.slips[0].1.code(), "W107");
        assert_eq!(&body[o.slips[0].0.clone()], "[lễ](Ảnh 1.jpg)");
        assert_eq!(o.slips.len(), 1);
    }

    #[test]
    fn slips_in_notes_and_headings_are_found() {
        let o = outline(
            "# Một\n\nCâu[^1] và[^3], không phải \\[^4] hay `[^5]`.\n\n    mã [^6]\n\n#### Bốn\n\n[^1]: Có.\n[^2]: Thừa.\n",
            0,
            Features::default(),
        );
        let mut codes: Vec<_> = o.slips.iter().map(|s| s.1.code()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["W103", "W104", "W105", "W106"]);
    }
}
