//! Links and images of every body: where they lead, and whether it is there.

use std::collections::BTreeSet;

use ahash::AHashMap;
use rayon::prelude::*;

use crate::diag::{Diagnostic, Diagnostics, Place, Problem};
use crate::model::item::Visibility;
use crate::model::outline::{Link, Target};
use crate::model::{Item, ItemId, Items};
use crate::parse::markdown::is_blank_alt;
use crate::text::suggest;

/// Where the links of all items lead, and what is wrong with them; `paths` are all Markdown files, understood or not.
pub fn resolve(items: &Items, paths: &BTreeSet<String>) -> (Vec<(ItemId, Vec<Target>)>, Diagnostics) {
    let by_url = items.iter().map(|(id, item)| (item.url.as_str(), id)).collect();
    let all_files = items.iter().flat_map(|(id, item)| item.attachments.iter().enumerate().map(move |a| (id, a)));
    let attachments = all_files.map(|(id, (number, file))| (file.path.as_str(), (id, number))).collect();
    let everyone: Vec<(ItemId, &Item)> = items.iter().collect();
    let of_item = |(id, item): &(ItemId, &Item)| {
        let look = Lookup { items, by_url: &by_url, attachments: &attachments, paths, item };
        let mut mistakes = Vec::new();
        let targets = item.outline.links.iter().map(|link| look.target(link, &mut mistakes)).collect();
        (*id, targets, mistakes)
    };
    let found: Vec<_> = everyone.par_iter().map(of_item).collect();
    let mut diagnostics = Diagnostics::default();
    let mut targets = Vec::with_capacity(found.len());
    for (id, of_item, mistakes) in found {
        targets.push((id, of_item));
        diagnostics.extend(mistakes);
    }
    (targets, diagnostics)
}

struct Lookup<'a> {
    items: &'a Items,
    by_url: &'a AHashMap<&'a str, ItemId>,
    /// Every attachment by its path: whose it is, and its number there.
    attachments: &'a AHashMap<&'a str, (ItemId, usize)>,
    paths: &'a BTreeSet<String>,
    item: &'a Item,
}

