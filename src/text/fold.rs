//! The one folding of Vietnamese text, used for look-ups, duplicate detection, slugs and search.
//!
//! Letters and marks are those of TCVN 6909:2001, that is, of Unicode; composed and decomposed forms agree (UAX #15).
//! Folding keeps what a reader types without a Vietnamese keyboard: lower case, no tone or vowel marks, `đ` as `d`.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds `text`: lower case, marks off, đ and its look-alikes to `d`, typographic quotes and dashes to plain ones,
/// runs of white space to one space, ends trimmed.
///
/// ```
/// use bantin::text::fold;
/// assert_eq!(fold("  Đắk  Lắk "), "dak lak");
/// assert_eq!(fold("Truy xuất\u{a0}nguồn gốc"), "truy xuat nguon goc");
/// assert_eq!(fold("hoà"), fold("hòa"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending_space = false;
    fold_each(text, |c| match c {
        ' ' => pending_space = !out.is_empty(),
        c => {
            if std::mem::take(&mut pending_space) {
                out.push(' ');
            }
            out.push(c);
        }
    });
    out
}

/// Folds `text` character by character: white space of every kind as a space.
pub(super) fn fold_each(text: &str, mut take: impl FnMut(char)) {
    let letters = LatinLetters::all();
    for c in text.chars() {
        match letters.folded(c) {
            Some(letter) => take(letter),
            None if c.is_whitespace() => take(' '),
            // It comes apart by itself whatever stands around it: only the order of its marks depends on that.
            None => {
                let parts = std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c));
                parts.for_each(|part| fold_part(part, &mut take));
            }
        }
    }
}

/// What Latin letters are folded to, those of Vietnamese among them: looked up instead of being taken apart each time.
struct LatinLetters {
    /// From U+0080 to U+024F, then from U+1E00 to U+1EFF; `\0` where there is no such letter.
    table: Vec<char>,
}

impl LatinLetters {
    const FIRST: (u32, u32) = (0x80, 0x250);
    const SECOND: (u32, u32) = (0x1e00, 0x1f00);

    fn all() -> &'static Self {
        static ALL: LazyLock<LatinLetters> = LazyLock::new(LatinLetters::new);
        &ALL
    }

    /// What a character of ASCII, or a letter of Latin script that has marks, is folded to.
    fn folded(&self, c: char) -> Option<char> {
        let code = u32::from(c);
        let place = match code {
            0..0x80 if c.is_ascii_whitespace() || c == '\u{b}' => return Some(' '),
            0..0x80 => return Some(c.to_ascii_lowercase()),
            _ if (Self::FIRST.0..Self::FIRST.1).contains(&code) => code - Self::FIRST.0,
            _ if (Self::SECOND.0..Self::SECOND.1).contains(&code) => {
                code - Self::SECOND.0 + Self::FIRST.1 - Self::FIRST.0
            }
            _ => return None,
        };
        Some(self.table[place as usize]).filter(|letter| *letter != '\0')
    }

    fn new() -> Self {
        let codes = (Self::FIRST.0..Self::FIRST.1).chain(Self::SECOND.0..Self::SECOND.1);
        let letter = |code: u32| {
            let mut folded = String::new();
            let parts = char::from_u32(code)?.nfd().filter(|c| !is_combining_mark(*c));
            parts.for_each(|part| fold_part(part, &mut |c| folded.push(c)));
            let mut letters = folded.chars();
            letters.next().filter(|letter| letter.is_ascii_alphabetic() && letters.next().is_none())
        };
        Self { table: codes.map(|code| letter(code).unwrap_or('\0')).collect() }
    }
}

/// The folded form of one decomposed, non-combining character.
fn fold_part(c: char, take: &mut impl FnMut(char)) {
    match c {
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => take('d'),
        '‘' | '’' | 'ʼ' => take('\''),
        '“' | '”' | '„' => take('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => take('-'),
        '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' => {}
        _ => c.to_lowercase().for_each(take),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn look_alikes_of_d_are_one_letter() {
        for s in ["Đà Nẵng", "Ðà Nẵng", "Ɖà Nẵng", "đà nẵng", "ĐÀ NẴNG"] {
            assert_eq!(fold(s), "da nang", "{s}");
        }
    }

    #[test]
    fn composed_and_decomposed_input_agree() {
        let nfd: String = "Sở Khoa học và Công nghệ".nfd().collect();
        assert_eq!(fold(&nfd), "so khoa hoc va cong nghe");
    }

    #[test]
    fn letters_that_are_looked_up_fold_as_their_parts_do() {
        for c in ('\0'..='\u{2000}').filter(|c| !c.is_whitespace()) {
            let mut parts = String::new();
            c.nfd().filter(|c| !is_combining_mark(*c)).for_each(|c| fold_part(c, &mut |c| parts.push(c)));
            assert_eq!(fold(&c.to_string()), parts, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(s in "\\PC{0,40}") {
            let once = fold(&s);
            prop_assert_eq!(fold(&once), once.clone());
        }

        #[test]
        fn nfc_and_nfd_fold_alike(s in "[a-zA-ZÀ-ỹđĐ0-9 ]{0,40}") {
            let nfc: String = s.nfc().collect();
            let nfd: String = s.nfd().collect();
            prop_assert_eq!(fold(&nfc), fold(&nfd));
        }
    }
}
