//! bantin: a static-site generator for the bulletins of Vietnamese provincial Departments of Science and Technology.
//!
//! Data flows one way, and only the ends touch the disk or the clock:
//!
//! [`read`] → [`parse`] → [`resolve`] → [`index`] → [`plan`] → [`render`] → [`check`] → [`publish`]
//!
//! [`search`] is what readers search, made of the index when it is rendered. [`engine`] puts the stages together; [`serve`]
//! shows the same pages without publishing them. ARCHITECTURE.md draws it.

pub mod check;
pub mod cite;
pub mod cli;
pub mod clock;
pub mod config;
pub mod console;
pub mod diag;
pub mod engine;
pub mod failure;
pub mod features;
mod follow;
pub mod index;
pub mod model;
pub mod parse;
pub mod picture;
pub mod plan;
pub mod publish;
pub mod read;
pub mod render;
pub mod resolve;
pub mod search;
pub mod serve;
pub mod site;
pub mod text;
pub mod watch;
pub mod yaml;
