//! From reports to knowledge: sections by topic, cited documents, figures, tasks, coverage, the home page.

#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod common;

use bantin::check;
use bantin::model::ItemKind;
use common::{CONFIG, TestSite};

/// How often a text stands in another.
fn times(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

// ---- Sections by topic

#[test]
fn a_topic_page_shows_the_sections_of_reports_then_news() {
    let site = TestSite::new()
        .report(
            "thang-1",
            "ky: tháng 01/2022",
            "## Việc khác\n\nKhông nói tới.\n\n## TRUY XUẤT nguon goc\n\nĐã cấp **250** mã.\n\n## Kết quả {topics=ma-so-ma-vach}\n\nHướng dẫn 02 cơ sở.",
        )
        .report("thang-2", "ky: tháng 02/2022", "## Truy xuất nguồn gốc {#tx}\n\nMới hơn.")
        .news("tap-huan", "chu_de: truy-xuat-nguon-goc", "Một lớp tập huấn.")
        .load();
    let page = site.main("chu-de/truy-xuat-nguon-goc/");
    // Newest first, with province, period and report, and a way to the place.
    let (newer, older) = (page.find("Mới hơn.").unwrap(), page.find("<strong>250</strong>").unwrap());
    assert!(newer < older && older < page.find("Tin tap-huan").unwrap(), "{page}");
    assert!(page.contains("bao-cao/thang-1/#truy-xuat-nguon-goc") && page.contains("bao-cao/thang-2/#tx"));
    assert!(page.contains("Sơn La") && page.contains("tháng 02/2022"));
    assert!(!page.contains("Không nói tới") && !page.contains("Hướng dẫn 02"), "sections on other topics stay away");
    assert!(site.main("chu-de/ma-so-ma-vach/").contains("Hướng dẫn 02 cơ sở."), "topics of the braces count");
    // The wider topic has both; within a province and a year are plain pages.
    assert!(site.main("chu-de/tieu-chuan-do-luong-chat-luong/").contains("Hướng dẫn 02 cơ sở."));
    for url in ["chu-de/truy-xuat-nguon-goc/son-la/", "chu-de/truy-xuat-nguon-goc/2022/"] {
        assert!(site.main(url).contains("Mới hơn."), "/{url}");
    }
}

#[test]
fn headings_inherit_topics_unless_they_say_otherwise() {
    let body = "## Đo lường\n\n### Kiểm định\n\nThừa hưởng.\n\n### Bức xạ {topics=an-toan-buc-xa}\n\nNói khác.\n\n#### Chi tiết\n\nThừa hưởng từ bức xạ.\n\n### Hiệu chuẩn\n\nLại thừa hưởng.";
    let site = TestSite::new().report("a", "ky: 2022-01", body).load();
    let measurement = site.main("chu-de/do-luong/");
    assert!(measurement.contains("Thừa hưởng.") && measurement.contains("Lại thừa hưởng."));
    assert!(!measurement.contains("Nói khác."), "{measurement}");
    let radiation = site.main("chu-de/an-toan-buc-xa/");
    assert!(radiation.contains("Nói khác.") && radiation.contains("Thừa hưởng từ bức xạ."));
    assert!(!radiation.contains("Lại thừa hưởng."));
    assert!(radiation.contains("<h4>Chi tiết</h4>"), "headings within count below the section's own, without ids");
}

#[test]
fn a_long_section_shows_its_opening_and_reads_on() {
    let long = "Một câu dài vừa phải để đủ độ dài. ".repeat(15);
    let body = format!("## Đo lường\n\n{long}[^1]\n\nĐoạn hai {long}\n\nĐoạn cuối {long}\n\n[^1]: Chú thích.");
    let list: String = (1..=60).map(|n| format!("- Mục thứ {n} của danh sách dài\n")).collect();
    let site = TestSite::new()
        .report("a", "ky: 2022-01", &body)
        .report("b", "ky: 2022-02", &format!("## Đo lường\n\n{list}"))
        .report("c", "ky: 2022-03", "## Đo lường\n\nNgắn. Xem [dưới](#do-luong-2).\n\n## Đo lường\n\nHai.")
        .load();
    let page = site.main("chu-de/do-luong/");
    assert!(page.contains("Một câu dài") && !page.contains("Đoạn cuối"), "{page}");
    assert!(!page.contains("fn-ref") && !page.contains("Chú thích"), "notes stay with the report");
    assert!(page.contains("Mục thứ 5 ") && !page.contains("Mục thứ 60 "), "lists are cut between their entries");
    assert_eq!(times(&page, "Đọc tiếp"), 2, "only what is cut reads on");
    assert!(page.contains("../../bao-cao/c/#do-luong-2"), "links within the report lead there");
}

#[test]
fn a_topic_with_many_sections_is_paged() {
    let body: String = (1..=30).map(|n| format!("## Phần {n} {{topics=do-luong}}\n\nNội dung {n}.\n\n")).collect();
    let site = TestSite::new().report("a", "ky: 2022-01", &body).news("tin", "chu_de: do-luong", "").load();
    let (first, second) = (site.main("chu-de/do-luong/"), site.main("chu-de/do-luong/trang-2/"));
    assert!(first.contains("Nội dung 20.") && !first.contains("Nội dung 21.") && !first.contains("Tin tin"));
    assert!(second.contains("Nội dung 30.") && second.contains("Tin tin") && !second.contains("Nội dung 20."));
}

// ---- Cited documents

#[test]
fn a_citation_leads_to_the_document_and_the_document_to_its_citations() {
    let site = TestSite::new()
        .report(
            "a",
            "ky: 2022-01\ntom_tat: Theo Quyết định số 100/QĐ-TTg ngày 19/01/2019.\nnhiem_vu:\n  - {noi_dung: Thực hiện Kế hoạch số 5/KH-UBND ngày 2/1/2022, han: quý I/2022, trang_thai: dang-thuc-hien, van_ban: [Quyết định số 100/QĐ-TTg]}",
            "## Kết quả\n\nTheo **Quyết định** số 100/QĐ-TTg ngày 19/01/2019 của Thủ tướng Chính phủ.[^1]\n\n| Căn cứ |\n|---|\n| Công văn số 962/UBND-TH ngày 06 tháng 3 năm 2020 |\n\n[^1]: Nghị định số 60/2021/NĐ-CP; `100/QĐ-TTg`.",
        )
        .load();
    let report = site.main("bao-cao/a/");
    for link in [
        "<a class=\"cite\" href=\"../../van-ban/100-qd-ttg-2019/\">số 100/QĐ-TTg</a>",
        "<a class=\"cite\" href=\"../../van-ban/962-ubnd-th-2020-son-la/\">Công văn số 962/UBND-TH</a>",
        "<a class=\"cite\" href=\"../../van-ban/60-2021-nd-cp/\">Nghị định số 60/2021/NĐ-CP</a>",
        "<a class=\"cite\" href=\"../../van-ban/05-kh-ubnd-2022-son-la/\">Kế hoạch số 5/KH-UBND</a>",
    ] {
        assert!(report.contains(link), "{link}\n{report}");
    }
    assert!(report.contains("<code>100/QĐ-TTg</code>"), "code stays code");
    let document = site.main("van-ban/100-qd-ttg-2019/");
    for part in ["Thủ tướng Chính phủ", "19/01/2019", "Báo cáo a", "#ket-qua", "#bt-nv-1", "tóm tắt"] {
        assert!(document.contains(part), "{part}\n{document}");
    }
}

#[test]
fn one_number_is_many_documents() {
    let site = TestSite::new()
        .item("bao-cao", "bk", "tieu_de: A\ntinh: Bắc Kạn\nky: 2021-H1", "Kế hoạch số 88/KH-UBND ngày 25/02/2021; Nghị quyết số 01/NQ-CP ngày 01/01/2021; Kế hoạch số 88/KH-UBND ngày 3/3/2021 của UBND huyện Ba Bể.")
        .item("bao-cao", "qt", "tieu_de: B\ntinh: Quảng Trị\nky: 2023-01", "Kế hoạch số 88/KH-UBND ngày 10/5/2022 và Kế hoạch số 88/KH-UBND của UBND tỉnh Bắc Kạn ngày 25/02/2021; Nghị quyết số 01/NQ-CP ngày 06/01/2023.")
        .item("bao-cao", "moi", "tieu_de: C\ntinh: Quảng Trị\nky: 2025-Q4\nngay: 2025-12", "Nhắc Kế hoạch số 88/KH-UBND ngày 10/5/2022 của UBND tỉnh.")
        .load();
    let document = |url: &str| site.main(&format!("van-ban/{url}/"));
    assert!(document("88-kh-ubnd-2021-huyen-ba-be-bac-kan").contains("Ủy ban nhân dân huyện Ba Bể, tỉnh Bắc Kạn"));
    assert!(document("88-kh-ubnd-2021-bac-kan").contains("bao-cao/bk/"));
    assert!(document("88-kh-ubnd-2021-bac-kan").contains("bao-cao/qt/"), "the text names the province");
    let before = document("88-kh-ubnd-2022-quang-tri-cu");
    assert!(before.contains("bao-cao/qt/") && before.contains("bao-cao/moi/"), "issued before the merger: {before}");
    assert!(!before.contains("bao-cao/bk/"));
    assert!(before.contains("van-ban/88-kh-ubnd-2021-bac-kan/"), "others of the number are named");
    assert!(document("01-nq-cp-2021").contains("bao-cao/bk/") && document("01-nq-cp-2023").contains("bao-cao/qt/"));
}

#[test]
fn a_citation_without_a_date_means_the_dated_one_of_its_item() {
    let site = TestSite::new()
        .report(
            "a",
            "ky: 2022-01",
            "Quyết định số 100/QĐ-TTg ngày 19/01/2019.\n\n## Sau\n\nLại Quyết định số 100/QĐ-TTg.",
        )
        .news("tin", "tinh: Sơn La\nky: 2022-01", "Quyết định 100/QĐ-TTg.")
        .load();
    let dated = site.main("van-ban/100-qd-ttg-2019/");
    assert!(dated.contains("bao-cao/a/#sau") && !dated.contains("tin-tuc/tin/"), "{dated}");
    // Another item's is not guessed, but each page names the other.
    let undated = site.main("van-ban/100-qd-ttg/");
    assert!(undated.contains("tin-tuc/tin/") && undated.contains("van-ban/100-qd-ttg-2019/"), "{undated}");
    assert!(dated.contains("van-ban/100-qd-ttg/"));
}

#[test]
fn a_note_gives_title_address_status_and_relations() {
    let site = TestSite::new()
        .report("a", "ky: 2022-01", "Quyết định số 49/2014/QĐ-UBND ngày 19/12/2014.")
        .item("van-ban", "bat-ky", "tieu_de: Quy chế mới\nso_hieu: 34/2019/QĐ-UBND\nngay: 16/8/2019\ntinh: Sơn La\ndia_chi: https://vanban.example/34\nhieu_luc: con-hieu-luc\nthay_the: [Quyết định số 49/2014/QĐ-UBND]", "Xem [báo cáo](../bao-cao/a.md).")
        .item("tin-tuc", "tin", "tieu_de: Tin\nngay: 2022-01", "Theo [ghi chú](../van-ban/bat-ky.md).")
        .load();
    let noted = site.main("van-ban/34-2019-qd-ubnd-son-la/");
    for part in
        ["Quy chế mới", "https://vanban.example/34", "Còn hiệu lực", "../../bao-cao/a/", "49-2014-qd-ubnd-son-la"]
    {
        assert!(noted.contains(part), "{part}\n{noted}");
    }
    assert!(site.main("van-ban/49-2014-qd-ubnd-son-la/").contains("van-ban/34-2019-qd-ubnd-son-la/"));
    assert!(
        site.main("tin-tuc/tin/").contains("../../van-ban/34-2019-qd-ubnd-son-la/"),
        "links to a note lead to the document"
    );
    assert!(!site.has("van-ban/bat-ky/"), "the address is the document's, whatever the file is called");
    assert!(!site.main("so-do-trang/").contains("bat-ky"));
}

#[test]
fn a_text_says_which_document_replaces_which() {
    let site = TestSite::new()
        .report("a", "ky: 2022-01", "Quyết định số 2/2022/QĐ-UBND thay thế Quyết định số 1/2015/QĐ-UBND.\n\nNghị định số 5/2020/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 4/2010/NĐ-CP.")
        .load();
    assert!(site.main("van-ban/01-2015-qd-ubnd-son-la/").contains("02-2022-qd-ubnd-son-la"));
    assert!(site.main("van-ban/04-2010-nd-cp/").contains("05-2020-nd-cp"));
}

#[test]
fn what_only_drafts_say_stays_unsaid() {
    let draft = |site: TestSite| {
        site.report("a", "ky: 2022-01", "Quyết định số 1/2015/QĐ-UBND.")
            .news(
                "nhap",
                "nhap: true",
                "Nghị định số 5/2020/NĐ-CP; Quyết định số 2/2022/QĐ-UBND thay thế Quyết định số 1/2015/QĐ-UBND.",
            )
            .item(
                "van-ban",
                "x",
                "tieu_de: Tên mật\nso_hieu: 1/2015/QĐ-UBND\ntinh: Sơn La\nngay: 3/3/2015\nnhap: true",
                "",
            )
    };
    let public = draft(TestSite::new()).load();
    assert!(!public.has("van-ban/05-2020-nd-cp/"));
    let page = public.main("van-ban/01-2015-qd-ubnd-son-la/");
    assert!(!page.contains("Tên mật") && !page.contains("03/3/2015") && !page.contains("02-2022"), "{page}");
    let preview = draft(TestSite::new()).preview().load();
    assert!(
        preview.has("van-ban/05-2020-nd-cp/") && preview.main("van-ban/01-2015-qd-ubnd-son-la/").contains("Tên mật")
    );
}

#[test]
fn documents_are_listed_by_level_type_issuer_and_year() {
    let site = TestSite::new()
        .report(
            "a",
            "ky: 2022-01",
            "Quyết định số 100/QĐ-TTg ngày 19/01/2019; Kế hoạch số 5/KH-UBND ngày 2/1/2022; TCVN ISO 9001:2015.",
        )
        .load();
    for (url, code) in [
        ("van-ban/", "100/QĐ-TTg"),
        ("van-ban/trung-uong/", "100/QĐ-TTg"),
        ("van-ban/dia-phuong/", "05/KH-UBND"),
        ("van-ban/loai/ke-hoach/", "05/KH-UBND"),
        ("van-ban/loai/tieu-chuan-quoc-gia/", "TCVN ISO 9001:2015"),
        ("van-ban/co-quan/thu-tuong-chinh-phu/", "100/QĐ-TTg"),
        ("van-ban/co-quan/uy-ban-nhan-dan-son-la/", "Ủy ban nhân dân tỉnh Sơn La"),
        ("van-ban/nam/2019/", "100/QĐ-TTg"),
    ] {
        assert!(site.main(url).contains(code), "/{url}");
    }
    assert!(!site.main("van-ban/trung-uong/").contains("05/KH-UBND"));
}

// ---- Figures

const FIGURES: &str = "so_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: \"1.390\", ke_hoach: \"4.000\", ty_le: \"34,8%\", muc: thu-nghiem, ghi_chu: Số làm tròn}\n  - {ma: mau-thu-nghiem, gia_tri: 1000, don_vi: mẫu, muc_do: trên, pham_vi: đột xuất}";

#[test]
fn an_indicator_has_a_page_with_chart_and_table() {
    let site = TestSite::new()
        .report("a", &format!("ky: 2022-01\n{FIGURES}"), "## Thử nghiệm\n\n1.390/4.000 mẫu; trên 1000.")
        .item(
            "bao-cao",
            "cb",
            "tieu_de: B\ntinh: Cao Bằng\nky: 2022-01\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 10}",
            "10",
        )
        .load();
    assert!(site.main("so-lieu/").contains("so-lieu/mau-thu-nghiem/"));
    let page = site.main("so-lieu/mau-thu-nghiem/");
    for part in [
        "bao-cao/a/#thu-nghiem",
        "1.390",
        "4.000",
        "34,8%",
        "trên <strong>1000</strong>",
        "Số làm tròn",
        "<svg class=\"bars\"",
        "role=\"img\"",
        "<desc ",
        "so-lieu/mau-thu-nghiem.csv",
        "so-lieu/mau-thu-nghiem.json",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("<script"));
    assert!(site.main("bao-cao/a/").contains("so-lieu/mau-thu-nghiem/"));
}

#[test]
fn figures_are_there_for_spreadsheets_and_programs() {
    let site = TestSite::new().report("a", &format!("ky: 2022-01\n{FIGURES}"), "## Thử nghiệm\n\n1.390/4.000").load();
    let csv = site.page("so-lieu/mau-thu-nghiem.csv");
    assert!(csv.starts_with("\u{feff}tinh,ma_tinh,ky,"), "Excel needs the mark");
    assert!(csv.contains("\r\nSơn La,son-la,tháng 01/2022,2022-01,1390,1.390,,mẫu,4000,\"34,8%\",34.75,"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&site.page("so-lieu/mau-thu-nghiem.json")).unwrap();
    assert_eq!(json["records"][0]["value"], 1390);
    assert_eq!(json["records"][1]["qualifier"], "trên");
    // Every field that the schema requires is there, and every field that is there is described.
    let schema: serde_json::Value = serde_json::from_str(&site.page("so-lieu/schema.json")).unwrap();
    let described = &schema["properties"]["records"]["items"];
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&described["properties"]), keys(&json["records"][0]));
    assert_eq!(described["required"].as_array().unwrap().len(), keys(&json["records"][0]).len());
}

