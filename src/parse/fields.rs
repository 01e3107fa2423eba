//! The one table of front-matter keys: English and Vietnamese name, what it is for, who uses it.
//!
//! The parser, the suggestion for a mistyped key, `bantin schema`, `bantin new` and the reference in the guide all read
//! this table. To add a field, add a variant and a row, then read it in [`crate::resolve`].

use crate::model::ItemKind;

/// What a value looks like in YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text on one or more lines.
    Text,
    /// `true`/`false`, `có`/`không`.
    Flag,
    /// One text or a list of texts.
    Texts,
    /// A text, or a map of the given fields.
    Record(&'static [Field]),
    /// A list of maps of the given fields.
    Records(&'static [Field]),
}

/// One key.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Which field it is.
    pub id: FieldId,
    /// English key.
    pub key: &'static str,
    /// Vietnamese key.
    pub khoa: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Kinds of items that may have it; empty within a record, where every field may stand.
    pub kinds: &'static [ItemKind],
    /// Kinds of items that must have it; within a record, any entry means "required".
    pub required: &'static [ItemKind],
    /// What it is for, in Vietnamese, and an example value.
    pub about: (&'static str, &'static str),
    /// What it is for, in English.
    pub about_en: &'static str,
}

/// The name of a field in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FieldId {
    Title,
    Province,
    Period,
    Date,
    Cutoff,
    Number,
    Topics,
    Summary,
    Source,
    Signer,
    Indicators,
    Tasks,
    Draft,
    Publish,
    Expire,
    Aliases,
    Language,
    Id,
    Value,
    Unit,
    Plan,
    Scope,
    Qualifier,
    Stated,
    Section,
    Note,
    Task,
    Due,
    Replaces,
    Amends,
    Status,
    Result,
    Documents,
    Url,
    Page,
    Name,
    Role,
}

use FieldId as F;
use ItemKind::{Bulletin, Document, News, Page, Report};

const ALL: &[ItemKind] = &ItemKind::ALL;
const DATED: &[ItemKind] = &ItemKind::DATED;
const WITH_TOPICS: &[ItemKind] = &[Report, News, Bulletin, Page];
const PLACED: &[ItemKind] = &[Report, News, Bulletin, Document];
const NUMBERED: &[ItemKind] = &[Report, Bulletin, Document];
const NOTE: &[ItemKind] = &[Document];
const REPORT: &[ItemKind] = &[Report];
const FIXED: &[ItemKind] = &[Page];
const NONE: &[ItemKind] = &[];

macro_rules! field {
    ($id:ident, $key:literal, $khoa:literal, $shape:expr, $kinds:expr, $required:expr, $vi:literal, $example:literal, $en:literal) => {
        Field {
            id: F::$id,
            key: $key,
            khoa: $khoa,
            shape: $shape,
            kinds: $kinds,
            required: $required,
            about: ($vi, $example),
            about_en: $en,
        }
    };
}

