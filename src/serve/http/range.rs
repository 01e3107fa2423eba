//! The part of a body that a `Range` header asks for (RFC 9110, section 14); sending it is left to `found`.

use std::ops::Range;

/// What of a body is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All of it.
    Whole,
    /// These bytes: never empty, never past the end.
    Part(Range<u64>),
    /// The body has none of the bytes asked for.
    Unsatisfiable,
}

/// The selection for the value of a `Range` header and a body of `length` bytes.
///
/// What is not one well-formed range of bytes is ignored, as the standard allows: several ranges would need a body in
/// parts that no reader of the preview asks for. An empty body has no ranges and is sent whole.
pub fn select(header: &str, length: u64) -> Selection {
    let Some((first, last)) = bounds(header).filter(|_| length > 0) else { return Selection::Whole };
    let range = match (number(first), number(last)) {
        (Some(first), None) if last.is_empty() => first..length,
        (Some(first), Some(last)) if first <= last => first..length.min(last.saturating_add(1)),
        (None, Some(suffix)) if first.is_empty() => length.saturating_sub(suffix)..length,
        _ => return Selection::Whole,
    };
    if range.is_empty() { Selection::Unsatisfiable } else { Selection::Part(range) }
}

/// The two ends of a single range.
fn bounds(header: &str) -> Option<(&str, &str)> {
    let (unit, set) = header.split_once('=')?;
    let mut ranges = set.split(',').map(|range| range.trim_matches([' ', '\t'])).filter(|range| !range.is_empty());
    let range = ranges.next()?;
    (unit.eq_ignore_ascii_case("bytes") && ranges.next().is_none()).then(|| range.split_once('-')).flatten()
}

/// Digits and nothing else; a number too large to count lies past the end of every body.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_range_is_a_part() {
        // The examples of RFC 9110, section 14.1.2, for a body of 10,000 bytes.
        for (header, range) in [
            ("bytes=0-499", 0..500),
            ("bytes=500-999", 500..1000),
            ("bytes=-500", 9500..10_000),
            ("bytes=9500-", 9500..10_000),
            ("bytes=0-0", 0..1),
            ("bytes=-1", 9999..10_000),
            // More than there is.
            ("bytes=9000-20000", 9000..10_000),
            ("bytes=-20000", 0..10_000),
            ("bytes=0-99999999999999999999999", 0..10_000),
            ("bytes=0-18446744073709551615", 0..10_000),
            ("bytes=-99999999999999999999999", 0..10_000),
            // Units are case-insensitive; a list may have empty members and blanks.
            ("Bytes=0-499", 0..500),
            ("bytes= 0-499", 0..500),
            ("bytes=, 0-499 ,", 0..500),
        ] {
            assert_eq!(select(header, 10_000), Selection::Part(range), "{header}");
        }
    }

    #[test]
    fn a_range_past_the_end_cannot_be_sent() {
        for header in ["bytes=10000-", "bytes=10000-10001", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(select(header, 10_000), Selection::Unsatisfiable, "{header}");
        }
    }

    #[test]
    fn what_is_not_one_range_of_bytes_is_ignored() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=,",
            "bytes=500-499",
            "bytes=0-0,-1",
            "bytes= 0-999, 4500-5499, -1000",
            "bytes=a-b",
            "bytes=0x0-9",
            "bytes=+0-9",
            "bytes=0--9",
            "bytes=--9",
            "bytes=0 - 9",
            "bytes =0-9",
            "exampleunit=1.2-4.3",
            "lines=0-9",
        ] {
            assert_eq!(select(header, 10_000), Selection::Whole, "{header}");
        }
    }

    #[test]
    fn an_empty_body_has_no_ranges() {
        for header in ["bytes=0-", "bytes=-1", "bytes=5-"] {
            assert_eq!(select(header, 0), Selection::Whole, "{header}");
        }
    }

    proptest! {
        #[test]
        fn a_part_lies_within_the_body(header in "bytes=[0-9]{0,21}-[0-9]{0,21}", length: u64) {
            if let Selection::Part(range) = select(&header, length) {
                prop_assert!(range.start < range.end && range.end <= length);
            }
        }
    }
}
