//! The words of `--help` in both languages, and the JSON Schema of front matter.

use clap::{Arg, ArgAction, Command};
use serde_json::{Map, Value, json};

use crate::diag::Lang;
use crate::model::ItemKind;
use crate::parse::fields::{FIELDS, Field, Shape};

/// Command or command.option, Vietnamese, English.
const HELP: &[(&str, &str, &str)] = &[
    (
        "bantin",
        "Dựng cổng thông tin khoa học và công nghệ từ các tệp Markdown",
        "Builds a science and technology portal from Markdown files",
    ),
    (
        "bantin.root",
        "Thư mục của cổng (mặc định: thư mục gần nhất phía trên có bantin.yaml)",
        "Folder of the site (default: the nearest folder upward with bantin.yaml)",
    ),
    (
        "bantin.lang",
        "Ngôn ngữ của thông báo: vi hoặc en (mặc định: theo máy, nếu không thì vi)",
        "Language of the messages: vi or en (default: the locale's, else vi)",
    ),
    (
        "bantin.format",
        "Dạng của thông báo lỗi: text cho người đọc (mặc định), json cho chương trình",
        "Form of the diagnostics: text for people (default), json for tools",
    ),
    ("bantin.timings", "In thời gian của từng bước", "Print the time of each stage"),
    ("bantin.help", "In hướng dẫn", "Print help"),
    ("bantin.version", "In phiên bản", "Print the version"),
    ("build", "Dựng và xuất bản cổng vào thư mục public/", "Build the site and publish it in public/"),
    ("build.output", "Xuất bản vào thư mục khác", "Publish in another folder"),
    ("serve", "Xem thử trên máy, tự cập nhật khi sửa bài", "Preview on this machine, updated as files change"),
    ("serve.port", "Số hiệu cổng mạng (mặc định: 1111)", "Port (default: 1111)"),
    (
        "serve.host",
        "Địa chỉ mạng (mặc định: 127.0.0.1); chỉ đổi khi muốn máy khác cùng xem",
        "Address (default: 127.0.0.1); change it only to let other machines look",
    ),
    (
        "build.watch",
        "Theo dõi các tệp, xuất bản lại mỗi khi có thay đổi",
        "Follow the files and publish at every change",
    ),
    (
        "build.poll",
        "Với --watch: tự dò thay đổi định kỳ, dùng cho ổ đĩa mạng",
        "With --watch: poll for changes, for network drives",
    ),
    ("serve.open", "Mở trình duyệt", "Open the browser"),
    ("serve.poll", "Tự dò thay đổi định kỳ, dùng cho ổ đĩa mạng", "Poll for changes, for network drives"),
    ("check", "Kiểm tra toàn bộ nội dung, không xuất bản", "Check everything, publish nothing"),
    ("new", "Tạo một bài mới có sẵn các khóa khai báo", "Create a new item with its front matter"),
    (
        "new.kind",
        "Loại bài: bao-cao, tin-tuc, ban-tin, van-ban hoặc trang",
        "Kind: bao-cao (report), tin-tuc (news), ban-tin (bulletin), van-ban (note on a document) or trang (page)",
    ),
    ("new.title", "Tiêu đề", "Title"),
    ("new.province", "Tỉnh, thành phố (cũng viết --tinh)", "Province (also --tinh)"),
    ("new.period", "Kỳ báo cáo, ví dụ \"quý I/2020\" (cũng viết --ky)", "Period, such as 2020-Q1 (also --ky)"),
    ("new.date", "Ngày, ví dụ 13/3/2020 (cũng viết --ngay)", "Date, such as 2020-03-13 (also --ngay)"),
    (
        "new.bundle",
        "Tạo thư mục để đặt ảnh và tệp đính kèm cạnh bài",
        "Create a folder, for pictures and attachments beside the item",
    ),
    ("init", "Tạo một cổng mới", "Create a new site"),
    ("init.folder", "Thư mục của cổng mới", "Folder of the new site"),
    ("init.title", "Tên cổng", "Title of the site"),
    ("init.publisher", "Tên cơ quan quản lý cổng", "Name of the publisher"),
    (
        "init.theme",
        "Chép cả giao diện mặc định ra thư mục themes/ để sửa",
        "Copy the default theme to themes/ too, to change it",
    ),
    (
        "schema",
        "In JSON Schema của phần khai báo, dùng cho trình soạn thảo",
        "Print the JSON Schema of front matter, for editors",
    ),
    (
        "cite",
        "In các văn bản được dẫn trong một tệp, mỗi dòng một đối tượng JSON",
        "Print the documents cited in a file, one JSON object a line",
    ),
    ("cite.file", "Tệp văn bản (UTF-8)", "Text file (UTF-8)"),
    ("completions", "In kịch bản gợi ý lệnh cho shell", "Print a completion script"),
    (
        "completions.shell",
        "Loại shell: bash, elvish, fish, powershell hoặc zsh",
        "Shell: bash, elvish, fish, powershell or zsh",
    ),
];

/// What stands for a value in Vietnamese help; in English it is the name of the option in capitals.
const VALUE_NAMES: &[(&str, &str)] = &[
    ("root", "THƯ_MỤC"),
    ("lang", "NGÔN_NGỮ"),
    ("format", "DẠNG"),
    ("output", "THƯ_MỤC"),
    ("port", "SỐ"),
    ("host", "ĐỊA_CHỈ"),
    ("kind", "LOẠI"),
    ("title", "TIÊU_ĐỀ"),
    ("province", "TỈNH"),
    ("period", "KỲ"),
    ("date", "NGÀY"),
    ("folder", "THƯ_MỤC"),
    ("file", "TỆP"),
    ("publisher", "CƠ_QUAN"),
];