/// The keys at the top of every file.
#[rustfmt::skip]
pub static FIELDS: &[Field] = &[
    field!(Title, "title", "tieu_de", Shape::Text, ALL, ALL, "tiêu đề", "\"Kết quả khoa học và công nghệ tháng 01/2022\"", "title"),
    field!(Province, "province", "tinh", Shape::Text, PLACED, REPORT, "tỉnh, thành phố: tên, mã hoặc tên gọi khác; với văn bản là tỉnh ban hành", "Sơn La", "province: name, slug or alias; of a document, the one that issued it"),
    field!(Period, "period", "ky", Shape::Text, DATED, REPORT, "kỳ báo cáo", "tháng 01/2022", "reporting period"),
    field!(Date, "date", "ngay", Shape::Text, ALL, NONE, "ngày của văn bản hoặc của tin; chỉ ghi tháng nếu nguồn để trống ngày", "13/3/2020", "date; a month alone where the source leaves the day blank"),
    field!(Cutoff, "cutoff", "tinh_den", Shape::Text, REPORT, NONE, "ngày chốt số liệu", "19/9/2019", "date up to which the figures run"),
    field!(Number, "number", "so_hieu", Shape::Text, NUMBERED, NOTE, "số, ký hiệu như in trong văn bản", "33/BC-SKHCN", "number and symbol; absent where the source prints none"),
    field!(Topics, "topics", "chu_de", Shape::Texts, WITH_TOPICS, NONE, "danh sách chủ đề: tên, mã hoặc từ đồng nghĩa", "[iso-9001, đo lường]", "topics: names, slugs or synonyms"),
    field!(Summary, "summary", "tom_tat", Shape::Text, ALL, NONE, "tóm tắt trong một đoạn", "\"Sở đã cấp 02 giấy phép…\"", "summary of one paragraph"),
    field!(Source, "source", "nguon", Shape::Record(SOURCE),
        ALL,
        NONE,
        "nguồn: tên, địa chỉ hoặc tệp đính kèm, trang",
        "\"Báo cáo số 33/BC-SKHCN\"",
        "source: title, address or attachment, page"
    ),
    field!(Signer, "signer", "nguoi_ky", Shape::Record(SIGNER),
        REPORT,
        NONE,
        "người ký: tên, chức vụ",
        "Nguyễn Văn A",
        "who signed: name, title"
    ),
    field!(Indicators, "indicators", "so_lieu", Shape::Records(INDICATOR),
        REPORT,
        NONE,
        "các số liệu của báo cáo",
        "",
        "the figures of the report"
    ),
    field!(Tasks, "tasks", "nhiem_vu", Shape::Records(TASK),
        REPORT,
        NONE,
        "các nhiệm vụ của báo cáo",
        "",
        "the tasks of the report"
    ),
    field!(Url, "address", "dia_chi", Shape::Text, NOTE, NONE, "địa chỉ của văn bản trên trang chính thức", "https://…", "address of the document on an official site"),
    field!(Status, "status", "hieu_luc", Shape::Text, NOTE, NONE, "con-hieu-luc, chua-co-hieu-luc, het-hieu-luc-mot-phan hoặc het-hieu-luc", "con-hieu-luc", "con-hieu-luc (in force), chua-co-hieu-luc (not yet), het-hieu-luc-mot-phan (partly expired) or het-hieu-luc (expired)"),
    field!(Replaces, "replaces", "thay_the", Shape::Texts, NOTE, NONE, "các văn bản mà văn bản này thay thế", "[\"Quyết định số 49/2014/QĐ-UBND\"]", "documents that this one replaces"),
    field!(Amends, "amends", "sua_doi", Shape::Texts, NOTE, NONE, "các văn bản mà văn bản này sửa đổi, bổ sung", "[\"Nghị định số 13/2019/NĐ-CP\"]", "documents that this one amends"),
    field!(Draft, "draft", "nhap", Shape::Flag, ALL, NONE, "bản nháp, chưa đăng", "true", "draft, not published"),
    field!(Publish, "publish", "dang_tu", Shape::Text, ALL, NONE, "đăng từ ngày (giờ Việt Nam)", "01/12/2026", "published from this day (Vietnamese time)"),
    field!(Expire, "expire", "het_han", Shape::Text, ALL, NONE, "thôi đăng từ ngày (giờ Việt Nam)", "31/12/2026", "no longer published from this day (Vietnamese time)"),
    field!(Language, "lang", "ngon_ngu", Shape::Text, FIXED, NONE, "ngôn ngữ của trang: vi hoặc en; bỏ trống là ngôn ngữ của cổng", "en", "language of the page: vi or en; that of the site where absent"),
    field!(Aliases, "aliases", "dia_chi_cu", Shape::Texts, ALL, NONE, "các địa chỉ cũ vẫn phải dùng được", "[/tin-tuc/ten-cu/]", "old addresses that must keep working"),
];

#[rustfmt::skip]
static SOURCE: &[Field] = &[
    field!(Title, "title", "ten", Shape::Text, NONE, NONE, "tên nguồn", "\"Báo cáo số 33/BC-SKHCN\"", "title of the source"),
    field!(Url, "url", "dia_chi", Shape::Text, NONE, NONE, "địa chỉ trên mạng, hoặc tên tệp đính kèm của bài", "bao-cao.pdf", "web address, or the name of an attachment"),
    field!(Page, "page", "trang", Shape::Text, NONE, NONE, "trang", "4", "page"),
];

#[rustfmt::skip]
static SIGNER: &[Field] = &[
    field!(Name, "name", "ten", Shape::Text, NONE, ALL, "họ và tên", "Nguyễn Văn A", "name"),
    field!(Role, "title", "chuc_vu", Shape::Text, NONE, NONE, "chức vụ như in trong báo cáo", "Phó Giám đốc", "title as printed"),
];

