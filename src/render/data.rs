//! The figures of an indicator as files: CSV for spreadsheets, JSON for programs, and the schema of the latter.

use serde_json::{Map, Value, json};

use super::Renderer;
use super::files::address;
use super::views::figure_anchor;
use crate::model::figures::percent;
use crate::model::report::Figure;
use crate::model::{IndicatorId, Item, Period, UrlPath};
use crate::plan::{Page, Subject, data_schema_url, indicator_url};
use crate::text::Number;

/// The columns of the CSV file.
const COLUMNS: [&str; 16] = [
    "tinh",
    "ma_tinh",
    "ky",
    "ma_ky",
    "gia_tri",
    "gia_tri_in",
    "muc_do",
    "don_vi",
    "ke_hoach",
    "ty_le_in",
    "ty_le_tinh",
    "pham_vi",
    "ghi_chu",
    "bao_cao",
    "so_hieu",
    "dia_chi",
];

/// The figures of an indicator with their reports.
fn figures(renderer: &Renderer, id: IndicatorId) -> impl Iterator<Item = (&Figure, &Item)> {
    let site = &renderer.site;
    site.index.figures(id).iter().filter_map(|figure| Some((figure.of(&site.items)?, site.item(figure.item))))
}

fn indicator_of(page: &Page) -> IndicatorId {
    match page.subject {
        Subject::Indicator(id, _) => id,
        _ => IndicatorId(0),
    }
}

/// A figure without Vietnamese notation, as programs read it: with the decimals that the source prints.
fn plain(number: &Number) -> String {
    format!("{:.*}", number.decimals(), number.value)
}

/// A percentage for programs, to two decimals.
fn percentage(figure: &Figure) -> Option<f64> {
    percent(figure).map(|percent| (percent * 100.0).round() / 100.0)
}

/// The address of the place in the report where a figure stands.
fn place(renderer: &Renderer, page: &Page, figure: &Figure, item: &Item) -> String {
    format!("{}#{}", address(renderer, page, &item.url), figure_anchor(figure))
}

/// CSV (RFC 4180), UTF-8 with a byte-order mark, without which Excel takes it for a Windows code page.
pub fn csv(renderer: &Renderer, page: &Page) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".into());
    let mut row = |row: [&str; COLUMNS.len()]| writer.write_record(row).expect("writing to memory cannot fail");
    row(COLUMNS);
    for (figure, item) in figures(renderer, indicator_of(page)) {
        let province = item.province.map(|id| renderer.site.vocabulary.provinces.get(id));
        row([
            province.map_or("", |p| &p.name),
            province.map_or("", |p| p.slug.as_str()),
            &item.period.map(|p| p.to_string()).unwrap_or_default(),
            &item.period.map(Period::code).unwrap_or_default(),
            &plain(&figure.value),
            &figure.value.to_string(),
            figure.qualifier.map_or("", |q| q.word()),
            figure.unit(&renderer.site.vocabulary.indicators),
            &figure.plan.as_ref().map(plain).unwrap_or_default(),
            &figure.stated.as_ref().map(ToString::to_string).unwrap_or_default(),
            &percentage(figure).map(|percent| percent.to_string()).unwrap_or_default(),
            figure.scope.as_deref().unwrap_or_default(),
            figure.note.as_deref().unwrap_or_default(),
            &item.title,
            item.report.as_ref().and_then(|r| r.number.as_deref()).unwrap_or_default(),
            &place(renderer, page, figure, item),
        ]);
    }
    writer.into_inner().expect("writing to memory cannot fail")
}

/// A figure as a JSON number, without `.0` where it is whole.
fn number(number: &Number) -> Value {
    plain(number).parse::<i64>().map_or_else(|_| json!(number.value), |whole| json!(whole))
}

