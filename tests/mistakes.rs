//! What an editor gets wrong, and what bantin says: a code, the place, the reason, the way to mend it, in two languages.

mod common;

use bantin::diag::{Lang, report};
use common::TestSite;

/// Every mistake of one site in both languages.
fn said(site: &TestSite) -> String {
    let mistakes = site.mistakes();
    format!(
        "{}\n---- English ----\n\n{}",
        report::text(&mistakes, Lang::Vi, false),
        report::text(&mistakes, Lang::En, false)
    )
}

#[test]
fn wrong_front_matter_is_reported_whole() {
    let site = TestSite::new().file(
        "content/bao-cao/sai.md",
        "---\ntieu_dee: Kết quả\ntinh: Sơn Laa\nky: quý 5/2025\nngay: 30/2/2020\nchu_de: [iso 9001, truy xuat nguon gox]\ndia_chi_cu: [/Tin Cũ/]\n---\n",
    );
    insta::assert_snapshot!(said(&site));
}

#[test]
fn wrong_figures_and_tasks_are_reported_whole() {
    let front = "ky: 2021-H1\nso_lieu:\n  - {ma: mau-thu-nghiemm, gia_tri: 12.5}\n  - {ma: mau-thu-nghiem, gia_tri: mười, muc: khong-co, muc_do: hơn}\n  - gia_tri: 1\nnhiem_vu:\n  - {noi_dung: A, trang_thai: xong, han: quý 9/2021}\n  - A";
    insta::assert_snapshot!(said(&TestSite::new().report("sai", front, "## Có")));
}

#[test]
fn broken_yaml_shows_its_place() {
    insta::assert_snapshot!(said(
        &TestSite::new().file("content/tin-tuc/a.md", "---\ntieu_de: Sở: thông báo\nngay: 2022-01\n---\n")
    ));
    insta::assert_snapshot!(said(
        &TestSite::new().file("content/tin-tuc/a.md", "---\ntieu_de: \"Mở ngoặc\nngay: 2022-01\n---\n")
    ));
}

#[test]
fn files_that_are_no_utf8_text_are_refused_with_the_way_out() {
    let utf16: Vec<u8> = "---\ntieu_de: A\n---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let site = TestSite::new()
        .file("content/tin-tuc/tcvn3.md", b"---\ntieu_de: B\xb8o c\xb8o\n---\n")
        .file("content/tin-tuc/utf16.md", [&[0xff, 0xfe], utf16.as_slice()].concat());
    insta::assert_snapshot!(said(&site));
}

#[test]
fn a_province_that_is_no_more_names_its_successor() {
    insta::assert_snapshot!(said(&TestSite::new().item(
        "tin-tuc",
        "a",
        "tieu_de: A\ntinh: Bắc Kạn\nngay: 1/9/2025",
        ""
    )));
}

#[test]
fn wrong_links_and_pictures_are_reported_with_what_was_meant() {
    let site = TestSite::new().report("2022-01-son-la", "ky: 2022-01", "## Đo lường").news(
        "a",
        "",
        "[1](../bao-cao/2022-01-son-ka.md) [2](../bao-cao/2022-01-son-la.md#do-luog) [3](#x)\n\n![Ảnh](anh.jpg)",
    );
    insta::assert_snapshot!(said(&site));
}

#[test]
fn an_address_belongs_to_one_page() {
    let site = TestSite::new().news("a", "", "").news("sub/a", "", "").item("trang", "tinh", "tieu_de: Tỉnh", "");
    insta::assert_snapshot!(said(&site));
}

#[test]
fn mistakes_of_all_files_are_reported_in_one_run() {
    let site = TestSite::new()
        .file("content/bai-viet/a.md", "---\ntieu_de: A\n---\n")
        .file("content/tin-tuc/b.md", "Không có khai báo\n")
        .file("content/tin-tuc/c.md", "---\ntieu_de: C\n")
        .news("d", "so_hieu: 1/BC\nngay: 2022-02", "")
        .news("e", "dang_tu: 2/1/2022\nhet_han: 1/1/2022", "")
        .news("f", "nhap: có lẽ", "")
        .news("g", "", "## A {#m}\n\n## B {#m topics=khong-co}");
    assert_eq!(site.codes(), ["E024", "E003", "E004", "E010", "E007", "E030", "E019", "E031", "E016"]);
}

