//! A Markdown body to HTML: links resolved, cited documents linked, headings with anchors, notes at the end, tables that
//! scroll, marked-up code, charts.

mod blocks;
mod inline;
mod notes;
mod section;

use std::ops::Range;
use std::sync::LazyLock;

use ahash::AHashMap;
use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, Tag, TagEnd, html};

use crate::model::item::Attachment;
use crate::model::outline::Passage;
use crate::model::{Item, ItemId, UrlPath};
use crate::parse::markdown;
use crate::text::decode::is_unprintable;

/// What rendering a body needs to know of the rest of the site.
pub struct Surroundings<'s> {
    /// Prefix to the root of the site, or its absolute address.
    pub root: &'s str,
    /// Where the body stands.
    pub place: Placing<'s>,
    /// The address of an item that is shown, relative to the root.
    pub item_url: &'s dyn Fn(ItemId) -> Option<&'s str>,
    /// The address of a file of an item that is shown, relative to the root.
    pub attachment_url: &'s dyn Fn(ItemId, usize) -> Option<UrlPath>,
    /// A picture of an item that is shown.
    pub picture: &'s dyn Fn(ItemId, usize) -> Option<&'s Attachment>,
    /// The address of a cited document that has a page, by the number of its citation in the outline.
    pub document_url: &'s dyn Fn(usize) -> Option<UrlPath>,
    /// The chart that a fenced block stands for, by its number in the outline.
    pub chart: &'s dyn Fn(usize) -> String,
    /// A string of the theme.
    pub phrase: &'s dyn Fn(&'static str) -> &'s str,
}

/// Where a body stands.
#[derive(Clone, Copy, Default)]
pub struct Placing<'s> {
    /// Stands before every id, so that several bodies have room on one page ([`Placing::ids_of`]).
    pub ids: &'s str,
    /// The items whose bodies stand on the page together, in order: links between them stay on it.
    pub together: &'s [ItemId],
    /// How many levels lower its headings stand.
    pub deeper: u8,
    /// On a page, the address of the site: headings have links to themselves, and links can be followed on paper, where they
    /// are numbered and their addresses stand at the end.
    pub page_of: Option<&'s str>,
}

impl Placing<'_> {
    /// What stands before the ids of one of several bodies of a page, by its number from 1.
    #[must_use]
    pub fn ids_of(number: usize) -> String {
        format!("bt-bai-{number}-")
    }

    /// The id of the title above one of several bodies.
    #[must_use]
    pub fn title_of(number: usize) -> String {
        format!("bt-bai-{number}")
    }

    /// Where on this page an item, or an anchor in it, stands.
    fn here(&self, item: ItemId, anchor: Option<&str>) -> Option<String> {
        let number = self.together.iter().position(|id| *id == item)? + 1;
        Some(anchor.map_or_else(|| Self::title_of(number), |anchor| Self::ids_of(number) + anchor))
    }
}

pub use section::{Extract, sections};

/// Renders the body of an item.
#[must_use]
pub fn body(item: &Item, around: &Surroundings<'_>) -> String {
    let (events, ranges) = markdown::all_events(item.body());
    let mut writer = Writer::new(item, around, &events, &ranges);
    writer.events(0..events.len());
    writer.finish()
}

/// Numbers in the outline: how many headings, links and pictures, and charts begin before an event.
#[derive(Clone, Copy, Default)]
struct Numbers {
    headings: usize,
    links: usize,
    charts: usize,
}

fn numbers(events: &[Event<'_>]) -> Vec<Numbers> {
    let count = |numbers: &mut Numbers, event: &Event<'_>| {
        let before = *numbers;
        match event {
            Event::Start(Tag::Heading { .. }) => numbers.headings += 1,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => numbers.links += 1,
            Event::Start(Tag::CodeBlock(kind)) if markdown::is_chart(kind) => numbers.charts += 1,
            _ => {}
        }
        Some(before)
    };
    events.iter().scan(Numbers::default(), count).collect()
}

