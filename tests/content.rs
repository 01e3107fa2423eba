//! What an editor writes and where a reader finds it.

mod common;

use common::TestSite;

#[test]
fn a_report_appears_in_its_province_its_periods_and_its_topics() {
    let site = TestSite::new().report("thang-1", "ky: tháng 01/2022\nchu_de: [iso-9001]", "## Kết quả").load();
    let appears = |url: &str| site.main(url).contains("bao-cao/thang-1/");
    for url in [
        "",
        "bao-cao/",
        "tinh/son-la/",
        "ky/2022/thang-01/",
        "ky/2022/quy-1/",
        "ky/2022/6-thang-dau-nam/",
        "ky/2022/9-thang-dau-nam/",
        "ky/2022/",
        "chu-de/iso-9001/",
        "chu-de/iso-9001/son-la/",
        "chu-de/iso-9001/2022/",
        // The wider topic includes its narrower ones.
        "chu-de/tieu-chuan-do-luong-chat-luong/",
    ] {
        assert!(appears(url), "/{url}");
    }
    assert!(!site.has("ky/2022/quy-2/") && !site.has("tinh/cao-bang/") && !site.has("chu-de/ocop/"));
}

#[test]
fn english_and_vietnamese_keys_mean_the_same() {
    let vietnamese = TestSite::new().item(
        "bao-cao",
        "a",
        "tieu_de: A\ntinh: Sơn La\nky: 2022-01\nchu_de: ISO 9001\ntom_tat: Tóm tắt",
        "",
    );
    let vietnamese =
        vietnamese.item("bao-cao", "b", "tieu_de: B\ntinh: Sơn La\nky: 2022-01\nchu_de: TCVN ISO 9001", "");
    let english = TestSite::new().item(
        "bao-cao",
        "a",
        "title: A\nprovince: son-la\nperiod: 2022-01\ntopics: [iso-9001]\nsummary: Tóm tắt",
        "",
    );
    let english =
        english.item("bao-cao", "b", "title: B\nprovince: SƠN LA\nperiod: tháng 1 năm 2022\ntopics: [HTQLCL]", "");
    let (vietnamese, english) = (vietnamese.load(), english.load());
    assert_eq!(vietnamese.urls(), english.urls());
    for url in ["", "bao-cao/a/", "bao-cao/b/", "tinh/son-la/", "chu-de/iso-9001/"] {
        assert_eq!(vietnamese.page(url), english.page(url), "/{url}");
    }
}

#[test]
fn a_name_means_the_province_of_its_time() {
    let site = TestSite::new()
        .item("bao-cao", "cu", "tieu_de: Cũ\ntinh: Quảng Trị\nky: 2023-01\nngay: 2023-01", "")
        .item("bao-cao", "moi", "tieu_de: Mới\ntinh: Quảng Trị\nky: 2025-Q4\nngay: 15/12/2025", "")
        .load();
    let old = site.main("tinh/quang-tri-cu/");
    assert!(old.contains("bao-cao/cu/") && !old.contains("bao-cao/moi/"));
    assert!(old.contains("href=\"../../tinh/quang-tri/\""), "the former province leads to its successor");
    let new = site.main("tinh/quang-tri/");
    assert!(new.contains("bao-cao/moi/") && new.contains("href=\"../../tinh/quang-tri-cu/\""));
    assert!(new.contains("Bài của đơn vị cũ xếp riêng"), "items of predecessors stand apart");
}

#[test]
fn drafts_scheduled_and_expired_items_are_seen_in_the_preview_only() {
    let site = || {
        TestSite::new()
            .news("nhap", "nhap: có", "")
            .news("sap-dang", "dang_tu: 20/11/2026 09:00", "")
            .news("da-dang", "dang_tu: 20/11/2026 07:00", "")
            .news("het-han", "het_han: 20/11/2026", "")
            .news("con-han", "het_han: 21/11/2026", "")
    };
    let shown = |built: &common::Built| {
        ["nhap", "sap-dang", "da-dang", "het-han", "con-han"].map(|name| built.has(&format!("tin-tuc/{name}/")))
    };
    assert_eq!(shown(&site().load()), [false, false, true, false, true]);
    let preview = site().preview().load();
    assert_eq!(shown(&preview), [true; 5]);
    assert!(preview.main("tin-tuc/").contains("Bản nháp, chưa công bố"));
}

