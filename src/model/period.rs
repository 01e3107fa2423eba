//! Reporting periods: month, quarter, half-year, nine months, year.
//!
//! The kinds of period are those of the periodic reports of Nghị định 09/2019/NĐ-CP (month, quarter, six months, nine
//! months, year). A period is a value that cannot be quarter 5; it prints and parses in every form editors write.

use std::cmp::Ordering;
use std::fmt;

use chrono::NaiveDate;

use super::PartialDate;
use crate::text::{Slug, fold};

/// First and last year a report of this portal can be of.
const YEARS: std::ops::RangeInclusive<i32> = 1945..=2100;

/// A stretch of months within one year for which reports are made.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    year: i32,
    part: Part,
}

/// Which part of the year; the constructors of [`Period`] keep the numbers in range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Month(u8),
    Quarter(u8),
    Half(u8),
    NineMonths,
    Year,
}

/// Why text is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodError {
    /// A month that is not 1 to 12.
    Month,
    /// A quarter that is not 1 to 4.
    Quarter,
    /// A year outside 1945 to 2100.
    Year,
    /// A day, where a period is wanted.
    Day,
    /// None of the known forms.
    Form,
}

impl PeriodError {
    /// The reason in Vietnamese and in English, as a clause.
    #[must_use]
    pub fn reason(self) -> (&'static str, &'static str) {
        match self {
            Self::Month => ("tháng phải từ 1 đến 12", "months run from 1 to 12"),
            Self::Quarter => ("quý phải từ 1 đến 4", "quarters run from 1 to 4"),
            Self::Year => ("năm phải từ 1945 đến 2100", "years run from 1945 to 2100"),
            Self::Day => ("đây là một ngày, không phải một kỳ", "this is a day and not a period"),
            Self::Form => ("không nhận ra cách viết", "the form is not known"),
        }
    }
}

impl Period {
    /// A month, 1 to 12.
    ///
    /// # Errors
    /// When the month or the year is out of range.
    pub fn month(year: i32, month: u8) -> Result<Self, PeriodError> {
        if (1..=12).contains(&month) { Self::of(year, Part::Month(month)) } else { Err(PeriodError::Month) }
    }

    /// A quarter, 1 to 4.
    ///
    /// # Errors
    /// When the quarter or the year is out of range.
    pub fn quarter(year: i32, quarter: u8) -> Result<Self, PeriodError> {
        if (1..=4).contains(&quarter) { Self::of(year, Part::Quarter(quarter)) } else { Err(PeriodError::Quarter) }
    }

    /// A half-year, 1 or 2.
    ///
    /// # Errors
    /// When the half or the year is out of range.
    pub fn half(year: i32, half: u8) -> Result<Self, PeriodError> {
        if (1..=2).contains(&half) { Self::of(year, Part::Half(half)) } else { Err(PeriodError::Form) }
    }

    /// The first nine months of a year.
    ///
    /// # Errors
    /// When the year is out of range.
    pub fn nine_months(year: i32) -> Result<Self, PeriodError> {
        Self::of(year, Part::NineMonths)
    }

    /// A whole year.
    ///
    /// # Errors
    /// When the year is out of range.
    pub fn whole_year(year: i32) -> Result<Self, PeriodError> {
        Self::of(year, Part::Year)
    }

    fn of(year: i32, part: Part) -> Result<Self, PeriodError> {
        if YEARS.contains(&year) { Ok(Self { year, part }) } else { Err(PeriodError::Year) }
    }

    /// Reads a period in any form editors write, with or without diacritics.
    ///
    /// ```
    /// use bantin::model::Period;
    /// let q1 = Period::quarter(2020, 1).unwrap();
    /// for text in ["2020-Q1", "quý I/2020", "Quý 1 năm 2020", "quy i nam 2020", "quý I-2020"] {
    ///     assert_eq!(Period::parse(text), Ok(q1), "{text}");
    /// }
    /// ```
    ///
    /// # Errors
    /// [`PeriodError`] with the reason.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let folded = fold(text);
        if let Some(short) = parse_short(&folded) {
            return short;
        }
        let spaced: String = folded.chars().map(|c| if matches!(c, '/' | '-' | ',' | '.') { ' ' } else { c }).collect();
        let words: Vec<&str> = spaced.split_whitespace().filter(|w| *w != "nam").collect();
        let year_of = |text: &str| text.parse::<i32>().map_err(|_| PeriodError::Form);
        match words.as_slice() {
            [year] => Self::whole_year(year_of(year)?),
            ["thang", month, year] => Self::month(year_of(year)?, number(month).ok_or(PeriodError::Form)?),
            ["quy", quarter, year] => Self::quarter(year_of(year)?, number(quarter).ok_or(PeriodError::Form)?),
            ["6" | "06" | "sau", "thang", "dau", year] => Self::half(year_of(year)?, 1),
            ["6" | "06" | "sau", "thang", year] => Self::half(year_of(year)?, 1),
            ["6" | "06" | "sau", "thang", "cuoi", year] => Self::half(year_of(year)?, 2),
            ["9" | "09" | "chin", "thang", year] | ["9" | "09" | "chin", "thang", "dau", year] => {
                Self::nine_months(year_of(year)?)
            }
            [part, year] if part.starts_with(['q', 'h']) => {
                parse_short(&format!("{year}-{part}")).unwrap_or(Err(PeriodError::Form))
            }
            [month, year] => Self::month(year_of(year)?, month.parse().map_err(|_| PeriodError::Form)?),
            _ if PartialDate::parse(text).is_some_and(PartialDate::has_day) => Err(PeriodError::Day),
            _ => Err(PeriodError::Form),
        }
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// First and last month, 1 to 12, both included.
    #[must_use]
    pub fn months(self) -> (u8, u8) {
        match self.part {
            Part::Month(m) => (m, m),
            Part::Quarter(q) => (q * 3 - 2, q * 3),
            Part::Half(h) => (h * 6 - 5, h * 6),
            Part::NineMonths => (1, 9),
            Part::Year => (1, 12),
        }
    }

