//! Bodies from elsewhere: the examples that the documentation has shown over the years, unchanged, and those with which receivers are
//! tested. An older or a shorter delivery is still an event.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use console_events::{ConsoleEvent, ErrorKind};
use serde_json::{Value, json};

fn read(body: &str) -> ConsoleEvent {
    let event = ConsoleEvent::from_slice(body.as_bytes()).unwrap_or_else(|error| panic!("{error} in {body}"));
    let came: Value = serde_json::from_str(body).unwrap();
    assert_eq!(serde_json::to_value(&event).unwrap(), came);
    assert_eq!(event.name(), came["eventName"]);
    event
}

#[test]
fn every_example_that_was_ever_documented_is_read() {
    let bodies = include_str!("bodies/documented.ndjson");
    assert!(bodies.lines().count() > 10);
    for body in bodies.lines() {
        read(body);
    }
}

#[test]
fn what_receivers_are_tried_with_is_read() {
    for payload in
        [json!({}), json!({"projectId": "p"}), json!({"tenantId": "t", "projectId": null}), json!([]), json!(null)]
    {
        for name in ["project_created", "service_created", "tag_deleted", "", "Project Created"] {
            for timestamp in [json!(1_711_637_850_112_u64), json!(0), json!(-1), json!(1.5)] {
                read(&json!({"eventName": name, "eventTimestamp": timestamp, "payload": payload}).to_string());
            }
        }
    }
}

#[test]
fn without_a_timestamp_it_is_no_event() {
    let body = r#"{"eventName":"project_created","payload":{"projectId":"p"}}"#;
    let error = ConsoleEvent::from_slice(body.as_bytes()).unwrap_err();
    assert_eq!(
        (error.kind(), error.pointer(), error.event()),
        (ErrorKind::Missing, "/eventTimestamp", Some("project_created"))
    );
}
