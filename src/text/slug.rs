//! Slugs and file names: the only pieces that addresses are made of.

use std::fmt;
use std::sync::Arc;

use super::fold::fold_each;

/// A non-empty run of `[a-z0-9-]` that neither begins nor ends with a dash and has no two dashes in a row.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

impl Slug {
    /// Makes a slug of any text by folding it; `None` when no letter or digit is left.
    ///
    /// ```
    /// use bantin::text::Slug;
    /// assert_eq!(Slug::of("Đo lường, chất lượng").unwrap().as_str(), "do-luong-chat-luong");
    /// assert_eq!(Slug::of("…"), None);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        // Thousands of addresses are made by the program itself.
        if Self::is_slug(text) {
            return Some(Self(text.into()));
        }
        let mut out = String::with_capacity(text.len());
        let mut between = false;
        fold_each(text, |c| {
            if c.is_ascii_alphanumeric() {
                if std::mem::take(&mut between) && !out.is_empty() {
                    out.push('-');
                }
                out.push(c);
            } else if c != '\'' && c != '"' {
                between = true;
            }
        });
        (!out.is_empty()).then(|| Self(out.into()))
    }

    /// Accepts text that is a slug already, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::is_slug(text).then(|| Self(text.into()))
    }

    /// Whether text is a slug already.
    #[must_use]
    pub fn is_slug(text: &str) -> bool {
        !text.is_empty()
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--")
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    }

    /// The slug cut at a dash, so that at most `length` bytes are left (a single longer word is cut within).
    #[must_use]
    pub fn shortened(&self, length: usize) -> Self {
        if self.0.len() <= length {
            return self.clone();
        }
        let cut = &self.0[..length];
        let cut = cut.rsplit_once('-').map_or(cut, |(head, _)| head);
        Self(cut.trim_end_matches('-').into())
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The name of a published file that is not a page: slugs joined by dots, such as `bao-cao.pdf` or `feed.xml`.
///
/// It cannot contain a separator, a space or a mark, so that any web host, FTP server or USB stick takes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(Arc<str>);

impl FileName {
    /// Makes a publishable name of an editor's file name; `None` when nothing usable is left or there is no extension.
    ///
    /// ```
    /// use bantin::text::FileName;
    /// assert_eq!(FileName::of("Báo cáo số 33.PDF").unwrap().as_str(), "bao-cao-so-33.pdf");
    /// assert_eq!(FileName::of("khong-duoi"), None);
    /// ```
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        let stem = Slug::of(stem)?;
        let extension = Slug::of(extension)?;
        Some(Self(format!("{stem}.{extension}").into()))
    }

    /// The name of a version of the file: `anh.480.jpg`. No file of an editor can bear it, because [`FileName::of`] leaves one dot.
    ///
    /// ```
    /// use bantin::text::FileName;
    /// assert_eq!(FileName::of("Ảnh 1.JPG").unwrap().version(480).as_str(), "anh-1.480.jpg");
    /// ```
    #[must_use]
    pub fn version(&self, number: u32) -> Self {
        let (stem, extension) = self.0.rsplit_once('.').unwrap_or((&self.0, ""));
        Self(format!("{stem}.{number}.{extension}").into())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn vietnamese_titles_become_readable_addresses() {
        for (title, slug) in [
            ("Sở KH&CN tỉnh Đắk Lắk", "so-kh-cn-tinh-dak-lak"),
            ("6 tháng đầu năm 2021", "6-thang-dau-nam-2021"),
            ("“Khởi nghiệp”: lần thứ II", "khoi-nghiep-lan-thu-ii"),
            ("100/QĐ-TTg", "100-qd-ttg"),
        ] {
            assert_eq!(Slug::of(title).unwrap().as_str(), slug);
        }
    }

    proptest! {
        #[test]
        fn a_slug_is_what_parse_accepts(s in "\\PC{0,60}") {
            if let Some(slug) = Slug::of(&s) {
                prop_assert_eq!(Slug::parse(slug.as_str()), Some(slug.clone()));
                prop_assert_eq!(Slug::of(slug.as_str()), Some(slug));
            }
        }

        #[test]
        fn nfd_file_names_give_the_same_address(s in "[a-zÀ-ỹđĐ0-9 _.-]{1,40}") {
            let nfc: String = s.nfc().collect();
            let nfd: String = s.nfd().collect();
            prop_assert_eq!(Slug::of(&nfc), Slug::of(&nfd));
        }
    }
}