#[test]
fn a_mistake_in_a_template_shows_its_place() {
    let theme = |template: &str| {
        TestSite::new()
            .file("bantin.yaml", format!("{}theme: rieng\n", common::CONFIG))
            .file("themes/rieng/templates/not-found.html", template)
    };
    insta::assert_snapshot!(said(&theme("<p>\n{% if %}</p>\n")));
    insta::assert_snapshot!(said(&theme("<p>{{ khong_co }}</p>\n")));
    // What is rendered once for many pages has its place too, and not that of the page that shows it.
    let shared = |file: &str, template: &str| {
        let site = TestSite::new().news("a", "tinh: Sơn La\n", "Văn bản.");
        let site = site.file("bantin.yaml", format!("{}theme: rieng\n", common::CONFIG));
        said(&site.file(&format!("themes/rieng/templates/{file}"), template))
    };
    let frame = shared("frame/mast.html", "<p>{{ page.url }}</p>\n");
    assert!(frame.contains("themes/rieng/templates/frame/mast.html:1:12"), "{frame}");
    let component = "{% component item_rieng(item, dai) -%}{{ dai }}{%- endcomponent item_rieng %}\n";
    let component = shared("rieng.html", component);
    assert!(component.contains("themes/rieng/templates/rieng.html") && component.contains("item_rieng"), "{component}");
}

#[test]
fn links_a_theme_gets_wrong_are_found_in_the_pages() {
    let site = TestSite::new().file("bantin.yaml", format!("{}theme: rieng\n", common::CONFIG)).file(
        "themes/rieng/templates/list.html",
        "<a href=\"{{ root }}khong-co/\">x</a> <a href=\"{{ root }}tinh/#y\">y</a>",
    );
    assert_eq!(site.codes(), ["E032", "E033", "E032", "E033", "E032", "E033"]);
}

#[test]
fn a_wrong_configuration_or_vocabulary_is_shown_where_it_stands() {
    insta::assert_snapshot!(said(&TestSite::new().file("bantin.yaml", "title: A\npublisher: B\nmau_sac: xanh\n")));
    insta::assert_snapshot!(said(
        &TestSite::new().file("bantin.yaml", format!("{}featured_topics: [iso 9002]\n", common::CONFIG))
    ));
    let topics = "topics:\n  - {slug: a, name: A, parent: b}\n  - {slug: b, name: B, parent: a}\n";
    insta::assert_snapshot!(said(&TestSite::new().file("content/_data/topics.yaml", topics)));
}

#[test]
fn json_lines_carry_the_place_for_tools() {
    let mistakes = TestSite::new().item("tin-tuc", "a", "tieu_de: A\ntinh: Sơn Laa\nngay: 2022-01", "").mistakes();
    let line: serde_json::Value =
        serde_json::from_str(report::json_lines(&mistakes, Lang::Vi).trim()).expect("one line of JSON");
    assert_eq!(
        (line["code"].as_str(), line["line"].as_u64(), line["column"].as_u64()),
        (Some("E014"), Some(3), Some(7))
    );
    assert_eq!(line["suggestion"], "Sơn La");
}

#[test]
fn slips_that_would_be_swallowed_are_pointed_out() {
    let site = TestSite::new()
        .news("a", "", "##Không cách\n\n## Mục {topics=do-luong, iso-9001}\n\n[x](Ảnh 1.jpg) và[^9].\n\n# Một")
        .report("b", "ky: 2022-01\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: \"1,390\"}", "")
        .file("content/tin-tuc/bai-moi.docx", "PK")
        .file("content/bao-cao/khong-index/anh.jpg", "x");
    let warnings = site.load().warnings;
    insta::assert_snapshot!(report::text(&warnings, Lang::Vi, false));
}

