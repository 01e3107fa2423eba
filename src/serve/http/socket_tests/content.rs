//! Pages, files, their parts and their versions.

use super::*;

#[test]
fn a_page_comes_with_the_script() {
    let reply = Server::start().get("/tinh/son-la/");
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.text(),
        "<!DOCTYPE html><title>Sơn La</title><body><p>Tin tức</p>\
         <script src=\"/_bantin/preview.js\" data-page=\"01\" data-styles=\"51\" defer></script>\n</body>"
    );
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-cache"),
        ("accept-ranges", "bytes"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "same-origin"),
    ] {
        assert_eq!(reply.header(name), value);
    }
    assert!(reply.headers.iter().all(|(name, _)| !name.starts_with("access-control")));
}

#[test]
fn pages_that_say_why_there_is_none_come_with_the_script_and_without_a_version() {
    let server = Server::start();
    for (target, status) in [("/khong/", 404), ("/loi/", 500), ("/cho/", 503)] {
        let reply = server.ask("GET", target, &[("If-None-Match", "*"), ("Range", "bytes=0-1")]);
        assert_eq!(reply.status, status);
        assert!(reply.text().contains("data-page=\"01\""));
        assert_eq!((reply.header("etag"), reply.header("accept-ranges")), ("", ""));
    }
}

#[test]
fn the_script_is_a_file_like_others() {
    let server = Server::start();
    let reply = server.get("/_bantin/preview.js");
    assert_eq!((reply.status, reply.text()), (200, SCRIPT));
    assert_eq!(reply.header("content-type"), "text/javascript; charset=utf-8");
    let again = server.ask("GET", "/_bantin/preview.js", &[("If-None-Match", reply.header("etag"))]);
    assert_eq!(again.status, 304);
    assert_eq!(server.get("/_bantin/").status, 404);
}

#[test]
fn a_head_is_the_reply_without_its_body() {
    let server = Server::start();
    for target in ["/", "/main.css", "/lon.pdf", "/khong/", "/tinh/son-la", "/_bantin/preview.js", "/mat.zip"] {
        let (get, head) = (server.get(target), server.ask("HEAD", target, &[]));
        let but_date = |reply: &Reply| {
            let mut headers: Vec<_> = reply.headers.iter().filter(|(name, _)| name != "date").cloned().collect();
            headers.sort();
            headers
        };
        assert_eq!((get.status, but_date(&get)), (head.status, but_date(&head)), "{target}");
        assert_eq!(get.header("content-length"), get.body.len().to_string());
    }
    // Ranges have a meaning for GET only.
    let reply = server.ask("HEAD", "/main.css", &[("Range", "bytes=0-1")]);
    assert_eq!((reply.status, reply.header("content-length")), (200, "10"));
}

#[test]
fn a_page_is_sent_again_only_when_it_has_changed() {
    let server = Server::start();
    let first = server.get("/");
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() > 10, "{tag}");
    for known in [tag.clone(), format!("\"a\", W/{tag}"), "*".to_owned()] {
        let reply = server.ask("GET", "/", &[("If-None-Match", &known)]);
        assert_eq!((reply.status, reply.header("etag"), reply.header("content-length")), (304, tag.as_str(), ""));
        assert_eq!(reply.header("cache-control"), "no-cache");
    }
    assert_eq!(server.ask("HEAD", "/", &[("If-None-Match", &tag)]).status, 304);
    assert_eq!(server.ask("GET", "/", &[("If-None-Match", "\"a\"")]).status, 200);
    assert_eq!(server.ask("GET", "/", &[("If-Match", "\"a\"")]).status, 412);
    // The page has the same HTML, but its hash, which the script reads, is another.
    server.change();
    let changed = server.ask("GET", "/", &[("If-None-Match", &tag)]);
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

#[test]
fn a_file_is_sent_again_only_when_it_has_changed() {
    let server = Server::start();
    let path = server.site.file("doi.txt");
    let then = std::time::UNIX_EPOCH + Duration::from_millis(784_111_777_900);
    let set_time = |time| File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    set_time(then);
    let first = server.get("/doi.txt");
    assert_eq!((first.text(), first.header("last-modified")), ("một", "Sun, 06 Nov 1994 08:49:37 GMT"));
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(server.ask("GET", "/doi.txt", &[("If-None-Match", &tag)]).status, 304);
    let since = ("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_eq!(server.ask("GET", "/doi.txt", &[since]).status, 304);

    std::fs::write(&path, "hai").unwrap();
    set_time(then + Duration::from_secs(1));
    assert_eq!(server.ask("GET", "/doi.txt", &[since]).text(), "hai");
    assert_eq!(server.ask("GET", "/doi.txt", &[("If-None-Match", &tag)]).text(), "hai");

    for odd in [then + Duration::from_secs(400_000_000_000), std::time::UNIX_EPOCH - Duration::from_secs(9)] {
        // Not every disk can keep such a time.
        if File::options().write(true).open(&path).unwrap().set_modified(odd).is_ok() {
            let reply = server.get("/doi.txt");
            assert_eq!((reply.status, reply.header("last-modified")), (200, ""));
        }
    }
}

#[test]
fn parts_of_files_and_of_bytes_are_sent() {
    let server = Server::start();
    let part = |target: &str, range: &str| {
        let reply = server.ask("GET", target, &[("Range", range)]);
        (reply.status, reply.header("content-range").to_owned(), reply.body)
    };
    for (range, content_range, body) in [
        ("bytes=2-4", "bytes 2-4/10", "234"),
        ("bytes=7-", "bytes 7-9/10", "789"),
        ("bytes=-2", "bytes 8-9/10", "89"),
        ("bytes=0-99", "bytes 0-9/10", "0123456789"),
    ] {
        assert_eq!(part("/main.css", range), (206, content_range.to_owned(), body.into()));
    }
    assert_eq!(part("/main.css", "bytes=10-"), (416, "bytes */10".to_owned(), Vec::new()));
    assert_eq!(part("/main.css", "bytes=0-1,4-5"), (200, String::new(), "0123456789".into()));
    let large = large();
    for (range, asked) in [
        ("bytes=0-0", 0..1),
        ("bytes=65535-65536", 65_535..65_537),
        ("bytes=1-200000", 1..200_001),
        ("bytes=-131072", LARGE - 131_072..LARGE),
        ("bytes=0-", 0..LARGE),
    ] {
        let (status, content_range, body) = part("/lon.pdf", range);
        assert_eq!((status, content_range), (206, format!("bytes {}-{}/{LARGE}", asked.start, asked.end - 1)));
        assert!(body == large[asked], "{range}");
    }
    assert_eq!(part("/lon.pdf", "bytes=300000-").0, 416);
    assert!(server.get("/lon.pdf").body == large);
    let page = server.get("/");
    let end = server.ask("GET", "/", &[("Range", "bytes=-7"), ("If-Range", page.header("etag"))]);
    assert_eq!((end.status, end.text()), (206, "</body>"));
    assert_eq!(server.ask("GET", "/", &[("Range", "bytes=-7"), ("If-Range", "\"a\"")]).status, 200);
}

#[test]
fn a_file_that_is_gone_is_missing() {
    let reply = Server::start().get("/mat.zip");
    assert_eq!((reply.status, reply.header("content-type")), (404, "text/plain; charset=utf-8"));
}
