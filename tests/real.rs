//! The real portal: the five reports build without a warning, and keep what the editors promised.

use std::collections::BTreeMap;
use std::path::Path;

use bantin::engine::{self, Timings};
use bantin::model::{Item, ItemKind};
use bantin::site::Options;

fn load() -> engine::Loaded {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    match engine::load(root, Options { now: bantin::clock::vietnam(), preview: false }, &mut Timings::default()) {
        Ok(loaded) => loaded,
        Err(engine::Stop::Mistakes(d)) => panic!("{}", bantin::diag::report::text(&d, bantin::diag::Lang::Vi, false)),
        Err(stop) => panic!("{stop:?}"),
    }
}

fn of_kind(loaded: &engine::Loaded, kind: ItemKind) -> Vec<&Item> {
    loaded.renderer.site.items.values().filter(|i| i.kind == kind).collect()
}

fn words(item: &Item) -> usize {
    item.body().split_whitespace().count()
}

#[test]
fn the_portal_builds_without_a_warning_and_every_link_leads_somewhere() {
    let loaded = load();
    assert_eq!(loaded.warnings.as_slice().len(), 0);
    assert!(engine::check(&loaded.renderer, &mut Timings::default()).is_ok());
}

#[test]
fn five_reports_tell_what_their_sources_tell() {
    let loaded = load();
    let reports = of_kind(&loaded, ItemKind::Report);
    let site = &loaded.renderer.site;
    let provinces: BTreeMap<&str, &Item> = reports
        .iter()
        .map(|r| (site.vocabulary.provinces.get(r.province.expect("required")).slug.as_str(), *r))
        .collect();
    let known = ["bac-kan", "cao-bang", "quang-tri-cu", "son-la", "thai-binh"];
    assert_eq!(provinces.keys().copied().collect::<Vec<_>>(), known);
    for report in &reports {
        let details = report.report.as_ref().expect("a report has its details");
        assert!((500..=1200).contains(&words(report)), "{}: {} words", report.slug, words(report));
        assert!(details.figures.len() >= 10 && !details.tasks.is_empty(), "{}", report.slug);
        assert!(report.outline.headings.iter().filter(|h| h.level == 2).count() >= 5, "{}", report.slug);
    }
    let with_number: Vec<&str> = reports.iter().filter_map(|r| r.report.as_ref()?.number.as_deref()).collect();
    assert_eq!(with_number, ["33/BC-SKHCN"], "the other sources print no number");
    let figures = &provinces["bac-kan"].report.as_ref().expect("a report").figures;
    let checked = figures.iter().find(|f| f.value.value == 950.0).expect("950 of 2.641");
    assert_eq!(checked.plan.as_ref().map(ToString::to_string).as_deref(), Some("2.641"));
    assert_eq!(checked.stated.as_ref().map(ToString::to_string).as_deref(), Some("80%"));
    assert!(checked.note.as_ref().is_some_and(|n| n.contains("36")), "950/2.641 is not 80%, and the note says so");
}

/// Every figure in the front matter stands in the text too, printed the same way.
#[test]
fn every_figure_stands_in_the_text() {
    let loaded = load();
    for report in of_kind(&loaded, ItemKind::Report) {
        let body = report.body();
        for figure in &report.report.as_ref().expect("a report").figures {
            let value = figure.value.to_string();
            let printed = value.trim_end_matches('%');
            let stands = body.match_indices(printed).any(|(at, _)| {
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_digit());
                edge(body[..at].chars().next_back()) && edge(body[at + printed.len()..].chars().next())
            });
            assert!(stands || printed == "0", "{}: {printed} is not in the text", report.slug);
        }
    }
}

#[test]
fn news_bulletins_and_fixed_pages_are_there() {
    let loaded = load();
    let news = of_kind(&loaded, ItemKind::News);
    assert!(news.len() >= 25, "{} news items", news.len());
    for item in &news {
        assert!((80..=250).contains(&words(item)), "{}: {} words", item.slug, words(item));
        assert!(item.province.is_some() && item.period.is_some() && !item.topics.is_empty(), "{}", item.slug);
        assert!(item.outline.links.iter().any(|l| l.dest.contains("../bao-cao/")), "{} names no report", item.slug);
    }
    assert!(of_kind(&loaded, ItemKind::Bulletin).len() >= 5);
    let pages: Vec<&str> = of_kind(&loaded, ItemKind::Page).iter().map(|p| p.slug.as_str()).collect();
    assert_eq!(pages, ["about", "contact", "gioi-thieu", "lien-he", "organisation", "tiep-can", "tro-giup"]);
}

