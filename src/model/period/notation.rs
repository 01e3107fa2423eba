//! How periods are written: every form editors use, the form the portal prints, the short code, the part of an address.

use std::fmt;

use super::{Part, Period};
use crate::model::PartialDate;
use crate::text::{Slug, fold};

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

    /// The shortest form for a cell of a table of one year: `T1`, `Q1`, `6T`, `9T`, `Năm`.
    #[must_use]
    pub fn short(self) -> String {
        match self.part {
            Part::Month(m) => format!("T{m}"),
            Part::Quarter(q) => format!("Q{q}"),
            Part::Half(1) => "6T".to_owned(),
            Part::Half(_) => "6T cuối".to_owned(),
            Part::NineMonths => "9T".to_owned(),
            Part::Year => "Năm".to_owned(),
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::any_period;
    use super::*;

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

    proptest! {
        #[test]
        fn every_printed_period_parses_back(p in any_period()) {
            prop_assert_eq!(Period::parse(&p.to_string()), Ok(p));
            prop_assert_eq!(Period::parse(&p.code()), Ok(p));
            prop_assert_eq!(Period::parse(&fold(&p.to_string())), Ok(p));
        }
    }
}
