//! The running text of each block of a body (paragraph, heading, cell, note), read for cited documents.
//!
//! Markup is invisible to the recogniser, so that `**Quyết định** số 100/QĐ-TTg` is found; but what becomes a link lies
//! within one piece of markup. Code, pictures and links part the text.

use std::ops::Range;

use ahash::AHashMap;
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::cite::Mention;
use crate::model::outline::{Outline, Passage};

/// What stands in the text for something that is not text: no citation reaches across it.
const BARRIER: char = '\u{fffc}';

/// Collects the text of one block after the other.
#[derive(Default)]
pub(super) struct RunningText {
    text: String,
    /// Where each piece of the text comes from, by its start in the text.
    pieces: Vec<Piece>,
    /// Places in the text where markup begins or ends.
    cuts: Vec<usize>,
    /// Stretches of the text within links, and where the open ones begin: an address may stand within a link.
    links: Vec<Range<usize>>,
    link_starts: Vec<usize>,
    /// How many code blocks and pictures are open.
    silent: usize,
    /// The number of the heading under which the text stands, and of headings so far.
    heading: Option<usize>,
    headings: usize,
    /// The heading under which each note is first referred to.
    notes: AHashMap<String, Option<usize>>,
    /// The heading before the note that is open.
    outside: Option<Option<usize>>,
}

/// Some of the text, from one event.
struct Piece {
    start: usize,
    source: Range<usize>,
}

impl RunningText {
    /// Takes in an event; what a finished block cites goes into the outline.
    pub fn see(&mut self, event: &Event<'_>, range: &Range<usize>, out: &mut Outline) {
        match event {
            Event::Text(text) if self.silent == 0 => self.push(text, range),
            Event::SoftBreak if self.silent == 0 => self.push("\n", range),
            Event::HardBreak if self.silent == 0 => {
                self.cuts.push(self.text.len());
                self.push("\n", range);
            }
            Event::Text(_) | Event::SoftBreak | Event::HardBreak | Event::TaskListMarker(_) => {}
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.barrier(range),
            Event::InlineHtml(_) => self.cuts.push(self.text.len()),
            Event::FootnoteReference(label) => {
                self.cuts.push(self.text.len());
                self.notes.entry(label.to_lowercase()).or_insert(self.heading);
            }
            Event::Start(Tag::Image { .. }) => {
                self.barrier(range);
                self.silent += 1;
            }
            Event::End(TagEnd::Image) => self.silent -= 1,
            Event::Start(Tag::Link { .. }) => {
                self.barrier(range);
                self.link_starts.push(self.text.len());
            }
            Event::End(TagEnd::Link) => {
                // The outermost link holds the others.
                let start = self.link_starts.pop().filter(|_| self.link_starts.is_empty());
                self.links.extend(start.map(|start| start..self.text.len()));
                self.barrier(range);
            }
            Event::Start(tag) if is_inline(&tag.to_end()) => self.cuts.push(self.text.len()),
            Event::End(tag) if is_inline(tag) => self.cuts.push(self.text.len()),
            Event::Start(tag) => {
                self.finish(out);
                match tag {
                    Tag::Heading { .. } => {
                        self.heading = Some(self.headings);
                        self.headings += 1;
                    }
                    Tag::CodeBlock(_) => self.silent += 1,
                    Tag::FootnoteDefinition(label) => {
                        self.outside = Some(self.heading);
                        self.heading = self.notes.get(&*label.to_lowercase()).copied().unwrap_or(self.heading);
                    }
                    _ => {}
                }
            }
            Event::End(tag) => {
                self.finish(out);
                match tag {
                    TagEnd::CodeBlock => self.silent -= 1,
                    TagEnd::FootnoteDefinition => self.heading = self.outside.take().unwrap_or(self.heading),
                    _ => {}
                }
            }
            Event::Html(_) | Event::Rule => self.finish(out),
        }
    }

    fn push(&mut self, text: &str, source: &Range<usize>) {
        self.pieces.push(Piece { start: self.text.len(), source: source.clone() });
        self.text.push_str(text);
    }

    fn barrier(&mut self, source: &Range<usize>) {
        let mut buffer = [0; 4];
        self.push(BARRIER.encode_utf8(&mut buffer), source);
    }

    /// Reads the text of a block that is over.
    fn finish(&mut self, out: &mut Outline) {
        let link = |mention: &Mention| self.linkable(mention).and_then(|range| self.source(&range));
        out.mentions.read(&self.text, Passage::Body(self.heading), link);
        self.text.clear();
        self.pieces.clear();
        self.cuts.clear();
        self.links.clear();
    }

