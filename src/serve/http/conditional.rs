//! Conditional requests (RFC 9110, section 13): whether a browser has already what it asks for, and which part it
//! lacks; sending it is left to `found`.

use std::time::SystemTime;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::range::{self, Selection};

/// An entity tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Whether equal tags promise no more than equal meaning.
    weak: bool,
    opaque: String,
}

impl Tag {
    /// The tag of exactly these bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self { weak: false, opaque: blake3::hash(bytes).to_hex()[..32].to_owned() }
    }

    /// A tag that may outlive a change of the bytes; `opaque` is made of visible ASCII letters other than quotes.
    pub fn weak(opaque: String) -> Self {
        Self { weak: true, opaque }
    }

    /// The tag as a header has it.
    pub fn header(&self) -> String {
        format!("{}\"{}\"", if self.weak { "W/" } else { "" }, self.opaque)
    }
}

/// What tells one version of an answer from another.
pub struct Validators {
    /// The tag of the version.
    pub tag: Tag,
    /// When it was last changed, in whole seconds, if that is known.
    pub modified: Option<SystemTime>,
}

/// What a request is to be answered with.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The body or a part of it.
    Send(Selection),
    /// The browser has it already (304).
    NotModified,
    /// The request was for another version (412).
    Failed,
}

/// What the headers of a request ask for of a body of `length` bytes; ranges have a meaning `with_ranges` only.
pub fn evaluate(headers: &HeaderMap, validators: &Validators, length: u64, with_ranges: bool) -> Outcome {
    let modified = validators.modified;
    // The order of RFC 9110, section 13.2.2: tags go before dates.
    let wanted = if headers.contains_key(header::IF_MATCH) {
        matches(headers, header::IF_MATCH, &validators.tag, strong)
    } else {
        date(headers, header::IF_UNMODIFIED_SINCE).zip(modified).is_none_or(|(date, modified)| modified <= date)
    };
    if !wanted {
        return Outcome::Failed;
    }
    let known = if headers.contains_key(header::IF_NONE_MATCH) {
        matches(headers, header::IF_NONE_MATCH, &validators.tag, weak)
    } else {
        date(headers, header::IF_MODIFIED_SINCE).zip(modified).is_some_and(|(date, modified)| modified <= date)
    };
    if known {
        return Outcome::NotModified;
    }
    let range = single(headers, header::RANGE).filter(|_| with_ranges && is_of_same_version(headers, validators));
    Outcome::Send(range.map_or(Selection::Whole, |range| range::select(range, length)))
}

/// Whether a part may be sent: there is no `If-Range`, or it names this very version.
fn is_of_same_version(headers: &HeaderMap, validators: &Validators) -> bool {
    if !headers.contains_key(header::IF_RANGE) {
        return true;
    }
    let by_tag = single(headers, header::IF_RANGE)
        .is_some_and(|value| tags(value).any(|(is_weak, opaque)| strong(&validators.tag, is_weak, opaque)));
    let by_date = date(headers, header::IF_RANGE).is_some_and(|date| validators.modified == Some(date));
    by_tag || by_date
}

/// Whether the list of tags in a header, or its `*`, covers the tag.
fn matches(headers: &HeaderMap, name: HeaderName, tag: &Tag, equal: fn(&Tag, bool, &str) -> bool) -> bool {
    headers.get_all(name).iter().filter_map(text).any(|value| {
        value.trim_matches(BLANKS) == "*" || tags(value).any(|(is_weak, opaque)| equal(tag, is_weak, opaque))
    })
}

fn strong(tag: &Tag, is_weak: bool, opaque: &str) -> bool {
    !tag.weak && !is_weak && tag.opaque == opaque
}

fn weak(tag: &Tag, _is_weak: bool, opaque: &str) -> bool {
    tag.opaque == opaque
}

const BLANKS: [char; 2] = [' ', '\t'];

