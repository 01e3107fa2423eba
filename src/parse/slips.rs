//! What looks like a slip of the finger in a Markdown body: text that was meant as a link, a heading or a note, notes that
//! nobody refers to, tags that will be taken out, headings that jump.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diag::Problem;
use crate::model::outline::Heading;

/// The tags that cleaning keeps when a page is made.
static KEPT_TAGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| ammonia::Builder::default().clone_tags());

/// Watches the events of one body.
pub struct Slips<'b> {
    body: &'b str,
    offset: usize,
    found: Vec<(Range<usize>, Problem)>,
    /// The run of text, outside of code, that is being read.
    run: Range<usize>,
    in_code: bool,
    notes: BTreeMap<String, Range<usize>>,
    /// Labels of the notes that are being read, outermost first.
    open_notes: Vec<String>,
    /// Who refers to whom; the text outside of notes is the empty label.
    references: BTreeMap<String, BTreeSet<String>>,
    /// `[^x]` that stayed text, or might have.
    undefined: Vec<(Range<usize>, String)>,
}

impl<'b> Slips<'b> {
    /// For a body that begins at `offset` of its file.
    pub fn new(body: &'b str, offset: usize) -> Self {
        let (notes, references) = (BTreeMap::new(), BTreeMap::new());
        let (found, open_notes, undefined) = (Vec::new(), Vec::new(), Vec::new());
        Self { body, offset, found, run: 0..0, in_code: false, notes, open_notes, references, undefined }
    }

    /// Adds a slip at a place in the file.
    pub fn add(&mut self, place: Range<usize>, problem: Problem) {
        self.found.push((place, problem));
    }

    /// Takes in an event with its range in the body.
    pub fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html, range.start),
            Event::FootnoteReference(label) => {
                let from = self.open_notes.last().cloned().unwrap_or_default();
                self.references.entry(from).or_default().insert(label.to_lowercase());
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let start = self.offset + range.start;
                let place = start..start + label.len() + 4;
                self.open_notes.push(label.to_lowercase());
                match self.notes.entry(label.to_lowercase()) {
                    Entry::Vacant(entry) => {
                        entry.insert(place);
                    }
                    Entry::Occupied(_) => {
                        self.found.push((place, Problem::DuplicateFootnote { label: label.to_string() }));
                    }
                }
            }
            Event::End(TagEnd::FootnoteDefinition) => drop(self.open_notes.pop()),
            _ => {}
        }
        // A note in the text of a link keeps it from being one.
        let within = matches!(event, Event::FootnoteReference(_)) && !self.run.is_empty();
        let is_prose = (matches!(event, Event::Text(_)) || within) && !self.in_code;
        if is_prose && self.run.end == range.start {
            self.run.end = range.end;
        } else {
            self.end_of_run();
            self.run = if is_prose { range.clone() } else { 0..0 };
        }
    }

    /// All slips, with those that only the whole body shows.
    pub fn finish(mut self, headings: &[Heading]) -> Vec<(Range<usize>, Problem)> {
        self.end_of_run();
        self.check_levels(headings);
        let undefined = self.undefined.into_iter().filter(|(_, label)| !self.notes.contains_key(&label.to_lowercase()));
        self.found.extend(undefined.map(|(place, label)| (place, Problem::UndefinedFootnote { label })));
        // A note is shown when the text leads to it, perhaps over other notes.
        let mut shown: BTreeSet<&str> = BTreeSet::new();
        let mut ahead = vec![""];
        while let Some(from) = ahead.pop() {
            for label in self.references.get(from).into_iter().flatten() {
                if shown.insert(label) {
                    ahead.push(label);
                }
            }
        }
        let unused = self.notes.iter().filter(|(label, _)| !shown.contains(label.as_str()));
        self.found
            .extend(unused.map(|(label, place)| (place.clone(), Problem::UnusedFootnote { label: label.clone() })));
        self.found
    }

    fn end_of_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = &self.body.as_bytes()[self.run.clone()];
        if memchr::memchr(b'[', run).is_some() {
            self.undefined_notes();
            self.unrecognised_links();
        }
        if run.starts_with(b"#") {
            self.heading_without_space();
        }
    }

    /// `[^x]` that stayed text because no note `[^x]:` exists.
    fn undefined_notes(&mut self) {
        let body = self.body;
        for (start, _) in body[self.run.clone()].match_indices("[^") {
            let start = self.run.start + start;
            let label = body[start + 2..self.run.end].split_once(']').map(|(label, _)| label);
            let Some(label) = label.filter(|l| !l.is_empty() && !l.contains(char::is_whitespace)) else { continue };
            if !body[..start].ends_with('\\') {
                let place = self.offset + start..self.offset + start + label.len() + 3;
                self.undefined.push((place, label.to_owned()));
            }
        }
    }

    /// `[text](Ảnh 1.jpg)` that stayed text because its address holds a space.
    fn unrecognised_links(&mut self) {
        let text = &self.body[self.run.clone()];
        for (middle, _) in text.match_indices("](") {
            let (Some(start), Some(end)) = (text[..middle].rfind('['), text[middle..].find(')')) else { continue };
            if text[..start].ends_with('\\') || self.body[..self.run.start + start].ends_with('\\') {
                continue;
            }
            let source = text[start..=middle + end].to_owned();
            let at = self.offset + self.run.start + start;
            self.found.push((at..at + source.len(), Problem::LinkNotRecognised { source }));
        }
    }

    /// `##Đề mục` that stayed text because no space follows the signs.
    fn heading_without_space(&mut self) {
        let (body, run) = (self.body, self.run.clone());
        let line_start = run.start == 0 || body[..run.start].ends_with('\n');
        let text = &body[run.clone()];
        let signs = text.len() - text.trim_start_matches('#').len();
        if line_start && (2..=6).contains(&signs) && text[signs..].starts_with(char::is_alphanumeric) {
            self.found.push((self.offset + run.start..self.offset + run.end, Problem::HeadingWithoutSpace {}));
        }
    }

    /// Tags that are taken out when a page is made, with what they hold.
    fn raw_html(&mut self, html: &str, start: usize) {
        let lower = html.to_lowercase();
        let name = |tag: &str| tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
        let mut names = lower.split('<').skip(1).map(name);
        if let Some(tag) = names.find(|tag| !tag.is_empty() && !KEPT_TAGS.contains(tag.as_str())) {
            let start = self.offset + start;
            self.found
                .push((start..start + html.trim_end().len(), Problem::RawHtmlRemoved { tag: format!("<{tag}>") }));
        }
    }

    /// Level-1 headings and jumps: both disturb readers who go by headings.
    fn check_levels(&mut self, headings: &[Heading]) {
        let mut above = 1;
        for heading in headings {
            if heading.level == 1 {
                self.found.push((heading.span.clone(), Problem::HeadingOne {}));
            } else if heading.level > above + 1 {
                let level = heading.level.to_string();
                self.found.push((heading.span.clone(), Problem::HeadingSkipped { level }));
            }
            above = heading.level.max(2);
        }
    }
}
