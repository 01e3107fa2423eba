//! The outline of a Markdown body: headings, links, images and slips in its notes. HTML is made in [`crate::render`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::diag::Problem;
use crate::model::ItemId;
use crate::text::Slug;

/// CommonMark with tables, footnotes, strikethrough, task lists and heading attributes.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// What a body contains, with places in the file.
#[derive(Debug, Default)]
pub struct Outline {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Links and images in the order of their events.
    pub links: Vec<Link>,
    /// Mistakes that can be seen in this file alone.
    pub slips: Vec<(Range<usize>, Problem)>,
}

impl Outline {
    /// The ids of all headings in order, for messages.
    #[must_use]
    pub fn anchors(&self) -> String {
        let ids: Vec<&str> = self.headings.iter().map(|h| h.id.as_str()).collect();
        if ids.is_empty() { "—".to_owned() } else { ids.join(", ") }
    }
}

/// A heading.
#[derive(Debug)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// Unique id in its page.
    pub id: String,
    /// Whether the editor chose the id.
    pub explicit_id: bool,
    /// Topics named in its attributes, as written, with their places.
    pub topics: Vec<(String, Range<usize>)>,
    /// Its place in the file.
    pub span: Range<usize>,
}

/// A link or an image.
#[derive(Debug)]
pub struct Link {
    /// Where it leads, as written.
    pub dest: String,
    /// Whether it is an image.
    pub image: bool,
    /// Its place in the file.
    pub span: Range<usize>,
    /// Where it leads, once resolved.
    pub target: Target,
}

/// Where a link leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// As written: another site, a mail address.
    #[default]
    AsWritten,
    /// An anchor of the same page.
    Anchor(String),
    /// Another item, perhaps at an anchor.
    Item(ItemId, Option<String>),
    /// A file of the item's own bundle, by its number.
    Attachment(usize),
    /// An address of the site written from its root, without the leading `/`.
    SitePath(String),
    /// An item that is not published: only the link's text is shown.
    Unpublished,
}

/// The events of a body with their ranges.
pub fn events(body: &str) -> OffsetIter<'_> {
    Parser::new_ext(body, OPTIONS).into_offset_iter()
}

