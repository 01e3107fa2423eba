//! A Markdown body to HTML: links resolved, cited documents linked, headings with anchors, notes at the end, tables that
//! scroll, marked-up code, charts.

mod section;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Tag, TagEnd, html};

use super::highlight::highlight;
use crate::model::outline::{Passage, Target};
use crate::model::{Item, ItemId, UrlPath};
use crate::parse::markdown;
use crate::text::decode::is_unprintable;

/// What rendering a body needs to know of the rest of the site.
pub struct Surroundings<'s> {
    /// Prefix to the root of the site, or its absolute address.
    pub root: &'s str,
    /// The address of an item that is shown, relative to the root.
    pub item_url: &'s dyn Fn(ItemId) -> Option<&'s str>,
    /// The address of a file of an item that is shown, relative to the root.
    pub attachment_url: &'s dyn Fn(ItemId, usize) -> Option<UrlPath>,
    /// The address of a cited document that has a page, by the number of its citation in the outline.
    pub document_url: &'s dyn Fn(usize) -> Option<UrlPath>,
    /// The chart that a fenced block stands for, by its number in the outline.
    pub chart: &'s dyn Fn(usize) -> String,
    /// A string of the theme.
    pub phrase: &'s dyn Fn(&'static str) -> &'s str,
}

pub use section::{Extract, sections};

/// Renders the body of an item.
#[must_use]
pub fn body(item: &Item, around: &Surroundings<'_>) -> String {
    let (events, ranges): (Vec<Event<'_>>, Vec<Range<usize>>) = markdown::events(item.body()).unzip();
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

/// The events of each note by its label, which does not heed case; the first of two notes with one label counts.
fn notes(events: &[Event<'_>]) -> HashMap<String, Range<usize>> {
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut notes = HashMap::new();
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => open.push((label.to_lowercase(), at + 1)),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, start)) = open.pop() {
                    notes.entry(label).or_insert(start..at);
                }
            }
            _ => {}
        }
    }
    notes
}

/// Escapes text for HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 16);
    match tera::escape_html(text, &mut out) {
        Ok(()) | Err(_) => String::from_utf8(out).unwrap_or_default(),
    }
}

/// A part of a text, borrowed where the text is.
fn slice<'b>(text: &CowStr<'b>, range: Range<usize>) -> CowStr<'b> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[range]),
        other => CowStr::from(other[range].to_owned()),
    }
}

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
    /// For each open link, whether it is not shown.
    hidden_links: Vec<bool>,
    notes: HashMap<String, Range<usize>>,
    /// Labels in the order of their first reference; a note's number is its place plus one.
    order: Vec<String>,
    /// How often each label was referred to.
    references: HashMap<String, usize>,
    tables: usize,
    /// Alignments of the columns of the table that is open, and where in it the writer is.
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Id of the heading that is open.
    heading_id: &'b str,
    raw_html: bool,
    /// Level of the heading whose section alone is written, without ids and notes.
    extract: Option<u8>,
}

