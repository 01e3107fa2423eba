//! Vietnamese text: one folding, one slug rule, one collation, one number notation, one cutting into words, one reading of bytes.
//!
//! Everything here is a pure function of its input; nothing knows about content or pages.

pub mod collate;
pub mod decode;
pub mod fold;
pub mod number;
pub mod slug;
pub mod suggest;
pub mod words;

pub use collate::CollationKey;
pub use fold::fold;
pub use number::{Number, vietnamese};
pub use slug::{FileName, Slug};
pub use words::{WordForm, words};

/// The first letter in upper case: a period at the head of a page.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    let mut out = String::with_capacity(text.len() + 4);
    out.extend(rest.next().into_iter().flat_map(char::to_uppercase));
    out + rest.as_str()
}
