//! A site that follows its files: made once, then changed as little as an edit asks for.
//!
//! No disk, no clock, no socket: [`Reading`]s come in, a [`Renderer`] comes out. A build takes one reading, the preview one
//! for every save; both end with the same site.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, NaiveTime};
use rayon::prelude::*;

use super::sources::Sources;
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, Problem};
use crate::features::Features;
use crate::model::Item;
use crate::parse::{self, Document};
use crate::plan::Plan;
use crate::read::{self, Reading};
use crate::render::{Renderer, Theme};
use crate::resolve::{self, Vocabulary};
use crate::site::{Exchange, Options, Site, Words};

/// A site that follows its files.
pub struct Engine {
    preview: bool,
    /// The address under which the site is shown, in the place of the configured one.
    base_url: Option<String>,
    sources: Sources,
    /// What is to be said of each Markdown file by itself, where there is something.
    found: BTreeMap<String, Vec<Diagnostic>>,
    /// The last site without mistakes.
    current: Option<Renderer>,
}

impl Engine {
    /// An engine without files; `preview` shows drafts, scheduled and expired items with a mark.
    #[must_use]
    pub fn new(preview: bool) -> Self {
        let sources = Sources { follows: true, ..Sources::default() };
        Self { preview, base_url: None, sources, found: BTreeMap::new(), current: None }
    }

    /// The same for one reading alone: nothing is kept for others to come.
    #[must_use]
    pub fn once(preview: bool) -> Self {
        let mut engine = Self::new(preview);
        engine.sources.follows = false;
        engine
    }

    /// The same for a site that is shown at another address than the configured one.
    #[must_use]
    pub fn at(self, base_url: String) -> Self {
        Self { base_url: Some(base_url), ..self }
    }

    /// The last site without mistakes.
    #[must_use]
    pub fn renderer(&self) -> Option<&Renderer> {
        self.current.as_ref()
    }

    /// The last site without mistakes, and nothing else.
    #[must_use]
    pub fn into_renderer(self) -> Option<Renderer> {
        let Self { sources, current, .. } = self;
        // A path for each file: nobody need wait until all are gone.
        rayon::spawn(move || drop(sources));
        current
    }

    /// When time alone will change the site: an item comes or goes, or a task is late from midnight on.
    #[must_use]
    pub fn next_turn(&self, now: NaiveDateTime) -> Option<NaiveDateTime> {
        let site = &self.current.as_ref()?.site;
        let turns = site.items.unordered().flat_map(|item| [item.schedule.from, item.schedule.to]).flatten();
        let midnight = now.date().succ_opt()?.and_time(NaiveTime::MIN);
        turns.filter(|turn| *turn > now).chain([midnight]).min()
    }

    /// Lets go of what the pages rendered so far share.
    pub fn forget(&mut self) {
        if let Some(renderer) = &mut self.current {
            renderer.forget();
        }
    }

    /// Takes in what was read, and brings the site up to date as of `now`, Vietnamese time.
    ///
    /// # Errors
    /// All mistakes and warnings; the last good site stays.
    pub fn update(&mut self, reading: Reading, now: NaiveDateTime) -> Result<Diagnostics, Diagnostics> {
        self.sources.absorb(reading);
        self.expect_time(now);
        let mut result = match self.current.take() {
            Some(renderer) if !self.sources.stale.everything => self.step(renderer, now),
            before => self.anew(before, now),
        };
        match &mut result {
            Ok(diagnostics) | Err(diagnostics) => diagnostics.sort(),
        }
        if result.is_ok() {
            self.sources.stale = Default::default();
        }
        result
    }

    /// Time alone publishes and withdraws items.
    fn expect_time(&mut self, now: NaiveDateTime) {
        let items = self.current.iter().flat_map(|renderer| renderer.site.items.unordered());
        let turned = items.filter(|item| item.schedule.at(now) != item.visibility);
        self.sources.stale.paths.extend(turned.map(|item| item.file.path.clone()));
    }

