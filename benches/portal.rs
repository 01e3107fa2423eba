//! `cargo bench --bench portal`: builds corpora of growing size with the release binary and prints what README shows: the cold
//! build, `cp -r` of its output beside it, the build with nothing changed, and the peak memory, each for a portal with all
//! features and for one that does the same work as a plain theme for Hugo (`benches/theme`, `benches/hugo`).
//!
//! `SIZES="1000 10000 100000"` chooses the sizes, `RUNS=5` the runs of which the median is printed, `BENCH_DIR` the folder
//! (best on a tmpfs); with `HUGO=/path/to/hugo` Hugo builds the same documents in the same rounds. `CORPUS=DIR SIZES=10000
//! FLAVOUR=plain` only writes a corpus, for a profiler.

#![allow(clippy::print_stdout, reason = "a table is what this program is for")]

mod corpus;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use corpus::Flavour;

fn main() {
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return; // `cargo test --benches` only wants to know that it compiles.
    }
    let sizes = std::env::var("SIZES").unwrap_or_else(|_| "1000 10000 100000".to_owned());
    let sizes: Vec<usize> = sizes.split_whitespace().filter_map(|s| s.parse().ok()).collect();
    if let Some(root) = std::env::var_os("CORPUS") {
        let flavour = match std::env::var("FLAVOUR").as_deref() {
            Ok("plain") => Flavour::BantinPlain,
            Ok("hugo") => Flavour::Hugo,
            _ => Flavour::Bantin,
        };
        return corpus::write(Path::new(&root), sizes[0], flavour);
    }
    let runs: usize = std::env::var("RUNS").ok().and_then(|r| r.parse().ok()).unwrap_or(5);
    let folder = std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let hugo = std::env::var_os("HUGO").map(PathBuf::from);
    println!(
        "| items | portal | files | MB | cold build | `cp -r` | build / cp | nothing changed | of cold | peak memory | Hugo / build |"
    );
    println!("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for size in sizes {
        let root = folder.join(format!("bantin-bench-{}-{size}", std::process::id()));
        measure(&root, size, runs, hugo.as_deref());
    }
}

/// A portal and what its builds took.
struct Portal {
    name: &'static str,
    root: PathBuf,
    /// The command that builds it, run in its folder.
    command: PathBuf,
    cold: Vec<Duration>,
    again: Vec<Duration>,
    copy: Vec<Duration>,
    /// In KiB.
    peak: u64,
}

impl Portal {
    fn new(root: &Path, size: usize, name: &'static str, flavour: Flavour, command: &Path) -> Self {
        let root = root.join(name.replace(' ', "-"));
        corpus::write(&root, size, flavour);
        let (cold, again, copy) = (Vec::new(), Vec::new(), Vec::new());
        Self { name, root, command: command.to_owned(), cold, again, copy, peak: 0 }
    }

    /// Builds from nothing, copies what came out, and builds again.
    fn round(&mut self, number: usize) {
        let public = self.root.join("public");
        if public.exists() {
            // Moved away, not deleted: deleting slows the creation of files that follows.
            std::fs::rename(&public, self.root.join(format!("old-{number}"))).expect("the old output moves");
        }
        // Whoever asks for the memory takes time from the builder.
        let time = if number == 0 { self.build_and_look() } else { self.build() };
        self.cold.push(time);
        let start = Instant::now();
        let copy = self.root.join(format!("copy-{number}"));
        let copied = Command::new("cp").arg("-r").arg(&public).arg(&copy).status();
        self.copy.push(start.elapsed());
        assert!(copied.expect("cp runs").success());
        std::fs::remove_dir_all(&copy).expect("the copy goes");
        self.again.push(self.build());
        // Room for the next round; it begins with a rename.
        let old = self.root.join(format!("old-{number}"));
        if old.exists() {
            std::fs::remove_dir_all(&old).expect("the old output goes");
        }
    }

