//! What comes in with the dependencies: sources, licences, and versions that advisories ask for.
//!
//! Advisory databases need a network that a build machine may lack; these rules are read from Cargo.lock and the manifests.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::process::Command;

use serde_json::Value;

/// The packages that this machine's build uses.
fn packages() -> Vec<Value> {
    let version = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let version = String::from_utf8(version).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let arguments = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host];
    let output = Command::new(env!("CARGO")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().iter().filter(|p| p["name"] != "bantin").cloned().collect()
}

fn text<'v>(package: &'v Value, key: &str) -> &'v str {
    package[key].as_str().unwrap_or_default()
}

/// Licences an authority can ship in one binary without further duties than naming the authors.
const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "CC0-1.0",
    "Unlicense",
    "Unicode-3.0",
    "MPL-2.0",
    "MIT-0",
    "BSL-1.0",
    "WTFPL",
];

#[test]
fn every_licence_is_one_we_may_ship() {
    for package in packages() {
        let licence = text(&package, "license").replace('/', " OR ").replace(['(', ')'], "");
        let allowed = licence.split(" OR ").any(|choice| choice.split(" AND ").all(|l| LICENCES.contains(&l.trim())));
        assert!(allowed, "{} has the licence {licence:?}", text(&package, "name"));
    }
}

#[test]
fn everything_comes_from_the_registry() {
    for package in packages() {
        assert!(text(&package, "source").starts_with("registry+"), "{}", text(&package, "name"));
    }
}

#[test]
fn no_crate_with_a_known_fault_or_a_native_library_comes_in() {
    let banned =
        ["onig", "onig_sys", "yaml-rust", "openssl", "openssl-sys", "native-tls", "atty", "failure", "serde_yml"];
    // (name, lowest version without the advisory that the design names)
    let floors = [("ammonia", (4, 2, 4)), ("quick-xml", (0, 41, 0))];
    for package in packages() {
        let name = text(&package, "name");
        assert!(!banned.contains(&name), "{name}");
        let version: Vec<u64> =
            text(&package, "version").split(['.', '-', '+']).take(3).filter_map(|n| n.parse().ok()).collect();
        if let Some((_, floor)) = floors.iter().find(|(n, _)| *n == name) {
            // plist, a part of syntect's development dependencies, may bring an old quick-xml that nothing here calls.
            assert!((version[0], version[1], version[2]) >= *floor, "{name} {version:?}");
        }
    }
}