    /// Makes the whole site anew; with mistakes the one before stays.
    fn anew(&mut self, before: Option<Renderer>, now: NaiveDateTime) -> Result<Diagnostics, Diagnostics> {
        self.current = before;
        let options = Options { now, preview: self.preview };
        let mut diagnostics = self.sources.mistakes();
        if !self.sources.found {
            let path = "content/".to_owned();
            diagnostics.push(Diagnostic::of_path("content", Problem::MissingPath { path }));
            return Err(diagnostics);
        }
        let mut config = Config::new(self.sources.config.clone()).unwrap_or_else(|mistakes| {
            diagnostics.extend(mistakes);
            Config::unread()
        });
        let (words, theme) = rayon::join(|| self.words(&config), || self.theme(&config));
        let (words, mistakes) = words;
        diagnostics.extend(mistakes);
        let Some(words) = words else {
            // Every item would complain of its province and topics.
            return Err(diagnostics);
        };
        let items = self.resolve_all(&words.vocabulary, config.features, now);
        diagnostics.extend(self.found.values().flatten().cloned());
        config.base_url = self.base_url.clone().or(config.base_url);
        let mut site = Site::new(config, words, items, options);
        let theme = theme.map_err(|mistake| diagnostics.push(mistake));
        let assets = theme.as_ref().map_or_else(|()| Vec::new(), Theme::asset_paths);
        let (plan, diagnostics) = self.judge(&mut site, &assets, None, diagnostics)?;
        let Ok(theme) = theme else { return Err(diagnostics) };
        let before = self.current.replace(Renderer::new(site, plan, theme));
        rayon::spawn(move || drop(before));
        Ok(diagnostics)
    }

    /// Changes the site where its files have changed; with mistakes it is changed back.
    fn step(&mut self, mut renderer: Renderer, now: NaiveDateTime) -> Result<Diagnostics, Diagnostics> {
        let mut diagnostics = self.sources.mistakes();
        let words = self.sources.stale.vocabulary.then(|| {
            let (words, mistakes) = self.words(&renderer.site.config);
            diagnostics.extend(mistakes);
            words
        });
        if diagnostics.has_errors() || !self.sources.found {
            // Every item would complain.
            return self.anew(Some(renderer), now);
        }
        let words = words.flatten().map(|words| renderer.site.replace_words(words));
        let before = std::mem::replace(&mut renderer.site.today, now.date());
        let changes = match &words {
            Some(_) => self.resolve_all(&renderer.site.vocabulary, renderer.site.config.features, now),
            None => self.resolve_stale(&renderer.site.vocabulary, renderer.site.config.features, now),
        };
        diagnostics.extend(self.found.values().flatten().cloned());
        let back = renderer.site.exchange(changes);
        let result = self.settle(&mut renderer, diagnostics);
        if result.is_err() {
            words.map(|words| renderer.site.replace_words(words));
            renderer.site.today = before;
            renderer.site.exchange(back);
            // What names items by their numbers is made again: these may be others now. It was good before, and is what it was;
            // should that ever be wrong, nothing is shown but why.
            let assets = renderer.theme().asset_paths();
            let (plan, _) = self.judge(&mut renderer.site, &assets, Some(&renderer.plan), Diagnostics::default())?;
            renderer.refresh(plan, None);
        }
        self.current = Some(renderer);
        result
    }

    /// The vocabularies and the topics of the home page, none where the vocabularies cannot be used; and what is wrong.
    fn words(&self, config: &Config) -> (Option<Words>, Diagnostics) {
        let vocabulary = match resolve::vocabulary(&self.sources.data) {
            Ok(vocabulary) => vocabulary,
            Err(mistakes) => return (None, mistakes),
        };
        let mut diagnostics = Diagnostics::default();
        let featured = config.featured(&vocabulary.topics).map_err(|mistakes| diagnostics.extend(mistakes));
        (Some(Words { vocabulary, featured: featured.unwrap_or_default() }), diagnostics)
    }

