//! `bantin build --watch`: publishes at every change, and when the time of an item has come.

use std::path::Path;
use std::time::Instant;

use super::args::Build;
use crate::console::{Out, Words, status};
use crate::engine::{self, Engine, Stop, Timings};
use crate::follow;

/// Publishes until it is interrupted. Mistakes are shown, and the published site stays.
pub fn run(root: &Path, args: &Build, out: &Out) -> u8 {
    let mut engine = Engine::new(false);
    let mut told = false;
    let result = follow::follow(root, args.poll, out, |reading, now| {
        let start = Instant::now();
        let result = reading.map_err(Stop::Failure).and_then(|reading| {
            let warnings = engine.update(reading, now).map_err(Stop::Mistakes)?;
            out.diagnostics(&warnings);
            let Some(renderer) = engine.renderer() else { return Ok(()) };
            let output = args.output.clone().unwrap_or_else(|| root.join(&renderer.site.config.output));
            let summary = engine::publish(renderer, root, &output, &mut Timings::default())?;
            out.say(Words::built(renderer, start.elapsed(), summary));
            if !std::mem::replace(&mut told, true) {
                out.say(Words::Following(output.display().to_string().replace('\\', "/")));
            }
            Ok(())
        });
        if let Err(stop) = result {
            out.stop(&stop);
        }
        engine.next_turn(now)
    });
    match result {
        Ok(()) => status::DONE,
        Err(failure) => {
            out.failure(&failure);
            status::FAILED
        }
    }
}
