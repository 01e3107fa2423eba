//! The state of the preview: the last site without mistakes, the mistakes of now, and what browsers are told of them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard};
use std::time::Instant;

use chrono::NaiveDateTime;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::http::{Answer, Body, Site};
use super::tab::{Known, Tab, item_of};
use crate::console::{Out, Words};
use crate::diag::{Diagnostic, Diagnostics, Lang, report};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::model::Item;
use crate::model::item::Visibility;
use crate::model::outline::Target;
use crate::plan::Page;
use crate::read::Reading;
use crate::render::{Rendered, Renderer};

/// More messages than these are counted, not shown: nobody mends a hundred at a time, and a browser must hold them.
const SHOWN: usize = 100;

/// The preview of one site.
pub struct Preview {
    lang: Lang,
    engine: RwLock<Engine>,
    /// What is said of the site as it is now.
    notes: RwLock<Arc<Notes>>,
    /// What the checks have found so far.
    checked: Mutex<Checked>,
    /// Set once the site has been read for the first time: before, there is nothing to answer.
    ready: OnceLock<()>,
    /// Updates that wait for the engine: who looks at all pages steps back.
    waiting: AtomicUsize,
    /// Counts changes, so that open browsers learn of them.
    changes: watch::Sender<u64>,
    /// Tells the checks of good sites.
    sites: Sender<u64>,
}

/// What every browser is told of the site as it is now.
#[derive(Clone, Default)]
pub(super) struct Notes {
    /// Counts the updates.
    pub version: u64,
    /// Counts those that gave a good site.
    pub site: u64,
    mistakes: List,
    warnings: List,
    unpublished: Vec<Value>,
    /// Hash of the theme's style sheets.
    styles: String,
    /// Hash of all other files of the theme.
    assets: Option<blake3::Hash>,
}

/// The first of some messages, and how many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct List {
    notes: Vec<Value>,
    count: usize,
}

/// What the checks have found.
#[derive(Default)]
pub(super) struct Checked {
    /// Pages looked at, of how many.
    pub done: usize,
    pub of: usize,
    /// What they found.
    pub found: List,
}

/// What an update is to be answered with in the terminal: nothing is said twice.
pub enum Said {
    /// The site as it is now: warnings, or mistakes.
    Site(Diagnostics),
    /// It is a new one, with the same warnings as before.
    Updated,
    /// The machine refuses.
    Failures(Vec<Failure>),
    /// The same mistakes as before.
    Nothing,
}

impl Said {
    /// Prints it; `since` is when an edit was heard of.
    pub fn print(&self, out: &Out, since: Option<Instant>) {
        let updated = || since.into_iter().for_each(|since| out.say(Words::Reloaded(since.elapsed().as_millis())));
        match self {
            Self::Site(diagnostics) => {
                out.first_diagnostics(diagnostics, SHOWN);
                if !diagnostics.has_errors() {
                    updated();
                }
            }
            Self::Updated => updated(),
            Self::Failures(failures) => failures.iter().for_each(|failure| out.failure(failure)),
            Self::Nothing => {}
        }
    }
}

impl Preview {
    /// A preview to be seen at `base_url`, of which nothing is loaded yet, and what tells of its good sites.
    pub fn new(base_url: String, lang: Lang) -> (Self, Receiver<u64>) {
        let (sites, told) = channel();
        let preview = Self {
            lang,
            engine: RwLock::new(Engine::new(true).at(base_url)),
            notes: RwLock::default(),
            checked: Mutex::default(),
            ready: OnceLock::new(),
            waiting: AtomicUsize::new(0),
            changes: watch::Sender::new(0),
            sites,
        };
        (preview, told)
    }

