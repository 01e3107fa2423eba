//! `bantin.yaml`: the few things a site's editors decide about the whole of it.

use std::sync::Arc;

use serde::Deserialize;

use crate::diag::{Diagnostic, Lang, Place, Problem, SourceFile};
use crate::model::{TopicId, Topics};
use crate::parse;
use crate::read::{DEFAULT_THEME, RawFile};
use crate::text::suggest;
use crate::yaml::{self, YamlError};

/// The configuration as written; every key has a Vietnamese name too.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConfig {
    #[serde(alias = "tieu_de")]
    title: String,
    #[serde(alias = "mo_ta", default)]
    description: String,
    #[serde(alias = "co_quan")]
    publisher: String,
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
    #[serde(alias = "chu_de_noi_bat", default)]
    featured_topics: Vec<String>,
    #[serde(alias = "chan_trang", default)]
    footer_note: Option<String>,
    #[serde(alias = "kiem_tra_lien_ket", default = "yes")]
    check_links: bool,
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

/// The complaint of the reader in our own words.
fn complaint(file: &Arc<SourceFile>, error: YamlError) -> Diagnostic {
    let place = Place::new(file, error.span);
    let named = |prefix: &str| error.detail.strip_prefix(prefix)?.split('`').next().map(str::to_owned);
    if let Some(key) = named("unknown field `") {
        let meant = suggest::nearest(&key, KEYS.iter().flat_map(|(en, vi)| [*en, *vi]));
        let known = KEYS.map(|(en, _)| en).join(", ");
        return Diagnostic::at(place, Problem::UnknownKey { key, known }).suggest(meant);
    }
    if let Some(field) = named("missing field `") {
        let example = format!("{field}: …");
        return Diagnostic::at(Place::new(file, 0..1), Problem::MissingField { field, example });
    }
    if let Some(key) = named("duplicate field `") {
        return Diagnostic::at(place, Problem::DuplicateKey { key });
    }
    let chi_tiet = yaml::in_vietnamese(&error.detail);
    Diagnostic::at(place, Problem::YamlSyntax { detail: error.detail, chi_tiet })
}

/// The keys of the configuration, English and Vietnamese.
const KEYS: [(&str, &str); 11] = [
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
    file: Arc<SourceFile>,
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// The first mistake, with its place.
    pub fn new(raw: Option<RawFile>) -> Result<Self, Diagnostic> {
        let Some(raw) = raw else {
            let (field, example) = ("title".to_owned(), "title: Tên cổng".to_owned());
            return Err(Diagnostic::of_path(crate::read::CONFIG_FILE, Problem::MissingField { field, example }));
        };
        let file = parse::source(raw)?;
        let raw: RawConfig = yaml::typed(&file.text).map_err(|error| complaint(&file, error))?;
        let bad = |key: &str, value: &str, expected: &str| {
            let start = file.text.find(value).unwrap_or(0);
            let place = Place::new(&file, start..start + value.len());
            let (key, value, expected) = (key.to_owned(), value.to_owned(), expected.to_owned());
            Err(Diagnostic::at(place, Problem::BadConfig { key, value, expected }))
        };
        for (key, value) in [("title", &raw.title), ("publisher", &raw.publisher)] {
            if value.trim().is_empty() {
                return bad(key, value, "một tên, không để trống");
            }
        }
        let lang = match raw.lang.as_str() {
            "vi" => Lang::Vi,
            "en" => Lang::En,
            other => return bad("lang", other, "vi hoặc en"),
        };
        let is_web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        let base_url = match raw.base_url.filter(|url| !url.trim().is_empty()) {
            Some(url) if is_web(&url) => Some(format!("{}/", url.trim().trim_end_matches('/'))),
            Some(url) => return bad("base_url", &url, "địa chỉ đầy đủ, bắt đầu bằng https://"),
            None => None,
        };
        let inside =
            |path: &str| !path.split(['/', '\\']).any(|part| matches!(part, "" | "." | "..")) && !path.contains(':');
        let first = raw.output.split(['/', '\\']).next().unwrap_or_default();
        if !inside(&raw.output) || ["content", "themes", "src"].contains(&first) {
            return bad("output", &raw.output, "tên một thư mục trong cổng, khác content và themes");
        }
        if !inside(&raw.theme) {
            return bad("theme", &raw.theme, "tên một thư mục trong themes/");
        }
        Ok(Self {
            title: raw.title,
            description: raw.description,
            publisher: raw.publisher,
            parent_org: raw.parent_org,
            base_url,
            lang,
            theme: raw.theme,
            output: raw.output,
            featured_topics: raw.featured_topics,
            footer_note: raw.footer_note,
            check_links: raw.check_links,
            file,
        })
    }

    /// The mistake of naming a theme that is neither in `themes/` nor the default one.
    #[must_use]
    pub fn unknown_theme(&self) -> Diagnostic {
        let start = self.file.text.find(&self.theme).unwrap_or(0);
        let place = Place::new(&self.file, start..start + self.theme.len());
        let (key, value) = ("theme".to_owned(), self.theme.clone());
        let expected = format!("tên một thư mục trong themes/, hoặc {DEFAULT_THEME}");
        Diagnostic::at(place, Problem::BadConfig { key, value, expected })
    }

    /// The topics of the home page.
    ///
    /// # Errors
    /// A name that is no topic.
    pub fn featured(&self, topics: &Topics) -> Result<Vec<TopicId>, Diagnostic> {
        let find = |name: &String| {
            topics.find(name).ok_or_else(|| {
                let start = self.file.text.find(name.as_str()).unwrap_or(0);
                let place = Place::new(&self.file, start..start + name.len());
                Diagnostic::at(place, Problem::UnknownTopic { value: name.clone() })
                    .suggest(suggest::nearest(name, topics.names()))
            })
        };
        self.featured_topics.iter().map(find).collect()
    }
}
