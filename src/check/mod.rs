//! Looks at the finished site: follows every link of every rendered page, and compares figures with each other and the text.
//!
//! Links in Markdown are resolved with their place before; this stage finds what a theme or an address written from
//! the root (`/…`) gets wrong. Links to other sites are not followed.

mod accessibility;
mod figures;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::diag::{Diagnostic, Diagnostics, Problem};
use crate::model::ItemId;
use crate::plan::{Page, Subject};
use crate::render::views::{FIGURES_ANCHOR, TASK_ANCHOR};
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
    for (row, page) in found.to_rows.into_iter().filter(|(row, _)| !found.rows.contains(row)) {
        let target = renderer.site.item(row.item).url.to_string();
        anchors.entry(target).or_default().insert((row.anchor(), page));
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

/// What lists of tasks and figures lead to on the page of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Row {
    item: ItemId,
    /// The number of the task, or 0 for the table of figures.
    task: usize,
}

impl Row {
    /// The row that an anchor on the page of an item means.
    fn of(item: ItemId, anchor: &str) -> Option<Self> {
        let task = if anchor == FIGURES_ANCHOR { 0 } else { anchor.strip_prefix(TASK_ANCHOR)?.parse().ok()? };
        Some(Self { item, task }).filter(|row| row.anchor() == anchor)
    }

    fn anchor(self) -> String {
        if self.task == 0 { FIGURES_ANCHOR.to_owned() } else { format!("{TASK_ANCHOR}{}", self.task) }
    }
}

/// What the links of one page gave.
#[derive(Debug, Default)]
pub struct Findings {
    broken: Vec<Diagnostic>,
    /// Target page, anchor, page of the link.
    anchors: Vec<(String, String, String)>,
    /// The rows of reports that are there.
    rows: HashSet<Row>,
    /// The rows of reports that pages lead to, each with one such page.
    to_rows: BTreeMap<Row, String>,
}

impl Findings {
    /// Adds what was found on other pages.
    pub fn merge(&mut self, other: Self) {
        self.broken.extend(other.broken);
        self.anchors.extend(other.anchors);
        self.rows.extend(other.rows);
        self.to_rows.extend(other.to_rows);
    }
}

/// Follows the links of one page.
#[must_use]
pub fn look(renderer: &Renderer, page: &Page, rendered: &Rendered) -> Findings {
    let mut out = Findings::default();
    let (true, Rendered::Bytes(html)) = (page.url.is_page(), rendered) else { return out };
    let root = page.url.to_root();
    let (mut own_anchors, mut ids): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (attribute, link) in addresses(html) {
        if attribute == Attribute::Id {
            ids.push(link);
            continue;
        }
        let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
        if path.is_empty() {
            own_anchors.extend(anchor.filter(|a| !a.is_empty()));
            continue;
        }
        // Nearly every link is written from the root, so that its target stands in it as it is.
        let from_root = path.strip_prefix(root.as_str()).and_then(|target| renderer.plan.find(target));
        match (from_root.map(|target| &target.subject), anchor) {
            (Some(_), None) => continue,
            (Some(Subject::Item(id)), Some(anchor)) if is_heading(renderer, *id, anchor) => continue,
            (Some(Subject::Item(id)), Some(anchor)) => {
                if let Some(row) = Row::of(*id, anchor) {
                    out.to_rows.entry(row).or_insert_with(|| page.url.to_string());
                    continue;
                }
            }
            _ => {}
        }
        if is_outside(link) {
            continue;
        }
        let target = absolute(page.url.as_str(), path).filter(|target| renderer.plan.find(target).is_some());
        match (target, anchor) {
            (None, _) => {
                out.broken.push(broken(Problem::BrokenLink { page: page.url.to_string(), target: link.to_owned() }));
            }
            (Some(target), Some(anchor)) => out.anchors.push((target, anchor.to_owned(), page.url.to_string())),
            (Some(_), None) => {}
        }
    }
    if let Subject::Item(id) = page.subject {
        out.rows = ids.iter().filter_map(|anchor| Row::of(id, anchor)).collect();
    }
    ids.sort_unstable();
    let missing = own_anchors.into_iter().filter(|anchor| ids.binary_search(anchor).is_err());
    out.broken.extend(
        missing
            .map(|anchor| broken(Problem::BrokenAnchor { page: page.url.to_string(), target: format!("#{anchor}") })),
    );
    out
}

/// Whether an anchor is that of a heading of an item, as nearly all are.
fn is_heading(renderer: &Renderer, id: ItemId, anchor: &str) -> bool {
    renderer.site.item(id).outline.headings.iter().any(|heading| heading.id == anchor)
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
    addresses(html).filter(|(attribute, _)| *attribute == Attribute::Id).map(|(_, value)| value).collect()
}

/// An attribute that links have to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attribute {
    /// `href` and `src`.
    Link,
    Id,
}

/// The links and ids of a page: attributes in double quotes, as templates and Markdown write them; `<` and `>` stand escaped
/// everywhere else, so that what lies between them is a tag. No value holds a quote: what looks like the beginning of an
/// attribute within a tag is one.
fn addresses(html: &[u8]) -> impl Iterator<Item = (Attribute, &str)> {
    let mut quotes = memchr::memchr_iter(b'"', html);
    std::iter::from_fn(move || {
        loop {
            let quote = quotes.next()?;
            let (before, attribute) = match &html[..quote] {
                [before @ .., b'h', b'r', b'e', b'f', b'='] => (before, Attribute::Link),
                [before @ .., b's', b'r', b'c', b'='] => (before, Attribute::Link),
                [before @ .., b'i', b'd', b'='] => (before, Attribute::Id),
                _ => continue,
            };
            if !before.last().is_some_and(u8::is_ascii_whitespace) {
                continue;
            }
            let in_tag = memchr::memrchr2(b'<', b'>', &html[..quote]).is_some_and(|at| html[at] == b'<');
            if in_tag {
                let value = &html[quote + 1..quotes.next()?];
                return Some((attribute, std::str::from_utf8(value).unwrap_or_default()));
            }
        }
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
        let links: Vec<_> = addresses(html).collect();
        assert_eq!(links, [(Attribute::Link, "../a/"), (Attribute::Link, "c.png")]);
        let html = br##"<p>"a" href="b"</p><p>id="x"</p><h2
            id="a" class="b"><a data-href="#"
            href="#a">"##;
        let links: Vec<_> = addresses(html).collect();
        assert_eq!(links, [(Attribute::Id, "a"), (Attribute::Link, "#a")]);
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
