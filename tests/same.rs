//! What a build writes depends on what was written for it and on nothing else: neither on the number of threads nor on what was
//! built before.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::Command;
use bantin::engine::Engine;
use bantin::read;
use bantin::render::{Rendered, Renderer};

const ITEMS: usize = 60;

/// Builds with a number of threads; hash and path of every file.
fn built(root: &Path, threads: &str) -> Vec<(String, String)> {
    let mut build = Command::new(env!("CARGO_BIN_EXE_bantin"));
    build.args(["build", "--root"]).arg(root).env("RAYON_NUM_THREADS", threads).assert().success();
    let manifest = std::fs::read_to_string(root.join("public/.bantin-manifest")).unwrap();
    let entry = |line: &str| {
        let (hash, path) = (line.split(' ').next().unwrap(), line.rsplit(' ').next().unwrap());
        (hash.to_owned(), path.to_owned())
    };
    manifest.lines().filter(|line| line.matches(' ').count() == 3).map(entry).collect()
}

#[test]
fn the_same_bytes_with_one_thread_and_with_several() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), ITEMS, corpus::Flavour::Bantin);
    let fresh = |threads: &str| {
        let _ = std::fs::remove_dir_all(folder.path().join("public"));
        built(folder.path(), threads)
    };
    let one = fresh("1");
    assert!(one.len() > 500);
    assert_eq!(fresh("2"), one);
    assert_eq!(fresh("5"), one);
    // Without what it was made from, the build over the last one renders all again.
    let manifest = folder.path().join("public/.bantin-manifest");
    let known = std::fs::read_to_string(&manifest).unwrap();
    let forgotten: Vec<&str> = known.lines().filter(|line| !line.starts_with("made-from ")).collect();
    assert!(forgotten.len() + 1 == known.lines().count());
    std::fs::write(&manifest, forgotten.join("\n") + "\n").unwrap();
    assert_eq!(built(folder.path(), "2"), one, "a build over the last one writes what it wrote");
}

#[test]
fn files_come_in_one_order_whichever_is_read_first() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), 300, corpus::Flavour::Bantin);
    // Two names that one path stands for, where the file system has both.
    for (name, text) in [("\u{f4}.md", "một"), ("o\u{302}.md", "hai")] {
        std::fs::write(folder.path().join("content/tin-tuc").join(name), text).unwrap();
    }
    let texts = || read::everything(folder.path()).unwrap().texts.into_iter().map(|file| (file.path, file.text));
    let first: Vec<_> = texts().collect();
    assert!(first.is_sorted_by(|(one, _), (other, _)| one <= other) && first.len() > 300);
    for _ in 0..12 {
        assert!(texts().eq(first.iter().cloned()));
    }
}

/// The bytes of every page that is rendered.
fn pages(renderer: &Renderer) -> BTreeMap<String, Vec<u8>> {
    let page = |page: &bantin::plan::Page| match renderer.render(page).unwrap() {
        Rendered::Bytes(bytes) => Some((page.url.to_string(), bytes)),
        Rendered::Copy(_) | Rendered::Picture(..) => None,
    };
    renderer.plan.pages().filter_map(page).collect()
}

#[test]
fn the_same_bytes_whether_what_was_read_is_kept_or_not() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), ITEMS, corpus::Flavour::Bantin);
    let now = bantin::clock::vietnam();
    let with = |mut engine: Engine| {
        engine.update(read::everything(folder.path()).unwrap(), now).unwrap();
        pages(engine.renderer().unwrap())
    };
    let once = with(Engine::once(false));
    assert!(once == with(Engine::new(false)));
}

#[test]
fn what_pages_share_is_the_same_when_it_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), ITEMS, corpus::Flavour::Bantin);
    let mut engine = Engine::once(false);
    engine.update(read::everything(folder.path()).unwrap(), bantin::clock::vietnam()).unwrap();
    let mut renderer = engine.into_renderer().unwrap();
    let shared = pages(&renderer);
    // The index for search takes long to make and has a test of its own.
    for (url, bytes) in shared.iter().filter(|(url, _)| !url.starts_with("tim-kiem/")).step_by(5) {
        renderer.forget();
        let alone = renderer.render(renderer.plan.find(url).unwrap()).unwrap();
        assert!(matches!(&alone, Rendered::Bytes(alone) if alone == bytes), "{url}");
    }
    for what in bantin::plan::Shared::ALL {
        renderer.let_go(what);
    }
    assert!(pages(&renderer) == shared, "what was let go of is made again");
}
