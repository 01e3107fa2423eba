//! Items: reports, news, bulletin issues, notes on documents and fixed pages, with every reference resolved.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::document::{Meant, Note};
use super::outline::{Cited, Mentions, Target};
use super::{IndicatorId, PartialDate, Period, ProvinceId, TopicId, UrlPath};
use super::{Outline, Report};
use crate::cite::Relation;
use crate::diag::{Lang, SourceFile};
use crate::picture::{self, Dimensions};
use crate::text::{FileName, Slug};

/// Which item of its site; the number says nothing of the order ([`crate::model::Items`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

/// The folders of `content/` and what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// `bao-cao/`: the summary of a report.
    Report,
    /// `tin-tuc/`: a news item.
    News,
    /// `ban-tin/`: an issue of the bulletin.
    Bulletin,
    /// `van-ban/`: a note on a cited document.
    Document,
    /// `trang/`: a fixed page.
    Page,
}

impl ItemKind {
    /// All kinds in the order in which lists name them.
    pub const ALL: [Self; 5] = [Self::Report, Self::News, Self::Bulletin, Self::Document, Self::Page];

    /// The kinds whose items belong to a day or a period, in the order in which lists name them.
    pub const DATED: [Self; 3] = [Self::Report, Self::News, Self::Bulletin];

    /// The folder in `content/`, which is also the first part of the address (but for fixed pages, which stand at the root).
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Report => "bao-cao",
            Self::News => "tin-tuc",
            Self::Bulletin => "ban-tin",
            Self::Document => "van-ban",
            Self::Page => "trang",
        }
    }

    /// The kind of a folder.
    #[must_use]
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// The name templates know it by.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::News => "news",
            Self::Bulletin => "bulletin",
            Self::Document => "document",
            Self::Page => "page",
        }
    }

    /// The address of the list of this kind; fixed pages have none.
    #[must_use]
    pub fn list_url(self) -> Option<UrlPath> {
        (self != Self::Page).then(|| UrlPath::page(&[self.folder()]))
    }
}

/// Something an editor wrote, resolved: every id in it exists.
#[derive(Debug)]
pub struct Item {
    /// Its kind.
    pub kind: ItemKind,
    /// The file it was written in.
    pub file: Arc<SourceFile>,
    /// Its body within the file.
    pub body: Range<usize>,
    /// Headings, links and images of the body.
    pub outline: Arc<Outline>,
    /// Where the links of the outline lead, in the same order.
    pub targets: Vec<Target>,
    /// The documents that its front matter cites.
    pub front_mentions: Arc<Mentions>,
    /// Which documents it means by what it cites.
    pub meant: Meant,
    /// Last part of its address.
    pub slug: Slug,
    /// Its address.
    pub url: UrlPath,
    /// Title.
    pub title: String,
    /// One paragraph.
    pub summary: Option<String>,
    /// The province, as it was at the item's date.
    pub province: Option<ProvinceId>,
    /// The period it is about.
    pub period: Option<Period>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// Its topics, without repetition, in the editor's order.
    pub topics: Vec<TopicId>,
    /// Where its facts come from.
    pub source: Option<Source>,
    /// Number, signer, figures and tasks: of reports and bulletins.
    pub report: Option<Box<Report>>,
    /// When it is to be published.
    pub schedule: Schedule,
    /// Whether it is published, and if not, why.
    pub visibility: Visibility,
    /// Its language, where its editor names one; of fixed pages alone.
    pub lang: Option<Lang>,
    /// Old addresses.
    pub aliases: Vec<UrlPath>,
    /// Files beside the item in its bundle.
    pub attachments: Vec<Attachment>,
    /// What its body is divided into, each part with its topics.
    pub sections: Vec<Section>,
    /// The charts that its fenced blocks stand for, in the order of the blocks.
    pub charts: Vec<Chart>,
    /// What a note says of its document; of notes alone.
    pub note: Option<Box<Note>>,
}

/// A part of a body with topics of its own: a heading, its text, and the headings below it that inherit its topics.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// The headings it is made of, by their numbers, in order; never empty.
    pub headings: Vec<usize>,
    /// Its topics and all wider ones.
    pub topics: Vec<TopicId>,
}

/// Figures of one indicator to be drawn in a body.
#[derive(Debug, PartialEq, Eq)]
pub struct Chart {
    /// What is shown.
    pub indicator: IndicatorId,
    /// The provinces whose figures are shown; all where there are none.
    pub provinces: Vec<ProvinceId>,
    /// The periods whose figures are shown, with every period within them; all where there are none.
    pub periods: Vec<Period>,
}

