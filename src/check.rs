//! Follows every link of every rendered page: addresses and anchors within the site.
//!
//! Links in Markdown are resolved with their place before; this stage finds what a theme or an address written from
//! the root (`/…`) gets wrong. Links to other sites are not followed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use crate::diag::{Diagnostic, Diagnostics, Problem};
use crate::plan::Page;
use crate::render::{Rendered, Renderer};

/// Checks the links of all pages.
#[must_use]
pub fn links(renderer: &Renderer, pages: &[(&Page, Rendered)]) -> Diagnostics {
    let found: Vec<Findings> = pages.par_iter().map(|(page, rendered)| look(renderer, page, rendered)).collect();
    let mut out = Diagnostics::default();
    let mut anchors: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for findings in found {
        out.extend(findings.broken);
        for (target, anchor, page) in findings.anchors {
            anchors.entry(target).or_default().insert((anchor, page));
        }
    }
    // Few pages are linked to by anchor: rendering those once more costs less than keeping the ids of all.
    for (target, wanted) in anchors {
        let Some(Ok(Rendered::Bytes(bytes))) = renderer.plan.find(&target).map(|page| renderer.render(page)) else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        let ids: HashSet<&str> = attributes(&text, " id=\"").collect();
        for (anchor, page) in wanted {
            if !ids.contains(anchor.as_str()) {
                out.push(broken(Problem::BrokenAnchor { page, target: format!("/{target}#{anchor}") }));
            }
        }
    }
    out.sort();
    out
}

#[derive(Default)]
struct Findings {
    broken: Vec<Diagnostic>,
    /// Target page, anchor, page of the link.
    anchors: Vec<(String, String, String)>,
}

fn look(renderer: &Renderer, page: &Page, rendered: &Rendered) -> Findings {
    let mut out = Findings::default();
    let (true, Rendered::Bytes(bytes)) = (page.url.is_page(), rendered) else { return out };
    let text = String::from_utf8_lossy(bytes);
    let mut seen: HashSet<&str> = HashSet::new();
    let mut ids: Option<HashSet<&str>> = None;
    for link in attributes(&text, " href=\"").chain(attributes(&text, " src=\"")) {
        if !seen.insert(link) || is_outside(link) {
            continue;
        }
        let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
        if path.is_empty() {
            let ids = ids.get_or_insert_with(|| attributes(&text, " id=\"").collect());
            if anchor.is_some_and(|a| !a.is_empty() && !ids.contains(a)) {
                out.broken.push(broken(Problem::BrokenAnchor { page: page.url.to_string(), target: link.to_owned() }));
            }
            continue;
        }
        let target = absolute(page.url.as_str(), path).filter(|target| renderer.plan.find(target).is_some());
        match (target, anchor) {
            (None, _) => {
                out.broken.push(broken(Problem::BrokenLink { page: page.url.to_string(), target: link.to_owned() }))
            }
            (Some(target), Some(anchor)) => out.anchors.push((target, anchor.to_owned(), page.url.to_string())),
            (Some(_), None) => {}
        }
    }
    out
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

/// The values of an attribute, found by its text: our own templates and Markdown always write double quotes.
fn attributes<'t>(text: &'t str, attribute: &'static str) -> impl Iterator<Item = &'t str> {
    text.split(attribute).skip(1).filter_map(|rest| rest.split_once('"').map(|(value, _)| value))
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
    fn relative_addresses_are_followed_within_the_site() {
        assert_eq!(absolute("tinh/son-la/", "../../bao-cao/a/").as_deref(), Some("bao-cao/a/"));
        assert_eq!(absolute("tinh/son-la/", "../../").as_deref(), Some(""));
        assert_eq!(absolute("", "./bantin.css").as_deref(), Some("bantin.css"));
        assert_eq!(absolute("a/", "../../x"), None);
        assert!(is_outside("https://a.vn/") && is_outside("mailto:a@b.vn") && !is_outside("../a/"));
    }
}
