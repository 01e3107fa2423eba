//! A site that follows its files step by step is the one that is made of them at once: same pages, same mistakes, same
//! warnings. No disk, no clock, no socket.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bantin::diag::{Diagnostics, Lang, report};
use bantin::engine::Engine;
use bantin::picture::Dimensions;
use bantin::read::{BinaryFile, RawFile, Reading, TextFile};
use bantin::render::{Rendered, Renderer};
use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;

type Files = BTreeMap<String, String>;

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(8, 0, 0).unwrap()
}

/// A site with the real vocabularies and nothing else.
fn empty_site() -> Files {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/_data");
    let names = ["provinces.yaml", "topics.yaml", "indicators.yaml"];
    let mut files: Files =
        names.map(|name| (format!("content/_data/{name}"), std::fs::read_to_string(data.join(name)).unwrap())).into();
    files.insert("bantin.yaml".into(), "title: Bản tin thử\npublisher: Sở\nbase_url: https://bantin.example/\n".into());
    files
}

/// What reading some places of `files` gives.
fn reading(files: &Files, places: &BTreeSet<String>) -> Reading {
    let mut out = Reading { found: true, ..Reading::default() };
    let raw = |path: &String| RawFile { path: path.clone(), bytes: files[path].clone().into_bytes() };
    let text = |path: &String| TextFile::decode(path, files[path].as_bytes());
    let is_in = |path: &str, place: &str| path == place || path.starts_with(&format!("{place}/"));
    for place in places {
        let here = || files.keys().filter(|path| is_in(path, place));
        match place.as_str() {
            "bantin.yaml" => out.config = Some(here().map(text).next()),
            themes if themes.starts_with("themes") => {
                out.themes = Some(files.keys().filter(|path| path.starts_with("themes/")).map(raw).collect());
            }
            _ => {
                out.within.push(place.clone());
                for path in here() {
                    if path.to_lowercase().ends_with(".md") || path.contains("/_data/") {
                        out.texts.push(text(path));
                    } else {
                        let (size, modified) = (files[path].len() as u64, u128::from(files[path].as_bytes()[0]));
                        let width = 400 + 10 * u32::from(files[path].as_bytes()[0]);
                        let dimensions = Some(Dimensions { width, height: 300 });
                        let (path, disk) = (path.clone(), path.into());
                        out.binaries.push(BinaryFile { path, disk, size, modified, dimensions });
                    }
                }
            }
        }
    }
    out
}

fn everything() -> BTreeSet<String> {
    ["bantin.yaml", "content", "themes"].map(String::from).into()
}

