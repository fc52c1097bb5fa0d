//! The built example `receiver` from end to end: valid and invalid deliveries over HTTP; every answer and every printed
//! line is checked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]
#![allow(unreachable_pub, reason = "the modules are this test's own")]

#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod http;
mod program;
#[path = "../common/redis.rs"]
mod redis;
mod session;
mod settings;
mod stop;

use console_events::webhook::Verifier;
use console_events::webhook::axum::DEFAULT_LIMIT;
use serde_json::json;

use common::events;
use http::{Body, Request, post};
use program::{GUARD, PREVIOUS, Receiver, SECRET};
use session::{CONFIDENTIAL, OLD_SECRET, Session, THE_SECRET, ago, examples, later, leaks};

#[test]
fn documented_examples_are_received_and_printed() {
    let mut session = Session::start();
    for (_, example) in examples() {
        session.accepts_signed(&example);
        // The same once more, and as another would send it.
        session.repeats(&example);
        session.refuses(&post(example.to_string().as_bytes(), None), 401, "signature-missing");
    }
    session.end();
}

#[test]
fn a_documented_event_under_each_of_its_names_is_received() {
    let mut session = Session::start();
    for (documented, example) in examples() {
        for name in documented.names() {
            let mut example = example.clone();
            example["eventName"] = json!(name);
            example["payload"]["undeclared-4711"] = json!({"of": "another time"});
            session.accepts_signed(&example);
        }
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
fn events_are_received_in_any_order_and_each_once() {
    let mut session = Session::start();
    let times = [0, 50_000, -3_600_000, 200_000, -80_000_000, 10, 9, 8];
    for by in times {
        session.accepts_signed(&later(by));
    }
    for by in times.into_iter().rev() {
        session.repeats(&later(by));
    }
    session.end();
}

#[test]
fn events_outside_the_window_are_refused_and_have_no_effect() {
    let mut session = Session::start();
    let far = i64::from(u32::MAX) * 1_000;
    for (next, (by, code)) in
        (1..).zip([(-90_000_000, "too-old"), (400_000, "from-the-future"), (far, "from-the-future")])
    {
        session.refuses_signed(later(by).to_string().as_bytes(), 400, code);
        session.accepts_signed(&later(next));
    }
    let mut microseconds = later(0);
    microseconds["eventTimestamp"] = json!(later(0)["eventTimestamp"].as_i64().unwrap() * 1_000);
    session.refuses_signed(microseconds.to_string().as_bytes(), 400, "from-the-future");
    let mut text = later(0);
    text["eventTimestamp"] = json!("soon");
    let answer = session.refuses_signed(text.to_string().as_bytes(), 400, "not-an-event");
    assert!(answer.contains("`/eventTimestamp`"), "{answer}");
    session.accepts_signed(&later(77));
    session.end();
}

#[test]
fn every_form_of_a_signed_request_is_received() {
    let mut session = Session::start();
    let bodies: Vec<_> = (1..5).map(|by| (later(by), later(by).to_string().into_bytes())).collect();
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
fn wrong_signatures_are_refused() {
    let mut session = Session::start();
    let body = later(1).to_string().into_bytes();
    let tampered = later(2).to_string().into_bytes();
    let signature = session.sign(&body);
    let of_another = Verifier::new("another secret").unwrap().sign(&body);
    session.refuses(&post(&body, None), 401, "signature-missing");
    session.refuses(&post(&body, Some("")), 401, "signature-malformed");
    session.refuses(&post(&body, Some("sha256=nothing")), 401, "signature-malformed");
    session.refuses(
        &post(&body, Some(&format!("{signature}\r\nX-Mia-Signature: {signature}"))),
        401,
        "signature-malformed",
    );
    session.refuses(&post(&body, Some(&of_another)), 401, "signature-mismatch");
    session.refuses(&post(&tampered, Some(&signature)), 401, "signature-mismatch");
    session.refuses(&post(b"", Some(&signature)), 401, "signature-mismatch");
    // None of them has moved the guard.
    session.accepts(&post(&body, Some(&signature)), &later(1));
    session.end();
}

#[test]
fn signed_bodies_that_are_not_events_are_refused() {
    let mut session = Session::start();
    for body in [&b""[..], b"not JSON", b"{\"eventName\":", b"\xff\xfe", b"[]", b"{}", b"null"] {
        session.refuses_signed(body, 400, "not-an-event");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    session.refuses_signed(deep.as_bytes(), 400, "not-an-event");
    session.accepts_signed(&later(1));
    session.end();
}

#[test]
fn large_bodies_are_refused() {
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
fn other_methods_and_paths_are_refused() {
    let mut session = Session::start();
    let body = later(1).to_string().into_bytes();
    let signature = session.sign(&body);
    for method in ["GET", "PUT", "DELETE"] {
        let answer = session.answer(&Request { method, ..post(&body, Some(&signature)) });
        assert_eq!(answer.status, 405, "{method}");
    }
    let answer = session.answer(&Request { path: "/elsewhere", ..post(&body, Some(&signature)) });
    assert_eq!(answer.status, 404);
    let answer = session.answer(&Request { method: "GET", path: "/healthz", ..post(b"", None) });
    assert_eq!((answer.status, answer.body.as_str()), (200, "ok\n"));
    session.end();
}

#[test]
fn instances_with_one_redis_receive_each_event_once_even_after_a_restart() {
    let Some(redis) = redis::Redis::start() else { return };
    let address = redis.address();
    let settings = [(SECRET, THE_SECRET), (PREVIOUS, OLD_SECRET), (GUARD, &address)];
    let (mut one, mut two) = (Session::with(&settings), Session::with(&settings));
    one.accepts_signed(&later(1));
    two.repeats(&later(1));
    two.accepts_signed(&later(2));
    one.repeats(&later(2));
    one.end();
    let mut again = Session::with(&settings);
    for by in [1, 2] {
        again.repeats(&later(by));
    }
    again.end();
    two.end();
}

#[test]
fn without_a_guard_each_delivery_is_received() {
    let mut session = Session::with(&[(SECRET, THE_SECRET), (GUARD, "none")]);
    session.accepts_signed(&ago(1_000_000_000));
    session.accepts_signed(&ago(1_000_000_000));
    session.end();
}

#[test]
fn confidential_values_are_neither_printed_nor_answered() {
    let mut session = Session::start();
    for (_, mut example) in examples() {
        example["payload"] = json!([CONFIDENTIAL]);
        example["undeclared"] = json!(CONFIDENTIAL);
        let body = example.to_string().into_bytes();
        let answer = session.answer(&post(&body, Some(&session.sign(&body))));
        assert!(answer.status < 500, "{}", answer.body);
    }
    let receiver: Receiver = session.receiver;
    let (printed, told) = receiver.stop();
    for line in printed.iter().chain(&told) {
        assert!(!leaks(line), "{line}");
    }
    assert!(!events().is_empty());
}