    /// Whether every month of `other` is a month of this period.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        let ((a, b), (c, d)) = (self.months(), other.months());
        self.year == other.year && a <= c && d <= b
    }

    /// All periods that contain this one, itself included, shortest first.
    #[must_use]
    pub fn containing(self) -> Vec<Self> {
        let mut all: Vec<Self> = parts_of_a_year(self.year).filter(|p| p.contains(self)).collect();
        all.sort_by_key(|p| (p.length(), *p));
        all
    }

    /// The periods directly within this one: the quarters of a half-year, the months of a quarter…
    #[must_use]
    pub fn parts(self) -> Vec<Self> {
        let (first, last) = self.months();
        let within = |part: Part| Self { year: self.year, part };
        match self.part {
            Part::Month(_) => Vec::new(),
            Part::Quarter(_) => (first..=last).map(|m| within(Part::Month(m))).collect(),
            Part::Half(_) | Part::NineMonths => {
                (first.div_ceil(3)..=last / 3).map(|q| within(Part::Quarter(q))).collect()
            }
            Part::Year => vec![
                within(Part::Half(1)),
                within(Part::NineMonths),
                within(Part::Half(2)),
                within(Part::Quarter(1)),
                within(Part::Quarter(2)),
                within(Part::Quarter(3)),
                within(Part::Quarter(4)),
            ],
        }
    }

    /// Number of months.
    #[must_use]
    pub fn length(self) -> u8 {
        let (first, last) = self.months();
        last - first + 1
    }

    /// The first day of the last month.
    ///
    /// # Panics
    /// Never: every month of a period exists.
    #[must_use]
    pub fn last_month(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, u32::from(self.months().1), 1).expect("a month of a period exists")
    }

    /// The same period of the year before.
    #[must_use]
    pub fn year_before(self) -> Option<Self> {
        Self::of(self.year - 1, self.part).ok()
    }

    /// The part of the address below the year, such as `quy-1`; `None` for a whole year.
    #[must_use]
    pub fn slug_in_year(self) -> Option<Slug> {
        let slug = match self.part {
            Part::Month(m) => format!("thang-{m:02}"),
            Part::Quarter(q) => format!("quy-{q}"),
            Part::Half(1) => "6-thang-dau-nam".to_owned(),
            Part::Half(_) => "6-thang-cuoi-nam".to_owned(),
            Part::NineMonths => "9-thang-dau-nam".to_owned(),
            Part::Year => return None,
        };
        Slug::parse(&slug)
    }

    /// The short form for files and tools: `2022-01`, `2020-Q1`, `2021-H1`, `2021-9M`, `2021`.
    #[must_use]
    pub fn code(self) -> String {
        let year = self.year;
        match self.part {
            Part::Month(m) => format!("{year}-{m:02}"),
            Part::Quarter(q) => format!("{year}-Q{q}"),
            Part::Half(h) => format!("{year}-H{h}"),
            Part::NineMonths => format!("{year}-9M"),
            Part::Year => year.to_string(),
        }
    }
}

/// The short forms `2022-01`, `2020-q1`, `2021-h1`, `2021-9m`; `None` when the text has another form.
fn parse_short(folded: &str) -> Option<Result<Period, PeriodError>> {
    let (year, part) = folded.split_once('-')?;
    let year: i32 = (year.len() == 4).then(|| year.parse().ok())??;
    if let Some(quarter) = part.strip_prefix('q') {
        return Some(quarter.parse().map_or(Err(PeriodError::Form), |q| Period::quarter(year, q)));
    }
    Some(match part {
        "h1" | "6m" => Period::half(year, 1),
        "h2" => Period::half(year, 2),
        "9m" => Period::nine_months(year),
        month => return month.parse().ok().map(|m| Period::month(year, m)),
    })
}

