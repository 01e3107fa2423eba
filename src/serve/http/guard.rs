//! Refuses requests that other sites make through the editor's browser: by name (DNS rebinding), by origin, by fetch
//! metadata. What is asked for does not matter here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::conditional::{single, text};

/// The names under which the preview answers.
#[derive(Clone, Debug)]
pub struct Hosts {
    address: SocketAddr,
    /// The name of this machine, where the preview is open to the network.
    machine: Option<String>,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// It names another server.
    Host,
    /// A page of another site made it.
    Origin,
}

/// A host as a URL names it.
enum Host<'a> {
    Ip(IpAddr),
    Name(&'a str),
}

impl Hosts {
    /// The names of a preview that listens at `address`.
    ///
    /// A loopback address answers to `localhost` and the loopback addresses. An address of the network also answers to
    /// itself and to the name of this machine; all addresses together (`0.0.0.0`, `[::]`) answer to every address in
    /// digits, since only a name can be made to lead somewhere else.
    #[must_use]
    pub fn of(address: SocketAddr) -> Self {
        let machine = if address.ip().is_loopback() { None } else { machine_name() };
        Self { address, machine }
    }

    /// Whether `authority`, such as `localhost:1111`, names this preview.
    fn contain(&self, authority: &str) -> bool {
        let Some((host, port)) = parse(authority) else { return false };
        let named = match host {
            Host::Ip(ip) => {
                let own = self.address.ip();
                ip == Ipv4Addr::LOCALHOST || ip == Ipv6Addr::LOCALHOST || ip == own || own.is_unspecified()
            }
            Host::Name(name) => {
                let machine = self.machine.as_deref();
                name.eq_ignore_ascii_case("localhost") || machine.is_some_and(|own| name.eq_ignore_ascii_case(own))
            }
        };
        named && port == self.address.port()
    }

    /// Why the request is refused, if it is.
    fn refusal(&self, request: &Request) -> Option<Refusal> {
        let (uri, headers) = (request.uri(), request.headers());
        let named = single(headers, header::HOST).is_some_and(|host| self.contain(host))
            && uri.authority().is_none_or(|authority| self.contain(authority.as_str()))
            && uri.scheme_str().is_none_or(|scheme| scheme == "http");
        if !named {
            return Some(Refusal::Host);
        }
        let own_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(|origin| self.contain(origin));
        let origins_are_own = headers.get_all(header::ORIGIN).iter().all(|value| text(value).is_some_and(own_origin));
        if !origins_are_own || is_part_of_another_site(headers) {
            return Some(Refusal::Origin);
        }
        None
    }

    /// An address of the preview to show in a message.
    fn example(&self) -> String {
        let ip = self.address.ip();
        if ip.is_unspecified() {
            format!("http://localhost:{}/", self.address.port())
        } else {
            format!("http://{}/", self.address)
        }
    }
}

/// Whether a page of another site embeds or fetches this; a link from there that the editor follows is welcome.
fn is_part_of_another_site(headers: &HeaderMap) -> bool {
    let cross_site = headers.get_all("sec-fetch-site").iter().any(|site| site == "cross-site");
    // A frame is a navigation too, told by its destination.
    let top_level = headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate")
        && headers.get("sec-fetch-dest").is_none_or(|destination| destination == "document");
    cross_site && !top_level
}

/// The host and the port of an authority; `None` for anything but `NAME`, `1.2.3.4` or `[::1]`, with or without a port.
fn parse(authority: &str) -> Option<(Host<'_>, u16)> {
    let (host, after) = if let Some(rest) = authority.strip_prefix('[') {
        let (ip, after) = rest.split_once(']')?;
        let Ok(ip) = ip.parse::<Ipv6Addr>() else { return None };
        (Host::Ip(ip.into()), after)
    } else {
        let (name, after) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
        (name.parse::<Ipv4Addr>().map_or(Host::Name(name), |ip| Host::Ip(ip.into())), after)
    };
    if after.is_empty() {
        return Some((host, 80));
    }
    let port = after.strip_prefix(':')?;
    match port.parse() {
        Ok(number) if port.bytes().all(|b| b.is_ascii_digit()) => Some((host, number)),
        _ => None,
    }
}

