//! Where commands and the preview print, and the sentences they print besides diagnostics.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use crate::diag::{Diagnostics, Lang, report};
use crate::engine::{Stop, Timings};
use crate::failure::Failure;
use crate::publish::Summary;
use crate::render::Renderer;

/// Exit statuses of the program.
pub mod status {
    /// Done.
    pub const DONE: u8 = 0;
    /// The content has errors; nothing was published.
    pub const MISTAKES: u8 = 1;
    /// Wrong usage.
    pub const USAGE: u8 = 2;
    /// The machine failed.
    pub const FAILED: u8 = 3;
}

/// The console of a command.
#[derive(Clone)]
pub struct Out {
    /// Language of what is printed.
    pub lang: Lang,
    json: bool,
}

/// Sentences of the commands.
pub enum Words {
    /// No site here.
    NoSite,
    /// A publication is done: pages, items, milliseconds, what changed.
    Built(usize, usize, u128, Summary),
    /// A check is done: pages, milliseconds.
    Checked(usize, u128),
    /// Number of errors and warnings.
    Counts(usize, usize),
    /// Nothing was published.
    NotPublished,
    /// A file was created.
    Created(String),
    /// A file is there already.
    Exists(String),
    /// A site was created in a folder.
    NewSite(String),
    /// The folder holds a site already.
    SiteExists(String),
    /// The preview is open at an address.
    Serving(String),
    /// The preview was made anew: milliseconds.
    Reloaded(u128),
    /// The port is taken; another is used.
    PortTaken(u16, u16),
    /// Others in the network see the preview, at this port.
    OpenToNetwork(u16),
    /// Changes are watched by polling, and why.
    Polling(String),
    /// They are, because the system watches too much already.
    WatchLimit,
    /// Messages that are not shown.
    More(usize),
    /// Files are followed and published at every change.
    Following(String),
    /// The output folder would replace the site itself.
    OutputHoldsSite(String),
}

impl Words {
    /// What is said of a publication.
    #[must_use]
    pub fn built(renderer: &Renderer, time: Duration, summary: Summary) -> Self {
        let items = renderer.site.index.by_kind.values().map(Vec::len).sum();
        Self::Built(renderer.plan.page_count(), items, time.as_millis(), summary)
    }
}

impl Out {
    /// A console.
    #[must_use]
    pub fn new(lang: Lang, json: bool) -> Self {
        Self { lang, json }
    }

    /// Prints a result on standard output; a closed pipe is nobody's mistake.
    pub fn print(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        match writeln!(out, "{}", text.trim_end()) {
            Ok(()) | Err(_) => {}
        }
    }

    /// Prints a message for people on standard error.
    pub fn complain(&self, text: &str) {
        let mut out = std::io::stderr().lock();
        match writeln!(out, "{}", text.trim_end()) {
            Ok(()) | Err(_) => {}
        }
    }

    /// Prints a sentence, unless a tool reads along.
    pub fn say(&self, words: Words) {
        if !self.json {
            self.print(&self.words(words));
        }
    }

    /// Prints the first diagnostics, and how many more there are.
    pub fn first_diagnostics(&self, diagnostics: &Diagnostics, count: usize) {
        let all = diagnostics.as_slice();
        if all.len() <= count {
            return self.diagnostics(diagnostics);
        }
        self.diagnostics(&all[..count].iter().cloned().collect());
        self.complain(&self.words(Words::More(all.len() - count)));
    }

    /// Prints diagnostics: text on standard error, JSON on standard output.
    pub fn diagnostics(&self, diagnostics: &Diagnostics) {
        if self.json {
            let lines = report::json_lines(diagnostics, self.lang);
            if !lines.is_empty() {
                self.print(&lines);
            }
            return;
        }
        if diagnostics.as_slice().is_empty() {
            return;
        }
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        self.complain(&report::text(diagnostics, self.lang, colour));
        let (errors, warnings) = diagnostics.counts();
        self.complain(&format!("\n{}", self.words(Words::Counts(errors, warnings))));
    }

    /// Prints a failure of the machine.
    pub fn failure(&self, failure: &Failure) {
        let error = if self.lang == Lang::Vi { "lỗi" } else { "error" };
        self.complain(&format!("{error}: {}", failure.message(self.lang)));
    }

    /// Prints why there is nothing to publish and returns the exit status.
    pub fn stop(&self, stop: &Stop) -> u8 {
        match stop {
            Stop::Mistakes(diagnostics) => {
                self.diagnostics(diagnostics);
                if !self.json {
                    self.complain(&self.words(Words::NotPublished));
                }
                status::MISTAKES
            }
            Stop::Failure(failure) => {
                self.failure(failure);
                status::FAILED
            }
            Stop::OutputHoldsSite(path) => {
                self.complain(&self.words(Words::OutputHoldsSite(path.display().to_string().replace('\\', "/"))));
                status::USAGE
            }
        }
    }

    /// Prints how long each stage took, on standard error.
    pub fn timings(&self, timings: &Timings) {
        for (name, time) in timings.as_slice() {
            self.complain(&format!("{name:<8} {:>9.1} ms", time.as_secs_f64() * 1e3));
        }
    }

