//! What stands within a line: cited documents, links, pictures.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::{Writer, escape};
use crate::model::outline::Target;

/// A part of a text, borrowed where the text is.
fn slice<'b>(text: &CowStr<'b>, range: Range<usize>) -> CowStr<'b> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[range]),
        other => CowStr::from(other[range].to_owned()),
    }
}

impl<'b> Writer<'b, '_, '_> {
    /// Text, in which cited documents become links; a citation may go through several events.
    pub(super) fn text(&mut self, at: usize, text: &CowStr<'b>) {
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
    pub(super) fn address(&self, at: usize) -> Option<String> {
        let number = self.numbers[at].links;
        let (link, target) = (self.item.outline.links.get(number)?, self.item.targets.get(number)?);
        let root = self.around.root;
        match target {
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

    pub(super) fn open_link(&mut self, at: usize, title: &str) {
        let address = self.address(at);
        self.hidden_links.push(address.is_none());
        if let Some(address) = address {
            let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
            self.inline(format!("<a href=\"{}\"{title}>", escape(&address)));
        }
    }

    /// An image, as a figure when it is a paragraph of its own; its title is the caption.
    pub(super) fn image(&mut self, at: usize, title: &str) -> usize {
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
}
