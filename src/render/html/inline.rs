//! What stands within a line: cited documents, links, pictures.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::{Writer, escape};
use crate::model::outline::Target;

/// The greatest width in pixels at which a picture itself is shown, if there are smaller versions.
const LARGEST: u32 = 2_000;

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
            Target::Anchor(anchor) => Some(format!("#{}{anchor}", self.around.place.ids)),
            Target::Item(id, anchor) => {
                let url = (self.around.item_url)(*id)?;
                if let Some(id) = self.around.place.here(*id, anchor.as_deref()) {
                    return Some(format!("#{id}"));
                }
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
        let Some(address) = self.address(at) else { return self.open_links.push(None) };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.inline(format!("<a href=\"{}\"{title}>", escape(&address)));
        let on_paper = self.around.place.page_of.filter(|_| self.extract.is_none() && !address.starts_with('#'));
        if let Some(site) = on_paper {
            let inner = address.strip_prefix(self.around.root);
            self.addresses.push(inner.map_or_else(|| address.clone(), |path| format!("{site}{path}")));
        }
        self.open_links.push(Some(on_paper.map_or(0, |_| self.addresses.len())));
    }

    pub(super) fn close_link(&mut self, number: usize) {
        self.inline("</a>");
        if number > 0 {
            self.inline(format!("<sup class=\"on-paper\">[{number}]</sup>"));
        }
    }

    /// The addresses that links lead to, for readers on paper.
    pub(super) fn push_addresses(&self, out: &mut String) {
        if self.addresses.is_empty() {
            return;
        }
        let label = escape((self.around.phrase)("addresses_label"));
        out.push_str(&format!("<div class=\"on-paper addresses\"><p>{label}</p><ol>\n"));
        self.addresses.iter().for_each(|address| out.push_str(&format!("<li>{}</li>\n", escape(address))));
        out.push_str("</ol></div>\n");
    }

    /// Width, height and smaller versions of the picture at `at`, as attributes, and the address for browsers that know none
    /// of these; `None` of a picture of another site.
    fn size_of(&self, at: usize) -> Option<(String, String)> {
        let Target::Attachment(id, number, _) = self.item.targets.get(self.numbers[at].links)? else { return None };
        let file = (self.around.picture)(*id, *number)?;
        let own = file.dimensions?;
        let root = escape(self.around.root);
        let page = (self.around.item_url)(*id)?;
        let mut versions: Vec<(u32, String)> =
            file.versions().map(|(width, name)| (width, format!("{root}{page}{}", name.as_str()))).collect();
        // What comes out of a camera is for whoever asks for it, not for every reader.
        if own.width <= LARGEST || versions.is_empty() {
            versions.push((own.width, format!("{root}{page}{}", file.published.as_str())));
        }
        let (_, largest) = versions.last()?.clone();
        let mut out = format!(" width=\"{}\" height=\"{}\"", own.width, own.height);
        if versions.len() > 1 {
            let sources: Vec<String> = versions.iter().map(|(width, url)| format!("{url} {width}w")).collect();
            out += &format!(" srcset=\"{}\" sizes=\"(min-width: 58rem) 54rem, 94vw\"", sources.join(", "));
        }
        Some((out, largest))
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
        let (size, address) = self.size_of(at).unwrap_or_else(|| (String::new(), address));
        let picture = format!(
            "<img src=\"{}\" alt=\"{}\"{size} loading=\"lazy\" decoding=\"async\">",
            escape(&address),
            escape(&alt)
        );
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