/// Opened from a disk or from a subfolder of any server, every link, style, script and picture of every page is a file.
#[test]
fn every_link_is_relative_and_leads_to_a_file() {
    let loaded = load();
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("trong").join("thu-muc-con");
    engine::publish(
        &loaded.renderer,
        loaded.inputs,
        Path::new(env!("CARGO_MANIFEST_DIR")),
        &root,
        &mut Timings::default(),
    )
    .expect("published");
    let mut followed = 0;
    for entry in walkdir::WalkDir::new(&root).into_iter().map(|e| e.expect("readable")) {
        let is_page = entry.path().extension().is_some_and(|e| e == "html") && entry.file_name() != "404.html";
        if !is_page {
            continue;
        }
        let html = std::fs::read_to_string(entry.path()).expect("UTF-8");
        let here = entry.path().parent().expect("a folder");
        for link in html.split([' ', '\n']).filter_map(|a| a.strip_prefix("href=\"").or(a.strip_prefix("src=\""))) {
            let link = link.split(['"', '#', '?']).next().unwrap_or_default();
            if link.is_empty() || link.starts_with("https://") {
                continue;
            }
            assert!(!link.starts_with('/') && !link.contains(':'), "{}: {link}", entry.path().display());
            let target = here.join(link);
            let target = if link.ends_with('/') { target.join("index.html") } else { target };
            assert!(target.is_file(), "{}: {link}", entry.path().display());
            followed += 1;
        }
    }
    assert!(followed > 10_000, "only {followed} links were followed");
}

#[test]
fn check_finds_the_one_percentage_that_its_source_got_wrong() {
    let loaded = load();
    let found = bantin::check::figures(&loaded.renderer.site);
    let said: Vec<String> = found.as_slice().iter().map(|d| d.problem.message(bantin::diag::Lang::Vi)).collect();
    assert_eq!(said, ["950/2.641 là 36,0%, nhưng báo cáo ghi 80%"]);
}

#[test]
fn what_readers_ask_is_answered() {
    let loaded = load();
    let page = |url: &str| match loaded.renderer.render(loaded.renderer.plan.find(url).expect("a page")) {
        Ok(bantin::render::Rendered::Bytes(bytes)) => String::from_utf8(bytes).expect("UTF-8"),
        other => panic!("{other:?}"),
    };
    // What did the provinces do about traceability in 2021?
    let traceability = page("chu-de/truy-xuat-nguon-goc/2021/");
    assert!(traceability.contains("790/QĐ-UBND") && traceability.contains("Bắc Kạn"));
    // Which reports cite Quyết định 100/QĐ-TTg?
    let document = page("van-ban/100-qd-ttg-2019/");
    for report in ["bao-cao/2022-01-son-la/#", "bao-cao/2021-06-thang-bac-kan/#"] {
        assert!(document.contains(report), "{report}");
    }
    // How many measuring instruments were verified, where and when?
    let instruments = page("so-lieu/phuong-tien-do-kiem-dinh/");
    assert!(instruments.contains("<strong>5749</strong>") && instruments.contains("<strong>1147</strong>"));
    // Which tasks are late?
    assert!(page("nhiem-vu/qua-han/").contains("01/3/2023"));
    // 88/KH-UBND of one province is not that of the other.
    assert!(page("van-ban/88-kh-ubnd-2021-bac-kan/").contains("bao-cao/2021-06-thang-bac-kan/"));
    assert!(!page("van-ban/88-kh-ubnd-2022-quang-tri-cu/").contains("bao-cao/2021-06-thang-bac-kan/"));
    // The four topics stand on the home page, each with its latest section.
    let home = page("");
    for topic in ["iso-9001", "truy-xuat-nguon-goc", "an-toan-buc-xa", "khoi-nghiep-doi-moi-sang-tao"] {
        assert!(home.contains(&format!("./chu-de/{topic}/")), "{topic}");
    }
    assert!(home.matches("class=\"card card-report section").count() >= 4 || home.matches("Trích từ").count() >= 4);
}

#[test]
fn style_and_scripts_stay_small() {
    let of = |extension: &str| -> usize {
        let files = bantin::read::default_theme().into_iter();
        files.filter(|file| file.path.ends_with(extension)).map(|file| file.bytes.len()).sum()
    };
    assert!(
        of(".css") < 20_000 && of(".js") < 15_000,
        "style sheets {} bytes, scripts {} bytes",
        of(".css"),
        of(".js")
    );
}
