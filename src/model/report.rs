//! What only a report has: number, signer, figures and tasks.

use std::ops::Range;

use super::{IndicatorId, Indicators, PartialDate, Period};
use crate::text::{Number, Slug};

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

impl Figure {
    /// Its unit: its own, else the indicator's.
    #[must_use]
    pub fn unit<'f>(&'f self, indicators: &'f Indicators) -> &'f str {
        self.unit.as_deref().unwrap_or(&indicators.get(self.indicator).unit)
    }
}

/// Where the parts of a figure stand in its file.
#[derive(Debug)]
pub struct FigurePlaces {
    /// The value.
    pub value: Range<usize>,
    /// The unit, where one is written.
    pub unit: Option<Range<usize>>,
    /// The plan, where one is written.
    pub plan: Option<Range<usize>>,
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
    /// Where its id stands in the file.
    pub place: Option<Range<usize>>,
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