/// Every page with its bytes, or the place of the file that is copied.
fn pages(renderer: &Renderer) -> Vec<(String, String)> {
    let show = |page: &bantin::plan::Page| match renderer.render(page) {
        Ok(Rendered::Bytes(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        Ok(Rendered::Copy(path)) => path.display().to_string(),
        Ok(Rendered::Picture(path, width)) => format!("{} {width}", path.display()),
        Err(mistake) => report::plain(&mistake, Lang::Vi),
    };
    renderer.plan.pages().map(|page| (page.url.to_string(), show(page))).collect()
}

fn said(diagnostics: &Diagnostics) -> String {
    report::text(diagnostics, Lang::Vi, false)
}

/// A site and the engine that follows it.
struct Followed {
    files: Files,
    engine: Engine,
    preview: bool,
    now: NaiveDateTime,
    /// The pages of the last site without mistakes.
    last_good: Option<Vec<(String, String)>>,
}

impl Followed {
    fn new(preview: bool) -> Self {
        let mut out = Self { files: empty_site(), engine: Engine::new(preview), preview, now: now(), last_good: None };
        out.follow(&everything());
        out
    }

    /// Tells the engine of changed places, and compares it with one that starts anew.
    fn follow(&mut self, places: &BTreeSet<String>) {
        let result = self.engine.update(reading(&self.files, places), self.now);
        let mut cold = Engine::new(self.preview);
        let expected = cold.update(reading(&self.files, &everything()), self.now);
        assert_eq!(result.is_ok(), expected.is_ok(), "{}", said(&result.or(expected).unwrap_or_else(|d| d)));
        match (result, expected) {
            (Ok(found), Ok(expected)) | (Err(found), Err(expected)) => assert_eq!(said(&found), said(&expected)),
            _ => unreachable!("compared above"),
        }
        if let Some(renderer) = cold.renderer() {
            self.last_good = Some(pages(renderer));
        }
        assert_same(self.engine.renderer().map(pages).as_ref(), self.last_good.as_ref());
    }

    fn write(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.to_owned());
        self.follow(&BTreeSet::from([path.to_owned()]));
    }
}

/// Compares page by page, so that a difference is shown where it is.
fn assert_same(found: Option<&Vec<(String, String)>>, expected: Option<&Vec<(String, String)>>) {
    let urls = |pages: Option<&Vec<(String, String)>>| -> Vec<String> {
        pages.into_iter().flatten().map(|(url, _)| url.clone()).collect()
    };
    assert_eq!(urls(found), urls(expected));
    for ((url, found), (_, expected)) in found.into_iter().flatten().zip(expected.into_iter().flatten()) {
        assert_eq!(found, expected, "page /{url}");
    }
}

const PATHS: &[&str] = &[
    "content/bao-cao/2021-son-la.md",
    "content/bao-cao/2021-bac-kan.md",
    "content/bao-cao/2021-q2-son-la/index.md",
    "content/tin-tuc/a.md",
    "content/tin-tuc/b.md",
    "content/tin-tuc/cu/b.md",
    "content/tin-tuc/c/index.md",
    "content/ban-tin/01-2021.md",
    "content/van-ban/100.md",
    "content/van-ban/01.md",
    "content/trang/gioi-thieu.md",
    "content/tin-tuc/d/index.MD",
];

const FRONTS: &[&str] = &[
    "tinh: Sơn La\nky: quý I/2021\nngay: 20/3/2021\nchu_de: [do-luong]",
    "tinh: Bắc Kạn\nky: quý II/2021\nchu_de: [iso-9001, do-luong]\ntom_tat: Theo Quyết định số 100/QĐ-TTg ngày 19/01/2019.",
    "tinh: Quảng Trị\nky: 2021-06\nngay: 2/7/2021\nnhap: true",
    "tinh: Sơn La\nky: 2021\nngay: 2/1/2022\ndang_tu: 1/1/2027",
    "tinh: Sơn La\nky: 2021-H1\nngay: 2/7/2021\ndia_chi_cu: [/cu/]",
    "ngay: 5/5/2021\nchu_de: an-toan-buc-xa",
    "tinh: Không Có\nngay: 5/5/2021",
];

const REPORT: &str = "so_hieu: 33/BC-SKHCN\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 1.390, ke_hoach: 4.000}\n\
nhiem_vu:\n  - {ma: de-an, noi_dung: Trình Đề án theo Kế hoạch số 88/KH-UBND ngày 2/3/2021, han: quý III/2021, trang_thai: dang-thuc-hien}";

const NOTES: &[&str] = &[
    "so_hieu: 100/QĐ-TTg\nngay: 19/01/2019\nthay_the: [05/QĐ-TTg ngày 1/1/2010]",
    "so_hieu: 05/QĐ-TTg\nngay: 1/1/2010\nthay_the: [100/QĐ-TTg ngày 19/01/2019]",
    "so_hieu: 88/KH-UBND\nngay: 2/3/2021\ntinh: Sơn La",
];

const BODIES: &[&str] = &[
    "",
    "## Đo lường\n\nThực hiện Quyết định số 100/QĐ-TTg ngày 19/01/2019 và Kế hoạch số 88/KH-UBND ngày 2/3/2021.",
    "## An toàn bức xạ {#x}\n\nXem [tin](../tin-tuc/a.md) và [tỉnh](/tinh/son-la/).\n\n## Khác\n\nHết.",
    "Xem [mục](../bao-cao/2021-son-la.md#x) và ![ảnh](anh.png).",
    "Quyết định số 100/QĐ-TTg ngày 19/01/2019 thay thế Quyết định số 05/QĐ-TTg ngày 1/1/2010.\n\n```so-lieu\nma: mau-thu-nghiem\n```",
    "Theo Báo cáo số 33/BC-SKHCN ngày 20/3/2021 của Sở KH&CN Sơn La, công văn 962/UBND-TH ngày 3/4/2021.",
];

/// The text of an item of the kind that belongs at a path.
fn item(path: &str, front: usize, body: usize) -> String {
    let mut head = format!("tieu_de: Bài {front}\n");
    match path {
        note if note.contains("/van-ban/") => head.push_str(NOTES[front % NOTES.len()]),
        page if page.contains("/trang/") => {}
        other => {
            head.push_str(FRONTS[front]);
            if other.contains("/bao-cao/") {
                head.push_str(&format!("\n{REPORT}"));
            }
        }
    }
    format!("---\n{head}\n---\n\n{}\n", BODIES[body])
}

#[derive(Clone, Debug)]
enum Edit {
    Write(usize, usize, usize),
    Break(usize),
    Remove(usize),
    Rename(usize, usize),
    Picture(u8),
    NoPicture,
    Topics(u8),
    Provinces(bool),
    Config(usize),
    Template(u8),
    /// So many days pass.
    Time(i64),
}

/// What the configuration says besides.
const CONFIGS: [&str; 3] = ["", "mo_ta: Khác\n", "khong_dung: [gop-cap-duoi]\n"];

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let path = || 0..PATHS.len();
    let edit = prop_oneof![
        12 => (path(), 0..FRONTS.len(), 0..BODIES.len()).prop_map(|(path, front, body)| Edit::Write(path, front, body)),
        1 => path().prop_map(Edit::Break),
        4 => path().prop_map(Edit::Remove),
        3 => (path(), path()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (0u8..3).prop_map(Edit::Picture),
        1 => Just(Edit::NoPicture),
        1 => (0u8..3).prop_map(Edit::Topics),
        1 => any::<bool>().prop_map(Edit::Provinces),
        1 => (0..CONFIGS.len()).prop_map(Edit::Config),
        1 => (0u8..4).prop_map(Edit::Template),
        1 => (1i64..40).prop_map(Edit::Time),
    ];
    // Saves come alone or several at once.
    prop::collection::vec(prop::collection::vec(edit, 1..4), 1..14)
}

/// Makes an edit; the places where files changed.
fn make(edit: &Edit, files: &mut Files, original: &Files) -> Vec<String> {
    const PICTURES: [&str; 2] = ["content/tin-tuc/c/anh.png", "content/tin-tuc/d/anh.png"];
    const TEMPLATE: &str = "themes/mac-dinh/templates/robots.html";
    let set = |files: &mut Files, path: &str, text: Option<String>| {
        match text {
            Some(text) => files.insert(path.to_owned(), text),
            None => files.remove(path),
        };
        vec![path.to_owned()]
    };
    match edit {
        Edit::Write(path, front, body) => set(files, PATHS[*path], Some(item(PATHS[*path], *front, *body))),
        Edit::Break(path) => set(files, PATHS[*path], Some("---\ntieu_de: [\n---\n".to_owned())),
        Edit::Remove(path) => set(files, PATHS[*path], None),
        Edit::Rename(from, to) => {
            let text = files.remove(PATHS[*from]);
            if let Some(text) = text {
                files.insert(PATHS[*to].to_owned(), text);
            }
            vec![PATHS[*from].to_owned(), PATHS[*to].to_owned()]
        }
        Edit::Picture(version) => set(files, PICTURES[usize::from(version % 2)], Some(format!("{version}"))),
        Edit::NoPicture => set(files, PICTURES[0], None),
        Edit::Topics(changed) => {
            let topics = &original["content/_data/topics.yaml"];
            let topics = match changed {
                0 => topics.clone(),
                // All numbers of topics are others now.
                1 => topics.replacen(
                    "topics:\n",
                    "topics:\n  - {slug: dau, name: Chủ đề đầu, parent: null, synonyms: []}\n",
                    1,
                ),
                _ => format!("{topics}\n: ["),
            };
            set(files, "content/_data/topics.yaml", Some(topics))
        }
        Edit::Provinces(changed) => {
            let provinces = &original["content/_data/provinces.yaml"];
            let provinces = if *changed {
                provinces.replacen("Tỉnh Sơn La", "Tỉnh Sơn La Mới", 1)
            } else {
                provinces.clone()
            };
            set(files, "content/_data/provinces.yaml", Some(provinces))
        }
        Edit::Config(more) => set(files, "bantin.yaml", Some(format!("{}{}", original["bantin.yaml"], CONFIGS[*more]))),
        Edit::Time(_) => Vec::new(),
        // A static file whose address is that of no page, of a page, of an old address; or none.
        Edit::Template(0) => set(files, TEMPLATE, Some("{{ khong".to_owned())),
        Edit::Template(1) => set(files, "themes/mac-dinh/static/robots.txt", Some("a".to_owned())),
        Edit::Template(2) => set(files, "themes/mac-dinh/static/logo.svg", Some("<svg/>".to_owned())),
        Edit::Template(_) => {
            files.retain(|path, _| !path.starts_with("themes/"));
            vec!["themes".to_owned()]
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn following_edits_gives_the_site_that_is_made_at_once(batches in edits(), preview in any::<bool>()) {
        let mut site = Followed::new(preview);
        let original = site.files.clone();
        for batch in batches {
            for edit in &batch {
                site.now += chrono::Duration::days(if let Edit::Time(days) = edit { *days } else { 0 });
            }
            let places = batch.iter().flat_map(|edit| make(edit, &mut site.files, &original)).collect();
            site.follow(&places);
        }
    }
}

#[test]
fn an_item_comes_changes_moves_and_goes() {
    let mut site = Followed::new(true);
    site.write("content/tin-tuc/a.md", &item("content/tin-tuc/a.md", 0, 1));
    site.write("content/bao-cao/2021-son-la.md", &item("content/bao-cao/2021-son-la.md", 1, 2));
    site.write("content/tin-tuc/a.md", &item("content/tin-tuc/a.md", 4, 4));
    let text = site.files.remove("content/tin-tuc/a.md").unwrap();
    site.files.insert("content/tin-tuc/b.md".into(), text);
    // The report still links to the old place: the last good site stays until it is mended.
    site.follow(&["content/tin-tuc/a.md", "content/tin-tuc/b.md"].map(String::from).into());
    assert!(site.engine.renderer().unwrap().plan.find("tin-tuc/a/").is_some());
    site.write("content/bao-cao/2021-son-la.md", &item("content/bao-cao/2021-son-la.md", 1, 0));
    assert!(site.engine.renderer().unwrap().plan.find("tin-tuc/a/").is_none());
    assert!(site.engine.renderer().unwrap().plan.find("tin-tuc/b/").is_some());
}

#[test]
fn time_alone_publishes_an_item() {
    let mut files = empty_site();
    files.insert("content/tin-tuc/a.md".into(), "---\ntieu_de: A\nngay: 1/1/2026\ndang_tu: 21/11/2026\n---\n".into());
    let mut engine = Engine::new(false);
    engine.update(reading(&files, &everything()), now()).unwrap();
    assert!(engine.renderer().unwrap().plan.find("tin-tuc/a/").is_none());
    let later = now() + chrono::Duration::days(1);
    let nothing = Reading { found: true, ..Reading::default() };
    engine.update(nothing, later).unwrap();
    assert!(engine.renderer().unwrap().plan.find("tin-tuc/a/").is_some());
}

/// A page that time alone makes may take the address of another: the last good site stays, of the day before.
#[test]
fn a_mistake_that_time_makes_leaves_the_last_good_site() {
    let mut site = Followed::new(true);
    let report = "---\ntieu_de: A\ntinh: Sơn La\nky: 2026-11\nnhiem_vu:\n\
                  \x20 - {noi_dung: Việc, han: 2026-11, trang_thai: dang-thuc-hien}\n---\n";
    site.write("content/bao-cao/a.md", report);
    site.write("content/tin-tuc/a.md", "---\ntieu_de: A\nngay: 1/11/2026\ndia_chi_cu: [/nhiem-vu/qua-han/]\n---\n");
    assert!(site.engine.renderer().unwrap().plan.find("nhiem-vu/qua-han/").is_some());
    site.now += chrono::Duration::days(30);
    site.write("content/tin-tuc/b.md", "---\ntieu_de: B\nngay: 1/11/2026\n---\n");
    assert!(site.engine.renderer().unwrap().plan.find("tin-tuc/b/").is_none());
    site.write("content/tin-tuc/a.md", "---\ntieu_de: A\nngay: 1/11/2026\n---\n");
    assert!(site.engine.renderer().unwrap().plan.find("tin-tuc/b/").is_some());
}
