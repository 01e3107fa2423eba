//! The regular expressions of grammars, rewritten at build time (`build.rs`): compiling the many letters of Unicode again for
//! every expression is most of what the first code block of a page costs.

/// What stands in the place of a class of characters.
struct Class {
    /// As grammars write it.
    written: &'static str,
    /// What stands between the brackets of its substitute.
    members: &'static str,
    /// Whether all other characters are meant.
    negated: bool,
}

/// Every character beyond ASCII counts as a letter, as most lexers have it; digits and spaces are those of ASCII.
const CLASSES: [Class; 8] = [
    Class { written: r"\w", members: r"0-9A-Za-z_\x{80}-\x{10FFFF}", negated: false },
    Class { written: r"\W", members: r"0-9A-Za-z_\x{80}-\x{10FFFF}", negated: true },
    Class { written: r"\d", members: "0-9", negated: false },
    Class { written: r"\D", members: "0-9", negated: true },
    Class { written: r"\s", members: r"\t-\r\x20", negated: false },
    Class { written: r"\S", members: r"\t-\r\x20", negated: true },
    Class { written: r"\p{L}", members: r"A-Za-z\x{80}-\x{10FFFF}", negated: false },
    Class { written: r"\p{N}", members: "0-9", negated: false },
];

/// An expression for the same code that is compiled in half the time.
pub fn lean(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len() * 2);
    let mut rest = expression;
    let mut brackets = 0_usize;
    while let Some(first) = rest.chars().next() {
        if let Some(Class { written, members, negated }) = CLASSES.iter().find(|class| rest.starts_with(class.written))
        {
            let (open, close) = match (negated, brackets) {
                (true, _) => ("[^", "]"),
                (false, 0) => ("[", "]"),
                (false, _) => ("", ""),
            };
            out.extend([open, members, close]);
            rest = &rest[written.len()..];
            continue;
        }
        let taken = match first {
            '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            '[' => {
                brackets += 1;
                // A bracket that comes first is a member.
                ["[^]", "[]", "[^"].iter().find(|open| rest.starts_with(**open)).map_or(1, |open| open.len())
            }
            ']' => {
                brackets = brackets.saturating_sub(1);
                1
            }
            other => other.len_utf8(),
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    // A comment may hold any bracket: then nobody knows what is within a class.
    if brackets == 0 { out } else { expression.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::lean;

    #[test]
    fn classes_are_those_of_ascii_with_all_letters_beyond() {
        assert_eq!(lean(r"\b\d+"), r"\b[0-9]+");
        assert_eq!(lean(r"[\p{L}_][\p{L}\p{N}_]*"), r"[A-Za-z\x{80}-\x{10FFFF}_][A-Za-z\x{80}-\x{10FFFF}0-9_]*");
        assert_eq!(lean(r"(?=\S)[^\s\D]"), r"(?=[^\t-\r\x20])[^\t-\r\x20[^0-9]]");
        assert_eq!(lean(r"[^[/\s]\d]\d"), r"[^[/\t-\r\x20]0-9][0-9]");
    }

    #[test]
    fn what_only_looks_like_a_class_stays() {
        for expression in [r"\\w", r"\[\\d", r"[]\\s]", r"[[:alpha:]]", r"(?x) a # not [ \w", r"\p{Lu}đ"] {
            assert_eq!(lean(expression), expression);
        }
    }
}
