//! Notes: numbered in the order of their references, written at the end of the page.

use std::ops::Range;

use ahash::AHashMap;
use pulldown_cmark::{Event, Tag, TagEnd, html};

use super::{Writer, escape};

/// The events of each note by its label, which does not heed case; the first of two notes with one label counts.
pub(super) fn notes(events: &[Event<'_>]) -> AHashMap<String, Range<usize>> {
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut notes = AHashMap::new();
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

impl Writer<'_, '_, '_> {
    /// The place after the note that begins at `at`.
    pub(super) fn end_of(&self, at: usize) -> usize {
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

    pub(super) fn reference(&mut self, label: &str) {
        let label = label.to_lowercase();
        let number = self.order.iter().position(|l| *l == label).unwrap_or_else(|| {
            self.order.push(label.clone());
            self.order.len() - 1
        }) + 1;
        let times = self.references.entry(label).or_insert(0);
        *times += 1;
        let before = self.around.place.ids;
        let id = if *times == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{times}") };
        self.inline(format!(
            "<sup class=\"fn-ref\" id=\"{before}{id}\"><a href=\"#{before}fn-{number}\">{number}</a></sup>"
        ));
    }

    /// The notes in the order of their references; a note may refer to further ones.
    pub(super) fn push_notes(&mut self, out: &mut String) {
        if self.order.is_empty() {
            return;
        }
        let (label, back) = ((self.around.phrase)("footnotes_label"), (self.around.phrase)("footnote_back"));
        let (label, back) = (escape(label), escape(back));
        let before = self.around.place.ids;
        out.push_str(&format!("<section class=\"footnotes\" aria-label=\"{label}\"><ol>\n"));
        let mut number = 0;
        while let Some(label) = self.order.get(number).cloned() {
            number += 1;
            self.events(self.notes.get(&label).cloned().unwrap_or_default());
            let mut text = String::new();
            html::push_html(&mut text, self.main.drain(..));
            let text = text.trim_end();
            let link =
                format!(" <a class=\"fn-back\" href=\"#{before}fnref-{number}\" aria-label=\"{back} {number}\">↩</a>");
            let (text, end) = text.strip_suffix("</p>").map_or((text, ""), |inner| (inner, "</p>"));
            out.push_str(&format!("<li id=\"{before}fn-{number}\">{text}{link}{end}</li>\n"));
        }
        out.push_str("</ol></section>\n");
    }
}
