//! `bantin.yaml`: the few things a site's editors decide about the whole of it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::diag::{Diagnostic, Lang, Place, Problem, SourceFile};
use crate::features::{Feature, Features};
use crate::model::{TopicId, Topics};
use crate::parse;
use crate::read::{CONFIG_FILE, DEFAULT_THEME, TextFile};
use crate::text::suggest;
use crate::yaml::{self, Node, Value, YamlError};

/// The configuration as written; every key has a Vietnamese name too.
///
/// Keys are checked against [`KEYS`] before, so that every mistake is reported.
#[derive(Clone, Debug, Deserialize)]
struct RawConfig {
    #[serde(alias = "tieu_de", default)]
    title: Option<String>,
    #[serde(alias = "mo_ta", default)]
    description: String,
    #[serde(alias = "co_quan", default)]
    publisher: Option<String>,
    #[serde(alias = "co_quan_chu_quan", default)]
    parent_org: Option<String>,
    #[serde(alias = "dia_chi_goc", default)]
    base_url: Option<String>,
    #[serde(alias = "ngon_ngu", default = "vi")]
    lang: String,
    #[serde(alias = "giao_dien", default = "default_theme")]
    theme: String,
    #[serde(alias = "thu_muc_xuat_ban", default = "public")]
    output: String,
    #[serde(alias = "chu_de_noi_bat", default, deserialize_with = "one_or_more")]
    featured_topics: Vec<String>,
    #[serde(alias = "chan_trang", default)]
    footer_note: Option<String>,
    #[serde(alias = "kiem_tra_lien_ket", default = "yes")]
    check_links: bool,
    #[serde(alias = "khong_dung", default, deserialize_with = "one_or_more")]
    without: Vec<String>,
}

fn vi() -> String {
    "vi".to_owned()
}
fn default_theme() -> String {
    DEFAULT_THEME.to_owned()
}
fn public() -> String {
    "public".to_owned()
}
fn yes() -> bool {
    true
}

/// A list; one value stands for a list of one, as in the front matter of items, and no value for an empty one.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    struct OneOrMore;
    impl<'de> Visitor<'de> for OneOrMore {
        type Value = Vec<String>;

        fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
            to.write_str("a list or one value")
        }

        fn visit_bool<E>(self, one: bool) -> Result<Self::Value, E> {
            Ok(vec![one.to_string()])
        }

        fn visit_u64<E>(self, one: u64) -> Result<Self::Value, E> {
            Ok(vec![one.to_string()])
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_str<E>(self, one: &str) -> Result<Self::Value, E> {
            Ok(vec![one.trim().to_owned()])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, more: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(more))
        }
    }
    from.deserialize_any(OneOrMore)
}

/// Unknown, repeated and missing keys.
fn check_keys(file: &Arc<SourceFile>) -> Result<Vec<Diagnostic>, YamlError> {
    let mut mistakes = Vec::new();
    let Value::Map(map) = yaml::tree(&file.text)?.value else {
        return Ok(vec![Diagnostic::at(Place::new(file, 0..1), Problem::FrontMatterNotKeys {})]);
    };
    let mut seen: Vec<&str> = Vec::new();
    for (key, _) in &map {
        let place = Place::new(file, key.span.clone());
        match KEYS.iter().find(|(en, vi)| *en == key.text || *vi == key.text) {
            None => {
                let meant = suggest::nearest(&key.text, KEYS.iter().flat_map(|(en, vi)| [*en, *vi]));
                let known = KEYS.map(|(en, vi)| format!("{vi} ({en})")).join(", ");
                let problem = Problem::UnknownKey { key: key.text.clone(), known };
                mistakes.push(Diagnostic::at(place, problem).suggest(meant));
            }
            Some((en, _)) if seen.contains(en) => {
                mistakes.push(Diagnostic::at(place, Problem::DuplicateKey { key: key.text.clone() }));
            }
            Some((en, _)) => seen.push(en),
        }
    }
    for (field, example) in [("title", "title: Tên cổng"), ("publisher", "publisher: Tên cơ quan")] {
        if !seen.contains(&field) {
            let (field, example) = (field.to_owned(), example.to_owned());
            mistakes.push(Diagnostic::at(Place::new(file, 0..1), Problem::MissingField { field, example }));
        }
    }
    Ok(mistakes)
}

/// The keys of the configuration, English and Vietnamese.
const KEYS: [(&str, &str); 12] = [
    ("title", "tieu_de"),
    ("description", "mo_ta"),
    ("publisher", "co_quan"),
    ("parent_org", "co_quan_chu_quan"),
    ("base_url", "dia_chi_goc"),
    ("lang", "ngon_ngu"),
    ("theme", "giao_dien"),
    ("output", "thu_muc_xuat_ban"),
    ("featured_topics", "chu_de_noi_bat"),
    ("footer_note", "chan_trang"),
    ("check_links", "kiem_tra_lien_ket"),
    ("without", "khong_dung"),
];

