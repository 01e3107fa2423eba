//! Addresses within the site.

use std::fmt;
use std::sync::Arc;

use crate::text::{FileName, Slug};

/// An address relative to the site's root, made of slugs only, so that it cannot leave the output folder:
/// `` (home), `tinh/son-la/` (a page) or `tinh/son-la/feed.xml` (a file).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// The home page.
    #[must_use]
    pub fn home() -> Self {
        Self("".into())
    }

    /// A page made of fixed parts that the program itself chose.
    ///
    /// # Panics
    /// When a part is no slug: a mistake in the program, found by its first test.
    #[must_use]
    pub fn page(parts: &[&str]) -> Self {
        let mut out = String::new();
        for part in parts {
            assert!(Slug::is_slug(part), "a fixed part is a slug: {part}");
            out.push_str(part);
            out.push('/');
        }
        Self(out.into())
    }

    /// The page `slug/` below this page.
    #[must_use]
    pub fn join(&self, slug: &Slug) -> Self {
        Self([self.folder(), slug.as_str(), "/"].concat().into())
    }

    /// The file `name` beside this page.
    #[must_use]
    pub fn file(&self, name: &FileName) -> Self {
        Self([self.folder(), name.as_str()].concat().into())
    }

    /// A file with a fixed name that the program itself chose, such as `feed.xml`.
    ///
    /// # Panics
    /// When the name cannot be published: a mistake in the program.
    #[must_use]
    pub fn fixed_file(&self, name: &str) -> Self {
        self.file(&FileName::of(name).expect("a fixed name is a file name"))
    }

    /// Reads an old address such as `/tin-tuc/ten-cu/` or `/tin/123.html`; `None` when it is not made of slugs.
    #[must_use]
    pub fn parse_old(text: &str) -> Option<Self> {
        let inner = text.trim().trim_matches('/');
        let (folders, last) = inner.rsplit_once('/').map_or((None, inner), |(folders, last)| (Some(folders), last));
        let mut url = Self::home();
        for part in folders.into_iter().flat_map(|f| f.split('/')) {
            url = url.join(&Slug::parse(part)?);
        }
        match last.strip_suffix(".html") {
            Some(stem) => Slug::parse(stem).and_then(|_| FileName::of(last)).map(|name| url.file(&name)),
            None => Slug::parse(last).map(|slug| url.join(&slug)),
        }
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a page (a folder with an `index.html`) and not a file.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.0.is_empty() || self.0.ends_with('/')
    }

    /// The published file, relative to the output folder, with `/` between the parts.
    #[must_use]
    pub fn output_path(&self) -> String {
        if self.is_page() { [&self.0, "index.html"].concat() } else { self.0.to_string() }
    }

    /// The relative prefix that leads from here to the root: `./`, `../`, `../../`…
    #[must_use]
    pub fn to_root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |end| &self.0[..=end])
    }
}

/// The address of a page without the name of its file.
pub(crate) fn without_index(url: &str) -> &str {
    match url.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => url,
    }
}

impl std::borrow::Borrow<str> for UrlPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_folders_and_links_climb_to_the_root() {
        let page = UrlPath::page(&["tinh", "son-la"]);
        assert_eq!(page.output_path(), "tinh/son-la/index.html");
        assert_eq!(page.to_root(), "../../");
        assert_eq!(page.fixed_file("feed.xml").output_path(), "tinh/son-la/feed.xml");
        assert_eq!(UrlPath::home().output_path(), "index.html");
        assert_eq!(UrlPath::home().to_root(), "./");
    }

    #[test]
    fn an_old_address_cannot_leave_the_site() {
        assert_eq!(UrlPath::parse_old("/tin-tuc/ten-cu/").unwrap().as_str(), "tin-tuc/ten-cu/");
        assert_eq!(UrlPath::parse_old("/tin/123.html").unwrap().as_str(), "tin/123.html");
        for bad in ["../x", "/a//b/", "/Tin-Tuc/", "/a/..%2f/", "/", ""] {
            assert_eq!(UrlPath::parse_old(bad), None, "{bad}");
        }
    }
}
