//! A corpus of any size for measurements: 15% reports of 6 to 12 KB with numbered sections, a table, nested lists and
//! notes that name documents, the rest news of 1.5 to 3 KB with a link, spread over all provinces of before 2025,
//! eleven years of periods and fourteen topics. The same documents for bantin and for Hugo, and the same ones every time.

mod pools;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use pools::*;

/// Whose site the documents make.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "not every benchmark measures every one")]
pub enum Flavour {
    /// Bantin with all it does; reports have figures and tasks.
    Bantin,
    /// Bantin with the pages that Hugo has and no others, in a theme with the markup of Hugo's.
    BantinPlain,
    /// Hugo.
    Hugo,
}

/// The documents and all that is drawn at random in them depend on this number alone.
const SEED: u64 = 20_251;

/// A small deterministic random generator (xorshift64*).
struct Random(u64);

impl Random {
    /// One that has nothing in common with that of any other `stream` (SplitMix64).
    fn of(stream: u64) -> Self {
        let mut x = ((SEED << 32) ^ stream).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Self((x ^ (x >> 31)) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits fit") % n
    }

    fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Some of these in any order, none twice.
    fn sample<T: Copy>(&mut self, from: &[T], count: usize) -> Vec<T> {
        let mut all = from.to_vec();
        (0..count).for_each(|n| all.swap(n, n + self.below(from.len() - n)));
        all.truncate(count);
        all
    }
}

/// A period: how it is written, its year, its first month and how many months it has.
static PERIODS: LazyLock<Vec<(String, usize, usize, usize)>> = LazyLock::new(|| {
    let of_year = |year: usize| {
        let quarters = (0..4).map(move |q| (format!("Quý {} năm {year}", q + 1), year, 3 * q + 1, 3));
        let halves = ["đầu", "cuối"].into_iter().zip([1, 7]);
        let halves = halves.map(move |(half, month)| (format!("6 tháng {half} năm {year}"), year, month, 6));
        let months = (1..=12).filter(move |_| year >= 2020);
        quarters.chain(halves).chain(months.map(move |month| (format!("Tháng {month} năm {year}"), year, month, 1)))
    };
    (2014..=2024).flat_map(of_year).collect()
});

/// The day so many days after the first of a month of the same year.
fn day_after(year: usize, mut month: usize, mut days: usize) -> String {
    let length = |month: usize| match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    while days >= length(month) {
        days -= length(month);
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}

/// At most 60 characters for an address: no diacritics, hyphens for all that is no letter or digit.
fn slug(title: &str) -> String {
    const LETTERS: [(char, &str); 7] = [
        ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
        ('d', "đ"),
        ('e', "èéẻẽẹêềếểễệ"),
        ('i', "ìíỉĩị"),
        ('o', "òóỏõọôồốổỗộơờớởỡợ"),
        ('u', "ùúủũụưừứửữự"),
        ('y', "ỳýỷỹỵ"),
    ];
    let plain = |c: char| match LETTERS.iter().find(|(_, marked)| marked.contains(c)) {
        Some((letter, _)) => *letter,
        None if c.is_ascii_alphanumeric() => c,
        None => ' ',
    };
    let plain: String = title.to_lowercase().chars().map(plain).collect();
    let mut slug = plain.split_whitespace().collect::<Vec<_>>().join("-");
    slug.truncate(60);
    slug.trim_end_matches('-').to_owned()
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

fn document(r: &mut Random) -> String {
    let (kind, symbol) = r.pick(DOCUMENTS);
    let (number, day, month, year) = (r.between(1, 2900), r.between(1, 28), r.between(1, 12), r.between(2013, 2025));
    format!("{kind} số {number}/{symbol} ngày {day:02}/{month:02}/{year}")
}

fn clause(r: &mut Random) -> String {
    format!("{} {} {}", r.pick(&DID), r.pick(&WHAT), r.pick(&HOW))
}

fn sentence(r: &mut Random) -> String {
    match r.below(100) {
        0..35 => format!("{}, {} đã {}.", r.pick(&OPENERS), r.pick(&WHO), clause(r)),
        35..60 => format!("{} {}, {}.", r.pick(&WHO), clause(r), r.pick(&RESULTS)),
        60..75 => {
            let (did, what, how, result) = (r.pick(&DID), r.pick(&WHAT), r.pick(&HOW), r.pick(&RESULTS));
            format!("Việc **{did} {what}** được thực hiện {how}; {result}.")
        }
        // Nearly every document is another one, which is worse than the truth.
        75..87 => format!("Căn cứ {}, {} {} {}.", document(r), r.pick(&WHO), r.pick(&DID), r.pick(&WHAT)),
        _ => {
            let (opener, number, what) = (r.pick(&OPENERS), r.between(2, 480), r.pick(&WHAT));
            format!("{opener}, có {number} *{what}* được {}, {}.", r.pick(&DID), r.pick(&RESULTS))
        }
    }
}

fn paragraph(r: &mut Random, least: usize, most: usize) -> String {
    (0..r.between(least, most)).map(|_| sentence(r)).collect::<Vec<_>>().join(" ")
}

fn summary(r: &mut Random) -> String {
    paragraph(r, 2, 2).replace('*', "")
}

fn bullets(r: &mut Random, count: usize, nested: bool) -> String {
    let mut lines = Vec::new();
    for _ in 0..count {
        lines.push(format!("- {}.", capitalised(&clause(r))));
        let below = if nested && r.chance(60) { r.between(1, 3) } else { 0 };
        for _ in 0..below {
            lines.push(format!("  - {}: {}.", capitalised(r.pick(&WHAT)), r.pick(&RESULTS)));
            if r.chance(20) {
                lines.push(format!("    - {} {}.", r.pick(&WHO), clause(r)));
            }
        }
    }
    lines.join("\n")
}

fn table(r: &mut Random) -> String {
    let mut out = "| Chỉ tiêu | Đơn vị tính | Kế hoạch | Thực hiện | Tỷ lệ (%) | So cùng kỳ |\n".to_owned();
    out += "| --- | :---: | ---: | ---: | ---: | ---: |";
    for _ in 0..8 {
        let (what, unit, plan, done) = (r.pick(&WHAT), r.pick(&UNITS), r.between(10, 900), r.between(5, 950));
        let (tenths, change) = ((2_000 * done + plan) / (2 * plan), r.below(91));
        let sign = if change < 30 { "-" } else { "" };
        let (what, change) = (capitalised(what), change.abs_diff(30));
        out += &format!("\n| {what} | {unit} | {plan} | {done} | {}.{} | {sign}{change}% |", tenths / 10, tenths % 10);
    }
    out
}

/// The mark of another of six notes.
fn note(r: &mut Random, notes: &mut Vec<String>) -> String {
    let number = notes.len() + 1;
    if number > 6 {
        return String::new();
    }
    notes.push(format!("[^{number}]: {} về việc {} {}.", document(r), r.pick(&DID), r.pick(&WHAT)));
    format!("[^{number}]")
}

fn size(parts: &[String]) -> usize {
    parts.iter().map(String::len).sum()
}

fn report(r: &mut Random) -> String {
    let target = r.between(6_200, 12_000);
    let heads = r.sample(&HEADS, HEADS.len());
    let mut notes = Vec::new();
    let mut parts = vec![paragraph(r, 2, 5) + &note(r, &mut notes)];
    let mut section = 0;
    while size(&parts) + 900 < target || section < 4 {
        parts.push(format!("## {}. {}", section + 1, heads[section % heads.len()]));
        section += 1;
        parts.push(paragraph(r, 1, 3) + &note(r, &mut notes));
        if section == 2 {
            parts.push(table(r));
        }
        for part in 1..=r.between(1, 2) {
            if size(&parts) + 600 > target && section > 4 {
                break;
            }
            parts.push(format!("### {section}.{part}. {}", r.pick(&HEADS)));
            parts.push(paragraph(r, 1, 2) + &note(r, &mut notes));
            if r.chance(70) {
                let count = r.between(2, 4);
                parts.push(bullets(r, count, true));
            }
        }
    }
    while notes.len() < 6 {
        parts.push(sentence(r) + &note(r, &mut notes));
    }
    format!("{}\n\n{}\n", parts.join("\n\n"), notes.join("\n"))
}

/// The text of a news item, which ends with a link to another one.
fn news(r: &mut Random, title: &str, address: &str) -> String {
    let target = r.between(1_500, 3_000);
    let count = r.between(3, 4);
    let mut parts = vec![paragraph(r, 2, 3), format!("## {}", r.pick(&NEWS_HEADS)), paragraph(r, 1, 2)];
    parts.push(bullets(r, count, false));
    let code = r.chance(2).then(|| code(r));
    // Not the address: it is a different one for each program, and the text is to be the same.
    let end = code.as_ref().map_or(0, String::len) + title.len() + 225;
    while size(&parts) + end < target {
        parts.push(paragraph(r, 1, 2));
    }
    parts.extend(code);
    parts.push(format!("Xem thêm: [{title}]({address}).\n"));
    parts.join("\n\n")
}

fn code(r: &mut Random) -> String {
    let (year, number) = (r.between(2015, 2025), r.between(10, 999));
    match r.below(4) {
        0 => format!(
            "```json\n{{\n  \"ma_nhiem_vu\": \"KHCN-{year}\",\n\
             \x20 \"trang_thai\": \"nghiệm thu\",\n  \"kinh_phi\": {number},\n\
             \x20 \"tu_khoa\": [\"giống\", \"chế phẩm\", null]\n}}\n```"
        ),
        1 => format!(
            "```bash\n#!/bin/sh\n# sao lưu dữ liệu kỳ {year}\n\
             for f in *.csv; do\n  gzip -k \"$f\" && echo \"xong $f\"\ndone\nexit $(({number} % 2))\n```"
        ),
        2 => format!(
            "```python\ndef ty_le(dat, ke_hoach={year}):\n    \"\"\"Tỷ lệ hoàn thành.\"\"\"\n\
             \x20   return round(100 * dat / max(ke_hoach, 1), 1)\n\nprint(ty_le({number}))\n```"
        ),
        _ => format!(
            "```sql\nSELECT don_vi, count(*) AS so_luong\nFROM nhiem_vu\n\
             WHERE nam = {year} AND kinh_phi > {number}\nGROUP BY don_vi ORDER BY 2 DESC;\n```"
        ),
    }
}

/// Eight figures and three tasks of a report.
fn knowledge(r: &mut Random, indicators: &[String], period: &str) -> String {
    let mut out = String::from("so_lieu:\n");
    for _ in 0..8 {
        let (id, value, plan) = (&indicators[r.below(indicators.len())], r.between(1, 900), r.between(1, 900));
        out += &format!("  - {{ma: {id}, gia_tri: {value}, ke_hoach: {plan}, pham_vi: {period}}}\n");
    }
    out += "nhiem_vu:\n";
    for _ in 0..3 {
        let (what, document) = (r.pick(&WHAT), document(r));
        out += &format!(
            "  - {{noi_dung: {what}, han: {period}, trang_thai: dang-thuc-hien, van_ban: [\"{document}\"]}}\n"
        );
    }
    out
}

/// What others need to know of a document.
struct Head {
    is_report: bool,
    province: &'static str,
    period: &'static str,
    date: String,
    title: String,
    /// Name of its file.
    name: String,
}

impl Head {
    fn of(number: usize) -> Self {
        let mut r = Random::of(2 * number as u64);
        let is_report = r.chance(15);
        let province = r.pick(&PROVINCES);
        let (period, year, month, months) = &PERIODS[r.below(PERIODS.len())];
        let title = if is_report {
            format!("Báo cáo hoạt động khoa học và công nghệ {period} tỉnh {province}")
        } else {
            format!("{} {} tại {province}", r.pick(&NEWS_TITLES), r.pick(&WHAT))
        };
        let name = format!("{number:06}-{}", slug(&title));
        Self { is_report, province, period, date: day_after(*year, *month, r.below(28 * months + 1)), title, name }
    }

    fn folder(&self, flavour: Flavour) -> &'static str {
        match (flavour, self.is_report) {
            (Flavour::Hugo, true) => "report",
            (Flavour::Hugo, false) => "news",
            (Flavour::Bantin | Flavour::BantinPlain, true) => "bao-cao",
            (Flavour::Bantin | Flavour::BantinPlain, false) => "tin-tuc",
        }
    }

    fn address(&self, flavour: Flavour) -> String {
        let (folder, name) = (self.folder(flavour), &self.name);
        if flavour == Flavour::Hugo { format!("/{folder}/{name}/") } else { format!("../{folder}/{name}.md") }
    }
}

/// The file of the document with this number among `count`.
fn text(number: usize, count: usize, head: &Head, flavour: Flavour, indicators: &[String]) -> String {
    let mut r = Random::of(2 * number as u64 + 1);
    let topics = r.pick(&[1, 1, 2, 2, 3]);
    let topics: Vec<String> = r.sample(&TOPICS, topics).into_iter().map(|topic| format!("\"{topic}\"")).collect();
    let (topics, summary) = (topics.join(", "), summary(&mut r));
    let body = if head.is_report {
        report(&mut r)
    } else {
        let other = Head::of(r.below(count));
        news(&mut r, &other.title, &other.address(flavour))
    };
    let Head { is_report, province, period, date, title, .. } = head;
    if flavour == Flavour::Hugo {
        let kind = head.folder(flavour);
        return format!(
            "+++\ntitle = \"{title}\"\ndate = {date}\ndescription = \"{summary}\"\n\
             province = [\"{province}\"]\nperiod = [\"{period}\"]\n\
             topic = [{topics}]\n[params]\nloai = \"{kind}\"\n+++\n\n{body}"
        );
    }
    let knows = *is_report && flavour == Flavour::Bantin;
    let knowledge = if knows { knowledge(&mut r, indicators, period) } else { String::new() };
    format!(
        "---\ntieu_de: \"{title}\"\nngay: {date}\ntom_tat: \"{summary}\"\n\
         tinh: \"{province}\"\nky: \"{period}\"\nchu_de: [{topics}]\n{knowledge}---\n\n{body}"
    )
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let from = entry.expect("a file or a folder").path();
        let to = to.join(from.file_name().expect("a name"));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a file");
        }
    }
}

