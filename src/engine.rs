//! Puts the stages together: from a folder to a renderer, and from a renderer to the bytes of a whole site.

use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::check;
use crate::diag::{Diagnostic, Diagnostics};
use crate::failure::Failure;
use crate::plan::Page;
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
    /// The command line asks for what must not be; it has been said.
    Usage,
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

/// Every page of a site as bytes, in the order of the plan, with nothing wrong in them.
pub struct Output<'r> {
    /// Each page with what it became.
    pub pages: Vec<(&'r Page, Rendered)>,
}

/// Renders every page, in parallel, and follows every link.
///
/// # Errors
/// All mistakes of templates and links.
pub fn render_all<'r>(renderer: &'r Renderer, timings: &mut Timings) -> Result<Output<'r>, Diagnostics> {
    let pages = renderer.plan.pages();
    let rendered: Result<Vec<_>, Diagnostic> =
        timings.stage("render", || pages.par_iter().map(|page| Ok((page, renderer.render(page)?))).collect());
    // One broken template breaks every page that uses it: the first says all.
    let rendered = rendered.map_err(|d| Diagnostics::from_iter([d]))?;
    if renderer.site.config.check_links {
        let broken = timings.stage("check", || check::links(renderer, &rendered));
        if broken.has_errors() {
            return Err(broken);
        }
    }
    Ok(Output { pages: rendered })
}
