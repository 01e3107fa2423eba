//! Dates as documents carry them: a day, or a month alone where the source leaves the day blank.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::text::fold;

/// A day, or a month without a day. Orders by time; a month alone stands before its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// The day, or the first of the month.
    first: NaiveDate,
    /// Whether the source gives the day.
    has_day: bool,
}

impl PartialDate {
    /// A full date.
    #[must_use]
    pub fn day(date: NaiveDate) -> Self {
        Self { first: date, has_day: true }
    }

    /// Reads `2020-03-13`, `13/3/2020`, `13-3-2020`, `13.3.2020`, `ngày 13 tháng 3 năm 2020`, `2021-06`, `6/2021` or `tháng 6/2021`.
    ///
    /// ```
    /// use bantin::model::PartialDate;
    /// assert_eq!(PartialDate::parse("13/3/2020"), PartialDate::parse("2020-03-13"));
    /// assert_eq!(PartialDate::parse("tháng 6/2021").unwrap().iso(), "2021-06");
    /// assert_eq!(PartialDate::parse("30/2/2020"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(text);
        let words = ["ngay", "thang", "nam"];
        let parts: Vec<&str> =
            folded.split(['-', '/', '.', ' ']).filter(|p| !p.is_empty() && !words.contains(p)).collect();
        if !parts.iter().all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let (year, month, day) = match parts.as_slice() {
            [y, m, d] if y.len() == 4 => (*y, *m, Some(*d)),
            [d, m, y] if y.len() == 4 => (*y, *m, Some(*d)),
            [y, m] if y.len() == 4 => (*y, *m, None),
            [m, y] if y.len() == 4 => (*y, *m, None),
            _ => return None,
        };
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        let day: Option<u32> = day.map(str::parse).transpose().ok()?;
        let whole =
            NaiveDate::from_ymd_opt(year, month, day.unwrap_or(1)).filter(|d| (1900..=2200).contains(&d.year()))?;
        Some(Self { first: whole, has_day: day.is_some() })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.first.month()
    }

    /// Whether the day is given.
    #[must_use]
    pub fn has_day(self) -> bool {
        self.has_day
    }

    /// The month of a day, without the day.
    #[must_use]
    pub fn month_of(day: NaiveDate) -> Self {
        Self { first: day.with_day(1).unwrap_or(day), has_day: false }
    }

    /// The first day the date can mean.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// ISO 8601: `2020-03-13` or `2021-06`.
    #[must_use]
    pub fn iso(self) -> String {
        let (year, month) = (self.year(), self.month());
        if self.has_day {
            format!("{year:04}-{month:02}-{:02}", self.first.day())
        } else {
            format!("{year:04}-{month:02}")
        }
    }
}

impl fmt::Display for PartialDate {
    /// As Nghị định 30/2020/NĐ-CP writes dates in figures: `13/3/2020`, `02/6/2021` (a zero before days below 10 and
    /// months 1 and 2), or `tháng 6/2021`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.year(), self.month());
        let width = if month < 3 { 2 } else { 1 };
        if self.has_day {
            write!(f, "{:02}/{month:0width$}/{year}", self.first.day())
        } else {
            write!(f, "tháng {month:0width$}/{year}")
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_print_in_the_official_form() {
        for (text, printed) in [
            ("2020-03-13", "13/3/2020"),
            ("2/6/2021", "02/6/2021"),
            ("2022-01", "tháng 01/2022"),
            ("2021-12-01", "01/12/2021"),
            ("ngày 05 tháng 7 năm 2025", "05/7/2025"),
        ] {
            assert_eq!(PartialDate::parse(text).unwrap().to_string(), printed);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "hôm qua", "32/1/2020", "13/2020/3", "20/01", "2020", "1/1/1"] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn printed_dates_parse_back(y in 1900i32..2200, m in 1u32..=12, d in 1u32..=28, has_day: bool) {
            let day = PartialDate::day(NaiveDate::from_ymd_opt(y, m, d).unwrap());
            let date = if has_day { day } else { PartialDate::month_of(day.first_day()) };
            prop_assert_eq!(PartialDate::parse(&date.to_string()), Some(date));
            prop_assert_eq!(PartialDate::parse(&date.iso()), Some(date));
        }
    }
}
