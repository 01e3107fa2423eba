//! The index for search: what goes in, and what can be found. The script that reads it in a browser is tested in `tests/browser/`.

mod common;

use std::collections::BTreeSet;

use bantin::search::{Counts, Shard, shard_url};
use bantin::text::{WordForm, words};
use common::{Built, TestSite};
use serde_json::Value;

/// What is in a file of the index: the argument of the call that the file is.
fn data(built: &Built, shard: Shard) -> Value {
    let file = built.page(shard_url(shard).as_str());
    let call = file.trim_end().strip_prefix("bantinFound(").and_then(|rest| rest.strip_suffix(')')).expect("a call");
    let (name, data) = call.split_once(',').expect("two arguments");
    assert_eq!(format!("tim-kiem/{}.js", name.trim_matches('"')), shard_url(shard).as_str());
    serde_json::from_str(data).expect("JSON")
}

/// The lines of all files of words, or of pairs.
fn lines(built: &Built, of: impl Fn(usize) -> Shard, count: usize) -> Vec<String> {
    let files = (0..count).map(|number| data(built, of(number)));
    files.flat_map(|text| text.as_str().unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The number of all files of a sort.
fn count(built: &Built, of: impl Fn(usize) -> Shard) -> usize {
    (0..).take_while(|number| built.has(shard_url(of(*number)).as_str())).count()
}

/// Every unit with the address it has and its text, in the order of their numbers.
fn units(built: &Built) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for number in 0..count(built, Shard::Texts) {
        for entry in data(built, Shard::Texts(number)).as_array().expect("entries") {
            assert_eq!(entry[0].as_u64(), Some(out.len() as u64), "no unit is left out, and none stands twice");
            for unit in entry[5].as_array().expect("units") {
                let (url, anchor) = (entry[2].as_str().unwrap_or_default(), unit[1].as_str().unwrap_or_default());
                let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
                out.push((format!("{url}{anchor}"), unit[2].as_str().unwrap_or_default().to_owned()));
            }
        }
    }
    out
}

/// Where a word stands, with its marks or, if it has none, whatever its marks.
fn found(built: &Built, word: &str) -> BTreeSet<String> {
    let units = units(built);
    let asked = WordForm::of(word).expect("a word");
    let mut out = BTreeSet::new();
    for line in lines(built, Shard::Words, count(built, Shard::Words)) {
        let mut forms = line.split(' ');
        if forms.next() != Some(&asked.folded) {
            continue;
        }
        for form in forms {
            let mut parts = form.split(':');
            let exact = parts.next().filter(|exact| !exact.is_empty()).unwrap_or(&asked.folded);
            if asked.exact == asked.folded || exact == asked.exact {
                out.extend(parts.flat_map(numbers).map(|unit| units[unit].0.clone()));
            }
        }
    }
    out
}

fn numbers(text: &str) -> Vec<usize> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digit = |c: char| ALPHABET.find(c).expect("a character of the alphabet");
    if let Some(bits) = text.strip_prefix('!') {
        let groups = bits.chars().map(digit).enumerate();
        return groups.flat_map(|(n, v)| (0..6).filter(move |b| v >> b & 1 == 1).map(move |b| n * 6 + b)).collect();
    }
    let (mut out, mut number, mut distance, mut shift) = (Vec::new(), 0, 0, 0);
    for value in text.chars().map(digit) {
        distance |= (value & 31) << shift;
        shift += 5;
        if value < 32 {
            number += distance;
            out.push(number);
            (distance, shift) = (0, 0);
        }
    }
    out
}

#[test]
fn a_word_leads_to_the_section_in_which_it_stands() {
    let body = "Mở đầu.\n\n## Kiểm định {#kiem-dinh}\n\nĐồng hồ nước.[^1]\n\n| Loại | Số |\n|---|---|\n| Taximet | 5 |\n\n## Kết luận\n\nHết.\n\n[^1]: Ghi chú.\n";
    let built = TestSite::new().report("a", "ky: 2022-01", body).load();
    let there =
        |word: &str| found(&built, word).into_iter().filter(|url| url.starts_with("bao-cao/")).collect::<Vec<_>>();
    assert_eq!(there("đồng"), ["bao-cao/a/#kiem-dinh"]);
    assert_eq!(there("taximet"), ["bao-cao/a/#kiem-dinh"]);
    assert_eq!(there("chú"), ["bao-cao/a/#kiem-dinh"], "a note belongs to where it is referred to");
    assert_eq!(there("hết"), ["bao-cao/a/#ket-luan"]);
    assert_eq!(there("mở"), ["bao-cao/a/"]);
    let text = units(&built).into_iter().find(|(url, _)| url == "bao-cao/a/#kiem-dinh").map(|(_, text)| text);
    assert_eq!(text.as_deref(), Some("Đồng hồ nước.\nLoại | Số\nTaximet | 5\nGhi chú."));
}

