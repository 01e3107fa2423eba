//! What keeps people who do not see a page from using it, as far as a program can tell from its HTML: WCAG 2.2, success
//! criteria 1.1.1 (pictures), 1.3.1 and 2.4.6 (headings), 2.4.4 and 4.1.2 (names of links and buttons, ids).
//!
//! Slips in Markdown are found with their place in [`crate::parse`]; this looks at what themes and pasted HTML made of it.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Problem};

/// Looks at the HTML of one page, which is named as `/tin-tuc/a/` in what is found.
#[must_use]
pub fn look(page: &str, html: &[u8]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut report = |problem: Problem| out.push(Diagnostic::of_path(page, problem));
    let (mut ids, mut levels) = (HashSet::new(), Vec::new());
    // The link or button that is open, where it leads, and whether it has a name so far.
    let mut open: Option<(&str, String, bool)> = None;
    for tag in tags(html) {
        if let Some(id) = tag.attribute("id")
            && !ids.insert(id)
        {
            report(Problem::RepeatedId { id: id.to_owned() });
        }
        let named = ["aria-label", "aria-labelledby", "title"].iter().any(|name| tag.says(name));
        match tag.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => levels.push(tag.name.as_bytes()[1] - b'0'),
            "img" if tag.attribute("alt").is_none() => {
                let source = tag.attribute("src").unwrap_or_default().to_owned();
                report(Problem::PictureWithoutAlt { source });
            }
            "a" if tag.attribute("href").is_some() => {
                open = Some(("/a", tag.attribute("href").unwrap_or_default().to_owned(), named));
            }
            "button" => open = Some(("/button", "button".to_owned(), named)),
            _ => {}
        }
        if let Some((end, target, has_name)) = &mut open {
            if tag.name == *end {
                if !*has_name {
                    report(Problem::LinkWithoutText { target: target.clone() });
                }
                open = None;
            } else {
                *has_name |= named || tag.says("alt") || !tag.text_after.trim_ascii().is_empty();
            }
        }
    }
    let skips = levels.windows(2).any(|pair| pair[1] > pair[0] + 1);
    let main = levels.iter().filter(|level| **level == 1).count();
    // The page at an old address only leads on.
    if !levels.is_empty() && (main != 1 || skips) {
        let levels = levels.iter().map(|level| format!("h{level}")).collect::<Vec<_>>().join(" ");
        report(Problem::PageHeadings { levels });
    }
    out
}

/// A tag, such as `a` or `/a`, and the text up to the next one.
struct Tag<'h> {
    name: &'h str,
    attributes: &'h [u8],
    text_after: &'h [u8],
}

impl<'h> Tag<'h> {
    fn attribute(&self, wanted: &str) -> Option<&'h str> {
        attributes_of(self.attributes).find(|(name, _)| *name == wanted.as_bytes()).map(|(_, value)| value)
    }

    fn says(&self, attribute: &str) -> bool {
        self.attribute(attribute).is_some_and(|value| !value.trim().is_empty())
    }
}

/// Names and values of the attributes of one tag.
fn attributes_of(tag: &[u8]) -> impl Iterator<Item = (&[u8], &str)> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let equals = memchr::memchr(b'=', rest)?;
        let name = &rest[rest[..equals].iter().rposition(u8::is_ascii_whitespace).map_or(0, |i| i + 1)..equals];
        let value = rest[equals + 1..].strip_prefix(b"\"")?;
        let end = memchr::memchr(b'"', value)?;
        rest = &value[end + 1..];
        Some((name, std::str::from_utf8(&value[..end]).unwrap_or_default()))
    })
}

/// The tags of a page in order; `<` and `>` stand escaped everywhere else.
fn tags(html: &[u8]) -> impl Iterator<Item = Tag<'_>> {
    memchr::memchr_iter(b'<', html).map(|start| {
        let rest = &html[start + 1..];
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let (tag, after) = (&rest[..end], rest.get(end + 1..).unwrap_or_default());
        let name_end = tag.iter().position(|b| b.is_ascii_whitespace()).unwrap_or(tag.len());
        let name = std::str::from_utf8(&tag[..name_end]).unwrap_or_default();
        let text_after = &after[..memchr::memchr(b'<', after).unwrap_or(after.len())];
        Tag { name, attributes: &tag[name_end..], text_after }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(html: &str) -> Vec<&'static str> {
        look("/a/", html.as_bytes()).iter().map(|d| d.problem.code()).collect()
    }

    #[test]
    fn a_sound_page_is_passed_over() {
        let html = "<h1 id=\"a\">A</h1><p><a href=\"b\">B</a> <a href=\"c\"><img src=\"c.png\" alt=\"C\"></a>\
                    <a href=\"#d\" aria-label=\"D\"></a></p><h2 id=\"b\">B</h2><h3>C</h3><h2>D</h2>";
        assert_eq!(codes(html), [""; 0]);
    }

    #[test]
    fn what_hides_a_page_from_some_readers_is_found() {
        assert_eq!(codes("<h1>A</h1><h3>B</h3>"), ["W124"]);
        assert_eq!(codes("<h2>A</h2>"), ["W124"]);
        assert_eq!(codes("<h1>A</h1><a href=\"x\"><span> </span></a><button></button>"), ["W125", "W125"]);
        assert_eq!(codes("<h1 id=\"x\">A</h1><p id=\"x\">"), ["W126"]);
        assert_eq!(codes("<h1>A</h1><img src=\"x.png\">"), ["W127"]);
    }
}