#[test]
fn pages_made_under_windows_read_as_the_same_page() {
    let plain = TestSite::new()
        .item("tin-tuc", "Thông báo số 1", "tieu_de: Sở thông báo\nngay: 2022-01", "Đo lường\n\nhai")
        .load();
    let windows =
        "\u{feff}---\r\ntieu_de: Sơ\u{309} thông báo\r\nngay: 2022-01\r\n---\r\n\r\nĐo lươ\u{300}ng\r\n\r\nhai\r\n";
    let windows = TestSite::new().file("content/tin-tuc/Thông ba\u{301}o sô\u{301} 1.md", windows).load();
    assert_eq!(plain.page("tin-tuc/thong-bao-so-1/"), windows.page("tin-tuc/thong-bao-so-1/"));
}

#[test]
fn a_bundle_publishes_its_pictures_and_attachments() {
    let site = TestSite::new()
        .file(
            "content/tin-tuc/cuoc-thi/index.md",
            "---\ntieu_de: Cuộc thi\nngay: 2022-01\nnguon: {ten: Thể lệ, dia_chi: Thể lệ.pdf}\n---\n\n![Lễ trao giải](<Ảnh 1.PNG> \"Trao giải\")\n\n[Thể lệ](Thể%20lệ.pdf)\n",
        )
        .file("content/tin-tuc/cuoc-thi/Ảnh 1.PNG", common::png(300, 200))
        .file("content/tin-tuc/cuoc-thi/Thể lệ.pdf", b"%PDF-1.4 0123456789")
        .load();
    let page = site.main("tin-tuc/cuoc-thi/");
    assert!(page.contains("<figure><img src=\"../../tin-tuc/cuoc-thi/anh-1.png\" alt=\"Lễ trao giải\""), "{page}");
    assert!(page.contains("<figcaption>Trao giải</figcaption></figure>"));
    assert_eq!(page.matches("../../tin-tuc/cuoc-thi/the-le.pdf").count(), 3, "link, source and list of files: {page}");
    assert!(site.has("tin-tuc/cuoc-thi/anh-1.png") && site.has("tin-tuc/cuoc-thi/the-le.pdf"));
}

#[test]
fn a_photograph_has_its_size_and_smaller_versions() {
    let site = TestSite::new()
        .file("content/tin-tuc/a/index.md", "---\ntieu_de: A\nngay: 2022-01\n---\n\n![Lễ](le.png)\n\n![Nhỏ](nho.png)\n")
        .file("content/tin-tuc/a/le.png", common::png(1_200, 800))
        .file("content/tin-tuc/a/le-480.png", common::png(200, 200)) // An editor's name is no version's.
        .file("content/tin-tuc/a/nho.png", common::png(300, 200));
    let page = site.load().main("tin-tuc/a/");
    let at = |name: &str| format!("../../tin-tuc/a/{name}");
    let (small, middle, own) = (at("le.480.png"), at("le.960.png"), at("le.png"));
    assert!(page.contains(&format!("<img src=\"{own}\" alt=\"Lễ\" width=\"1200\" height=\"800\" srcset=\"{small} 480w, {middle} 960w, {own} 1200w\" sizes=\"")), "{page}");
    assert!(
        page.contains(&format!("<img src=\"{}\" alt=\"Nhỏ\" width=\"300\" height=\"200\" loading", at("nho.png"))),
        "{page}"
    );
    site.publish();
    let published = |name: &str| image::open(site.path(&format!("public/tin-tuc/a/{name}"))).expect("a picture");
    assert_eq!((published("le.480.png").width(), published("le.480.png").height()), (480, 320));
    assert_eq!(published("le.960.png").width(), 960);
    assert_eq!(site.publish().written, 0, "what did not change is not made again");
    site.write("content/tin-tuc/a/le.png", common::png(700, 700));
    let summary = site.publish();
    assert!(summary.removed == 1 && published("le.480.png").height() == 480, "{summary:?}");
}

#[test]
fn a_photograph_of_a_camera_is_not_sent_to_every_reader() {
    let site = TestSite::new()
        .file("content/tin-tuc/a/index.md", "---\ntieu_de: A\nngay: 2022-01\n---\n\n![Lễ](le.png)\n")
        .file("content/tin-tuc/a/le.png", common::png(4_000, 30));
    let page = site.load().main("tin-tuc/a/");
    assert!(page.contains("src=\"../../tin-tuc/a/le.1600.png\"") && !page.contains("le.png "), "{page}");
}

