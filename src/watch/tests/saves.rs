//! How editors save.

use std::fs::{self, File};
use std::io::Write;
use std::time::{Duration, Instant};

use super::{Site, pause};
use crate::watch::system::INOTIFY;

#[test]
fn a_plain_write() {
    let site = Site::new();
    site.write("content/a.md", "mới");
    assert_eq!(site.told_names(), ["content/a.md"]);
    site.write("content/tin-tuc/b.md", "mới");
    assert_eq!(site.told_names(), ["content/tin-tuc/b.md"]);
    site.write("bantin.yaml", "title: y");
    assert_eq!(site.told_names(), ["bantin.yaml"]);
    site.write("themes/tinh/templates/page.html", "<p>");
    assert_eq!(site.told_names(), ["themes/tinh/templates/page.html"]);
    fs::remove_file(site.path("content/a.md")).unwrap();
    assert_eq!(site.told_names(), ["content/a.md"]);
}

#[test]
fn three_chunks_and_one_close() {
    let site = Site::new();
    let began = Instant::now();
    let mut file = File::create(site.path("content/a.md")).unwrap();
    for chunk in ["một ", "hai ", "ba"] {
        file.write_all(chunk.as_bytes()).unwrap();
        pause(5);
    }
    let written = Instant::now();
    drop(file);
    let quick = began.elapsed() < Duration::from_millis(100);
    let told = site.told();
    assert!(told.last().unwrap().at >= written);
    // Where closes are not told a pause may look like the end, and a busy machine may take longer than the cap.
    assert!(told.len() == 1 || !INOTIFY || !quick);
}

#[test]
fn emptied_then_written() {
    let site = Site::new();
    File::create(site.path("content/a.md")).unwrap();
    site.write("content/a.md", "mới");
    assert_eq!(site.told_names(), ["content/a.md"]);
    File::create(site.path("content/a.md")).unwrap();
    pause(40);
    let written = Instant::now();
    site.write("content/a.md", "rất lâu sau");
    assert!(site.told().last().unwrap().at > written);
}

#[test]
fn written_beside_and_moved_over() {
    let site = Site::new();
    for beside in ["content/sedQ1x2", "content/.a.md.new", "content/a.md.tmp"] {
        site.write(beside, beside);
        site.rename(beside, "content/a.md");
        assert!(site.told_names().contains(&"content/a.md".to_owned()));
    }
}

#[test]
fn vim_moves_the_original_away() {
    let site = Site::new();
    for sync in [0, 20] {
        let began = Instant::now();
        site.rename("content/a.md", "content/a.md~");
        let mut file = File::create_new(site.path("content/a.md")).unwrap();
        // A busy machine may take longer for this than anybody waits.
        let quick = began.elapsed() < Duration::from_millis(2);
        file.write_all(b"m\xe1\xbb\x9bi").unwrap();
        file.sync_all().unwrap();
        pause(sync);
        drop(file);
        let once = quick && began.elapsed() < Duration::from_millis(100);
        fs::remove_file(site.path("content/a.md~")).unwrap();
        let told = site.told();
        assert!(told.iter().all(|told| told.names(&site) == ["content/a.md"]));
        assert!(!quick || told.iter().all(|told| told.missing.is_empty()), "told as a deletion");
        // Where closes are not told, a long sync looks like the end of the save.
        assert!(told.len() == 1 || !once || !INOTIFY);
    }
}

#[cfg(unix)]
#[test]
fn emacs_locks_with_a_link_and_keeps_a_backup() {
    let site = Site::new();
    let lock = site.path("content/.#a.md");
    std::os::unix::fs::symlink("an@may.1234:1700000000", &lock).unwrap();
    site.write("content/#a.md#", "tự lưu");
    site.told_nothing();
    let began = Instant::now();
    site.rename("content/a.md", "content/a.md~");
    site.write("content/a.md", "mới");
    let quick = began.elapsed() < Duration::from_millis(2);
    fs::remove_file(lock).unwrap();
    fs::remove_file(site.path("content/#a.md#")).unwrap();
    let told = site.told();
    assert!(told.iter().all(|told| told.names(&site) == ["content/a.md"]) && (told.len() == 1 || !quick));
}

#[test]
fn lock_files_of_office_programs_tell_nothing() {
    let site = Site::new();
    for lock in ["content/~$bao-cao.docx", "content/.~lock.bao-cao.odt#", "content/tin-tuc/~WRL0001.tmp"] {
        site.write(lock, "An");
        fs::remove_file(site.path(lock)).unwrap();
    }
    site.told_nothing();
}

#[test]
fn reading_permissions_and_other_folders_tell_nothing() {
    let site = Site::new();
    for _ in 0..3 {
        drop(super::read_all(site.root()));
    }
    site.write("public/index.html", "<p>");
    site.write("README.md", "x");
    fs::create_dir_all(site.path("content/.obsidian/plugins")).unwrap();
    site.write("content/.obsidian/plugins/a.md", "x");
    let mut permissions = fs::metadata(site.path("content/a.md")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(site.path("content/a.md"), permissions).unwrap();
    site.told_nothing();
}

#[test]
fn two_saves_within_ten_milliseconds() {
    let site = Site::new();
    site.write("content/a.md", "một");
    pause(6);
    site.write("content/a.md", "hai");
    let written = Instant::now();
    let told = site.told();
    assert!(told.last().unwrap().at >= written);
}

#[test]
fn dropping_the_watch_ends_it() {
    let Site { dir, watch, batches, .. } = Site::new();
    drop(watch);
    assert!(batches.recv().is_err(), "the thread has let go of its end");
    drop(dir);
}
