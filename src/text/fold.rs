//! The one folding of Vietnamese text, used for look-ups, duplicate detection, slugs and search.
//!
//! Letters and marks are those of TCVN 6909:2001, that is, of Unicode; composed and decomposed forms agree (UAX #15).
//! Folding keeps what a reader types without a Vietnamese keyboard: lower case, no tone or vowel marks, `đ` as `d`.

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
    for c in text.nfd() {
        if is_combining_mark(c) {
            continue;
        }
        if c.is_whitespace() {
            pending_space = !out.is_empty();
            continue;
        }
        if pending_space {
            out.push(' ');
            pending_space = false;
        }
        push_folded(&mut out, c);
    }
    out
}

/// Appends the folded form of one decomposed, non-combining character.
fn push_folded(out: &mut String, c: char) {
    match c {
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => out.push('d'),
        '‘' | '’' | 'ʼ' => out.push('\''),
        '“' | '”' | '„' => out.push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => out.push('-'),
        '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' => {}
        _ => out.extend(c.to_lowercase()),
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