#[test]
fn markdown_becomes_accessible_html() {
    let body = "## Đo lường {#do}\n\nMột[^a] và hai[^b], lại một[^a]. ~~Bỏ~~\n\n| Chỉ tiêu | Số |\n|---|--:|\n| Mẫu | 250 |\n\n- [x] Xong\n- [ ] Chưa\n\n```json\n{\"a\": 1}\n```\n\n[^b]: Ghi chú hai.\n[^a]: Ghi chú một.\n";
    let page = TestSite::new().news("a", "", body).load().main("tin-tuc/a/");
    for part in [
        "<h2 id=\"do\">Đo lường <a class=\"anchor\" href=\"#do\" aria-label=\"Liên kết tới mục này\">#</a></h2>",
        "Một<sup class=\"fn-ref\" id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup>",
        "lại một<sup class=\"fn-ref\" id=\"fnref-1-2\"><a href=\"#fn-1\">1</a></sup>",
        "<li id=\"fn-1\"><p>Ghi chú một. <a class=\"fn-back\" href=\"#fnref-1\" aria-label=\"Trở lại chỗ chú thích 1\">↩</a></p></li>",
        "<del>Bỏ</del>",
        "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Bảng 1\"><table><thead><tr><th scope=\"col\">Chỉ tiêu</th><th scope=\"col\" class=\"right\">Số</th></tr></thead>",
        "<td class=\"right\">250</td>",
        "<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"đã xong\"> Xong</li>",
        "<code class=\"language-json\"><span class=\"hl-source hl-json\">",
    ] {
        assert!(page.contains(part), "{part}\n\nin\n{page}");
    }
}

#[test]
fn scripts_pasted_into_text_are_taken_out() {
    let body = "Một<script>alert(1)</script> <b onclick=\"x()\">đậm</b>\n\n<iframe src=\"https://a.example\"></iframe>\n\nH<sub>2</sub>O[^1]\n\n[^1]: Nước.\n";
    let site = TestSite::new().news("a", "", body).load();
    assert_eq!(site.warning_codes(), ["W112", "W112"], "script and iframe");
    let page = site.main("tin-tuc/a/");
    assert!(!page.contains("<script") && !page.contains("onclick") && !page.contains("iframe"), "{page}");
    assert!(
        page.contains("<b>đậm</b>") && page.contains("H<sub>2</sub>O<sup class=\"fn-ref\" id=\"fnref-1\">"),
        "{page}"
    );
}

#[test]
fn links_between_items_follow_the_files() {
    let site = TestSite::new()
        .report("goc", "ky: 2022-01", "## Đo lường")
        .news("tin", "", "[Báo cáo](../bao-cao/goc.md#do-luong), [mục](#x), [trang](/tinh/son-la/)\n\n## X")
        .load();
    let page = site.main("tin-tuc/tin/");
    for link in ["href=\"../../bao-cao/goc/#do-luong\"", "href=\"#x\"", "href=\"../../tinh/son-la/\""] {
        assert!(page.contains(link), "{link} in {page}");
    }
}

#[test]
fn a_link_to_a_draft_is_only_text_until_it_is_published() {
    let site = || TestSite::new().news("a", "", "Xem [tin mới](b.md).").news("b", "nhap: true", "");
    let published = site().load();
    assert_eq!(published.warning_codes(), ["W102"]);
    assert!(published.main("tin-tuc/a/").contains("<p>Xem tin mới.</p>"));
    assert!(site().preview().load().main("tin-tuc/a/").contains("<a href=\"../../tin-tuc/b/\">tin mới</a>"));
}

#[test]
fn an_old_address_leads_to_the_new_one() {
    let site = TestSite::new().news("moi", "dia_chi_cu: [/tin-tuc/cu/]", "").load();
    assert!(site.page("tin-tuc/cu/").contains("content=\"0; url=../../tin-tuc/moi/\""));
}

#[test]
fn lists_have_twenty_items_a_page() {
    let site =
        (1..=41).fold(TestSite::new(), |site, n| site.news(&format!("so-{n:02}"), "chu_de: do-luong", "")).load();
    let count = |url: &str| site.main(url).matches("<article").count();
    for list in ["tin-tuc/", "chu-de/do-luong/", "ky/2022/thang-01/"] {
        let second = format!("{list}trang-2/");
        let third = format!("{list}trang-3/");
        assert_eq!([count(list), count(&second), count(&third)], [20, 20, 1], "/{list}");
        assert!(
            site.main(&second)
                .contains(&format!("rel=\"next\" href=\"{}{third}\"", "../".repeat(second.matches('/').count())))
        );
    }
    assert!(!site.has("tin-tuc/trang-4/"));
}

