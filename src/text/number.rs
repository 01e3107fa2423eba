//! Numbers as Vietnamese reports print them: a dot (or a space) between thousands, a comma before decimals.
//!
//! Luật Kế toán 2015 (88/2015/QH13), Điều 11, as before it Luật Kế toán 2003, Điều 12: a dot after the thousands, millions and so on,
//! a comma after the units where decimals follow.

use std::fmt;

/// A figure: its value and the text the source printed (`01`, `1.390`, `28,3`).
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The value, exact for every figure of up to 15 digits.
    pub value: f64,
    printed: String,
}

impl Number {
    /// Reads a figure in Vietnamese notation; a trailing `%` is accepted and kept in the printed form.
    ///
    /// `None` when the text is no number or mixes notations, such as `1.39` (neither thousands nor decimals).
    ///
    /// ```
    /// use bantin::text::Number;
    /// assert_eq!(Number::parse("79.175.000").unwrap().value, 79_175_000.0);
    /// assert_eq!(Number::parse("28,3%").unwrap().value, 28.3);
    /// assert_eq!(Number::parse("01").unwrap().value, 1.0);
    /// assert!(Number::parse("12.5").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let printed = text.trim();
        let digits = printed.strip_suffix('%').unwrap_or(printed).trim_end();
        let (sign, digits) = match digits.strip_prefix(['-', '−']) {
            Some(rest) => (-1.0, rest),
            None => (1.0, digits),
        };
        let (whole, decimals) = match digits.split_once(',') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (digits, None),
        };
        let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        let mut groups = whole.split(['.', ' ', '\u{a0}']);
        let first = groups.next().filter(|g| all_digits(g))?;
        let mut plain = first.to_owned();
        for group in groups {
            if !(all_digits(group) && group.len() == 3 && first.len() <= 3) {
                return None;
            }
            plain.push_str(group);
        }
        if let Some(decimals) = decimals.filter(|d| all_digits(d)) {
            plain.push('.');
            plain.push_str(decimals);
        } else if decimals.is_some() {
            return None;
        }
        let value: f64 = plain.parse().ok()?;
        Some(Self { value: sign * value, printed: printed.to_owned() })
    }

    /// How many decimals the source printed.
    #[must_use]
    pub fn decimals(&self) -> usize {
        let decimals = self.printed.split_once(',').map_or("", |(_, decimals)| decimals);
        decimals.bytes().take_while(u8::is_ascii_digit).count()
    }
}

/// A value in Vietnamese notation, rounded to `decimals` places.
///
/// ```
/// use bantin::text::vietnamese;
/// assert_eq!(vietnamese(79_175_000.0, 0), "79.175.000");
/// assert_eq!(vietnamese(35.971, 1), "36,0");
/// assert_eq!(vietnamese(-1234.5, 2), "-1.234,50");
/// ```
#[must_use]
pub fn vietnamese(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::from(if value < 0.0 { "-" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

impl fmt::Display for Number {
    /// Prints the figure as the source printed it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.printed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_of_the_reports() {
        for (text, value) in
            [("1.390", 1390.0), ("2641", 2641.0), ("36,5", 36.5), ("08", 8.0), ("100%", 100.0), ("1 147", 1147.0)]
        {
            assert_eq!(Number::parse(text).unwrap().value, value, "{text}");
        }
        for text in ["", "mười", "1.39", "1,2,3", "1.3900", "12.345,", "0x10", "1e3"] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_value_reads_back_as_it_was_printed(value in -1_000_000_000i64..1_000_000_000, decimals in 0usize..4) {
            let value = value as f64 / 1000.0;
            let printed = vietnamese(value, decimals);
            let read = Number::parse(&printed).unwrap();
            prop_assert!((read.value - value).abs() <= 0.5 * 10f64.powi(-(decimals as i32)) + 1e-6);
            prop_assert_eq!(read.decimals(), decimals);
        }

        #[test]
        fn a_number_prints_as_it_was_read(n in 0u32..) {
            let printed = n.to_string();
            prop_assert_eq!(Number::parse(&printed).unwrap().to_string(), printed);
        }
    }
}
