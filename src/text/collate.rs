//! Vietnamese alphabetical order, by the collation rules for `vi` of the Unicode CLDR (UTS #35), not by code point.

use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use unicode_normalization::UnicodeNormalization;

static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    Collator::try_new(locale!("vi").into(), CollatorOptions::default())
        .expect("the compiled collation data contain Vietnamese")
});

/// A key whose byte order is Vietnamese alphabetical order: compute once for each name, then sort by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CollationKey(Vec<u8>);

impl CollationKey {
    /// The key of `text`; the text itself follows it, so that different texts never compare equal.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut key = Vec::with_capacity(text.len() * 3);
        match COLLATOR.write_sort_key_to(text, &mut key) {
            Ok(()) | Err(_) => {}
        }
        key.push(0);
        key.extend(text.nfc().collect::<String>().bytes());
        Self(key)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn composed_and_decomposed_names_sort_alike(a in "[a-zA-ZÀ-ỹđĐ ]{0,20}", b in "[a-zA-ZÀ-ỹđĐ ]{0,20}") {
            let decomposed = |s: &str| CollationKey::new(&s.nfd().collect::<String>());
            prop_assert_eq!(CollationKey::new(&a), decomposed(&a));
            prop_assert_eq!(CollationKey::new(&a).cmp(&CollationKey::new(&b)), decomposed(&a).cmp(&decomposed(&b)));
        }

        #[test]
        fn only_equal_texts_compare_equal(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            let same = a.nfc().eq(b.nfc());
            prop_assert_eq!(CollationKey::new(&a) == CollationKey::new(&b), same);
        }

        #[test]
        fn tones_matter_less_than_letters(word in "[a-z]{1,8}") {
            // Any toned form of a word stands before every word with a further letter.
            let toned = word.replace('a', "á").replace('e', "ẹ").replace('o', "ỏ");
            let longer = CollationKey::new(&(word + "a"));
            prop_assert!(CollationKey::new(&toned) < longer);
        }
    }

    #[test]
    fn provinces_sort_as_in_a_vietnamese_index() {
        let mut names = ["Đồng Nai", "Điện Biên", "Cao Bằng", "An Giang", "Bắc Kạn", "Cà Mau", "Đắk Lắk", "Cần Thơ"];
        names.sort_by_key(|n| CollationKey::new(n));
        assert_eq!(names, ["An Giang", "Bắc Kạn", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đắk Lắk", "Điện Biên", "Đồng Nai"]);
    }
}
