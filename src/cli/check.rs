//! `bantin build` and `bantin check`: the same way, with and without the last step.

use std::path::Path;
use std::time::Instant;

use super::args::Build;
use crate::clock;
use crate::console::{Out, Words, status};
use crate::engine::{self, Loaded, Stop, Timings};
use crate::site::Options;

/// Publishes the site.
pub fn build(root: &Path, args: &Build, show_timings: bool, out: &Out) -> u8 {
    let start = Instant::now();
    with_site(root, show_timings, out, |Loaded { renderer, warnings, inputs }, timings| {
        out.diagnostics(&warnings);
        let output = args.output.clone().unwrap_or_else(|| root.join(&renderer.site.config.output));
        let summary = engine::publish(&renderer, inputs, root, &output, timings)?;
        let words = Words::built(&renderer, start.elapsed(), summary);
        // The program ends: taking the site apart would only take time.
        std::mem::forget(renderer);
        Ok(words)
    })
}

/// Does everything but publish.
pub fn check(root: &Path, show_timings: bool, out: &Out) -> u8 {
    let start = Instant::now();
    with_site(root, show_timings, out, |Loaded { renderer, mut warnings, .. }, timings| {
        warnings.extend(engine::check(&renderer, timings)?);
        warnings.sort();
        out.diagnostics(&warnings);
        Ok(Words::Checked(renderer.plan.page_count(), start.elapsed().as_millis()))
    })
}

/// Loads the site as readers will see it, and acts.
fn with_site(
    root: &Path,
    show_timings: bool,
    out: &Out,
    act: impl FnOnce(Loaded, &mut Timings) -> Result<Words, Stop> + Send,
) -> u8 {
    let options = Options { now: clock::vietnam(), preview: false };
    let mut timings = Timings::default();
    // On one of the threads that do the work: another one would have memory of its own to fill first.
    let result =
        rayon::scope(|_| engine::load(root, options, &mut timings).and_then(|loaded| act(loaded, &mut timings)));
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