/// Writes a site of `count` documents into `root`: for bantin with the vocabularies of the repository, for Hugo and for
/// the plain bantin with a theme.
pub fn write(root: &Path, count: usize, flavour: Flavour) {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let content = root.join("content");
    let folders = if flavour == Flavour::Hugo { ["report", "news"] } else { ["bao-cao", "tin-tuc"] };
    for folder in folders {
        fs::create_dir_all(content.join(folder)).expect("a folder");
    }
    let mut indicators = Vec::new();
    if flavour == Flavour::Hugo {
        copy_folder(&own.join("benches/hugo"), root);
        for (folder, title) in folders.into_iter().zip(["Báo cáo", "Tin tức"]) {
            fs::write(content.join(folder).join("_index.md"), format!("+++\ntitle = \"{title}\"\n+++\n"))
                .expect("a file");
        }
    } else {
        fs::create_dir_all(content.join("_data")).expect("a folder");
        for name in ["provinces.yaml", "topics.yaml", "indicators.yaml"] {
            fs::copy(own.join("content/_data").join(name), content.join("_data").join(name)).expect("a vocabulary");
        }
        let text = fs::read_to_string(content.join("_data/indicators.yaml")).expect("a vocabulary");
        indicators.extend(text.lines().filter_map(|l| l.trim_start().strip_prefix("- id: ")).map(str::to_owned));
        let mut config = "title: Bản tin Khoa học và Công nghệ\n".to_owned();
        config += "publisher: Sở Khoa học và Công nghệ\nbase_url: https://khcn.example.vn/\n";
        if flavour == Flavour::BantinPlain {
            copy_folder(&own.join("benches/theme"), &root.join("themes/equal"));
            config += "theme: equal\nwithout: [search, documents, figures, tasks, coverage, sections, narrow-topics, \
                       roll-up, province-feeds, feed-texts]\ncheck_links: false\n";
        }
        fs::write(root.join("bantin.yaml"), config).expect("a file");
    }
    for number in 0..count {
        let head = Head::of(number);
        let path = content.join(head.folder(flavour)).join(format!("{}.md", head.name));
        fs::write(path, text(number, count, &head, flavour, &indicators)).expect("a document");
    }
}
