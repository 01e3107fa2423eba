//! Opens the editor's browser.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// The address to type: a preview that is open to the network is seen here under a name of this machine.
pub fn address(listening: SocketAddr) -> String {
    let ip = match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    format!("http://{}/", SocketAddr::new(ip, listening.port()))
}

/// Opens an address in the browser that the editor has chosen, as the system does it.
///
/// # Errors
/// When there is no such program.
pub fn open(address: &str) -> Result<(), Failure> {
    let (program, arguments): (&str, &[&str]) = if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop).map_err(|error| Failure::open(address, &error))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_open_preview_is_seen_at_this_machine() {
        let of = |listening: &str| address(listening.parse().unwrap());
        assert_eq!(of("127.0.0.1:1111"), "http://127.0.0.1:1111/");
        assert_eq!(of("0.0.0.0:1111"), "http://127.0.0.1:1111/");
        assert_eq!(of("[::]:1111"), "http://[::1]:1111/");
        assert_eq!(of("192.168.1.5:80"), "http://192.168.1.5:80/");
    }
}
