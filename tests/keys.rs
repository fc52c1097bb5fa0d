//! No key of a delivery has a special meaning, not even the private names that `serde_json` uses internally.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use std::thread;

use console_events::{ConsoleEvent, Payload};
use serde_json::{Map, Value, json};

use common::events;

const PRIVATE: [&str; 3] =
    ["$serde_json::private::RawValue", "$serde_json::private::Number", "$__toml_private_datetime"];

/// Texts that have a meaning for code that interprets such a key.
const TEXTS: [&str; 5] = ["x", "12", "{\"admin\":true}", "{\"eventName\": 5", "null"];

fn object(name: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value)]))
}

/// Reads the document in each way, with the payload first and last. It is written unchanged. The comparison serializes to a `Value`, because
/// reading one would interpret the keys.
fn lossless(document: &Value) -> ConsoleEvent {
    let member = |name: &str| format!("{}: {}", json!(name), document[name]);
    let others = document.as_object().unwrap().keys().filter(|name| *name != "payload").map(|name| member(name));
    let others = others.collect::<Vec<_>>().join(", ");
    let texts = [format!("{{{others}, {}}}", member("payload")), format!("{{{}, {others}}}", member("payload"))];
    let mut read: Vec<ConsoleEvent> = texts.iter().map(|text| ConsoleEvent::from_str(text).unwrap()).collect();
    read.extend(texts.iter().map(|text| serde_json::from_str::<ConsoleEvent>(text).unwrap()));
    read.extend(texts.iter().map(|text| serde_json::from_reader::<_, ConsoleEvent>(text.as_bytes()).unwrap()));
    read.push(serde_json::from_value(document.clone()).unwrap());
    for event in &read {
        assert_eq!(&serde_json::to_value(event).unwrap(), document);
        let again = ConsoleEvent::from_str(&serde_json::to_string(event).unwrap()).unwrap();
        assert_eq!(&again, &read[0]);
    }
    read.swap_remove(0)
}

#[test]
fn in_events_that_are_not_documented() {
    for key in PRIVATE {
        for text in TEXTS {
            for value in [json!(text), json!([text]), object(key, json!(text)), json!(5)] {
                let alone = object(key, value.clone());
                let mut beside = alone.clone();
                beside["a"] = json!(1);
                for payload in [alone.clone(), beside, json!([alone]), json!({"labels": alone})] {
                    let document =
                        json!({"eventName": "new_event", "eventTimestamp": 1, "payload": payload, "beside": alone});
                    let event = lossless(&document);
                    let Payload::Unknown(unknown) = &event.payload else { panic!("documented") };
                    assert_eq!(unknown.payload(), &payload);
                    assert_eq!(event.misfits(), []);
                }
            }
        }
    }
}

/// The keys replace every value of the documented examples, and stand beside every member.
#[test]
fn at_every_place_of_events_that_are() {
    fn places(value: &Value, pointer: &str, found: &mut Vec<String>) {
        found.push(pointer.to_owned());
        for (name, member) in value.as_object().into_iter().flatten() {
            places(member, &common::below(pointer, name), found);
        }
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            places(item, &format!("{pointer}/{index}"), found);
        }
    }
    for event in events() {
        let Some(example) = event.accepted_example() else { continue };
        let mut found = Vec::new();
        places(&example["payload"], "/payload", &mut found);
        for pointer in found {
            for key in PRIVATE {
                let mut replaced = example.clone();
                *replaced.pointer_mut(&pointer).unwrap() = object(key, json!("7"));
                lossless(&replaced);
                let mut beside = example.clone();
                if let Some(members) = beside.pointer_mut(&pointer).unwrap().as_object_mut() {
                    members.insert(key.to_owned(), json!("{\"a\": 1}"));
                    lossless(&beside);
                }
            }
        }
    }
}

/// If a text within a text were read as JSON, it would not count against the depth.
#[test]
fn the_depth_is_bounded_all_the_same() {
    let test = || {
        for key in PRIVATE {
            let mut payload = "1".to_owned();
            for _ in 0..8 {
                let deep = format!("{}{payload}{}", "[".repeat(100), "]".repeat(100));
                payload = format!("{{{}: {}}}", json!(key), json!(deep));
            }
            for text in [
                format!(r#"{{"eventName": "new", "eventTimestamp": 1, "payload": {payload}}}"#),
                format!(r#"{{"payload": {payload}, "eventTimestamp": 1, "eventName": "new"}}"#),
            ] {
                let event = ConsoleEvent::from_str(&text).unwrap();
                let Payload::Unknown(unknown) = &event.payload else { panic!("documented") };
                assert!(unknown.payload()[key].is_string());
            }
        }
    };
    thread::Builder::new().stack_size(512 * 1024).spawn(test).unwrap().join().unwrap();
}

/// The bound is the same wherever the payload stands.
#[test]
fn the_order_of_members_does_not_move_the_bound() {
    for levels in 120..132 {
        let deep = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let last = format!(r#"{{"eventName": "new", "eventTimestamp": 1, "payload": {deep}}}"#);
        let first = format!(r#"{{"payload": {deep}, "eventName": "new", "eventTimestamp": 1}}"#);
        let [last, first] = [last, first].map(|text| ConsoleEvent::from_str(&text).is_ok());
        assert_eq!((last, first), (levels < 127, levels < 127), "{levels}");
    }
}