impl Lookup<'_> {
    fn target(&self, link: &Link, mistakes: &mut Vec<Diagnostic>) -> Target {
        let place = Place::new(&self.item.file, link.span.clone());
        if link.image && is_blank_alt(&self.item.file.text[link.span.clone()]) {
            mistakes.push(Diagnostic::at(place.clone(), Problem::ImageWithoutAlt { target: link.dest.clone() }));
        }
        match self.find(link) {
            Ok(Target::Item(..)) if link.image => {
                mistakes.push(Diagnostic::at(place, Problem::ImageMissing { target: link.dest.clone() }));
                Target::AsWritten
            }
            Ok(target) => {
                if let Target::Item(id, _) | Target::Attachment(id, ..) = &target
                    && self.items[*id].visibility != Visibility::Public
                    && !std::ptr::eq(self.item, &self.items[*id])
                {
                    mistakes
                        .push(Diagnostic::at(place.clone(), Problem::LinkToUnpublished { target: link.dest.clone() }));
                }
                if let Target::Attachment(id, number, _) = &target
                    && link.image
                    && self.items[*id].attachments.get(*number).is_some_and(|file| !file.can_be_shown())
                {
                    mistakes.push(Diagnostic::at(place, Problem::NoPicture { target: link.dest.clone() }));
                }
                target
            }
            Err((problem, meant)) => {
                mistakes.push(Diagnostic::at(place, problem).suggest(meant));
                Target::AsWritten
            }
        }
    }

    fn find(&self, link: &Link) -> Result<Target, (Problem, Option<String>)> {
        let dest = link.dest.as_str();
        if let Some(scheme) = scheme(dest) {
            let accepted = ["https", "http", "mailto", "tel"].contains(&scheme.to_ascii_lowercase().as_str());
            return if accepted {
                Ok(Target::AsWritten)
            } else {
                Err((Problem::BadScheme { target: dest.to_owned() }, None))
            };
        }
        if dest.starts_with("//") {
            return Ok(Target::AsWritten);
        }
        if let Some(path) = dest.strip_prefix('/') {
            return self.find_address(path);
        }
        let (path, anchor) = match dest.split_once('#') {
            Some((path, anchor)) => (path, Some(percent_decode(anchor))),
            None => (dest, None),
        };
        if path.is_empty() {
            let anchor = anchor.unwrap_or_default();
            return self.anchor_of(self.item, &anchor).map(|()| Target::Anchor(anchor));
        }
        let path = percent_decode(path);
        let path = path.split('?').next().unwrap_or_default().to_owned();
        if !link.image && path.to_ascii_lowercase().ends_with(".md") {
            return self.find_item(&path, anchor);
        }
        let name = path.strip_prefix("./").unwrap_or(&path);
        if let Some((id, number)) = self.attachments.get(join(&self.item.file.path, &path).as_str()) {
            return Ok(Target::Attachment(*id, *number, anchor));
        }
        let meant = suggest::nearest(name, self.item.attachments.iter().map(|a| a.name.as_str())).map(str::to_owned);
        let target = link.dest.clone();
        let meant = meant.or_else(|| dest.starts_with("www.").then(|| format!("https://{dest}")));
        Err((if link.image { Problem::ImageMissing { target } } else { Problem::LinkTargetMissing { target } }, meant))
    }

    /// An address written from the root of the site: that of an item follows the item, any other is checked when all
    /// pages are planned.
    fn find_address(&self, path: &str) -> Result<Target, (Problem, Option<String>)> {
        let (page, anchor) =
            path.split_once('#').map_or((path, None), |(page, anchor)| (page, Some(anchor.to_owned())));
        let found = self.by_url.get(page).or_else(|| self.by_url.get(format!("{page}/").as_str()));
        let Some(id) = found.copied() else { return Ok(Target::SitePath(path.to_owned())) };
        if let Some(anchor) = &anchor {
            self.anchor_of(&self.items[id], anchor)?;
        }
        Ok(Target::Item(id, anchor))
    }

    fn find_item(&self, path: &str, anchor: Option<String>) -> Result<Target, (Problem, Option<String>)> {
        let full = join(&self.item.file.path, path);
        let bundle = full.strip_suffix(".md").map(|stem| format!("{stem}/index.md"));
        let found = self.items.at_path(&full).or_else(|| self.items.at_path(bundle.as_deref()?));
        let Some(id) = found else {
            if self.paths.contains(&full) {
                return Ok(Target::Unpublished); // Its own mistakes are reported at its own place.
            }
            let meant = self.nearest_path(path);
            return Err((Problem::LinkTargetMissing { target: path.to_owned() }, meant));
        };
        let item = &self.items[id];
        if let Some(anchor) = &anchor {
            self.anchor_of(item, anchor)?;
        }
        Ok(Target::Item(id, anchor))
    }

    /// The file most like a path that leads nowhere: by the whole path, else by the name alone.
    fn nearest_path(&self, path: &str) -> Option<String> {
        let written: Vec<String> = self.paths.iter().map(|p| relative_to(&self.item.file.path, p)).collect();
        if let Some(meant) = suggest::nearest(path, written.iter().map(String::as_str)) {
            return Some(meant.to_owned());
        }
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let names: Vec<String> = written.iter().map(|p| name(p)).collect();
        let meant = suggest::nearest(&name(path), names.iter().map(String::as_str))?;
        written.iter().zip(&names).find(|(_, n)| *n == meant).map(|(path, _)| path.clone())
    }

    fn anchor_of(&self, item: &Item, anchor: &str) -> Result<(), (Problem, Option<String>)> {
        let headings = &item.outline.headings;
        if headings.iter().any(|h| h.id == anchor) {
            return Ok(());
        }
        let meant = suggest::nearest(anchor, headings.iter().map(|h| h.id.as_str()));
        let problem = Problem::AnchorMissing {
            anchor: anchor.to_owned(),
            target: item.file.path.clone(),
            known: item.outline.anchors(),
        };
        Err((problem, meant.map(|m| format!("#{m}"))))
    }
}

/// The scheme of a link such as `https:` or `mailto:`; one letter is a Windows drive.
fn scheme(dest: &str) -> Option<&str> {
    let (scheme, _) = dest.split_once(':')?;
    let letters = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    (scheme.len() > 1 && letters && !scheme.contains("..")).then_some(scheme)
}

/// The path that `relative` means in the folder of `from`.
fn join(from: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The path of `target` as it is written in the file `from`.
fn relative_to(from: &str, target: &str) -> String {
    let from: Vec<&str> = from.rsplit_once('/').map_or("", |(folder, _)| folder).split('/').collect();
    let to: Vec<&str> = target.split('/').collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(from.len() - common), to[common..].join("/"))
}

/// Undoes `%20` and the like; what is not UTF-8 afterwards stays as written.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let hex = |b: u8| (b as char).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        if let (b'%', Some(high), Some(low)) =
            (bytes[i], bytes.get(i + 1).copied().and_then(hex), bytes.get(i + 2).copied().and_then(hex))
        {
            out.push(high * 16 + low);
            i += 3;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    let decoded = String::from_utf8(out).unwrap_or_else(|_| text.to_owned());
    crate::text::decode::normalise(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_from_the_file_they_stand_in() {
        assert_eq!(join("content/tin-tuc/a.md", "../bao-cao/b.md"), "content/bao-cao/b.md");
        assert_eq!(join("content/tin-tuc/a.md", "./c.md"), "content/tin-tuc/c.md");
        assert_eq!(relative_to("content/tin-tuc/a.md", "content/bao-cao/b.md"), "../bao-cao/b.md");
        assert_eq!(relative_to("content/tin-tuc/a.md", "content/tin-tuc/c.md"), "c.md");
        assert_eq!(percent_decode("%E1%BA%A3nh%201.jpg"), "ảnh 1.jpg");
        assert_eq!(scheme("mailto:a@b"), Some("mailto"));
        assert_eq!((scheme("../a:b"), scheme("C:x"), scheme("a/b:c")), (None, None, None));
    }
}
