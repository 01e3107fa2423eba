//! A corpus of any size for measurements: 15% reports of 6 to 12 KB, the rest news, with tables, notes, lists, citations
//! and links, figures and tasks, spread over all provinces of before 2025, all periods of ten years and all topics. The same for the same size.

use std::fs;
use std::path::Path;

/// A small deterministic random generator (xorshift64*).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits fit") % n
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const WHO: &[&str] = &[
    "Sở Khoa học và Công nghệ",
    "Chi cục Tiêu chuẩn Đo lường Chất lượng",
    "Trung tâm Ứng dụng tiến bộ khoa học",
    "Hội đồng tư vấn chuyên ngành",
    "Đoàn kiểm tra liên ngành",
    "Thanh tra Sở",
];
const DID: &[&str] = &[
    "tổ chức kiểm tra",
    "hoàn thành",
    "hướng dẫn áp dụng",
    "nghiệm thu",
    "triển khai",
    "thẩm định",
    "công bố kết quả",
    "tập huấn về",
];
const WHAT: &[&str] = &[
    "hệ thống truy xuất nguồn gốc",
    "phương tiện đo nhóm 2",
    "đề tài cấp tỉnh",
    "hệ thống quản lý chất lượng ISO 9001",
    "mô hình nuôi cấy mô",
    "nhãn hiệu chứng nhận đặc sản",
    "thiết bị X-quang y tế",
    "cuộc thi khởi nghiệp đổi mới sáng tạo",
    "hồ sơ sáng kiến",
];
const DOCUMENTS: &[(&str, &str)] = &[
    ("Quyết định", "QĐ-TTg"),
    ("Quyết định", "QĐ-UBND"),
    ("Quyết định", "QĐ-BKHCN"),
    ("Nghị quyết", "NQ-CP"),
    ("Kế hoạch", "KH-UBND"),
    ("Quyết định", "QĐ-SKHCN"),
];
const HOW: &[&str] = &[
    "trên địa bàn tỉnh",
    "đúng tiến độ",
    "tại các huyện miền núi",
    "trước dịp Tết Nguyên đán",
    "theo kế hoạch đã phê duyệt",
    "cho các hợp tác xã",
];

fn document(r: &mut Random) -> String {
    let (number, day, month, year) = (r.below(2900) + 1, r.below(28) + 1, r.below(9) + 3, r.below(10) + 13);
    let (kind, symbol) = DOCUMENTS[r.below(DOCUMENTS.len())];
    format!("{kind} số {number}/{symbol} ngày {day:02}/{month}/20{year}")
}

fn sentence(r: &mut Random) -> String {
    let (who, did, what, how) = (r.pick(WHO), r.pick(DID), r.pick(WHAT), r.pick(HOW));
    match r.below(8) {
        0..=2 => format!("{who} đã {did} {what} {how}."),
        3 | 4 => format!("Trong kỳ có **{}** {what} được {who} {did} {how}.", r.below(900) + 2),
        // Nearly every document is another one, which is worse than the truth.
        5 => format!("Căn cứ {}, {who} {did} *{what}* {how}.", document(r)),
        _ => format!("Nhờ {did} {what}, công tác quản lý {how} có chuyển biến rõ rệt."),
    }
}

fn paragraph(r: &mut Random, sentences: usize) -> String {
    (0..sentences).map(|_| sentence(r)).collect::<Vec<_>>().join(" ")
}

fn report(r: &mut Random, topics: &[&str]) -> String {
    let mut body = paragraph(r, 3);
    let mut notes = String::new();
    let target = 6_000 + r.below(6_000);
    let mut section = 0;
    while body.len() + notes.len() < target {
        section += 1;
        body += &format!(
            "\n\n## {section}. {} {{#m{section} topics={}}}\n\n{}",
            r.pick(WHAT),
            r.pick(topics),
            paragraph(r, 3)
        );
        if section <= 6 {
            body += &format!("[^{section}]");
            notes += &format!("\n[^{section}]: {}\n", sentence(r));
        }
        match section {
            2 => {
                body += "\n\n| Chỉ tiêu | Đơn vị | Kế hoạch | Thực hiện |\n|---|:-:|--:|--:|\n";
                (0..8).for_each(|_| {
                    body += &format!("| {} | mẫu | {} | {} |\n", r.pick(WHAT), r.below(900), r.below(900))
                });
            }
            _ => (0..3).for_each(|_| body += &format!("\n- {}", sentence(r))),
        }
    }
    format!("{body}\n{notes}")
}