/// A small number in digits or Roman numerals.
fn number(text: &str) -> Option<u8> {
    const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let roman = ROMAN.iter().position(|r| *r == text).and_then(|i| u8::try_from(i + 1).ok());
    roman.or_else(|| text.parse().ok())
}

fn parts_of_a_year(year: i32) -> impl Iterator<Item = Period> {
    (1..=12)
        .map(Part::Month)
        .chain((1..=4).map(Part::Quarter))
        .chain((1..=2).map(Part::Half))
        .chain([Part::NineMonths, Part::Year])
        .map(move |part| Period { year, part })
}

impl Ord for Period {
    /// By the last month, then by length: a month stands before the quarter that ends with it.
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |p: &Self| (p.year, p.months().1, p.length());
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    /// As a Vietnamese report prints it: `tháng 01/2022`, `quý I/2020`, `6 tháng đầu năm 2021`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year;
        match self.part {
            // Nghị định 30/2020/NĐ-CP, Phụ lục I: a zero stands before months 1 and 2 only.
            Part::Month(m) if m < 3 => write!(f, "tháng {m:02}/{year}"),
            Part::Month(m) => write!(f, "tháng {m}/{year}"),
            Part::Quarter(q) => write!(f, "quý {}/{year}", ["I", "II", "III", "IV"][usize::from(q - 1)]),
            Part::Half(1) => write!(f, "6 tháng đầu năm {year}"),
            Part::Half(_) => write!(f, "6 tháng cuối năm {year}"),
            Part::NineMonths => write!(f, "9 tháng năm {year}"),
            Part::Year => write!(f, "năm {year}"),
        }
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_period() -> impl Strategy<Value = Period> {
        (YEARS, 0usize..20).prop_map(|(year, i)| parts_of_a_year(year).nth(i).unwrap())
    }

    #[test]
    fn every_written_form_of_the_design() {
        for (text, code) in [
            ("2022-01", "2022-01"),
            ("tháng 01/2022", "2022-01"),
            ("Tháng 9 năm 2019", "2019-09"),
            ("9/2019", "2019-09"),
            ("2020-Q1", "2020-Q1"),
            ("quý I/2020", "2020-Q1"),
            ("quý IV năm 2025", "2025-Q4"),
            ("Quý 2 năm 2017", "2017-Q2"),
            ("2021-H1", "2021-H1"),
            ("6 tháng đầu năm 2021", "2021-H1"),
            ("sáu tháng cuối năm 2021", "2021-H2"),
            ("2021-9M", "2021-9M"),
            ("9 tháng năm 2021", "2021-9M"),
            ("9 tháng đầu năm 2021", "2021-9M"),
            ("06 tháng đầu năm 2025", "2025-H1"),
            ("Quý III.2025", "2025-Q3"),
            ("6 tháng năm 2021", "2021-H1"),
            ("2021-6M", "2021-H1"),
            ("H2/2021", "2021-H2"),
            ("Q4/2021", "2021-Q4"),
            ("2021", "2021"),
            ("năm 2021", "2021"),
        ] {
            assert_eq!(Period::parse(text).map(Period::code), Ok(code.to_owned()), "{text}");
        }
    }

    #[test]
    fn impossible_periods_say_why() {
        for (text, reason) in [
            ("quý 5/2025", PeriodError::Quarter),
            ("2025-Q0", PeriodError::Quarter),
            ("tháng 13/2025", PeriodError::Month),
            ("30/6/2022", PeriodError::Day),
            ("năm 1845", PeriodError::Year),
            ("tuần 3/2025", PeriodError::Form),
            ("", PeriodError::Form),
            ("quý I", PeriodError::Form),
        ] {
            assert_eq!(Period::parse(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn january_belongs_to_its_quarter_half_nine_months_and_year() {
        let january = Period::month(2022, 1).unwrap();
        let codes: Vec<_> = january.containing().into_iter().map(Period::code).collect();
        assert_eq!(codes, ["2022-01", "2022-Q1", "2022-H1", "2022-9M", "2022"]);
    }

    proptest! {
        #[test]
        fn every_printed_period_parses_back(p in any_period()) {
            prop_assert_eq!(Period::parse(&p.to_string()), Ok(p));
            prop_assert_eq!(Period::parse(&p.code()), Ok(p));
            prop_assert_eq!(Period::parse(&fold(&p.to_string())), Ok(p));
        }

        #[test]
        fn the_order_is_total_and_agrees_with_equality(a in any_period(), b in any_period(), c in any_period()) {
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
            if a <= b && b <= c { prop_assert!(a <= c); }
        }

        #[test]
        fn parts_are_contained(p in any_period()) {
            for part in p.parts() {
                prop_assert!(p.contains(part) && part != p);
                prop_assert!(part.containing().contains(&p));
            }
        }
    }
}
