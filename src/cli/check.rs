//! `bantin build` and `bantin check`: the same way, with and without the last step.

use std::path::Path;
use std::time::Instant;

use super::args::Build;
use crate::clock;
use crate::console::{Out, Words, status};
use crate::engine::{self, Stop, Timings};
use crate::publish::real_path;
use crate::site::Options;

/// Publishes the site.
pub fn build(root: &Path, args: &Build, show_timings: bool, out: &Out) -> u8 {
    let start = Instant::now();
    let mut timings = Timings::default();
    let result = engine::load(root, Options { now: clock::vietnam(), preview: false }, &mut timings, |_| {}).and_then(
        |loaded| {
            out.diagnostics(&loaded.warnings);
            let renderer = &loaded.renderer;
            let output = args.output.clone().unwrap_or_else(|| root.join(&renderer.site.config.output));
            if holds_the_site(root, &output) {
                out.complain(&out.words(Words::OutputHoldsSite(output.display().to_string())));
                return Err(Stop::Usage);
            }
            let summary = engine::publish(renderer, &output, &mut timings)?;
            let items = renderer.site.index.by_kind.values().map(Vec::len).sum();
            out.say(Words::Built(renderer.plan.pages().len(), items, start.elapsed().as_millis(), summary));
            Ok(())
        },
    );
    finish(&result, show_timings, &timings, out)
}

/// Does everything but publish.
pub fn check(root: &Path, show_timings: bool, out: &Out) -> u8 {
    let start = Instant::now();
    let mut timings = Timings::default();
    let result = engine::load(root, Options { now: clock::vietnam(), preview: false }, &mut timings, |site| {
        site.config.check_links = true
    })
    .and_then(|loaded| {
        out.diagnostics(&loaded.warnings);
        engine::check(&loaded.renderer, &mut timings)?;
        out.say(Words::Checked(loaded.renderer.plan.pages().len(), start.elapsed().as_millis()));
        Ok(())
    });
    finish(&result, show_timings, &timings, out)
}

/// Whether publishing in `output` would replace the site itself: its root, a folder above it, or what it is made of.
fn holds_the_site(root: &Path, output: &Path) -> bool {
    let (root, output) = (real_path(root), real_path(output));
    let sources = ["content", "themes", ".git"].map(|name| root.join(name));
    root.starts_with(&output) || sources.iter().any(|source| output.starts_with(source))
}

fn finish(result: &Result<(), Stop>, show_timings: bool, timings: &Timings, out: &Out) -> u8 {
    if show_timings {
        out.timings(timings);
    }
    match result {
        Ok(()) => status::DONE,
        Err(stop) => out.stop(stop),
    }
}
