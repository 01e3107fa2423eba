//! What a word is for search, and its two forms: the one rule that the builder of the index and the script in the browser
//! share. `tests/search/words.json` holds both to it.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Tone marks: grave, acute, hook above, tilde, dot below. Their places are digits in [`WordForm::exact`].
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];
/// Marks that make other letters: â, ă, ơ.
const LETTER_MARKS: [char; 3] = ['\u{302}', '\u{306}', '\u{31b}'];

/// A word as it is looked up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordForm {
    /// Without any mark, in lower case: `duong`.
    pub folded: String,
    /// With the letters of the Vietnamese alphabet, its tone as a digit at the end: `đương2`. So old and new places of
    /// the tone mark agree (`hoà`, `hòa`).
    pub exact: String,
}

impl WordForm {
    /// The forms of a word as [`words`] cuts it; `None` when nothing of it is a letter or digit.
    ///
    /// ```
    /// use bantin::text::WordForm;
    /// let form = WordForm::of("ĐƯỜNG").unwrap();
    /// assert_eq!((form.folded.as_str(), form.exact.as_str()), ("duong", "đương1"));
    /// assert_eq!(WordForm::of("1.147").unwrap().folded, "1147");
    /// assert_eq!(WordForm::of("08").unwrap().folded, "8");
    /// ```
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        if word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || c == '.') {
            let digits: String = word.chars().filter(char::is_ascii_digit).collect();
            let plain = digits.trim_start_matches('0');
            let plain = if plain.is_empty() { "0" } else { plain };
            return Some(Self { folded: plain.to_owned(), exact: plain.to_owned() });
        }
        let (mut folded, mut letters, mut tone) = (String::with_capacity(word.len()), String::new(), None);
        for c in word.nfd() {
            if is_combining_mark(c) {
                if LETTER_MARKS.contains(&c) {
                    letters.push(c);
                }
                tone = TONES.iter().position(|mark| *mark == c).or(tone);
                continue;
            }
            match c {
                'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => {
                    folded.push('d');
                    letters.push('đ');
                }
                _ if is_invisible(c) => {}
                _ => {
                    let start = folded.len();
                    folded.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c)));
                    letters.push_str(&folded[start..]);
                }
            }
        }
        let mut exact: String = letters.nfc().collect();
        if let Some(tone) = tone {
            exact.push(char::from(b'1' + u8::try_from(tone).unwrap_or_default()));
        }
        (!folded.is_empty()).then_some(Self { folded, exact })
    }
}

/// The places of the words of a text: runs of letters, digits and marks; figures with dots between their thousands are one
/// word.
///
/// ```
/// use bantin::text::words;
/// let text = "Số 100/QĐ-TTg: 1.147 mẫu";
/// let found: Vec<&str> = words(text).map(|range| &text[range]).collect();
/// assert_eq!(found, ["Số", "100", "QĐ", "TTg", "1.147", "mẫu"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_part_of_word)?;
        let end = figure(&text[start..])
            .or_else(|| text[start..].find(|c| !is_part_of_word(c)))
            .map_or(text.len(), |length| start + length);
        at = end;
        Some(start..end)
    })
}

fn is_part_of_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        // Letters of Vietnamese and its neighbours, most of what is asked for.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Ḁ'..='ỿ' => true,
        _ => c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c),
    }
}

/// What Word leaves within words: spaces without width, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}')
}

/// The length of a figure with dots between its thousands at the beginning of a text: `79.175.000`.
fn figure(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(text);
    if !(1..=3).contains(&length) {
        return None;
    }
    let mut groups = 0;
    while let Some(rest) = text[length..].strip_prefix('.').filter(|rest| digits(rest) == 3) {
        // What follows belongs to the group: `1.147a` is no figure.
        if rest[3..].starts_with(is_part_of_word) {
            break;
        }
        length += 4;
        groups += 1;
    }
    (groups > 0).then_some(length)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;
    use crate::text::fold;

    #[derive(Deserialize)]
    struct Vector {
        text: String,
        /// Pairs of folded and exact form.
        words: Vec<(String, String)>,
    }

    #[test]
    fn the_vectors_shared_with_the_script_hold() {
        let vectors: Vec<Vector> = serde_json::from_str(include_str!("../../tests/search/words.json")).unwrap();
        for Vector { text, words: expected } in vectors {
            let forms = words(&text).filter_map(|range| WordForm::of(&text[range]));
            let found: Vec<_> = forms.map(|form| (form.folded, form.exact)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_folded_word_is_the_fold_of_the_word(text in "[a-zA-ZÀ-ỹđĐ ]{1,24}") {
            for word in words(&text).map(|range| &text[range]) {
                prop_assert_eq!(WordForm::of(word).map_or_else(String::new, |form| form.folded), fold(word));
            }
        }

        #[test]
        fn composed_and_decomposed_words_have_the_same_forms(word in "[a-zà-ýăđơưạ-ỹ]{1,8}") {
            let nfc: String = word.nfc().collect();
            let nfd: String = word.nfd().collect();
            prop_assert_eq!(WordForm::of(&nfc), WordForm::of(&nfd));
        }

        #[test]
        fn words_are_cut_in_order_and_apart(text in "\\PC{0,60}") {
            let mut end = 0;
            for range in words(&text) {
                prop_assert!(range.start >= end && range.start < range.end);
                end = range.end;
            }
        }

        #[test]
        fn a_figure_is_found_however_it_is_written(number in 1_000u32..) {
            let dotted = crate::text::vietnamese(f64::from(number), 0);
            prop_assert_eq!(WordForm::of(&dotted), WordForm::of(&number.to_string()));
            prop_assert_eq!(words(&dotted).count(), 1);
        }
    }
}
