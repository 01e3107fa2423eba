//! What a portal can do without: nothing of it is there, and nothing leads to it.

mod common;

use bantin::diag::Lang;
use bantin::engine::{self, Timings};
use bantin::features::Feature;
use common::TestSite;

/// A site with something of everything.
fn site(config: &str) -> TestSite {
    let front = "ky: 2022-01\nchu_de: do-luong\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 120, ke_hoach: 100}\n\
                 nhiem_vu:\n  - {noi_dung: Xây dựng quy chế, han: 2022-Q2, trang_thai: dang-thuc-hien}\n";
    let body = "Theo Quyết định số 100/QĐ-TTg ngày 19/01/2019.\n\n## Truy xuất nguồn gốc\n\nĐã hướng dẫn 5 cơ sở.";
    TestSite::new().file("bantin.yaml", format!("{}{config}", common::CONFIG)).report("a", front, body).news(
        "b",
        "tinh: Sơn La\nchu_de: truy-xuat-nguon-goc\n",
        "Đã có 120 mẫu, xem [báo cáo](../bao-cao/a.md).",
    )
}

/// Whether any page stands below a folder.
fn has_any(urls: &[String], folder: &str) -> bool {
    urls.iter().any(|url| url.starts_with(folder))
}

#[test]
fn without_a_feature_its_pages_are_gone_and_every_link_leads_somewhere() {
    for (_, en, vi) in Feature::ALL {
        for name in [en, vi] {
            let built = site(&format!("khong_dung: [{name}]\n")).load();
            engine::check(&built.renderer, &mut Timings::default()).unwrap_or_else(|stop| panic!("{name}: {stop:?}"));
        }
    }
    let all: Vec<&str> = Feature::ALL.iter().map(|(_, en, _)| *en).collect();
    let built = site(&format!("without: [{}]\n", all.join(", "))).load();
    assert!(engine::check(&built.renderer, &mut Timings::default()).is_ok());
    let urls = built.urls();
    for folder in ["tim-kiem/", "van-ban/", "so-lieu/", "nhiem-vu/", "do-phu/", "chu-de/do-luong/2022/"] {
        assert!(has_any(&site("").load().urls(), folder), "{folder} is there usually");
        assert!(!has_any(&urls, folder), "{folder}");
    }
    assert!(!urls.contains(&"tinh/son-la/feed.xml".to_owned()) && urls.contains(&"feed.xml".to_owned()));
}

#[test]
fn what_is_left_out_leaves_no_trace_on_other_pages() {
    let whole = site("").load();
    let report = whole.main("bao-cao/a/");
    assert!(report.contains("class=\"cite\"") && report.contains("bt-tasks") && report.contains("bt-figures"));
    let home = whole.page("");
    assert!(home.contains("role=\"search\"") && home.contains("SearchAction") && home.contains("Văn bản</a>"));
    assert!(whole.main("chu-de/truy-xuat-nguon-goc/").contains("Đã hướng dẫn 5 cơ sở"));

    let without = site("khong_dung: [tim-kiem, van-ban, so-lieu, nhiem-vu, muc-theo-chu-de]\n").load();
    let report = without.main("bao-cao/a/");
    assert!(!report.contains("class=\"cite\"") && !report.contains("bt-tasks") && !report.contains("bt-figures"));
    assert!(report.contains("Quyết định số 100/QĐ-TTg"), "the text stays");
    let home = without.page("");
    assert!(!home.contains("role=\"search\"") && !home.contains("SearchAction") && !home.contains("Văn bản</a>"));
    assert!(!without.main("chu-de/truy-xuat-nguon-goc/").contains("Đã hướng dẫn 5 cơ sở"));
}

#[test]
fn a_portal_that_does_not_roll_up_lists_what_is_of_a_period_or_topic_itself() {
    let topics = "chu_de: do-luong\n";
    let plain = |config: &str| site(config).news("c", topics, "Đã kiểm tra.").load();
    let (whole, without) = (plain(""), plain("khong_dung: [gop-cap-duoi]\n"));
    let wide = ["ky/2022/", "ky/2022/quy-1/", "chu-de/tieu-chuan-do-luong-chat-luong/"].map(str::to_owned);
    assert!(wide.iter().all(|url| whole.urls().contains(url)), "{:?}", whole.urls());
    assert!(wide.iter().all(|url| !without.urls().contains(url)), "{:?}", without.urls());
    let own = ["ky/2022/thang-01/", "chu-de/do-luong/"].map(str::to_owned);
    assert!(own.iter().all(|url| without.urls().contains(url)), "{:?}", without.urls());
    assert!(without.page("ky/").contains("Tháng 01/2022"), "a year without items still groups its months");
}

#[test]
fn a_feed_without_whole_texts_has_summaries() {
    let feed = |config: &str| site(config).load().page("feed.xml");
    assert!(feed("").contains("<content type=\"html\">"));
    let without = feed("khong_dung: [toan-van-trong-nguon-tin]\n");
    assert!(without.contains("<entry>") && !without.contains("<content"), "{without}");
}

#[test]
fn one_part_to_leave_out_needs_no_brackets() {
    assert!(!site("khong_dung: tim-kiem\n").load().has("tim-kiem/"));
    assert!(site("khong_dung:\n").load().has("tim-kiem/"));
    let said = bantin::diag::report::text(&site("khong_dung: {tim-kiem: true}\n").mistakes(), Lang::Vi, false);
    assert!(said.contains("bantin.yaml:4:"), "{said}");
    assert_eq!(site("khong_dung: 5\nchu_de_noi_bat: true\n").codes(), ["E026"]);
}

#[test]
fn a_name_that_is_no_feature_is_told_with_those_that_are() {
    let said = |config: &str| bantin::diag::report::text(&site(config).mistakes(), Lang::Vi, false);
    let near = said("khong_dung: [tim-kiem, so-lieuu]\n");
    assert!(
        near.contains("\"khong_dung\"")
            && near.contains("bantin.yaml:4:24")
            && near.contains("có phải là \"so-lieu\"?"),
        "{near}"
    );
    let far = said("khong_dung: [quảng cáo]\n");
    assert!(far.contains("một trong: tim-kiem, van-ban, so-lieu"), "{far}");
}

#[test]
fn a_portal_without_cited_documents_has_no_notes_on_them() {
    let built = site("khong_dung: [van-ban]\n")
        .item("van-ban", "100", "tieu_de: Đề án\nso_hieu: 100/QĐ-TTg\nngay: 19/01/2019\ndia_chi_cu: [/cu/de-an/]", "")
        .news("c", "", "Xem [đề án](../van-ban/100.md).")
        .load();
    assert!(engine::check(&built.renderer, &mut Timings::default()).is_ok());
    assert!(!built.has("cu/de-an/") && !built.main("tin-tuc/c/").contains("<a href=\"../../van-ban"));
}
