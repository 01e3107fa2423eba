//! `cargo bench --bench portal`: builds corpora of growing size with the release binary and prints, for each, the cold
//! build, the build with nothing changed, `cp -r` of the output beside them, and the peak memory.
//!
//! `SIZES="1000 10000"` chooses the sizes, `RUNS=5` the runs of which the median is printed, `BENCH_DIR` the folder
//! (best on a tmpfs). `CORPUS=DIR SIZES=10000` only writes the corpus, for a profiler. README has the figures, and how Hugo was measured beside them.

#![allow(clippy::print_stdout, reason = "a table is what this program is for")]

mod corpus;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return; // `cargo test --benches` only wants to know that it compiles.
    }
    if let Some(root) = std::env::var_os("CORPUS") {
        let size = std::env::var("SIZES").ok().and_then(|s| s.parse().ok()).unwrap_or(10_000);
        return corpus::write(Path::new(&root), size);
    }
    let sizes = std::env::var("SIZES").unwrap_or_else(|_| "1000 10000".to_owned());
    let runs: usize = std::env::var("RUNS").ok().and_then(|r| r.parse().ok()).unwrap_or(5);
    let folder = std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    println!("| items | files | MB | cold build | nothing changed | cp -r of the output | cold / cp | peak memory |");
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|");
    for size in sizes.split_whitespace().filter_map(|s| s.parse().ok()) {
        measure(&folder.join(format!("bantin-bench-{}-{size}", std::process::id())), size, runs);
    }
}

fn measure(root: &Path, size: usize, runs: usize) {
    corpus::write(root, size);
    let moved = |n: usize| root.join(format!("old-{n}"));
    let mut peak = 0;
    let cold = median(runs, |n| {
        // Moved away, not deleted: deleting slows the creation of files that follows.
        if root.join("public").exists() {
            std::fs::rename(root.join("public"), moved(n)).expect("the old output moves");
        }
        let (time, memory) = build(root);
        peak = peak.max(memory);
        time
    });
    let again = median(runs, |_| build(root).0);
    let copy = median(runs, |n| {
        let start = Instant::now();
        let target = root.join(format!("copy-{n}"));
        assert!(Command::new("cp").arg("-r").arg(root.join("public")).arg(target).status().expect("cp runs").success());
        start.elapsed()
    });
    let (files, bytes) = count(&root.join("public"));
    println!(
        "| {size} | {files} | {:.1} | {:.3} s | {:.3} s | {:.3} s | {:.2} | {} MiB |",
        bytes as f64 / 1e6,
        cold.as_secs_f64(),
        again.as_secs_f64(),
        copy.as_secs_f64(),
        cold.as_secs_f64() / copy.as_secs_f64(),
        peak / 1024,
    );
    std::fs::remove_dir_all(root).expect("the corpus goes");
}

/// One build: its time and its peak memory in KiB (from `/usr/bin/time`-like accounting of the system where there is one).
fn build(root: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["build", "--root"])
        .arg(root)
        .stdout(Stdio::null())
        .spawn()
        .expect("bantin runs");
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_memory(child.id()));
        if let Some(status) = child.try_wait().expect("the child is ours") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success());
    (start.elapsed(), peak)
}

/// The high-water mark of a process in KiB; 0 where the system does not tell.
fn peak_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn median(runs: usize, mut run: impl FnMut(usize) -> Duration) -> Duration {
    run(usize::MAX); // warm-up
    let mut times: Vec<Duration> = (0..runs).map(&mut run).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn count(folder: &Path) -> (usize, u64) {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file());
    files.fold((0, 0), |(n, bytes), e| (n + 1, bytes + e.metadata().map_or(0, |m| m.len())))
}