    fn figures(&self) -> Figures {
        let [cold, copy, again] = [&self.cold, &self.copy, &self.again].map(|times| median(times));
        let (files, bytes) = count(&self.root.join("public"));
        Figures { name: self.name, files, bytes, cold, copy, again, peak: self.peak }
    }

    fn start(&self) -> Child {
        let mut command = Command::new(&self.command);
        command.arg("build").current_dir(&self.root).stdout(Stdio::null()).spawn().expect("the builder runs")
    }

    /// How long one build takes.
    fn build(&self) -> Duration {
        let start = Instant::now();
        assert!(self.start().wait().expect("the child is ours").success());
        start.elapsed()
    }

    /// The same, with a look at its peak memory.
    fn build_and_look(&mut self) -> Duration {
        let start = Instant::now();
        let mut child = self.start();
        let status = loop {
            self.peak = self.peak.max(peak_memory(child.id()));
            if let Some(status) = child.try_wait().expect("the child is ours") {
                break status;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        assert!(status.success());
        start.elapsed()
    }
}

fn measure(root: &Path, size: usize, runs: usize, hugo: Option<&Path>) {
    let bantin = Path::new(env!("CARGO_BIN_EXE_bantin"));
    let mut all = vec![("equal work", Flavour::BantinPlain, bantin), ("all features", Flavour::Bantin, bantin)];
    all.extend(hugo.map(|hugo| ("Hugo", Flavour::Hugo, hugo)));
    let new =
        |(name, flavour, command): (&'static str, Flavour, &Path)| Portal::new(root, size, name, flavour, command);
    let figures: Vec<Figures> = if size < LARGE {
        // All in turn, so that what else the machine does meets all alike; the first round warms up.
        let mut portals: Vec<Portal> = all.into_iter().map(new).collect();
        (0..=runs).for_each(|round| portals.iter_mut().for_each(|portal| portal.round(round)));
        portals.iter().map(Portal::figures).collect()
    } else {
        // One after the other, because of the room they take; one round after that which warms up says enough of a build that
        // takes long.
        let alone = |mut portal: Portal| {
            portal.round(0);
            std::fs::remove_dir_all(portal.root.join("public")).expect("the output goes");
            portal.round(1);
            let figures = portal.figures();
            std::fs::remove_dir_all(&portal.root).expect("the portal goes");
            figures
        };
        all.into_iter().map(|portal| alone(new(portal))).collect()
    };
    let hugo = figures.iter().find(|figures| figures.name == "Hugo").map(|figures| figures.cold);
    for Figures { name, files, bytes, cold, copy, again, peak } in figures {
        println!(
            "| {size} | {name} | {files} | {:.1} | {cold:.3} s | {copy:.3} s | {:.2} | {again:.3} s | {:.0}% | {} MiB | {} |",
            bytes as f64 / 1e6,
            cold / copy,
            again / cold * 100.0,
            peak / 1024,
            hugo.map_or_else(String::new, |hugo| format!("{:.1}", hugo / cold)),
        );
    }
    std::fs::remove_dir_all(root).expect("the corpora go");
}

/// From so many items on, portals are measured one after the other.
const LARGE: usize = 50_000;

/// What is printed of a portal; times in seconds.
struct Figures {
    name: &'static str,
    files: usize,
    bytes: u64,
    cold: f64,
    copy: f64,
    again: f64,
    /// In KiB.
    peak: u64,
}

/// The median in seconds of all times but the first, which warms up, if there are more.
fn median(times: &[Duration]) -> f64 {
    let mut times: Vec<Duration> = times[usize::from(times.len() > 1)..].to_vec();
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

/// The high-water mark of a process in KiB; 0 where the system does not tell.
fn peak_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn count(folder: &Path) -> (usize, u64) {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file());
    files.fold((0, 0), |(n, bytes), e| (n + 1, bytes + e.metadata().map_or(0, |m| m.len())))
}
