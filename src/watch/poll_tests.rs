#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::fs::File;

use tempfile::TempDir;

use super::*;
use crate::read::is_debris;

struct Site {
    dir: TempDir,
    looks: Looks,
    start: Instant,
}

impl Site {
    /// A site with a file that has lain there for a day.
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("content/tin-tuc")).unwrap();
        let file = dir.path().join("content/a.md");
        fs::write(&file, "cũ").unwrap();
        stamp(&file, yesterday());
        let start = Instant::now();
        let looks = Looks::new(dir.path(), is_debris, start);
        Self { dir, looks, start }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// What a look so many seconds after the first sees.
    fn look(&mut self, seconds: u64) -> Vec<(String, Signal)> {
        let changes = self.looks.look(self.start + Duration::from_secs(seconds)).unwrap();
        let name = |path: PathBuf| path.strip_prefix(self.dir.path()).unwrap().to_string_lossy().into_owned();
        let mut changes: Vec<_> = changes.into_iter().map(|(path, signal)| (name(path), signal)).collect();
        changes.sort_by(|a, b| a.0.cmp(&b.0));
        changes
    }
}

fn yesterday() -> SystemTime {
    SystemTime::now() - Duration::from_secs(86_400)
}

fn stamp(file: &Path, time: SystemTime) {
    File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
}

#[test]
fn what_appears_changes_and_goes_is_seen_once() {
    let mut site = Site::new();
    assert_eq!(site.look(1), []);
    fs::write(site.path("content/tin-tuc/b.md"), "mới").unwrap();
    fs::write(site.path("content/a.md"), "đã sửa").unwrap();
    fs::write(site.path("bantin.yaml"), "title: x").unwrap();
    let seen = ["bantin.yaml", "content/a.md", "content/tin-tuc/b.md"].map(|name| (name.to_owned(), Signal::Placed));
    assert_eq!(site.look(2), seen);
    assert_eq!(site.look(3), []);
    fs::remove_dir_all(site.path("content/tin-tuc")).unwrap();
    let gone = ["content/tin-tuc", "content/tin-tuc/b.md"].map(|name| (name.to_owned(), Signal::Gone));
    assert_eq!(site.look(4), gone);
    assert_eq!(site.look(5), []);
}

#[test]
fn an_older_file_in_its_place_is_a_change() {
    let mut site = Site::new();
    stamp(&site.path("content/a.md"), yesterday() - Duration::from_secs(3600));
    assert_eq!(site.look(1).len(), 1);
}

#[test]
fn a_second_save_within_the_step_of_the_clock_is_seen_though_size_and_time_are_the_same() {
    let mut site = Site::new();
    let file = site.path("content/a.md");
    let now = SystemTime::now();
    let save = |text: &str| {
        fs::write(&file, text).unwrap();
        stamp(&file, now);
    };
    save("m\u{1ED9}t");
    assert_eq!(site.look(10).len(), 1);
    // Within two seconds of the clock of the drive, seen after three and a half of ours.
    save("h\u{1ED9}t");
    assert_eq!(site.look(13), [("content/a.md".to_owned(), Signal::Placed)]);
    assert_eq!(site.look(14), []);
    // Later no clock stands still, and no content is read.
    assert_eq!(site.look(17), []);
    save("b\u{1ED9}t");
    assert_eq!(site.look(18), []);
}

#[test]
fn debris_other_folders_and_links_out_of_the_site_are_not_seen() {
    let mut site = Site::new();
    for name in ["content/.a.md.swp", "content/~$a.docx", "content/a.md~", "README.md"] {
        fs::write(site.path(name), "x").unwrap();
    }
    fs::create_dir_all(site.path("public/tin-tuc")).unwrap();
    fs::create_dir_all(site.path("content/.git/objects")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/", site.path("content/tat-ca")).unwrap();
    assert_eq!(site.look(1), []);
}

#[cfg(unix)]
#[test]
fn a_link_changes_with_what_it_leads_to() {
    let mut site = Site::new();
    fs::create_dir(site.path("chung")).unwrap();
    fs::write(site.path("chung/b.md"), "một").unwrap();
    std::os::unix::fs::symlink("../chung", site.path("content/chung")).unwrap();
    assert_eq!(site.look(1).len(), 2);
    fs::write(site.path("chung/b.md"), "hai lần").unwrap();
    assert_eq!(site.look(2), [("content/chung/b.md".to_owned(), Signal::Placed)]);
}

#[test]
fn a_drive_that_is_away_is_no_deletion() {
    let mut site = Site::new();
    let (here, away) = (site.dir.path().to_path_buf(), site.dir.path().with_extension("away"));
    fs::rename(&here, &away).unwrap();
    assert!(site.looks.look(site.start).is_err());
    fs::rename(&away, &here).unwrap();
    assert_eq!(site.look(2), []);
}
