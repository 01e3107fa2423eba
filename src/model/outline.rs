//! What a Markdown body contains besides text: headings, links, images. Made by [`crate::parse::markdown`], its targets
//! filled in by [`crate::resolve`].

use std::ops::Range;

use super::ItemId;
use crate::diag::Problem;

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
    /// A file of an item's bundle, by its number, perhaps at an anchor such as `page=3` of a PDF.
    Attachment(ItemId, usize, Option<String>),
    /// An address of the site written from its root, without the leading `/`.
    SitePath(String),
    /// An item that is not published: only the link's text is shown.
    Unpublished,
}
