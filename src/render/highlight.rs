//! Code blocks as spans with CSS classes. The grammars are loaded when the first code block is met.

#[cfg(test)]
mod expressions;

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// The grammars of syntect, as `build.rs` has made them; the tests would notice if they could not be read.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(|| {
    let made = include_bytes!(concat!(env!("OUT_DIR"), "/grammars.packdump"));
    syntect::dumps::from_uncompressed_data(made).unwrap_or_else(|_| SyntaxSet::new())
});

/// Marks up `code` in `language`; escaped plain text when the language is not known.
#[must_use]
pub fn highlight(code: &str, language: &str) -> String {
    marked_up(&GRAMMARS, code, language).unwrap_or_else(|| super::html::escape(code))
}

fn marked_up(grammars: &SyntaxSet, code: &str, language: &str) -> Option<String> {
    let grammar = grammars.find_syntax_by_token(language)?;
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, grammars, style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use syntect::parsing::Regex;
    use syntect::parsing::syntax_definition::Pattern;

    use super::*;

    #[test]
    fn code_becomes_classes_and_stays_escaped() {
        let html = highlight("{\"a\": 1}\n", "json");
        assert!(html.contains("<span class=\"hl-") && !html.contains("style="), "{html}");
        assert_eq!(highlight("a < b && \"c\"", "khong-co"), "a &lt; b &amp;&amp; &quot;c&quot;");
    }

    #[test]
    fn lean_expressions_see_the_same_in_code() {
        let original = SyntaxSet::load_defaults_newlines();
        for (language, code) in [
            (
                "bash",
                "# sao lưu kỳ 2015\nfor tệp in *.csv; do\n  gzip -k \"$tệp\" && echo \"xong ${tệp%.csv}\"\ndone\nexit $((468 % 2))\n",
            ),
            (
                "python",
                "@dataclass\ndef tỷ_lệ(đạt, kế_hoạch=2015):\n    \"\"\"Tỷ lệ.\"\"\"\n    return round(100 * đạt / max(kế_hoạch, 1), 1)  # %\n\nprint(f'{tỷ_lệ(891)} %')\n",
            ),
            (
                "sql",
                "SELECT đơn_vị, COUNT(*) AS so_luong FROM nhiem_vu\nWHERE nam = 2021 AND ten LIKE 'Đo%' -- ghi chú\nGROUP BY đơn_vị;\n",
            ),
            (
                "html",
                "<!-- trang --><p class=\"tin\" lang=vi>Đo lường &amp; thử</p>\n<script>let số = 1; // một\n</script><style>.tin { color: #c00 }</style>\n",
            ),
            ("js", "const đo = async ({ giá_trị, ...khác }) => `kq: ${await giá_trị}`;\nlet re = /[à-ỹ]+\\d/giu;\n"),
            (
                "css",
                "@media (min-width: 40em) { .thẻ:hover > a::after { margin: -1.5rem auto; color: var(--mau, #fff) } }\n",
            ),
            ("yaml", "tiêu đề: \"Kỳ 1\"\nnăm: 2_024\nds: [a, 1.5, yes] # chú thích\n"),
            ("json", "{ \"tên\": \"Đo\", \"số\": [-1.5e3, true, null] }\n"),
            ("xml", "<?xml version=\"1.0\"?>\n<tin kỳ='1'><![CDATA[Đo]]></tin>\n"),
            (
                "rust",
                "/// Tỷ lệ\nfn tỷ_lệ<'a, T: Into<f64>>(x: &'a [T]) -> Option<f64> { x.first().map(|v| 1.0e3_f64) }\n",
            ),
            (
                "java",
                "public class Đo<T> { /* chú */ private final int số = 0x1F; String s() { return \"kỳ \\n\"; } }\n",
            ),
            ("c", "#include <stdio.h>\nint main(void) { printf(\"%d đơn vị\\n\", 0x10u); return 0; } // hết\n"),
            ("php", "<?php\nfunction đo($giá_trị) { return \"kq: {$giá_trị}\" . PHP_EOL; }\n"),
            ("md", "# Đo lường\n\n- **Kỳ** `mã` [tin](a.md)\n"),
            ("r", "tỷ_lệ <- function(x) mean(x, na.rm = TRUE) # trung bình\n"),
            // As pasted from Word or a web page.
            ("bash", "\u{a0}\u{a0}for tệp in “a” – b; do\u{a0}export X=1\n\u{a0}done\n"),
            ("python", "class Đo:\u{a0}# “kỳ” – 5\n\u{a0}\u{a0}def đo(x):\n\u{a0}\u{a0}\u{a0}return x… + 1\n"),
            ("js", "\u{a0}return\u{a0}const x = “a”; // – §5 ©\n"),
            ("yaml", "\u{a0}- d: true\n–\u{a0}e: “1”\n"),
            ("html", "<a\u{a0}href=“x” class='y'>–</a>\n"),
            ("md", "-\u{a0}mục “một” – hai\n"),
            ("diff", "--- a/tin.md\n+++ b/tin.md\n@@ -1 +1 @@\n-cũ\n+mới\n"),
        ] {
            let expected = marked_up(&original, code, language);
            assert!(expected.as_deref().is_some_and(|html| html.contains("hl-")), "{language}");
            assert_eq!(marked_up(&GRAMMARS, code, language), expected, "{language}");
        }
    }

    #[test]
    fn every_expression_can_be_compiled() {
        let grammars = GRAMMARS.clone().into_builder();
        let contexts = grammars.syntaxes().iter().flat_map(|grammar| grammar.contexts.values());
        let expressions = contexts.flat_map(|context| &context.patterns).filter_map(|pattern| match pattern {
            // What was found before stands in the place of its number.
            Pattern::Match(pattern) if pattern.has_captures => {
                Some((1..10).fold(pattern.regex.regex_str().to_owned(), |all, n| all.replace(&format!("\\{n}"), "x")))
            }
            Pattern::Match(pattern) => Some(pattern.regex.regex_str().to_owned()),
            Pattern::Include(_) => None,
        });
        let distinct: BTreeSet<String> = expressions.collect();
        assert!(distinct.len() > 2000);
        for expression in distinct {
            assert!(Regex::try_compile(&expression).is_none(), "{expression}");
        }
    }
}
