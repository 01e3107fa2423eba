//! The server as a browser, and as an attacker, meets it: raw HTTP over a socket.
#![allow(clippy::unwrap_used)]

mod content;
mod events;
mod refusals;
mod robustness;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};

use super::*;

const HTML: &str = "<!DOCTYPE html><title>Sơn La</title><body><p>Tin tức</p></body>";
const LARGE: usize = 300_000;

/// A site of a few addresses.
struct Fake {
    folder: tempfile::TempDir,
    changes: watch::Sender<u64>,
    asked: AtomicUsize,
}

impl Fake {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Site for Fake {
    /// How many states the tab was told.
    type Tab = u32;

    fn answer(&self, address: &str) -> Answer {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let page = |status, path: &str, body| Answer::Page {
            status,
            path: path.to_owned(),
            body,
            page: format!("{:02x}", *self.changes.borrow()),
            styles: "51".to_owned(),
        };
        let bytes = |text: &str| Body::Bytes(text.as_bytes().to_vec());
        match address {
            "tinh/son-la" => Answer::Folder,
            "" | "tinh/son-la/" => page(200, "tinh/son-la/index.html", bytes(HTML)),
            "main.css" => page(200, "main.css", bytes("0123456789")),
            "lon.pdf" | "doi.txt" | "mat.zip" => page(200, address, Body::File(self.file(address))),
            "loi/" => page(500, "index.html", bytes("lỗi")),
            "cho/" => page(503, "index.html", bytes("chờ")),
            "hong/" => panic!("a fault of the test"),
            "cham/" => {
                std::thread::sleep(Duration::from_millis(300));
                page(200, "index.html", bytes(HTML))
            }
            _ => page(404, "404.html", bytes("<body>Không có</body>")),
        }
    }

    fn tab(&self, _: &str) -> u32 {
        0
    }

    fn state(&self, page: &str, tab: &mut u32) -> String {
        assert_ne!(page, "/hong/", "a fault of the test");
        let version = *self.changes.borrow();
        if page == "/cham/" {
            std::thread::sleep(Duration::from_millis(200));
        }
        *tab += 1;
        format!("{{\"version\":{version},\"page\":\"{page}\",\"told\":{tab}}}")
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}

/// A server that ends with the test.
struct Server {
    address: SocketAddr,
    site: Arc<Fake>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let site = Arc::new(Fake { folder, changes: watch::Sender::new(1), asked: AtomicUsize::new(0) });
        std::fs::write(site.file("lon.pdf"), large()).unwrap();
        std::fs::write(site.file("doi.txt"), "một").unwrap();
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&site);
        let thread = std::thread::spawn(move || {
            serve_until(listener, served, Hosts::of(address), async {
                stopped.await.unwrap();
                Ok(())
            })
        });
        Self { address, site, stop: Some(stop), thread: Some(thread) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    /// The reply to exactly these bytes.
    fn raw(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        Reply::read(&mut BufReader::new(stream), request.starts_with(b"HEAD"))
    }

    /// The reply to a request with a good `Host`.
    fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = format!("{method} {target} HTTP/1.1\r\nHost: {}\r\n", self.address);
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n").unwrap();
        }
        self.raw(format!("{request}\r\n").as_bytes())
    }

    fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, &[])
    }

    fn asked(&self) -> usize {
        self.site.asked.load(Ordering::SeqCst)
    }

    fn change(&self) {
        self.site.changes.send_modify(|version| *version += 1);
    }

    /// The events of a tab.
    fn tab(&self, page: &str) -> Tab {
        let mut stream = self.connect();
        write!(stream, "GET /_bantin/events?page={page} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        let mut tab = Tab { reader: BufReader::new(stream) };
        let reply = Reply::read_head(&mut tab.reader);
        assert_eq!((reply.status, reply.header("content-type")), (200, "text/event-stream"));
        assert_eq!(reply.header("cache-control"), "no-cache");
        tab
    }

    fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        self.thread.take().unwrap().join().unwrap().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.stop.is_some() {
            self.stop();
        }
    }
}

struct Tab {
    reader: BufReader<TcpStream>,
}

impl Tab {
    /// The data of the next event.
    fn next(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.reader.read_line(&mut line).unwrap(), 0, "the stream has ended");
            if let Some(data) = line.trim_end().strip_prefix("data: ") {
                return data.to_owned();
            }
        }
    }

    fn is_silent(&mut self, time: Duration) -> bool {
        self.reader.get_ref().set_read_timeout(Some(time)).unwrap();
        let mut line = String::new();
        loop {
            line.clear();
            match self.reader.read_line(&mut line) {
                Ok(_) if line.starts_with("data") => return false,
                Ok(0) => panic!("the stream has ended"),
                Ok(_) => {}
                Err(_) => return true,
            }
        }
    }
}

struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    fn read_head(reader: &mut impl BufRead) -> Self {
        let mut lines = reader.lines().map(Result::unwrap).take_while(|line| !line.is_empty());
        let status = lines.next().expect("a status line").split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").map(|(n, v)| (n.to_owned(), v.to_owned())).unwrap());
        Self { status, headers: headers.collect(), body: Vec::new() }
    }

    fn read(reader: &mut impl BufRead, is_head: bool) -> Self {
        let mut reply = Self::read_head(reader);
        if !is_head && reply.status != 304 {
            let length = reply.header("content-length").parse().unwrap_or_default();
            reply.body.resize(length, 0);
            reader.read_exact(&mut reply.body).unwrap();
        }
        reply
    }

    /// The value of a header, empty if there is none.
    fn header(&self, name: &str) -> &str {
        let mut values = self.headers.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let value = values.next().unwrap_or_default();
        assert_eq!(values.next(), None, "{name} stands there twice");
        value
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// A body in which every place looks different.
fn large() -> Vec<u8> {
    (0..LARGE / 4).flat_map(|n| u32::try_from(n).unwrap().to_le_bytes()).collect()
}
