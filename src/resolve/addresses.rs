//! No two items, old addresses or attachments may claim one address.

use ahash::AHashMap;

use crate::diag::{Diagnostic, Diagnostics, Place, Problem};
use crate::model::{Item, Items, UrlPath};

/// Addresses of pages that are not items, which fixed pages at the root could take.
const RESERVED: &[&str] = &[
    "bao-cao",
    "tin-tuc",
    "ban-tin",
    "tinh",
    "ky",
    "chu-de",
    "van-ban",
    "so-lieu",
    "nhiem-vu",
    "do-phu",
    "tim-kiem",
    "so-do-trang",
];

/// Reports every address that is claimed twice.
pub fn check(items: &Items) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let mut owners: AHashMap<UrlPath, &Item> = AHashMap::with_capacity(items.len());
    for item in items.values() {
        let files = item.attachments.iter().map(|a| item.url.file(&a.published));
        let claims = [item.url.clone()].into_iter().chain(files);
        for url in claims.chain(item.aliases.iter().cloned()) {
            let last = url.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let page_of_list = last.strip_prefix("trang-").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
            if page_of_list || RESERVED.contains(&url.as_str().trim_end_matches('/')) {
                report(item, &url, None, &mut diagnostics);
            } else if let Some(owner) = owners.get(&url) {
                report(item, &url, Some(owner), &mut diagnostics);
            } else {
                owners.insert(url, item);
            }
        }
    }
    diagnostics
}

fn report(item: &Item, url: &UrlPath, owner: Option<&Item>, diagnostics: &mut Diagnostics) {
    let (ai_giu, other) = owner.map_or(("trang của cổng", "a page of the site"), |o| (&o.file.path, &o.file.path));
    let problem =
        Problem::DuplicateAddress { url: url.to_string(), other: other.to_owned(), ai_giu: ai_giu.to_owned() };
    let span = written_address(item, url).unwrap_or(0..3);
    let problem = match (&item.note, owner) {
        (Some(note), Some(owner)) if owner.note.is_some() && item.url == *url => {
            Problem::SecondNote { code: note.citation.code.text.clone(), other: owner.file.path.clone() }
        }
        _ => problem,
    };
    let diagnostic = Diagnostic::at(Place::new(&item.file, span), problem);
    diagnostics.push(match owner {
        Some(owner) => diagnostic.see(Place::new(&owner.file, 0..3)),
        None => diagnostic,
    });
}

/// Where an old address is written; an address of the item itself is written nowhere.
fn written_address(item: &Item, url: &UrlPath) -> Option<std::ops::Range<usize>> {
    let written = format!("/{}", url.as_str().trim_end_matches('/'));
    let start = item.aliases.contains(url).then(|| item.file.text[..item.body.start].find(&written))??;
    Some(start..start + written.len())
}
