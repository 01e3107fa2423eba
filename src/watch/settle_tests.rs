#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;

use super::Signal::{Closed, Created, Emptied, Gone, Modified, Placed};
use super::*;

/// Feeds events, each at its millisecond, and takes batches when they are due. Returns each with its millisecond.
fn play(manner: Manner, events: &[(u64, &str, Signal)]) -> Vec<(u64, String)> {
    let start = Instant::now();
    let mut settle = Settle::new(manner);
    let mut out = Vec::new();
    let mut collect = |settle: &mut Settle, until: Option<Instant>| {
        while let Some(due) = settle.deadline().filter(|due| until.is_none_or(|until| *due <= until)) {
            let batch = settle.take(due).unwrap();
            let mut names: Vec<_> = batch.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
            names.extend(batch.everything.then(|| "everything".to_owned()));
            out.push((u64::try_from((due - start).as_millis()).unwrap(), names.join(" ")));
        }
    };
    for (at, path, signal) in events {
        let at = start + ms(*at);
        collect(&mut settle, Some(at));
        settle.event(at, PathBuf::from(path), *signal);
    }
    collect(&mut settle, None);
    out
}

fn inotify(events: &[(u64, &str, Signal)]) -> Vec<(u64, String)> {
    play(Manner::INOTIFY, events)
}

fn one(at: u64, paths: &str) -> Vec<(u64, String)> {
    vec![(at, paths.to_owned())]
}

#[test]
fn a_closed_file_settles_after_a_millisecond() {
    assert_eq!(inotify(&[(0, "a", Modified), (2, "a", Closed)]), one(3, "a"));
}

#[test]
fn a_file_moved_into_place_settles_after_a_millisecond() {
    assert_eq!(inotify(&[(0, "a", Placed)]), one(1, "a"));
}

#[test]
fn an_open_file_waits_for_its_close() {
    let chunks = [(0, "a", Modified), (5, "a", Modified), (90, "a", Modified), (91, "a", Closed)];
    assert_eq!(inotify(&chunks), one(92, "a"));
}

#[test]
fn a_removal_waits_for_a_return() {
    assert_eq!(inotify(&[(0, "a", Gone)]), one(3, "a"));
}

#[test]
fn vim_moves_away_creates_writes_syncs_and_closes() {
    // The sync takes 20 ms.
    let vim = [(0, "a", Gone), (1, "a", Created), (1, "a", Modified), (21, "a", Closed)];
    assert_eq!(inotify(&vim), one(22, "a"));
}

#[test]
fn sed_writes_beside_and_moves_over() {
    let sed = [(0, "sedX", Created), (0, "sedX", Modified), (1, "sedX", Closed), (1, "sedX", Gone), (1, "a", Placed)];
    assert_eq!(inotify(&sed), one(2, "a sedX"), "nobody waits for the return of what was never shown");
}

#[test]
fn an_emptied_file_waits_for_its_content() {
    assert_eq!(inotify(&[(0, "a", Modified), (0, "a", Emptied), (2, "a", Modified), (2, "a", Closed)]), one(3, "a"));
    assert_eq!(inotify(&[(0, "a", Emptied)]), one(3, "a"), "it may stay empty");
}

#[test]
fn writing_again_after_a_batch_gives_another() {
    let twice = [(0, "a", Modified), (0, "a", Closed), (10, "a", Modified), (10, "a", Closed)];
    assert_eq!(inotify(&twice), [(1, "a".to_owned()), (11, "a".to_owned())]);
}

#[test]
fn a_move_is_one_batch() {
    assert_eq!(inotify(&[(0, "a", Gone), (0, "b", Placed)]), one(3, "a b"));
}

#[test]
fn a_slow_writer_delays_others_once_at_most() {
    let events = [
        (0, "film.mp4", Created),
        (10, "a", Closed),
        (160, "film.mp4", Modified),
        (200, "a", Modified),
        (201, "a", Closed),
        (400, "film.mp4", Modified),
        (700, "film.mp4", Closed),
    ];
    let batches = [(150, "a film.mp4"), (202, "a film.mp4"), (550, "film.mp4"), (701, "film.mp4")];
    assert_eq!(inotify(&events), batches.map(|(at, paths)| (at, paths.to_owned())));
}

#[test]
fn endless_saves_are_handed_on_at_the_cap() {
    let saves: Vec<_> = (0..400).map(|at| (at, "a", Closed)).collect();
    let times: Vec<u64> = inotify(&saves).iter().map(|(at, _)| *at).collect();
    // Each comes with the millisecond of quiet between two saves, if events of the same moment come first.
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] <= 150), "{times:?}");
}

#[test]
fn many_files_wait_for_a_longer_quiet() {
    let names: Vec<String> = (0..5_000).map(|n| n.to_string()).collect();
    // 50 files a millisecond, with a pause of 20 ms in the middle.
    let time = |n: usize| n as u64 / 50 + if n > 4_000 { 20 } else { 0 };
    let events: Vec<_> = names.iter().enumerate().map(|(n, name)| (time(n), name.as_str(), Closed)).collect();
    assert_eq!(inotify(&events).iter().map(|(at, _)| *at).collect::<Vec<_>>(), [149]);
}

