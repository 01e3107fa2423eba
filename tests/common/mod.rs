//! A small site written in line: what goes in, what a reader sees.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its part of the harness; a failed unwrap fails the test"
)]

use std::fs;
use std::path::{Path, PathBuf};

use bantin::diag::{Diagnostics, Lang, report};
use bantin::engine::{self, Stop, Timings};
use bantin::publish::Summary;
use bantin::render::{Rendered, Renderer};
use bantin::site::Options;
use chrono::NaiveDate;
use tempfile::TempDir;

/// A site in a temporary folder, with the real vocabularies.
pub struct TestSite {
    dir: TempDir,
    options: Options,
}

/// The smallest configuration.
pub const CONFIG: &str = "title: Bản tin thử\npublisher: Sở Khoa học và Công nghệ\nbase_url: https://bantin.example/\n";

impl TestSite {
    /// A site with configuration and vocabularies but no items. Its clock stands at 20/11/2026, 08:00.
    pub fn new() -> Self {
        let now = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(8, 0, 0).unwrap();
        let site = Self { dir: TempDir::new().unwrap(), options: Options { now, preview: false } };
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/_data");
        for name in ["provinces.yaml", "topics.yaml", "indicators.yaml"] {
            site.write(&format!("content/_data/{name}"), fs::read(data.join(name)).unwrap());
        }
        site.file("bantin.yaml", CONFIG)
    }

    /// Adds a file.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// Adds a report of Sơn La with further front matter and a body.
    pub fn report(self, name: &str, front: &str, body: &str) -> Self {
        self.item("bao-cao", name, &format!("tieu_de: Báo cáo {name}\ntinh: Sơn La\n{front}"), body)
    }

    /// Adds a news item of January 2022 with further front matter and a body.
    pub fn news(self, name: &str, front: &str, body: &str) -> Self {
        self.item("tin-tuc", name, &format!("tieu_de: Tin {name}\nngay: 2022-01\n{front}"), body)
    }

    /// Adds an item with the given front matter.
    pub fn item(self, folder: &str, name: &str, front: &str, body: &str) -> Self {
        self.file(&format!("content/{folder}/{name}.md"), format!("---\n{}\n---\n\n{body}\n", front.trim_end()))
    }

    /// Shows drafts, scheduled and expired items, as the preview does.
    pub fn preview(mut self) -> Self {
        self.options.preview = true;
        self
    }

    /// Writes a file.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let disk = self.path(path);
        fs::create_dir_all(disk.parent().unwrap()).unwrap();
        fs::write(disk, content).unwrap();
    }

    /// A path in the site.
    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Renders the site, which must be without mistakes.
    pub fn load(&self) -> Built {
        match engine::load(self.dir.path(), self.options, &mut Timings::default()) {
            Ok(loaded) => Built { renderer: loaded.renderer, warnings: loaded.warnings },
            Err(Stop::Mistakes(diagnostics)) => panic!("{}", report::text(&diagnostics, Lang::Vi, false)),
            Err(stop) => panic!("{stop:?}"),
        }
    }

    /// The mistakes of the site, which must have some.
    pub fn mistakes(&self) -> Diagnostics {
        let loaded = engine::load(self.dir.path(), self.options, &mut Timings::default());
        let rendered = loaded.and_then(|l| engine::check(&l.renderer, &mut Timings::default()));
        match rendered {
            Err(Stop::Mistakes(diagnostics)) => diagnostics,
            Err(stop) => panic!("{stop:?}"),
            Ok(_) => panic!("the site has no mistakes"),
        }
    }

    /// The codes of all mistakes in order.
    pub fn codes(&self) -> Vec<&'static str> {
        self.mistakes().as_slice().iter().map(|d| d.problem.code()).collect()
    }

    /// Publishes in `public/`.
    pub fn publish(&self) -> Summary {
        let built = self.load();
        engine::publish(&built.renderer, None, self.dir.path(), &self.path("public"), &mut Timings::default()).unwrap()
    }
}

/// A picture of one colour.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(width, height).write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// A site ready to be read.
pub struct Built {
    pub renderer: Renderer,
    pub warnings: Diagnostics,
}

impl Built {
    /// The page at an address, as HTML.
    pub fn page(&self, url: &str) -> String {
        let page = self.renderer.plan.find(url).unwrap_or_else(|| panic!("no page at /{url}"));
        match self.renderer.render(page).unwrap() {
            Rendered::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
            Rendered::Picture(path, width) => panic!("/{url} is {}, {width} pixels wide", path.display()),
            Rendered::Copy(path) => panic!("/{url} is a copy of {}", path.display()),
        }
    }

    /// The part of a page between `<main>` and `</main>`.
    pub fn main(&self, url: &str) -> String {
        let page = self.page(url);
        let start = page.find("<main").unwrap();
        page[start..page.find("</main>").unwrap()].to_owned()
    }

    /// Whether something is published at an address.
    pub fn has(&self, url: &str) -> bool {
        self.renderer.plan.find(url).is_some()
    }

    /// All addresses.
    pub fn urls(&self) -> Vec<String> {
        self.renderer.plan.pages().map(|p| p.url.to_string()).collect()
    }

    /// The codes of all warnings in order.
    pub fn warning_codes(&self) -> Vec<&'static str> {
        self.warnings.as_slice().iter().map(|d| d.problem.code()).collect()
    }
}
