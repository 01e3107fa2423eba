//! The sixth stage: one planned page and the theme to bytes, a pure function.
//!
//! `build` renders every page in parallel; the preview renders the one that is asked for. Both call [`Renderer::render`].

mod chart;
pub mod data;
pub mod files;
pub mod highlight;
pub mod html;
mod kept;
pub mod object;
mod pieces;
mod prepared;
pub mod theme;
pub mod views;

use std::path::PathBuf;

use tera::Context;

use crate::diag::{Diagnostic, Lang};
use crate::model::{ItemId, ItemKind};
use crate::plan::{Output, Page, Plan, Subject, document_url};
use crate::site::Site;
use html::{Placing, Surroundings};
use prepared::Prepared;
pub use theme::Theme;

/// What a page became.
#[derive(Debug)]
pub enum Rendered {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// A file to copy as it is.
    Copy(PathBuf),
    /// A picture to make smaller, to this width in pixels.
    Picture(PathBuf, u32),
}

/// A site, its plan and its theme, ready to render any page.
pub struct Renderer {
    /// The site.
    pub site: Site,
    /// Every page.
    pub plan: Plan,
    theme: Theme,
    prepared: Prepared,
}

/// What stands for the way to the root of the site in everything that is rendered, until a page is finished: no character of
/// any text. So pages at all depths share what they have in common.
pub const ROOT: &str = "\u{fdd0}";

/// Puts the way to the root of the site where [`ROOT`] stands.
fn rooted(html: &[u8], root: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len() + html.len() / 8);
    let mut done = 0;
    for at in memchr::memmem::find_iter(html, ROOT) {
        out.extend_from_slice(&html[done..at]);
        out.extend_from_slice(root.as_bytes());
        done = at + ROOT.len();
    }
    out.extend_from_slice(&html[done..]);
    out
}

impl Renderer {
    /// A renderer of the pages of a plan of the site.
    #[must_use]
    pub fn new(site: Site, plan: Plan, theme: Theme) -> Self {
        let prepared = Prepared::new(&site, &plan, &theme);
        Self { site, plan, theme, prepared }
    }

    /// Goes on with another plan after the site was changed, perhaps with another theme.
    pub fn refresh(&mut self, plan: Plan, theme: Option<Theme>) {
        if let Some(theme) = theme {
            self.theme = theme;
        }
        let old = std::mem::replace(&mut self.plan, plan);
        self.forget();
        // Letting go of a large plan takes as long as making it: nobody needs to wait for that.
        rayon::spawn(move || drop(old));
    }

    /// Lets go of what pages share; it is made again when it is needed.
    pub fn forget(&mut self) {
        self.prepared = Prepared::new(&self.site, &self.plan, &self.theme);
    }

    /// The theme.
    #[must_use]
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Renders a page.
    ///
    /// # Errors
    /// A mistake in a template, with its place.
    pub fn render(&self, page: &Page) -> Result<Rendered, Diagnostic> {
        let Some(kind) = page.kind else {
            let Subject::Asset(path) = &page.subject else { return Ok(Rendered::Bytes(Vec::new())) };
            return Ok(Rendered::Bytes(self.theme.asset(path).to_vec()));
        };
        match &kind.output {
            Output::Html(template, view) => {
                let mut context = self.context(self.lang_of(page));
                view(self, page, &mut context);
                // What the view asked for comes first: what is missing because of a mistake there is only its consequence.
                if let Some(mistake) = self.prepared.broken.get() {
                    return Err(mistake.clone());
                }
                let html = self.theme.render(template, &context)?;
                Ok(Rendered::Bytes(rooted(&html, &self.root_of(page))))
            }
            Output::Bytes(make) => Ok(Rendered::Bytes(make(self, page))),
            Output::File => {
                let disk = |id, number: usize| self.site.item(id).attachments[number].disk.clone();
                Ok(match page.subject {
                    Subject::Attachment(id, number) => Rendered::Copy(disk(id, number)),
                    Subject::Picture(id, number, width) => Rendered::Picture(disk(id, number), width),
                    _ => Rendered::Bytes(Vec::new()),
                })
            }
        }
    }

    /// The language of a page: that of its item, else that of the site.
    #[must_use]
    pub fn lang_of(&self, page: &Page) -> Lang {
        match page.subject {
            Subject::Item(id) => self.site.lang_of(self.site.item(id)),
            _ => self.site.config.lang,
        }
    }

    /// The prefix that leads from a page to the root. The page for missing addresses is shown anywhere on its host, so that it
    /// needs the path of the site there; the preview stands at a root.
    fn root_of(&self, page: &Page) -> String {
        let path_of = |base: &String| format!("/{}", base.splitn(4, '/').nth(3).unwrap_or_default());
        let everywhere =
            if self.site.preview { Some("/".to_owned()) } else { self.site.config.base_url.as_ref().map(path_of) };
        everywhere.filter(|_| page.kind_name() == "not-found").unwrap_or_else(|| page.url.to_root())
    }

    /// What every template sees.
    fn context(&self, lang: Lang) -> Context {
        let mut context = Context::new();
        context.insert_value("root", ROOT.into());
        context.insert_value("lang", lang.code().into());
        context.insert_value("site", self.prepared.shared[lang as usize].clone());
        context.insert_value("t", self.theme.strings(lang).clone());
        context
    }

    /// The body of an item as HTML for a place; `root` is the prefix to the root.
    #[must_use]
    pub fn body(&self, id: ItemId, root: &str, place: Placing<'_>) -> String {
        self.with_surroundings(id, root, place, |around| html::body(self.site.item(id), around))
    }

    /// How a body stands on the page of its item.
    #[must_use]
    pub fn own_place(&self) -> Placing<'_> {
        Placing { page_of: Some(self.site.config.base_url.as_deref().unwrap_or("/")), ..Placing::default() }
    }

    /// Calls `write` with what rendering the body of an item needs to know; `root` is the prefix to the root.
    fn with_surroundings<R>(
        &self,
        id: ItemId,
        root: &str,
        place: Placing<'_>,
        write: impl FnOnce(&Surroundings<'_>) -> R,
    ) -> R {
        let site = &self.site;
        let lang = site.lang_of(site.item(id));
        write(&Surroundings {
            root,
            place,
            item_url: &|id| site.shows(id).then(|| site.item(id).url.as_str()),
            attachment_url: &|id, number| {
                let file = site.shows(id).then(|| site.item(id).attachments.get(number))??;
                Some(site.item(id).url.file(&file.published))
            },
            picture: &|id, number| site.shows(id).then(|| site.item(id).attachments.get(number))?,
            document_url: &|number| document_url(site, *site.documents.cited(id).get(number)?),
            chart: &|number| chart::of_block(self, site.item(id), number, root),
            phrase: &|key| self.theme.string(lang, key),
        })
    }

    /// The next newer and the next older item of the same kind; none for fixed pages, which have no order.
    #[must_use]
    pub fn neighbours(&self, id: ItemId) -> (Option<ItemId>, Option<ItemId>) {
        let kind = self.site.item(id).kind;
        if !ItemKind::DATED.contains(&kind) {
            return (None, None);
        }
        let (all, rank) = (self.site.index.kind(kind), self.prepared.ranks[id.0 as usize]);
        (rank.checked_sub(1).and_then(|r| all.get(r)).copied(), all.get(rank + 1).copied())
    }

    /// A string of the theme in the language of the site.
    #[must_use]
    pub fn t<'s>(&'s self, key: &'s str) -> &'s str {
        self.theme.string(self.site.config.lang, key)
    }
}