#[test]
fn only_exact_figures_of_several_provinces_for_one_period_are_added() {
    let report = |name: &str, province: &str, figures: &str| {
        (name.to_owned(), format!("tieu_de: {name}\ntinh: {province}\nky: 2022\nso_lieu:\n{figures}"))
    };
    let one = |value: &str| format!("  - {{ma: mau-thu-nghiem, gia_tri: \"{value}\"}}");
    let above = "  - {ma: mau-thu-nghiem, gia_tri: 500, muc_do: trên}".to_owned();
    let site =
        [report("a", "Sơn La", &one("1.390")), report("b", "Thái Bình", &one("10,5")), report("c", "Lào Cai", &above)]
            .into_iter()
            .fold(TestSite::new(), |site, (name, front)| site.item("bao-cao", &name, &front, ""));
    let page = site.load().main("so-lieu/mau-thu-nghiem/");
    assert!(page.contains("<strong>1.400,5</strong>"), "{page}");
}

#[test]
fn a_block_puts_a_chart_into_any_page() {
    let site = TestSite::new()
        .report("a", "ky: 2021-01\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 250}", "250")
        .report("b", "ky: 2022-01\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 300}", "300")
        .item(
            "trang",
            "so-lieu-chinh",
            "tieu_de: Số liệu chính",
            "```so-lieu\nmau-thu-nghiem\n```\n\n```so-lieu\nma: mau-thu-nghiem\ntinh: [Sơn La]\nky: năm 2021\n```",
        )
        .load();
    let page = site.main("so-lieu-chinh/");
    assert_eq!((times(&page, "<svg"), times(&page, ">250<"), times(&page, ">300<")), (2, 4, 2), "{page}");
    assert!(page.contains("<details") && page.contains("../bao-cao/a/"));
    assert!(site.warnings.as_slice().is_empty());
    let empty = TestSite::new().news("a", "", "```so-lieu\nma: mau-thu-nghiem\nky: 1999\n```").load();
    assert_eq!(empty.warning_codes(), ["W115"]);
}

