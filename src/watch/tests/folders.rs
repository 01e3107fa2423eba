//! Folders and links that come, go and are replaced.

use std::fs;

use super::{SILENCE, Site, pause};
use crate::watch::How;
use crate::watch::system::start;

#[test]
fn a_folder_moved_in_renamed_and_moved_out() {
    let site = Site::new();
    fs::create_dir_all(site.path("cho-duyet/anh/nho")).unwrap();
    site.write("cho-duyet/b.md", "một");
    site.rename("cho-duyet", "content/duyet");
    assert_eq!(site.told_names(), ["content/duyet"]);
    site.write("content/duyet/anh/nho/c.md", "hai");
    assert_eq!(site.told_names(), ["content/duyet/anh/nho/c.md"]);
    site.rename("content/duyet", "content/xong");
    assert_eq!(site.told_names(), ["content/duyet", "content/xong"]);
    site.write("content/xong/anh/nho/c.md", "ba");
    assert_eq!(site.told_names(), ["content/xong/anh/nho/c.md"]);
    site.rename("content/xong", "luu-tru");
    assert_eq!(site.told_names(), ["content/xong"]);
    site.write("luu-tru/b.md", "bốn");
    site.told_nothing();
}

#[test]
fn content_is_replaced_deleted_and_made_anew() {
    let site = Site::new();
    fs::create_dir_all(site.path("moi/tin-tuc/anh")).unwrap();
    site.write("moi/a.md", "mới");
    site.rename("content", "cu");
    site.rename("moi", "content");
    assert_eq!(site.told_names(), ["content"]);
    site.write("content/tin-tuc/anh/b.md", "một");
    assert_eq!(site.told_names(), ["content/tin-tuc/anh/b.md"]);
    site.write("cu/a.md", "không ai đọc");
    site.told_nothing();
    for folder in ["content", "themes"] {
        fs::remove_dir_all(site.path(folder)).unwrap();
        assert!(site.told().iter().any(|told| told.names(&site).contains(&folder.to_owned())));
        fs::create_dir_all(site.path(folder).join("sau/nua")).unwrap();
        site.told();
        site.write(&format!("{folder}/sau/nua/c.md"), "hai");
        assert_eq!(site.told_names(), [format!("{folder}/sau/nua/c.md")]);
    }
}

#[test]
fn folders_that_were_not_there_at_first() {
    let site = Site::with(How::Notified, start, |root| {
        fs::remove_dir_all(root.join("content")).unwrap();
        fs::remove_dir_all(root.join("themes")).unwrap();
        fs::remove_file(root.join("bantin.yaml")).unwrap();
    });
    fs::create_dir_all(site.path("content/tin-tuc")).unwrap();
    site.write("content/tin-tuc/a.md", "một");
    site.write("bantin.yaml", "title: y");
    site.told();
    site.write("content/tin-tuc/a.md", "hai");
    assert_eq!(site.told_names(), ["content/tin-tuc/a.md"]);
}

