//! The state of the preview: the last site without mistakes, and the mistakes of now.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use axum::http::StatusCode;
use tokio::sync::watch;

use crate::clock;
use crate::diag::{Diagnostics, Lang, report};
use crate::engine::{self, Stop, Timings};
use crate::failure::Failure;
use crate::plan::Page;
use crate::render::{Rendered, Renderer};
use crate::site::Options;

/// What a request sees.
#[derive(Clone, Default)]
pub struct Shown {
    renderer: Option<Arc<Renderer>>,
    /// The mistakes of the content as text; empty when there are none.
    pub mistakes: Arc<str>,
    lang: Lang,
}

/// The preview of one site.
pub struct Preview {
    root: PathBuf,
    base_url: String,
    lang: Lang,
    shown: RwLock<Shown>,
    /// Counts the versions, so that open browsers learn of a new one.
    version: watch::Sender<u64>,
}

impl Preview {
    /// A preview of the site in `root`, to be seen at `base_url`; nothing is loaded yet.
    pub fn new(root: PathBuf, base_url: String, lang: Lang) -> Self {
        Self { root, base_url, lang, shown: RwLock::default(), version: watch::Sender::new(0) }
    }

    /// The address of the preview, with a final `/`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Reads the site again. With mistakes the last good pages stay, and the mistakes are shown over them.
    pub fn reload(&self) -> Result<Diagnostics, Failure> {
        let loaded =
            engine::load(&self.root, Options { now: clock::vietnam(), preview: true }, &mut Timings::default());
        let (shown, diagnostics) = match loaded {
            Ok(loaded) => {
                let shown = Shown { renderer: Some(Arc::new(loaded.renderer)), mistakes: "".into(), lang: self.lang };
                (shown, loaded.warnings)
            }
            Err(Stop::Mistakes(diagnostics)) => {
                let mistakes = report::text(&diagnostics, self.lang, false).into();
                (Shown { renderer: self.shown().renderer, mistakes, lang: self.lang }, diagnostics)
            }
            Err(Stop::Failure(failure)) => {
                let mistakes = failure.message(self.lang).into();
                self.show(Shown { renderer: self.shown().renderer, mistakes, lang: self.lang });
                return Err(failure);
            }
            // Only a publication has an output.
            Err(Stop::OutputHoldsSite(_)) => return Ok(Diagnostics::default()),
        };
        self.show(shown);
        Ok(diagnostics)
    }

    fn show(&self, shown: Shown) {
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
        self.version.send_modify(|version| *version += 1);
    }

    /// What is shown now.
    pub fn shown(&self) -> Shown {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells of every new version.
    pub fn versions(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }
}

/// A page for a browser.
pub struct Answer {
    /// Whether the address exists and could be rendered.
    pub status: StatusCode,
    /// The published file the address stands for, which tells the type of the content.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// A page of the preview itself.
    fn own(status: StatusCode, text: &str) -> Self {
        Self { status, path: "index.html".to_owned(), bytes: own_page(text) }
    }
}

impl Shown {
    /// The page at an address, the page for missing addresses, or nothing but the mistakes.
    pub fn answer(&self, url: &str) -> Answer {
        let Some(renderer) = &self.renderer else { return Answer::own(StatusCode::SERVICE_UNAVAILABLE, "") };
        let found = renderer.plan.find(url).map(|page| (StatusCode::OK, page));
        let missing = || renderer.plan.find("404.html").map(|page| (StatusCode::NOT_FOUND, page));
        let Some((status, page)) = found.or_else(missing) else { return Answer::own(StatusCode::NOT_FOUND, "") };
        match bytes(renderer, page, self.lang) {
            Ok(bytes) => Answer { status, path: page.url.output_path(), bytes },
            Err(text) => Answer::own(StatusCode::INTERNAL_SERVER_ERROR, &text),
        }
    }

    /// Whether the address lacks only its final `/`.
    pub fn is_folder(&self, url: &str) -> bool {
        self.renderer.as_ref().is_some_and(|r| !url.ends_with('/') && r.plan.find(&format!("{url}/")).is_some())
    }
}

fn bytes(renderer: &Renderer, page: &Page, lang: Lang) -> Result<Vec<u8>, String> {
    match renderer.render(page) {
        Ok(Rendered::Bytes(bytes)) => Ok(bytes),
        Ok(Rendered::Copy(path)) => std::fs::read(&path).map_err(|e| Failure::read(&path, &e).message(lang)),
        Err(diagnostic) => Err(report::plain(&diagnostic, lang)),
    }
}

fn own_page(text: &str) -> Vec<u8> {
    let text = crate::render::html::escape(text);
    let head = "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>bantin</title></head>";
    format!("{head}<body><pre>{text}</pre></body></html>").into_bytes()
}
