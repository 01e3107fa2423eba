//! `bantin init`: a new site from the binary alone.

use std::fs;
use std::io;
use std::path::Path;

use rust_embed::Embed;

use super::args::Init;
use crate::console::{Out, Words, status};
use crate::failure::Failure;
use crate::model::ItemKind;
use crate::read;

/// The checked vocabularies.
#[derive(Embed)]
#[folder = "content/_data"]
struct Vocabularies;

/// Creates the site; a folder that holds one already is not touched.
pub fn run(args: &Init, out: &Out) -> u8 {
    let shown = args.folder.display().to_string().replace('\\', "/");
    if args.folder.join(read::CONFIG_FILE).exists() {
        out.complain(&out.words(Words::SiteExists(shown)));
        return status::MISTAKES;
    }
    match create(args) {
        Ok(()) => {
            out.say(Words::NewSite(shown));
            status::DONE
        }
        Err(error) => {
            out.failure(&Failure::write(&args.folder, &error));
            status::FAILED
        }
    }
}

fn create(args: &Init) -> io::Result<()> {
    let root = &args.folder;
    let title = args.title.as_deref().filter(|t| !t.trim().is_empty()).unwrap_or("Bản tin khoa học và công nghệ");
    let publisher = args.publisher.as_deref().filter(|p| !p.trim().is_empty()).unwrap_or("Sở Khoa học và Công nghệ");
    for kind in ItemKind::ALL {
        fs::create_dir_all(root.join("content").join(kind.folder()))?;
    }
    for name in Vocabularies::iter() {
        if let Some(file) = Vocabularies::get(&name) {
            write(root, &format!("content/_data/{name}"), &file.data)?;
        }
    }
    write(root, "content/trang/gioi-thieu.md", about(title, publisher).as_bytes())?;
    write(root, "public/.gitignore", b"*\n!.gitignore\n")?;
    write(root, ".gitignore", b".public.bantin/\n")?;
    if args.theme {
        for file in read::default_theme() {
            write(root, &file.shown, &file.bytes)?;
        }
    }
    // Last, so that a folder with a configuration is a complete site.
    write(root, read::CONFIG_FILE, configuration(title, publisher).as_bytes())
}

fn write(root: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let disk = root.join(path);
    disk.parent().map_or(Ok(()), fs::create_dir_all)?;
    if disk.exists() { Ok(()) } else { fs::write(disk, bytes) }
}

fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn configuration(title: &str, publisher: &str) -> String {
    format!(
        "# Cấu hình của cổng. Giải thích từng khóa: hướng dẫn biên tập, mục \"Cấu hình\".\n\
         title: {}\n\
         description: \"\"\n\
         publisher: {}\n\
         # parent_org: \"Ủy ban nhân dân tỉnh …\"\n\
         # Địa chỉ công khai của cổng; cần cho sơ đồ trang (sitemap.xml) và nguồn tin.\n\
         # base_url: \"https://…/\"\n\
         lang: vi\n\
         # Các chủ đề nổi bật trên trang chủ.\n\
         featured_topics: [iso-9001, truy-xuat-nguon-goc, an-toan-buc-xa, khoi-nghiep-doi-moi-sang-tao]\n",
        yaml(title),
        yaml(publisher),
    )
}

fn about(title: &str, publisher: &str) -> String {
    format!(
        "---\ntieu_de: \"Giới thiệu\"\n---\n\n## Cổng này có gì\n\n{title} đăng bản tóm tắt báo cáo và tin về hoạt động khoa học và công nghệ, \
         xếp theo tỉnh, thành phố, theo kỳ báo cáo và theo chủ đề.\n\n## Cơ quan quản lý\n\nNội dung do {publisher} biên tập và chịu trách nhiệm.\n",
    )
}
