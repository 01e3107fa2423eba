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

/// The letters beyond ASCII: every character there but for the blocks of signs, spaces and quotation marks.
macro_rules! letters {
    () => {
        r"\x{C0}-\x{1FFF}\x{2C00}-\x{2FFF}\x{3040}-\x{10FFFF}"
    };
}

/// The spaces of ASCII, and the no-break space that comes with pasted code.
const SPACES: &str = r"\t-\r\x20\x{A0}";

/// What stands in the place of each class: few ranges instead of the hundreds of Unicode's tables. Digits are those of ASCII.
const CLASSES: [Class; 8] = [
    Class { written: r"\w", members: concat!("0-9A-Za-z_", letters!()), negated: false },
    Class { written: r"\W", members: concat!("0-9A-Za-z_", letters!()), negated: true },
    Class { written: r"\d", members: "0-9", negated: false },
    Class { written: r"\D", members: "0-9", negated: true },
    Class { written: r"\s", members: SPACES, negated: false },
    Class { written: r"\S", members: SPACES, negated: true },
    Class { written: r"\p{L}", members: concat!("A-Za-z", letters!()), negated: false },
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
    use super::{SPACES, lean};

    #[test]
    fn classes_have_few_ranges() {
        let letters = letters!();
        assert_eq!(lean(r"\b\d+"), r"\b[0-9]+");
        let name = format!("[A-Za-z{letters}_][A-Za-z{letters}0-9_]*");
        assert_eq!(lean(r"[\p{L}_][\p{L}\p{N}_]*"), name);
        assert_eq!(lean(r"(?=\S)[^\s\D]"), format!("(?=[^{SPACES}])[^{SPACES}[^0-9]]"));
        assert_eq!(lean(r"[^[/\s]\d]\d"), format!("[^[/{SPACES}]0-9][0-9]"));
    }

    #[test]
    fn what_only_looks_like_a_class_stays() {
        for expression in [r"\\w", r"\[\\d", r"[]\\s]", r"[[:alpha:]]", r"(?x) a # not [ \w", r"\p{Lu}đ"] {
            assert_eq!(lean(expression), expression);
        }
    }
}
