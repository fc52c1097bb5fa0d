//! Confidential content reaches no log, neither through `Debug` nor through an error.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use console_events::ConsoleEvent;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use common::generate::delivery;
use common::{Documented, events};

const SECRET: &str = "Sybil-Secret-4711";

/// Puts the secret at every confidential or undeclared place, and returns whether there was one.
fn plant(event: &Documented, schema: &Value, value: &mut Value) -> bool {
    let Some(schema) = event.plain(schema) else { return false };
    if schema["x-confidential"] == json!(true) && value.is_string() {
        *value = json!(SECRET);
        return true;
    }
    let mut planted = false;
    match value {
        Value::Object(members) => {
            let declared = schema["properties"].as_object();
            for (name, member) in members.iter_mut() {
                if let Some(schema) = declared.and_then(|declared| declared.get(name)) {
                    planted |= plant(event, schema, member);
                }
            }
            if declared.is_some() {
                members.insert("undeclared".into(), json!({"name": [SECRET]}));
                planted = true;
            }
        }
        Value::Array(items) => {
            for item in items {
                planted |= plant(event, &schema["items"], item);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    planted
}

#[test]
fn debug_shows_nothing_confidential_or_undeclared() {
    for event in events() {
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(64) });
        runner
            .run(&delivery(&event, false), |mut document| {
                prop_assert!(plant(&event, &event.schema, &mut document));
                let read = ConsoleEvent::from_str(&document.to_string())
                    .map_err(|error| TestCaseError::fail(error.to_string()))?;
                let (shown, pretty) = (format!("{read:?}"), format!("{read:#?}"));
                prop_assert!(!shown.contains(SECRET) && !pretty.contains(SECRET), "{shown}");
                prop_assert!(shown.contains("undeclared"), "names are shown");
                prop_assert_eq!(serde_json::to_value(&read).unwrap(), document);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn unknown_events_show_no_content() {
    let event = ConsoleEvent::from_str(&format!(
        r#"{{"eventName": "new", "eventTimestamp": 1, "payload": {{"a": "{SECRET}"}}}}"#
    ));
    let shown = format!("{:?}", event.unwrap());
    assert!(!shown.contains(SECRET) && shown.contains("object of 1"), "{shown}");
}

/// The secret replaces every value, as a text, a number or a name. No error quotes it, however the document is read.
#[test]
fn errors_show_no_content() {
    fn places(value: &Value, pointer: &str, found: &mut Vec<String>) {
        found.push(pointer.to_owned());
        match value {
            Value::Object(members) => members.iter().for_each(|(name, member)| {
                places(member, &format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| places(item, &format!("{pointer}/{index}"), found));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    for event in events() {
        let Some(example) = &event.example else { continue };
        let mut pointers = Vec::new();
        places(example, "", &mut pointers);
        for pointer in pointers {
            for secret in [
                json!(SECRET),
                json!(47_114_711),
                json!(4711.4711),
                json!([SECRET]),
                json!({"name": SECRET}),
                json!([[47_114_711]]),
            ] {
                let mut document = example.clone();
                *document.pointer_mut(&pointer).unwrap() = secret;
                let text = document.to_string();
                let mut shown: Vec<String> = Vec::new();
                match ConsoleEvent::from_str(&text) {
                    Ok(event) => {
                        shown.extend(event.misfits().iter().map(|misfit| format!("{misfit} {misfit:?}")));
                        shown.extend(event.strictly().err().map(|error| format!("{error} {error:?}")));
                    }
                    Err(error) => shown.push(format!("{error} {error:?}")),
                }
                match serde_json::from_value::<ConsoleEvent>(document) {
                    Ok(event) => shown.extend(event.misfits().iter().map(|misfit| format!("{misfit} {misfit:?}"))),
                    Err(error) => shown.push(format!("{error} {error:?}")),
                }
                for message in shown {
                    assert!(!message.contains("4711") || pointer == "/eventName", "{message}");
                }
            }
        }
    }
}
