//! The program `bantin`: see the library for everything it does.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    bantin::cli::run(std::env::args_os())
}
