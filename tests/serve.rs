//! The preview from outside: files are saved as editors' programs save them, pages are asked for over HTTP.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bantin::engine::Engine;
use bantin::read;
use bantin::render::Rendered;
use common::TestSite;

/// How long anything may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running preview, ended with the test.
struct Served<'s> {
    site: &'s TestSite,
    child: Child,
    host: String,
    /// Kept open, or the preview would print into a closed pipe.
    _said: BufReader<std::process::ChildStdout>,
}

impl<'s> Served<'s> {
    fn new(site: &'s TestSite, more: &[&str]) -> Self {
        Self::at_port(0, site, more)
    }

    fn at_port(port: u16, site: &'s TestSite, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
            .args(["serve", "--port", &port.to_string(), "--root"])
            .arg(site.path(""))
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "the preview ended");
        }
        let host = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { site, child, host, _said: said }
    }

    /// Head and body of an answer.
    fn get(&self, path: &str) -> (String, Vec<u8>) {
        self.ask(&format!("GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.host))
    }

    fn ask(&self, request: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head") + 4;
        (String::from_utf8(bytes[..end].to_vec()).unwrap(), bytes.split_off(end))
    }

    fn page(&self, path: &str) -> String {
        String::from_utf8(self.get(path).1).unwrap()
    }

    /// Waits until a page says something.
    fn until(&self, path: &str, part: &str) {
        let start = Instant::now();
        while !self.page(path).contains(part) {
            assert!(start.elapsed() < PATIENCE, "{part} did not appear on {path}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// The first message of the stream of events of a page.
    fn state(&self, page: &str) -> serde_json::Value {
        let stream = TcpStream::connect(&self.host).unwrap();
        write!(&stream, "GET /_bantin/events?page={page} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host).unwrap();
        let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
        let data = lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned)).expect("an event");
        serde_json::from_str(&data).unwrap()
    }

    /// Waits until every page is what a preview that starts now would show.
    fn until_as_new(&self, after: &str) {
        let start = Instant::now();
        loop {
            let found = self.difference();
            match found {
                None => return,
                Some(found) => assert!(start.elapsed() < PATIENCE, "after {after}: {found}"),
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// How the preview differs from one that starts now.
    fn difference(&self) -> Option<String> {
        let mut engine = Engine::new(true).at(format!("http://{}/", self.host));
        let now = bantin::clock::vietnam();
        if engine.update(read::everything(&self.site.path("")).unwrap(), now).is_err() {
            let mistakes = self.state("/")["mistakes"].as_array().unwrap().len();
            return (mistakes == 0).then(|| "the mistakes are not shown".to_owned());
        }
        let renderer = engine.renderer().unwrap();
        let mut expected: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for page in renderer.plan.pages() {
            let bytes = match renderer.render(page).unwrap() {
                Rendered::Bytes(bytes) => bytes,
                Rendered::Copy(path) | Rendered::Picture(path, _) => fs::read(path).unwrap(),
            };
            expected.insert(page.url.to_string(), bytes);
        }
        // An address more would stand in the list of all addresses.
        expected.into_iter().find_map(|(url, expected)| {
            let (_, found) = self.get(&format!("/{url}"));
            let same = without_script(&found) == String::from_utf8_lossy(&expected);
            (!same).then(|| format!("/{url} is {}", String::from_utf8_lossy(&found)))
        })
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn without_script(page: &[u8]) -> String {
    let page = String::from_utf8_lossy(page).into_owned();
    let Some(start) = page.find("<script src=\"/_bantin/preview.js\"") else { return page };
    let end = start + page[start..].find("</script>\n").unwrap() + "</script>\n".len();
    page[..start].to_owned() + &page[end..]
}

fn item(title: &str, body: &str) -> String {
    format!("---\ntieu_de: {title}\nngay: 2022-01\nchu_de: do-luong\n---\n\n{body}\n")
}

#[test]
fn an_edit_shows_and_a_mistake_leaves_the_last_good_page() {
    let site = TestSite::new().news("a", "", "Lời đầu");
    let served = Served::new(&site, &[]);
    served.until("/tin-tuc/a/", "Lời đầu");
    site.write("content/tin-tuc/a.md", item("A", "Lời sau"));
    served.until("/tin-tuc/a/", "Lời sau");
    site.write("content/tin-tuc/a.md", "---\ntieu_de: A\nngay: hôm qua\n---\n\nHỏng\n");
    let start = Instant::now();
    let mistake = loop {
        let state = served.state("/tin-tuc/a/");
        if let Some(mistake) = state["mistakes"].get(0) {
            break mistake.clone();
        }
        assert!(start.elapsed() < PATIENCE);
    };
    assert_eq!((mistake["code"].as_str(), mistake["line"].as_u64()), (Some("E013"), Some(3)));
    assert!(mistake["text"].as_str().unwrap().contains("content/tin-tuc/a.md:3:7"), "{mistake}");
    assert!(served.page("/tin-tuc/a/").contains("Lời sau"));
    site.write("content/tin-tuc/a.md", item("A", "Lời cuối"));
    served.until("/tin-tuc/a/", "Lời cuối");
    assert_eq!(served.state("/tin-tuc/a/")["mistakes"], serde_json::json!([]));
    assert!(!site.path("public").exists(), "the preview publishes nothing");
}

#[test]
fn a_broken_template_is_shown_and_the_preview_goes_on() {
    let site = TestSite::new().news("a", "", "Lời đầu");
    let served = Served::new(&site, &[]);
    served.until("/tin-tuc/a/", "Lời đầu");
    // One that cannot be read, and one that fails where it is used.
    for broken in ["{{ khong", "{{ khong.co.gi }}"] {
        site.write("themes/mac-dinh/templates/item.html", broken);
        let start = Instant::now();
        while served.state("/tin-tuc/a/")["mistakes"].as_array().unwrap().is_empty() {
            assert!(start.elapsed() < PATIENCE, "{broken}");
        }
        assert!(served.page("/tinh/").contains("<main"), "{broken}");
    }
    fs::remove_dir_all(site.path("themes")).unwrap();
    served.until("/tin-tuc/a/", "Lời đầu");
}

#[test]
fn nothing_but_planned_addresses_of_this_server_is_answered() {
    let site = TestSite::new().news("a", "", "").file("bi-mat.txt", "bí mật");
    let served = Served::new(&site, &[]);
    served.until("/tin-tuc/a/", "<main");
    let long = format!("/{}", "a".repeat(5000));
    for path in [
        "/../bi-mat.txt",
        "/%2e%2e/bi-mat.txt",
        "/tin-tuc/..%2f..%2fbi-mat.txt",
        "/bi-mat.txt",
        "/a%00",
        "/TIN-TUC/a/",
        &long,
    ] {
        let (head, body) = served.get(path);
        assert!(head.starts_with("HTTP/1.0 404"), "{path}: {head}");
        assert!(!String::from_utf8_lossy(&body).contains("bí mật"), "{path}");
    }
    assert!(served.get("/tin-tuc/a").0.contains("location: /tin-tuc/a/"));
    let foreign = served.ask("GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n").0;
    assert!(foreign.starts_with("HTTP/1.0 403"), "{foreign}");
    let posted = served.ask(&format!("POST / HTTP/1.0\r\nHost: {}\r\n\r\n", served.host)).0;
    assert!(posted.starts_with("HTTP/1.0 405"), "{posted}");
    // What was sent once need not be sent again.
    let (head, _) = served.get("/bantin.css");
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let again = format!("GET /bantin.css HTTP/1.0\r\nHost: {}\r\nIf-None-Match: {tag}\r\n\r\n", served.host);
    assert!(served.ask(&again).0.starts_with("HTTP/1.0 304"));
}

#[test]
fn a_taken_port_is_said_and_the_next_one_used() {
    let site = TestSite::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let served = Served::at_port(port, &site, &[]);
    assert_ne!(served.host, format!("127.0.0.1:{port}"));
}

/// A program of the name that the system opens addresses with, which writes down what it is to open.
#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_opened_at_the_preview_when_it_is_asked_for() {
    let site =
        TestSite::new().file("bin/xdg-open", "#!/bin/sh\nprintf %s \"$1\" > \"$0.moi\" && mv \"$0.moi\" \"$0.mo\"\n");
    let program = site.path("bin/xdg-open");
    fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", site.path("bin").display(), std::env::var("PATH").unwrap());
    let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["serve", "--open", "--port", "0", "--root"])
        .arg(site.path(""))
        .env("PATH", path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    let opened = loop {
        match fs::read_to_string(site.path("bin/xdg-open.mo")) {
            Ok(address) => break address,
            Err(_) if start.elapsed() > PATIENCE => break "nothing".to_owned(),
            Err(_) => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(opened.starts_with("http://127.0.0.1:"), "{opened} was opened");
}

#[test]
fn drafts_are_listed_and_shown_with_a_mark() {
    let site = TestSite::new().news("a", "nhap: true", "").news("b", "dang_tu: 1/1/2099", "");
    let served = Served::new(&site, &[]);
    served.until("/tin-tuc/a/", "class=\"mark\"");
    let list = served.state("/")["unpublished"].clone();
    assert_eq!(list[0]["state"], "draft");
    assert_eq!((list[1]["url"].as_str(), list[1]["when"].as_str()), (Some("/tin-tuc/b/"), Some("01/01/2099 00:00")));
}

#[test]
fn a_tab_that_was_away_is_led_to_where_its_article_went() {
    let site = TestSite::new().news("a", "", "Lời đầu");
    let served = Served::new(&site, &[]);
    served.until("/tin-tuc/a/", "Lời đầu");
    let item = served.state("/tin-tuc/a/")["item"].as_str().unwrap().replace('/', "%2F");
    fs::rename(site.path("content/tin-tuc/a.md"), site.path("content/tin-tuc/b.md")).unwrap();
    served.until("/tin-tuc/b/", "Lời đầu");
    assert_eq!(served.state(&format!("/tin-tuc/a/&item={item}"))["goto"], "/tin-tuc/b/");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_keeps_nothing_else_from_being_shown() {
    let site = TestSite::new().news("a", "", "").news("b", "", "Lời cũ");
    let served = Served::new(&site, &[]);
    served.until("/tin-tuc/b/", "Lời cũ");
    // As root, permissions bind nobody.
    let locked = site.path("content/tin-tuc/b.md");
    fs::set_permissions(&locked, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    let binds = fs::read(&locked).is_err();
    site.write("content/tin-tuc/a.md", item("A", "Lời sau"));
    served.until("/tin-tuc/a/", "Lời sau");
    assert!(served.page("/tin-tuc/b/").contains("Lời cũ"));
    if binds {
        assert_eq!(served.state("/")["counts"]["warnings"], 1);
    }
    fs::set_permissions(&locked, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let site = TestSite::new().news("a", "", "");
    let served = Served::new(&site, &[]);
    served.until("/tin-tuc/a/", "<main");
    assert!(Command::new("mkfifo").arg(site.path("content/tin-tuc/x.md")).status().unwrap().success());
    site.write("content/tin-tuc/a.md", item("A", "Lời sau"));
    served.until("/tin-tuc/a/", "Lời sau");
}

#[test]
fn the_page_for_missing_addresses_stands_at_every_name_of_the_preview() {
    let site = TestSite::new();
    let served = Served::new(&site, &[]);
    served.until("/khong-co/", "href=\"/bantin.css\"");
}

#[test]
fn polling_finds_changes_too() {
    let site = TestSite::new().news("a", "", "Lời đầu");
    let served = Served::new(&site, &["--poll"]);
    served.until("/tin-tuc/a/", "Lời đầu");
    site.write("content/tin-tuc/a.md", item("A", "Lời sau"));
    served.until("/tin-tuc/a/", "Lời sau");
}

/// The ways in which programs save a file.
fn save(way: usize, path: &Path, text: &str) {
    let beside = |end: &str| PathBuf::from(format!("{}{end}", path.display()));
    match way {
        // Notepad, nano: the file is emptied and written again.
        0 => fs::write(path, text).unwrap(),
        // Twice within ten milliseconds.
        1 => {
            fs::write(path, "---\n").unwrap();
            std::thread::sleep(Duration::from_millis(4));
            fs::write(path, text).unwrap();
        }
        // VS Code, sed -i: written beside and moved over.
        2 => {
            fs::write(beside(".moi"), text).unwrap();
            fs::rename(beside(".moi"), path).unwrap();
        }
        // Vim: the old file becomes a backup, the new one is written and flushed, the backup goes.
        3 => {
            if path.exists() {
                fs::rename(path, beside("~")).unwrap();
            }
            let mut file = File::create(path).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            file.sync_all().unwrap();
            drop(file);
            let _ = fs::remove_file(beside("~"));
        }
        // Word, LibreOffice: a lock file comes and goes beside it; written in pieces.
        _ => {
            let lock = path.with_file_name("~$khoa.md");
            fs::write(&lock, "khóa").unwrap();
            let mut file = File::create(path).unwrap();
            for piece in text.as_bytes().chunks(40) {
                file.write_all(piece).unwrap();
                file.flush().unwrap();
            }
            drop(file);
            fs::remove_file(lock).unwrap();
        }
    }
}

#[test]
fn however_files_are_saved_the_preview_shows_what_they_say() {
    let site = TestSite::new().report("r", "ky: 2022-01", "## Đo lường\n\nMột.").news("a", "", "");
    let served = Served::new(&site, &[]);
    served.until_as_new("the start");
    let news = site.path("content/tin-tuc");
    for way in 0..5 {
        save(way, &news.join("a.md"), &item("A", &format!("Cách {way}, Quyết định số {way}5/QĐ-TTg ngày 1/1/2020")));
        served.until_as_new(&format!("saving in way {way}"));
        save(way, &news.join(format!("n{way}.md")), &item("Mới", "[A](a.md)"));
        served.until_as_new(&format!("a new file in way {way}"));
    }
    // A name as macOS writes it, in decomposed form.
    save(0, &news.join("Tho\u{302}ng ba\u{301}o.md"), &item("Thông báo", ""));
    served.until_as_new("a decomposed name");
    assert!(served.get("/tin-tuc/thong-bao/").0.contains("200"));
    fs::rename(news.join("Tho\u{302}ng ba\u{301}o.md"), news.join("Thông báo.md")).unwrap();
    served.until_as_new("the same name, composed");
    assert!(served.get("/tin-tuc/thong-bao/").0.contains("200"));
    fs::rename(news.join("Thông báo.md"), news.join("khac.md")).unwrap();
    served.until_as_new("a rename");
    fs::rename(news.join("khac.md"), news.join("Khac.md")).unwrap();
    served.until_as_new("the same name in another case");
    // A folder is moved in, away and in again; one is made with all that is in it.
    fs::create_dir(site.path("kho")).unwrap();
    save(0, &site.path("kho/x.md"), &item("X", ""));
    fs::rename(site.path("kho"), news.join("kho")).unwrap();
    served.until_as_new("a folder moved in");
    fs::create_dir_all(news.join("nam/2022")).unwrap();
    save(0, &news.join("nam/2022/index.md"), &item("Gói", "![ảnh](anh.png)"));
    save(0, &news.join("nam/2022/anh.png"), "không phải ảnh");
    served.until_as_new("a bundle");
    save(2, &news.join("nam/2022/anh.png"), "ảnh khác");
    served.until_as_new("another picture");
    fs::rename(news.join("kho"), site.path("kho")).unwrap();
    served.until_as_new("a folder moved away");
    fs::rename(site.path("content"), site.path("cu")).unwrap();
    served.until_as_new("content moved away");
    fs::rename(site.path("cu"), site.path("content")).unwrap();
    served.until_as_new("content moved back");
    save(0, &news.join("a.md"), &item("A", "Sau khi dời."));
    served.until_as_new("an edit after the move");
    fs::remove_dir_all(news.join("nam")).unwrap();
    served.until_as_new("a bundle deleted");
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_site() {
    let site = TestSite::new().news("a", "", "").file("chung/b.md", item("B", "Một"));
    let served = Served::new(&site, &[]);
    served.until_as_new("the start");
    std::os::unix::fs::symlink("../../chung/b.md", site.path("content/tin-tuc/b.md")).unwrap();
    served.until("/tin-tuc/b/", "Một");
    site.write("chung/b.md", item("B", "Hai"));
    served.until("/tin-tuc/b/", "Hai");
    // A link out of the site is a mistake, and nothing is read through it.
    std::os::unix::fs::symlink("/etc/hostname", site.path("content/tin-tuc/c.md")).unwrap();
    served.until_as_new("a link out of the site");
    fs::remove_file(site.path("content/tin-tuc/c.md")).unwrap();
    served.until_as_new("the link is gone");
}

#[test]
fn thousands_of_files_at_once_all_arrive_and_all_go() {
    let site = TestSite::new().news("a", "", "");
    let served = Served::new(&site, &[]);
    served.until("/tin-tuc/a/", "<main");
    let folder = site.path("content/tin-tuc/nhieu");
    fs::create_dir(&folder).unwrap();
    for n in 0..5000 {
        fs::write(folder.join(format!("so-{n}.md")), item(&format!("Bài {n}"), "Nội dung.")).unwrap();
    }
    served.until("/tin-tuc/so-4999/", "Bài 4999");
    // A checkout of another branch: each file goes and comes again with other text.
    for n in 0..500 {
        let path = folder.join(format!("so-{n}.md"));
        fs::remove_file(&path).unwrap();
        fs::write(path, item(&format!("Nhánh {n}"), "")).unwrap();
    }
    for n in [0, 250, 499] {
        served.until(&format!("/tin-tuc/so-{n}/"), &format!("Nhánh {n}"));
    }
    fs::remove_dir_all(folder).unwrap();
    let start = Instant::now();
    while !served.get("/tin-tuc/so-7/").0.contains("404") {
        assert!(start.elapsed() < PATIENCE);
    }
    served.until_as_new("all are gone");
}

#[test]
fn a_build_that_watches_publishes_every_change_and_keeps_the_site_under_a_mistake() {
    let site = TestSite::new().news("a", "", "Lời đầu");
    let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["build", "--watch", "--root"])
        .arg(site.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let page = site.path("public/tin-tuc/a/index.html");
    let until = |part: &str| {
        let start = Instant::now();
        while !fs::read_to_string(&page).is_ok_and(|text| text.contains(part)) {
            assert!(start.elapsed() < PATIENCE, "{part} was not published");
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        until("Lời đầu");
        site.write("content/tin-tuc/hong.md", "---\ntieu_de: [\n---\n");
        site.write("content/tin-tuc/a.md", item("A", "Lời sau"));
        site.write("content/tin-tuc/hong.md", item("Nháp", "").replace("ngay:", "nhap: true\nngay:"));
        until("Lời sau");
        assert!(!fs::read_to_string(&page).unwrap().contains("_bantin"), "no script of the preview is published");
        assert!(!site.path("public/tin-tuc/hong").exists(), "no draft is published");
    }));
    child.kill().unwrap();
    child.wait().unwrap();
    outcome.unwrap();
}
