//! The preview in a real browser: runs the tests of `tests/browser/` in Node with Chromium, and brings what they need.
//!
//! On Debian and its kin, as root, missing packages are installed; elsewhere the failure says what to install. `CHROMIUM` may
//! name the browser. There is no way to skip this: what readers and editors see is tested or the test fails.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_preview_in_a_browser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let browser = browser();
    let tools = ["node", "npm"].map(program);
    let (Some(chromium), [Some(node), Some(npm)]) = (browser, tools) else {
        panic!(
            "the tests in the browser need Chromium (or the variable CHROMIUM naming it), Node.js 18 or newer and npm;\n\
             on Debian: sudo apt-get install chromium nodejs npm"
        );
    };
    if !folder.join("node_modules/playwright-core").is_dir() {
        let installed =
            Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).status().unwrap();
        assert!(installed.success(), "npm ci failed in tests/browser");
    }
    let mut tests: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    tests.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    assert!(!tests.is_empty());
    let output = Command::new(node)
        .args(["--test", "--test-reporter=spec"])
        .args(tests)
        .env("BANTIN", env!("CARGO_BIN_EXE_bantin"))
        .env("CHROMIUM", chromium)
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// The browser, installed if it is missing and can be.
fn browser() -> Option<PathBuf> {
    let named = || std::env::var_os("CHROMIUM").map(PathBuf::from);
    let known = || {
        let macos = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        let windows = Path::new("C:/Program Files/Google/Chrome/Application/chrome.exe");
        let there = [macos, windows].into_iter().find(|path| path.is_file()).map(Path::to_path_buf);
        ["chromium", "chromium-browser", "google-chrome", "chrome"].into_iter().find_map(program).or(there)
    };
    let complete = || known().filter(|_| program("node").is_some() && program("npm").is_some());
    named().or_else(complete).or_else(|| {
        install();
        known()
    })
}

/// A program in the search path.
fn program(name: &str) -> Option<PathBuf> {
    let suffixes: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let places = folders.iter().flat_map(|folder| suffixes.iter().map(move |end| folder.join(format!("{name}{end}"))));
    places.into_iter().find(|path| path.is_file())
}

/// Installs what is missing from Debian's packages, where that is allowed without asking.
fn install() {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    if !is_root || program("apt-get").is_none() {
        return;
    }
    let missing = [("node", "nodejs"), ("npm", "npm")].into_iter().filter(|(name, _)| program(name).is_none());
    let packages: Vec<&str> = ["chromium"].into_iter().chain(missing.map(|(_, package)| package)).collect();
    let apt = |arguments: &[&str]| {
        let done = Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").status();
        assert!(done.is_ok_and(|status| status.success()), "apt-get {} failed", arguments.join(" "));
    };
    apt(&["update"]);
    apt(&[&["install", "-y", "--no-install-recommends"], packages.as_slice()].concat());
}