#[test]
fn a_chart_says_its_language_on_a_page_in_another_one() {
    let site = TestSite::new()
        .report("a", "ky: 2021-01\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 250}", "250")
        .item("trang", "about", "title: About\nlang: en", "```figures\nmau-thu-nghiem\n```")
        .item("trang", "gioi-thieu", "tieu_de: Giới thiệu", "```so-lieu\nmau-thu-nghiem\n```")
        .load();
    let about = site.main("about/");
    assert!(about.contains("<figure class=\"chart\" lang=\"vi\">"), "{about}");
    assert_eq!(times(&about, " lang=\"vi\""), 3, "the chart, its table, the link to all figures");
    assert_eq!(times(&site.main("gioi-thieu/"), " lang="), 0);
}

#[test]
fn check_compares_figures_with_plan_unit_time_and_text() {
    let front = |value: &str, more: &str| format!("so_lieu:\n  - {{ma: mau-thu-nghiem, gia_tri: \"{value}\"{more}}}");
    let site = TestSite::new()
        .report("a", &format!("ky: 2021-01\n{}", front("25", "")), "25 mẫu")
        .report(
            "b",
            &format!("ky: 2021-02\n{}", front("950", ", ke_hoach: \"2.641\", ty_le: \"80%\"")),
            "950/2.641 mẫu, 80%",
        )
        .report("c", &format!("ky: 2021-03\n{}", front("900", ", don_vi: tấn")), "1.900 tấn")
        .load();
    assert_eq!(site.warning_codes(), [""; 0], "what the source prints is no mistake of a build");
    let found = check::figures(&site.renderer.site);
    insta::assert_snapshot!(bantin::diag::report::text(&found, bantin::diag::Lang::Vi, false));
}

