//! Code blocks as spans with CSS classes. The grammars are loaded when the first code block is met.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Marks up `code` in `language`; escaped plain text when the language is not known.
#[must_use]
pub fn highlight(code: &str, language: &str) -> String {
    let plain = || super::html::escape(code);
    let Some(grammar) = GRAMMARS.find_syntax_by_token(language) else { return plain() };
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, &GRAMMARS, style);
    for line in LinesWithEndings::from(code) {
        if generator.parse_html_for_line_which_includes_newline(line).is_err() {
            return plain();
        }
    }
    generator.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_becomes_classes_and_stays_escaped() {
        let html = highlight("{\"a\": 1}\n", "json");
        assert!(html.contains("<span class=\"hl-") && !html.contains("style="), "{html}");
        assert_eq!(highlight("a < b && \"c\"", "khong-co"), "a &lt; b &amp;&amp; &quot;c&quot;");
    }
}
