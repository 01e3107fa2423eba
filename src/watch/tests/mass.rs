//! Many files at once.

use std::fs;

use super::{SILENCE, Site, Told};
use crate::watch::How;
use crate::watch::system::start;

fn names() -> impl Iterator<Item = String> {
    (0..5_000).map(|n| format!("content/tin-tuc/{:02}/{n}.md", n % 50))
}

fn fill(root: &std::path::Path, text: &str) {
    for name in names() {
        let file = root.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

fn few(what: &str, told: &[Told]) {
    let sizes: Vec<_> = told.iter().map(|told| (told.batch.paths.len(), told.batch.everything)).collect();
    println!("{what}: {sizes:?}");
    // About one for each cap, and what a busy machine adds.
    assert!(told.len() <= 60, "{sizes:?}");
}

#[test]
fn five_thousand_files_copied() {
    let site = Site::new();
    fill(site.root(), "mới");
    few("copied", &site.told_within(2 * SILENCE));
}

#[test]
fn five_thousand_files_checked_out() {
    let site = Site::with(How::Notified, start, |root| fill(root, "cũ"));
    // git deletes each file and creates it anew.
    for name in names() {
        fs::remove_file(site.path(&name)).unwrap();
        site.write(&name, "mới");
    }
    few("checked out", &site.told_within(2 * SILENCE));
    // To a branch without them and back.
    fs::remove_dir_all(site.path("content/tin-tuc")).unwrap();
    fill(site.root(), "khác");
    few("checked out again", &site.told_within(2 * SILENCE));
}
