//! What a Markdown body contains besides text: headings, links, images. Made by [`crate::parse::markdown`]; where its
//! links lead is decided in [`crate::resolve`].

use std::ops::Range;

use super::ItemId;
use crate::cite::{self, Citation, Mention, Relation};
use crate::diag::Problem;

/// What a body contains, with places in the file.
#[derive(Debug, Default)]
pub struct Outline {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Links and images in the order of their events.
    pub links: Vec<Link>,
    /// The documents that the body cites.
    pub mentions: Mentions,
    /// Fenced blocks that stand for a chart of figures.
    pub charts: Vec<ChartBlock>,
    /// Mistakes that can be seen in this file alone.
    pub slips: Vec<(Range<usize>, Problem)>,
}

impl Outline {
    /// Lets go of memory that was kept ready for more: an outline stays as it is.
    pub fn trim(&mut self) {
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
        self.mentions.cited.shrink_to_fit();
    }

    /// The ids of all headings in order, for messages.
    #[must_use]
    pub fn anchors(&self) -> String {
        let ids: Vec<&str> = self.headings.iter().map(|h| h.id.as_str()).collect();
        if ids.is_empty() { "—".to_owned() } else { ids.join(", ") }
    }
}

/// Documents cited, in the order of the text.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Each of them.
    pub cited: Vec<Cited>,
    /// What the text says of two of them, by their places in `cited`.
    pub relations: Vec<(usize, Relation, usize)>,
}

impl Mentions {
    /// Adds what a text cites; `link` says what of a mention becomes a link.
    pub fn read(&mut self, text: &str, passage: Passage, link: impl Fn(&Mention) -> Option<Range<usize>>) {
        let found = cite::find(text);
        let first = self.cited.len();
        let relations = cite::relations(text, &found).into_iter();
        self.relations.extend(relations.map(|(one, how, other)| (first + one, how, first + other)));
        for mention in found {
            let link = link(&mention);
            self.cited.push(Cited { citation: mention.citation, passage, link });
        }
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

/// A document cited by an item.
#[derive(Debug)]
pub struct Cited {
    /// What the text says of it.
    pub citation: Citation,
    /// The text in which it stands.
    pub passage: Passage,
    /// What becomes a link, in bytes of that text; `None` where none may be: within a link, or across markup.
    pub link: Option<Range<usize>>,
}

/// A text of an item that may cite documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Passage {
    /// The title.
    Title,
    /// The summary.
    Summary,
    /// The body, under a heading (by its number); a note belongs to the heading of its reference.
    Body(Option<usize>),
    /// A task (by its number): what is to be done.
    Task(usize),
    /// The result of a task.
    TaskResult(usize),
    /// One of the documents that order a task.
    TaskDocument(usize, usize),
}

/// A fenced block ```` ```so-lieu ````, as written.
#[derive(Debug)]
pub struct ChartBlock {
    /// What is between the fences.
    pub text: String,
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
    /// A file of an item's bundle, by its number, perhaps at an anchor such as `page=3` of a PDF.
    Attachment(ItemId, usize, Option<String>),
    /// An address of the site written from its root, without the leading `/`.
    SitePath(String),
    /// An item that is not published: only the link's text is shown.
    Unpublished,
}
