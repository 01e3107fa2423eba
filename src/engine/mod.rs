//! Puts the stages together: from files to a renderer, and from a renderer to the bytes of a whole site.
//!
//! [`Engine`] keeps a site up to date with its files; a build is an engine that is told of them once.

mod inputs;
mod live;
mod sources;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::check::{self, Findings};
use crate::diag::Diagnostics;
use crate::failure::Failure;
use crate::features::Feature;
use crate::plan::{Page, Shared};
use crate::publish::{self, Publication, Summary};
use crate::read;
use crate::render::{Rendered, Renderer};
use crate::site::Options;
pub use inputs::Inputs;
pub use live::Engine;

/// Why there is nothing to publish.
#[derive(Debug)]
pub enum Stop {
    /// The content has mistakes.
    Mistakes(Diagnostics),
    /// The machine refuses.
    Failure(Failure),
    /// Publishing in this folder would replace the site itself.
    OutputHoldsSite(PathBuf),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// How long each stage took.
#[derive(Debug, Default)]
pub struct Timings(Vec<(&'static str, Duration)>);

impl Timings {
    /// Runs a stage and notes its time.
    pub fn stage<T>(&mut self, name: &'static str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = run();
        self.0.push((name, start.elapsed()));
        result
    }

    /// Names and times in order.
    #[must_use]
    pub fn as_slice(&self) -> &[(&'static str, Duration)] {
        &self.0
    }
}

/// A site ready to render, with the warnings found on the way.
pub struct Loaded {
    /// Renders any page.
    pub renderer: Renderer,
    /// Warnings.
    pub warnings: Diagnostics,
    /// What it was made from.
    pub inputs: Option<Inputs>,
}

/// Takes the site in `root` from disk to a renderer.
///
/// # Errors
/// [`Stop`] with all mistakes of the content, or the failure of the machine.
pub fn load(root: &Path, options: Options, timings: &mut Timings) -> Result<Loaded, Stop> {
    let mut reading = timings.stage("read", || read::everything(root))?;
    if let Some(unread) = reading.unread.pop() {
        return Err(Stop::Failure(unread.failure));
    }
    let inputs = read::program().map(|program| Inputs::of(&reading, &program));
    let mut engine = Engine::once(options.preview);
    let warnings = timings.stage("resolve", || engine.update(reading, options.now)).map_err(Stop::Mistakes)?;
    match engine.into_renderer() {
        Some(renderer) => Ok(Loaded { renderer, warnings, inputs }),
        None => Err(Stop::Mistakes(warnings)),
    }
}

/// Renders every page of the site in `root`, follows every link, and publishes what came out in `output`. Nothing is rendered
/// where the last publication was made from the same `inputs` and is still there as it was left.
///
/// # Errors
/// [`Stop`] with all mistakes of templates and links, with foreign files in the way, with the failure of the machine, or
/// because `output` holds the site; in each case the old site stays.
pub fn publish(
    renderer: &Renderer,
    inputs: Option<Inputs>,
    root: &Path,
    output: &Path,
    timings: &mut Timings,
) -> Result<Summary, Stop> {
    if publish::holds_the_site(root, output) {
        return Err(Stop::OutputHoldsSite(output.to_path_buf()));
    }
    let inputs = inputs.map(|inputs| inputs.on(&renderer.site));
    let publication = Publication::open(output, renderer.plan.page_count(), inputs)?;
    if let Some(summary) = timings.stage("compare", || publication.is_current()) {
        return Ok(summary);
    }
    if renderer.site.config.features.has(Feature::Search) {
        timings.stage("search", || renderer.search());
    }
    timings.stage("render", || {
        let check_links = renderer.site.config.check_links;
        each_page(renderer, |_| true, check_links, |page, rendered| publication.put(page, rendered))
    })?;
    timings.stage("publish", || publication.commit())
}

/// Renders every page, follows every link and looks for what keeps people out; nothing is published. The warnings come back.
///
/// # Errors
/// [`Stop`] with all mistakes of templates and links, and the warnings.
pub fn check(renderer: &Renderer, timings: &mut Timings) -> Result<Diagnostics, Stop> {
    let found = Mutex::new(Diagnostics::default());
    let result = timings.stage("render", || {
        each_page(renderer, Page::is_html, true, |page, rendered| {
            let here = check::accessibility(page, rendered);
            if !here.is_empty() {
                found.lock().unwrap_or_else(PoisonError::into_inner).extend(here);
            }
            Ok(())
        })
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.extend(check::figures(&renderer.site));
    match result {
        Ok(()) => {
            found.sort();
            Ok(found)
        }
        Err(Stop::Mistakes(mistakes)) => {
            found.extend(mistakes);
            found.sort();
            Err(Stop::Mistakes(found))
        }
        Err(stop) => Err(stop),
    }
}

/// How many pages a thread takes at once: few, so that none waits long for the last one.
const AT_ONCE: usize = 16;

/// Renders every wanted page in parallel, hands it on and looks at its links, and keeps none.
fn each_page(
    renderer: &Renderer,
    wanted: impl Fn(&Page) -> bool + Sync,
    check_links: bool,
    take: impl Fn(&Page, &Rendered) -> Result<(), Failure> + Sync,
) -> Result<(), Stop> {
    let one = |page: &Page| -> Result<Findings, Stop> {
        // One broken template breaks every page that uses it: the first says all.
        let rendered = renderer.render(page).map_err(|d| Stop::Mistakes([d].into_iter().collect()))?;
        take(page, &rendered)?;
        Ok(if check_links { check::look(renderer, page, &rendered) } else { Findings::default() })
    };
    let all = |mut one: Findings, other: Findings| {
        one.merge(other);
        Ok(one)
    };
    let mut findings = Findings::default();
    // What only some pages share goes with them, so that less is in memory at once.
    for shared in Shared::ALL.into_iter().map(Some).chain([None]) {
        let numbers = (0..renderer.plan.page_count()).into_par_iter().with_max_len(AT_ONCE);
        let pages = numbers.filter_map(|number| renderer.plan.page(number));
        let pages = pages.filter(|page| page.kind.and_then(|kind| kind.shares) == shared && wanted(page));
        findings.merge(pages.map(one).try_reduce(Findings::default, all)?);
        shared.into_iter().for_each(|shared| renderer.let_go(shared));
    }
    let broken = check::conclude(renderer, findings);
    if broken.has_errors() { Err(Stop::Mistakes(broken)) } else { Ok(()) }
}
