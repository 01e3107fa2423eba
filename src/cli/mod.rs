//! The commands: what was typed becomes calls of the engine, and results become words and an exit status.

#[allow(missing_docs, reason = "the words of commands and options stand in `help`")]
pub mod args;
mod check;
mod cite;
mod help;
mod init;
mod new;
mod watch;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::console::status::{DONE, USAGE};
use crate::console::{Out, Words};
use crate::diag::Lang;
use crate::read;
use crate::serve::{self, Wish};
use args::{Command, Parsed};

/// Runs a command line.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = args::language(&arguments, |name| std::env::var(name).ok());
    let status = match args::parse(&arguments, lang) {
        Parsed::Command(args, command) => dispatch(*args, command, lang),
        Parsed::Shown(text) => {
            Out::new(lang, false).print(&text);
            DONE
        }
        Parsed::Wrong(text) => {
            Out::new(lang, false).complain(&text);
            USAGE
        }
    };
    ExitCode::from(status)
}

fn dispatch(args: args::Global, command: Command, lang: Lang) -> u8 {
    let out = Out::new(lang, args.json());
    match command {
        Command::Init(init) => init::run(&init, &out),
        Command::Completions { shell } => {
            out.print(&args::completions(shell, lang));
            DONE
        }
        Command::Cite { file } => cite::run(&file, &out),
        Command::Schema => {
            out.print(&help::schema());
            DONE
        }
        Command::Build(build) if build.watch => with_root(&args, &out, |root| watch::run(root, &build, &out)),
        Command::Build(build) => with_root(&args, &out, |root| check::build(root, &build, args.timings, &out)),
        Command::Check => with_root(&args, &out, |root| check::check(root, args.timings, &out)),
        Command::New(new) => with_root(&args, &out, |root| new::run(root, &new, &out)),
        Command::Serve(args::Serve { host, port, poll, open }) => {
            with_root(&args, &out, |root| serve::run(root, &Wish { host, port, poll, open }, &out))
        }
    }
}

/// Finds the site and runs a command in it.
fn with_root(args: &args::Global, out: &Out, run: impl FnOnce(&Path) -> u8) -> u8 {
    let start = args.root.clone().map_or_else(std::env::current_dir, Ok);
    let found: Option<PathBuf> = match (&args.root, start) {
        (Some(root), _) => root.join(read::CONFIG_FILE).is_file().then(|| root.clone()),
        (None, Ok(here)) => read::find_root(&here),
        (None, Err(_)) => None,
    };
    match found {
        // Absolute, because the system reports changes by absolute paths.
        Some(root) => run(&std::path::absolute(&root).unwrap_or(root)),
        None => {
            out.complain(&out.words(Words::NoSite));
            USAGE
        }
    }
}
