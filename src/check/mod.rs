//! Looks at the finished site: follows every link of every rendered page, and compares figures with each other and the text.
//!
//! Links in Markdown are resolved with their place before; this stage finds what a theme or an address written from
//! the root (`/…`) gets wrong. Links to other sites are not followed.

mod accessibility;
mod figures;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::diag::{Diagnostic, Diagnostics, Problem};
use crate::plan::{Page, Subject};
use crate::render::{Rendered, Renderer};

pub use figures::figures;

/// What keeps some people from using a page.
#[must_use]
pub fn accessibility(page: &Page, rendered: &Rendered) -> Vec<Diagnostic> {
    match rendered {
        Rendered::Bytes(html) if page.url.is_page() => accessibility::look(&format!("/{}", page.url), html),
        _ => Vec::new(),
    }
}

/// Draws the conclusion from what was found on all pages.
#[must_use]
pub fn conclude(renderer: &Renderer, found: Findings) -> Diagnostics {
    let mut out: Diagnostics = found.broken.into_iter().collect();
    let mut anchors: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (target, anchor, page) in found.anchors {
        anchors.entry(target).or_default().insert((anchor, page));
    }
    // Few pages are linked to by such anchors: rendering them once more costs less than keeping the ids of all.
    for (target, wanted) in anchors {
        let Some(page) = renderer.plan.find(&target) else { continue };
        let Ok(Rendered::Bytes(bytes)) = renderer.render(page) else { continue };
        let ids = ids(&bytes);
        for (anchor, page) in wanted {
            if !ids.contains(anchor.as_str()) {
                out.push(broken(Problem::BrokenAnchor { page, target: format!("/{target}#{anchor}") }));
            }
        }
    }
    out.sort();
    out
}

/// What the links of one page gave.
#[derive(Debug, Default)]
pub struct Findings {
    broken: Vec<Diagnostic>,
    /// Target page, anchor, page of the link.
    anchors: Vec<(String, String, String)>,
}

impl Findings {
    /// Adds what was found on other pages.
    pub fn merge(&mut self, other: Self) {
        self.broken.extend(other.broken);
        self.anchors.extend(other.anchors);
    }
}

/// Follows the links of one page.
#[must_use]
pub fn look(renderer: &Renderer, page: &Page, rendered: &Rendered) -> Findings {
    let mut out = Findings::default();
    let (true, Rendered::Bytes(html)) = (page.url.is_page(), rendered) else { return out };
    let root = page.url.to_root();
    let (mut own_anchors, mut ids): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (name, link) in attributes(html) {
        match name {
            b"href" | b"src" => {}
            b"id" => {
                ids.push(link);
                continue;
            }
            _ => continue,
        }
        let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
        if path.is_empty() {
            own_anchors.extend(anchor.filter(|a| !a.is_empty()));
            continue;
        }
        // Nearly every link is written from the root, so that its target stands in it as it is.
        let from_root = path.strip_prefix(root.as_str()).filter(|target| renderer.plan.find(target).is_some());
        if let (Some(_), None) = (from_root, anchor) {
            continue;
        }
        if is_outside(link) {
            continue;
        }
        let target = absolute(page.url.as_str(), path).filter(|target| renderer.plan.find(target).is_some());
        match (target, anchor) {
            (None, _) => {
                out.broken.push(broken(Problem::BrokenLink { page: page.url.to_string(), target: link.to_owned() }));
            }
            (Some(target), Some(anchor)) if is_heading(renderer, &target, anchor) => {}
            (Some(target), Some(anchor)) => out.anchors.push((target, anchor.to_owned(), page.url.to_string())),
            (Some(_), None) => {}
        }
    }
    ids.sort_unstable();
    let missing = own_anchors.into_iter().filter(|anchor| ids.binary_search(anchor).is_err());
    out.broken.extend(
        missing
            .map(|anchor| broken(Problem::BrokenAnchor { page: page.url.to_string(), target: format!("#{anchor}") })),
    );
    out
}

/// Whether an anchor is that of a heading of the item at an address, as nearly all are.
fn is_heading(renderer: &Renderer, address: &str, anchor: &str) -> bool {
    let Some(Subject::Item(id)) = renderer.plan.find(address).map(|page| &page.subject) else { return false };
    renderer.site.item(*id).outline.headings.iter().any(|heading| heading.id == anchor)
}

fn broken(problem: Problem) -> Diagnostic {
    let page = match &problem {
        Problem::BrokenLink { page, .. } | Problem::BrokenAnchor { page, .. } => page.clone(),
        _ => String::new(),
    };
    Diagnostic::of_path(format!("/{page}"), problem)
}

fn is_outside(link: &str) -> bool {
    link.starts_with("//") || link.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '#', '?', '.']))
}

/// The ids of a page.
fn ids(html: &[u8]) -> HashSet<&str> {
    attributes(html).filter(|(name, _)| *name == b"id").map(|(_, value)| value).collect()
}

/// Names and values of all attributes in double quotes, as templates and Markdown write them; `<` and `>` stand escaped
/// everywhere else, so that what lies between them is a tag.
fn attributes(html: &[u8]) -> impl Iterator<Item = (&[u8], &str)> {
    let tags = memchr::memchr_iter(b'<', html).map(|start| {
        let rest = &html[start..];
        &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())]
    });
    tags.flat_map(attributes_of)
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

/// The address, relative to the root, that `relative` means on the page `from`; `None` when it leaves the site.
fn absolute(from: &str, relative: &str) -> Option<String> {
    let relative = relative.split('?').next().unwrap_or_default();
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    let mut folder = true;
    for part in relative.split('/') {
        folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    let joined = parts.join("/");
    Some(if folder && !joined.is_empty() { format!("{joined}/") } else { joined })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_from_tags_only() {
        let html = br#"<a class="x" href="../a/">href="b"</a> <img src="c.png" alt="">"#;
        let links: Vec<_> = attributes(html).filter(|(n, _)| matches!(*n, b"href" | b"src")).map(|(_, v)| v).collect();
        assert_eq!(links, ["../a/", "c.png"]);
    }

    #[test]
    fn relative_addresses_are_followed_within_the_site() {
        assert_eq!(absolute("tinh/son-la/", "../../bao-cao/a/").as_deref(), Some("bao-cao/a/"));
        assert_eq!(absolute("tinh/son-la/", "../../").as_deref(), Some(""));
        assert_eq!(absolute("", "./bantin.css").as_deref(), Some("bantin.css"));
        assert_eq!(absolute("a/", "../../x"), None);
        assert!(is_outside("https://a.vn/") && is_outside("mailto:a@b.vn") && !is_outside("../a/"));
    }
}