#[test]
fn tables_of_figures_and_tasks_are_found() {
    let front = "ky: 2022-01\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 1.147, pham_vi: xăng dầu}\nnhiem_vu:\n  - {noi_dung: Rà soát quy hoạch, han: quý I/2022, trang_thai: dang-thuc-hien}";
    let built = TestSite::new().report("a", front, "Số 1.147.").load();
    assert!(found(&built, "1147").contains("bao-cao/a/#bt-figures"));
    assert!(found(&built, "xăng").contains("bao-cao/a/#bt-figures"));
    assert!(found(&built, "hoạch").contains("bao-cao/a/#bt-tasks"));
}

#[test]
fn documents_places_and_topics_are_found_by_their_names() {
    let built = TestSite::new()
        .news("a", "tinh: Sơn La\nchu_de: [iso-9001]", "Theo Quyết định số 100/QĐ-TTg ngày 19/01/2019.")
        .load();
    let leads = |word: &str, url: &str| assert!(found(&built, word).contains(url), "{word}: {:?}", found(&built, word));
    leads("ttg", "van-ban/100-qd-ttg-2019/");
    leads("la", "tinh/son-la/");
    leads("9001", "chu-de/iso-9001/");
    leads("đắk", "tinh/"); // A province without items is found all the same.
    leads("2022", "ky/2022/");
}

#[test]
fn with_marks_only_that_word_is_found_and_without_every_one() {
    let built = TestSite::new().news("duong", "", "Con đường.").news("duong-2", "", "Mẫu dương tính.").load();
    let news =
        |word: &str| found(&built, word).into_iter().filter(|url| url.starts_with("tin-tuc/")).collect::<Vec<_>>();
    assert_eq!(news("đường"), ["tin-tuc/duong/"]);
    assert_eq!(news("dương"), ["tin-tuc/duong-2/"]);
    assert_eq!(news("duong"), ["tin-tuc/duong-2/", "tin-tuc/duong/"]);
}

#[test]
fn pairs_are_neighbours_within_a_line() {
    let built = TestSite::new().news("a", "tom_tat: Một câu", "Truy xuất nguồn gốc.\n\n- Xanh\n- Sạch").load();
    let pairs = lines(&built, Shard::Pairs, count(&built, Shard::Pairs));
    let has = |pair: &str| pairs.iter().any(|line| line.split(':').next() == Some(pair));
    assert!(has("truy xuat") && has("xuat nguon") && has("nguon goc"));
    assert!(!has("goc xanh") && !has("xanh sach") && !has("cau truy"));
}

#[test]
fn what_readers_do_not_see_is_not_found() {
    let built = TestSite::new().news("a", "nhap: true", "Tuyệt mật.").news("b", "", "Công khai.").load();
    assert!(found(&built, "mật").is_empty() && !found(&built, "khai").is_empty());
}

#[test]
fn every_line_stands_in_the_file_that_the_contents_name() {
    let built = TestSite::new().news("a", "", "Một hai ba bốn năm sáu bảy tám chín mười.").load();
    let contents = data(&built, Shard::Root);
    for (key, of, end) in [("words", Shard::Words as fn(usize) -> Shard, ' '), ("pairs", Shard::Pairs, ':')] {
        let firsts: Vec<&str> = contents[key].as_str().unwrap_or_default().split('\n').collect();
        assert!(firsts.is_sorted() && firsts.len() <= count(&built, of));
        for (number, first) in firsts.iter().enumerate() {
            let text = data(&built, of(number));
            let terms: Vec<&str> = text
                .as_str()
                .unwrap_or_default()
                .lines()
                .map(|line| line.split(end).next().unwrap_or_default())
                .collect();
            assert_eq!(terms.first(), Some(first));
            assert!(
                terms.is_sorted() && firsts.get(number + 1).is_none_or(|next| terms.iter().all(|term| term < next))
            );
        }
    }
    assert_eq!(contents["units"].as_u64(), Some(units(&built).len() as u64));
    assert!(Counts::of(&built.renderer.site).shards().all(|shard| built.has(shard_url(shard).as_str())));
}

#[test]
fn the_version_changes_with_what_can_be_found() {
    let version = |body: &str| TestSite::new().news("a", "", body).load().renderer.search().version.clone();
    assert_eq!(version("Một."), version("Một."));
    assert_ne!(version("Một."), version("Một!"), "the texts that are shown count too");
    let comment = format!("Một.\n\n<!-- {} -->", "a".repeat(9_000));
    assert_ne!(version("Một."), version(&comment), "so do the places where files are cut");
}

#[test]
fn words_of_a_text_and_of_a_query_are_cut_alike() {
    let forms =
        |text: &str| words(text).filter_map(|range| WordForm::of(&text[range])).map(|f| f.folded).collect::<Vec<_>>();
    assert_eq!(forms("Quyết định số 100/QĐ-TTg"), forms("quyet dinh so 100 qd ttg"));
}
