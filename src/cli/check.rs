//! `bantin build` and `bantin check`: the same way, with and without the last step.

use std::path::Path;
use std::time::Instant;

use super::args::Build;
use crate::console::{Out, Words, status};
use crate::diag::Diagnostics;
use crate::engine::{self, Stop, Timings};
use crate::render::Renderer;
use crate::site::{Options, Site};
use crate::{check, clock};

/// Publishes the site.
pub fn build(root: &Path, args: &Build, show_timings: bool, out: &Out) -> u8 {
    let start = Instant::now();
    with_site(
        root,
        show_timings,
        out,
        |_| Diagnostics::default(),
        |renderer, timings| {
            let output = args.output.clone().unwrap_or_else(|| root.join(&renderer.site.config.output));
            let summary = engine::publish(renderer, root, &output, timings)?;
            let items = renderer.site.index.by_kind.values().map(Vec::len).sum();
            Ok(Words::Built(renderer.plan.pages().len(), items, start.elapsed().as_millis(), summary))
        },
    )
}

/// Does everything but publish.
pub fn check(root: &Path, show_timings: bool, out: &Out) -> u8 {
    let start = Instant::now();
    with_site(root, show_timings, out, check::figures, |renderer, timings| {
        engine::check(renderer, timings)?;
        Ok(Words::Checked(renderer.plan.pages().len(), start.elapsed().as_millis()))
    })
}

/// Loads the site as readers will see it, says what is to be warned of (also what `examine` finds), and acts.
fn with_site(
    root: &Path,
    show_timings: bool,
    out: &Out,
    examine: impl FnOnce(&Site) -> Diagnostics,
    act: impl FnOnce(&Renderer, &mut Timings) -> Result<Words, Stop>,
) -> u8 {
    let options = Options { now: clock::vietnam(), preview: false };
    let mut timings = Timings::default();
    let result = engine::load(root, options, &mut timings).and_then(|loaded| {
        let mut warnings = loaded.warnings;
        warnings.extend(examine(&loaded.renderer.site));
        warnings.sort();
        out.diagnostics(&warnings);
        act(&loaded.renderer, &mut timings)
    });
    if show_timings {
        out.timings(&timings);
    }
    match result {
        Ok(words) => {
            out.say(words);
            status::DONE
        }
        Err(stop) => out.stop(&stop),
    }
}
