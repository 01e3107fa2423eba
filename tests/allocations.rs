//! How much a build asks of memory, counted and not timed: what makes builds slower usually asks for more of it. The only test of
//! its process, because it counts all that happens there.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use bantin::engine::{self, Timings};
use bantin::site::Options;

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

const ITEMS: usize = 200;
/// What a build of 200 items with all features asked for when this was last looked at: how often, how much in all, and how much
/// at once, in bytes.
const KNOWN: [(&str, u64); 3] = [("allocations", 1_842_700), ("bytes", 556_257_000), ("bytes at once", 15_706_000)];
/// How much more is let pass, in percent.
const SLACK: u64 = 10;

#[test]
fn a_build_asks_no_more_of_memory_than_it_did() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), ITEMS, corpus::Flavour::Bantin);
    let options = Options { now: bantin::clock::vietnam(), preview: false };
    let build = || {
        let loaded = engine::load(folder.path(), options, &mut Timings::default()).unwrap();
        engine::publish(
            &loaded.renderer,
            loaded.inputs,
            folder.path(),
            &folder.path().join("public"),
            &mut Timings::default(),
        )
        .unwrap()
    };
    let _profiler = dhat::Profiler::builder().testing().build();
    // On one thread the counts are the same every time, but for a few that rayon makes.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let summary = alone.install(build);
    let stats = dhat::HeapStats::get();
    assert!(summary.written > 1_000, "{summary:?}");
    let found = [stats.total_blocks, stats.total_bytes, u64::try_from(stats.max_bytes).unwrap()];
    for ((what, known), found) in KNOWN.into_iter().zip(found) {
        assert!(
            found <= known + known * SLACK / 100,
            "{what}: {found} now, {known} before: if that is worth it, put the new figure into KNOWN"
        );
        assert!(
            found >= known - known * 2 * SLACK / 100,
            "{what}: {found} now, {known} before: so much better, put the new figure into KNOWN"
        );
    }
}
