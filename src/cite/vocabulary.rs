//! Abbreviations of document types and issuers.
//!
//! Types: Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục I (administrative documents); Luật Ban hành văn bản quy phạm pháp luật
//! 2015, Điều 4 (legal normative documents); Hướng dẫn 36-HD/VPTW of 2018 (Party documents); and the few that reports of
//! provinces use besides. Issuers: the abbreviations that ministries and provinces print in their own numbers.

use std::sync::LazyLock;

use ahash::AHashMap;

use crate::text::fold;

/// Abbreviation of a document type and the names it stands for, the usual one first.
type TypeRow = (&'static str, &'static [&'static str]);

const TYPES: &[TypeRow] = &[
    ("QĐ", &["Quyết định", "Quy định"]),
    ("NQ", &["Nghị quyết"]),
    ("NĐ", &["Nghị định"]),
    ("TT", &["Thông tư", "Tờ trình", "Thông tri"]),
    ("TTLT", &["Thông tư liên tịch"]),
    ("NQLT", &["Nghị quyết liên tịch"]),
    ("CT", &["Chỉ thị", "Chương trình"]),
    ("KH", &["Kế hoạch"]),
    ("KHPH", &["Kế hoạch phối hợp"]),
    ("CTr", &["Chương trình"]),
    ("CTHĐ", &["Chương trình hành động"]),
    ("CTPH", &["Chương trình phối hợp"]),
    ("KL", &["Kết luận"]),
    ("BC", &["Báo cáo"]),
    ("TTr", &["Tờ trình"]),
    ("TB", &["Thông báo", "Thông báo kết luận"]),
    ("TBKL", &["Thông báo kết luận"]),
    ("TC", &["Thông cáo"]),
    ("HD", &["Hướng dẫn"]),
    ("QC", &["Quy chế"]),
    ("QCPH", &["Quy chế phối hợp"]),
    ("QyĐ", &["Quy định"]),
    ("PA", &["Phương án"]),
    ("ĐA", &["Đề án"]),
    ("DA", &["Dự án"]),
    ("BB", &["Biên bản"]),
    ("HĐ", &["Hợp đồng"]),
    ("CV", &["Công văn"]),
    ("CĐ", &["Công điện"]),
    ("BGN", &["Bản ghi nhớ"]),
    ("BTT", &["Bản thỏa thuận"]),
    ("GUQ", &["Giấy ủy quyền"]),
    ("GM", &["Giấy mời"]),
    ("GGT", &["Giấy giới thiệu"]),
    ("GP", &["Giấy phép"]),
    ("GCN", &["Giấy chứng nhận"]),
    ("GXN", &["Giấy xác nhận"]),
    ("PG", &["Phiếu gửi"]),
    ("PC", &["Phiếu chuyển"]),
    ("PB", &["Phiếu báo"]),
    ("PL", &["Pháp lệnh"]),
    ("L", &["Lệnh"]),
    ("LCT", &["Luật", "Lệnh"]),
    ("SL", &["Sắc lệnh"]),
    ("VBHN", &["Văn bản hợp nhất"]),
    ("ĐC", &["Đề cương"]),
];

/// Types that are named before a number but have no abbreviation of their own in it.
const NAMES_ALONE: &[&str] = &["Luật", "Bộ luật", "Hiến pháp", "Văn bản", "Công văn"];

/// Who issues documents, by where its authority lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Party and state bodies of the whole country.
    Central,
    /// Bodies of one province, whose numbers repeat from province to province.
    Local,
    /// Bodies outside the country.
    International,
}

type IssuerRow = (&'static str, &'static str, Level);

const ISSUERS: &[IssuerRow] = &[
    ("TTg", "Thủ tướng Chính phủ", Level::Central),
    ("CP", "Chính phủ", Level::Central),
    ("VPCP", "Văn phòng Chính phủ", Level::Central),
    ("QH", "Quốc hội", Level::Central),
    ("UBTVQH", "Ủy ban Thường vụ Quốc hội", Level::Central),
    ("CTN", "Chủ tịch nước", Level::Central),
    ("HĐNN", "Hội đồng Nhà nước", Level::Central),
    ("HĐBT", "Hội đồng Bộ trưởng", Level::Central),
    ("TW", "Trung ương Đảng", Level::Central),
    ("VPTW", "Văn phòng Trung ương Đảng", Level::Central),
    ("BKHCN", "Bộ Khoa học và Công nghệ", Level::Central),
    ("BKHCNMT", "Bộ Khoa học, Công nghệ và Môi trường", Level::Central),
    ("BTC", "Bộ Tài chính", Level::Central),
    ("BNV", "Bộ Nội vụ", Level::Central),
    ("BTP", "Bộ Tư pháp", Level::Central),
    ("BCT", "Bộ Công Thương", Level::Central),
    ("BYT", "Bộ Y tế", Level::Central),
    ("BXD", "Bộ Xây dựng", Level::Central),
    ("BCA", "Bộ Công an", Level::Central),
    ("BQP", "Bộ Quốc phòng", Level::Central),
    ("BNG", "Bộ Ngoại giao", Level::Central),
    ("BGTVT", "Bộ Giao thông vận tải", Level::Central),
    ("BKHĐT", "Bộ Kế hoạch và Đầu tư", Level::Central),
    ("BGDĐT", "Bộ Giáo dục và Đào tạo", Level::Central),
    ("BTTTT", "Bộ Thông tin và Truyền thông", Level::Central),
    ("BTNMT", "Bộ Tài nguyên và Môi trường", Level::Central),
    ("BNNMT", "Bộ Nông nghiệp và Môi trường", Level::Central),
    ("BNNPTNT", "Bộ Nông nghiệp và Phát triển nông thôn", Level::Central),
    ("BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội", Level::Central),
    ("BVHTTDL", "Bộ Văn hóa, Thể thao và Du lịch", Level::Central),
    ("BDTTG", "Bộ Dân tộc và Tôn giáo", Level::Central),
    ("NHNN", "Ngân hàng Nhà nước Việt Nam", Level::Central),
    ("TTCP", "Thanh tra Chính phủ", Level::Central),
    ("KTNN", "Kiểm toán Nhà nước", Level::Central),
    ("TANDTC", "Tòa án nhân dân tối cao", Level::Central),
    ("VKSTC", "Viện kiểm sát nhân dân tối cao", Level::Central),
    ("UBDT", "Ủy ban Dân tộc", Level::Central),
    ("TĐC", "Tổng cục Tiêu chuẩn Đo lường Chất lượng", Level::Central),
    ("ATBXHN", "Cục An toàn bức xạ và hạt nhân", Level::Central),
    ("SHTT", "Cục Sở hữu trí tuệ", Level::Central),
    ("BTGTW", "Ban Tuyên giáo Trung ương", Level::Central),
    ("UBKTTW", "Ủy ban Kiểm tra Trung ương", Level::Central),
    ("MTTW", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", Level::Central),
    ("TLĐ", "Tổng Liên đoàn Lao động Việt Nam", Level::Central),
    ("BHXH", "Bảo hiểm xã hội Việt Nam", Level::Central),
    ("TCTK", "Tổng cục Thống kê", Level::Central),
    ("BNN", "Bộ Nông nghiệp và Phát triển nông thôn", Level::Central),
    ("UBND", "Ủy ban nhân dân", Level::Local),
    ("HĐND", "Hội đồng nhân dân", Level::Local),
    ("TU", "Tỉnh ủy", Level::Local),
    ("ĐH", "Đại hội Đảng bộ", Level::Local),
    ("CT", "Chủ tịch Ủy ban nhân dân", Level::Local),
    ("CTUBND", "Chủ tịch Ủy ban nhân dân", Level::Local),
    ("TTra", "Thanh tra", Level::Local),
    ("VPUBND", "Văn phòng Ủy ban nhân dân", Level::Local),
    ("VPUB", "Văn phòng Ủy ban nhân dân", Level::Local),
    ("SKHCN", "Sở Khoa học và Công nghệ", Level::Local),
    ("SKHĐT", "Sở Kế hoạch và Đầu tư", Level::Local),
    ("STC", "Sở Tài chính", Level::Local),
    ("SNV", "Sở Nội vụ", Level::Local),
    ("STP", "Sở Tư pháp", Level::Local),
    ("SYT", "Sở Y tế", Level::Local),
    ("SCT", "Sở Công Thương", Level::Local),
    ("SXD", "Sở Xây dựng", Level::Local),
    ("SGTVT", "Sở Giao thông vận tải", Level::Local),
    ("SGDĐT", "Sở Giáo dục và Đào tạo", Level::Local),
    ("STTTT", "Sở Thông tin và Truyền thông", Level::Local),
    ("STNMT", "Sở Tài nguyên và Môi trường", Level::Local),
    ("SNNMT", "Sở Nông nghiệp và Môi trường", Level::Local),
    ("SNNPTNT", "Sở Nông nghiệp và Phát triển nông thôn", Level::Local),
    ("SNN", "Sở Nông nghiệp và Phát triển nông thôn", Level::Local),
    ("SLĐTBXH", "Sở Lao động - Thương binh và Xã hội", Level::Local),
    ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", Level::Local),
];

/// One family of standards.
pub(super) type StandardRow = (&'static str, &'static str, &'static str, Level);

/// Families of standards: the word before the number, its type, who publishes it and the level of that body.
pub(super) const STANDARDS: &[StandardRow] = &[
    ("TCVN", "Tiêu chuẩn quốc gia", "Bộ Khoa học và Công nghệ", Level::Central),
    ("QCVN", "Quy chuẩn kỹ thuật quốc gia", "", Level::Central),
    ("ĐLVN", "Văn bản kỹ thuật đo lường", "Bộ Khoa học và Công nghệ", Level::Central),
    ("QCĐP", "Quy chuẩn kỹ thuật địa phương", "Ủy ban nhân dân", Level::Local),
    ("ISO/IEC", "Tiêu chuẩn quốc tế", "ISO và IEC", Level::International),
    ("ISO", "Tiêu chuẩn quốc tế", "Tổ chức Tiêu chuẩn hóa quốc tế (ISO)", Level::International),
    ("IEC", "Tiêu chuẩn quốc tế", "Ủy ban Kỹ thuật điện quốc tế (IEC)", Level::International),
];

/// Rows of a table by abbreviation: as printed, and folded for what is mistyped (`Ttg`, `QD`).
struct Rows {
    printed: AHashMap<&'static str, usize>,
    folded: AHashMap<String, usize>,
}

impl Rows {
    fn new(keys: impl DoubleEndedIterator<Item = (usize, &'static str)> + Clone) -> Self {
        // The first of two rows that fold alike counts.
        let folded = keys.clone().rev().map(|(at, key)| (fold(key), at)).collect();
        Self { printed: keys.map(|(at, key)| (key, at)).collect(), folded }
    }

    fn find(&self, abbreviation: &str) -> Option<usize> {
        self.printed.get(abbreviation).or_else(|| self.folded.get(&fold(abbreviation))).copied()
    }
}

fn type_row(abbreviation: &str) -> Option<&'static TypeRow> {
    static ROWS: LazyLock<Rows> = LazyLock::new(|| Rows::new(TYPES.iter().map(|r| r.0).enumerate()));
    ROWS.find(abbreviation).map(|at| &TYPES[at])
}

fn issuer_row(abbreviation: &str) -> Option<&'static IssuerRow> {
    static ROWS: LazyLock<Rows> = LazyLock::new(|| Rows::new(ISSUERS.iter().map(|r| r.0).enumerate()));
    ROWS.find(abbreviation).map(|at| &ISSUERS[at])
}

/// The canonical form of a type's abbreviation.
pub(super) fn type_abbreviation(abbreviation: &str) -> Option<&'static str> {
    type_row(abbreviation).map(|r| r.0)
}

/// What an abbreviation stands for, given the type that the text names before the number.
pub(super) fn type_name(abbreviation: &str, named: Option<&'static str>) -> Option<&'static str> {
    let names = type_row(abbreviation)?.1;
    Some(named.filter(|n| names.contains(n)).unwrap_or(names[0]))
}

/// Names of types by their last word: all their words and the name, longest first.
type NamesByWord = AHashMap<String, Vec<(Vec<String>, &'static str)>>;

/// The type that a text names in words (the folded words before a number, nearest last), and how many words name it.
pub(super) fn named_type(words: &[String]) -> Option<(&'static str, usize)> {
    static NAMES: LazyLock<NamesByWord> = LazyLock::new(|| {
        let mut names = NamesByWord::new();
        for name in TYPES.iter().flat_map(|(_, names)| names.iter()).chain(NAMES_ALONE) {
            let words: Vec<String> = fold(name).split(' ').map(str::to_owned).collect();
            names.entry(words[words.len() - 1].clone()).or_default().push((words, name));
        }
        names.values_mut().for_each(|list| list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len())));
        names
    });
    let ending = NAMES.get(words.last()?)?;
    ending.iter().find(|(name, _)| words.ends_with(name)).map(|(name, shown)| (*shown, name.len()))
}

/// The canonical abbreviation, the name and the level of an issuer.
pub(super) fn issuer(abbreviation: &str) -> Option<(&'static str, &'static str, Level)> {
    if matches!(abbreviation, "TƯ" | "Tư") {
        // Only marks tell it from TU, a provincial committee.
        return issuer("TW");
    }
    // QH15 is the National Assembly of the fifteenth term.
    let term = abbreviation.trim_end_matches(|c: char| c.is_ascii_digit());
    issuer_row(term).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_found_as_printed_and_as_mistyped() {
        assert_eq!(type_abbreviation("QD"), Some("QĐ"));
        assert_eq!((type_abbreviation("HĐ"), type_abbreviation("HD")), (Some("HĐ"), Some("HD")));
        assert_eq!(issuer("Ttg").map(|i| i.1), Some("Thủ tướng Chính phủ"));
        assert_eq!(issuer("UBTVQH14").map(|i| i.0), Some("UBTVQH"));
        assert_eq!(issuer("XYZ"), None);
    }

    #[test]
    fn every_row_is_recognised_in_a_text() {
        for (abbreviation, names) in TYPES {
            let found = crate::cite::find(&format!("{} số 12/{abbreviation}-UBND", names[0]));
            assert_eq!(found[0].citation.code.type_name, names[0], "{abbreviation}");
        }
        for (abbreviation, name, level) in ISSUERS {
            let found = crate::cite::find(&format!("Quyết định số 12/QĐ-{abbreviation} ngày 1/1/2020"));
            assert_eq!((&*found[0].citation.code.issuer, found[0].citation.code.level), (*name, *level));
        }
    }

    #[test]
    fn an_abbreviation_means_what_the_text_says_where_it_can() {
        assert_eq!(type_name("QĐ", None), Some("Quyết định"));
        assert_eq!(type_name("QĐ", Some("Quy định")), Some("Quy định"));
        assert_eq!(type_name("QĐ", Some("Kế hoạch")), Some("Quyết định"), "a slip of the text");
    }
}
