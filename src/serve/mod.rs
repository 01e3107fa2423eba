//! The preview: the same pages as a publication, rendered when they are asked for, never written to the output.
//!
//! Small parts: `preview` holds the site and what is wrong now, `http` answers browsers from it, `checks` looks at all
//! pages behind. Files are followed by `crate::follow`. Errors of the content never end the server.

mod browser;
mod checks;
mod http;
mod preview;
mod tab;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crate::clock;
use crate::console::{Out, Words, status};
use crate::failure::Failure;
use crate::follow;
use http::Hosts;
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
    /// Whether to open the browser.
    pub open: bool,
}

/// How many ports after the wanted one are tried when it is taken.
const NEXT_PORTS: u16 = 20;

/// Runs the preview until it is interrupted; the exit status.
pub fn run(root: &Path, wish: &Wish, out: &Out) -> u8 {
    match start(root, wish, out) {
        Ok(()) => status::DONE,
        Err(failure) => {
            out.failure(&failure);
            status::FAILED
        }
    }
}

fn start(root: &Path, wish: &Wish, out: &Out) -> Result<(), Failure> {
    let listener = listen(wish, out)?;
    let address = listener.local_addr().map_err(|e| Failure::serve("", &e))?;
    let (preview, sites) = Preview::new(browser::address(address), out.lang);
    let preview = Arc::new(preview);
    checks::run(Arc::clone(&preview), sites, out.clone());
    let followed = Arc::clone(&preview);
    let (root, poll, console) = (root.to_path_buf(), wish.poll, out.clone());
    std::thread::spawn(move || {
        let mut start = None;
        let result = follow::follow(&root, poll, &console, |reading, now| {
            let begun = Instant::now();
            let (said, turn) = followed.update(reading, now);
            said.print(&console, start.replace(begun).map(|_| begun));
            turn
        });
        if let Err(failure) = result {
            let (said, _) = followed.update(Err(failure), clock::vietnam());
            said.print(&console, None);
        }
    });
    out.say(Words::Serving(browser::address(address)));
    if !wish.host.is_loopback() {
        out.say(Words::OpenToNetwork(address.port()));
    }
    if wish.open
        && let Err(failure) = browser::open(&browser::address(address))
    {
        out.failure(&failure);
    }
    http::serve(listener, preview, Hosts::of(address)).map_err(|e| Failure::serve(&address.to_string(), &e))
}

/// Listens on the wanted port, or on the next free one.
fn listen(wish: &Wish, out: &Out) -> Result<TcpListener, Failure> {
    let mut result = TcpListener::bind(SocketAddr::new(wish.host, wish.port));
    for port in (wish.port..=u16::MAX).skip(1).take(usize::from(NEXT_PORTS)) {
        match &result {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                result = TcpListener::bind(SocketAddr::new(wish.host, port));
                if result.is_ok() {
                    out.say(Words::PortTaken(wish.port, port));
                }
            }
            _ => break,
        }
    }
    result.map_err(|e| Failure::serve(&SocketAddr::new(wish.host, wish.port).to_string(), &e))
}
