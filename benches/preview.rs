//! `cargo bench --bench preview`: from the save of a file to the new page over HTTP. Starts `bantin serve` on corpora of
//! growing size, edits files and polls, and prints medians; beside them the time to the first page, the memory before and
//! after many edits, and the processor time of an idle minute's tenth.
//!
//! `SIZES="1000 10000"` chooses the sizes, `RUNS=15` the edits of a kind, `EDITS=10000` how many edits the memory is to
//! bear, `BENCH_DIR` the folder (best on a tmpfs).

#![allow(clippy::print_stdout, reason = "a table is what this program is for")]

mod corpus;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return; // `cargo test --benches` only wants to know that it compiles.
    }
    let number = |name: &str, usual: usize| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let sizes = std::env::var("SIZES").unwrap_or_else(|_| "1000 10000".to_owned());
    let folder = std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    for size in sizes.split_whitespace().filter_map(|s| s.parse().ok()) {
        let root = folder.join(format!("bantin-preview-{}-{size}", std::process::id()));
        corpus::write(&root, size, corpus::Flavour::Bantin);
        measure(&root, size, number("RUNS", 15), number("EDITS", 10_000));
        fs::remove_dir_all(&root).expect("the corpus goes");
    }
}

/// One kind of edit: makes the n-th edit; gives the address to look at and what tells the new page.
type Edit<'r> = (&'static str, Box<dyn Fn(usize) -> (String, Sign) + 'r>);

/// How the new page is told from the old one.
enum Sign {
    Says(String),
    Gone,
}

fn measure(root: &Path, size: usize, runs: usize, edits: usize) {
    let start = Instant::now();
    let preview = Preview::start(root);
    let mut browser = preview.browser();
    browser.until("/", &Sign::Says("<main".to_owned()));
    println!("\n## {size} items\n\nfirst page after the start: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    println!("memory after the first page: {} MiB\n", preview.memory());
    println!("| edit | median ms | least | most |\n|---|---:|---:|---:|");
    for (name, edit) in all_edits(root) {
        let mut times: Vec<Duration> = (0..runs)
            .map(|n| {
                let start = Instant::now();
                let (address, sign) = edit(n);
                browser.until(&address, &sign);
                let time = start.elapsed();
                browser.rest();
                time
            })
            .collect();
        times.sort_unstable();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let (least, most) = (times[0], times[times.len() - 1]);
        println!("| {name} | {:.1} | {:.1} | {:.1} |", ms(times[times.len() / 2]), ms(least), ms(most));
    }
    std::thread::sleep(Duration::from_secs(30)); // the checks behind come to their end
    let (before, busy) = (preview.memory(), preview.busy());
    std::thread::sleep(Duration::from_secs(6));
    println!("\nprocessor time in 6 s of rest: {} ms", (preview.busy() - busy) * 10);
    let article = Article::first(root);
    for n in 0..edits {
        article.write(&format!("Lần sửa {n}."), &article.text);
        browser.until(&article.address, &Sign::Says(format!("Lần sửa {n}.")));
    }
    std::thread::sleep(Duration::from_secs(30));
    println!("memory: {before} MiB, after {edits} edits {} MiB, most {} MiB", preview.memory(), preview.peak());
}

/// The news item that is edited.
struct Article {
    path: PathBuf,
    address: String,
    text: String,
}

impl Article {
    fn first(root: &Path) -> Self {
        let folder = root.join("content/tin-tuc");
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("news").flatten().map(|e| e.path()).collect();
        paths.sort();
        let path = paths.swap_remove(0);
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a news item");
        Self { path, address: format!("/tin-tuc/{name}/"), text }
    }

    fn write(&self, more: &str, text: &str) {
        fs::write(&self.path, format!("{text}\n{more}\n")).expect("the item can be written");
    }
}

fn all_edits(root: &Path) -> Vec<Edit<'_>> {
    let front = |text: &str, n: usize, topic: &str| -> String {
        let line = |line: &str| match line.split_once(':').map_or("", |(key, _)| key) {
            "tieu_de" => format!("tieu_de: Đổi lần thứ {n}\n"),
            "ngay" => "ngay: 2024-12-31\n".to_owned(),
            "chu_de" => format!("chu_de: [{topic}]\n"),
            _ => format!("{line}\n"),
        };
        text.lines().map(line).collect()
    };
    let write = |path: PathBuf, text: String| fs::write(path, text).expect("a file can be written");
    let news = root.join("content/tin-tuc");
    let data = root.join("content/_data/topics.yaml");
    let base = root.join("themes/mac-dinh/templates/base.html");
    let topics = fs::read_to_string(&data).expect("topics");
    let template =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/mac-dinh/templates/base.html"));
    let template = template.expect("the default theme");
    fs::create_dir_all(base.parent().expect("a folder")).expect("a theme");
    let article = || Article::first(root);
    vec![
        ("body", {
            let article = article();
            Box::new(move |n| {
                article.write(&format!("Lần sửa thân bài {n}."), &article.text);
                (article.address.clone(), Sign::Says(format!("Lần sửa thân bài {n}.")))
            })
        }),
        ("front matter: title, date and topic (the list of news)", {
            let article = article();
            Box::new(move |n| {
                write(article.path.clone(), front(&article.text, n, ["do-luong", "iso-9001"][n % 2]));
                ("/tin-tuc/".to_owned(), Sign::Says(format!("Đổi lần thứ {n}<")))
            })
        }),
        ("new file", {
            let (article, news) = (article(), news.clone());
            Box::new(move |n| {
                write(news.join(format!("moi-{n}.md")), article.text.clone());
                (format!("/tin-tuc/moi-{n}/"), Sign::Says("<main".to_owned()))
            })
        }),
        ("rename (the new address)", {
            let news = news.clone();
            Box::new(move |n| {
                fs::rename(news.join(format!("moi-{n}.md")), news.join(format!("doi-{n}.md"))).expect("it moves");
                (format!("/tin-tuc/doi-{n}/"), Sign::Says("<main".to_owned()))
            })
        }),
        ("deletion", {
            let news = news.clone();
            Box::new(move |n| {
                fs::remove_file(news.join(format!("doi-{n}.md"))).expect("it goes");
                (format!("/tin-tuc/doi-{n}/"), Sign::Gone)
            })
        }),
        ("base template", {
            Box::new(move |n| {
                let sign = format!("<!-- lần {n} -->");
                write(base.clone(), template.replace("</body>", &format!("{sign}</body>")));
                ("/".to_owned(), Sign::Says(sign))
            })
        }),
        ("vocabulary", {
            Box::new(move |n| {
                // Items go on calling it by the old name.
                let edited = topics.replacen(&format!("name: {OLD_NAME}"), &format!("name: \"Lần {n} quản lý\""), 1);
                write(data.clone(), edited.replacen(OLD_SYNONYM, &format!("[{OLD_NAME}]"), 1));
                ("/chu-de/".to_owned(), Sign::Says(format!("Lần {n} ")))
            })
        }),
    ]
}