/// Eight figures and three tasks of a report.
fn knowledge(r: &mut Random, indicators: &[String], period: &str) -> String {
    let mut out = String::from("so_lieu:\n");
    for _ in 0..8 {
        let (id, value, plan) = (&indicators[r.below(indicators.len())], r.below(900) + 1, r.below(900) + 1);
        out += &format!("  - {{ma: {id}, gia_tri: {value}, ke_hoach: {plan}, pham_vi: {period}}}\n");
    }
    out += "nhiem_vu:\n";
    for _ in 0..3 {
        let (what, document) = (r.pick(WHAT), document(r));
        out += &format!(
            "  - {{noi_dung: {what}, han: {period}, trang_thai: dang-thuc-hien, van_ban: [\"{document}\"]}}\n"
        );
    }
    out
}

/// Writes a site of `count` items into `root`, with the vocabularies of the repository.
pub fn write(root: &Path, count: usize) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/_data");
    fs::create_dir_all(root.join("content/_data")).expect("a folder");
    for name in ["provinces.yaml", "topics.yaml", "indicators.yaml"] {
        fs::copy(data.join(name), root.join("content/_data").join(name)).expect("a vocabulary");
    }
    let slugs = |name: &str, key: &str| -> Vec<String> {
        let text = fs::read_to_string(data.join(name)).expect("a vocabulary");
        let before = text.split("units_from_2025_07:").next().unwrap_or_default().to_owned();
        before
            .lines()
            .filter_map(|l| l.trim_start_matches([' ', '-']).strip_prefix(key))
            .map(|s| s.trim().trim_matches('"').to_owned())
            .collect()
    };
    let (provinces, topics) = (slugs("provinces.yaml", "name:"), slugs("topics.yaml", "slug:"));
    let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
    let indicators = slugs("indicators.yaml", "id:");
    fs::write(
        root.join("bantin.yaml"),
        "title: Bản tin đo\npublisher: Sở Khoa học và Công nghệ\nbase_url: https://bantin.example/\n",
    )
    .expect("a file");
    for folder in ["bao-cao", "tin-tuc"] {
        fs::create_dir_all(root.join("content").join(folder)).expect("a folder");
    }
    let mut r = Random(20_251_120);
    let mut last_report = None;
    for n in 0..count {
        let is_report = r.below(100) < 15;
        let (year, month) = (2014 + r.below(11), r.below(12) + 1);
        let period = match r.below(4) {
            0 => format!("quý {}/{year}", month.div_ceil(3)),
            1 => format!("6 tháng đầu năm {year}"),
            _ => format!("tháng {month:02}/{year}"),
        };
        let own: Vec<&str> = (0..=r.below(3)).map(|_| topics[r.below(topics.len())]).collect();
        let title = format!("{}: {} {}", r.pick(DID), r.pick(WHAT), r.pick(HOW));
        let knowledge = if is_report { knowledge(&mut r, &indicators, &period) } else { String::new() };
        let front = format!(
            "---\ntieu_de: \"{title}\"\ntinh: \"{}\"\nky: {period}\nngay: {year}-{month:02}-{:02}\nchu_de: [{}]\ntom_tat: \"{}\"\n{knowledge}---\n\n",
            provinces[r.below(provinces.len())],
            r.below(28) + 1,
            own.join(", "),
            paragraph(&mut r, 2).replace(['*', '"'], ""),
        );
        let (folder, body) = if is_report {
            ("bao-cao", report(&mut r, &topics))
        } else {
            let sentences = 6 + r.below(8);
            let link = last_report.map_or(String::new(), |n| format!("\n\nXem [báo cáo](../bao-cao/{n:06}.md#m1)."));
            let code = if r.below(50) == 0 { "\n\n```json\n{\"ma\": \"KHCN-01\", \"so\": 250}\n```" } else { "" };
            (
                "tin-tuc",
                format!(
                    "{}\n\n## Kết quả\n\n{}\n\n- {}\n- {}{code}{link}\n",
                    paragraph(&mut r, 4),
                    paragraph(&mut r, sentences),
                    sentence(&mut r),
                    sentence(&mut r)
                ),
            )
        };
        fs::write(root.join(format!("content/{folder}/{n:06}.md")), front + &body).expect("an item");
        if is_report {
            last_report = Some(n);
        }
    }
}