/// JSON by the schema beside it.
pub fn json(renderer: &Renderer, page: &Page) -> Vec<u8> {
    let site = &renderer.site;
    let id = indicator_of(page);
    let indicator = site.vocabulary.indicators.get(id);
    let topic = site.vocabulary.topics.get(indicator.topic);
    let record = |(figure, item): (&Figure, &Item)| {
        let province = item.province.map(|id| site.vocabulary.provinces.get(id));
        json!({
            "province": province.map(|p| json!({"id": p.slug.as_str(), "name": p.name})),
            "period": item.period.map(|p| json!({"id": p.code(), "name": p.to_string()})),
            "value": number(&figure.value),
            "printed": figure.value.to_string(),
            "qualifier": figure.qualifier.map(|q| q.word()),
            "unit": figure.unit(&renderer.site.vocabulary.indicators),
            "plan": figure.plan.as_ref().map(number),
            "stated": figure.stated.as_ref().map(ToString::to_string),
            "percent": percentage(figure),
            "scope": figure.scope,
            "note": figure.note,
            "report": {
                "title": item.title,
                "number": item.report.as_ref().and_then(|r| r.number.as_deref()),
                "address": place(renderer, page, figure, item),
            },
        })
    };
    let records: Vec<Value> = figures(renderer, id).map(record).collect();
    let own = indicator_url(site, id).unwrap_or_else(UrlPath::home);
    pretty(&json!({
        "$schema": address(renderer, page, &data_schema_url()),
        "indicator": {
            "id": indicator.slug.as_str(),
            "name": indicator.name,
            "unit": indicator.unit,
            "topic": {"id": topic.slug.as_str(), "name": topic.name},
            "address": address(renderer, page, &own),
        },
        "publisher": site.config.publisher,
        "records": records,
    }))
}

fn pretty(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}

/// The JSON Schema (2020-12) of these files.
pub fn schema(renderer: &Renderer, page: &Page) -> Vec<u8> {
    let about = |kind: Value, description: &str| json!({"type": kind, "description": description});
    let named = |description: &str| {
        json!({
            "type": ["object", "null"],
            "description": description,
            "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
            "required": ["id", "name"],
        })
    };
    let record: Map<String, Value> = [
        ("province", named("Tỉnh, thành phố, như ở thời điểm của báo cáo; tỉnh cũ và tỉnh mới là hai đơn vị")),
        ("period", named("Kỳ báo cáo: 2022-01, 2020-Q1, 2021-H1, 2021-9M, 2021")),
        ("value", about(json!("number"), "Giá trị")),
        ("printed", about(json!("string"), "Giá trị như in trong báo cáo")),
        ("qualifier", json!({"enum": ["trên", "khoảng", "dưới", null], "description": "Mức độ chính xác; số có mức độ không được cộng"})),
        ("unit", about(json!("string"), "Đơn vị tính")),
        ("plan", about(json!(["number", "null"]), "Kế hoạch")),
        ("stated", about(json!(["string", "null"]), "Tỷ lệ phần trăm như in trong báo cáo")),
        ("percent", about(json!(["number", "null"]), "Tỷ lệ phần trăm tính từ giá trị và kế hoạch")),
        ("scope", about(json!(["string", "null"]), "Phạm vi của số liệu")),
        ("note", about(json!(["string", "null"]), "Ghi chú")),
        (
            "report",
            json!({
                "type": "object",
                "description": "Báo cáo nêu số liệu",
                "properties": {
                    "title": {"type": "string"},
                    "number": {"type": ["string", "null"]},
                    "address": {"type": "string"},
                },
                "required": ["title", "number", "address"],
            }),
        ),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    let required: Vec<&String> = record.keys().collect();
    let mut out = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Số liệu của một chỉ tiêu",
        "type": "object",
        "properties": {
            "$schema": {"type": "string"},
            "indicator": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "name": {"type": "string"},
                    "unit": {"type": "string"},
                    "topic": {"type": "object"},
                    "address": {"type": "string"},
                },
                "required": ["id", "name", "unit"],
            },
            "publisher": {"type": "string"},
            "records": {"type": "array", "items": {"type": "object", "required": required}},
        },
        "required": ["indicator", "records"],
    });
    out["properties"]["records"]["items"]["properties"] = Value::Object(record);
    if renderer.site.config.base_url.is_some() {
        out["$id"] = json!(address(renderer, page, &page.url));
    }
    pretty(&out)
}
