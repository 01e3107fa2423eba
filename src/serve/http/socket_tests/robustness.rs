//! Faults, stops and slow browsers.

use super::*;

#[test]
fn a_panic_is_one_bad_reply() {
    let server = Server::start();
    for _ in 0..40 {
        let reply = server.get("/hong/");
        assert_eq!((reply.status, reply.header("content-type")), (500, "text/plain; charset=utf-8"));
        assert!(!reply.text().contains("<script"));
    }
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn open_connections_do_not_hold_the_server() {
    let mut server = Server::start();
    let mut tab = server.tab("/");
    tab.next();
    let mut half = server.connect();
    half.write_all(b"GET / HT").unwrap();
    let start = Instant::now();
    server.stop();
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!(TcpStream::connect(server.address).is_err());
}

#[test]
fn a_stop_that_fails_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let hosts = Hosts::of(listener.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let site = Fake { folder, changes: watch::Sender::new(1), asked: AtomicUsize::new(0) };
    let result = serve_until(listener, Arc::new(site), hosts, async { Err(io::Error::other("no signals")) });
    assert_eq!(result.unwrap_err().to_string(), "no signals");
}

#[test]
fn half_requests_and_slow_pages_hold_nobody_up() {
    let server = Server::start();
    let halves: Vec<TcpStream> = (0..10)
        .map(|n| {
            let mut stream = server.connect();
            stream.write_all(&b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "[..n * 3]).unwrap();
            stream
        })
        .collect();
    // More browsers that stop reading in the middle of a file than there are threads to read files.
    File::create(server.site.file("mat.zip")).unwrap().set_len(64 << 20).unwrap();
    let stuck: Vec<TcpStream> = (0..BLOCKING_THREADS + 2)
        .map(|_| {
            let mut stream = server.connect();
            write!(stream, "GET /mat.zip HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
            stream.read_exact(&mut [0; 100]).unwrap();
            stream
        })
        .collect();
    let mut slow = server.connect();
    write!(slow, "GET /cham/ HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    let start = Instant::now();
    assert_eq!(server.get("/").status, 200);
    assert!(server.get("/lon.pdf").body == large());
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert_eq!(Reply::read(&mut BufReader::new(slow), false).status, 200);
    drop((halves, stuck));
}

#[test]
fn requests_in_a_row_are_answered_in_order() {
    let server = Server::start();
    let mut stream = server.connect();
    let mut requests = String::new();
    for target in ["/cham/", "/main.css", "/khong/", "/lon.pdf", "/hong/", "/main.css"] {
        write!(requests, "GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    }
    stream.write_all(requests.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let replies: Vec<Reply> = (0..6).map(|_| Reply::read(&mut reader, false)).collect();
    let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    assert_eq!(statuses, [200, 200, 404, 200, 500, 200]);
    assert!(replies[3].body == large());
    assert_eq!(replies[5].text(), "0123456789");
}

#[test]
fn a_file_that_shrinks_while_it_is_sent_breaks_the_connection() {
    let server = Server::start();
    let path = server.site.file("doi.txt");
    File::create(&path).unwrap().set_len(64 << 20).unwrap();
    let mut stream = server.connect();
    write!(stream, "GET /doi.txt HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    let mut reader = BufReader::new(stream);
    let reply = Reply::read_head(&mut reader);
    assert_eq!(reply.header("content-length"), (64 << 20).to_string());
    File::options().write(true).open(&path).unwrap().set_len(10).unwrap();
    let mut body = Vec::new();
    let _ = reader.read_to_end(&mut body);
    assert!(body.len() < 64 << 20);
    assert_eq!(server.get("/").status, 200);
}