/// The configuration, valid.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the portal.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
    /// The body above the publisher.
    pub parent_org: Option<String>,
    /// Absolute address of the root, with a final `/`; feeds, sitemap and canonical addresses need it.
    pub base_url: Option<String>,
    /// Language of the interface.
    pub lang: Lang,
    /// Name of the theme.
    pub theme: String,
    /// Output folder relative to the root of the site, with `/`.
    pub output: String,
    /// Topics that stand on the home page, as written; see [`Config::featured`].
    featured_topics: Vec<String>,
    /// A sentence at the foot of every page.
    pub footer_note: Option<String>,
    /// Whether a build follows every link of every page.
    pub check_links: bool,
    /// What the portal has.
    pub features: Features,
    file: Arc<SourceFile>,
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// All mistakes, each with its place.
    pub fn new(raw: Option<TextFile>) -> Result<Self, Vec<Diagnostic>> {
        let Some(raw) = raw else {
            let problem = Problem::MissingPath { path: CONFIG_FILE.to_owned() };
            return Err(vec![Diagnostic::of_path(CONFIG_FILE, problem)]);
        };
        let file = parse::source(raw).map_err(|d| vec![d])?;
        let bad_yaml = |error| vec![parse::yaml_diagnostic(&file, 0, error)];
        let mut mistakes = check_keys(&file).map_err(bad_yaml)?;
        if mistakes.iter().any(|m| matches!(*m.problem, Problem::DuplicateKey { .. })) {
            return Err(mistakes); // The reader of typed values would stop there too.
        }
        let raw: RawConfig = match yaml::typed(&file.text) {
            Ok(raw) => raw,
            Err(error) => {
                mistakes.extend(bad_yaml(error));
                return Err(mistakes);
            }
        };
        mistakes.extend(check_values(&file, &raw));
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Ok(Self {
            title: raw.title.unwrap_or_default(),
            description: raw.description,
            publisher: raw.publisher.unwrap_or_default(),
            parent_org: raw.parent_org,
            base_url: raw.base_url.as_deref().and_then(web_address),
            lang: if raw.lang == Lang::En.code() { Lang::En } else { Lang::Vi },
            theme: raw.theme,
            output: output_folder(&raw.output).to_owned(),
            featured_topics: raw.featured_topics,
            footer_note: raw.footer_note,
            check_links: raw.check_links,
            features: raw
                .without
                .iter()
                .filter_map(|name| Feature::named(name))
                .fold(Features::default(), Features::without),
            file,
        })
    }

    /// Stands in for a configuration with mistakes while the rest of its site is checked; no such site is shown.
    #[must_use]
    pub fn unread() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            publisher: String::new(),
            parent_org: None,
            base_url: None,
            lang: Lang::default(),
            theme: default_theme(),
            output: public(),
            featured_topics: Vec::new(),
            footer_note: None,
            check_links: yes(),
            features: Features::default(),
            file: Arc::new(SourceFile { path: CONFIG_FILE.to_owned(), text: String::new() }),
        }
    }

    /// The mistake of naming a theme that is neither in `themes/` nor the default one.
    #[must_use]
    pub fn unknown_theme(&self) -> Diagnostic {
        let (can_co, expected) =
            ("tên một thư mục trong themes/, hoặc mac-dinh", "the name of a folder in themes/, or mac-dinh");
        refusal(&self.file, "theme", &self.theme, can_co, expected)
    }

    /// The topics of the home page.
    ///
    /// # Errors
    /// Every name that is no topic.
    pub fn featured(&self, topics: &Topics) -> Result<Vec<TopicId>, Vec<Diagnostic>> {
        let mut mistakes = Vec::new();
        let mut found = Vec::new();
        for name in &self.featured_topics {
            match topics.find(name) {
                Some(id) => found.push(id),
                None => {
                    let place = Place::new(&self.file, span_of(&self.file, "featured_topics", name));
                    let meant = suggest::nearest(name, topics.names());
                    mistakes.push(Diagnostic::at(place, Problem::UnknownTopic { value: name.clone() }).suggest(meant));
                }
            }
        }
        if mistakes.is_empty() { Ok(found) } else { Err(mistakes) }
    }
}

