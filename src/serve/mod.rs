//! The preview: the same pages as a publication, rendered when they are asked for, never written to the output.
//!
//! Three small parts: `preview` holds the last good site and what is wrong now, `http` answers requests from it,
//! `watch` says when something changed. Errors of the content never end the server.

mod http;
mod preview;
mod watch;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crate::console::{Out, Words, status};
use crate::failure::Failure;
use preview::Preview;

/// What the editor wants.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Address to listen at; a loopback address unless others may look.
    pub host: IpAddr,
    /// Port; the next free one if it is taken, any if it is 0.
    pub port: u16,
    /// Whether to look for changes instead of being told.
    pub poll: bool,
}

/// How many ports after the wanted one are tried when it is taken.
const NEXT_PORTS: u16 = 20;

/// Runs the preview until it is interrupted; the exit status.
pub fn run(root: &Path, args: &Wish, out: &Out) -> u8 {
    match start(root, args, out) {
        Ok(()) => status::DONE,
        Err(failure) => {
            out.failure(&failure);
            status::FAILED
        }
    }
}

fn start(root: &Path, args: &Wish, out: &Out) -> Result<(), Failure> {
    let listener = listen(args, out)?;
    let address = listener.local_addr().map_err(|e| Failure::serve("", &e))?;
    let preview = Arc::new(Preview::new(root.to_path_buf(), format!("http://{address}/"), out.lang));
    match preview.reload() {
        Ok(diagnostics) => out.diagnostics(&diagnostics),
        Err(failure) => out.failure(&failure),
    }
    out.say(Words::Serving(preview.base_url().to_owned()));

    let console = Out::new(out.lang, false);
    let changed = Arc::clone(&preview);
    watch::watch(root, args.poll, out, move || {
        let start = Instant::now();
        match changed.reload() {
            Ok(diagnostics) => {
                console.diagnostics(&diagnostics);
                if !diagnostics.has_errors() {
                    console.say(Words::Reloaded(start.elapsed().as_millis()));
                }
            }
            Err(failure) => console.failure(&failure),
        }
    })?;
    http::serve(listener, preview, args.host).map_err(|e| Failure::serve(&address.to_string(), &e))
}

/// Listens on the wanted port, or on the next free one.
fn listen(args: &Wish, out: &Out) -> Result<TcpListener, Failure> {
    let mut result = TcpListener::bind(SocketAddr::new(args.host, args.port));
    for port in (args.port..=u16::MAX).skip(1).take(usize::from(NEXT_PORTS)) {
        match &result {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                result = TcpListener::bind(SocketAddr::new(args.host, port));
                if result.is_ok() {
                    out.say(Words::PortTaken(args.port, port));
                }
            }
            _ => break,
        }
    }
    result.map_err(|e| Failure::serve(&SocketAddr::new(args.host, args.port).to_string(), &e))
}