#[test]
fn previous_and_next_go_through_one_kind_by_time() {
    let site = TestSite::new()
        .news("a", "", "")
        .item("tin-tuc", "b", "tieu_de: Tin b\nngay: 5/2/2022", "")
        .item("tin-tuc", "c", "tieu_de: Tin c\nngay: 2022-03", "")
        .report("r", "ky: 2022-02\nngay: 6/2/2022", "")
        .load();
    let page = site.main("tin-tuc/b/");
    assert!(
        page.contains("rel=\"prev\" href=\"../../tin-tuc/a/\"")
            && page.contains("rel=\"next\" href=\"../../tin-tuc/c/\""),
        "{page}"
    );
}

#[test]
fn feeds_and_sitemap_carry_absolute_addresses() {
    let site = TestSite::new()
        .report("r", "ky: 2022-01\nngay: 20/1/2022\nchu_de: do-luong\ntom_tat: \"Có < 5 mẫu & hơn\"", "")
        .load();
    for feed in ["feed.xml", "tinh/son-la/feed.xml", "chu-de/do-luong/feed.xml"] {
        let text = site.page(feed);
        assert!(
            text.contains("<link rel=\"alternate\" type=\"text/html\" href=\"https://bantin.example/bao-cao/r/\"/>"),
            "{text}"
        );
        assert!(
            text.contains("<updated>2022-01-20T00:00:00+07:00</updated>") && text.contains("Có &lt; 5 mẫu &amp; hơn"),
            "{text}"
        );
    }
    let map = site.page("sitemap.xml");
    assert!(
        map.contains("<loc>https://bantin.example/tinh/son-la/</loc>") && map.contains("<lastmod>2022-01-20</lastmod>")
    );
    assert!(site.page("robots.txt").contains("Sitemap: https://bantin.example/sitemap.xml"));
}

#[test]
fn without_a_public_address_nothing_pretends_to_have_one() {
    let site = TestSite::new().file("bantin.yaml", "tieu_de: A\nco_quan: B\n").news("a", "", "").load();
    assert!(!site.has("sitemap.xml") && !site.page("").contains("canonical"));
    assert!(site.page("feed.xml").contains("<id>urn:bantin:"));
}

#[test]
fn a_theme_of_the_site_replaces_single_files_of_the_default_one() {
    let own = "{% extends \"base.html\" %}{% block main %}<h1>Riêng: {{ page.heading }}</h1>{% endblock %}";
    let site = TestSite::new()
        .file("bantin.yaml", format!("{}theme: rieng\n", common::CONFIG))
        .file("themes/rieng/templates/not-found.html", own)
        .news("a", "", "")
        .load();
    assert!(site.page("404.html").contains("<h1>Riêng: Không tìm thấy trang</h1>"));
    assert!(site.has("bantin.css") && site.page("tin-tuc/a/").contains("Tin a"));
}

#[test]
fn figures_and_tasks_of_a_report_are_shown_as_printed() {
    let front = "ky: 2021-H1\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 1.390, ke_hoach: 2.641, ty_le: 80%, muc_do: trên, muc: mau, ghi_chu: nguồn ghi 80%}\nnhiem_vu:\n  - noi_dung: Ban hành kế hoạch\n    han: quý I/2021\n    trang_thai: hoan-thanh\n    van_ban: [\"Quyết định số 89/QĐ-UBND\"]";
    let page = TestSite::new().report("r", front, "## Mẫu {#mau}").load().main("bao-cao/r/");
    for part in [
        "trên <strong>1.390</strong> <span class=\"unit\">mẫu</span>",
        "2.641",
        "80%",
        "nguồn ghi 80%",
        "href=\"#mau\"",
        "quý I/2021",
        "Hoàn thành",
        "Quyết định số 89/QĐ-UBND",
    ] {
        assert!(page.contains(part), "{part}\n\nin\n{page}");
    }
}

#[test]
fn debris_of_office_programs_is_passed_over() {
    let site = TestSite::new()
        .news("a", "", "")
        .file("content/tin-tuc/~$a.md", "khóa")
        .file("content/tin-tuc/.a.md.swp", "x")
        .file("content/tin-tuc/a.md~", "x")
        .file("content/Thumbs.db", "x");
    assert_eq!(site.load().warning_codes(), [""; 0]);
}