#[rustfmt::skip]
static INDICATOR: &[Field] = &[
    field!(Id, "id", "ma", Shape::Text, NONE, ALL, "mã chỉ tiêu trong content/_data/indicators.yaml", "mau-thu-nghiem", "indicator id of content/_data/indicators.yaml"),
    field!(Value, "value", "gia_tri", Shape::Text, NONE, ALL, "giá trị như in trong báo cáo", "1.390", "the value as printed"),
    field!(Unit, "unit", "don_vi", Shape::Text, NONE, NONE, "đơn vị tính", "mẫu", "unit"),
    field!(Plan, "plan", "ke_hoach", Shape::Text, NONE, NONE, "giá trị kế hoạch", "2.641", "planned value"),
    field!(Scope, "scope", "pham_vi", Shape::Text, NONE, NONE, "phạm vi của số liệu", "\"tháng 01/2022\"", "what the figure covers"),
    field!(Qualifier, "qualifier", "muc_do", Shape::Text, NONE, NONE, "trên, khoảng hoặc dưới", "trên", "trên (above), khoảng (about) or dưới (below)"),
    field!(Stated, "stated", "ty_le", Shape::Text, NONE, NONE, "tỷ lệ phần trăm như in trong báo cáo", "80%", "the percentage as printed"),
    field!(Section, "section", "muc", Shape::Text, NONE, NONE, "mã của đề mục nêu số liệu", "kiem-dinh", "id of the heading under which the figure stands"),
    field!(Note, "note", "ghi_chu", Shape::Text, NONE, NONE, "ghi chú", "\"nguồn ghi 23 và 24\"", "note"),
];

#[rustfmt::skip]
static TASK: &[Field] = &[
    field!(Id, "id", "ma", Shape::Text, NONE, NONE, "mã của nhiệm vụ", "ke-hoach-iso", "id of the task"),
    field!(Task, "task", "noi_dung", Shape::Text, NONE, ALL, "nội dung nhiệm vụ", "\"Ban hành kế hoạch…\"", "what is to be done"),
    field!(Due, "due", "han", Shape::Text, NONE, ALL, "kỳ đến hạn", "quý I/2021", "the period in which it is due"),
    field!(Status, "status", "trang_thai", Shape::Text, NONE, ALL, "hoan-thanh, dang-thuc-hien, chua-den-han hoặc cham", "hoan-thanh", "hoan-thanh (done), dang-thuc-hien (ongoing), chua-den-han (not due) or cham (late)"),
    field!(Result, "result", "ket_qua", Shape::Text, NONE, NONE, "kết quả", "\"Đã ban hành\"", "result"),
    field!(Documents, "documents", "van_ban", Shape::Texts, NONE, NONE, "các văn bản giao nhiệm vụ", "[\"Quyết định số 89/QĐ-UBND ngày 20/01/2021\"]", "documents that order it"),
];

/// The keys of a fenced block ```` ```so-lieu ````.
#[rustfmt::skip]
pub static CHART: &[Field] = &[
    field!(Id, "id", "ma", Shape::Text, NONE, ALL, "mã chỉ tiêu", "mau-thu-nghiem", "indicator id"),
    field!(Province, "province", "tinh", Shape::Texts, NONE, NONE, "chỉ lấy số liệu của các tỉnh này", "[Sơn La, Thái Bình]", "figures of these provinces only"),
    field!(Period, "period", "ky", Shape::Texts, NONE, NONE, "chỉ lấy số liệu trong các kỳ này", "[năm 2021, năm 2022]", "figures of these periods only"),
];

/// The field of a key in either language.
#[must_use]
pub fn find<'f>(fields: &'f [Field], key: &str) -> Option<&'f Field> {
    fields.iter().find(|f| f.key == key || f.khoa == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_names_two_fields() {
        for table in [FIELDS, SOURCE, SIGNER, INDICATOR, TASK, CHART] {
            let mut keys: Vec<_> = table.iter().flat_map(|f| [f.key, f.khoa]).collect();
            keys.sort_unstable();
            let before = keys.len();
            keys.dedup();
            assert_eq!(keys.len(), before);
        }
    }
}
