//! A theme, loaded: templates, static files and strings.

use std::collections::BTreeMap;
use std::sync::Arc;

use ahash::AHashSet;
use tera::value::Key;
use tera::{Context, Error, ErrorKind, Tera, Value};

use crate::diag::{Diagnostic, Lang, Place, Problem, SourceFile};
use crate::read::{TextFile, ThemeFile};
use crate::{parse, yaml};

/// A loaded theme.
pub struct Theme {
    tera: Tera,
    sources: BTreeMap<String, Arc<SourceFile>>,
    assets: BTreeMap<String, Vec<u8>>,
    /// The strings of each language, in the order of [`Lang::ALL`].
    strings: [Strings; 2],
    /// Templates of the frame, and the names of what they make.
    frame: Vec<(String, String)>,
    /// Components that are rendered once for each thing they are named after, and the names of the fields they make.
    components: BTreeMap<String, Vec<(String, Key<'static>)>>,
    /// Every word of its templates, among them the names of all values they show.
    words: AHashSet<String>,
}

/// What stands before the names of the templates of the frame.
const FRAME: &str = "frame/";

/// The strings of a language, also as templates see them.
struct Strings {
    by_key: BTreeMap<String, String>,
    value: Value,
}

impl Theme {
    /// Loads the files of a theme.
    ///
    /// # Errors
    /// A template, a string file or a static file that cannot be used.
    pub fn load(files: Vec<ThemeFile>) -> Result<Self, Diagnostic> {
        let mut theme = Self {
            tera: Tera::new(),
            sources: BTreeMap::new(),
            assets: BTreeMap::new(),
            strings: Lang::ALL.map(|_| Strings { by_key: BTreeMap::new(), value: Value::none() }),
            frame: Vec::new(),
            components: BTreeMap::new(),
            words: AHashSet::new(),
        };
        for file in files {
            if let Some(name) = file.path.strip_prefix("templates/") {
                let source = parse::source(TextFile::decode(file.shown, &file.bytes))?;
                theme.sources.insert(name.to_owned(), source);
            } else if let Some(name) = file.path.strip_prefix("static/") {
                theme.assets.insert(name.to_owned(), file.bytes);
            } else if let Some(lang) = Lang::ALL.into_iter().find(|l| file.path == format!("i18n/{}.yaml", l.code())) {
                let source = parse::source(TextFile::decode(file.shown, &file.bytes))?;
                let by_key: BTreeMap<String, String> =
                    yaml::typed(&source.text).map_err(|e| parse::yaml_diagnostic(&source, 0, e))?;
                theme.strings[lang as usize] = Strings { value: Value::from(by_key.clone()), by_key };
            }
        }
        let templates = theme.sources.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
        let loaded = theme.tera.add_raw_templates(templates);
        loaded.map_err(|error| theme.diagnostic(&error))?;
        let named = |name: &String| Some((name.clone(), name.strip_prefix(FRAME)?.strip_suffix(".html")?.to_owned()));
        theme.frame = theme.sources.keys().filter_map(named).collect();
        for name in theme.tera.get_component_names() {
            if let Some((thing, field)) = name.split_once('_') {
                theme.components.entry(thing.to_owned()).or_default().push((name.to_owned(), field.to_owned().into()));
            }
        }
        theme.components.values_mut().for_each(|names| names.sort());
        let words = |source: &Arc<SourceFile>| {
            let words = source.text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            words.filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        theme.words = theme.sources.values().flat_map(words).collect();
        Ok(theme)
    }

    /// The templates of the frame of pages, `frame/NAME.html`, each with its name.
    #[must_use]
    pub fn frame_templates(&self) -> &[(String, String)] {
        &self.frame
    }

    /// The components for a thing, `THING_FIELD`, each with its field.
    #[must_use]
    pub fn components_of(&self, thing: &str) -> &[(String, Key<'static>)] {
        self.components.get(thing).map_or(&[], Vec::as_slice)
    }

    /// Whether any template names a value, so that it has to be made.
    #[must_use]
    pub fn names(&self, value: &str) -> bool {
        self.words.contains(value)
    }

    /// Renders a component.
    ///
    /// # Errors
    /// The mistake, with its place in the template.
    pub fn component(&self, name: &str, args: &Context, implicits: &Context) -> Result<String, Diagnostic> {
        let made = self.tera.render_component_with_implicits(name, args, implicits, None, true);
        made.map_err(|error| match error.kind() {
            ErrorKind::SyntaxError(_) | ErrorKind::RenderingError(_) => self.diagnostic(&error),
            // It could not even be called: its arguments are not those of a component that is rendered once.
            _ => {
                let declared = format!("component {name}(");
                let file = self.sources.values().find(|source| source.text.contains(&declared));
                let detail = format!("{name}: {error}");
                Diagnostic::of_path(file.map_or("templates", |file| &file.path), Problem::Template { detail })
            }
        })
    }

    /// Renders a template.
    ///
    /// # Errors
    /// The mistake, with its place in the template.
    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        let mut out = Vec::with_capacity(32 * 1024);
        self.tera.render_to(template, context, &mut out).map_err(|error| self.diagnostic(&error))?;
        Ok(out)
    }

    fn diagnostic(&self, error: &Error) -> Diagnostic {
        let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
            return Diagnostic::of_path("templates", Problem::Template { detail: error.to_string() });
        };
        let problem = Problem::Template { detail: report.message().to_owned() };
        match self.sources.get(report.filename()) {
            Some(source) => Diagnostic::at(Place::new(source, report.span().range.clone()), problem),
            None => Diagnostic::of_path(report.filename(), problem),
        }
    }

    /// Hashes of all style sheets and of all other static files.
    #[must_use]
    pub fn fingerprints(&self) -> [blake3::Hash; 2] {
        let mut hashers = [blake3::Hasher::new(), blake3::Hasher::new()];
        for (path, bytes) in &self.assets {
            let hasher = &mut hashers[usize::from(!path.ends_with(".css"))];
            hasher.update(path.as_bytes()).update(&[0]).update(&bytes.len().to_le_bytes()).update(bytes);
        }
        hashers.map(|hasher| hasher.finalize())
    }

    /// Paths of the static files.
    #[must_use]
    pub fn asset_paths(&self) -> Vec<String> {
        self.assets.keys().cloned().collect()
    }

    /// A static file.
    #[must_use]
    pub fn asset(&self, path: &str) -> &[u8] {
        self.assets.get(path).map_or(&[], Vec::as_slice)
    }

    /// A string in a language, or its key where the theme lacks it.
    #[must_use]
    pub fn string<'s>(&'s self, lang: Lang, key: &'s str) -> &'s str {
        self.strings[lang as usize].by_key.get(key).map_or(key, String::as_str)
    }

    /// All strings of a language for templates.
    #[must_use]
    pub fn strings(&self, lang: Lang) -> &Value {
        &self.strings[lang as usize].value
    }
}
