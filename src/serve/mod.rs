//! The preview server.
use crate::cli::args::Serve;
use std::path::Path;
/// Runs.
pub fn run(_root: &Path, _args: &Serve, _out: &crate::cli::out::Out) -> u8 {
    0
}
