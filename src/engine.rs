//! Puts the stages together: from a folder to a renderer, and from a renderer to the bytes of a whole site.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::check::{self, Findings};
use crate::diag::Diagnostics;
use crate::failure::Failure;
use crate::plan::Page;
use crate::publish::{self, Publication, Summary};
use crate::read;
use crate::render::{Rendered, Renderer, Theme};
use crate::site::{Options, Site};

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
}

/// Takes the site in `root` from disk to a renderer. `adjust` may change the configuration before pages are planned.
///
/// # Errors
/// [`Stop`] with all mistakes of the content, or the failure of the machine.
pub fn load(
    root: &Path,
    options: Options,
    timings: &mut Timings,
    adjust: impl FnOnce(&mut Site),
) -> Result<Loaded, Stop> {
    let (config, content) = timings.stage("read", || Ok::<_, Failure>((read::config(root)?, read::content(root)?)))?;
    let (mut site, warnings) =
        timings.stage("resolve", || Site::new(config, content, options)).map_err(Stop::Mistakes)?;
    adjust(&mut site);
    let renderer = timings.stage("plan", || {
        let own_theme = root.join("themes").join(&site.config.theme).is_dir();
        if !own_theme && site.config.theme != read::DEFAULT_THEME {
            return Err(Stop::Mistakes([site.config.unknown_theme()].into_iter().collect()));
        }
        let files = read::theme(root, &site.config.theme)?;
        let theme = Theme::load(files, site.config.lang).map_err(|d| Stop::Mistakes([d].into_iter().collect()))?;
        Renderer::new(site, theme).map_err(|clashes| Stop::Mistakes(clashes.into_iter().collect()))
    })?;
    Ok(Loaded { renderer, warnings })
}

/// Renders every page of the site in `root`, follows every link, and publishes what came out in `output`.
///
/// # Errors
/// [`Stop`] with all mistakes of templates and links, with foreign files in the way, with the failure of the machine, or
/// because `output` holds the site; in each case the old site stays.
pub fn publish(renderer: &Renderer, root: &Path, output: &Path, timings: &mut Timings) -> Result<Summary, Stop> {
    if publish::holds_the_site(root, output) {
        return Err(Stop::OutputHoldsSite(output.to_path_buf()));
    }
    let publication = Publication::open(output)?;
    timings.stage("render", || each_page(renderer, |page, rendered| publication.put(page, rendered)))?;
    timings.stage("publish", || publication.commit())
}

/// Renders every page and follows every link; nothing is published.
///
/// # Errors
/// [`Stop`] with all mistakes of templates and links.
pub fn check(renderer: &Renderer, timings: &mut Timings) -> Result<(), Stop> {
    timings.stage("render", || each_page(renderer, |_, _| Ok(())))
}

/// Renders every page in parallel, hands it on and looks at its links, and keeps none.
fn each_page(renderer: &Renderer, take: impl Fn(&Page, &Rendered) -> Result<(), Failure> + Sync) -> Result<(), Stop> {
    let check_links = renderer.site.config.check_links;
    let one = |page: &Page| {
        // One broken template breaks every page that uses it: the first says all.
        let rendered = renderer.render(page).map_err(|d| Stop::Mistakes([d].into_iter().collect()))?;
        take(page, &rendered)?;
        Ok(if check_links { check::look(renderer, page, &rendered) } else { Findings::default() })
    };
    let findings: Result<Vec<Findings>, Stop> = renderer.plan.pages().par_iter().map(one).collect();
    let broken = check::conclude(renderer, findings?);
    if broken.has_errors() { Err(Stop::Mistakes(broken)) } else { Ok(()) }
}
