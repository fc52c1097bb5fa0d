//! The example `receiver` from end to end: started as built, sent deliveries over HTTP, good and bad; every answer and every
//! line that it prints is checked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]
#![allow(unreachable_pub, reason = "the modules are this test's own")]

#[path = "../common/mod.rs"]
mod common;
mod http;
mod program;

use std::net::TcpListener;

use console_events::webhook::Verifier;
use console_events::webhook::axum::DEFAULT_LIMIT;
use console_events::{ConsoleEvent, EventTimestamp};
use serde_json::{Value, json};

use common::{Documented, events};
use http::{Body, Request, post, send};
use program::{Receiver, run};

const SECRET: &str = "the secret 4711";
const OLD_SECRET: &str = "the old secret 4711";
/// What must not be printed, nor answered.
const CONFIDENTIAL: &str = "Sybil-4711";

/// The example as it runs, and what it has to print so far.
struct Session {
    receiver: Receiver,
    verifier: Verifier,
    expected: Vec<Value>,
    refused: Vec<String>,
    answers: usize,
}

impl Session {
    fn start() -> Self {
        let verifier = Verifier::new(SECRET).unwrap();
        let receiver = Receiver::start(&[SECRET, OLD_SECRET]);
        Self { receiver, verifier, expected: Vec::new(), refused: Vec::new(), answers: 0 }
    }

    fn sign(&self, body: &[u8]) -> String {
        self.verifier.sign(body)
    }

    fn answer(&mut self, request: &Request<'_>) -> http::Answer {
        let answer = send(self.receiver.address, request);
        let shown = format!("{}{}", answer.head, answer.body);
        assert!(!shown.contains("4711"), "{shown}");
        self.answers += 1;
        answer
    }

    /// The request is accepted, and its event printed.
    fn accepts(&mut self, request: &Request<'_>, event: &Value) {
        let answer = self.answer(request);
        assert_eq!((answer.status, answer.body.as_str()), (204, ""), "{event}");
        let read: ConsoleEvent = serde_json::from_value(event.clone()).unwrap();
        self.expected.push(json!({
            "event": event["eventName"],
            "timestamp": event["eventTimestamp"],
            "company": read.payload.company_id(),
            "undeclared": read.undeclared().len(),
        }));
    }

    fn accepts_signed(&mut self, event: &Value) {
        let body = event.to_string().into_bytes();
        let signature = self.sign(&body);
        self.accepts(&post(&body, Some(&signature)), event);
    }

    /// The request is refused with that status and that reason, and nothing printed. Gives the answer's text.
    fn refuses(&mut self, request: &Request<'_>, status: u16, code: &str) -> String {
        let answer = self.answer(request);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.body);
        self.refused.push(format!("refused ({code}): "));
        answer.body
    }

    fn refuses_signed(&mut self, body: &[u8], status: u16, code: &str) -> String {
        let signature = self.sign(body);
        self.refuses(&post(body, Some(&signature)), status, code)
    }

    /// Ends the example; all that it has printed is what was expected, in that order.
    fn end(self) {
        let (printed, told) = self.receiver.stop();
        let read: Vec<Value> = printed.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(read, self.expected);
        assert_eq!(told.len(), self.refused.len(), "{told:#?}");
        for (line, expected) in told.iter().zip(&self.refused) {
            assert!(line.starts_with(expected), "{line}, expected {expected}");
        }
        for line in printed.iter().chain(&told) {
            assert!(!line.contains("4711"), "{line}");
        }
        println!("{} requests: {} accepted, {} refused", self.answers, self.expected.len(), self.refused.len());
    }
}

/// All documented examples that their schema accepts, in the order of their time.
fn examples() -> Vec<(Documented, Value)> {
    let accepted =
        events().into_iter().filter_map(|event| event.accepted_example().cloned().map(|example| (event, example)));
    let mut accepted: Vec<_> = accepted.collect();
    accepted.sort_by_key(|(_, example)| time(example));
    accepted
}

fn time(event: &Value) -> EventTimestamp {
    serde_json::from_value(event["eventTimestamp"].clone()).unwrap()
}

/// Another event, later than all documented ones.
fn later(by: i64) -> Value {
    let latest = examples().iter().map(|(_, example)| time(example).as_millis()).max().unwrap_or_default();
    json!({"eventName": "no such event", "eventTimestamp": latest + by, "payload": {"name": CONFIDENTIAL}})
}

#[test]
fn documented_examples_are_received_and_printed() {
    let mut session = Session::start();
    for (_, example) in examples() {
        session.accepts_signed(&example);
        // The same once more, and as another would send it.
        let body = example.to_string().into_bytes();
        session.refuses_signed(&body, 409, "replayed");
        session.refuses(&post(&body, None), 401, "signature-missing");
    }
    session.end();
}

#[test]
fn nothing_confidential_is_printed() {
    fn plant(event: &Documented, schema: &Value, value: &mut Value) {
        let schema = event.resolved(schema);
        if schema["x-confidential"] == json!(true) && value.is_string() {
            *value = json!(CONFIDENTIAL);
        }
        for (name, member) in value.as_object_mut().into_iter().flatten() {
            plant(event, &schema["properties"][name], member);
        }
        for item in value.as_array_mut().into_iter().flatten() {
            plant(event, &schema["items"], item);
        }
    }
    let mut session = Session::start();
    for (event, mut example) in examples() {
        plant(&event, &event.schema, &mut example);
        example["payload"]["undeclared"] = json!(CONFIDENTIAL);
        session.accepts_signed(&example);
        // What does not fit is received, too, and is not printed either.
        example["payload"] = json!(CONFIDENTIAL);
        session.accepts_signed(&example);
        example["eventTimestamp"] = json!(CONFIDENTIAL);
        let answer = session.refuses_signed(example.to_string().as_bytes(), 400, "not-an-event");
        assert!(answer.contains("`/eventTimestamp`"), "{answer}");
    }
    session.end();
}

