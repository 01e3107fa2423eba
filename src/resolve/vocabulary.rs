//! Reads the vocabularies of `content/_data/`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::{DATA_FOLDER, Vocabulary};
use crate::diag::{Diagnostic, Diagnostics, Place, Problem, SourceFile};
use crate::model::{Indicators, Provinces, Topics};
use crate::parse;
use crate::read::RawFile;
use crate::yaml;

/// Builds the vocabularies from YAML files by their paths; a missing file is a mistake.
#[must_use]
pub fn vocabulary(texts: &BTreeMap<String, RawFile>, diagnostics: &mut Diagnostics) -> Vocabulary {
    let provinces = load("provinces.yaml", texts, diagnostics, Provinces::new);
    let topics = load("topics.yaml", texts, diagnostics, Topics::new);
    // Indicators name topics: without these every one of them would be blamed.
    let indicators = if topics.is_empty() && diagnostics.has_errors() {
        Indicators::default()
    } else {
        load("indicators.yaml", texts, diagnostics, |raw| Indicators::new(raw, &topics))
    };
    Vocabulary { provinces, topics, indicators }
}

fn load<Raw: DeserializeOwned, V: Default>(
    name: &str,
    texts: &BTreeMap<String, RawFile>,
    diagnostics: &mut Diagnostics,
    build: impl FnOnce(Raw) -> Result<V, String>,
) -> V {
    let path = format!("{DATA_FOLDER}{name}");
    let Some(raw) = texts.get(&path) else {
        diagnostics.push(Diagnostic::of_path(path.clone(), Problem::MissingPath { path }));
        return V::default();
    };
    let result = parse::source(raw.clone()).and_then(|file| {
        let raw = yaml::typed(&file.text).map_err(|e| at(&file, e.span.start, e.span.end, e.detail))?;
        build(raw).map_err(|detail| {
            // The entry that cannot be used is named first in the detail: show where it stands.
            let named =
                detail.split('"').nth(1).or_else(|| detail.split([':', ',', ' ']).next()).unwrap_or("").to_owned();
            let start = file.text.rfind(&named).unwrap_or(0);
            at(&file, start, start + named.len(), detail)
        })
    });
    result.unwrap_or_else(|diagnostic| {
        diagnostics.push(diagnostic);
        V::default()
    })
}

fn at(file: &Arc<SourceFile>, start: usize, end: usize, detail: String) -> Diagnostic {
    Diagnostic::at(Place::new(file, start..end), Problem::BadVocabulary { detail })
}
