//! SIGTERM and SIGINT: deliveries in flight are answered, then the program ends.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use console_events::webhook::{SIGNATURE_HEADER, Verifier};

use crate::http::{Request, post, send};
use crate::program::Receiver;
use crate::session::{SECRETS, THE_SECRET, later};

#[test]
fn deliveries_in_flight_are_answered_before_the_end() {
    for signal in ["TERM", "INT"] {
        let mut receiver = Receiver::start(SECRETS);
        let verifier = Verifier::new(THE_SECRET).unwrap();
        let mut clients = Vec::new();
        for by in 0..40 {
            let body = later(by).to_string();
            let mut stream = TcpStream::connect(receiver.address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            let signature = verifier.sign(body.as_bytes());
            let length = body.len();
            let head = format!(
                "POST / HTTP/1.1\r\nHost: a\r\n{SIGNATURE_HEADER}: {signature}\r\nContent-Length: {length}\r\n\r\n"
            );
            let (begin, end) = body.split_at(length / 2);
            stream.write_all(format!("{head}{begin}").as_bytes()).unwrap();
            clients.push((stream, end.to_owned()));
        }
        let silent = TcpStream::connect(receiver.address).unwrap();
        // Until the headers have arrived.
        let check = Request { method: "GET", path: "/healthz", ..post(b"", None) };
        assert_eq!(send(receiver.address, &check).status, 200);
        thread::sleep(Duration::from_millis(300));
        receiver.signal(signal);
        thread::sleep(Duration::from_millis(300));
        for (stream, end) in &mut clients {
            stream.write_all(end.as_bytes()).unwrap();
        }
        for (stream, _) in &mut clients {
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
        }
        assert_eq!(receiver.ends_within(Duration::from_secs(20)), Some(0), "{signal}");
        drop(silent);
        let (printed, told) = receiver.stop();
        assert_eq!(printed.len(), 40, "none is lost");
        assert!(told.iter().any(|line| line.contains("stopping")), "{told:?}");
    }
}

#[test]
fn an_endless_delivery_does_not_prevent_the_end() {
    let mut receiver = Receiver::start(SECRETS);
    let mut stream = TcpStream::connect(receiver.address).unwrap();
    let signature = Verifier::new(THE_SECRET).unwrap().sign(b"");
    let head = format!("POST / HTTP/1.1\r\nHost: a\r\n{SIGNATURE_HEADER}: {signature}\r\nContent-Length: 100\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(300));
    let started = Instant::now();
    receiver.signal("TERM");
    let code = receiver.ends_within(Duration::from_secs(40));
    println!("ended after {:?}", started.elapsed());
    assert_eq!(code, Some(0), "the request had its time, and was answered");
    // A second signal ends it at once.
    let mut receiver = Receiver::start(SECRETS);
    let mut stream = TcpStream::connect(receiver.address).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(300));
    receiver.signal("TERM");
    thread::sleep(Duration::from_millis(300));
    receiver.signal("TERM");
    assert_eq!(receiver.ends_within(Duration::from_secs(5)), Some(1));
}