// ---- Tasks

const TASKS: &str = "nhiem_vu:\n  - {ma: iso, noi_dung: Duy trì ISO 9001, han: quý I/2021, trang_thai: dang-thuc-hien}\n  - {ma: de-an, noi_dung: Trình đề án, han: năm 2030, trang_thai: chua-den-han}\n  - {noi_dung: Tập huấn, han: quý I/2021, trang_thai: hoan-thanh}";

#[test]
fn tasks_are_listed_by_due_period_and_state() {
    let site = TestSite::new().report("a", &format!("ky: 2021-01\n{TASKS}"), "").load();
    let page = site.main("nhiem-vu/");
    assert!(page.find("năm 2030").unwrap() < page.find("quý I/2021").unwrap(), "the latest due first");
    assert!(page.contains("01/4/2021"), "late since the day after the period: {page}");
    assert!(page.contains("../bao-cao/a/#bt-nv-1"));
    let late = site.main("nhiem-vu/qua-han/");
    assert!(late.contains("Duy trì ISO 9001") && !late.contains("Trình đề án") && !late.contains("Tập huấn"));
    assert!(site.main("nhiem-vu/hoan-thanh/").contains("Tập huấn"));
    assert!(!site.has("nhiem-vu/dang-thuc-hien/"), "no page for a state without tasks");
}