fn words(key: &str, lang: Lang) -> &'static str {
    let row = HELP.iter().find(|(k, ..)| *k == key);
    row.map_or("", |(_, vi, en)| if lang == Lang::Vi { vi } else { en })
}

/// Puts the words of a language into every command and option.
pub fn localise(command: Command, lang: Lang) -> Command {
    let commands = if lang == Lang::Vi { "Các lệnh" } else { "Commands" };
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let command = names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name.clone(), |sub| frame(sub, &name, lang, "{all-args}"))
    });
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let command = command.disable_version_flag(true).arg(version);
    frame(command, "bantin", lang, &format!("{commands}:\n{{subcommands}}\n\n{{options}}"))
}

/// About, usage, own help option and the help of every argument of one command.
fn frame(command: Command, name: &str, lang: Lang, body: &str) -> Command {
    let (usage, options, arguments, any) = match lang {
        Lang::Vi => ("Cách dùng", "Tùy chọn", "Tham số", "[TÙY_CHỌN]"),
        Lang::En => ("Usage", "Options", "Arguments", "[OPTIONS]"),
    };
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let body = body.replace("{options}", &format!("{options}:\n{{options}}"));
    let command = command
        .about(words(name, lang))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(help)
        .help_template(format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{body}\n"))
        .mut_args(|arg| {
            let id = arg.get_id().to_string();
            let own = words(&format!("{name}.{id}"), lang);
            let text = if own.is_empty() { words(&format!("bantin.{id}"), lang) } else { own };
            let heading = if arg.is_positional() { arguments } else { options };
            let value = VALUE_NAMES.iter().find(|(of, _)| *of == id && lang == Lang::Vi);
            let arg = arg.help(text).help_heading(heading);
            if !arg.get_action().takes_values() {
                return arg;
            }
            let arg = arg.hide_possible_values(true).hide_default_value(true);
            value.map_or(arg.clone(), |(_, value)| arg.value_name(*value))
        });
    let values = command.get_positionals().filter_map(|a| a.get_value_names().and_then(|names| names.first()));
    let values: String = values.map(|value| format!(" <{value}>")).collect();
    let line = match (name, lang) {
        ("bantin", Lang::Vi) => format!("bantin {any} <LỆNH>"),
        ("bantin", Lang::En) => format!("bantin {any} <COMMAND>"),
        _ => format!("bantin {name} {any}{values}"),
    };
    command.override_usage(line)
}

/// The JSON Schema (2020-12) of the front matter of all kinds, from the table of fields.
pub fn schema() -> String {
    let kinds = ItemKind::ALL.map(|kind| {
        let fields = FIELDS.iter().filter(|f| f.kinds.contains(&kind));
        let required = FIELDS.iter().filter(|f| f.required.contains(&kind));
        let either = required.map(|f| json!({"anyOf": [{"required": [f.key]}, {"required": [f.khoa]}]}));
        (
            kind.folder().to_owned(),
            json!({
                "title": kind.folder(), "type": "object", "additionalProperties": false,
                "properties": properties(fields), "allOf": either.collect::<Vec<_>>(),
            }),
        )
    });
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "bantin", "$defs": kinds.into_iter().collect::<Map<String, Value>>(),
    });
    format!("{schema:#}")
}

fn properties<'f>(fields: impl Iterator<Item = &'f Field>) -> Map<String, Value> {
    let mut out = Map::new();
    for field in fields {
        let mut value = shape(field.shape);
        if let Some(value) = value.as_object_mut() {
            value.insert("description".to_owned(), format!("{} / {}", field.about.0, field.about_en).into());
            if !field.about.1.is_empty() {
                value.insert("examples".to_owned(), json!([field.about.1.trim_matches('"')]));
            }
        }
        out.insert(field.key.to_owned(), value.clone());
        out.insert(field.khoa.to_owned(), value);
    }
    out
}

fn shape(shape: Shape) -> Value {
    let text = json!({"type": ["string", "number"]});
    match shape {
        Shape::Text => text,
        Shape::Flag => json!({"type": ["boolean", "string"]}),
        Shape::Texts => json!({"anyOf": [text, {"type": "array", "items": text}]}),
        Shape::Record(fields) => {
            json!({"anyOf": [text, {"type": "object", "additionalProperties": false, "properties": properties(fields.iter())}]})
        }
        Shape::Records(fields) => {
            json!({"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": properties(fields.iter())}})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_has_help_in_both_languages() {
        for lang in [Lang::Vi, Lang::En] {
            let command = super::super::args::command(lang);
            for sub in command.get_subcommands().chain([&command]) {
                assert!(sub.get_about().is_some_and(|a| !a.to_string().is_empty()), "{}", sub.get_name());
                for arg in sub.get_arguments() {
                    assert!(arg.get_help().is_some(), "{}.{}", sub.get_name(), arg.get_id());
                }
            }
        }
        for (key, vi, en) in HELP {
            assert!(!vi.is_empty() && !en.is_empty(), "{key}");
        }
    }
}
