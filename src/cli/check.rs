//! `bantin build` and `bantin check`: the same way, with and without the last step.

use std::path::Path;
use std::time::Instant;

use super::args::Build;
use super::out::{Out, Words};
use crate::engine::{self, Stop, Timings};
use crate::publish;
use crate::site::Options;

/// Publishes the site.
pub fn build(root: &Path, args: &Build, show_timings: bool, out: &Out) -> u8 {
    let start = Instant::now();
    let mut timings = Timings::default();
    let result = engine::load(root, Options::publication(), &mut timings, |_| {}).and_then(|loaded| {
        out.diagnostics(&loaded.warnings);
        let renderer = &loaded.renderer;
        let rendered = engine::render_all(renderer, &mut timings).map_err(Stop::Mistakes)?;
        let output = args.output.clone().unwrap_or_else(|| root.join(&renderer.site.config.output));
        let summary = timings.stage("publish", || publish::publish(&output, &rendered.pages))?;
        let items = renderer.site.index.by_kind.values().map(Vec::len).sum();
        out.say(Words::Built(rendered.pages.len(), items, start.elapsed().as_millis(), summary));
        Ok(())
    });
    finish(&result, show_timings, &timings, out)
}

/// Does everything but publish.
pub fn check(root: &Path, show_timings: bool, out: &Out) -> u8 {
    let start = Instant::now();
    let mut timings = Timings::default();
    let result = engine::load(root, Options::publication(), &mut timings, |site| site.config.check_links = true)
        .and_then(|loaded| {
            out.diagnostics(&loaded.warnings);
            let rendered = engine::render_all(&loaded.renderer, &mut timings).map_err(Stop::Mistakes)?;
            out.say(Words::Checked(rendered.pages.len(), start.elapsed().as_millis()));
            Ok(())
        });
    finish(&result, show_timings, &timings, out)
}

fn finish(result: &Result<(), Stop>, show_timings: bool, timings: &Timings, out: &Out) -> u8 {
    if show_timings {
        out.timings(timings);
    }
    match result {
        Ok(()) => super::DONE,
        Err(stop) => out.stop(stop),
    }
}
