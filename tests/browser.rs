//! The portal and the preview in a real browser: runs the tests of `tests/browser/` in Node with Chromium, and brings what they need.
//!
//! On Debian and its kin, as root, missing packages are installed; elsewhere the failure says what to install. `CHROMIUM` may
//! name the browser. There is no way to skip this: what readers and editors see is tested or the test fails.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn what_a_browser_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let browser = browser();
    let tools = TOOLS.map(|(name, _)| program(name));
    let (Some(chromium), [Some(node), Some(npm), Some(_)]) = (browser, tools) else {
        panic!(
            "the tests in the browser need Chromium (or the variable CHROMIUM naming it), Node.js 18.17 or newer, npm and Java;\n\
             on Debian: sudo apt-get install chromium nodejs npm openjdk-17-jre-headless"
        );
    };
    let there = |name: &str| folder.join("node_modules").join(name).is_dir();
    if !["playwright-core", "axe-core", "vnu-jar"].into_iter().all(there) {
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

/// What the tests need besides a browser, and the packages of Debian that have it; Java is for the HTML checker.
const TOOLS: [(&str, &str); 3] = [("node", "nodejs"), ("npm", "npm"), ("java", "openjdk-17-jre-headless")];

/// The browser, installed if it is missing and can be.
fn browser() -> Option<PathBuf> {
    let named = || std::env::var_os("CHROMIUM").map(PathBuf::from);
    let known = || {
        let macos = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        let windows = Path::new("C:/Program Files/Google/Chrome/Application/chrome.exe");
        let there = [macos, windows].into_iter().find(|path| path.is_file()).map(Path::to_path_buf);
        ["chromium", "chromium-browser", "google-chrome", "chrome"].into_iter().find_map(program).or(there)
    };
    let complete = || known().filter(|_| TOOLS.iter().all(|(name, _)| program(name).is_some()));
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
    let missing = TOOLS.into_iter().filter(|(name, _)| program(name).is_none());
    let packages: Vec<&str> = ["chromium"].into_iter().chain(missing.map(|(_, package)| package)).collect();
    let apt = |arguments: &[&str]| {
        let done = Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").status();
        assert!(done.is_ok_and(|status| status.success()), "apt-get {} failed", arguments.join(" "));
    };
    apt(&["update"]);
    apt(&[&["install", "-y", "--no-install-recommends"], packages.as_slice()].concat());
}