    /// Takes a site that was changed, and perhaps another theme, if they are good.
    fn settle(&self, renderer: &mut Renderer, mut diagnostics: Diagnostics) -> Result<Diagnostics, Diagnostics> {
        let theme = self.sources.stale.theme.then(|| self.theme(&renderer.site.config)).transpose();
        let theme = theme.unwrap_or_else(|mistake| {
            diagnostics.push(mistake);
            None
        });
        let assets = theme.as_ref().unwrap_or(renderer.theme()).asset_paths();
        let (plan, diagnostics) = self.judge(&mut renderer.site, &assets, Some(&renderer.plan), diagnostics)?;
        renderer.refresh(plan, theme);
        Ok(diagnostics)
    }

    /// Checks the items of a site against each other, leads their links where they go, and plans its pages; `diagnostics` is
    /// what was found before.
    ///
    /// # Errors
    /// All mistakes and warnings. What only a plan shows is told when nothing else is wrong: it may follow from that.
    fn judge(
        &self,
        site: &mut Site,
        assets: &[String],
        before: Option<&Plan>,
        mut diagnostics: Diagnostics,
    ) -> Result<(Plan, Diagnostics), Diagnostics> {
        let Sources { paths, binaries, .. } = &self.sources;
        let (checked, plan) = rayon::join(
            || resolve::check(&site.items, &site.documents, paths, binaries),
            || Plan::new(site, assets, before),
        );
        diagnostics.extend(checked.diagnostics);
        if diagnostics.has_errors() {
            return Err(diagnostics);
        }
        site.lead_links(checked.targets);
        diagnostics.extend(site.warnings());
        let plan = plan.map_err(|clashes| with(&mut diagnostics, clashes))?;
        diagnostics.extend(plan.wrong_addresses(site));
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok((plan, diagnostics)) }
    }

    fn theme(&self, config: &Config) -> Result<Theme, Diagnostic> {
        let files = read::theme(&config.theme, &self.sources.themes).ok_or_else(|| config.unknown_theme())?;
        Theme::load(files)
    }

    /// Resolves every file by itself; what is wrong with them is kept.
    fn resolve_all(&mut self, vocabulary: &Vocabulary, features: Features, now: NaiveDateTime) -> Exchange {
        let unparsed = std::mem::take(&mut self.sources.unparsed);
        let binaries = &self.sources.binaries;
        let documents: Vec<_> = self.sources.documents.iter().collect();
        let resolve = |path: String, document: &Result<Document, Vec<Diagnostic>>| match document {
            Ok(document) => {
                let (item, found) = resolve::item(document, binaries, vocabulary, features, now);
                (path, item, found)
            }
            Err(mistakes) => (path, None, mistakes.clone()),
        };
        let known = documents.into_par_iter().map(|(path, document)| resolve(path.clone(), document));
        let new = unparsed.into_par_iter().map(|file| resolve(file.path.clone(), &parse::document(file, features)));
        let resolved: Vec<(String, Option<Box<Item>>, Vec<Diagnostic>)> = known.chain(new).collect();
        self.found.clear();
        let gone = self.sources.stale.paths.iter().filter(|path| !self.sources.documents.contains_key(*path));
        let mut changes: Exchange = gone.map(|path| (path.clone(), None)).collect();
        for (path, item, found) in resolved {
            if !found.is_empty() {
                self.found.insert(path.clone(), found);
            }
            changes.push((path, item));
        }
        changes
    }

    /// Resolves the files that have changed since the last good site.
    fn resolve_stale(&mut self, vocabulary: &Vocabulary, features: Features, now: NaiveDateTime) -> Exchange {
        let mut changes = Vec::with_capacity(self.sources.stale.paths.len());
        for path in &self.sources.stale.paths {
            let (item, found) = match self.sources.documents.get(path) {
                Some(Ok(document)) => resolve::item(document, &self.sources.binaries, vocabulary, features, now),
                Some(Err(mistakes)) => (None, mistakes.clone()),
                None => (None, Vec::new()),
            };
            if found.is_empty() {
                self.found.remove(path);
            } else {
                self.found.insert(path.clone(), found);
            }
            changes.push((path.clone(), item));
        }
        changes
    }
}

/// Takes all diagnostics and adds some.
fn with(diagnostics: &mut Diagnostics, more: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    diagnostics.extend(more);
    std::mem::take(diagnostics)
}