/// The topic whose name is edited, and its synonyms, as they stand in the vocabulary.
const OLD_NAME: &str = "\"Quản lý nhiệm vụ khoa học và công nghệ\"";
const OLD_SYNONYM: &str = "[\"quản lý đề tài, dự án\"]";

/// A running preview.
struct Preview {
    child: Child,
    host: String,
}

impl Preview {
    fn start(root: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
            .args(["serve", "--port", "0", "--root"])
            .arg(root)
            .stdout(Stdio::piped())
            .spawn()
            .expect("bantin runs");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let first = lines.next().expect("a line").expect("text");
        let host = first.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
        let host = host.to_owned();
        std::thread::spawn(move || lines.for_each(drop)); // or the pipe fills
        Self { child, host }
    }

    fn browser(&self) -> Browser {
        let stream = TcpStream::connect(&self.host).expect("the preview answers");
        stream.set_nodelay(true).expect("a socket");
        Browser { host: self.host.clone(), stream: BufReader::new(stream) }
    }

    fn status(&self, key: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix(key)).unwrap_or_default().trim_start_matches(':');
        line.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
    }

    /// Memory in MiB; 0 where the system does not tell.
    fn memory(&self) -> u64 {
        self.status("VmRSS") / 1024
    }

    fn peak(&self) -> u64 {
        self.status("VmHWM") / 1024
    }

    /// Processor time in hundredths of a second.
    fn busy(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split_whitespace().collect();
        fields.get(11..13).map_or(0, |times| times.iter().filter_map(|t| t.parse::<u64>().ok()).sum())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it ends");
    }
}

/// A browser that keeps its connection.
struct Browser {
    host: String,
    stream: BufReader<TcpStream>,
}

impl Browser {
    /// Asks for a page; its status and text.
    fn get(&mut self, address: &str) -> (u16, String) {
        write!(self.stream.get_mut(), "GET {address} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host).expect("a request");
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("an answer");
        let status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a header");
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().expect("a length");
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("a body");
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    fn until(&mut self, address: &str, sign: &Sign) {
        let start = Instant::now();
        loop {
            let (status, body) = self.get(address);
            let is_new = match sign {
                Sign::Says(text) => status == 200 && body.contains(text),
                Sign::Gone => status == 404,
            };
            if is_new {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "{address} never showed the edit");
            // Asking all the time would take a processor away from what is measured.
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Lets the work of the last edit end, as an editor does who reads.
    fn rest(&mut self) {
        std::thread::sleep(Duration::from_millis(100));
    }
}