    /// Takes in what was read. With mistakes the last good pages stay, and the mistakes are shown over them. Also tells when
    /// time alone will change the site.
    pub fn update(&self, reading: Result<Reading, Failure>, now: NaiveDateTime) -> (Said, Option<NaiveDateTime>) {
        let before = self.notes();
        let reading = match reading {
            Ok(reading) => reading,
            Err(failure) => {
                let notes = vec![self.failure(&failure, "error")];
                let mistakes = List { notes, count: 1 };
                if mistakes == before.mistakes {
                    return (Said::Nothing, None);
                }
                self.note(Notes { version: before.version + 1, mistakes, ..Notes::clone(&before) });
                return (Said::Failures(vec![failure]), None);
            }
        };
        let unread: Vec<Failure> = reading.unread.iter().map(|file| file.failure.clone()).collect();
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut engine = self.engine.write().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let result = engine.update(reading, now);
        let (is_good, diagnostics) = (result.is_ok(), result.unwrap_or_else(|mistakes| mistakes));
        let (mistakes, warnings): (Vec<&Diagnostic>, Vec<&Diagnostic>) = diagnostics.by_severity();
        let renderer = engine.renderer();
        let (styles, assets) = renderer.map_or((String::new(), None), |renderer| {
            let [styles, others] = renderer.theme().fingerprints();
            (styles.to_hex()[..16].to_owned(), Some(others))
        });
        // What cannot be read keeps nothing else from being shown.
        let mut warnings = self.notes_of(&warnings);
        warnings.count += unread.len();
        warnings.notes.splice(0..0, unread.iter().map(|failure| self.failure(failure, "warning")));
        let notes = Notes {
            version: before.version + 1,
            site: before.site + u64::from(is_good),
            mistakes: self.notes_of(&mistakes),
            warnings,
            unpublished: renderer.map_or_else(Vec::new, unpublished),
            styles,
            assets,
        };
        let same = notes.mistakes == before.mistakes && notes.warnings == before.warnings;
        let (turn, site) = (engine.next_turn(now), notes.site);
        // Before others may look, so that nobody sees new pages with old notes.
        self.note(notes);
        if is_good {
            *self.checked() = Checked::default();
            // A send fails only when the checks have ended with the program.
            let _ = self.sites.send(site);
        }
        drop(engine);
        let said = match (same, is_good) {
            (false, _) if !unread.is_empty() => Said::Failures(unread),
            (false, _) => Said::Site(diagnostics),
            (true, true) => Said::Updated,
            (true, false) => Said::Nothing,
        };
        (said, turn)
    }

    /// A failure of the machine for the script of the preview.
    fn failure(&self, failure: &Failure, severity: &str) -> Value {
        let text = failure.message(self.lang);
        json!({"severity": severity, "message": text, "text": text})
    }

    fn note(&self, notes: Notes) {
        *self.notes.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(notes);
        self.ready.get_or_init(|| ());
        self.tell();
    }

    /// Lets go of what the pages rendered so far share.
    pub(super) fn forget(&self) {
        self.engine.write().unwrap_or_else(PoisonError::into_inner).forget();
    }

    /// Takes in what the checks have found so far on a site, if it is still the one that is shown.
    pub(super) fn found(&self, site: u64, checked: Checked) {
        let mut found = self.checked();
        if self.notes().site == site {
            *found = checked;
            drop(found);
            self.tell();
        }
    }