    /// A sentence in the language of the console.
    #[must_use]
    pub fn words(&self, words: Words) -> String {
        match self.lang {
            Lang::Vi => vietnamese(words),
            Lang::En => english(words),
        }
    }
}

fn vietnamese(words: Words) -> String {
    match words {
        Words::NoSite => "lỗi: không thấy bantin.yaml ở đây hay ở thư mục phía trên\ngợi ý: vào thư mục của cổng, dùng --root THƯ_MỤC, hoặc tạo cổng mới bằng bantin init THƯ_MỤC".to_owned(),
        Words::Built(pages, items, ms, s) => format!(
            "Đã xuất bản {pages} trang và tệp từ {items} bài trong {ms} ms: {} tệp mới hoặc thay đổi, {} giữ nguyên, {} bỏ.",
            s.written, s.kept, s.removed
        ),
        Words::Checked(pages, ms) => format!("Đã kiểm tra {pages} trang và tệp trong {ms} ms: không có lỗi."),
        Words::Counts(errors, warnings) => format!("{errors} lỗi, {warnings} cảnh báo."),
        Words::NotPublished => "Chưa xuất bản; bản đang đăng giữ nguyên.".to_owned(),
        Words::Created(path) => format!("Đã tạo {path}"),
        Words::Exists(path) => format!("lỗi: đã có {path}\ngợi ý: chọn tiêu đề khác hoặc sửa tệp đó"),
        Words::NewSite(path) => format!("Đã tạo cổng mới trong {path}\nTiếp theo: vào thư mục đó, sửa bantin.yaml rồi chạy bantin serve"),
        Words::SiteExists(path) => format!("lỗi: {path} đã có một cổng (bantin.yaml)\ngợi ý: chọn thư mục khác"),
        Words::Serving(url) => format!("Xem thử tại {url} (nhấn Ctrl+C để dừng)"),
        Words::Reloaded(ms) => format!("Đã cập nhật bản xem thử trong {ms} ms."),
        Words::PortTaken(port, next) => format!("Cổng mạng {port} đang được dùng; chuyển sang {next}."),
        Words::OutputHoldsSite(path) => format!("lỗi: không xuất bản vào {path}: thư mục đó chứa chính nội dung của cổng\ngợi ý: chọn một thư mục riêng, ví dụ --output public"),
        Words::OpenToNetwork(port) => format!("Lưu ý: mọi máy trong mạng đều mở được bản xem thử này, kể cả bài nháp. Từ máy khác, mở http://ĐỊA_CHỈ_IP_CỦA_MÁY_NÀY:{port}/"),
        Words::Polling(cause) => format!("Hệ điều hành không báo được thay đổi ({cause}); chuyển sang tự dò định kỳ."),
        Words::WatchLimit => "Hệ điều hành đã hết chỗ theo dõi tệp; chuyển sang tự dò định kỳ, chậm hơn.\ngợi ý: trên Linux, tăng giới hạn bằng lệnh: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512".to_owned(),
        Words::More(count) => format!("… và {count} thông báo nữa."),
        Words::Following(path) => format!("Theo dõi các tệp và xuất bản vào {path} mỗi khi có thay đổi (nhấn Ctrl+C để dừng)."),
    }
}

fn english(words: Words) -> String {
    match words {
        Words::NoSite => "error: no bantin.yaml here or in a folder above\nhelp: go to the folder of the site, use --root DIR, or create a site with bantin init DIR".to_owned(),
        Words::Built(pages, items, ms, s) => format!(
            "Published {pages} pages and files from {items} items in {ms} ms: {} new or changed, {} kept, {} removed.",
            s.written, s.kept, s.removed
        ),
        Words::Checked(pages, ms) => format!("Checked {pages} pages and files in {ms} ms: no errors."),
        Words::Counts(errors, warnings) => format!("{errors} errors, {warnings} warnings."),
        Words::NotPublished => "Nothing was published; the published site stays as it is.".to_owned(),
        Words::Created(path) => format!("Created {path}"),
        Words::Exists(path) => format!("error: {path} is there already\nhelp: choose another title or edit that file"),
        Words::NewSite(path) => format!("Created a new site in {path}\nNext: go there, edit bantin.yaml and run bantin serve"),
        Words::SiteExists(path) => format!("error: {path} holds a site already (bantin.yaml)\nhelp: choose another folder"),
        Words::Serving(url) => format!("Preview at {url} (Ctrl+C stops it)"),
        Words::Reloaded(ms) => format!("Preview updated in {ms} ms."),
        Words::PortTaken(port, next) => format!("Port {port} is taken; using {next}."),
        Words::OutputHoldsSite(path) => format!("error: {path} holds the site itself\nhelp: choose a folder of its own, such as --output public"),
        Words::OpenToNetwork(port) => format!("Note: every machine in the network can open this preview, drafts too. From another machine: http://IP_ADDRESS_OF_THIS_MACHINE:{port}/"),
        Words::Polling(cause) => format!("The system cannot report changes ({cause}); polling instead."),
        Words::WatchLimit => "The system cannot watch more files; polling instead, which is slower.\nhelp: on Linux raise the limit: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512".to_owned(),
        Words::More(count) => format!("… and {count} more messages."),
        Words::Following(path) => format!("Following the files, publishing in {path} at every change (Ctrl+C stops it)."),
    }
}
