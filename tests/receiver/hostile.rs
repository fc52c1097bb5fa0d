//! Clients that are slow, silent, numerous or malicious: all are disconnected in time, and a valid delivery is answered
//! meanwhile.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use console_events::webhook::axum::DEFAULT_LIMIT;

use crate::http::post;
use crate::program::Receiver;
use crate::session::{SECRETS, Session, later, leaks};

/// How long the example waits for headers, for a whole request, and how much a busy machine may add.
const HEADERS: Duration = Duration::from_secs(5);
const REQUEST: Duration = Duration::from_secs(10);
const SLACK: Duration = Duration::from_secs(10);

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(REQUEST + SLACK)).unwrap();
    stream.set_write_timeout(Some(REQUEST + SLACK)).unwrap();
    stream
}

/// Reads until the other side closes the connection, which it must.
fn until_closed(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    match stream.read_to_end(&mut text) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("not closed: {error}"),
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Sends a piece at intervals until the other side closes; returns the answer.
fn drip(mut stream: TcpStream, piece: &[u8], pause: Duration) -> String {
    let started = Instant::now();
    while started.elapsed() < REQUEST + SLACK && stream.write_all(piece).is_ok() {
        thread::sleep(pause);
        stream.set_nonblocking(true).unwrap();
        let closed = stream.peek(&mut [0]).is_ok();
        stream.set_nonblocking(false).unwrap();
        if closed {
            break;
        }
    }
    until_closed(&mut stream)
}

#[test]
fn silent_and_slow_clients_are_disconnected_in_time() {
    let mut session = Session::start();
    let address = session.receiver.address;
    let signature = session.sign(b"");
    let head = format!("POST / HTTP/1.1\r\nHost: a\r\nX-Mia-Signature: {signature}\r\nContent-Length: 1000000\r\n\r\n");
    let clients = [
        // Says nothing at all.
        thread::spawn(move || (HEADERS, until_closed(&mut connect(address)))),
        // Says a part of its headers.
        thread::spawn(move || {
            let mut stream = connect(address);
            stream.write_all(b"POST / HTTP/1.1\r\nHost:").unwrap();
            (HEADERS, until_closed(&mut stream))
        }),
        // One header a second.
        thread::spawn(move || {
            let mut stream = connect(address);
            stream.write_all(b"POST / HTTP/1.1\r\n").unwrap();
            (HEADERS, drip(stream, b"A: b\r\n", Duration::from_millis(500)))
        }),
        // A body that never comes.
        thread::spawn({
            let head = head.clone();
            move || {
                let mut stream = connect(address);
                stream.write_all(head.as_bytes()).unwrap();
                (REQUEST, until_closed(&mut stream))
            }
        }),
        // A body by the byte.
        thread::spawn(move || {
            let mut stream = connect(address);
            stream.write_all(head.as_bytes()).unwrap();
            (REQUEST, drip(stream, b" ", Duration::from_millis(200)))
        }),
        // Asks once, and keeps the connection.
        thread::spawn(move || {
            let mut stream = connect(address);
            stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
            let text = until_closed(&mut stream);
            assert!(text.starts_with("HTTP/1.1 200 OK") && text.ends_with("ok\n"), "{text}");
            (HEADERS, text)
        }),
    ];
    let started = Instant::now();
    session.accepts_signed(&later(1));
    let mut slow = 0;
    for client in clients {
        let (bound, text) = client.join().unwrap();
        assert!(started.elapsed() < bound + SLACK, "{:?} for {bound:?}", started.elapsed());
        assert!(!leaks(&text), "{text}");
        slow += usize::from(text.starts_with("HTTP/1.1 408"));
    }
    assert!(slow >= 2, "slow bodies are answered");
    let (printed, _) = session.receiver.stop();
    assert_eq!(printed.len(), 1);
}

#[test]
fn a_thousand_bad_signatures_take_little_memory() {
    let mut session = Session::start();
    let address = session.receiver.address;
    let wrong = session.sign(b"another body");
    for signature in ["nothing".to_owned(), wrong] {
        let clients: Vec<_> = (0..16)
            .map(|_| {
                let signature = signature.clone();
                thread::spawn(move || flood(address, &signature, 63))
            })
            .collect();
        session.accepts_signed(&later(i64::try_from(signature.len()).unwrap()));
        for client in clients {
            client.join().unwrap();
        }
        let peak = session.receiver.peak_memory();
        println!("after 1,000 bodies of 1 MB signed with {}: {peak:?} KiB at most", signature.len());
        assert!(peak.is_none_or(|peak| peak < 100 * 1024), "{peak:?}");
    }
}

/// So many bodies of the largest size, all of them open before any of them is whole; none is accepted.
fn flood(address: SocketAddr, signature: &str, clients: usize) {
    let head = format!(
        "POST / HTTP/1.1\r\nHost: a\r\nX-Mia-Signature: {signature}\r\nContent-Length: {DEFAULT_LIMIT}\r\n\r\n"
    );
    let mut body = vec![b' '; DEFAULT_LIMIT];
    body[0] = b'{';
    let (last, most) = body.split_last().unwrap();
    let mut streams: Vec<TcpStream> = (0..clients).filter_map(|_| TcpStream::connect(address).ok()).collect();
    for stream in &mut streams {
        stream.set_write_timeout(Some(Duration::from_secs(2))).unwrap();
        stream.set_read_timeout(Some(REQUEST + SLACK)).unwrap();
        // A client that is refused early may stop sending.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(most));
    }
    for stream in &mut streams {
        let _ = stream.write_all(&[*last]);
        let answer = until_closed_or_answered(stream);
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    }
}

fn until_closed_or_answered(stream: &mut TcpStream) -> String {
    let mut text = [0; 1024];
    let read = stream.read(&mut text).unwrap_or(0);
    String::from_utf8_lossy(&text[..read]).into_owned()
}

#[test]
fn a_valid_delivery_is_answered_despite_few_descriptors_and_many_idle_connections() {
    let mut session = Session::of(Receiver::start_with_descriptors(SECRETS, 64));
    let idle: Vec<TcpStream> = (0..100).map(|_| TcpStream::connect(session.receiver.address).unwrap()).collect();
    let started = Instant::now();
    let event = later(1);
    let body = event.to_string().into_bytes();
    let signature = session.sign(&body);
    session.accepts(&post(&body, Some(&signature)), &event);
    println!("answered after {:?}", started.elapsed());
    assert!(started.elapsed() < Duration::from_secs(15));
    session.repeats(&event);
    drop(idle);
    let (printed, _) = session.receiver.stop();
    assert_eq!(printed.len(), 1);
}
