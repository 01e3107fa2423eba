//! What the preview remembers of a browser tab, so that it can follow its article.

use crate::model::{Item, UrlPath};
use crate::plan::{Page, Subject};
use crate::render::Renderer;

/// What a browser tab shows, as far as it was told.
#[derive(Default)]
pub struct Tab {
    /// The hash of the page.
    pub page: Option<String>,
    /// The item, by which it is known again when it has another address.
    pub item: Option<Known>,
}

/// What tells an item from all others, wherever it goes: its file, and what the file says.
pub struct Known {
    path: String,
    text: blake3::Hash,
}

impl Known {
    /// What there is to know of an item.
    pub fn of(item: &Item) -> Self {
        Self { path: item.file.path.clone(), text: blake3::hash(item.file.text.as_bytes()) }
    }

    /// For a browser to keep.
    pub fn token(&self) -> String {
        format!("{}:{}", self.text.to_hex(), self.path)
    }

    /// What a browser kept.
    pub fn read(token: &str) -> Option<Self> {
        let (text, path) = token.split_once(':')?;
        Some(Self { path: path.to_owned(), text: blake3::Hash::from_hex(text).ok()? })
    }

    /// Its address now: that of its file, or of the file that says the same where there is none any more.
    pub fn address<'r>(&self, renderer: &'r Renderer) -> Option<&'r UrlPath> {
        let items = &renderer.site.items;
        let same_file = items.at_path(&self.path).map(|id| &items[id]);
        let says_it = |item: &&Item| blake3::hash(item.file.text.as_bytes()) == self.text;
        let moved = same_file.or_else(|| items.values().find(says_it))?;
        renderer.plan.contains(&moved.url).then_some(&moved.url)
    }
}

/// The item that a page shows: its own page, or that of the document it is a note on.
pub fn item_of<'r>(renderer: &'r Renderer, page: &Page) -> Option<&'r Item> {
    match page.subject {
        Subject::Item(id) => Some(renderer.site.item(id)),
        Subject::Document(id, _) => renderer.site.documents.get(id).note.map(|note| renderer.site.item(note)),
        _ => None,
    }
}
