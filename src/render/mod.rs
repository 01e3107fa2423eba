//! The sixth stage: one planned page and the theme to bytes, a pure function.
//!
//! `build` renders every page in parallel; the preview renders the one that is asked for. Both call [`Renderer::render`].

mod chart;
pub mod data;
pub mod files;
pub mod highlight;
pub mod html;
pub mod object;
pub mod theme;
pub mod views;

use std::path::PathBuf;
use std::sync::OnceLock;

use tera::{Context, Value};

use crate::diag::{Diagnostic, Lang};
use crate::index::SectionId;
use crate::model::{ItemId, ItemKind};
use crate::plan::{Output, Page, Plan, Subject, document_url};
use crate::search::SearchIndex;
use crate::site::Site;
use html::{Extract, Placing, Surroundings};
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

/// What pages share, until the site changes.
struct Prepared {
    /// What every page of a language shares, in the order of [`Lang::ALL`].
    shared: [Value; 2],
    /// Each item as lists show it, made when it is first needed and shared by all lists.
    cards: Vec<OnceLock<Value>>,
    /// The sections of each item as topic pages show them, made when they are first needed; [`HOLE`] stands for the root.
    extracts: Vec<OnceLock<Vec<Extract>>>,
    /// For each item its place in the list of its kind.
    ranks: Vec<usize>,
    /// What readers search, made when it is first needed.
    search: OnceLock<SearchIndex>,
}

impl Prepared {
    fn new(site: &Site, plan: &Plan, theme: &Theme) -> Self {
        let count = site.items.capacity();
        let mut ranks = vec![0; count];
        for (rank, id) in site.index.by_kind.values().flat_map(|ids| ids.iter().enumerate()) {
            ranks[id.0 as usize] = rank;
        }
        let cards = std::iter::repeat_with(OnceLock::new).take(count).collect();
        let extracts = std::iter::repeat_with(OnceLock::new).take(count).collect();
        Self {
            shared: Lang::ALL.map(|lang| views::shared(site, plan, theme, lang)),
            cards,
            extracts,
            ranks,
            search: OnceLock::new(),
        }
    }
}

/// What stands for the prefix to the root in HTML that pages at several depths share: no character of any text.
const HOLE: &str = "\u{fdd0}";

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
                let mut context = Context::new();
                context.insert_value("root", self.root_of(page).into());
                let lang = self.lang_of(page);
                context.insert_value("lang", lang.code().into());
                context.insert_value("site", self.prepared.shared[lang as usize].clone());
                context.insert_value("t", self.theme.strings(lang).clone());
                view(self, page, &mut context);
                self.theme.render(template, &context).map(Rendered::Bytes)
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

    /// An item as lists show it.
    #[must_use]
    pub fn card(&self, id: ItemId) -> Value {
        self.prepared.cards[id.0 as usize].get_or_init(|| views::card(&self.site, self.site.item(id))).clone()
    }

    /// A section as topic pages show it, and whether that is all of it.
    #[must_use]
    pub fn extract(&self, id: SectionId, root: &str) -> (String, bool) {
        let all = self.prepared.extracts[id.item.0 as usize].get_or_init(|| {
            self.with_surroundings(id.item, HOLE, Placing::default(), |around| {
                html::sections(self.site.item(id.item), around)
            })
        });
        all.get(id.section).map_or_else(Default::default, |extract| (extract.html.replace(HOLE, root), extract.whole))
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

    /// What readers search.
    #[must_use]
    pub fn search(&self) -> &SearchIndex {
        self.prepared.search.get_or_init(|| SearchIndex::of(&self.site, &|key| self.t(key).to_owned()))
    }

    /// A string of the theme in the language of the site.
    #[must_use]
    pub fn t<'s>(&'s self, key: &'s str) -> &'s str {
        self.theme.string(self.site.config.lang, key)
    }
}