#[test]
fn no_file_can_take_the_place_of_a_page() {
    let bundle = TestSite::new()
        .file("content/tin-tuc/a/index.md", "---\ntieu_de: A\nngay: 2022-01\n---\n")
        .file("content/tin-tuc/a/index.html", "x");
    assert_eq!(bundle.codes(), ["E020"]);
    let theme = TestSite::new()
        .file("bantin.yaml", format!("{}theme: rieng\n", common::CONFIG))
        .file("themes/rieng/static/index.html", "x");
    assert_eq!(theme.codes(), ["E020"]);
    let unknown = TestSite::new().file("bantin.yaml", format!("{}theme: khong-co\n", common::CONFIG));
    assert_eq!(unknown.codes(), ["E026"]);
    let into_content = TestSite::new().file("bantin.yaml", format!("{}output: content/x\n", common::CONFIG));
    assert_eq!(into_content.codes(), ["E026"]);
}

#[test]
fn a_broken_vocabulary_is_blamed_alone() {
    let topics = std::fs::read_to_string("content/_data/topics.yaml").expect("the real topics");
    let broken = format!("{topics}  - {{slug: \"Trí tuệ\", name: X}}\n");
    let site = TestSite::new().file("content/_data/topics.yaml", broken).news("a", "chu_de: do-luong", "");
    let mistakes = site.mistakes();
    assert_eq!(site.codes(), ["E027"]);
    let place = mistakes.as_slice()[0].place.as_ref().expect("a place");
    assert_eq!(&place.file.text[place.span.clone()], "Trí tuệ");
}

#[test]
fn a_report_on_a_former_province_may_be_signed_after_its_end() {
    let signed = |period: &str| {
        TestSite::new().item("bao-cao", "a", &format!("tieu_de: A\ntinh: Bắc Kạn\nky: {period}\nngay: 05/7/2025"), "")
    };
    assert!(signed("6 tháng đầu năm 2025").load().has("tinh/bac-kan/"));
    assert_eq!(signed("quý III/2025").codes(), ["E015"]);
}

#[test]
fn links_that_no_reader_should_follow_are_refused() {
    let site = TestSite::new().news(
        "a",
        "nguon: {ten: A, dia_chi: khong-co.pdf}",
        "[1](javascript:alert(1)) [2](data:text/html,x) <a@b.vn> [3](tel:0123) [4](/tinh/khong-co)",
    );
    assert_eq!(site.codes(), ["E021", "E040", "E040"]);
    let site = TestSite::new().report("r", "ky: 2022-01", "").news("a", "", "[4](/tinh/son-la) [5](/bao-cao/r/#x)");
    assert_eq!(site.codes(), ["E022"]);
    let site = TestSite::new().report("r", "ky: 2022-01", "").news("a", "", "[4](/tinh/son-la)");
    insta::assert_snapshot!(said(&site));
}

#[test]
fn what_is_missing_is_named() {
    let site = TestSite::new().news("a", "", "");
    std::fs::remove_file(site.path("content/_data/topics.yaml")).expect("it was there");
    assert_eq!(site.codes(), ["E039"]);
    std::fs::remove_dir_all(site.path("content")).expect("it was there");
    assert_eq!(site.codes(), ["E039"]);
    std::fs::remove_file(site.path("bantin.yaml")).expect("it was there");
    assert!(site.codes().contains(&"E039"));
}

#[test]
fn all_mistakes_of_the_configuration_are_shown_at_their_values() {
    let site = TestSite::new()
        .file("bantin.yaml", "title: vx\npublisher: \"\"\nlang: vx\nbase_url: bantin.example\noutput: ../x\n");
    insta::assert_snapshot!(said(&site));
    let keys =
        TestSite::new().file("bantin.yaml", "tit1e: A\nmau_sac: xanh\nlang: fr\noutput: .git/x\nbase_url: https://\n");
    assert_eq!(keys.codes(), ["E006", "E008", "E008", "E006", "E026", "E026", "E026"]);
}

#[test]
fn lists_within_lists_without_end_are_refused() {
    let deep = "- ".repeat(20_000);
    let site = TestSite::new().file("bantin.yaml", format!("title: A\npublisher: B\nkhong_dung:\n{deep}a\n"));
    assert_eq!(site.codes(), ["E005"]);
    let site = TestSite::new().news("a", &format!("topics:\n{deep}a\n"), "");
    assert_eq!(site.codes(), ["E005"]);
}

