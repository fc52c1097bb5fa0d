//! Errors name the event, the JSON Pointer, the line and column, and the expected and the found type. They never contain content.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use console_events::{ConsoleEvent, ErrorKind};
use serde_json::{Value, json};

use common::{declared_places, events};

fn error(text: &str) -> console_events::Error {
    ConsoleEvent::from_str(text).and_then(ConsoleEvent::strictly).unwrap_err()
}

/// The line and column of the marker in the text.
fn position(text: &str, marker: &str) -> (usize, usize) {
    let before = &text[..text.find(marker).unwrap()];
    (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap().chars().count() + 1)
}

/// The document as text, the payload first or last.
fn written(document: &Value, payload_first: bool) -> String {
    let mut names: Vec<&String> = document.as_object().unwrap().keys().collect();
    names.sort_by_key(|name| (*name == "payload") != payload_first);
    let members: Vec<String> = names
        .into_iter()
        .map(|name| format!("  {}: {}", json!(name), serde_json::to_string_pretty(&document[name]).unwrap()))
        .collect();
    format!("{{\n{}\n}}", members.join(",\n"))
}

#[test]
fn a_wrong_type_at_any_place_is_reported_with_its_place() {
    for event in events() {
        let Some(example) = event.accepted_example() else { continue };
        let mut places = Vec::new();
        declared_places(&event, &event.schema, example, "", &mut |pointer, schema| {
            if let Some(kind) = schema["type"].as_str() {
                places.push((pointer.to_owned(), kind.to_owned()));
            }
        });
        for (pointer, kind) in places.into_iter().filter(|(pointer, _)| !pointer.is_empty()) {
            let wrong = if kind == "string" { json!(-77_001) } else { json!("-77001") };
            let marker = wrong.to_string();
            let mut document = example.clone();
            *document.pointer_mut(&pointer).unwrap() = wrong;
            for payload_first in [true, false] {
                let text = written(&document, payload_first);
                let error = error(&text);
                assert_eq!(error.pointer(), pointer, "{error}");
                assert_eq!(error.kind(), ErrorKind::Type, "{error}");
                assert_eq!(
                    (error.line().unwrap(), error.column().unwrap()),
                    position(&text, &marker),
                    "{error}\n{text}"
                );
                assert_eq!(error.found(), if kind == "string" { "a number" } else { "a string" }, "{error}");
                assert!(error.expected().contains(&kind), "{error}: expected {kind}");
                assert!(!error.to_string().contains("77001"), "{error}");
                assert!(pointer == "/eventName" || error.event() == example["eventName"].as_str(), "{error}");
            }
            let buffered = match serde_json::from_value::<ConsoleEvent>(document) {
                Ok(event) => event.strictly().unwrap_err().to_string(),
                Err(error) => error.to_string(),
            };
            assert!(buffered.contains(&format!("`{pointer}`")) && !buffered.contains("77001"), "{buffered}");
        }
    }
}

#[test]
fn a_missing_required_property_is_reported_with_its_place() {
    for event in events() {
        let Some(example) = event.accepted_example() else { continue };
        let mut missing = Vec::new();
        declared_places(&event, &event.schema, example, "", &mut |pointer, schema| {
            let names = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let declared = names.filter(|name| schema["properties"].get(name).is_some());
            missing.extend(declared.map(|name| (pointer.to_owned(), name.to_owned())));
        });
        for (parent, name) in missing {
            let mut document = example.clone();
            // A payload that is `null` lacks no property.
            let Some(members) = document.pointer_mut(&parent).and_then(Value::as_object_mut) else { continue };
            members.remove(&name).unwrap();
            let error = error(&written(&document, true));
            assert_eq!(error.pointer(), format!("{parent}/{name}"), "{error}");
            assert_eq!(error.kind(), ErrorKind::Missing, "{error}");
            assert!(error.line().is_some() && error.column().is_some());
        }
    }
}

#[test]
fn null_is_not_absent() {
    for event in events() {
        let Some(example) = event.accepted_example() else { continue };
        let mut places = Vec::new();
        declared_places(&event, &event.schema, example, "", &mut |pointer, schema| {
            if schema["type"].is_string() && schema["type"] != "null" {
                places.push(pointer.to_owned());
            }
        });
        for pointer in places {
            let mut document = example.clone();
            *document.pointer_mut(&pointer).unwrap() = Value::Null;
            let error = error(&document.to_string());
            assert_eq!((error.pointer(), error.found()), (pointer.as_str(), "null"));
        }
    }
}

#[test]
fn the_envelope() {
    for (text, kind, pointer, line, column) in [
        ("", ErrorKind::Syntax, "", 1, 1),
        ("[]", ErrorKind::Type, "", 1, 1),
        ("\n\n  {}", ErrorKind::Missing, "/eventName", 3, 3),
        ("{\"eventName\": \"a\"}", ErrorKind::Missing, "/eventTimestamp", 1, 1),
        ("{\"eventName\": \"a\", \"eventTimestamp\": 1}", ErrorKind::Missing, "/payload", 1, 1),
        ("{\"eventName\": null}", ErrorKind::Type, "/eventName", 1, 15),
        ("{\"payload\": {},\n \"payload\": 1}", ErrorKind::Duplicate, "/payload", 2, 13),
        ("{\"eventName\": \"a\", \"eventName\": \"b\"}", ErrorKind::Duplicate, "/eventName", 1, 33),
        ("{\"eventName\": \"é\", \"eventTimestamp\": \"x\"}", ErrorKind::Type, "/eventTimestamp", 1, 38),
        ("{\"eventName\": \"a\"} x", ErrorKind::Syntax, "", 1, 20),
        ("{\n  \"eventName\": nope\n}", ErrorKind::Syntax, "", 2, 17),
        ("{\"eventName\": \"\\ud800\"}", ErrorKind::Syntax, "", 1, 22),
    ] {
        let error = error(text);
        assert_eq!((error.kind(), error.pointer()), (kind, pointer), "{text}: {error}");
        assert_eq!((error.line(), error.column()), (Some(line), Some(column)), "{text}: {error}");
    }
}

#[test]
fn a_body_that_is_not_utf8() {
    let error = ConsoleEvent::from_slice(b"{\n\"a\": \"\xff\"}").unwrap_err();
    assert_eq!((error.kind(), error.line(), error.column()), (ErrorKind::Utf8, Some(2), Some(7)));
}

#[test]
fn a_message_reads_well() {
    let text = "{\"eventName\": \"new\",\n \"payload\": {}, \"eventTimestamp\": \"x\"}";
    assert_eq!(
        error(text).to_string(),
        "`new` does not fit at `/eventTimestamp` (line 2, column 35): expected a number, found a string"
    );
}
