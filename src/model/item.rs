//! Items: reports, news, bulletin issues, notes on documents and fixed pages, with every reference resolved.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use super::Outline;
use super::{IndicatorId, PartialDate, Period, ProvinceId, TopicId, UrlPath};
use crate::cite::{Citation, CitedDate, Relation};
use crate::diag::SourceFile;
use crate::text::{FileName, Number, Slug};

/// Index of an item in its site; items are numbered in the order of their paths.
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
    pub outline: Outline,
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
    /// Whether it is published, and if not, why.
    pub visibility: Visibility,
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

/// What an editor adds to a cited document.
#[derive(Debug)]
pub struct Note {
    /// Number, symbol and date.
    pub citation: Citation,
    /// Whether it is in force.
    pub status: Option<DocumentStatus>,
    /// Its official address on the web.
    pub address: Option<String>,
    /// The documents it replaces or amends, with their places in the file.
    pub relations: Vec<(Relation, Citation, Range<usize>)>,
}

/// Whether a document is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentStatus {
    /// In force.
    InForce,
    /// Not in force yet.
    NotYet,
    /// Some of it is no longer in force.
    Partly,
    /// No longer in force.
    Expired,
}

impl DocumentStatus {
    /// All values with their key in front matter and their Vietnamese label.
    pub const WORDS: [(&'static str, &'static str, Self); 4] = [
        ("con-hieu-luc", "Còn hiệu lực", Self::InForce),
        ("chua-co-hieu-luc", "Chưa có hiệu lực", Self::NotYet),
        ("het-hieu-luc-mot-phan", "Hết hiệu lực một phần", Self::Partly),
        ("het-hieu-luc", "Hết hiệu lực", Self::Expired),
    ];

    /// Key and label.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        Self::WORDS.iter().find(|(.., s)| *s == self).map_or(("", ""), |(key, label, _)| (key, label))
    }
}

impl Note {
    /// The day on which the document's issuer is looked up: its date, else the middle of its year.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        match self.citation.date {
            Some(CitedDate::Date(date)) => Some(date.first_day()),
            _ => NaiveDate::from_ymd_opt(self.citation.year()?, 6, 30),
        }
    }
}

impl Item {
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

/// What only a report has.
#[derive(Debug, Default)]
pub struct Report {
    /// Number, such as `33/BC-SKHCN`; absent where the source prints none.
    pub number: Option<String>,
    /// The date up to which its figures run.
    pub cutoff: Option<PartialDate>,
    /// Name and title of who signed.
    pub signer: Option<Signer>,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Its tasks.
    pub tasks: Vec<Task>,
}

/// Who signed a report.
#[derive(Debug, PartialEq, Eq)]
pub struct Signer {
    /// Name.
    pub name: String,
    /// Title, as printed.
    pub title: Option<String>,
}

/// One figure of a report, as printed.
#[derive(Debug)]
pub struct Figure {
    /// What it measures.
    pub indicator: IndicatorId,
    /// The value.
    pub value: Number,
    /// Unit of this record; the indicator's where the record states none.
    pub unit: Option<String>,
    /// Planned value.
    pub plan: Option<Number>,
    /// What the figure covers.
    pub scope: Option<String>,
    /// `trên`, `khoảng` or `dưới`, where the source is not exact.
    pub qualifier: Option<Qualifier>,
    /// The percentage as the source prints it.
    pub stated: Option<Number>,
    /// Id of the heading under which the figure stands.
    pub section: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// Where value, unit and stated percentage stand in the file.
    pub places: FigurePlaces,
}

/// Where the parts of a figure stand in its file.
#[derive(Debug)]
pub struct FigurePlaces {
    /// The value.
    pub value: Range<usize>,
    /// The unit, where one is written.
    pub unit: Option<Range<usize>>,
    /// The stated percentage, where one is written.
    pub stated: Option<Range<usize>>,
}

/// How exact the source calls a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualifier {
    /// More than.
    Above,
    /// About.
    About,
    /// Less than.
    Below,
}

impl Qualifier {
    /// All values with the word that stands for them.
    pub const WORDS: [(&'static str, Self); 3] =
        [("trên", Self::Above), ("khoảng", Self::About), ("dưới", Self::Below)];

    /// The word printed before the value.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, q)| *q == self).map_or("", |(word, _)| word)
    }
}

/// A task a report was given or gives.
#[derive(Debug)]
pub struct Task {
    /// Id by which a later report can close it.
    pub id: Option<Slug>,
    /// What is to be done.
    pub task: String,
    /// The period in which it is due.
    pub due: Period,
    /// How it stands according to the report.
    pub status: TaskStatus,
    /// Result so far.
    pub result: Option<String>,
    /// Documents that order it, as written.
    pub documents: Vec<String>,
}

/// How a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskStatus {
    /// Done.
    Done,
    /// In progress.
    Ongoing,
    /// Not due yet.
    NotDue,
    /// Late.
    Late,
}

impl TaskStatus {
    /// All values with their key in front matter and their Vietnamese label.
    pub const WORDS: [(&'static str, &'static str, Self); 4] = [
        ("hoan-thanh", "Hoàn thành", Self::Done),
        ("dang-thuc-hien", "Đang thực hiện", Self::Ongoing),
        ("chua-den-han", "Chưa đến hạn", Self::NotDue),
        ("cham", "Chậm", Self::Late),
    ];

    /// Key and label.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        Self::WORDS.iter().find(|(.., s)| *s == self).map_or(("", ""), |(key, label, _)| (key, label))
    }
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
}

impl Attachment {
    /// Whether the file is a picture that browsers show.
    #[must_use]
    pub fn is_image(&self) -> bool {
        let name = self.published.as_str();
        [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"].iter().any(|extension| name.ends_with(extension))
    }
}
