//! Vietnamese alphabetical order, by the collation rules for `vi` of the Unicode CLDR (UTS #35), not by code point.

use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

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
        key.extend_from_slice(text.as_bytes());
        Self(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provinces_sort_as_in_a_vietnamese_index() {
        let mut names = ["Đồng Nai", "Điện Biên", "Cao Bằng", "An Giang", "Bắc Kạn", "Cà Mau", "Đắk Lắk", "Cần Thơ"];
        names.sort_by_key(|n| CollationKey::new(n));
        assert_eq!(names, ["An Giang", "Bắc Kạn", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đắk Lắk", "Điện Biên", "Đồng Nai"]);
    }
}