impl Chart {
    /// Whether the figures of an item are among those shown.
    #[must_use]
    pub fn shows(&self, item: &Item) -> bool {
        let within = |period: Period| self.periods.iter().any(|wanted| wanted.contains(period));
        (self.provinces.is_empty() || item.province.is_some_and(|province| self.provinces.contains(&province)))
            && (self.periods.is_empty() || item.period.is_some_and(within))
    }
}

impl Item {
    /// The documents it cites: those of the body in the order of the text, then those of the front matter.
    pub fn cited(&self) -> impl Iterator<Item = &Cited> {
        self.outline.mentions.cited.iter().chain(&self.front_mentions.cited)
    }

    /// What it says of two documents, by their places in [`Item::cited`].
    pub fn relations(&self) -> impl Iterator<Item = (usize, Relation, usize)> {
        let (body, front) = (&self.outline.mentions, &self.front_mentions);
        let first = body.cited.len();
        let front = front.relations.iter().map(move |(one, how, other)| (first + one, *how, first + other));
        body.relations.iter().copied().chain(front)
    }

    /// Whether it is shown: in the preview everything is, with a mark.
    #[must_use]
    pub fn is_shown(&self, preview: bool) -> bool {
        preview || self.visibility == Visibility::Public
    }

    /// The body as Markdown.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.file.text[self.body.clone()]
    }

    /// When it stands in lists and feeds: its date, else the last month of its period.
    #[must_use]
    pub fn when(&self) -> Option<PartialDate> {
        self.date.or_else(|| self.period.map(|p| PartialDate::month_of(p.last_month())))
    }

    /// The year it belongs to: that of its period, else of its date.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.period.map(Period::year).or(self.date.map(PartialDate::year))
    }
}

/// When an item is to be published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Not before its editor says so.
    pub draft: bool,
    /// Not before this moment in Vietnam.
    pub from: Option<NaiveDateTime>,
    /// No longer from this moment on.
    pub to: Option<NaiveDateTime>,
}

impl Schedule {
    /// Whether readers see the item at a moment.
    #[must_use]
    pub fn at(self, now: NaiveDateTime) -> Visibility {
        match (self.from, self.to) {
            _ if self.draft => Visibility::Draft,
            (Some(from), _) if now < from => Visibility::Scheduled(from),
            (_, Some(to)) if now >= to => Visibility::Expired(to),
            _ => Visibility::Public,
        }
    }
}

/// Whether readers see an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Published.
    Public,
    /// Marked as a draft.
    Draft,
    /// Its day has not come.
    Scheduled(NaiveDateTime),
    /// Its day is over.
    Expired(NaiveDateTime),
}

/// The source of an item's facts.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Title of the source.
    pub title: Option<String>,
    /// An address on the web or an attachment.
    pub url: Option<String>,
    /// Page within it.
    pub page: Option<String>,
}

/// A file beside an item in its bundle.
#[derive(Debug)]
pub struct Attachment {
    /// Where the file lies on disk.
    pub disk: PathBuf,
    /// Path relative to the site's root, NFC, with `/`.
    pub path: String,
    /// Name in the bundle, NFC: what the editor writes in links.
    pub name: String,
    /// Published name.
    pub published: FileName,
    /// Size in bytes.
    pub size: u64,
    /// When the file was last changed, in nanoseconds since 1970; 0 where the system does not tell.
    pub modified: u128,
    /// How large it is, if it is a picture made of pixels.
    pub dimensions: Option<Dimensions>,
}

impl Attachment {
    /// Whether the file is a picture that browsers show.
    #[must_use]
    pub fn is_image(&self) -> bool {
        let name = self.published.as_str();
        picture::is_named_like_one(name) || [".avif", ".svg"].iter().any(|extension| name.ends_with(extension))
    }

    /// Whether browsers can show it as a picture: it is of a kind they know, and what is made of pixels can be read.
    #[must_use]
    pub fn can_be_shown(&self) -> bool {
        self.is_image() && (self.dimensions.is_some() || !picture::is_named_like_one(&self.name))
    }

    /// Its smaller versions, the smallest first: width in pixels and published name.
    pub fn versions(&self) -> impl Iterator<Item = (u32, FileName)> {
        let widths = self.dimensions.into_iter().flat_map(|dimensions| picture::versions(&self.published, dimensions));
        widths.map(|width| (width, self.published.version(width)))
    }
}
