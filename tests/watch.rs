//! What watching costs and how soon it tells. Alone in its process, so that its processor time can be measured.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]
#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::fs::{self, File};
use std::io::Write;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use bantin::read::is_debris;
use bantin::watch::{How, watch};

/// One at a time.
static TURN: Mutex<()> = Mutex::new(());

#[test]
fn a_save_is_told_within_milliseconds() {
    let _turn = TURN.lock().unwrap();
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    let (sender, batches) = channel();
    let changed = move |batch| drop(sender.send((Instant::now(), batch)));
    let _watch = watch(dir.path(), How::Notified, is_debris, changed, |_| {}).unwrap();
    let file = dir.path().join("content/a.md");
    let measure = |what: &str, save: &dyn Fn() -> Instant| {
        let mut times: Vec<Duration> = (0..50)
            .map(|_| {
                let closed = save();
                let (at, _) = batches.recv_timeout(Duration::from_secs(5)).unwrap();
                // Let what may follow pass.
                while batches.recv_timeout(Duration::from_millis(20)).is_ok() {}
                at.saturating_duration_since(closed)
            })
            .collect();
        times.sort();
        println!("{what}: median {:?}, 90% {:?}, longest {:?}", times[25], times[45], times[49]);
        assert!(times[25] < Duration::from_millis(50));
    };
    measure("plain save", &|| {
        let mut out = File::create(&file).unwrap();
        out.write_all(b"m\xe1\xbb\x9bi").unwrap();
        drop(out);
        Instant::now()
    });
    measure("saved beside and moved over", &|| {
        fs::write(dir.path().join("content/sedX"), "x").unwrap();
        fs::rename(dir.path().join("content/sedX"), &file).unwrap();
        Instant::now()
    });
    measure("saved as vim does", &|| {
        fs::rename(&file, dir.path().join("content/a.md~")).unwrap();
        let mut out = File::create_new(&file).unwrap();
        out.write_all(b"m\xe1\xbb\x9bi").unwrap();
        out.sync_all().unwrap();
        drop(out);
        Instant::now()
    });
    measure("deleted", &|| {
        fs::write(&file, "x").unwrap();
        batches.recv_timeout(Duration::from_secs(5)).unwrap();
        fs::remove_file(&file).unwrap();
        Instant::now()
    });
}

#[cfg(target_os = "linux")]
#[test]
fn idling_costs_nothing() {
    let _turn = TURN.lock().unwrap();
    let dir = tempfile::tempdir().unwrap();
    for n in 0..2_000 {
        let file = dir.path().join(format!("content/{}/{n}.md", n % 40));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "x").unwrap();
    }
    let (sender, batches) = channel();
    let _watch = watch(dir.path(), How::Notified, is_debris, move |batch| drop(sender.send(batch)), |_| {}).unwrap();
    let before = processor_time();
    std::thread::sleep(Duration::from_secs(2));
    let idle = processor_time().saturating_sub(before);
    println!("idle for 2 s: {idle:?}");
    assert!(idle < Duration::from_millis(20));
    assert!(batches.try_recv().is_err());
}

/// User and system time of this process; the clock ticks 100 times a second (`proc_pid_stat(5)`).
#[cfg(target_os = "linux")]
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(10 * ticks)
}
