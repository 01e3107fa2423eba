//! What readers search: an index of the whole site in small files that a script in the browser loads as it needs them.
//!
//! `entries` says what can be found (`texts` reads bodies), `index` gathers where each word stands, `shards` writes the files.
//! No server takes part, and the files are scripts, because a page from a disk (`file://`) may load nothing else.
//!
//! A *unit* is a piece of an entry with an address of its own: the opening of an item, each of its sections, its tables.
//! Units are numbered through the site, those of the oldest item first, so that a new item leaves the files of older texts as
//! they are.

mod entries;
mod index;
mod postings;
mod shards;
mod texts;

pub use index::SearchIndex;
pub use shards::{Counts, Shard, shard_url};
