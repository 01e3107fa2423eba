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
    // What the machine refused last: said once, however often it is tried again.
    let mut refused = None;
    let result = follow::follow(root, args.poll, out, |reading, now| {
        let start = Instant::now();
        let result = reading.map_err(Stop::Failure).and_then(|mut reading| {
            let unread = reading.unread.pop();
            let warnings = engine.update(reading, now).map_err(Stop::Mistakes)?;
            if let Some(unread) = unread {
                return Err(Stop::Failure(unread.failure));
            }
            out.diagnostics(&warnings);
            let Some(renderer) = engine.renderer() else { return Ok(()) };
            let output = args.output.clone().unwrap_or_else(|| root.join(&renderer.site.config.output));
            let summary = engine::publish(renderer, None, root, &output, &mut Timings::default())?;
            out.say(Words::built(renderer, start.elapsed(), summary));
            if !std::mem::replace(&mut told, true) {
                out.say(Words::Following(output.display().to_string().replace('\\', "/")));
            }
            Ok(())
        });
        let failure = match result {
            Ok(()) => None,
            Err(Stop::Failure(failure)) => Some(failure),
            Err(stop) => {
                out.stop(&stop);
                None
            }
        };
        let said = failure.as_ref().map(|failure| failure.message(out.lang));
        if let Some(failure) = failure.filter(|_| said != refused) {
            out.failure(&failure);
        }
        refused = said;
        if refused.is_some() { Some(now + follow::AGAIN) } else { engine.next_turn(now) }
    });
    match result {
        Ok(()) => status::DONE,
        Err(failure) => {
            out.failure(&failure);
            status::FAILED
        }
    }
}
