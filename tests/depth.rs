//! Very deep nesting, at any place and in any order of keys, gives an error or a usable value on a stack of 2 MiB.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use std::thread;

use console_events::ConsoleEvent;

use common::events;

const LEVELS: usize = 300_000;

fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(test).unwrap().join().unwrap();
}

fn survive(text: &str) {
    let results = [
        ConsoleEvent::from_slice(text.as_bytes()).map_err(|error| error.to_string()),
        serde_json::from_str::<ConsoleEvent>(text).map_err(|error| error.to_string()),
    ];
    for result in results {
        match result {
            Ok(event) => {
                let copy = event.clone();
                assert!(copy == event && !format!("{copy:?}{}", serde_json::to_string(&copy).unwrap()).is_empty());
            }
            Err(message) => assert!(message.len() < 1_000, "{message}"),
        }
    }
}

#[test]
fn deep_payloads() {
    on_a_small_stack(|| {
        let arrays = format!("{}{}", "[".repeat(LEVELS), "]".repeat(LEVELS));
        let objects = format!("{}1{}", "{\"a\":".repeat(LEVELS), "}".repeat(LEVELS));
        let names = events().into_iter().map(|event| event.name).chain(["no such event".to_owned()]);
        for name in names {
            for deep in [&arrays, &objects] {
                let name = format!(r#""eventName": {}"#, serde_json::Value::from(name.as_str()));
                let timestamp = r#""eventTimestamp": 1"#;
                for payload in [format!(r#""payload": {deep}"#), format!(r#""payload": {{"x": {deep}}}"#)] {
                    survive(&format!("{{{name}, {timestamp}, {payload}}}"));
                    survive(&format!("{{{payload}, {name}, {timestamp}}}"));
                }
            }
        }
    });
}

#[test]
fn deep_envelopes() {
    on_a_small_stack(|| {
        let deep = format!("{}{}", "[".repeat(LEVELS), "]".repeat(LEVELS));
        survive(&deep);
        survive(&"[".repeat(LEVELS));
        survive(&"{\"a\":".repeat(LEVELS));
        for place in ["eventName", "eventTimestamp", "other"] {
            survive(&format!(r#"{{"{place}": {deep}, "eventName": "a", "eventTimestamp": 1, "payload": {{}}}}"#));
            survive(&format!(r#"{{"payload": {{}}, "{place}": {deep}}}"#));
        }
    });
}

/// The deepest value that is read can also be cloned, compared, shown and written.
#[test]
fn the_deepest_that_is_read() {
    on_a_small_stack(|| {
        let mut read = 0;
        for levels in 1..200 {
            let deep = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            for text in [
                format!(r#"{{"eventName": "new", "eventTimestamp": 1, "payload": {deep}}}"#),
                format!(r#"{{"payload": {deep}, "eventName": "new", "eventTimestamp": 1}}"#),
            ] {
                survive(&text);
                read = read.max(if ConsoleEvent::from_str(&text).is_ok() { levels } else { 0 });
            }
        }
        assert!(read > 100, "{read}");
    });
}