/// Escapes text for HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    if !text.bytes().any(|b| matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len() + 16);
    match tera::escape_html(text, &mut out) {
        Ok(()) | Err(_) => String::from_utf8(out).unwrap_or_default(),
    }
}

/// What stands on both sides of the number of a chart until the text is clean: no character of any text.
const CHART: char = '\u{fdd1}';

struct Writer<'b, 'w, 's> {
    item: &'b Item,
    around: &'w Surroundings<'s>,
    events: &'w [Event<'b>],
    /// Where each event stands in the body.
    ranges: &'w [Range<usize>],
    numbers: Vec<Numbers>,
    /// What becomes a link to a cited document: its place in the body and its number in the outline.
    citations: Vec<(&'b Range<usize>, usize)>,
    main: Vec<Event<'b>>,
    /// For each open link that is shown its number on paper, or 0.
    open_links: Vec<Option<usize>>,
    notes: AHashMap<String, Range<usize>>,
    /// Labels in the order of their first reference; a note's number is its place plus one.
    order: Vec<String>,
    /// How often each label was referred to.
    references: AHashMap<String, usize>,
    tables: usize,
    /// Alignments of the columns of the table that is open, and where in it the writer is.
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Id of the heading that is open.
    heading_id: &'b str,
    raw_html: bool,
    /// The charts so far.
    charts: Vec<String>,
    /// The addresses to print, in the order of their links.
    addresses: Vec<String>,
    /// Level of the heading whose section alone is written, without ids and notes.
    extract: Option<u8>,
}

impl<'b, 'w, 's> Writer<'b, 'w, 's> {
    fn new(item: &'b Item, around: &'w Surroundings<'s>, events: &'w [Event<'b>], ranges: &'w [Range<usize>]) -> Self {
        let cited = item.cited().enumerate();
        let cited = cited.filter(|(_, cited)| matches!(cited.passage, Passage::Body(_)));
        Self {
            item,
            around,
            events,
            ranges,
            numbers: numbers(events),
            citations: cited.filter_map(|(number, cited)| Some((cited.link.as_ref()?, number))).collect(),
            main: Vec::with_capacity(events.len() * 3 / 2),
            open_links: Vec::new(),
            notes: notes::notes(events),
            order: Vec::new(),
            references: AHashMap::new(),
            tables: 0,
            columns: Vec::new(),
            column: 0,
            in_head: false,
            heading_id: "",
            raw_html: false,
            charts: Vec::new(),
            addresses: Vec::new(),
            extract: None,
        }
    }

    /// Takes in a range of events; notes within it are left for the end of the page.
    fn events(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = match &self.events[at] {
                Event::Start(Tag::FootnoteDefinition(_)) => self.end_of(at),
                _ => self.event(at),
            };
        }
    }

    fn html(&mut self, html: impl Into<CowStr<'b>>) {
        self.main.push(Event::Html(html.into()));
    }

    fn inline(&mut self, html: impl Into<CowStr<'b>>) {
        self.main.push(Event::InlineHtml(html.into()));
    }

