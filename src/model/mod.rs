//! The field's own values: periods, dates, provinces, topics, indicators, documents, addresses and items.
//!
//! Types here cannot hold a value that makes no sense; how raw text becomes such a value and what is said when it
//! does not is the business of [`crate::resolve`].

pub mod date;
pub mod document;
pub mod documents;
pub mod figures;
pub mod indicator;
pub mod item;
pub mod items;
pub mod outline;
pub mod period;
pub mod province;
pub mod report;
pub mod topic;
pub mod url;

pub use date::PartialDate;
pub use document::{Document, DocumentId};
pub use documents::Documents;
pub use indicator::{Indicator, IndicatorId, Indicators};
pub use item::{Item, ItemId, ItemKind};
pub use items::Items;
pub use outline::Outline;
pub use period::Period;
pub use province::{Province, ProvinceId, Provinces};
pub use report::Report;
pub use topic::{Topic, TopicId, Topics};
pub use url::UrlPath;