#[test]
fn a_later_report_of_the_province_closes_a_task() {
    let done = "ky: 2021-06\nnhiem_vu:\n  - {ma: iso, noi_dung: Duy trì ISO 9001, han: quý I/2021, trang_thai: hoan-thanh, ket_qua: Đã công bố}";
    let site = TestSite::new()
        .report("truoc", &format!("ky: 2021-01\n{TASKS}"), "")
        .report("sau", done, "")
        .item("bao-cao", "khac", &format!("tieu_de: Khác\ntinh: Cao Bằng\nky: 2020-01\n{TASKS}"), "")
        .load();
    let page = site.main("nhiem-vu/hoan-thanh/");
    assert!(page.contains("Đã công bố") && page.contains("bao-cao/sau/") && page.contains("bao-cao/truoc/"), "{page}");
    assert_eq!(times(&page, "Duy trì ISO 9001"), 1, "one task, reported on twice");
    assert!(site.main("nhiem-vu/qua-han/").contains("Cao Bằng"), "another province's task is its own");
    assert!(site.main("bao-cao/truoc/").contains("bao-cao/sau/"));
}

// ---- Provinces through time, coverage, home

#[test]
fn both_tables_and_the_changes_of_type_are_shown() {
    let site = TestSite::new()
        .item("bao-cao", "dn", "tieu_de: A\ntinh: Đồng Nai\nky: 2026-Q1", "Kế hoạch số 5/KH-UBND ngày 02/01/2026.")
        .load();
    let page = site.main("tinh/");
    for part in ["30/4/2026", "Thành phố Đồng Nai", "30/2026/QH16", "01/9/2026", "20/9/2026", "202/2025/QH15"] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(page.contains("Thừa Thiên Huế"));
    let province = site.main("tinh/dong-nai/");
    assert!(province.contains("Tỉnh Đồng Nai") && province.contains("30/2026/QH16"), "{province}");
}

#[test]
fn coverage_shows_what_is_there_and_what_is_missing() {
    let site = TestSite::new()
        .report("q1", "ky: quý I/2025", "")
        .report("t4", "ky: tháng 4/2025", "")
        .item("bao-cao", "bk", "tieu_de: BK\ntinh: Bắc Kạn\nky: 2025-01", "")
        .load();
    let all = site.main("do-phu/");
    assert!(all.contains("<th scope=\"row\"") && all.contains("<th scope=\"col\"") && all.contains("<caption"));
    assert!(all.contains("do-phu/2025/") && all.contains("Cao Bằng"), "{all}");
    let year = site.main("do-phu/2025/");
    assert_eq!((times(&year, ">Q1<"), times(&year, ">T4<"), times(&year, ">T1<")), (3, 1 + 1, 1 + 1), "{year}");
    let row = &year[year.find(">Bắc Kạn<").unwrap()..];
    let row = &row[..row.find("</tr>").unwrap()];
    assert_eq!(
        (times(row, ">–<"), times(row, ">×<")),
        (5, 6),
        "a former province has no months after 30/6/2025: {row}"
    );
}