/// The tags of a list, each with whether it is weak; the list ends where it is malformed. A tag may hold commas.
fn tags(list: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let tag = rest.trim_start_matches([' ', '\t', ',']);
        let is_weak = tag.starts_with("W/");
        let quoted = tag.strip_prefix("W/").unwrap_or(tag).strip_prefix('"')?;
        let (opaque, after) = quoted.split_once('"')?;
        rest = after;
        Some((is_weak, opaque))
    })
}

/// The date in a header; whatever else stands there is ignored, as the standard demands.
fn date(headers: &HeaderMap, name: HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(single(headers, name)?).ok()
}

/// The value of a header that stands there once.
pub fn single(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { text(value) }
}

/// The value of a header made of visible ASCII letters.
pub fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const EARLIER: &str = "Sat, 29 Oct 1994 19:43:30 GMT";
    const THEN: &str = "Sat, 29 Oct 1994 19:43:31 GMT";
    const LATER: &str = "Sat, 29 Oct 1994 19:43:32 GMT";

    fn page() -> Validators {
        Validators { tag: Tag { weak: false, opaque: "xyzzy".to_owned() }, modified: None }
    }

    fn file() -> Validators {
        Validators { tag: Tag::weak("xyzzy".to_owned()), modified: Some(httpdate::parse_http_date(THEN).unwrap()) }
    }

    fn outcome(validators: &Validators, headers: &[(HeaderName, &str)]) -> Outcome {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect::<Vec<_>>();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, value);
        }
        evaluate(&map, validators, 100, true)
    }

    const WHOLE: Outcome = Outcome::Send(Selection::Whole);
    const PART: Outcome = Outcome::Send(Selection::Part(0..10));

    #[test]
    fn tags_compare_as_in_the_standard() {
        // RFC 9110, section 8.8.3.2: tag, tag, equal strongly, equal weakly.
        for (one, (is_weak, other), equal, alike) in [
            (Tag::weak("1".to_owned()), (true, "1"), false, true),
            (Tag::weak("1".to_owned()), (true, "2"), false, false),
            (Tag::weak("1".to_owned()), (false, "1"), false, true),
            (Tag { weak: false, opaque: "1".to_owned() }, (false, "1"), true, true),
        ] {
            assert_eq!((strong(&one, is_weak, other), weak(&one, is_weak, other)), (equal, alike));
        }
    }

    #[test]
    fn lists_of_tags_are_read() {
        for (list, expected) in [
            (r#""xyzzy""#, vec![(false, "xyzzy")]),
            (r#"W/"xyzzy""#, vec![(true, "xyzzy")]),
            (r#""""#, vec![(false, "")]),
            (r#""xyzzy", "r2d2xxxx", "c3piozzzz""#, vec![(false, "xyzzy"), (false, "r2d2xxxx"), (false, "c3piozzzz")]),
            (r#", W/"a,b" ,, "W/""#, vec![(true, "a,b"), (false, "W/")]),
            (r#""a", b, "c""#, vec![(false, "a")]),
            (r#"w/"a""#, vec![]),
            (r#""a"#, vec![]),
            ("xyzzy", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(tags(list).collect::<Vec<_>>(), expected, "{list}");
        }
    }

    #[test]
    fn a_known_version_is_not_sent_again() {
        for known in [r#""xyzzy""#, r#"W/"xyzzy""#, r#""a", "xyzzy""#, "*"] {
            assert_eq!(outcome(&page(), &[(header::IF_NONE_MATCH, known)]), Outcome::NotModified, "{known}");
        }
        for unknown in [r#""other""#, "xyzzy", r#""*""#, ""] {
            assert_eq!(outcome(&page(), &[(header::IF_NONE_MATCH, unknown)]), WHOLE, "{unknown}");
        }
        let two_lines = [(header::IF_NONE_MATCH, r#""a""#), (header::IF_NONE_MATCH, r#""xyzzy""#)];
        assert_eq!(outcome(&page(), &two_lines), Outcome::NotModified);
    }

    #[test]
    fn a_date_counts_where_there_is_no_tag() {
        let since = header::IF_MODIFIED_SINCE;
        assert_eq!(outcome(&file(), &[(since.clone(), THEN)]), Outcome::NotModified);
        assert_eq!(outcome(&file(), &[(since.clone(), LATER)]), Outcome::NotModified);
        assert_eq!(outcome(&file(), &[(since.clone(), EARLIER)]), WHOLE);
        assert_eq!(outcome(&file(), &[(since.clone(), LATER), (header::IF_NONE_MATCH, r#""other""#)]), WHOLE);
        // The obsolete forms of a date, no date, two dates, and a page, whose time is unknown.
        assert_eq!(outcome(&file(), &[(since.clone(), "Saturday, 29-Oct-94 19:43:31 GMT")]), Outcome::NotModified);
        assert_eq!(outcome(&file(), &[(since.clone(), "Sat Oct 29 19:43:31 1994")]), Outcome::NotModified);
        assert_eq!(outcome(&file(), &[(since.clone(), "29/10/1994")]), WHOLE);
        assert_eq!(outcome(&file(), &[(since.clone(), LATER), (since.clone(), LATER)]), WHOLE);
        assert_eq!(outcome(&page(), &[(since, LATER)]), WHOLE);
    }

    #[test]
    fn a_part_is_of_the_version_that_the_browser_has() {
        let range = (header::RANGE, "bytes=0-9");
        let part =
            |validators: &Validators, version| outcome(validators, &[range.clone(), (header::IF_RANGE, version)]);
        assert_eq!(outcome(&page(), std::slice::from_ref(&range)), PART);
        assert_eq!(part(&page(), r#""xyzzy""#), PART);
        assert_eq!(part(&page(), r#"W/"xyzzy""#), WHOLE);
        assert_eq!(part(&page(), r#""other""#), WHOLE);
        assert_eq!(part(&file(), r#"W/"xyzzy""#), WHOLE, "a weak tag does not promise the same bytes");
        assert_eq!(part(&file(), THEN), PART);
        assert_eq!(part(&file(), LATER), WHOLE);
        assert_eq!(part(&file(), "xyzzy"), WHOLE);
    }

    #[test]
    fn another_version_can_be_ruled_out() {
        let wanted = |validators: &Validators, header: HeaderName, value| outcome(validators, &[(header, value)]);
        assert_eq!(wanted(&page(), header::IF_MATCH, r#""a", "xyzzy""#), WHOLE);
        assert_eq!(wanted(&page(), header::IF_MATCH, "*"), WHOLE);
        assert_eq!(wanted(&page(), header::IF_MATCH, r#""other""#), Outcome::Failed);
        assert_eq!(wanted(&file(), header::IF_MATCH, r#"W/"xyzzy""#), Outcome::Failed);
        assert_eq!(wanted(&file(), header::IF_UNMODIFIED_SINCE, EARLIER), Outcome::Failed);
        assert_eq!(wanted(&file(), header::IF_UNMODIFIED_SINCE, THEN), WHOLE);
    }

    #[test]
    fn a_known_version_goes_before_a_part_of_it() {
        let headers = [(header::RANGE, "bytes=0-9"), (header::IF_NONE_MATCH, r#""xyzzy""#)];
        assert_eq!(outcome(&page(), &headers), Outcome::NotModified);
        let two_ranges = [(header::RANGE, "bytes=0-9"), (header::RANGE, "bytes=0-9")];
        assert_eq!(outcome(&page(), &two_ranges), WHOLE);
    }

    #[test]
    fn equal_bytes_have_equal_tags() {
        assert_eq!(Tag::of_bytes(b"a"), Tag::of_bytes(b"a"));
        assert_ne!(Tag::of_bytes(b"a"), Tag::of_bytes(b"b"));
        let header = Tag::of_bytes(b"a").header();
        assert_eq!(tags(&header).map(|(is_weak, opaque)| (is_weak, opaque.len())).collect::<Vec<_>>(), [(false, 32)]);
    }
}