/// The name of this machine, as far as the standard library can tell: Windows keeps it in a variable, Linux in a file.
fn machine_name() -> Option<String> {
    let name = match std::env::var("COMPUTERNAME") {
        Ok(name) => name,
        // Elsewhere the preview answers to addresses only.
        Err(_) => std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default(),
    };
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Lets a request through or refuses it.
pub async fn check(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    let reason = match hosts.refusal(&request) {
        None => return next.run(request).await,
        Some(Refusal::Host) => {
            "Từ chối: yêu cầu không ghi đúng tên máy và cổng của bản xem thử. Hãy mở địa chỉ sau:\n\
             Refused: the request does not name the host and port of this preview. Open this address:\n"
        }
        Some(Refusal::Origin) => {
            "Từ chối: yêu cầu do một trang web khác gửi. Hãy tự mở địa chỉ sau:\n\
             Refused: another website made this request. Open this address yourself:\n"
        }
    };
    super::plain(StatusCode::FORBIDDEN, &format!("{reason}{}\n", hosts.example()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn loopback() -> Hosts {
        Hosts::of("127.0.0.1:1111".parse().unwrap())
    }

    fn network(address: &str) -> Hosts {
        Hosts { address: address.parse().unwrap(), machine: Some("MAY-01".to_owned()) }
    }

    fn refusal(headers: &[(&str, &str)]) -> Option<Refusal> {
        let mut request = Request::builder().uri("/").header("host", "localhost:1111");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        loopback().refusal(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn a_loopback_preview_answers_to_its_own_names() {
        for host in ["localhost:1111", "LocalHost:1111", "127.0.0.1:1111", "[::1]:1111", "[0:0:0:0:0:0:0:1]:1111"] {
            assert!(loopback().contain(host), "{host}");
        }
    }

    #[test]
    fn other_names_that_lead_here_are_refused() {
        for host in [
            "",
            ":1111",
            "localhost",
            "localhost:",
            "localhost:80",
            "localhost:+1111",
            "localhost:1111:1111",
            "localhost:1111 ",
            "localhost.:1111",
            "localhost.evil.example:1111",
            "evil.example:1111",
            "evil.example",
            "me@localhost:1111",
            "localhost:1111@evil.example",
            "localhost:1111,evil.example",
            "127.0.0.2:1111",
            "127.1:1111",
            "2130706433:1111",
            "0x7f.0.0.1:1111",
            "0.0.0.0:1111",
            "192.168.1.5:1111",
            "::1",
            "::1:1111",
            "[::1",
            "[::1]",
            "[::1]1111",
            "[::1]x:1111",
            "[localhost]:1111",
            "[fe80::1%25eth0]:1111",
        ] {
            assert!(!loopback().contain(host), "{host}");
        }
    }

    #[test]
    fn a_missing_port_is_that_of_http() {
        let hosts = Hosts::of("127.0.0.1:80".parse().unwrap());
        assert!(hosts.contain("localhost") && hosts.contain("localhost:80") && !hosts.contain("localhost:1111"));
    }

    #[test]
    fn a_preview_on_the_network_answers_to_its_address() {
        let hosts = network("192.168.1.5:1111");
        for host in ["192.168.1.5:1111", "localhost:1111", "may-01:1111"] {
            assert!(hosts.contain(host), "{host}");
        }
        for host in ["192.168.1.6:1111", "evil.example:1111", "may-01.evil.example:1111", "192.168.1.5:80"] {
            assert!(!hosts.contain(host), "{host}");
        }
    }

    #[test]
    fn a_preview_on_all_addresses_answers_to_digits_only() {
        for address in ["0.0.0.0:1111", "[::]:1111"] {
            let hosts = network(address);
            for host in ["192.168.1.5:1111", "[fd00::5]:1111", "127.0.0.1:1111", "localhost:1111", "MAY-01:1111"] {
                assert!(hosts.contain(host), "{host}");
            }
            assert!(!hosts.contain("evil.example:1111"));
            assert_eq!(hosts.example(), "http://localhost:1111/");
        }
    }

    #[test]
    fn a_request_has_exactly_one_own_host() {
        assert_eq!(refusal(&[]), None);
        assert_eq!(refusal(&[("host", "localhost:1111")]), Some(Refusal::Host));
        let request = |uri: &str| Request::builder().uri(uri).header("host", "localhost:1111").body(Body::empty());
        let refusal = |uri: &str| loopback().refusal(&request(uri).unwrap());
        assert_eq!(refusal("http://127.0.0.1:1111/"), None);
        assert_eq!(refusal("http://evil.example:1111/"), Some(Refusal::Host));
        assert_eq!(refusal("https://127.0.0.1:1111/"), Some(Refusal::Host));
        let nameless = Request::builder().uri("/").body(Body::empty()).unwrap();
        assert_eq!(loopback().refusal(&nameless), Some(Refusal::Host));
    }

    #[test]
    fn an_origin_is_the_preview_itself() {
        for own in ["http://localhost:1111", "http://127.0.0.1:1111", "http://[::1]:1111"] {
            assert_eq!(refusal(&[("origin", own)]), None, "{own}");
        }
        for foreign in [
            "null",
            "",
            "https://localhost:1111",
            "http://localhost:1112",
            "http://localhost:1111/",
            "http://evil.example:1111",
            "http://localhost",
            "localhost:1111",
        ] {
            assert_eq!(refusal(&[("origin", foreign)]), Some(Refusal::Origin), "{foreign}");
        }
        let two = [("origin", "http://localhost:1111"), ("origin", "http://evil.example")];
        assert_eq!(refusal(&two), Some(Refusal::Origin));
    }

    #[test]
    fn another_site_may_link_here_and_nothing_else() {
        let fetch = |site, mode, destination| {
            refusal(&[("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", destination)])
        };
        assert_eq!(fetch("cross-site", "navigate", "document"), None);
        assert_eq!(fetch("cross-site", "navigate", "iframe"), Some(Refusal::Origin));
        assert_eq!(fetch("cross-site", "no-cors", "image"), Some(Refusal::Origin));
        assert_eq!(fetch("cross-site", "cors", "empty"), Some(Refusal::Origin));
        assert_eq!(fetch("same-origin", "cors", "empty"), None);
        assert_eq!(fetch("none", "navigate", "document"), None);
        assert_eq!(refusal(&[("sec-fetch-site", "cross-site")]), Some(Refusal::Origin));
        assert_eq!(refusal(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]), None);
    }
}