#[test]
fn the_home_page_brings_everything_together() {
    let config = format!("{CONFIG}featured_topics: [iso-9001]\n");
    let tasks = "nhiem_vu:\n  - {noi_dung: Sắp tới, han: quý IV/2026, trang_thai: chua-den-han}\n  - {noi_dung: Xa hơn, han: năm 2030, trang_thai: chua-den-han}\n  - {noi_dung: Đã qua, han: 2020, trang_thai: cham}";
    let site = TestSite::new()
        .file("bantin.yaml", config)
        .report(
            "a",
            &format!("ky: 2026-10\nso_lieu:\n  - {{ma: mau-thu-nghiem, gia_tri: 250}}\n{tasks}"),
            "## ISO 9001\n\nĐã duy trì, 250 mẫu. Quyết định số 100/QĐ-TTg ngày 19/01/2019.",
        )
        .load();
    let home = site.main("");
    for part in
        ["Đã duy trì, 250 mẫu.", "so-lieu/mau-thu-nghiem/", "tháng 10/2026", "nhiem-vu/", "van-ban/100-qd-ttg-2019/"]
    {
        assert!(home.contains(part), "{part}\n{home}");
    }
    assert!(home.find("Sắp tới").unwrap() < home.find("Xa hơn").unwrap(), "what falls due next comes first");
    assert!(!home.contains("Đã qua"));
}

#[test]
fn notes_are_no_news() {
    let site =
        TestSite::new().item("van-ban", "a", "tieu_de: Đề án\nso_hieu: 100/QĐ-TTg ngày 19/01/2019", "Tóm tắt.").load();
    assert_eq!(site.renderer.site.index.kind(ItemKind::Document).len(), 1);
    assert!(!site.main("").contains("Đề án") && !site.page("feed.xml").contains("Đề án"));
    assert!(site.main("van-ban/").contains("Đề án"), "a document that is only annotated is listed too");
}

// ---- What reviews found

#[test]
fn a_document_of_a_province_without_items_names_it_without_a_link() {
    let site = TestSite::new()
        .report("a", "ky: 2022-01", "Quyết định số 34/2019/QĐ-UBND của Ủy ban nhân dân tỉnh Cao Bằng; Báo cáo số 33/BC-SKHCN ngày 13/3/2020 của Sở Khoa học và Công nghệ tỉnh Thái Bình.")
        .load();
    let page = site.main("van-ban/34-2019-qd-ubnd-cao-bang/");
    assert!(page.contains("Cao Bằng") && !page.contains("tinh/cao-bang"), "{page}");
    assert!(site.has("van-ban/33-bc-skhcn-2020-thai-binh/"), "the issuer's full name holds an \"và\"");
}

#[test]
fn towns_issue_documents_of_their_own_but_help_for_a_district_is_the_province_s() {
    let site = TestSite::new()
        .item("bao-cao", "a", "tieu_de: A\ntinh: Bắc Kạn\nky: 2020-H1", "Quyết định số 12/QĐ-UBND ngày 2/2/2020 của UBND thành phố Bắc Kạn; Quyết định số 7/QĐ-UBND ngày 3/2/2020 của UBND tỉnh hỗ trợ huyện Ba Bể mua máy.")
        .load();
    assert!(site.has("van-ban/12-qd-ubnd-2020-thanh-pho-bac-kan-bac-kan/"));
    assert!(site.has("van-ban/07-qd-ubnd-2020-bac-kan/"));
}

#[test]
fn drafts_teach_nothing_about_documents() {
    let site = TestSite::new()
        .report("a", "ky: 2022-01\nso_hieu: 10/BC-SKHCN", "Kế hoạch số 5/KH-UBND; Luật số 18/2008/QH12.")
        .report(
            "z",
            "ky: 2022-01\nnhap: true\nso_hieu: 10/BC-SKHCN",
            "Kế hoạch số 5/KH-UBND ngày 7/7/2017; Lệnh số 18/2008/QH12.",
        )
        .item("tin-tuc", "0", "tieu_de: Tin\nngay: 2022-01\nnhap: true", "Nghị quyết số 18/2008/QH12.")
        .news("tin", "", "Báo cáo số 10/BC-SKHCN năm 2022 của Sở KH&CN tỉnh Sơn La ngày 1/2/2022.")
        .load();
    assert!(site.has("van-ban/05-kh-ubnd-son-la/") && !site.has("van-ban/05-kh-ubnd-2017-son-la/"));
    assert!(site.main("van-ban/18-2008-qh12/").contains("Luật số 18/2008/QH12"));
}

#[test]
fn charts_survive_pasted_html_and_have_ids_of_their_own() {
    let figures = "so_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 250, ke_hoach: 300}";
    let body = "## Đo lường\n\nH<sub>2</sub>O<script>x</script>\n\n```So-Lieu\nmau-thu-nghiem\n```\n\n250/300";
    let site = TestSite::new()
        .report("a", &format!("ky: 2022-01\n{figures}"), body)
        .report("b", &format!("ky: 2022-02\n{figures}"), body)
        .load();
    let report = site.main("bao-cao/a/");
    assert!(report.contains("<rect class=\"bar\"") && report.contains("<sub>2</sub>") && !report.contains("<script"));
    let topic = site.main("chu-de/do-luong/");
    let mut ids: Vec<&str> = topic.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "every id once: {topic}");
}

