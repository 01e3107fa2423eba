#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn codes(text: &str) -> Vec<String> {
    find(text).into_iter().map(|m| m.citation.code.text.clone()).collect()
}

fn one(text: &str) -> Mention {
    let mut found = find(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

#[test]
fn every_notation_is_recognised() {
    use Notation::{Administrative, Assembly, Letter, Normative, Old, Party, Standard};
    for (text, code, notation, kind) in [
        ("Quyết định số 100/QĐ-TTg", "100/QĐ-TTg", Administrative, "Quyết định"),
        ("Số: 33 /BC-SKHCN", "33/BC-SKHCN", Administrative, "Báo cáo"),
        ("Chương trình hành động số 01/CTHĐ-UBND", "01/CTHĐ-UBND", Administrative, "Chương trình hành động"),
        ("Nghị quyết 1/NQ-CP", "01/NQ-CP", Administrative, "Nghị quyết"),
        ("Nghị định 13/2019/NĐ-CP", "13/2019/NĐ-CP", Normative, "Nghị định"),
        ("Quyết định số 34/2019/QĐ-UBND", "34/2019/QĐ-UBND", Normative, "Quyết định"),
        ("Thông tư liên tịch số 05/2013/TTLT-BKHCN-BNV", "05/2013/TTLT-BKHCN-BNV", Normative, "Thông tư liên tịch"),
        ("Công văn số 962/UBND-TH", "962/UBND-TH", Letter, "Công văn"),
        ("1225/SKHĐT-THQH", "1225/SKHĐT-THQH", Letter, "Công văn"),
        ("Kết luận số 06-KL/TW", "06-KL/TW", Party, "Kết luận"),
        ("Chỉ thị 24-CT/TU", "24-CT/TU", Party, "Chỉ thị"),
        ("Nghị quyết số 202/2025/QH15", "202/2025/QH15", Assembly, "Nghị quyết"),
        ("Luật số 18/2008/QH12", "18/2008/QH12", Assembly, "Luật"),
        ("Pháp lệnh số 16/1999/PL-UBTVQH10", "16/1999/PL-UBTVQH10", Assembly, "Pháp lệnh"),
        ("ký sắc lệnh 08/SL quy định", "08/SL", Old, "Sắc lệnh"),
        ("TCVN ISO 9001:2015", "TCVN ISO 9001:2015", Standard, "Tiêu chuẩn quốc gia"),
        ("theo ISO/IEC 17025:2017", "ISO/IEC 17025:2017", Standard, "Tiêu chuẩn quốc tế"),
        ("QCVN 1:2009/BKHCN", "QCVN 1:2009/BKHCN", Standard, "Quy chuẩn kỹ thuật quốc gia"),
    ] {
        let mention = one(text);
        assert_eq!((mention.citation.code.text.as_str(), mention.citation.code.notation), (code, notation), "{text}");
        assert_eq!(mention.citation.code.type_name, kind, "{text}");
    }
}

#[test]
fn what_looks_like_a_code_is_none() {
    for text in [
        "đạt 08/170 chiếc",
        "xếp hạng 6/19",
        "Ngày Đo lường Việt Nam 20/01",
        "Đặc san KH&CN số 01/2023",
        "QUÝ I/2020",
        "Km 145+400",
        "Số: /BC-SKHCN",
        "1.390/4.000 kg",
        "ngày 22/3/2019",
        "05 mẫu/ngày, 10 đồng/KG",
        "24/7 HỖ TRỢ",
        "https://vi.wikipedia.org/wiki/ISO",
        "áp dụng ISO 9001 tại 8:30",
        "tỷ số 3/Sở-KHCN",
        "ba/BỐN-NĂM",
        "100/",
        "1/Q",
        "Mẫu số 05/TB",
        "Biểu số 1/BC-KHCN",
        "chỉ số 5/L",
        "của Sở 12/GP",
        "nhà 12/TT-KHCN",
        "https://vbpl.vn/tw?so=100/QĐ-TTg",
        "a@b.vn/1/QĐ-TTg",
        "Quyết định số 22/QĐ.UBND",
    ] {
        assert_eq!(codes(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn careless_typing_gives_the_same_code() {
    for text in [
        "Quyết định số 100/QĐ-TTg",
        "Quyết định số 100/QĐ–TTg",
        "quyết định số: 100 / QĐ - TTg",
        "Quyết\nđịnh số 100/QĐ-\nTTg",
        "QĐ số 100/QD-Ttg",
        "Quyết định số\u{a0}100/QÐ-TTG,",
        "(Quyết định số 100/QĐ-TTgngày",
        "Quyết định số100/QĐ-ttg",
    ] {
        assert_eq!(codes(text), ["100/QĐ-TTg"], "{text}");
    }
    assert_eq!(codes("Quyết định số 10/QĐ-SKH&CN"), codes("Quyết định số 10/QĐ-SKHCN"));
    assert_eq!(codes("28/2016/QĐ-UBNDtỉnh"), ["28/2016/QĐ-UBND"]);
    assert_eq!(codes("ISO 9001:2015⁸"), ["ISO 9001:2015"]);
    assert_eq!(codes("ISO 9001 : 2015"), ["ISO 9001:2015"]);
}

#[test]
fn type_date_and_issuer_are_read_around_the_code() {
    let text = "được phê duyệt tại Quyết định số 1633/QĐ-UBND ngày 9/9/2020 của UBND tỉnh Bắc Kạn về việc";
    let mention = one(text);
    assert_eq!(&text[mention.range.clone()], "Quyết định số 1633/QĐ-UBND");
    assert_eq!(&text[mention.code_range.clone()], "1633/QĐ-UBND");
    assert_eq!(&text[mention.whole.clone()], "Quyết định số 1633/QĐ-UBND ngày 9/9/2020 của UBND tỉnh Bắc Kạn");
    assert_eq!(mention.citation.date, PartialDate::parse("2020-09-09").map(CitedDate::Date));
    assert_eq!(mention.citation.issuer.as_deref(), Some("UBND tỉnh Bắc Kạn"));
    let later = one("Nghị quyết số 19-NQ/TW của Ban Chấp hành Trung ương ngày 16/6/2022");
    assert_eq!(later.citation.year(), Some(2022));
    assert_eq!(one("Kế hoạch số 513/QĐ-UBND").citation.code.type_name, "Quyết định", "the symbol decides");
    assert_eq!(one("Quy định số 37-QĐ/TW").citation.code.type_name, "Quy định");
}

#[test]
fn neighbours_are_told_apart() {
    for (text, expected) in [
        ("TCVN ISO 9001:2015 và TCVN ISO 14001:2015", ["TCVN ISO 9001:2015", "TCVN ISO 14001:2015"]),
        ("ISO 9001:2008 sang ISO 9001:2015", ["ISO 9001:2008", "ISO 9001:2015"]),
        ("TCVN ISO 9001:2015 (ISO 9001:2015)", ["TCVN ISO 9001:2015", "ISO 9001:2015"]),
        ("QCVN 1:2019/BKHCN và TCVN 6818-1:2010", ["QCVN 1:2019/BKHCN", "TCVN 6818-1:2010"]),
        ("34/2019/QĐ-UBND, 28/2016/QĐ-UBND", ["34/2019/QĐ-UBND", "28/2016/QĐ-UBND"]),
    ] {
        assert_eq!(codes(text), expected, "{text}");
    }
    assert_eq!(codes("ISO 9001 và TCVN 8620-2:2010"), ["TCVN 8620-2:2010"]);
    for (text, code, issuer) in [
        ("Nghị quyết số 36a/NQ-CP", "36a/NQ-CP", "Chính phủ"),
        ("Nghị quyết số 29-NQ/TƯ", "29-NQ/TW", "Trung ương Đảng"),
        ("Hợp đồng số 12/HÐ-SKHCN", "12/HĐ-SKHCN", "Sở Khoa học và Công nghệ"),
        ("Công văn số 45/SKHCN", "45/SKHCN", "Sở Khoa học và Công nghệ"),
        ("Quyết định số 118/QĐ-CTUBND", "118/QĐ-CTUBND", "Chủ tịch Ủy ban nhân dân"),
        ("QCVN 08-MT:2015/BTNMT", "QCVN 08-MT:2015/BTNMT", "Bộ Tài nguyên và Môi trường"),
        ("-TCVN ISO9001:2015", "TCVN ISO 9001:2015", "Bộ Khoa học và Công nghệ"),
        ("ISO 22000:2018/HACCP", "ISO 22000:2018", "Tổ chức Tiêu chuẩn hóa quốc tế (ISO)"),
    ] {
        let citation = one(text).citation;
        assert_eq!((citation.code.text.as_str(), &*citation.code.issuer), (code, issuer), "{text}");
    }
    assert_eq!(codes("Công văn số 745/SKHCN-TTra ngày 3/5/2024"), ["745/SKHCN-TTra"]);
    assert_eq!(one("Kế hoạch số 88/KH-UBND năm 2021").citation.date, None, "a plan for 2021");
    let kind = |text: &str| one(text).citation.code.type_name;
    assert_eq!(kind("Luật Đo lường số 04/2011/QH13"), "Luật");
    assert_eq!(
        one("Thông tư liên tịch số 12/2015/TTLT-BKHCN-BNV").citation.code.issuer,
        "Bộ Khoa học và Công nghệ, Bộ Nội vụ"
    );
}

#[test]
fn statements_between_documents_are_read() {
    let said = |text: &str| relations(text, &find(text));
    assert_eq!(said("Quyết định số 2/QĐ-TTg thay thế Quyết định số 1/QĐ-TTg"), [(0, Relation::Replaces, 1)]);
    assert_eq!(
        said("Nghị định số 2/2020/NĐ-CP của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 1/2015/NĐ-CP"),
        [(0, Relation::Amends, 1)]
    );
    assert_eq!(said("Quyết định số 1/QĐ-TTg được thay thế bằng Quyết định số 2/QĐ-TTg"), [(1, Relation::Replaces, 0)]);
    assert_eq!(said("Quyết định số 3/QĐ-TTg bãi bỏ Quyết định số 1/QĐ-TTg và Quyết định số 2/QĐ-TTg").len(), 2);
    for text in [
        "Quyết định số 3/QĐ-UBND của UBND tỉnh bãi bỏ Quyết định số 1/QĐ-UBND",
        "Quyết định số 3/QĐ-UBND ngày 1/1/2022 về ban hành quy chế, thay thế Quyết định số 1/QĐ-UBND",
        "Quyết định số 3/QĐ-UBND (thay thế Quyết định số 1/QĐ-UBND)",
        "Nghị định số 1/2020/NĐ-CP (được sửa đổi, bổ sung bởi Nghị định số 3/2024/NĐ-CP)",
    ] {
        assert_eq!(said(text).len(), 1, "{text}");
    }
    for text in [
        "Quyết định số 1/QĐ-UBND về việc công bố thủ tục được sửa đổi, bổ sung lĩnh vực bức xạ và Quyết định số 2/QĐ-UBND",
        "Quyết định số 1/QĐ-UBND về việc kiện toàn Hội đồng sửa đổi chính sách và Quyết định số 2/QĐ-UBND",
        "Thông tư số 1/2024/TT-BKHCN sửa đổi Nghị định số 13/2019/NĐ-CP",
        "Quyết định số 1/2019/QĐ-UBND thay thế Quyết định số 2/2022/QĐ-UBND",
        "Thực hiện Công văn số 962/UBND-TH ngày 2/2/2021, Sở đã dự thảo Quyết định thay thế Quyết định số 34/2019/QĐ-UBND.",
        "Công văn số 962/UBND-TH thay thế Quyết định số 34/2019/QĐ-UBND",
        "Quyết định số 1/QĐ-UBND, UBND tỉnh bãi bỏ Quyết định số 2/QĐ-UBND",
        "Quyết định số 1/QĐ-UBND chưa thay thế Quyết định số 2/QĐ-UBND",
    ] {
        assert!(said(text).is_empty(), "{text}");
    }
    assert!(said("theo Quyết định số 1/QĐ-TTg. Thay thế Quyết định số 2/QĐ-TTg").is_empty());
    assert!(said("Quyết định số 1/QĐ-TTg và Quyết định số 2/QĐ-TTg").is_empty());
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    // 10 MB within a second; `.ci/run` holds the release build to it. Without optimisation, and beside other work, a tenth
    // of it in five seconds still tells linear from quadratic.
    let (seconds, size) = if cfg!(debug_assertions) { (5, 1_000_000) } else { (1, 10_000_000) };
    let limit = std::time::Duration::from_secs(seconds);
    for unit in [
        "/",
        "số ",
        "1",
        "1/",
        "1/QĐ-",
        ":2015",
        "ISO 9001:",
        "Quyết định số ",
        "1/2020/",
        "-A/",
        "số 1/QĐ-UBND ",
        "ISO 9001:2015 ",
        "1/QĐ-UBND thay thế ",
    ] {
        let text = unit.repeat(size / unit.len());
        let start = std::time::Instant::now();
        let found = find(&text);
        let spent = start.elapsed();
        assert!(spent < limit, "{unit:?}: {spent:?}");
        assert!(relations(&text, &found).len() <= found.len());
        assert!(start.elapsed() < 2 * limit, "{unit:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_and_ranges_are_in_order(text in "([0-9]{0,3}[/:-]?(QĐ|UBND|TTg|ISO|TCVN|số|ngày|của| |\\PC){0,3}){0,12}") {
        let mut end = 0;
        for mention in find(&text) {
            prop_assert!(end <= mention.range.start);
            prop_assert!(mention.range.start <= mention.code_range.start && mention.code_range.end == mention.range.end);
            prop_assert!(mention.whole.end >= mention.range.end);
            prop_assert!(text.get(mention.whole.clone()).is_some());
            end = mention.code_range.end;
        }
    }

    #[test]
    fn a_canonical_code_is_read_as_itself(number in 1u32..100_000, year in proptest::option::of(1990i32..2030), kind in "(QĐ|KH|NQ|TB|CTr|TTr|BC)", issuer in "(TTg|UBND|HĐND|SKHCN|BKHCN|CP)") {
        let code = year.map_or_else(|| format!("{number:02}/{kind}-{issuer}"), |y| format!("{number:02}/{y}/{kind}-{issuer}"));
        let mention = one(&format!("theo văn bản số {code} ngày 01/02/2020"));
        prop_assert_eq!(&mention.citation.code.text, &code);
        prop_assert_eq!(mention.citation.date.map(CitedDate::year), Some(2020));
    }
}
