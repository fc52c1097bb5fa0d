//! A minimal HTTP client that can send invalid requests.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use console_events::webhook::SIGNATURE_HEADER;
use serde_json::Value;

/// A request; its body in one piece, in chunks, or announced and never sent.
pub struct Request<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub signature: Option<&'a str>,
    pub body: Body<'a>,
}

pub enum Body<'a> {
    Whole(&'a [u8]),
    Chunks(&'a [u8]),
    Announced(usize),
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The reason in one word that a refusal gives as JSON.
    pub fn code(&self) -> String {
        assert!(self.head.to_ascii_lowercase().contains("content-type: application/json"), "{}", self.head);
        let reason: Value = serde_json::from_str(&self.body).unwrap();
        reason["error"].as_str().unwrap().to_owned()
    }
}

pub fn post<'a>(body: &'a [u8], signature: Option<&'a str>) -> Request<'a> {
    Request { method: "POST", path: "/", signature, body: Body::Whole(body) }
}

pub fn send(address: SocketAddr, request: &Request<'_>) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    for timeout in [TcpStream::set_read_timeout, TcpStream::set_write_timeout] {
        timeout(&stream, Some(Duration::from_secs(30))).unwrap();
    }
    let Request { method, path, signature, body } = request;
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    if let Some(signature) = signature {
        write!(head, "{SIGNATURE_HEADER}: {signature}\r\n").unwrap();
    }
    match body {
        Body::Whole(bytes) => write!(head, "Content-Length: {}\r\n\r\n", bytes.len()).unwrap(),
        Body::Chunks(_) => head.push_str("Transfer-Encoding: chunked\r\n\r\n"),
        Body::Announced(length) => write!(head, "Content-Length: {length}\r\n\r\n").unwrap(),
    }
    let mut bytes = head.into_bytes();
    match body {
        Body::Whole(whole) => bytes.extend_from_slice(whole),
        Body::Chunks(whole) => {
            for chunk in whole.chunks(1_000) {
                write!(bytes, "{:x}\r\n", chunk.len()).unwrap();
                bytes.extend_from_slice(chunk);
                bytes.extend_from_slice(b"\r\n");
            }
            bytes.extend_from_slice(b"0\r\n\r\n");
        }
        Body::Announced(_) => {}
    }
    // A server that has seen enough may answer and hang up before it has read everything.
    let _ = stream.write_all(&bytes);
    read(&mut stream)
}

fn read(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer, but {text:?}, {end:?}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}