#[test]
fn every_report_on_a_task_shows_how_it_stands_and_what_it_said() {
    let report = |status: &str, result: &str| {
        format!(
            "nhiem_vu:\n  - {{ma: iso, noi_dung: Duy trì ISO, han: quý I/2021, trang_thai: {status}, ket_qua: {result}}}"
        )
    };
    let site = TestSite::new()
        .report("q1", &format!("ky: 2021-Q1\n{}", report("chua-den-han", "Mới giao")), "")
        .report("q2", &format!("ky: 2021-Q2\n{}", report("dang-thuc-hien", "Đang làm")), "")
        .report("q3", &format!("ky: 2021-Q3\n{}", report("hoan-thanh", "Xong")), "")
        .load();
    let middle = site.main("bao-cao/q2/");
    assert!(
        middle.contains("Hoàn thành") && middle.contains("Đang làm") && middle.contains("Đang thực hiện"),
        "{middle}"
    );
    assert!(middle.contains("bao-cao/q3/") && !middle.contains("Quá hạn theo lịch</span>"));
    let last = site.main("bao-cao/q3/");
    assert!(last.contains("Xong") && !last.contains("Cập nhật theo"));
    assert!(site.has("nhiem-vu/tinh/son-la/") && site.main("nhiem-vu/tinh/son-la/").contains("Xong"));
}

#[test]
fn one_id_for_two_tasks_is_warned_of() {
    let task =
        |text: &str| format!("nhiem_vu:\n  - {{ma: iso, noi_dung: {text}, han: 2030, trang_thai: chua-den-han}}");
    let site = TestSite::new()
        .report("a", &format!("ky: 2021-Q1\n{}", task("Duy trì ISO")), "")
        .report("b", &format!("ky: 2021-Q2\n{}", task("Việc khác")), "")
        .load();
    assert_eq!(site.warning_codes(), ["W121"]);
}

#[test]
fn numbered_headings_name_topics_too() {
    let body = "## II. Đo lường\n\nMột.\n\n### 2.1. Truy xuất nguồn gốc\n\nHai.\n\n### b) An toàn bức xạ\n\nBa.";
    let site = TestSite::new().report("a", "ky: 2022-01", body).load();
    for (topic, text) in [("do-luong", "Một."), ("truy-xuat-nguon-goc", "Hai."), ("an-toan-buc-xa", "Ba.")] {
        assert!(site.main(&format!("chu-de/{topic}/")).contains(text), "{topic}");
    }
}

#[test]
fn small_values_stay_what_they_are() {
    let site = TestSite::new()
        .report(
            "a",
            "ky: 2022-01\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: \"0,00004\", ke_hoach: \"3\"}",
            "0,00004/3",
        )
        .load();
    assert!(site.page("so-lieu/mau-thu-nghiem.csv").contains(",0.00004,\"0,00004\","));
    let json: serde_json::Value = serde_json::from_str(&site.page("so-lieu/mau-thu-nghiem.json")).unwrap();
    assert_eq!(json["records"][0]["value"], 0.000_04);
}

#[test]
fn the_year_of_the_merger_keeps_both_tables_apart() {
    let site = TestSite::new()
        .report("a", "ky: tháng 8/2025\nngay: 1/9/2025", "")
        .item("bao-cao", "bk", "tieu_de: BK\ntinh: Bắc Kạn\nky: 2025-H1\nngay: 1/7/2025", "")
        .load();
    let page = site.main("do-phu/2025/");
    assert!(page.contains("Đồng bằng sông Hồng</h3>") && page.contains("Đồng bằng sông Hồng ("), "{page}");
    assert!(site.main("do-phu/").contains("6/6"), "a province that ended with June owes six months");
}

#[test]
fn percentages_and_ranks_are_never_added() {
    let report = |province: &str, n: u32| {
        format!(
            "tieu_de: A\ntinh: {province}\nky: 2022\nso_lieu:\n  - {{ma: xep-hang-cchc, gia_tri: {n}}}\n  - {{ma: khai-bao-y-te, gia_tri: {n}}}"
        )
    };
    let site = TestSite::new()
        .item("bao-cao", "a", &report("Sơn La", 6), "6")
        .item("bao-cao", "b", &report("Cao Bằng", 8), "8")
        .load();
    for indicator in ["xep-hang-cchc", "khai-bao-y-te"] {
        assert!(!site.main(&format!("so-lieu/{indicator}/")).contains("Cộng theo kỳ"), "{indicator}");
    }
}

#[test]
fn a_named_issuer_is_never_taken_for_the_item_s_own() {
    let body = "Quyết định số 104/QĐ-UBND ngày 2/1/2026 của UBND TP.HCM; Quyết định số 105/QĐ-UBND ngày 2/1/2026 của UBND TP. Hồ Chí Minh; Công văn số 107/SKHCN-TĐC ngày 2/1/2026 của Sở KH&CN Hà Nội; Quyết định số 110/QĐ-UBND ngày 2/1/2020 của UBND tỉnh Thừa Thiên - Huế; Quyết định số 111/QĐ-UBND ngày 2/1/2026 của UBND tỉnh Không Có.";
    let site = TestSite::new().report("a", "ky: 2026-01", body).load();
    for url in [
        "104-qd-ubnd-2026-ho-chi-minh",
        "105-qd-ubnd-2026-ho-chi-minh",
        "107-skhcn-tdc-2026-ha-noi",
        "110-qd-ubnd-2020-hue",
        "111-qd-ubnd-2026",
    ] {
        assert!(site.has(&format!("van-ban/{url}/")), "{url}: {:?}", site.urls());
    }
    assert_eq!(site.warning_codes(), ["W120"]);
}

