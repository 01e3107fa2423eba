//! What templates see: each function fills the context of one page kind. `docs/giao-dien.md` lists the fields for theme authors.

mod coverage;
mod documents;
mod home;
mod indicators;
mod issue;
mod item;
mod knowledge;
mod listing;
mod metadata;
mod provinces;
mod search;
mod shared;
mod tasks;
mod topics;

use tera::Context;

use super::Renderer;
use crate::plan::Page;

pub use coverage::{coverage, coverage_year};
pub use documents::{document, documents, filters as document_filters};
pub use home::{home, not_found, site_map};
pub use indicators::{indicator, indicators};
pub use issue::issue;
pub use item::item;
pub use knowledge::{FIGURES_ANCHOR, TASK_ANCHOR, document_row, figure_anchor, scope_of, section, shown};
pub use listing::{kind_list, period, periods};
pub use provinces::{province, provinces};
pub use search::search;
pub use shared::{card, make_date, make_period_link, make_province_link, make_topic_link, shared};
pub use tasks::tasks;
pub use topics::{topic, topic_facets, topics};

/// Fills the context of a page.
pub type View = fn(&Renderer, &Page, &mut Context);