impl<'b, 'w, 's> Writer<'b, 'w, 's> {
    fn new(item: &'b Item, around: &'w Surroundings<'s>, events: &'w [Event<'b>], ranges: &'w [Range<usize>]) -> Self {
        let cited = item.outline.cited.iter().enumerate();
        let cited = cited.filter(|(_, cited)| matches!(cited.passage, Passage::Body(_)));
        Self {
            item,
            around,
            events,
            ranges,
            numbers: numbers(events),
            citations: cited.filter_map(|(number, cited)| Some((cited.link.as_ref()?, number))).collect(),
            main: Vec::new(),
            hidden_links: Vec::new(),
            notes: notes(events),
            order: Vec::new(),
            references: HashMap::new(),
            tables: 0,
            columns: Vec::new(),
            column: 0,
            in_head: false,
            heading_id: "",
            raw_html: false,
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

    /// The place after the note that begins at `at`.
    fn end_of(&self, at: usize) -> usize {
        let mut depth = 0;
        let ends = self.events[at..].iter().position(|event| {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => depth += 1,
                Event::End(TagEnd::FootnoteDefinition) => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        ends.map_or(self.events.len(), |length| at + length + 1)
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
                self.inline(format!("<h{} id=\"{}\">", (*level as u8).max(2), self.heading_id));
            }
            Event::End(TagEnd::Heading(level)) => {
                let id = self.heading_id;
                let label = escape((self.around.phrase)("anchor_label"));
                let level = (*level as u8).max(2);
                let anchor = format!("<a class=\"anchor\" href=\"#{id}\" aria-label=\"{label}\">#</a>");
                self.inline(format!(" {anchor}</h{level}>\n"));
            }
            Event::Start(Tag::Link { title, .. }) => self.open_link(at, title),
            Event::End(TagEnd::Link) => {
                if self.hidden_links.pop() == Some(false) {
                    self.inline("</a>");
                }
            }
            Event::Start(Tag::Image { title, .. }) => return self.image(at, title),
            Event::Start(Tag::CodeBlock(kind)) if markdown::is_chart(kind) => {
                self.html((self.around.chart)(self.numbers[at].charts));
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

    /// Text, in which cited documents become links; a citation may go through several events.
    fn text(&mut self, at: usize, text: &CowStr<'b>) {
        let here = &self.ranges[at];
        let first = self.citations.partition_point(|(range, _)| range.end <= here.start);
        let near: Vec<_> =
            self.citations[first..].iter().take_while(|(range, _)| range.start < here.end).copied().collect();
        // `&amp;` is one character of text and five of the body: such an event is taken whole.
        let verbatim = text.len() == here.len();
        let mut done = 0;
        for (range, number) in near {
            let Some(url) = (self.around.document_url)(number) else { continue };
            if range.start >= here.start {
                let start = if verbatim { range.start - here.start } else { 0 };
                self.main.push(Event::Text(slice(text, done..start)));
                done = start;
                self.inline(format!("<a class=\"cite\" href=\"{}{url}\">", escape(self.around.root)));
            }
            if range.end <= here.end {
                let end = if verbatim { range.end - here.start } else { text.len() };
                self.main.push(Event::Text(slice(text, done..end)));
                done = end;
                self.inline("</a>");
            }
        }
        self.main.push(Event::Text(slice(text, done..text.len())));
    }

    /// The address that the link or image at `at` leads to; `None` when it is not shown.
    fn address(&self, at: usize) -> Option<String> {
        let link = self.item.outline.links.get(self.numbers[at].links)?;
        let root = self.around.root;
        match &link.target {
            Target::AsWritten => Some(link.dest.clone()),
            Target::Anchor(anchor) if self.extract.is_some() => Some(format!("{root}{}#{anchor}", self.item.url)),
            Target::Anchor(anchor) => Some(format!("#{anchor}")),
            Target::Item(id, anchor) => {
                let url = (self.around.item_url)(*id)?;
                Some(anchor.as_ref().map_or_else(|| format!("{root}{url}"), |a| format!("{root}{url}#{a}")))
            }
            Target::Attachment(id, number, anchor) => {
                let url = (self.around.attachment_url)(*id, *number)?;
                Some(anchor.as_ref().map_or_else(|| format!("{root}{url}"), |a| format!("{root}{url}#{a}")))
            }
            Target::SitePath(path) => Some(format!("{root}{path}")),
            Target::Unpublished => None,
        }
    }

    fn open_link(&mut self, at: usize, title: &str) {
        let address = self.address(at);
        self.hidden_links.push(address.is_none());
        if let Some(address) = address {
            let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
            self.inline(format!("<a href=\"{}\"{title}>", escape(&address)));
        }
    }

    /// An image, as a figure when it is a paragraph of its own; its title is the caption.
    fn image(&mut self, at: usize, title: &str) -> usize {
        let events = self.events;
        let address = self.address(at);
        let mut alt = String::new();
        let mut depth = 0;
        let mut next = at;
        loop {
            match &events[next] {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
            next += 1;
            if depth == 0 {
                break;
            }
        }
        let Some(address) = address else { return next };
        let picture =
            format!("<img src=\"{}\" alt=\"{}\" loading=\"lazy\" decoding=\"async\">", escape(&address), escape(&alt));
        let alone = matches!(self.main.last(), Some(Event::Start(Tag::Paragraph)))
            && matches!(events.get(next), Some(Event::End(TagEnd::Paragraph)));
        if !alone {
            self.inline(picture);
            return next;
        }
        self.main.pop();
        let caption =
            if title.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>", escape(title)) };
        self.html(format!("<figure>{picture}{caption}</figure>\n"));
        next + 1
    }

    fn code(&mut self, at: usize, kind: &CodeBlockKind<'b>) -> usize {
        let events = self.events;
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let mut code = String::new();
        let mut next = at + 1;
        while let Some(Event::Text(text)) = events.get(next) {
            code.push_str(text);
            next += 1;
        }
        let class =
            if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(language)) };
        self.html(format!(
            "<pre class=\"code\" tabindex=\"0\"><code{class}>{}</code></pre>\n",
            highlight(&code, language)
        ));
        next + 1
    }

    /// The place after the code block that begins at `at`.
    fn end_of_code(&self, at: usize) -> usize {
        let end = self.events[at..].iter().position(|event| matches!(event, Event::End(TagEnd::CodeBlock)));
        end.map_or(self.events.len(), |length| at + length + 1)
    }

    fn open_table(&mut self, columns: &[Alignment]) {
        self.tables += 1;
        self.columns = columns.to_vec();
        let label = escape((self.around.phrase)("table_label"));
        self.html(format!(
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label} {}\"><table>",
            self.tables
        ));
    }

    /// A cell, a heading of its column in the first row.
    fn cell(&mut self, at: usize) -> usize {
        let events = self.events;
        let class = match self.columns.get(self.column) {
            None | Some(Alignment::None) => "",
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
        };
        self.column += 1;
        let (open, close) = if self.in_head { ("th scope=\"col\"", "</th>") } else { ("td", "</td>") };
        self.inline(format!("<{open}{class}>"));
        let mut next = at + 1;
        while next < events.len() && !matches!(events[next], Event::End(TagEnd::TableCell)) {
            next = self.event(next);
        }
        self.inline(close);
        next + 1
    }

    fn reference(&mut self, label: &str) {
        let label = label.to_lowercase();
        let number = self.order.iter().position(|l| *l == label).unwrap_or_else(|| {
            self.order.push(label.clone());
            self.order.len() - 1
        }) + 1;
        let times = self.references.entry(label).or_insert(0);
        *times += 1;
        let id = if *times == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{times}") };
        self.inline(format!("<sup class=\"fn-ref\" id=\"{id}\"><a href=\"#fn-{number}\">{number}</a></sup>"));
    }

    fn task(&mut self, done: bool) {
        let item = self.main.iter().rposition(|event| matches!(event, Event::Start(Tag::Item)));
        if let Some(item) = item.filter(|i| self.main.len() - i <= 2) {
            self.main[item] = Event::Html("<li class=\"task\">".into());
        }
        let label = escape((self.around.phrase)(if done { "task_done" } else { "task_open" }));
        let checked = if done { " checked" } else { "" };
        self.inline(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
    }

    fn finish(mut self) -> String {
        let mut out = String::with_capacity(self.item.body.len() * 3 / 2);
        html::push_html(&mut out, self.main.drain(..));
        self.push_notes(&mut out);
        // `&#1;` is no character of a page either.
        if out.contains(is_unprintable) {
            out = out.replace(is_unprintable, " ");
        }
        if self.raw_html { clean(&out) } else { out }
    }

    /// The notes in the order of their references; a note may refer to further ones.
    fn push_notes(&mut self, out: &mut String) {
        if self.order.is_empty() {
            return;
        }
        let (label, back) = ((self.around.phrase)("footnotes_label"), (self.around.phrase)("footnote_back"));
        let (label, back) = (escape(label), escape(back));
        out.push_str(&format!("<section class=\"footnotes\" aria-label=\"{label}\"><ol>\n"));
        let mut number = 0;
        while let Some(label) = self.order.get(number).cloned() {
            number += 1;
            self.events(self.notes.get(&label).cloned().unwrap_or_default());
            let mut text = String::new();
            html::push_html(&mut text, self.main.drain(..));
            let text = text.trim_end();
            let link = format!(" <a class=\"fn-back\" href=\"#fnref-{number}\" aria-label=\"{back} {number}\">↩</a>");
            let (text, end) = text.strip_suffix("</p>").map_or((text, ""), |inner| (inner, "</p>"));
            out.push_str(&format!("<li id=\"fn-{number}\">{text}{link}{end}</li>\n"));
        }
        out.push_str("</ol></section>\n");
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
            .add_tag_attributes("img", ["loading", "decoding"])
            .add_tag_attributes("th", ["scope"])
            .link_rel(None);
        cleaner
    });
    CLEANER.clean(html).to_string()
}