#[test]
fn contracts_are_no_guidelines() {
    let site = TestSite::new()
        .report(
            "a",
            "ky: 2025-01\nngay: 2025-01",
            "Hướng dẫn số 01/HD-SKHCN ngày 5/9/2024 và Hợp đồng số 01/HĐ-SKHCN ngày 6/10/2024.",
        )
        .load();
    assert!(site.main("van-ban/01-hd-skhcn-2024-son-la/").contains("Hướng dẫn số 01/HD-SKHCN"));
    assert!(site.main("van-ban/01-hop-dong-skhcn-2024-son-la/").contains("Hợp đồng số 01/HĐ-SKHCN"));
}

#[test]
fn one_document_of_the_year_of_the_merger_stays_one() {
    let body = "Quyết định số 123/2025/QĐ-UBND ngày 20/10/2025; theo Quyết định số 123/2025/QĐ-UBND. Kế hoạch số 88/KH-UBND ngày 15/3/2024; tiếp tục Kế hoạch số 88/KH-UBND.";
    let site =
        TestSite::new().item("bao-cao", "a", "tieu_de: A\ntinh: Lâm Đồng\nky: 2025-12\nngay: 2025-12", body).load();
    let documents: Vec<String> =
        site.urls().into_iter().filter(|u| u.contains("qd-ubnd") || u.contains("kh-ubnd")).collect();
    assert_eq!(documents, ["van-ban/123-2025-qd-ubnd-lam-dong/", "van-ban/88-kh-ubnd-2024-lam-dong-cu/"]);
}

#[test]
fn a_successor_closes_the_tasks_it_took_over() {
    let task = |status: &str| format!("nhiem_vu:\n  - {{ma: bk1, noi_dung: Duy trì, han: 2025, trang_thai: {status}}}");
    let site = TestSite::new()
        .item(
            "bao-cao",
            "bk",
            &format!("tieu_de: Cũ\ntinh: Bắc Kạn\nky: 2025-H1\nngay: 30/6/2025\n{}", task("dang-thuc-hien")),
            "",
        )
        .item(
            "bao-cao",
            "tn",
            &format!("tieu_de: Mới\ntinh: Thái Nguyên\nky: 2025-12\nngay: 30/12/2025\n{}", task("hoan-thanh")),
            "",
        )
        .load();
    assert!(site.main("nhiem-vu/hoan-thanh/").contains("bao-cao/tn/") && !site.has("nhiem-vu/qua-han/"));
    // Of one day, the report of the later period speaks last.
    let same_day = TestSite::new()
        .report("f", &format!("ky: quý I/2024\nngay: 1/4/2024\n{}", task("hoan-thanh")), "")
        .report("g", &format!("ky: tháng 02/2024\nngay: 1/4/2024\n{}", task("dang-thuc-hien")), "")
        .load();
    assert!(!same_day.has("nhiem-vu/qua-han/"));
    // A yearly report of the new province covers the months in which it existed.
    assert!(site.main("do-phu/").contains("1/6"));
}

#[test]
fn an_issuer_is_called_what_it_was_on_the_date_that_readers_see() {
    let site = TestSite::new()
        .item(
            "bao-cao",
            "a",
            "tieu_de: A\ntinh: Quảng Ninh\nky: 2026-10\nngay: 2026-10",
            "Quyết định số 101/2026/QĐ-UBND.",
        )
        .item(
            "bao-cao",
            "b",
            "tieu_de: B\ntinh: Quảng Ninh\nky: 2026-10\nngay: 2026-10",
            "Kế hoạch số 5/KH-UBND ngày 2/10/2026.",
        )
        .item(
            "tin-tuc",
            "0",
            "tieu_de: N\ntinh: Quảng Ninh\nngay: 2026-10\nnhap: true",
            "Quyết định số 101/2026/QĐ-UBND ngày 10/10/2026.",
        )
        .load();
    assert!(site.main("van-ban/101-2026-qd-ubnd-quang-ninh/").contains("Ủy ban nhân dân tỉnh Quảng Ninh"));
    assert!(site.main("van-ban/05-kh-ubnd-2026-quang-ninh/").contains("Ủy ban nhân dân thành phố Quảng Ninh"));
}

#[test]
fn an_id_of_a_province_that_merged_is_not_free() {
    let task = |text: &str| format!("nhiem_vu:\n  - {{ma: x, noi_dung: {text}, han: 2030, trang_thai: chua-den-han}}");
    let site = TestSite::new()
        .item("bao-cao", "bk", &format!("tieu_de: A\ntinh: Bắc Kạn\nky: 2025-H1\nngay: 30/6/2025\n{}", task("Một")), "")
        .item(
            "bao-cao",
            "tn",
            &format!("tieu_de: B\ntinh: Thái Nguyên\nky: 2025-12\nngay: 30/12/2025\n{}", task("Hai")),
            "",
        )
        .load();
    assert_eq!(site.warning_codes(), ["W121"]);
}
