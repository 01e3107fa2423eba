//! The state of the preview: the last site without mistakes, and the mistakes of now.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

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
}

/// The preview of one site.
pub struct Preview {
    root: PathBuf,
    base_url: String,
    shown: RwLock<Shown>,
    /// Counts the versions, so that open browsers learn of a new one.
    version: watch::Sender<u64>,
}

impl Preview {
    /// A preview of the site in `root`, to be seen at `base_url`; nothing is loaded yet.
    pub fn new(root: PathBuf, base_url: String) -> Self {
        Self { root, base_url, shown: RwLock::default(), version: watch::Sender::new(0) }
    }

    /// The address of the preview, with a final `/`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Reads the site again. With mistakes the last good pages stay, and the mistakes are shown over them.
    pub fn reload(&self) -> Result<Diagnostics, Failure> {
        let own_address = |site: &mut crate::site::Site| site.config.base_url = Some(self.base_url.clone());
        let loaded = engine::load(&self.root, Options::for_preview(), &mut Timings::default(), own_address);
        let (shown, diagnostics) = match loaded {
            Ok(loaded) => {
                let shown = Shown { renderer: Some(Arc::new(loaded.renderer)), mistakes: "".into() };
                (shown, loaded.warnings)
            }
            Err(Stop::Mistakes(diagnostics)) => {
                let mistakes = report::text(&diagnostics, Lang::Vi, false).into();
                (Shown { renderer: self.shown().renderer, mistakes }, diagnostics)
            }
            Err(Stop::Failure(failure)) => return Err(failure),
        };
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
        self.version.send_modify(|version| *version += 1);
        Ok(diagnostics)
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
    /// Whether the address exists.
    pub found: bool,
    /// The published file the address stands for, which tells the type of the content.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Shown {
    /// The page at an address, the page for missing addresses, or nothing but the mistakes.
    pub fn answer(&self, url: &str) -> Answer {
        let Some(renderer) = &self.renderer else {
            return Answer { found: false, path: "index.html".to_owned(), bytes: empty_page() };
        };
        let missing = || renderer.plan.find("404.html").map(|page| (false, page));
        let Some((found, page)) = renderer.plan.find(url).map(|page| (true, page)).or_else(missing) else {
            return Answer { found: false, path: "index.html".to_owned(), bytes: empty_page() };
        };
        match bytes(renderer, page) {
            Ok(bytes) => Answer { found, path: page.url.output_path(), bytes },
            Err(text) => Answer { found: false, path: "index.html".to_owned(), bytes: error_page(&text) },
        }
    }

    /// Whether the address lacks only its final `/`.
    pub fn is_folder(&self, url: &str) -> bool {
        self.renderer.as_ref().is_some_and(|r| !url.ends_with('/') && r.plan.find(&format!("{url}/")).is_some())
    }
}

fn bytes(renderer: &Renderer, page: &Page) -> Result<Vec<u8>, String> {
    match renderer.render(page) {
        Ok(Rendered::Bytes(bytes)) => Ok(bytes),
        Ok(Rendered::Copy(path)) => std::fs::read(&path).map_err(|e| Failure::read(&path, &e).message(Lang::Vi)),
        Err(diagnostic) => Err(report::plain(&diagnostic, Lang::Vi)),
    }
}

fn empty_page() -> Vec<u8> {
    b"<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>bantin</title></head><body></body></html>"
        .to_vec()
}

fn error_page(text: &str) -> Vec<u8> {
    let text = crate::render::html::escape(text);
    format!("<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>bantin</title></head><body><pre>{text}</pre></body></html>").into_bytes()
}