    /// The longest part of a mention that holds its code and no edge of markup.
    fn linkable(&self, mention: &Mention) -> Option<Range<usize>> {
        let (code, mut range) = (&mention.code_range, mention.range.clone());
        let link = self.links.partition_point(|link| link.end <= range.start);
        if self.links.get(link).is_some_and(|link| link.start < range.end) {
            return None;
        }
        let within = self.cuts.partition_point(|cut| *cut <= code.start);
        if self.cuts.get(within).is_some_and(|cut| *cut < code.end) {
            return None;
        }
        let before = within.checked_sub(1).map(|at| self.cuts[at]);
        range.start = before.filter(|cut| range.start < *cut).unwrap_or(range.start);
        // A cut before a space: the link begins with the word after it.
        range.start += self.text[range.clone()].len() - self.text[range.clone()].trim_start().len();
        Some(range)
    }

    /// Where a part of the text stands in the body; `None` when it begins or ends within something like `&amp;`.
    fn source(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let place = |at: usize| {
            let piece = self.pieces.partition_point(|piece| piece.start <= at).checked_sub(1)?;
            let length =
                self.pieces.get(piece + 1).map_or(self.text.len(), |next| next.start) - self.pieces[piece].start;
            let (piece, within) = (&self.pieces[piece], at - self.pieces[piece].start);
            if piece.source.len() == length {
                Some(piece.source.start + within)
            } else {
                (within == 0).then_some(piece.source.start)
            }
        };
        let last = self.text[range.clone()].chars().next_back()?.len_utf8();
        Some(place(range.start)?..place(range.end - last)? + last)
    }
}

/// Whether a tag stands within a line of text.
fn is_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::model::outline::Passage;
    use crate::parse::markdown::outline;

    /// The links that a body gets, as written there; `None` for a document that is cited but not linked.
    fn links(body: &str) -> Vec<Option<&str>> {
        outline(body, 0, crate::features::Features::default())
            .mentions
            .cited
            .iter()
            .map(|c| c.link.clone().map(|range| &body[range]))
            .collect()
    }

    #[test]
    fn citations_become_links_wherever_text_stands() {
        for body in [
            "Theo Quyết định số 100/QĐ-TTg ngày 19/01/2019.",
            "- mục Quyết định số 100/QĐ-TTg",
            "## Quyết định số 100/QĐ-TTg {#a}",
            "| A |\n|---|\n| Quyết định số 100/QĐ-TTg |",
            "Chữ.[^1]\n\n[^1]: Quyết định số 100/QĐ-TTg.",
            "> Quyết định số 100/QĐ-TTg",
        ] {
            assert_eq!(links(body), [Some("Quyết định số 100/QĐ-TTg")], "{body}");
        }
        assert_eq!(links("Quyết\nđịnh số 100/QĐ-TTg"), [Some("Quyết\nđịnh số 100/QĐ-TTg")]);
    }

    #[test]
    fn a_link_stays_within_its_markup() {
        assert_eq!(links("**Quyết định** số 100/QĐ-TTg"), [Some("số 100/QĐ-TTg")]);
        assert_eq!(links("*Quyết định số 100/QĐ-TTg* ngày 1/1/2020"), [Some("Quyết định số 100/QĐ-TTg")]);
        assert_eq!(links("Quyết định số 100/**QĐ-TTg**"), [None], "the code itself is broken");
        assert_eq!(links("Quyết định số 10/QĐ-SKH&amp;CN"), [Some("Quyết định số 10/QĐ-SKH&amp;CN")]);
    }

    #[test]
    fn links_and_code_are_left_alone() {
        assert_eq!(
            links("Xem [Quyết định số 100/QĐ-TTg](https://a.vn)."),
            [None],
            "cited, but the link is the editor's"
        );
        assert_eq!(
            links("[Số 5/KH-UBND <https://a.vn/> số 6/KH-UBND](b.md)"),
            [None, None],
            "an address within a link"
        );
        assert_eq!(links("`100/QĐ-TTg` và\n\n    Quyết định số 100/QĐ-TTg\n\n```\n100/QĐ-TTg\n```"), []);
        assert_eq!(links("![Quyết định số 100/QĐ-TTg](a.png)"), []);
        assert_eq!(links("Số 1`/`QĐ-UBND, [số 2](a.md)/QĐ-UBND"), []);
        assert_eq!(links("<https://a.vn/so/100/QĐ-TTg>").iter().flatten().count(), 0);
    }

    #[test]
    fn a_note_belongs_to_the_heading_of_its_reference() {
        let body = "## A\n\nChữ.[^1]\n\n## B\n\nSố 5/KH-UBND.\n\n[^1]: Quyết định số 100/QĐ-TTg.\n";
        let cited: Vec<_> = outline(body, 0, crate::features::Features::default())
            .mentions
            .cited
            .into_iter()
            .map(|c| (c.citation.code.text.clone(), c.passage))
            .collect();
        assert_eq!(
            cited,
            [("05/KH-UBND".to_owned(), Passage::Body(Some(1))), ("100/QĐ-TTg".to_owned(), Passage::Body(Some(0)))]
        );
    }
}
