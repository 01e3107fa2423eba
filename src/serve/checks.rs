//! The checks of all pages, behind the editor's back: links, figures, accessibility. What they find stands in the panel.
//!
//! They begin when nothing has changed for a while, look at one page at a time, and step back for every edit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::preview::{Checked, Preview};
use crate::check::{self, Findings};
use crate::console::Out;
use crate::diag::{Diagnostics, Severity, report};

/// Quiet before the checks begin: an editor who goes on typing is not to share the machine.
const QUIET: Duration = Duration::from_millis(500);
/// Time after which those who wait for the site get it, whatever is still to be looked at.
const SLICE: Duration = Duration::from_millis(4);
/// Pages after which is let go of what they share, so that looking at all does not keep all in memory.
const FORGET: usize = 4_000;
/// Time between two reports of progress.
const REPORT: Duration = Duration::from_millis(500);

/// Starts the thread of the checks, which looks at every good site that it is told of.
pub fn run(preview: Arc<Preview>, sites: Receiver<u64>, console: Out) {
    std::thread::spawn(move || {
        // Nothing is said twice.
        let mut said = String::new();
        while let Ok(mut site) = sites.recv() {
            while let Ok(newer) = sites.recv_timeout(QUIET) {
                site = newer;
            }
            // A fault of the program in one page must not end the checks of the next site: the hook has printed it.
            let mistakes = catch_unwind(AssertUnwindSafe(|| look_at_all(&preview, site))).unwrap_or(None);
            if let Some(mistakes) = mistakes {
                let text = report::text(&mistakes, console.lang, false);
                if text != said {
                    console.diagnostics(&mistakes);
                }
                said = text;
            }
        }
    });
}

/// Looks at all pages of a site, unless another one comes between; the mistakes come back.
fn look_at_all(preview: &Preview, site: u64) -> Option<Diagnostics> {
    let (mut findings, mut out) = (Findings::default(), Diagnostics::default());
    let (mut done, mut forgotten) = (0, 0);
    let mut reported = Instant::now();
    loop {
        let engine = preview.engine();
        let renderer = engine.renderer().filter(|_| preview.notes().site == site)?;
        let plan = &renderer.plan;
        let slice = Instant::now();
        while let Some(page) = plan.page(done).filter(|_| slice.elapsed() < SLICE) {
            done += 1;
            if !page.is_html() {
                continue;
            }
            match renderer.render(page) {
                Ok(rendered) => {
                    findings.merge(check::look(renderer, page, &rendered));
                    out.extend(check::accessibility(page, &rendered));
                }
                // One broken template breaks every page that uses it.
                Err(mistake) if out.as_slice().iter().any(|known| known.is_at_the_place_of(&mistake)) => {}
                Err(mistake) => out.push(mistake),
            }
        }
        let of = plan.page_count();
        if done == of {
            out.extend(check::conclude(renderer, findings));
            out.extend(check::figures(&renderer.site));
            out.sort();
            let found = preview.notes_of(&out.as_slice().iter().collect::<Vec<_>>());
            drop(engine);
            preview.found(site, Checked { done, of, found });
            preview.forget();
            let mistakes: Diagnostics = out.into_iter().filter(|d| d.severity() == Severity::Error).collect();
            return Some(mistakes);
        }
        drop(engine);
        if done - forgotten > FORGET {
            forgotten = done;
            preview.forget();
        }
        if reported.elapsed() > REPORT {
            reported = Instant::now();
            let found = preview.notes_of(&out.as_slice().iter().collect::<Vec<_>>());
            preview.found(site, Checked { done, of, found });
        }
        // A lock that is asked for again at once is fair to nobody.
        while preview.is_wanted() {
            std::thread::yield_now();
        }
    }
}
