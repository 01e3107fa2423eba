//! Streams of events.

use super::*;

#[test]
fn a_tab_is_told_at_once_and_after_a_change() {
    let server = Server::start();
    let mut tab = server.tab("%2Ftinh%2Fson-la%2F");
    assert_eq!(tab.next(), r#"{"version":1,"page":"/tinh/son-la/","told":1}"#);
    server.change();
    assert_eq!(tab.next(), r#"{"version":2,"page":"/tinh/son-la/","told":2}"#);
    assert!(tab.is_silent(Duration::from_millis(300)));
    assert_eq!(server.tab("/").next(), r#"{"version":2,"page":"/","told":1}"#);
    assert_eq!(server.tab("/../x").next(), r#"{"version":2,"page":"/?","told":1}"#);
    assert_eq!(server.get("/_bantin/events").status, 400);
    assert_eq!(server.ask("HEAD", "/_bantin/events?page=/", &[]).status, 200);
}

#[test]
fn many_changes_are_told_as_one() {
    let server = Server::start();
    let mut tab = server.tab("/cham/");
    assert!(tab.next().contains(r#""version":1,"#));
    server.change();
    // The state of version 2 is being made.
    std::thread::sleep(Duration::from_millis(50));
    for _ in 0..100 {
        server.change();
    }
    assert!(tab.next().contains(r#""version":2,"#));
    assert_eq!(tab.next(), r#"{"version":102,"page":"/cham/","told":3}"#);
    assert!(tab.is_silent(Duration::from_millis(400)));
}

#[test]
fn a_panic_while_a_state_is_made_leaves_the_stream_open() {
    let server = Server::start();
    let mut bad = server.tab("/hong/");
    assert!(bad.is_silent(Duration::from_millis(200)));
    server.change();
    assert!(bad.is_silent(Duration::from_millis(200)));
    assert!(server.tab("/").next().contains(r#""version":2,"#));
}

#[test]
fn a_closed_tab_is_forgotten() {
    let server = Server::start();
    let tabs: Vec<Tab> = (0..20).map(|_| server.tab("/")).collect();
    let all = server.site.changes.receiver_count();
    drop(tabs);
    let start = Instant::now();
    while server.site.changes.receiver_count() > 0 {
        assert!(start.elapsed() < Duration::from_secs(5), "{} of {all}", server.site.changes.receiver_count());
        std::thread::sleep(Duration::from_millis(10));
    }
}
