//! The decisions about the captured page, and the events on which consumers rely. No other test names an event. This file names no type of an
//! event either, so that it compiles for any page: a new event changes nothing here, and a lost or renamed one fails a test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use std::fs;

use console_events::{ConsoleEvent, EventKind};
use serde_json::{Value, json};

use common::{events, schemas};

/// The example that the page shows for the event.
fn shown(event: &str) -> Value {
    let path = schemas("documented").join(event).join("example.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}. If the page no longer documents `{event}`, delete what this file says of it",
            path.display()
        )
    });
    serde_json::from_str(&text).unwrap()
}

/// Reads the document, writes it unchanged, and returns the event with its kind.
fn read(document: &Value) -> (ConsoleEvent, Option<&'static str>) {
    let event = ConsoleEvent::from_str(&document.to_string()).unwrap();
    assert_eq!(&serde_json::to_value(&event).unwrap(), document);
    let kind = event.payload.kind().map(EventKind::name);
    (event, kind)
}

#[test]
fn these_are_among_the_events_and_have_an_example_that_fits() {
    let events = events();
    for name in [
        "project_created",
        "service_created",
        "configuration_saved",
        "tag_created",
        "company_user_added",
        "company_user_edited",
        "company_user_removed",
    ] {
        let event = events.iter().find(|event| event.name == name);
        let event = event
            .unwrap_or_else(|| panic!("`{name}` is gone. Consumers match on it: if it stays gone, delete it here"));
        assert!(event.accepted_example().is_some(), "{name}");
    }
}

/// The tests for any page skip an event without such places; on this page no event is skipped.
#[test]
fn each_event_has_places_at_which_it_can_be_damaged() {
    for event in events() {
        let example = event.accepted_example().unwrap_or_else(|| panic!("{} has no example that fits", event.name));
        assert!(common::places::places(&event, example).len() > 3, "{}", event.name);
        assert_eq!(event.not_plain(example), [""; 0], "{}", event.name);
    }
}

#[test]
fn what_the_page_shows_under_configuration_saved_is_a_tag_created() {
    let (event, kind) = read(&shown("configuration_saved"));
    assert_eq!((event.name(), kind), ("tag_created", Some("tag_created")));
}

#[test]
fn user_added_and_company_user_added_are_one_event() {
    let mut shown = shown("company_user_added");
    assert_eq!(shown["eventName"], "user_added");
    for name in ["user_added", "company_user_added"] {
        shown["eventName"] = name.into();
        let (event, kind) = read(&shown);
        assert_eq!((event.name(), kind), (name, Some("company_user_added")));
    }
}

#[test]
fn the_project_example_fits_its_type() {
    let example = fs::read_to_string(schemas("reconciled").join("Project.example.json")).unwrap();
    let mut event = shown("project_created");
    event["payload"]["project"] = serde_json::from_str(&example).unwrap();
    let (event, kind) = read(&event);
    assert_eq!(kind, Some("project_created"));
    assert_eq!(event.misfits(), []);
    assert_eq!(event.undeclared(), [""; 0], "all that the example shows is declared");
}

#[test]
fn the_company_has_one_name() {
    let company = |event: &str, payload: Value| {
        let (event, _) = read(&json!({"eventName": event, "eventTimestamp": 1, "payload": payload}));
        event.payload.company_id().map(str::to_owned)
    };
    let user =
        json!({"userId": "u", "email": "e", "roleId": "r", "companyId": "beside", "resource": {"companyId": "c"}});
    assert_eq!(company("company_user_added", user).as_deref(), Some("c"));
    assert_eq!(company("service_created", json!({"tenantId": "t"})).as_deref(), Some("t"));
    assert_eq!(company("service_created", json!({})), None);
    assert_eq!(company("no such event", json!({"tenantId": "t"})), None);
}
