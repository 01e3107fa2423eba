//! Shows diagnostics: as text with the source line and a caret, or as JSON for tools.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Lang, Place, Severity};

/// Renders every diagnostic as text, each followed by an empty line.
#[must_use]
pub fn text(diagnostics: &Diagnostics, lang: Lang, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics.as_slice() {
        out.push_str(&one(diagnostic, lang, &renderer));
        out.push_str("\n\n");
    }
    out
}

/// Renders one diagnostic with the source line and a caret, without colour.
#[must_use]
pub fn plain(diagnostic: &Diagnostic, lang: Lang) -> String {
    one(diagnostic, lang, &Renderer::plain())
}

fn one(diagnostic: &Diagnostic, lang: Lang, renderer: &Renderer) -> String {
    let (error, warning, hint, see) = match lang {
        Lang::Vi => ("lỗi", "cảnh báo", "gợi ý", "xem"),
        Lang::En => ("error", "warning", "help", "see"),
    };
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR.with_name(error),
        Severity::Warning => Level::WARNING.with_name(warning),
    };
    let mut message = diagnostic.problem.message(lang);
    if let (None, Some(path)) = (&diagnostic.place, &diagnostic.path) {
        message = format!("{path}: {message}");
    }
    let title = level.primary_title(message).id(diagnostic.problem.code());
    let help = help(diagnostic, lang);
    let group = match &diagnostic.place {
        Some(place) => {
            let mut group = Group::with_title(title).element(snippet(place, AnnotationKind::Primary));
            if let Some(other) = &diagnostic.other {
                group = group.element(Level::NOTE.with_name(see).message(position(other)));
            }
            if help.is_empty() { group } else { group.element(Level::HELP.with_name(hint).message(help)) }
        }
        None => Group::with_title(title).element(Level::HELP.with_name(hint).message(help)),
    };
    renderer.render(&[group])
}

fn snippet(place: &Place, kind: AnnotationKind) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    // A long value is marked on its first line only: what follows would push the reason off the screen.
    let span = place.span.clone();
    let first_line = place.file.text[span.clone()].find('\n').map_or(span.end, |i| span.start + i);
    Snippet::source(place.file.text.as_str())
        .path(place.file.path.as_str())
        .fold(true)
        .annotation(kind.span(span.start..first_line))
}

fn help(diagnostic: &Diagnostic, lang: Lang) -> String {
    match (&diagnostic.suggestion, lang) {
        (Some(meant), Lang::Vi) => format!("có phải là \"{meant}\"?"),
        (Some(meant), Lang::En) => format!("did you mean \"{meant}\"?"),
        (None, _) => diagnostic.problem.help(lang),
    }
}

fn position(place: &Place) -> String {
    let (line, column) = place.line_column();
    format!("{}:{line}:{column}", place.file.path)
}

/// Renders every diagnostic as one JSON object a line; see [`json()`].
#[must_use]
pub fn json_lines(diagnostics: &Diagnostics, lang: Lang) -> String {
    diagnostics.as_slice().iter().map(|d| format!("{}\n", json(d, lang))).collect()
}

/// A diagnostic as a JSON object: `code`, `severity` (`error`, `warning`), `file`, `line` and `column` (from 1, in
/// characters), `start` and `end` (byte offsets in the normalised text), `message`, `help`, `suggestion`.
#[must_use]
pub fn json(d: &Diagnostic, lang: Lang) -> Value {
    let position = d.place.as_ref().map(Place::line_column);
    json!({
        "code": d.problem.code(),
        "severity": if d.severity() == Severity::Error { "error" } else { "warning" },
        "file": d.place.as_ref().map(|p| p.file.path.as_str()).or(d.path.as_deref()),
        "line": position.map(|p| p.0),
        "column": position.map(|p| p.1),
        "start": d.place.as_ref().map(|p| p.span.start),
        "end": d.place.as_ref().map(|p| p.span.end),
        "message": d.problem.message(lang),
        "help": d.problem.help(lang),
        "suggestion": d.suggestion,
    })
}