    /// Takes in the event at `at` and what belongs to it; the place of the next one.
    fn event(&mut self, at: usize) -> usize {
        let events = self.events;
        match &events[at] {
            Event::Start(Tag::Heading { level, .. }) if self.extract.is_some() => {
                self.inline(format!("<h{}>", self.level_in_extract(*level)));
            }
            Event::End(TagEnd::Heading(level)) if self.extract.is_some() => {
                self.inline(format!("</h{}>\n", self.level_in_extract(*level)));
            }
            Event::FootnoteReference(_) if self.extract.is_some() => {}
            Event::Text(text) => self.text(at, text),
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading_id =
                    self.item.outline.headings.get(self.numbers[at].headings).map_or("", |heading| &heading.id);
                let level = self.level(*level);
                self.inline(["<", level, " id=\"", self.around.place.ids, self.heading_id, "\">"].concat());
            }
            Event::End(TagEnd::Heading(level)) => {
                let (before, id, level) = (self.around.place.ids, self.heading_id, self.level(*level));
                if self.around.place.page_of.is_some() {
                    let label = escape((self.around.phrase)("anchor_label"));
                    let anchor = [" <a class=\"anchor\" href=\"#", before, id, "\" aria-label=\"", &label, "\">#</a>"];
                    self.inline(anchor.concat());
                }
                self.inline(["</", level, ">\n"].concat());
            }
            Event::Start(Tag::Link { title, .. }) => self.open_link(at, title),
            Event::End(TagEnd::Link) => {
                if let Some(Some(number)) = self.open_links.pop() {
                    self.close_link(number);
                }
            }
            Event::Start(Tag::Image { title, .. }) => return self.image(at, title),
            Event::Start(Tag::CodeBlock(kind)) if markdown::is_chart(kind) => {
                // Made by us, it goes in after what the editor pasted is cleaned.
                self.html(format!("{CHART}{}{CHART}\n", self.charts.len()));
                self.charts.push((self.around.chart)(self.numbers[at].charts));
                return self.end_of_code(at);
            }
            Event::Start(Tag::CodeBlock(kind)) => return self.code(at, kind),
            Event::Start(Tag::Table(columns)) => self.open_table(columns),
            Event::End(TagEnd::Table) => self.html("</tbody></table></div>\n"),
            Event::Start(Tag::TableHead) => {
                (self.in_head, self.column) = (true, 0);
                self.html("<thead><tr>");
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                self.html("</tr></thead><tbody>\n");
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                self.html("<tr>");
            }
            Event::End(TagEnd::TableRow) => self.html("</tr>\n"),
            Event::Start(Tag::TableCell) => return self.cell(at),
            Event::FootnoteReference(label) => self.reference(label),
            Event::TaskListMarker(done) => self.task(*done),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.raw_html = true;
                self.main.push(events[at].clone());
            }
            other => self.main.push(other.clone()),
        }
        at + 1
    }

    /// The element of a heading: it stands below the title of its page.
    fn level(&self, written: HeadingLevel) -> &'static str {
        match (written as u8).max(2) + self.around.place.deeper {
            0..=2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        }
    }

    fn finish(mut self) -> String {
        let mut out = String::with_capacity(self.item.body.len() * 3 / 2);
        html::push_html(&mut out, self.main.drain(..));
        self.push_notes(&mut out);
        self.push_addresses(&mut out);
        self.polish(out)
    }

    /// The HTML that was written, fit to be shown: no control characters, nothing dangerous, the charts in their places.
    fn polish(&mut self, mut out: String) -> String {
        // `&#1;` is no character of a page; written as itself it does not come here.
        if markdown::has_references(self.item.body()) && out.contains(is_unprintable) {
            out = out.replace(is_unprintable, " ");
        }
        if std::mem::take(&mut self.raw_html) {
            out = clean(&out);
        }
        for (number, chart) in std::mem::take(&mut self.charts).iter().enumerate() {
            out = out.replace(&format!("{CHART}{number}{CHART}"), chart);
        }
        out
    }
}

/// Takes scripts, handlers and the like out of HTML that an editor pasted; what the writer itself makes stays.
fn clean(html: &str) -> String {
    static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
        let mut cleaner = ammonia::Builder::default();
        cleaner
            .add_tags(["section", "input", "figure", "figcaption"])
            .add_generic_attributes(["id", "class", "role", "tabindex", "aria-label", "aria-hidden", "lang", "title"])
            .add_tag_attributes("input", ["type", "disabled", "checked"])
            .add_tag_attributes("img", ["loading", "decoding", "srcset", "sizes"])
            .add_tag_attributes("th", ["scope"])
            .link_rel(None);
        cleaner
    });
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests;
