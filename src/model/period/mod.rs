//! Reporting periods: month, quarter, half-year, nine months, year.
//!
//! The kinds of period are those of the periodic reports of Nghị định 09/2019/NĐ-CP (month, quarter, six months, nine
//! months, year). A period is a value that cannot be quarter 5; how it is written and read stands in `notation`.

mod notation;

use std::cmp::Ordering;
use std::fmt;

use chrono::NaiveDate;

pub use notation::PeriodError;

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

    /// The first day after the period.
    ///
    /// # Panics
    /// Never: a month follows every month of a period.
    #[must_use]
    pub fn day_after(self) -> NaiveDate {
        self.last_month().checked_add_months(chrono::Months::new(1)).expect("a month follows")
    }

    /// The same period of the year before.
    #[must_use]
    pub fn year_before(self) -> Option<Self> {
        Self::of(self.year - 1, self.part).ok()
    }
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

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(super) fn any_period() -> impl Strategy<Value = Period> {
        (YEARS, 0usize..20).prop_map(|(year, i)| parts_of_a_year(year).nth(i).unwrap())
    }

    #[test]
    fn january_belongs_to_its_quarter_half_nine_months_and_year() {
        let january = Period::month(2022, 1).unwrap();
        let codes: Vec<_> = january.containing().into_iter().map(Period::code).collect();
        assert_eq!(codes, ["2022-01", "2022-Q1", "2022-H1", "2022-9M", "2022"]);
    }

    proptest! {
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