/// Values that cannot be used, each with what is wanted instead. Missing keys are [`check_keys`]' business.
fn check_values(file: &Arc<SourceFile>, raw: &RawConfig) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    let mut refuse = |key: &str, value: &str, can_co: &str, expected: &str| {
        mistakes.push(refusal(file, key, value, can_co, expected));
    };
    for (key, value) in [("title", &raw.title), ("publisher", &raw.publisher)] {
        if value.as_ref().is_some_and(|v| v.trim().is_empty()) {
            refuse(key, "", "một tên, không để trống", "a name");
        }
    }
    if ![Lang::Vi.code(), Lang::En.code()].contains(&raw.lang.as_str()) {
        refuse("lang", &raw.lang, "vi hoặc en", "vi or en");
    }
    if let Some(url) = raw.base_url.as_deref().filter(|url| !url.trim().is_empty() && web_address(url).is_none()) {
        let (can_co, expected) = ("địa chỉ đầy đủ, bắt đầu bằng https://", "a full address that begins with https://");
        refuse("base_url", url, can_co, expected);
    }
    let output = output_folder(&raw.output);
    let first = output.split(['/', '\\']).next().unwrap_or_default().to_lowercase();
    if !is_inside(output) || ["content", "themes", "src", ".git"].contains(&first.trim_end_matches(['.', ' '])) {
        let can_co = "tên một thư mục trong cổng, khác content, themes và src";
        refuse("output", &raw.output, can_co, "a folder of the site besides content, themes and src");
    }
    if !is_inside(&raw.theme) {
        refuse("theme", &raw.theme, "tên một thư mục trong themes/", "the name of a folder in themes/");
    }
    mistakes.extend(raw.without.iter().filter(|name| Feature::named(name).is_none()).map(|name| {
        let names = |pick: fn(&(Feature, &'static str, &'static str)) -> &'static str| Feature::ALL.iter().map(pick);
        let (vi, en) = (names(|(_, _, vi)| vi), names(|(_, en, _)| en));
        let meant = suggest::nearest(name, vi.clone().chain(en.clone()));
        let [vi, en] = [vi.collect::<Vec<_>>(), en.collect()].map(|names| names.join(", "));
        refusal(file, "without", name, &format!("một trong: {vi}"), &format!("one of: {en}")).suggest(meant)
    }));
    mistakes
}

/// The output folder without `./` before and `/` behind.
fn output_folder(written: &str) -> &str {
    written.trim_start_matches("./").trim_end_matches('/')
}

/// The address of a site with a final `/`: scheme, host, perhaps a folder; `None` for anything else.
fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let lower = url.to_lowercase();
    let rest = lower.strip_prefix("https://").or(lower.strip_prefix("http://"))?;
    let plain = !rest.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#' | '"' | '<' | '>'));
    let has_host = !rest.trim_matches('/').is_empty() && !rest.starts_with('/');
    (plain && has_host).then(|| format!("{}/", url.trim_end_matches('/')))
}

/// Whether a path stays in the folder it is taken from.
fn is_inside(path: &str) -> bool {
    !path.split(['/', '\\']).any(|part| matches!(part, "" | "." | "..")) && !path.contains(':')
}

fn refusal(file: &Arc<SourceFile>, key: &str, value: &str, can_co: &str, expected: &str) -> Diagnostic {
    let place = Place::new(file, span_of(file, key, value));
    // The editor is told the name that the file has.
    let vietnamese = KEYS.iter().find(|(en, _)| *en == key).map_or(key, |(_, vi)| *vi);
    let key = if written(file, vietnamese) { vietnamese } else { key };
    let [key, value, can_co, expected] = [key, value, can_co, expected].map(str::to_owned);
    Diagnostic::at(place, Problem::BadConfig { key, value, expected, can_co })
}

/// Whether the file has a key.
fn written(file: &Arc<SourceFile>, key: &str) -> bool {
    let tree = yaml::tree(&file.text).map(|node| node.value);
    matches!(tree, Ok(Value::Map(map)) if map.iter().any(|(k, _)| k.text == key))
}

/// Where `value` stands under `key`, which may be written in either language.
fn span_of(file: &Arc<SourceFile>, key: &str, value: &str) -> Range<usize> {
    let Ok(Node { value: Value::Map(map), .. }) = yaml::tree(&file.text) else { return 0..0 };
    let names = KEYS.iter().find(|(en, _)| *en == key).copied().unwrap_or((key, key));
    let Some((key, node)) = map.iter().find(|(k, _)| k.text == names.0 || k.text == names.1) else { return 0..0 };
    let entry = match &node.value {
        Value::List(list) => list.iter().find(|n| matches!(&n.value, Value::Scalar(text) if text == value)),
        _ => Some(node),
    };
    entry.map_or(key.span.clone(), |n| if n.span.is_empty() { key.span.clone() } else { n.span.clone() })
}
