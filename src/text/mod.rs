//! Vietnamese text: one folding, one slug rule, one collation, one number notation, one reading of bytes.
//!
//! Everything here is a pure function of its input; nothing knows about content or pages.

pub mod collate;
pub mod decode;
pub mod fold;
pub mod number;
pub mod slug;
pub mod suggest;

pub use collate::CollationKey;
pub use fold::fold;
pub use number::{Number, vietnamese};
pub use slug::{FileName, Slug};