#[test]
fn notes_that_would_get_lost_are_pointed_out() {
    let body = "Một[^a], [xem[^a] y](https://x.vn/).\n\n[^a]: Hai.\n[^a]: Ba.\n[^b]: Xem[^c].\n[^c]: Xem[^b].\n";
    assert_eq!(TestSite::new().news("x", "", body).load().warning_codes(), ["W107", "W114", "W105", "W105"]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed_out_of_the_site() {
    use std::os::unix::fs::symlink;
    let site = TestSite::new().news("a", "", "");
    symlink("nguoi@may.1234", site.path("content/tin-tuc/.#a.md")).expect("the lock of Emacs");
    assert_eq!(site.load().warning_codes(), [""; 0]);
    symlink("/usr", site.path("content/tin-tuc/usr")).expect("a link");
    symlink("khong-co.md", site.path("content/tin-tuc/b.md")).expect("a link");
    assert_eq!(site.codes(), ["E034", "E034"]);
}

#[cfg(not(target_os = "macos"))]
#[test]
fn two_files_whose_names_look_alike_are_reported_and_none_is_lost() {
    use bantin::read;
    use unicode_normalization::UnicodeNormalization;
    let one = "Tin mười";
    // Of a Mac, and of a keyboard program set to "Unicode tổ hợp".
    let others = [one.nfd().collect::<String>(), "Tin mươ\u{300}i".to_owned()];
    let site = TestSite::new().news(one, "", "Một").news(&others[0], "", "Hai");
    insta::assert_snapshot!(said(&site));
    for other in others {
        for folder in ["tin-tuc/", &format!("trang/{other}/"), &format!("tin-tuc/{one}/")] {
            let site = TestSite::new();
            let paths = [format!("content/{folder}{one}.md"), format!("content/{folder}{other}.md")];
            site.write(&paths[0], "---\ntieu_de: Một\nngay: 2022-01\n---\n");
            site.write(&paths[1], "---\ntieu_de: Hai\nngay: 2022-01\n---\n");
            // The preview reads what has changed: one of them, then what was one of them before it was deleted.
            let read = |path: &str| read::changed(&site.path(""), &[site.path(path)].into()).expect("a reading");
            for path in &paths {
                assert_eq!(read(path).namesakes.len(), 1, "{path}");
            }
            std::fs::remove_file(site.path(&paths[1])).expect("one of two files");
            let left = read(&paths[1]);
            assert!(left.namesakes.is_empty() && left.texts.len() == 1, "{left:?}");
            assert!(left.texts[0].text.as_ref().is_ok_and(|text| text.contains("Một")));
        }
        // Alike are the names of their folders.
        let site = TestSite::new();
        let paths = [format!("content/van-ban/{one}/a.md"), format!("content/van-ban/{other}/a.md")];
        paths.iter().for_each(|path| site.write(path, "---\ntieu_de: A\n---\n"));
        for path in &paths {
            let reading = read::changed(&site.path(""), &[site.path(path)].into()).expect("a reading");
            assert_eq!(reading.namesakes, [format!("content/van-ban/{one}/a.md")]);
        }
    }
    let theme = TestSite::new().file("themes/sang/static/Đo.txt", "1").file("themes/sang/static/Đo\u{302}.txt", "2");
    assert_eq!(read::everything(&theme.path("")).expect("a reading").namesakes, [""; 0]);
    let theme = theme.file("themes/sang/static/Mo\u{302}.txt", "1").file("themes/sang/static/Mô.txt", "2");
    assert_eq!(theme.codes(), ["E046"]);
}

#[test]
fn a_name_that_lives_on_is_pointed_out_when_period_and_date_differ() {
    let report = |province: &str| {
        TestSite::new()
            .item("bao-cao", "a", &format!("tieu_de: A\ntinh: {province}\nky: quý II/2025\nngay: 10/7/2025"), "")
            .load()
    };
    let by_name = report("Quảng Trị");
    assert_eq!(by_name.warning_codes(), ["W113"]);
    assert!(by_name.has("tinh/quang-tri/"));
    assert_eq!(report("quang-tri").warning_codes(), [""; 0]);
    let former = report("quang-tri-cu");
    assert!(former.warning_codes().is_empty() && former.has("tinh/quang-tri-cu/"));
}

#[test]
fn wrong_documents_are_reported_whole() {
    let site = TestSite::new()
        .item("van-ban", "a", "tieu_de: A\nso_hieu: Quyết định một trăm\nngay: 2019", "")
        .item("van-ban", "b", "tieu_de: B\nso_hieu: 100/QĐ-TTg\nhieu_luc: con\ndia_chi: www.chinhphu.vn", "")
        .item("van-ban", "c", "tieu_de: C\nso_hieu: 34/2019/QĐ-UBND\nthay_the: [cũ]", "")
        .item("van-ban", "d", "tieu_de: D\nso_hieu: 1/2019/NĐ-CP\nchu_de: iso-9001", "");
    insta::assert_snapshot!(said(&site));
}

#[test]
fn documents_cannot_replace_each_other_in_a_circle() {
    let note = |number: &str, other: &str| format!("tieu_de: A\nso_hieu: {number}\nthay_the: [{other}]");
    let site = TestSite::new()
        .item("van-ban", "a", &note("1/2019/NĐ-CP", "3/2021/NĐ-CP"), "")
        .item("van-ban", "b", &note("2/2020/NĐ-CP", "1/2019/NĐ-CP"), "")
        .item("van-ban", "c", &note("3/2021/NĐ-CP", "2/2020/NĐ-CP"), "")
        .item("van-ban", "d", &note("4/2022/NĐ-CP", "3/2021/NĐ-CP"), "")
        .item("van-ban", "e", &note("5/2022/NĐ-CP", "5/2022/NĐ-CP"), "");
    insta::assert_snapshot!(said(&site));
}

#[test]
fn two_notes_on_one_document_are_one_too_many() {
    let site = TestSite::new().item("van-ban", "a", "tieu_de: A\nso_hieu: 1/2019/NĐ-CP", "").item(
        "van-ban",
        "b",
        "tieu_de: B\nso_hieu: 01/2019/NĐ-CP",
        "",
    );
    insta::assert_snapshot!(said(&site));
}

#[test]
fn wrong_chart_blocks_are_reported_where_they_stand() {
    let body = "## A\n\n```so-lieu\nmau-thu-nghiemm\n```\n\n```so-lieu\nma: mau-thu-nghiem\ntinh: [Sơn Laa]\nky: quý 5/2021\nmau: xanh\n```\n\n```so-lieu\ntinh: Sơn La\n```\n";
    insta::assert_snapshot!(said(&TestSite::new().news("a", "", body)));
}

#[test]
fn a_plan_of_zero_and_a_task_without_a_due_period_are_refused() {
    let front = "ky: 2021-H1\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 5, ke_hoach: 0}\nnhiem_vu:\n  - {noi_dung: A, trang_thai: cham}";
    insta::assert_snapshot!(said(&TestSite::new().report("sai", front, "5")));
}

#[test]
fn contradictions_of_notes_and_open_blocks_are_warned_of() {
    let site = TestSite::new()
        .item("van-ban", "a", "tieu_de: A\nso_hieu: 34/2019/NĐ-CP\nngay: 20/1/2021", "")
        .item("van-ban", "b", "tieu_de: B\nso_hieu: “100/QĐ-TTg ngày 19/01/2019”\nngay: 20/3/2018", "")
        .item("trang", "c", "tieu_de: C", "Quyết định số 7/QĐ-UBND ngày 2/2/2020.\n\n```\nmở")
        .load();
    let said = report::text(&site.warnings, Lang::Vi, false);
    insta::assert_snapshot!(said);
}

#[test]
fn a_chart_block_says_what_is_wrong_with_it() {
    let block = |text: &str| format!("```so-lieu\n{text}\n```\n\n");
    let body =
        [block("ma:mau-thu-nghiem"), block("mau-thu-nghiem\ntin-bai"), block("ma:\u{a0}mau-thu-nghiem")].concat();
    insta::assert_snapshot!(said(&TestSite::new().news("a", "", &body)));
}