#[test]
fn notes_may_refer_to_notes_and_labels_do_not_heed_case() {
    let body = "Một[^A].\n\n## Hai\n\n[liên kết](#hai)\n\n[^a]: Trong [mục](#ba) xem[^b].\n[^b]: Cuối.\n[^thua]: Thừa, xem[^c].\n[^c]: Cũng thừa.\n\n## Ba\n\n[lại](#hai)\n";
    let site = TestSite::new().news("a", "", body).load();
    assert_eq!(site.warning_codes(), ["W105", "W105"], "the two notes that the text does not lead to");
    let page = site.main("tin-tuc/a/");
    for part in [
        "Một<sup class=\"fn-ref\" id=\"fnref-1\">",
        "<li id=\"fn-1\"><p>Trong <a href=\"#ba\">mục</a> xem<sup class=\"fn-ref\" id=\"fnref-2\"><a href=\"#fn-2\">2</a></sup>.",
        "<li id=\"fn-2\"><p>Cuối.",
        "<h2 id=\"ba\">Ba",
        "<a href=\"#hai\">lại</a>",
    ] {
        assert!(page.contains(part), "{part}\n\nin\n{page}");
    }
    assert!(!page.contains("Thừa") && !page.contains("fn-3"));
}

#[test]
fn control_characters_never_reach_a_page_or_a_feed() {
    let site = TestSite::new().news("a", "tom_tat: \"tóm\\x0btắt\"\nchu_de: do-luong", "một\u{b}hai\u{1}").load();
    for url in ["tin-tuc/a/", "feed.xml"] {
        assert!(!site.page(url).chars().any(|c| c.is_control() && c != '\n'), "/{url}");
    }
    assert!(site.page("feed.xml").contains("tóm tắt"));
}

#[test]
fn an_old_address_may_be_a_file_of_the_former_site() {
    let site = TestSite::new().news("moi", "dia_chi_cu: [/tin/123.html]", "").load();
    assert!(site.page("tin/123.html").contains("url=../tin-tuc/moi/"));
}

#[test]
fn an_attachment_of_another_item_can_be_linked() {
    let site = TestSite::new()
        .file(
            "content/bao-cao/b/index.md",
            "---\ntieu_de: B\ntinh: Sơn La\nky: 2022-01\n---\n\n[trang 3](c.pdf#page=3)\n",
        )
        .file("content/bao-cao/b/c.pdf", "%PDF")
        .news("a", "", "[văn bản gốc](../bao-cao/b/c.pdf)")
        .load();
    assert!(site.main("bao-cao/b/").contains("href=\"../../bao-cao/b/c.pdf#page=3\""));
    assert!(site.main("tin-tuc/a/").contains("href=\"../../bao-cao/b/c.pdf\""));
}

#[test]
fn a_file_of_a_draft_is_only_text_until_the_draft_is_published() {
    let site = TestSite::new()
        .file("content/tin-tuc/b/index.md", "---\ntieu_de: B\nngay: 2022-01\nnhap: true\n---\n\n[của mình](c.pdf)\n")
        .file("content/tin-tuc/b/c.pdf", "%PDF")
        .news("a", "", "Xem [bản gốc](b/c.pdf).");
    let published = site.load();
    assert_eq!(published.warning_codes(), ["W102"]);
    assert!(published.main("tin-tuc/a/").contains("<p>Xem bản gốc.</p>"));
    assert!(site.preview().load().main("tin-tuc/a/").contains("href=\"../../tin-tuc/b/c.pdf\""));
}

#[test]
fn headings_cannot_take_the_ids_of_the_page() {
    let page = TestSite::new().news("a", "", "## BT main\n\n## Fn 1\n\nA[^1].\n\n[^1]: B.").load().main("tin-tuc/a/");
    assert!(page.contains("<h2 id=\"muc-bt-main\">") && page.contains("<h2 id=\"muc-fn-1\">"), "{page}");
}

#[test]
fn the_mark_for_the_way_to_the_root_stands_in_no_text() {
    let front = "tom_tat: \"a\\uFDD0b\"\n";
    let built = TestSite::new().news("a", front, "Một &#xFDD0;hai\u{fdd0} ba.").load();
    let page = built.page("tin-tuc/a/");
    assert!(page.contains("Một  hai  ba.") && page.contains("a b"), "{page}");
    assert!(!page.contains('\u{fdd0}') && !built.page("feed.xml").contains('\u{fdd0}'));
}
