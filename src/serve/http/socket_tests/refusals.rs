//! What the server does not answer, or not in the way it was asked.

use super::*;

#[test]
fn a_missing_slash_is_added_here_and_nowhere_else() {
    let server = Server::start();
    for (target, location) in [
        ("/tinh/son-la", "/tinh/son-la/"),
        ("/tinh/son-la?q=a&b", "/tinh/son-la/?q=a&b"),
        ("/tinh/son-la?//evil.example", "/tinh/son-la/?//evil.example"),
        ("/tinh/%73on-la", "/tinh/son-la/"),
    ] {
        let reply = server.get(target);
        assert_eq!((reply.status, reply.header("location")), (307, location));
        assert_eq!(reply.header("cache-control"), "no-cache");
    }
    let absolute = server.get(&format!("http://{}/tinh/son-la", server.address));
    assert_eq!(absolute.header("location"), "/tinh/son-la/");
    for target in
        ["//tinh/son-la", "//evil.example/tinh/son-la", "/%2Ftinh/son-la", "/\\evil.example", "/tinh/son-la%2f"]
    {
        let reply = server.get(target);
        assert_eq!((reply.status, reply.header("location")), (404, ""), "{target}");
    }
}

#[test]
fn odd_paths_get_the_page_for_missing_addresses() {
    let server = Server::start();
    let long = format!("/{}", "a/".repeat(1500));
    for target in
        ["/../main.css", "/x/../main.css", "/%2e%2e/main.css", "/main.css%00", "/%6dain%2ecss%", "/MAIN.css", &long]
    {
        let reply = server.get(target);
        assert_eq!(reply.status, 404, "{target}");
        assert!(reply.text().contains("Không có"), "{target}");
    }
    assert_eq!(server.get("/%6dain%2Ecss").status, 200);
}

#[test]
fn only_reading_is_answered() {
    let server = Server::start();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        for target in ["/", "/_bantin/events?page=/", "/_bantin/preview.js"] {
            let reply = server.ask(method, target, &[("Content-Length", "0")]);
            assert_eq!(reply.status, 405, "{method} {target}");
            assert_eq!(reply.header("allow"), "GET,HEAD");
        }
    }
    assert_eq!(server.ask("OPTIONS", "*", &[]).status, 405);
    assert_eq!(server.asked(), 0);
}

#[test]
fn foreign_hosts_are_refused() {
    let server = Server::start();
    let port = server.address.port();
    let lines = |host: &str| format!("GET / HTTP/1.1\r\n{host}\r\n");
    for host in [
        String::new(),
        "Host:\r\n".to_owned(),
        "Host: localhost\r\n".to_owned(),
        format!("Host: evil.example:{port}\r\n"),
        format!("Host: localhost:{}\r\n", port ^ 1),
        format!("Host: localhost:{port}\r\nHost: localhost:{port}\r\n"),
        format!("Host: localhost:{port}\r\nHost: evil.example:{port}\r\n"),
        format!("Host: localhost:{port}, evil.example\r\n"),
        format!("Host: evil.example\r\nX-Forwarded-Host: localhost:{port}\r\n"),
    ] {
        let reply = server.raw(lines(&host).as_bytes());
        assert_eq!(reply.status, 403, "{host}");
        assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
        assert!(reply.text().starts_with("Từ chối:") && reply.text().contains("Refused:"));
        assert!(reply.text().ends_with(&format!("http://127.0.0.1:{port}/\n")), "{}", reply.text());
        assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
    }
    for target in ["/_bantin/events?page=/", "/_bantin/preview.js", "/khong/"] {
        let request = format!("GET {target} HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n");
        assert_eq!(server.raw(request.as_bytes()).status, 403, "{target}");
    }
    assert_eq!(server.raw(b"GET / HTTP/1.0\r\n\r\n").status, 403);
    assert_eq!(server.get(&format!("http://evil.example:{port}/")).status, 403);
    assert_eq!(server.ask("CONNECT", "evil.example:443", &[]).status, 403);
    assert_eq!(server.asked(), 0);
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        assert_eq!(server.raw(lines(&format!("Host: {host}:{port}\r\n")).as_bytes()).status, 200, "{host}");
    }
}

#[test]
fn other_websites_are_refused() {
    let server = Server::start();
    let own = format!("http://{}", server.address);
    assert_eq!(server.ask("GET", "/", &[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]).status, 200);
    for origin in ["null", "http://evil.example", "https://localhost"] {
        assert_eq!(server.ask("GET", "/", &[("Origin", origin)]).status, 403, "{origin}");
    }
    let cross = ("Sec-Fetch-Site", "cross-site");
    assert_eq!(server.ask("GET", "/lon.pdf", &[cross, ("Sec-Fetch-Mode", "no-cors")]).status, 403);
    assert_eq!(server.ask("GET", "/_bantin/events?page=/", &[cross, ("Sec-Fetch-Mode", "cors")]).status, 403);
    let link = [cross, ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
    assert_eq!(server.ask("GET", "/", &link).status, 200);
    let frame = [cross, ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")];
    assert_eq!(server.ask("GET", "/", &frame).status, 403);
}

#[test]
fn a_body_is_no_second_request() {
    let server = Server::start();
    let smuggled = "GET /hong/ HTTP/1.1\r\nHost: evil.example\r\n\r\n";
    let mut stream = server.connect();
    let (length, host) = (smuggled.len(), server.address);
    write!(stream, "GET /main.css HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n{smuggled}").unwrap();
    write!(stream, "GET /khong/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut reader = BufReader::new(stream);
    assert_eq!(Reply::read(&mut reader, false).status, 200);
    assert_eq!(Reply::read(&mut reader, false).status, 404);
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).unwrap();
    assert_eq!(rest, b"");
}

#[test]
fn what_is_no_request_is_refused() {
    let server = Server::start();
    let with = |line: &str| format!("GET / HTTP/1.1\r\nHost: {}\r\n{line}\r\n\r\n", server.address);
    let many = (0..200).fold(String::new(), |lines, n| format!("{lines}X-{n}: a\r\n"));
    for (request, status_line) in [
        (with(&format!("X: {}", "a".repeat(1_000_000))), "HTTP/1.1 431 "),
        (with(many.trim_end()), "HTTP/1.1 431 "),
        (with("Content-Length: 1\r\nTransfer-Encoding: chunked, x"), "HTTP/1.1 400 "),
        (with("Content-Length: 1\r\nContent-Length: 2"), "HTTP/1.1 400 "),
        (with("X : a"), "HTTP/1.1 400 "),
        (format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(70_000)), "HTTP/1.1 414 "),
        ("GET /a b HTTP/1.1\r\n\r\n".to_owned(), "HTTP/1.1 400 "),
        ("GET / HTTP/9.9\r\n\r\n".to_owned(), "HTTP/1.1 400 "),
        ("\0\x01\x02\r\n\r\n".to_owned(), "HTTP/1.1 400 "),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), ""),
    ] {
        let mut stream = server.connect();
        // The server may hang up before it has read everything, and its reply may then be lost.
        let _ = stream.write_all(request.as_bytes());
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply);
        let reply = String::from_utf8_lossy(&reply);
        let start: String = request.chars().take(60).collect();
        assert!(reply.starts_with(status_line) || reply.is_empty(), "{start:?}: {reply}");
    }
    assert_eq!(server.asked(), 0);
    assert_eq!(server.get("/").status, 200);
}