#[test]
fn files_written_at_once_into_folders_just_made_are_never_missed() {
    let site = Site::new();
    for round in 0..200 {
        let folder = format!("content/{round}/hai/ba/bon");
        fs::create_dir_all(site.path(&folder)).unwrap();
        for (n, above) in site.path(&folder).ancestors().take(4).enumerate() {
            fs::write(above.join("a.md"), format!("{n}")).unwrap();
        }
        match round % 4 {
            0 => site.rename(&format!("content/{round}/hai"), &format!("content/{round}/muoi")),
            1 => fs::remove_dir_all(site.path(&format!("content/{round}/hai/ba"))).unwrap(),
            2 => pause(2),
            _ => site.rename(&format!("content/{round}"), &format!("content/x{round}")),
        }
        if round % 10 == 9 {
            site.told_within(SILENCE / 3);
            // The watches stand everywhere.
            for entry in walkdir::WalkDir::new(site.path("content")).into_iter().filter_map(Result::ok) {
                if entry.file_type().is_dir() {
                    fs::write(entry.path().join("b.md"), format!("{round}")).unwrap();
                }
            }
            site.told_within(SILENCE / 3);
        }
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;
    use std::path::{Path, PathBuf};

    use super::*;

    /// A site with a file and a folder elsewhere that links lead to.
    fn linked() -> Site {
        let site = Site::with(How::Notified, start, |root| {
            fs::create_dir_all(root.join("chung/sau")).unwrap();
            fs::create_dir_all(root.join("kho/anh")).unwrap();
            fs::write(root.join("chung/sau/a.md"), "một").unwrap();
            symlink("../../chung/sau/a.md", root.join("content/tin-tuc/a.md")).unwrap();
            symlink("../../kho", root.join("content/tin-tuc/kho")).unwrap();
        });
        let links = [("content/tin-tuc/a.md", "../../chung/sau/a.md"), ("content/tin-tuc/kho", "../../kho")];
        let links = || links.map(|(link, target)| (PathBuf::from(link), PathBuf::from(target))).to_vec();
        site.watch.follow(links());
        assert_eq!(site.told_names(), ["content/tin-tuc/a.md", "content/tin-tuc/kho"]);
        site.watch.follow(links());
        site.told_nothing();
        site
    }

    #[test]
    fn what_changes_at_the_real_place_is_told_as_the_link() {
        let site = linked();
        site.write("chung/sau/a.md", "hai");
        assert_eq!(site.told_names(), ["content/tin-tuc/a.md"]);
        site.write("chung/sau/khac.md", "không ai đọc");
        site.told_nothing();
        site.write("kho/anh/b.md", "một");
        assert_eq!(site.told_names(), ["content/tin-tuc/kho/anh/b.md"]);
        fs::create_dir_all(site.path("kho/nua/hai")).unwrap();
        site.write("kho/nua/hai/c.md", "một");
        site.told();
        site.write("kho/nua/hai/c.md", "hai");
        assert_eq!(site.told_names(), ["content/tin-tuc/kho/nua/hai/c.md"]);
        site.write("kho/.c.md.swp", "x");
        site.told_nothing();
    }

    #[test]
    fn the_real_place_is_replaced() {
        let site = linked();
        fs::remove_dir_all(site.path("chung")).unwrap();
        assert!(site.told().iter().any(|told| told.names(&site).contains(&"content/tin-tuc/a.md".to_owned())));
        fs::create_dir_all(site.path("chung/sau")).unwrap();
        site.write("chung/sau/a.md", "trở lại");
        site.told();
        site.write("chung/sau/a.md", "và đổi");
        assert_eq!(site.told_names(), ["content/tin-tuc/a.md"]);
        site.rename("kho", "kho-cu");
        assert_eq!(site.told_names(), ["content/tin-tuc/kho"]);
        fs::create_dir(site.path("kho")).unwrap();
        site.told();
        site.write("kho/d.md", "mới");
        assert_eq!(site.told_names(), ["content/tin-tuc/kho/d.md"]);
    }

    #[test]
    fn a_link_that_appears_goes_or_leads_elsewhere() {
        let site = linked();
        fs::create_dir(site.path("khac")).unwrap();
        site.write("khac/a.md", "khác");
        let link = site.path("content/tin-tuc/kho");
        fs::remove_file(&link).unwrap();
        symlink("../../khac", &link).unwrap();
        assert_eq!(site.told_names(), ["content/tin-tuc/kho"]);
        site.watch.follow(vec![(link, PathBuf::from("../../khac"))]);
        assert_eq!(site.told_names(), ["content/tin-tuc/kho"]);
        site.write("khac/a.md", "nữa");
        assert_eq!(site.told_names(), ["content/tin-tuc/kho/a.md"]);
        site.write("kho/anh/b.md", "không ai đọc");
        site.told_nothing();
    }

    #[test]
    fn content_itself_may_be_a_link() {
        let site = Site::with(How::Notified, start, |root| {
            fs::rename(root.join("content"), root.join("noi-dung")).unwrap();
            symlink("noi-dung", root.join("content")).unwrap();
        });
        site.write("content/tin-tuc/b.md", "một");
        assert_eq!(site.told_names(), ["content/tin-tuc/b.md"]);
        site.write("noi-dung/a.md", "hai");
        assert_eq!(site.told_names(), ["content/a.md"]);
    }

    #[test]
    fn links_out_of_the_site_or_to_all_of_it_are_not_followed() {
        let elsewhere = tempfile::tempdir().unwrap();
        let site = Site::new();
        let target = |path: &Path| (PathBuf::from("content/x"), path.to_path_buf());
        site.watch.follow(vec![target(elsewhere.path()), target(Path::new("/"))]);
        fs::write(elsewhere.path().join("a.md"), "x").unwrap();
        site.watch.follow(vec![target(site.root())]);
        // The new link is told; what is below it is the site itself, which ends every reading.
        assert!(site.told().len() <= 1);
        site.write("public/index.html", "<p>");
        assert!(site.told().is_empty());
    }

    #[test]
    fn a_root_reached_through_a_link_is_told_by_that_name() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("that/content")).unwrap();
        symlink("that", dir.path().join("ten-khac")).unwrap();
        let (sender, batches) = std::sync::mpsc::channel();
        let changed = move |batch| drop(sender.send(batch));
        let root = dir.path().join("ten-khac");
        let _watch = crate::watch::watch(&root, How::Notified, crate::read::is_debris, changed, |_| {}).unwrap();
        fs::write(dir.path().join("that/content/a.md"), "x").unwrap();
        let batch: crate::watch::Batch = batches.recv_timeout(std::time::Duration::from_secs(5)).unwrap();
        assert_eq!(batch.paths.into_iter().collect::<Vec<_>>(), [root.join("content/a.md")]);
    }
}
