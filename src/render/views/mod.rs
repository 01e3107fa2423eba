//! What templates see: each function fills the context of one page kind. `docs/giao-dien.md` lists the fields for theme authors.

mod home;
mod item;
mod listing;
mod provinces;
mod shared;

use tera::Context;

use super::Renderer;
use crate::plan::Page;

pub use home::{home, not_found, site_map};
pub use item::item;
pub use listing::{kind_list, period, periods, topic, topics};
pub use provinces::{province, provinces};
pub use shared::{card, shared};

/// Fills the context of a page.
pub type View = fn(&Renderer, &Page, &mut Context);