/// Reads the outline of `body`, which begins at `offset` of its file.
#[must_use]
pub fn outline(body: &str, offset: usize) -> Outline {
    let mut out = Outline::default();
    let mut ids: HashMap<String, usize> = HashMap::new();
    let mut notes: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut heading: Option<Heading> = None;
    let mut text_run = 0..0;
    let mut in_code = false;
    for (event, range) in events(body) {
        let place = offset + range.start..offset + range.end;
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
        let is_prose = matches!(event, Event::Text(_)) && !in_code;
        if is_prose && text_run.end == range.start {
            text_run.end = range.end;
        } else {
            undefined_notes(body, &text_run, offset, &mut out);
            unrecognised_links(body, &text_run, offset, &mut out);
            headings_without_space(body, &text_run, offset, &mut out);
            text_run = if is_prose { range.clone() } else { 0..0 };
        }
        match event {
            Event::Start(Tag::Heading { level, id, attrs, .. }) => {
                let source = &body[range.clone()];
                let is_topics = |key: &str| matches!(key, "topics" | "chu_de" | "chu-de");
                for (key, value) in attrs.iter().filter(|(key, value)| !is_topics(key) || value.is_none()) {
                    let attribute = value.as_ref().map_or(key.to_string(), |value| format!("{key}={value}"));
                    let start = place.start + source.rfind(&*attribute).unwrap_or(0);
                    let span = start..start + attribute.len();
                    out.slips.push((span, Problem::HeadingAttribute { attribute }));
                }
                let topics = attrs.iter().filter(|(key, _)| is_topics(key));
                let topics = topics.filter_map(|(_, value)| value.as_deref());
                heading = Some(Heading {
                    level: level as u8,
                    text: String::new(),
                    explicit_id: id.is_some(),
                    id: id.and_then(|id| Slug::of(&id)).map(|s| s.to_string()).unwrap_or_default(),
                    topics: topics.flat_map(|list| split_list(source, list, place.start)).collect(),
                    span: place.start..place.start + source.trim_end().len(),
                });
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(done) = heading.take() {
                    let done = with_unique_id(done, &mut ids, &mut out);
                    out.headings.push(done);
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.text.push_str(&text);
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => out.links.push(link(&dest_url, false, body, range, offset)),
            Event::Start(Tag::Image { dest_url, .. }) => out.links.push(link(&dest_url, true, body, range, offset)),
            Event::FootnoteReference(label) => {
                used.insert(label.to_string());
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                notes.insert(label.to_string(), place.start..place.start + label.len() + 4);
            }
            _ => {}
        }
    }
    check_levels(&mut out);
    let unused = notes.into_iter().filter(|(label, _)| !used.contains(label));
    out.slips.extend(unused.map(|(label, place)| (place, Problem::UnusedFootnote { label })));
    out
}

/// `[^x]` that stayed text because no note `[^x]:` exists.
fn undefined_notes(body: &str, run: &Range<usize>, offset: usize, out: &mut Outline) {
    let text = &body[run.clone()];
    for (start, _) in text.match_indices("[^") {
        let label = text[start + 2..].split_once(']').map(|(label, _)| label);
        let Some(label) = label.filter(|l| !l.is_empty() && !l.contains(char::is_whitespace)) else { continue };
        let start = run.start + start;
        if !body[..start].ends_with('\\') {
            let place = offset + start..offset + start + label.len() + 3;
            out.slips.push((place, Problem::UndefinedFootnote { label: label.to_owned() }));
        }
    }
}

/// `##Đề mục` that stayed text because no space follows the signs.
fn headings_without_space(body: &str, run: &Range<usize>, offset: usize, out: &mut Outline) {
    let line_start = run.start == 0 || body[..run.start].ends_with('\n');
    let text = &body[run.clone()];
    let signs = text.len() - text.trim_start_matches('#').len();
    if line_start && (2..=6).contains(&signs) && text[signs..].starts_with(char::is_alphanumeric) {
        out.slips.push((offset + run.start..offset + run.end, Problem::HeadingWithoutSpace {}));
    }
}

/// `[text](Ảnh 1.jpg)` that stayed text because its address holds a space.
fn unrecognised_links(body: &str, run: &Range<usize>, offset: usize, out: &mut Outline) {
    let text = &body[run.clone()];
    for (middle, _) in text.match_indices("](") {
        let (Some(start), Some(end)) = (text[..middle].rfind('['), text[middle..].find(')')) else { continue };
        let source = text[start..=middle + end].to_owned();
        let place = offset + run.start + start..offset + run.start + start + source.len();
        out.slips.push((place, Problem::LinkNotRecognised { source }));
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

fn with_unique_id(mut heading: Heading, ids: &mut HashMap<String, usize>, out: &mut Outline) -> Heading {
    if heading.id.is_empty() {
        heading.id = Slug::of(&heading.text).map_or_else(|| "muc".to_owned(), |s| s.to_string());
        heading.explicit_id = false;
    }
    let base = heading.id.clone();
    let count = ids.entry(base.clone()).or_insert(0);
    *count += 1;
    if *count > 1 {
        if heading.explicit_id {
            out.slips.push((heading.span.clone(), Problem::DuplicateAnchor { anchor: base.clone() }));
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
        return Link {
            dest: dest.to_owned(),
            image,
            span: offset + range.start..offset + range.end,
            target: Target::AsWritten,
        };
    }
    Link { dest: dest.to_owned(), image, span: offset + start..offset + end, target: Target::AsWritten }
}

/// Whether the source of an image has nothing between its brackets.
#[must_use]
pub fn is_blank_alt(source: &str) -> bool {
    source.strip_prefix("![").and_then(|rest| rest.split_once(']')).is_some_and(|(alt, _)| alt.trim().is_empty())
}

/// Level-1 headings and jumps: both disturb readers who go by headings.
fn check_levels(out: &mut Outline) {
    let mut above = 1;
    let mut slips = Vec::new();
    for heading in &out.headings {
        if heading.level == 1 {
            slips.push((heading.span.clone(), Problem::HeadingOne {}));
        } else if heading.level > above + 1 {
            slips.push((heading.span.clone(), Problem::HeadingSkipped { level: heading.level.to_string() }));
        }
        above = heading.level.max(2);
    }
    out.slips.extend(slips);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_get_ids_and_topics() {
        let o = outline("## Đo lường\n\n## Kiểm tra {#kt topics=do-luong,iso-9001}\n\n## Đo lường\n", 0);
        let ids: Vec<_> = o.headings.iter().map(|h| h.id.as_str()).collect();
        assert_eq!(ids, ["do-luong", "kt", "do-luong-2"]);
        assert_eq!(o.headings[1].topics.iter().map(|t| t.0.as_str()).collect::<Vec<_>>(), ["do-luong", "iso-9001"]);
    }

    #[test]
    fn places_point_into_the_file() {
        let body = "Xem [báo cáo](../bao-cao/a.md#muc).\n";
        let o = outline(body, 100);
        assert_eq!(&body[o.links[0].span.start - 100..o.links[0].span.end - 100], "../bao-cao/a.md#muc");
    }

    #[test]
    fn a_link_with_a_space_is_pointed_out() {
        let body = "Xem ![lễ](Ảnh 1.jpg) và [tin](a.md).\n";
        let o = outline(body, 0);
        assert_eq!(o.slips[0].1.code(), "W107");
        assert_eq!(&body[o.slips[0].0.clone()], "[lễ](Ảnh 1.jpg)");
        assert_eq!(o.slips.len(), 1);
    }

    #[test]
    fn slips_in_notes_and_headings_are_found() {
        let o = outline(
            "# Một\n\nCâu[^1] và[^3], không phải \\[^4] hay `[^5]`.\n\n    mã [^6]\n\n#### Bốn\n\n[^1]: Có.\n[^2]: Thừa.\n",
            0,
        );
        let mut codes: Vec<_> = o.slips.iter().map(|s| s.1.code()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["W103", "W104", "W105", "W106"]);
    }
}
