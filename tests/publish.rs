//! The published folder: all or nothing, and what did not change is not touched.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bantin::engine::{self, Stop, Timings};
use bantin::publish::Summary;
use common::TestSite;

/// Every file below a folder with its content.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    files.map(|e| (e.path().strip_prefix(folder).unwrap().to_path_buf(), fs::read(e.path()).unwrap())).collect()
}

/// What FTP and rsync go by: time, and on Unix the inode.
fn identity(path: &Path) -> (SystemTime, u64) {
    let metadata = fs::metadata(path).unwrap();
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let inode = 0;
    (metadata.modified().unwrap(), inode)
}

#[test]
fn a_second_publication_writes_nothing() {
    let site = TestSite::new().report("a", "ky: 2022-01", "");
    let first = site.publish();
    assert!(first.written > 10 && first.kept == 0);
    let folder = identity(&site.path("public"));
    assert_eq!(site.publish(), Summary { written: 0, kept: first.written, removed: 0 });
    assert_eq!(identity(&site.path("public")), folder, "the folder itself is the same one");
}

#[test]
fn only_changed_files_are_new() {
    let site = TestSite::new().report("a", "ky: 2022-01", "Một").report("b", "ky: 2022-01", "Hai");
    site.publish();
    let files = |site: &TestSite| -> BTreeMap<String, _> {
        let folder = site.path("public");
        let files = walkdir::WalkDir::new(&folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
        files.map(|e| (e.path().strip_prefix(&folder).unwrap().display().to_string(), identity(e.path()))).collect()
    };
    let before = files(&site);
    let site = site.report("a", "ky: 2022-01", "Một, sửa lại");
    let summary = site.publish();
    let after = files(&site);
    let changed: Vec<&str> =
        after.iter().filter(|(path, file)| before.get(*path) != Some(file)).map(|(p, _)| &**p).collect();
    assert_eq!((summary.written, summary.removed), (changed.len() - 1, 0), "the manifest is not counted");
    // Its page, the feeds that carry its text, and the index for search.
    let carries =
        |path: &str| path == "bao-cao/a/index.html" || path.ends_with("feed.xml") || path.starts_with("tim-kiem");
    assert!(changed.iter().all(|path| carries(path) || *path == ".bantin-manifest"), "{changed:?}");
    assert!(fs::read_to_string(site.path("public/bao-cao/a/index.html")).unwrap().contains("sửa lại"));
}

#[test]
fn a_new_item_leaves_the_texts_of_older_ones_in_the_index_as_they_are() {
    let text = "Sở tổ chức kiểm tra đo lường, chất lượng hàng hóa trên địa bàn tỉnh. ".repeat(8);
    let item = |site: TestSite, number: usize| {
        site.item(
            "tin-tuc",
            &format!("{number:02}"),
            &format!("tieu_de: Tin {number}\nngay: 2020-{:02}-05", number / 5 + 1),
            &text,
        )
    };
    let site = (0..50).fold(TestSite::new(), item);
    site.publish();
    let texts = |site: &TestSite| -> Vec<Vec<u8>> {
        let file = |number| fs::read(site.path(&format!("public/tim-kiem/bai-{number}.js"))).ok();
        (0..).map_while(file).collect()
    };
    let before = texts(&site);
    // Newer than all, in a month of its own, about a province and a document that nothing was about.
    let site = site.item(
        "tin-tuc",
        "moi",
        "tieu_de: Mới\nngay: 2021-06-01\ntinh: Sơn La",
        "Theo Quyết định số 100/QĐ-TTg ngày 19/01/2019.",
    );
    site.publish();
    let after = texts(&site);
    assert!(before.len() > 8 && after.len() >= before.len());
    let same = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    assert!(same >= before.len() - 4, "{same} of {} files stayed as they were", before.len());
}

#[test]
fn pages_of_deleted_items_go_and_foreign_files_stay() {
    let site = TestSite::new().news("a", "", "").news("b", "", "");
    site.write("public/.gitignore", "*\n");
    site.write("public/google123.html", "xác minh");
    site.write("public/cu/anh.jpg", "ảnh");
    site.publish();
    let foreign = identity(&site.path("public/google123.html"));
    fs::remove_file(site.path("content/tin-tuc/b.md")).unwrap();
    assert_eq!(site.publish().removed, 1);
    assert!(site.path("public/tin-tuc/a/index.html").exists() && !site.path("public/tin-tuc/b").exists());
    assert_eq!(fs::read_to_string(site.path("public/.gitignore")).unwrap(), "*\n");
    assert_eq!(fs::read_to_string(site.path("public/cu/anh.jpg")).unwrap(), "ảnh");
    assert_eq!(identity(&site.path("public/google123.html")), foreign);
}

#[test]
fn a_file_changed_by_hand_is_put_right() {
    let site = TestSite::new().news("a", "", "");
    site.publish();
    let before = tree(&site.path("public"));
    site.write("public/index.html", "hỏng");
    fs::remove_file(site.path("public/tin-tuc/a/index.html")).unwrap();
    assert_eq!(site.publish().written, 2);
    let after = tree(&site.path("public"));
    let pages = |t: &BTreeMap<PathBuf, Vec<u8>>| {
        t.iter()
            .filter(|(p, _)| !p.starts_with(".bantin-manifest"))
            .map(|(p, c)| (p.clone(), c.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(pages(&before), pages(&after));
}

#[test]
fn one_and_two_threads_publish_the_same_bytes() {
    let site = (0..30).fold(TestSite::new(), |s, n| {
        s.news(&format!("t{n}"), "chu_de: [do-luong, iso-9001]\ntinh: Sơn La", "## A\n\n[x](#a)")
    });
    let mut trees = Vec::new();
    for threads in [1, 2] {
        fs::remove_dir_all(site.path("public")).unwrap_or_default();
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| site.publish());
        fs::remove_file(site.path("public/.bantin-manifest")).unwrap();
        trees.push(tree(&site.path("public")));
    }
    assert!(trees[0] == trees[1]);
}

#[test]
fn a_foreign_file_in_the_place_of_a_page_is_never_overwritten() {
    let site = TestSite::new().news("a", "", "");
    site.write("public/robots.txt", "của tôi");
    site.write("public/tinh", "một tệp");
    let built = site.load();
    let published =
        engine::publish(&built.renderer, None, &site.path(""), &site.path("public"), &mut Timings::default());
    let Err(Stop::Mistakes(mistakes)) = published else { panic!("published over foreign files") };
    let found: Vec<_> = mistakes.as_slice().iter().map(|d| (d.problem.code(), d.path.clone().unwrap())).collect();
    assert_eq!(found, [("E038", "robots.txt".to_owned()), ("E038", "tinh".to_owned())]);
    assert_eq!(fs::read_to_string(site.path("public/robots.txt")).unwrap(), "của tôi");
}

#[test]
fn a_lost_manifest_does_not_rewrite_the_site() {
    let site = TestSite::new().news("a", "", "");
    let first = site.publish();
    let before = identity(&site.path("public/index.html"));
    fs::remove_file(site.path("public/.bantin-manifest")).unwrap();
    assert_eq!(site.publish(), Summary { written: 0, kept: first.written, removed: 0 });
    assert_eq!(identity(&site.path("public/index.html")), before);
    assert!(site.path("public/.bantin-manifest").exists());
}

#[test]
fn a_manifest_of_an_older_version_does_not_rewrite_the_site() {
    let site = TestSite::new().report("a", "ky: 2022-01", "").report("b", "ky: 2022-02", "");
    let first = site.publish();
    let page = identity(&site.path("public/bao-cao/a/index.html"));
    // Older versions hashed in another way, in 64 digits.
    let manifest = site.path("public/.bantin-manifest");
    let older = |line: &str| {
        line.split_once(' ').filter(|(hash, _)| hash.len() == 32).map(|(hash, rest)| format!("{hash}{hash} {rest}"))
    };
    let text = fs::read_to_string(&manifest).unwrap();
    let lines: Vec<String> = text.lines().map(|line| older(line).unwrap_or_else(|| line.to_owned())).collect();
    assert_eq!(lines.iter().filter(|line| line.split(' ').next().unwrap().len() == 64).count(), first.written);
    fs::write(&manifest, lines.join("\n") + "\n").unwrap();
    fs::write(site.path("public/bao-cao/b/index.html"), "Sửa tay.").unwrap();
    assert_eq!(site.publish(), Summary { written: 1, kept: first.written - 1, removed: 0 });
    assert_eq!(identity(&site.path("public/bao-cao/a/index.html")), page);
    assert!(!fs::read_to_string(&manifest).unwrap().contains(&lines[lines.len() - 1]), "the hashes are new");
}

#[test]
fn a_damaged_manifest_is_read_as_far_as_it_goes() {
    let site = TestSite::new().news("a", "", "");
    let first = site.publish();
    let manifest = site.path("public/.bantin-manifest");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, &text[..text.len() / 2]).unwrap();
    assert_eq!(site.publish(), Summary { written: 0, kept: first.written, removed: 0 });
}

/// As root, permissions bind nobody; elsewhere a read-only folder must not lock later publications.
#[cfg(unix)]
#[test]
fn read_only_foreign_folders_do_not_lock_the_output() {
    use std::os::unix::fs::PermissionsExt;
    let site = TestSite::new().news("a", "", "");
    site.write("public/anh/sub/x.jpg", "x");
    for folder in ["public/anh/sub", "public/anh"] {
        fs::set_permissions(site.path(folder), fs::Permissions::from_mode(0o555)).unwrap();
    }
    site.publish();
    let site = site.news("b", "", "");
    site.publish();
    let site = site.news("c", "", "");
    assert!(site.publish().written > 0);
    assert_eq!(fs::metadata(site.path("public/anh")).unwrap().permissions().mode() & 0o777, 0o555);
    for folder in ["public/anh", "public/anh/sub"] {
        fs::set_permissions(site.path(folder), fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn empty_foreign_folders_stay() {
    let site = TestSite::new().news("a", "", "");
    fs::create_dir_all(site.path("public/.git/refs/heads")).unwrap();
    site.publish();
    assert!(site.path("public/.git/refs/heads").is_dir());
}

#[cfg(unix)]
#[test]
fn a_linked_output_folder_stays_a_link() {
    let site = TestSite::new().news("a", "", "");
    fs::create_dir(site.path("www")).unwrap();
    std::os::unix::fs::symlink(site.path("www"), site.path("public")).unwrap();
    site.publish();
    assert!(fs::symlink_metadata(site.path("public")).unwrap().is_symlink());
    assert!(site.path("www/index.html").exists());
}

/// Kills builds at many moments; every time the folder is one complete site, the old one or the new one.
#[cfg(target_os = "linux")]
#[test]
fn a_build_killed_at_any_moment_leaves_a_complete_site() {
    let site = (0..150).fold(TestSite::new(), |s, n| s.news(&format!("t{n:03}"), "", "PHIÊN"));
    let build = |version: &str| {
        for n in 0..150 {
            site.write(
                &format!("content/tin-tuc/t{n:03}.md"),
                format!("---\ntieu_de: Tin {n}\nngay: 2022-01\n---\n\nPHIÊN {version}\n"),
            );
        }
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bantin"));
        command.args(["build", "--root"]).arg(site.path("")).stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    assert!(build("0").wait().unwrap().success());
    let (mut killed, mut wait) = (0, 1);
    for round in 1..=60 {
        let mut child = build(&round.to_string());
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        let finished = child.wait().unwrap().success();
        killed += usize::from(!finished);
        wait = if finished { 1 } else { wait + 2 };
        let output = site.path("public");
        let text = |n: usize| fs::read_to_string(output.join(format!("tin-tuc/t{n:03}/index.html"))).unwrap();
        let version = |n: usize| text(n).split("PHIÊN ").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let first = version(0);
        assert!((0..150).all(|n| version(n) == first), "round {round}: pages of two versions");
        assert!(output.join(".bantin-manifest").exists() && output.join("feed.xml").exists());
    }
    assert!(killed >= 10, "only {killed} builds were killed: the test would prove nothing");
    assert!(build("cuối").wait().unwrap().success());
    assert!(!site.path(".public.bantin/next").exists(), "leftovers are cleared away");
}

/// The stages that a build of the site in a folder went through.
fn stages(root: &Path) -> Vec<String> {
    let mut build = assert_cmd::Command::new(env!("CARGO_BIN_EXE_bantin"));
    let done = build.args(["build", "--timings", "--root"]).arg(root).assert().success();
    let lines =
        [&done.get_output().stdout, &done.get_output().stderr].map(|out| String::from_utf8_lossy(out).into_owned());
    let lines = lines.iter().flat_map(|out| out.lines()).filter(|line| line.ends_with(" ms"));
    lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

#[test]
fn nothing_is_rendered_when_nothing_changed() {
    let site = TestSite::new().news("a", "", "Một.").news("b", "", "Hai.");
    let renders = || stages(&site.path("")).contains(&"render".to_owned());
    assert!(renders(), "the first time");
    assert!(!renders(), "the second time");
    site.write("content/tin-tuc/a.md", "---\ntieu_de: Tin a\nngay: 2022-01\n---\n\nBa.\n");
    assert!(renders() && !renders(), "an item changed");
    site.write("bantin.yaml", format!("{}footer_note: Chân trang\n", common::CONFIG));
    assert!(renders() && !renders(), "the configuration changed");
    site.write("themes/mac-dinh/templates/not-found.html", "<p>Không có.</p>");
    assert!(renders() && !renders(), "the theme changed");
    site.write("content/tin-tuc/c/index.md", "---\ntieu_de: Tin c\nngay: 2022-01\n---\n\n[Tệp](a.pdf).\n");
    site.write("content/tin-tuc/c/a.pdf", "một");
    assert!(renders() && !renders(), "an attachment came");
    site.write("content/tin-tuc/c/a.pdf", "hai");
    assert!(renders() && !renders(), "an attachment of the same size changed");
}

#[test]
fn what_was_changed_in_the_output_is_made_again() {
    let site = TestSite::new().news("a", "", "Một.");
    stages(&site.path(""));
    let page = site.path("public/tin-tuc/a/index.html");
    let made = fs::read_to_string(&page).unwrap();
    fs::remove_file(&page).unwrap();
    stages(&site.path(""));
    assert_eq!(fs::read_to_string(&page).unwrap(), made);
    fs::write(&page, "hỏng").unwrap();
    stages(&site.path(""));
    assert_eq!(fs::read_to_string(&page).unwrap(), made);
}
