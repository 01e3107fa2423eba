//! The program as its users run it: commands, languages, exit statuses.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod common;

use std::fs;

use assert_cmd::Command;
use common::TestSite;
use tempfile::TempDir;

fn bantin() -> Command {
    let mut command = Command::cargo_bin("bantin").unwrap();
    command
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "vi_VN.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1795132800");
    command
}

/// Exit status, standard output and standard error.
fn run(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_binary_alone_makes_and_builds_a_site() {
    let dir = TempDir::new().unwrap();
    let site = dir.path().join("cong");
    assert_eq!(run(bantin().args(["init", "--title", "Cổng thử"]).arg(&site)).0, 0);
    let new = ["new", "bao-cao", "Kết quả tháng 01", "--tinh", "Sơn La", "--ky", "tháng 01/2022"];
    let (status, out, _) = run(bantin().current_dir(&site).args(new));
    assert_eq!((status, out.trim()), (0, "Đã tạo content/bao-cao/2022-01-ket-qua-thang-01.md"));
    let (status, out, err) = run(bantin().current_dir(site.join("content/bao-cao")).arg("build"));
    assert_eq!((status, err.as_str()), (0, ""), "a new item builds as it is, from any folder of the site");
    assert!(out.starts_with("Đã xuất bản "), "{out}");
    let page = fs::read_to_string(site.join("public/bao-cao/2022-01-ket-qua-thang-01/index.html")).unwrap();
    assert!(page.contains("Kết quả tháng 01") && page.contains("Cổng thử"));
}

#[test]
fn every_kind_that_new_makes_builds() {
    let site = TestSite::new();
    for (kind, more) in [
        ("bao-cao", &["--tinh", "Sơn La", "--ky", "2022-Q1"][..]),
        ("tin-tuc", &["--date", "13/3/2020"]),
        ("ban-tin", &["--bundle"]),
        ("trang", &[]),
    ] {
        let (status, _, err) =
            run(bantin().args(["new", kind, "Thử \"ngoặc\": và dấu", "--root"]).arg(site.path("")).args(more));
        assert_eq!(status, 0, "{err}");
    }
    assert_eq!(site.load().renderer.site.items.len(), 4);
}

#[test]
fn nothing_is_overwritten() {
    let site = TestSite::new();
    let new = || run(bantin().args(["new", "trang", "Liên hệ", "--root"]).arg(site.path("")));
    assert_eq!(new().0, 0);
    let (status, _, err) = new();
    assert_eq!(status, 1);
    assert!(err.contains("đã có content/trang/lien-he.md"), "{err}");
    assert_eq!(run(bantin().arg("init").arg(site.path(""))).0, 1);
}

#[test]
fn exit_statuses_tell_content_usage_and_machine_apart() {
    let good = TestSite::new().news("a", "", "");
    assert_eq!(run(bantin().args(["check", "--root"]).arg(good.path(""))).0, 0);
    let bad = TestSite::new().news("a", "tinh: Không Có", "");
    let (status, out, err) = run(bantin().args(["build", "--root"]).arg(bad.path("")));
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(
        err.contains("lỗi[E014]") && err.contains("1 lỗi, 0 cảnh báo.") && err.contains("bản đang đăng giữ nguyên"),
        "{err}"
    );
    assert!(!bad.path("public").exists());
    assert_eq!(run(bantin().arg("biuld")).0, 2);
    assert_eq!(run(bantin().arg("build").current_dir(TempDir::new().unwrap().path())).0, 2);
    let blocked = TestSite::new().news("a", "", "").file("public", "một tệp, không phải thư mục");
    let (status, _, err) = run(bantin().args(["build", "--root"]).arg(blocked.path("")));
    assert_eq!(status, 3, "{err}");
}

#[test]
fn a_build_never_replaces_the_site_itself() {
    let site = TestSite::new().news("a", "", "");
    for output in ["", "content", "content/tin-tuc/x", ".."] {
        let (status, _, err) =
            run(bantin().args(["build", "--root"]).arg(site.path("")).arg("-o").arg(site.path(output)));
        assert_eq!(status, 2, "{output}: {err}");
        assert!(err.contains("không xuất bản vào"), "{err}");
    }
    assert!(site.path("content/tin-tuc/a.md").exists() && site.path("bantin.yaml").exists());
    let (status, ..) = run(bantin().current_dir(site.path("")).args(["build", "-o", "khong-co/../content"]));
    assert_eq!(status, 2, "the way round");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("content", site.path("public")).unwrap();
        assert_eq!(
            run(bantin().current_dir(site.path("")).arg("build")).0,
            2,
            "the configured output leads into content/"
        );
        fs::remove_file(site.path("public")).unwrap();
    }
    for output in ["public", "moi/cong", "./www", "content-cu"] {
        let (status, _, err) = run(bantin().current_dir(site.path("")).args(["build", "-o", output]));
        assert_eq!(status, 0, "{output}: {err}");
        assert!(site.path(output).join("index.html").is_file());
    }
}

#[test]
fn a_failed_build_leaves_the_published_site() {
    let site = TestSite::new().news("a", "", "Bản tốt");
    site.publish();
    site.write("content/tin-tuc/a.md", "---\ntieu_de: A\nngay: hôm qua\n---\n\nBản hỏng\n");
    assert_eq!(run(bantin().args(["build", "--root"]).arg(site.path(""))).0, 1);
    assert!(fs::read_to_string(site.path("public/tin-tuc/a/index.html")).unwrap().contains("Bản tốt"));
}

#[test]
fn diagnostics_for_tools_are_json_lines() {
    let bad = TestSite::new().news("a", "tinh: Không Có", "").news("b", "chu_de: x", "");
    let (status, out, err) = run(bantin().args(["check", "--format", "json", "--root"]).arg(bad.path("")));
    assert_eq!((status, err.as_str()), (1, ""));
    let codes: Vec<String> = out
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(codes, ["E014", "E016"]);
}

#[test]
fn help_speaks_both_languages() {
    insta::assert_snapshot!("help_vi", run(bantin().arg("--help")).1);
    insta::assert_snapshot!("help_en", run(bantin().args(["--help", "--lang", "en"])).1);
    insta::assert_snapshot!("help_new_vi", run(bantin().args(["new", "--help"])).1);
    let (status, _, err) = run(bantin().env("LANG", "en_US.UTF-8").args(["build", "--root", "/khong/co"]));
    assert_eq!(status, 2);
    assert!(err.starts_with("error: no bantin.yaml here"), "{err}");
}

#[test]
fn the_schema_knows_every_key() {
    let schema: serde_json::Value = serde_json::from_str(&run(bantin().arg("schema")).1).unwrap();
    for field in bantin::parse::fields::FIELDS {
        for (kind, key) in field.kinds.iter().flat_map(|kind| [(kind, field.key), (kind, field.khoa)]) {
            let described = &schema["$defs"][kind.folder()]["properties"][key]["description"];
            assert!(described.as_str().is_some_and(|d| !d.is_empty()), "{key} of {}", kind.folder());
        }
    }
}