#[test]
fn an_event_that_is_not_documented_is_received() {
    let mut session = Session::start();
    session.accepts_signed(&later(1));
    let mut lines = later(2);
    lines["eventName"] = json!("two\nlines \"quoted\"");
    session.accepts_signed(&lines);
    session.end();
}

#[test]
fn each_form_of_a_signed_request_is_received() {
    let mut session = Session::start();
    let bodies: Vec<(Value, Vec<u8>)> = (1..5).map(|by| (later(by), later(by).to_string().into_bytes())).collect();
    let signatures = [
        format!("sha256={}", session.sign(&bodies[0].1)),
        session.sign(&bodies[1].1).to_uppercase(),
        Verifier::new(OLD_SECRET).unwrap().sign(&bodies[2].1),
        session.sign(&bodies[3].1),
    ];
    for (index, ((event, body), signature)) in bodies.iter().zip(&signatures).enumerate() {
        let mut request = post(body, Some(signature));
        if index == 3 {
            request.body = Body::Chunks(body);
        }
        session.accepts(&request, event);
    }
    session.end();
}

#[test]
fn what_is_not_signed_as_it_should_be_is_refused() {
    let mut session = Session::start();
    let body = later(1).to_string().into_bytes();
    let tampered = later(2).to_string().into_bytes();
    let signature = session.sign(&body);
    let of_another = Verifier::new("another secret").unwrap().sign(&body);
    session.refuses(&post(&body, None), 401, "signature-missing");
    session.refuses(&post(&body, Some("")), 401, "signature-malformed");
    session.refuses(&post(&body, Some("sha256=nothing")), 401, "signature-malformed");
    session.refuses(&post(&body, Some(&of_another)), 401, "signature-mismatch");
    session.refuses(&post(&tampered, Some(&signature)), 401, "signature-mismatch");
    session.refuses(&post(b"", Some(&signature)), 401, "signature-mismatch");
    // None of them has moved the guard.
    session.accepts(&post(&body, Some(&signature)), &later(1));
    session.end();
}

#[test]
fn what_is_signed_but_no_event_is_refused() {
    let mut session = Session::start();
    for body in [&b""[..], b"not JSON", b"{\"eventName\":", b"\xff\xfe", b"[]", b"{}", b"null"] {
        session.refuses_signed(body, 400, "not-an-event");
    }
    let mut late = later(1);
    late["eventTimestamp"] = json!("soon");
    let answer = session.refuses_signed(late.to_string().as_bytes(), 400, "not-an-event");
    assert!(answer.contains("`/eventTimestamp`"), "{answer}");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    session.refuses_signed(deep.as_bytes(), 400, "not-an-event");
    session.accepts_signed(&later(1));
    session.end();
}

#[test]
fn what_is_older_is_refused() {
    let mut session = Session::start();
    session.accepts_signed(&later(10));
    let body = later(9).to_string().into_bytes();
    session.refuses_signed(&body, 409, "replayed");
    session.refuses_signed(later(10).to_string().as_bytes(), 409, "replayed");
    session.accepts_signed(&later(11));
    session.end();
}

#[test]
fn what_is_too_large_is_refused() {
    let mut session = Session::start();
    let mut body = later(1).to_string().into_bytes();
    body.resize(DEFAULT_LIMIT, b' ');
    let signature = session.sign(&body);
    session.accepts(&post(&body, Some(&signature)), &later(1));
    body.push(b' ');
    let signature = session.sign(&body);
    for body in [Body::Announced(body.len()), Body::Announced(usize::MAX / 2), Body::Chunks(&body)] {
        session.refuses(&Request { body, ..post(&[], Some(&signature)) }, 413, "too-large");
    }
    session.accepts_signed(&later(2));
    session.end();
}

#[test]
fn other_methods_and_paths_lead_nowhere() {
    let mut session = Session::start();
    let body = later(1).to_string().into_bytes();
    let signature = session.sign(&body);
    for method in ["GET", "PUT", "DELETE"] {
        let answer = session.answer(&Request { method, ..post(&body, Some(&signature)) });
        assert_eq!(answer.status, 405, "{method}");
    }
    let answer = session.answer(&Request { path: "/elsewhere", ..post(&body, Some(&signature)) });
    assert_eq!(answer.status, 404);
    session.end();
}

#[test]
fn it_does_not_start_without_what_it_needs_and_says_what() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().to_string();
    for (secrets, arguments, said) in [
        (&[][..], &["127.0.0.1:0"][..], "expected a secret in `CONSOLE_WEBHOOK_SECRET`, found none"),
        (&[""], &["127.0.0.1:0"], "found an empty one"),
        (&[SECRET, ""], &["127.0.0.1:0"], "found an empty one"),
        (&[SECRET], &["nowhere"], "cannot listen on `nowhere`"),
        (&[SECRET], &[&taken], "cannot listen on `127.0.0.1:"),
        (&[SECRET], &["127.0.0.1:0", "127.0.0.1:0"], "usage: "),
        (&[SECRET], &["--help"], "usage: "),
    ] {
        fails(secrets, arguments, said);
    }
}

fn fails(secrets: &[&str], arguments: &[&str], said: &str) {
    let output = run(secrets, arguments);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(output.stdout.is_empty() && told.starts_with("error: ") && told.contains(said), "{told}");
    assert!(told.lines().count() == 1 && !told.contains("4711"), "{told}");
}
