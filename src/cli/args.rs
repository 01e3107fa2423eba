//! The command line: one table of commands and options; their words in both languages stand in `help`.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

use clap::error::{ContextKind, ErrorKind};
use clap::{Args, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::help;
use crate::diag::Lang;

#[derive(Parser)]
#[command(name = "bantin", version)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Args)]
pub struct Global {
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    #[arg(long, global = true, value_enum, default_value = "text")]
    format: Format,
    #[arg(long, global = true)]
    pub timings: bool,
}

impl Global {
    /// Whether diagnostics are printed for tools.
    pub fn json(&self) -> bool {
        self.format == Format::Json
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LangArg {
    Vi,
    En,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    Build(Build),
    Serve(Serve),
    Check,
    New(New),
    Init(Init),
    Schema,
    #[command(hide = true)]
    Cite {
        file: PathBuf,
    },
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// Options of `build`.
#[derive(Args)]
pub struct Build {
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    #[arg(long, short)]
    pub watch: bool,
    #[arg(long, requires = "watch")]
    pub poll: bool,
}

/// Options of `serve`.
#[derive(Args)]
pub struct Serve {
    #[arg(long, short, default_value_t = 1111)]
    pub port: u16,
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    #[arg(long)]
    pub poll: bool,
    #[arg(long)]
    pub open: bool,
}

/// Options of `new`.
#[derive(Args)]
pub struct New {
    #[arg(value_enum)]
    pub kind: Kind,
    #[arg()]
    pub title: String,
    #[arg(long, alias = "tinh")]
    pub province: Option<String>,
    #[arg(long, alias = "ky")]
    pub period: Option<String>,
    #[arg(long, alias = "ngay")]
    pub date: Option<String>,
    #[arg(long)]
    pub bundle: bool,
}

/// Kinds of items by the names of their folders.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    #[value(alias = "report")]
    BaoCao,
    #[value(alias = "news")]
    TinTuc,
    #[value(alias = "bulletin")]
    BanTin,
    #[value(alias = "document")]
    VanBan,
    #[value(alias = "page")]
    Trang,
}

/// Options of `init`.
#[derive(Args)]
pub struct Init {
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    #[arg(long)]
    pub title: Option<String>,
    #[arg(long)]
    pub publisher: Option<String>,
    #[arg(long)]
    pub theme: bool,
}

/// What a command line means.
pub enum Parsed {
    /// A command.
    Command(Box<Global>, Command),
    /// Help or version, to be printed.
    Shown(String),
    /// Wrong usage, in words.
    Wrong(String),
}

/// The language of messages: `--lang`, else the locale, else Vietnamese.
pub fn language(arguments: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Lang {
    let texts: Vec<&str> = arguments.iter().filter_map(|a| a.to_str()).collect();
    let after = texts.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let stated = after.or_else(|| texts.iter().find_map(|a| a.strip_prefix("--lang=")));
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|v| !v.is_empty());
    match stated {
        Some("en") => Lang::En,
        Some(_) => Lang::Vi,
        None if locale.is_some_and(|l| l.starts_with("en")) => Lang::En,
        None => Lang::Vi,
    }
}

/// The command line with its help in a language.
pub fn command(lang: Lang) -> clap::Command {
    help::localise(<Cli as clap::CommandFactory>::command(), lang)
}

/// Reads a command line.
pub fn parse(arguments: &[OsString], lang: Lang) -> Parsed {
    let parsed = command(lang).try_get_matches_from(arguments).and_then(|m| Cli::from_arg_matches(&m));
    match parsed {
        Ok(cli) => Parsed::Command(Box::new(cli.global), cli.command),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            Parsed::Shown(error.to_string())
        }
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Parsed::Wrong(error.to_string())
        }
        Err(error) if lang == Lang::En => Parsed::Wrong(error.to_string()),
        Err(error) => Parsed::Wrong(in_vietnamese(&error)),
    }
}

/// Wrong usage in Vietnamese; clap's own words are English only.
fn in_vietnamese(error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("không có tùy chọn \"{argument}\""),
        ErrorKind::InvalidSubcommand => format!("không có lệnh \"{}\"", context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "thiếu tên lệnh".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("thiếu {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("\"{argument}\" cần một giá trị"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = context(ContextKind::ValidValue);
            let choose = if valid.is_empty() { String::new() } else { format!("; chọn một trong: {valid}") };
            format!("\"{value}\" không dùng được cho \"{argument}\"{choose}")
        }
        ErrorKind::ArgumentConflict => format!("\"{argument}\" bị lặp hoặc không đi cùng tùy chọn khác"),
        _ => "dòng lệnh chưa đúng".to_owned(),
    };
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(context)
        .find(|s| !s.is_empty());
    let meant = meant.map_or(String::new(), |m| format!("\ngợi ý: có phải là \"{m}\"?"));
    format!("lỗi: {what}{meant}\n\nXem cách dùng: bantin --help")
}

/// The completion script of a shell.
pub fn completions(shell: clap_complete::Shell, lang: Lang) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(lang), "bantin", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &[&str]) -> Vec<OsString> {
        words.iter().map(OsString::from).collect()
    }

    #[test]
    fn the_command_line_is_well_formed() {
        command(Lang::Vi).debug_assert();
        command(Lang::En).debug_assert();
    }

    #[test]
    fn the_language_follows_the_option_then_the_locale() {
        let locale = |value: &'static str| move |name: &str| (name == "LANG").then(|| value.to_owned());
        assert_eq!(language(&typed(&["bantin"]), locale("vi_VN.UTF-8")), Lang::Vi);
        assert_eq!(language(&typed(&["bantin"]), locale("en_US.UTF-8")), Lang::En);
        assert_eq!(language(&typed(&["bantin"]), locale("C.UTF-8")), Lang::Vi);
        assert_eq!(language(&typed(&["bantin", "--lang=vi"]), locale("en_US.UTF-8")), Lang::Vi);
        assert_eq!(language(&typed(&["bantin", "check", "--lang", "en"]), locale("")), Lang::En);
    }

    #[test]
    fn wrong_usage_is_explained_in_vietnamese() {
        let Parsed::Wrong(text) = parse(&typed(&["bantin", "biuld"]), Lang::Vi) else { panic!("accepted") };
        assert!(text.starts_with("lỗi: không có lệnh \"biuld\"\ngợi ý: có phải là \"build\"?"), "{text}");
    }
}
