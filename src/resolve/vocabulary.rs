//! Reads the vocabularies of `content/_data/`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::{DATA_FOLDER, Vocabulary};
use crate::diag::{Diagnostic, Diagnostics, Place, Problem, SourceFile};
use crate::model::{Indicators, Provinces, Topics};
use crate::parse;
use crate::read::TextFile;
use crate::yaml;

/// Builds the vocabularies from YAML files by their paths.
///
/// # Errors
/// The mistakes of files that are missing or cannot be used; that of the indicators once the topics are good.
pub fn vocabulary(texts: &BTreeMap<String, TextFile>) -> Result<Vocabulary, Diagnostics> {
    let provinces = || load("provinces.yaml", texts, Provinces::new);
    // Indicators name topics: without these every one of them would be blamed.
    let topics = || {
        let topics = load("topics.yaml", texts, Topics::new)?;
        let indicators = load("indicators.yaml", texts, |raw| Indicators::new(raw, &topics))?;
        Ok((topics, indicators))
    };
    match rayon::join(provinces, topics) {
        (Ok(provinces), Ok((topics, indicators))) => Ok(Vocabulary { provinces, topics, indicators }),
        (provinces, topics) => Err(provinces.err().into_iter().chain(topics.err()).collect()),
    }
}

fn load<Raw: DeserializeOwned, V>(
    name: &str,
    texts: &BTreeMap<String, TextFile>,
    build: impl FnOnce(Raw) -> Result<V, String>,
) -> Result<V, Diagnostic> {
    let path = format!("{DATA_FOLDER}{name}");
    let Some(raw) = texts.get(&path) else {
        return Err(Diagnostic::of_path(path.clone(), Problem::MissingPath { path }));
    };
    parse::source(raw.clone()).and_then(|file| {
        let raw = yaml::typed(&file.text).map_err(|e| at(&file, e.span.start, e.span.end, e.detail))?;
        build(raw).map_err(|detail| {
            // The entry that cannot be used is named first in the detail: show where it stands.
            let named =
                detail.split('"').nth(1).or_else(|| detail.split([':', ',', ' ']).next()).unwrap_or("").to_owned();
            let start = file.text.rfind(&named).unwrap_or(0);
            at(&file, start, start + named.len(), detail)
        })
    })
}

fn at(file: &Arc<SourceFile>, start: usize, end: usize, detail: String) -> Diagnostic {
    Diagnostic::at(Place::new(file, start..end), Problem::BadVocabulary { detail })
}
