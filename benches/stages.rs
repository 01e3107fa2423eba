//! `cargo bench --bench stages`: each stage of a build by itself, on the corpus of 1,000 items of `benches/corpus`. A name
//! narrows what is measured: `cargo bench --bench stages markdown`.

mod corpus;

use std::path::Path;
use std::sync::LazyLock;

use bantin::engine::Engine;
use bantin::features::Features;
use bantin::model::Item;
use bantin::parse::{self, front, markdown};
use bantin::plan::{Page, Plan};
use bantin::read::{self, Reading};
use bantin::render::html::Placing;
use bantin::render::{Renderer, Theme};
use bantin::search::SearchIndex;
use bantin::{cite, clock, yaml};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

const ITEMS: usize = 1_000;

fn main() {
    divan::main();
}

/// The corpus, read from disk once.
fn reading() -> Reading {
    static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().expect("a folder");
        corpus::write(folder.path(), ITEMS, corpus::Flavour::Bantin);
        folder
    });
    let root: &Path = FOLDER.path();
    read::everything(root).expect("the corpus can be read")
}

/// The texts of all items.
fn texts() -> Vec<String> {
    let items = reading().texts.into_iter().filter(|file| !file.path.starts_with("content/_data/"));
    items.map(|file| file.text.expect("the corpus is text")).collect()
}

fn renderer() -> &'static Renderer {
    static RENDERER: LazyLock<Renderer> = LazyLock::new(|| {
        let mut engine = Engine::once(false);
        engine.update(reading(), clock::vietnam()).expect("the corpus has no mistakes");
        engine.into_renderer().expect("a site without mistakes")
    });
    &RENDERER
}

fn size(texts: &[&str]) -> BytesCount {
    BytesCount::new(texts.iter().map(|text| text.len()).sum::<usize>())
}

/// Reading all files.
#[divan::bench]
fn read_files(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(ITEMS)).bench(reading);
}

/// YAML to a tree with places.
#[divan::bench]
fn front_matter(bencher: Bencher<'_, '_>) {
    let texts = texts();
    let fronts: Vec<&str> = texts.iter().filter_map(|text| Some(&text[front::split(text).ok()?.front])).collect();
    bencher.counter(size(&fronts)).bench_local(|| {
        fronts.iter().for_each(|front| drop(divan::black_box(yaml::tree(front))));
    });
}

/// The outline of each body: headings, links, cited documents, slips.
#[divan::bench]
fn markdown_outline(bencher: Bencher<'_, '_>) {
    let texts = texts();
    let bodies: Vec<&str> = texts.iter().filter_map(|text| Some(&text[front::split(text).ok()?.body])).collect();
    bencher.counter(size(&bodies)).bench_local(|| {
        bodies.iter().for_each(|body| drop(divan::black_box(markdown::outline(body, 0, Features::default()))));
    });
}

/// The HTML of each body.
#[divan::bench]
fn markdown_html(bencher: Bencher<'_, '_>) {
    let renderer = renderer();
    let items: Vec<_> = renderer.site.items.iter().map(|(id, _)| id).collect();
    bencher.counter(ItemsCount::new(items.len())).bench_local(|| {
        items.iter().for_each(|id| drop(divan::black_box(renderer.body(*id, "", Placing::default()))));
    });
}

/// The recogniser of cited documents on whole bodies.
#[divan::bench]
fn citations(bencher: Bencher<'_, '_>) {
    let site = &renderer().site;
    let bodies: Vec<&str> = site.items.values().map(Item::body).collect();
    bencher.counter(size(&bodies)).bench_local(|| {
        bodies.iter().for_each(|body| drop(divan::black_box(cite::find(body))));
    });
}

/// Parsing whole files.
#[divan::bench]
fn parse_files(bencher: Bencher<'_, '_>) {
    let files = || {
        let mut texts = reading().texts;
        texts.retain(|file| !file.path.starts_with("content/_data/"));
        texts
    };
    bencher.counter(ItemsCount::new(ITEMS)).with_inputs(files).bench_local_values(|files| {
        files.into_iter().for_each(|file| drop(divan::black_box(parse::document(file, Features::default()))));
    });
}

/// From what was read to a site that can be rendered: parse, resolve, index, plan, theme.
#[divan::bench]
fn parse_resolve_index(bencher: Bencher<'_, '_>) {
    let now = clock::vietnam();
    bencher.counter(ItemsCount::new(ITEMS)).with_inputs(reading).bench_local_values(|reading| {
        let mut engine = Engine::once(false);
        assert!(engine.update(reading, now).is_ok());
        engine.into_renderer()
    });
}

/// The list of all pages.
#[divan::bench]
fn plan(bencher: Bencher<'_, '_>) {
    let renderer = renderer();
    let assets = renderer.theme().asset_paths();
    bencher.bench_local(|| Plan::new(&renderer.site, &assets, None).is_ok());
}

/// Loading the theme.
#[divan::bench]
fn theme(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(read::default_theme).bench_local_values(|files| Theme::load(files).is_ok());
}

/// The index for search.
#[divan::bench]
fn search_index(bencher: Bencher<'_, '_>) {
    let renderer = renderer();
    let phrase = |key: &'static str| renderer.t(key).to_owned();
    bencher.counter(ItemsCount::new(ITEMS)).bench_local(|| SearchIndex::of(&renderer.site, &phrase));
}

/// All pages of a kind, on one thread.
#[divan::bench(args = ["item", "list", "province", "period", "topic", "document", "documents", "indicator", "tasks", "feed", "search-index"])]
fn render(bencher: Bencher<'_, '_>, kind: &str) {
    let renderer = renderer();
    let pages: Vec<&Page> = renderer.plan.pages().filter(|page| page.kind_name() == kind).collect();
    bencher.counter(ItemsCount::new(pages.len())).bench_local(|| {
        assert!(pages.iter().all(|page| divan::black_box(renderer.render(page)).is_ok()));
    });
}
