//! Items: reports, news, bulletin issues and fixed pages, with every reference resolved.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::Outline;
use super::{IndicatorId, PartialDate, Period, ProvinceId, TopicId, UrlPath};
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
    /// `trang/`: a fixed page.
    Page,
}

impl ItemKind {
    /// All kinds in the order in which lists name them.
    pub const ALL: [Self; 4] = [Self::Report, Self::News, Self::Bulletin, Self::Page];

    /// The folder in `content/`, which is also the first part of the address (but for fixed pages, which stand at the root).
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Report => "bao-cao",
            Self::News => "tin-tuc",
            Self::Bulletin => "ban-tin",
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
    pub due: Option<Period>,
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
