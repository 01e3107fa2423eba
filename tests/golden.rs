//! One golden page of every kind, from one small site: a change of a template or a view shows itself here.

mod common;

use std::collections::BTreeSet;

use bantin::plan::kinds;
use common::{CONFIG, TestSite};

fn site() -> TestSite {
    let config = format!(
        "{CONFIG}description: Một cổng nhỏ để thử.\nparent_org: Ủy ban nhân dân tỉnh\nfeatured_topics: [iso-9001, ocop]\nfooter_note: Ghi rõ nguồn.\n"
    );
    let front = "ky: tháng 01/2022\nngay: 20/1/2022\ntinh_den: 15/1/2022\nso_hieu: 12/BC-SKHCN\nchu_de: [iso-9001, do-luong]\ntom_tat: Sở thử nghiệm 250 mẫu.\nnguon: {ten: Báo cáo số 12, trang: 3}\nnguoi_ky: {ten: Nguyễn Văn A, chuc_vu: Giám đốc}\nso_lieu:\n  - {ma: mau-thu-nghiem, gia_tri: 250, ke_hoach: 1.000, ty_le: \"25%\", pham_vi: tháng 01, muc: thu-nghiem, ghi_chu: làm tròn}\nnhiem_vu:\n  - {ma: iso, noi_dung: Duy trì ISO 9001, han: quý I/2022, trang_thai: dang-thuc-hien, ket_qua: Đã rà soát, van_ban: [\"Quyết định số 89/QĐ-UBND ngày 20/01/2021\"]}";
    TestSite::new()
        .file("bantin.yaml", config)
        .report("2022-01-son-la", front, "## Thử nghiệm {#thu-nghiem topics=do-luong}\n\nĐã thử nghiệm 250 mẫu[^1].\n\n### Kết quả\n\n- Đạt\n\n## ISO 9001\n\nDuy trì theo **TCVN ISO 9001:2015**.\n\n[^1]: Tính tròn theo Quyết định số 100/QĐ-TTg ngày 19/01/2019.")
        .news("2022-01-tap-huan", "tinh: Sơn La\nchu_de: iso-9001\ntom_tat: Một lớp tập huấn.\ndia_chi_cu: [/tin-cu/]", "Xem [báo cáo](../bao-cao/2022-01-son-la.md#thu-nghiem).")
        .item("bao-cao", "2021-thai-nguyen", "tieu_de: Báo cáo Thái Nguyên\ntinh: Thái Nguyên\nky: năm 2021\nngay: 2021-12", "## A")
        .item("ban-tin", "so-1", "tieu_de: Bản tin số 1\nso_hieu: \"01/2022\"\nngay: 2022-01", "Xem [báo cáo](../bao-cao/2022-01-son-la.md) và [tin](../tin-tuc/2022-01-tap-huan.md).[^1]\n\n[^1]: Chú thích của số.")
        .item("trang", "about", "title: About\nsummary: An English page.\nlang: en", "## What it is\n\nSummaries, see [topics](/chu-de/).")
        .item("trang", "gioi-thieu", "tieu_de: Giới thiệu\ntom_tat: Về cổng này.", "## Về cổng\n\n```so-lieu\nmau-thu-nghiem\n```")
        .item("van-ban", "100-qd-ttg", "tieu_de: Đề án truy xuất nguồn gốc\nso_hieu: 100/QĐ-TTg\nngay: 19/01/2019\ndia_chi: https://vanban.example/100\nhieu_luc: con-hieu-luc\nthay_the: [Quyết định số 5/QĐ-TTg ngày 03/01/2010]", "Được [báo cáo](../bao-cao/2022-01-son-la.md) dẫn.")
        .file("content/tin-tuc/hoi-thi/index.md", "---\ntieu_de: Hội thi\nngay: 3/2/2022\n---\n\nẢnh.\n")
        .file("content/tin-tuc/hoi-thi/the-le.pdf", "%PDF")
}

#[test]
fn a_page_of_every_kind() {
    let built = site().load();
    let pages = [
        ("home", ""),
        ("item", "bao-cao/2022-01-son-la/"),
        ("item-news", "tin-tuc/2022-01-tap-huan/"),
        ("item-page", "gioi-thieu/"),
        ("item-english", "about/"),
        ("issue", "ban-tin/so-1/in/"),
        ("search", "tim-kiem/"),
        ("search-contents", "tim-kiem/muc-luc.js"),
        ("list", "bao-cao/"),
        ("provinces", "tinh/"),
        ("province", "tinh/son-la/"),
        ("province-former", "tinh/thai-nguyen-cu/"),
        ("province-successor", "tinh/thai-nguyen/"),
        ("periods", "ky/"),
        ("period", "ky/2022/quy-1/"),
        ("topics", "chu-de/"),
        ("topic", "chu-de/iso-9001/"),
        ("topic-province", "chu-de/iso-9001/son-la/"),
        ("documents", "van-ban/"),
        ("documents-filtered", "van-ban/trung-uong/"),
        ("document", "van-ban/89-qd-ubnd-2021-son-la/"),
        ("document-noted", "van-ban/100-qd-ttg-2019/"),
        ("indicators", "so-lieu/"),
        ("indicator", "so-lieu/mau-thu-nghiem/"),
        ("csv", "so-lieu/mau-thu-nghiem.csv"),
        ("json", "so-lieu/mau-thu-nghiem.json"),
        ("data-schema", "so-lieu/schema.json"),
        ("tasks", "nhiem-vu/"),
        ("coverage", "do-phu/"),
        ("coverage-year", "do-phu/2022/"),
        ("sitemap", "so-do-trang/"),
        ("not-found", "404.html"),
        ("alias", "tin-cu/"),
        ("feed", "feed.xml"),
        ("sitemap-xml", "sitemap.xml"),
        ("robots", "robots.txt"),
    ];
    let mut shown = BTreeSet::new();
    for (name, url) in pages {
        shown.insert(built.renderer.plan.find(url).expect("a planned page").kind_name());
        let text = built.page(url);
        // The whole page once; of the others only what differs.
        let text = if name == "home" || !text.contains("<main") { text } else { built.main(url) };
        insta::assert_snapshot!(name, text);
    }
    let copied = BTreeSet::from(["attachment", "picture"]);
    let all: BTreeSet<&str> = kinds().map(|kind| kind.name).collect();
    assert_eq!(&shown | &copied, all, "every kind of page has its golden page");
    assert!(built.has("tin-tuc/hoi-thi/the-le.pdf"));
}