    /// Tells the browsers that there is something new.
    fn tell(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    pub(super) fn notes(&self) -> Arc<Notes> {
        Arc::clone(&self.notes.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn checked(&self) -> MutexGuard<'_, Checked> {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn engine(&self) -> RwLockReadGuard<'_, Engine> {
        self.engine.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an update waits for those who read.
    pub(super) fn is_wanted(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) > 0
    }

    /// Diagnostics for the script of the preview: the first of them, and how many there are.
    pub(super) fn notes_of(&self, diagnostics: &[&Diagnostic]) -> List {
        let notes = diagnostics.iter().take(SHOWN).map(|d| self.note_of(d)).collect();
        List { notes, count: diagnostics.len() }
    }

    fn note_of(&self, diagnostic: &Diagnostic) -> Value {
        let mut note = report::json(diagnostic, self.lang);
        note["text"] = report::plain(diagnostic, self.lang).into();
        note
    }

    /// The hash of a page as a browser shows it: with all it loads but the style sheets.
    fn hash(renderer: &Renderer, page: &Page, html: &[u8], assets: Option<blake3::Hash>) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(html);
        hasher.update(assets.as_ref().map_or(&[][..], |hash| hash.as_bytes()));
        if let Some(item) = item_of(renderer, page) {
            let linked = item.targets.iter().filter_map(|target| match target {
                Target::Attachment(id, number, _) => renderer.site.item(*id).attachments.get(*number),
                _ => None,
            });
            linked.for_each(|file| {
                hasher.update(&file.modified.to_le_bytes());
            });
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }
}

/// The items that readers will not see yet, or no longer.
fn unpublished(renderer: &Renderer) -> Vec<Value> {
    let site = &renderer.site;
    let mut hidden: Vec<&Item> = site.items.unordered().filter(|item| item.visibility != Visibility::Public).collect();
    hidden.sort_unstable_by_key(|item| &item.file.path);
    let note = |item: &Item| {
        let (state, when) = match item.visibility {
            Visibility::Scheduled(from) => ("scheduled", Some(from)),
            Visibility::Expired(to) => ("expired", Some(to)),
            Visibility::Draft | Visibility::Public => ("draft", None),
        };
        let when = when.map(|time| time.format("%d/%m/%Y %H:%M").to_string());
        json!({"title": item.title, "url": format!("/{}", item.url), "state": state, "when": when})
    };
    hidden.into_iter().map(note).collect()
}

/// A page of the preview itself.
fn own_page(status: u16, text: &str, styles: &str) -> Answer {
    let text = crate::render::html::escape(text);
    let head = "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>bantin</title></head>";
    let html = format!("{head}<body><pre>{text}</pre></body></html>").into_bytes();
    let page = blake3::hash(&html).to_hex()[..16].to_owned();
    Answer::Page { status, path: "index.html".to_owned(), body: Body::Bytes(html), page, styles: styles.to_owned() }
}

impl Site for Preview {
    type Tab = Tab;

    fn answer(&self, address: &str) -> Answer {
        self.ready.wait();
        let engine = self.engine();
        let notes = self.notes();
        let Some(renderer) = engine.renderer() else { return own_page(503, "", &notes.styles) };
        let found = renderer.plan.find(address).map(|page| (200, page));
        if found.is_none() && !address.ends_with('/') && renderer.plan.find(&format!("{address}/")).is_some() {
            return Answer::Folder;
        }
        let missing = || renderer.plan.find("404.html").map(|page| (404, page));
        let Some((status, page)) = found.or_else(missing) else { return own_page(404, "", &notes.styles) };
        let path = page.url.output_path();
        match renderer.render(page) {
            Ok(Rendered::Bytes(html)) => {
                let page = Self::hash(renderer, page, &html, notes.assets);
                Answer::Page { status, path, body: Body::Bytes(html), page, styles: notes.styles.clone() }
            }
            // Nobody waits here for a picture to be made smaller.
            Ok(Rendered::Copy(file) | Rendered::Picture(file, _)) => {
                Answer::Page { status, path, body: Body::File(file), page: String::new(), styles: String::new() }
            }
            Err(mistake) => own_page(500, &report::plain(&mistake, self.lang), &notes.styles),
        }
    }

    fn tab(&self, known: &str) -> Tab {
        Tab { page: None, item: Known::read(known) }
    }

    fn state(&self, shown: &str, tab: &mut Tab) -> String {
        self.ready.wait();
        let engine = self.engine();
        let notes = self.notes();
        let mut mistakes = notes.mistakes.clone();
        let mut goto = None;
        let address = shown.trim_start_matches('/');
        let found = engine.renderer().and_then(|renderer| Some((renderer, renderer.plan.find(address)?)));
        match found {
            Some((renderer, page)) => {
                match renderer.render(page) {
                    Ok(Rendered::Bytes(html)) => tab.page = Some(Self::hash(renderer, page, &html, notes.assets)),
                    Ok(Rendered::Copy(_) | Rendered::Picture(..)) => tab.page = None,
                    // The tab keeps the last good page, and its editor learns why.
                    Err(mistake) => {
                        mistakes.notes.push(self.note_of(&mistake));
                        mistakes.count += 1;
                    }
                }
                if let Some(item) = item_of(renderer, page) {
                    tab.item = Some(Known::of(item));
                }
            }
            None => {
                tab.page = None;
                let moved =
                    engine.renderer().zip(tab.item.as_ref()).and_then(|(renderer, known)| known.address(renderer));
                goto = moved.map(|url| format!("/{url}"));
            }
        }
        let checked = self.checked();
        json!({
            "version": notes.version,
            "lang": self.lang.code(),
            "page": tab.page,
            "styles": notes.styles,
            "goto": goto,
            "item": tab.item.as_ref().map(Known::token),
            "mistakes": mistakes.notes,
            "warnings": notes.warnings.notes,
            "unpublished": notes.unpublished,
            "check": {"done": checked.done, "of": checked.of, "found": checked.found.notes},
            "counts": {
                "mistakes": mistakes.count,
                "warnings": notes.warnings.count,
                "found": checked.found.count,
            },
        })
        .to_string()
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}