#[test]
fn files_that_come_one_by_one_are_gathered() {
    let names: Vec<String> = (0..300).map(|n| n.to_string()).collect();
    // With gaps of 3 ms, so that the first is finished before there is another.
    let events: Vec<_> = names.iter().enumerate().map(|(n, name)| (3 * n as u64, name.as_str(), Closed)).collect();
    let batches = inotify(&events);
    assert_eq!(batches[0], (1, "0".to_owned()));
    assert!(batches.len() < 20, "{batches:?}");
}

#[test]
fn without_closes_quiet_decides() {
    let written = [(0, "a", Created), (10, "a", Modified), (20, "a", Modified)];
    assert_eq!(play(Manner::OTHERS, &written), one(35, "a"));
    assert_eq!(play(Manner::OTHERS, &[(0, "a.new", Gone), (0, "a", Placed)]), one(15, "a a.new"));
}

#[test]
fn where_full_buffers_are_dropped_in_silence_many_events_mean_everything_and_a_second_look() {
    let names: Vec<String> = (100..164).map(|n| n.to_string()).collect();
    let events: Vec<_> = names.iter().map(|name| (0, name.as_str(), Modified)).collect();
    let batches = play(Manner::OTHERS, &events);
    assert!(batches[0].1.ends_with("everything"));
    assert_eq!(batches[1..], one(316, "everything"));
}

#[test]
fn lost_events_mean_everything_less_and_less_often() {
    let start = Instant::now();
    let mut settle = Settle::new(Manner::INOTIFY);
    let mut now = start;
    let mut gaps = Vec::new();
    for _ in 0..12 {
        settle.lost(now);
        let due = settle.deadline().unwrap();
        assert!(settle.take(due).unwrap().everything);
        gaps.push((due - now).as_millis());
        now = due;
    }
    assert_eq!(gaps, [30, 250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
    settle.lost(now + Duration::from_secs(1000));
    assert_eq!(settle.deadline(), Some(now + Duration::from_secs(1000) + MOST_QUIET), "forgiven");
}

#[test]
fn while_everything_waits_saves_are_handed_on() {
    let now = Instant::now();
    let mut settle = Settle::new(Manner::INOTIFY);
    settle.lost(now);
    assert!(settle.take(now + ms(30)).unwrap().everything);
    settle.lost(now + ms(31));
    settle.event(now + ms(40), PathBuf::from("a"), Closed);
    let batch = settle.take(now + ms(41)).unwrap();
    assert_eq!((batch.paths.len(), batch.everything), (1, false));
    assert!(settle.take(now + ms(280)).unwrap().everything);
    assert_eq!(settle.deadline(), None);
}

fn signals() -> impl Strategy<Value = Signal> {
    prop_oneof![Just(Created), Just(Modified), Just(Emptied), Just(Closed), Just(Placed), Just(Gone)]
}

fn manners() -> impl Strategy<Value = Manner> {
    prop_oneof![Just(Manner::INOTIFY), Just(Manner::OTHERS), Just(Manner::LOOKS)]
}

proptest! {
    /// Whatever happens in whatever order: each event is followed by a batch with its path, within the cap.
    #[test]
    fn no_event_is_lost_or_late(
        manner in manners(),
        events in vec((0_u64..40, 0_u8..100, signals()), 1..200),
    ) {
        let mut now = Instant::now();
        let mut settle = Settle::new(manner);
        // Paths whose last event is in no batch yet, with the time of the first such event.
        let mut owed: BTreeMap<PathBuf, Instant> = BTreeMap::new();
        let play = |settle: &mut Settle, owed: &mut BTreeMap<PathBuf, Instant>, until: Instant| {
            while let Some(due) = settle.deadline().filter(|due| *due <= until) {
                prop_assert_eq!(settle.take(due - Duration::from_micros(1)), None, "not before it is due");
                let batch = settle.take(due).unwrap();
                prop_assert!(batch.everything || !batch.paths.is_empty());
                for (path, first) in std::mem::take(owed) {
                    prop_assert!(batch.everything || batch.paths.contains(&path), "{:?} is missing", path);
                    prop_assert!(due <= first + CAP);
                }
            }
            Ok(())
        };
        for (wait, name, signal) in events {
            now += ms(wait);
            play(&mut settle, &mut owed, now)?;
            let path = PathBuf::from(name.to_string());
            owed.entry(path.clone()).or_insert(now);
            settle.event(now, path, signal);
            prop_assert!(settle.deadline().is_some());
        }
        play(&mut settle, &mut owed, now + Duration::from_secs(3600))?;
        prop_assert!(owed.is_empty());
        prop_assert_eq!(settle.deadline(), None, "then nothing wakes anybody");
    }
}
