//! What is particular to the page as captured today: named events, and what was decided about them. A page on which one of them
//! is gone, or is another, changes this file and the README's examples; no other test names an event, and a new one needs none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use std::fs;

use console_events::{
    CompanyUserAdded, CompanyUserAddedRequired, CompanyUserAddedResource, CompanyUserAddedResourceRequired,
    ConfigurationSaved, ConsoleEvent, Event, EventTimestamp, Payload, Project, ProjectCreated, ServiceCreated,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use common::{events, schemas};

fn file(folder: &str, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(schemas(folder).join(name)).unwrap()).unwrap()
}

fn shown(event: &str) -> Value {
    file("documented", &format!("{event}/example.json"))
}

fn read(document: &Value) -> ConsoleEvent {
    let event = ConsoleEvent::from_str(&document.to_string()).unwrap();
    assert_eq!(&serde_json::to_value(&event).unwrap(), document);
    event
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
        assert!(event.is_some_and(|event| event.accepted_example().is_some()), "{name}");
    }
}

#[test]
fn what_the_page_shows_under_configuration_saved_is_a_tag_created() {
    let shown = shown("configuration_saved");
    let read = read(&shown);
    assert_eq!(read.name(), "tag_created");
    let Payload::TagCreated(tag) = &read.payload else { panic!("{:?}", read.payload) };
    assert_eq!(serde_json::to_value(tag).unwrap(), shown["payload"]);
}

#[test]
fn user_added_and_company_user_added_are_one_event() {
    let mut shown = shown("company_user_added");
    assert_eq!(shown["eventName"], "user_added");
    for name in ["user_added", "company_user_added"] {
        shown["eventName"] = name.into();
        let read = read(&shown);
        assert!(matches!(read.payload, Payload::CompanyUserAdded(_)), "{:?}", read.payload);
        assert_eq!(read.name(), name);
    }
}

#[test]
fn the_project_example_passes_through_its_type() {
    let shown_project = file("reconciled", "Project.example.json");
    let project: Project = serde_json::from_value(shown_project.clone()).unwrap();
    assert_eq!(serde_json::to_value(&project).unwrap(), shown_project);
    let mut event = shown("project_created");
    event["payload"]["project"] = shown_project;
    let Payload::ProjectCreated(created) = read(&event).payload else { panic!("another variant") };
    assert_eq!(created.project.as_deref(), Some(&project));
}

#[test]
fn the_company_has_one_name() {
    let company = |event: &str, payload: Value| {
        let event = read(&json!({"eventName": event, "eventTimestamp": 1, "payload": payload}));
        event.payload.company_id().map(str::to_owned)
    };
    let user =
        json!({"userId": "u", "email": "e", "roleId": "r", "companyId": "beside", "resource": {"companyId": "c"}});
    assert_eq!(company("company_user_added", user).as_deref(), Some("c"));
    assert_eq!(company("service_created", json!({"tenantId": "t"})).as_deref(), Some("t"));
    assert_eq!(company("service_created", json!({})), None);
    assert_eq!(company("no such event", json!({"tenantId": "t"})), None);
}

#[test]
fn a_consumer_builds_events_for_tests() {
    let mut resource =
        CompanyUserAddedResource::new(CompanyUserAddedResourceRequired { company_id: "company".to_owned() });
    resource.project_id = Some("project".to_owned());
    let mut added = CompanyUserAdded::new(CompanyUserAddedRequired {
        user_id: "user".into(),
        email: "a@b".into(),
        role_id: "guest".into(),
        resource,
    });
    added.extra.insert("new".to_owned(), json!(1));
    let event = ConsoleEvent::new(EventTimestamp::from_millis(5), added);
    let expected = json!({"eventName": "company_user_added", "eventTimestamp": 5, "payload": {
        "userId": "user", "email": "a@b", "roleId": "guest", "new": 1,
        "resource": {"companyId": "company", "projectId": "project"}
    }});
    assert_eq!(serde_json::to_value(&event).unwrap(), expected);
    assert_eq!(read(&expected), event);
    assert_eq!(event.undeclared(), ["/payload/new"]);
}

#[test]
fn a_payload_has_its_schema() {
    for (schema, event) in
        [(ConfigurationSaved::JSON_SCHEMA, "configuration_saved"), (ProjectCreated::JSON_SCHEMA, "project_created")]
    {
        let schema: Value = serde_json::from_str(schema).unwrap();
        assert_eq!(schema, file("reconciled", &format!("{event}.schema.json")));
    }
}

/// What a payload read on its own says of what does not fit: an error where it is the payload itself or a required property.
fn error<T: DeserializeOwned>(json: &str) -> String {
    let error = serde_json::from_str::<T>(json).err().unwrap_or_else(|| panic!("{json} fits")).to_string();
    let value = serde_json::from_str(json).unwrap();
    let of_value = serde_json::from_value::<T>(value).err().unwrap().to_string();
    for message in [&error, &of_value] {
        assert!(!message.contains("Sybil") && !message.contains("4711"), "{message}");
    }
    error
}

/// What does not fit and is optional is kept, and is written again.
fn kept<T: DeserializeOwned + Serialize>(json: &str) -> T {
    let value: Value = serde_json::from_str(json).unwrap();
    let of_value: T = serde_json::from_value(value.clone()).unwrap();
    let of_text: T = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_value(&of_value).unwrap(), value);
    assert_eq!(serde_json::to_value(&of_text).unwrap(), value);
    of_text
}

#[test]
fn a_payload_read_on_its_own_keeps_what_does_not_fit_and_quotes_nothing() {
    for wrong in [r#""Sybil""#, "4711", "-4711", "4711.5", "true", "null", r#"["Sybil"]"#, r#"{"Sybil": 4711}"#] {
        let is = |kind: char| wrong.starts_with(kind);
        if !is('{') {
            error::<ConfigurationSaved>(wrong);
            assert_eq!(kept::<ConfigurationSaved>(&format!(r#"{{"author": {wrong}}}"#)).author, None);
            let created: ProjectCreated = kept(&format!(r#"{{"project": {{"repository": {wrong}}}}}"#));
            assert_eq!(created.project.unwrap().repository, None);
        }
        if !is('"') {
            assert_eq!(kept::<ServiceCreated>(&format!(r#"{{"serviceName": {wrong}}}"#)).service_name, None);
            let project: Project = kept(&format!(r#"{{"imagePullSecretNames": [{wrong}]}}"#));
            assert_eq!(project.image_pull_secret_names, None);
            let added =
                format!(r#"{{"userId": "u", "email": {wrong}, "roleId": "r", "resource": {{"companyId": "c"}}}}"#);
            error::<CompanyUserAdded>(&added);
        }
        if !is('t') {
            let project: Project = kept(&format!(r#"{{"isRepositoryCreated": {wrong}}}"#));
            assert_eq!(project.is_repository_created, None);
        }
        if !is('[') {
            assert_eq!(kept::<Project>(&format!(r#"{{"environments": {wrong}}}"#)).environments, None);
        }
    }
    let message = error::<CompanyUserAdded>(r#"{"userId": 4711}"#);
    assert!(message.starts_with("`/userId`: expected a string, found a number"), "{message}");
}

#[test]
fn a_field_that_is_set_wins_over_what_was_kept() {
    let mut saved: ConfigurationSaved = kept(r#"{"revisionName": null, "new": 1}"#);
    assert_eq!(saved.extra["revisionName"], Value::Null);
    saved.revision_name = Some("main".to_owned());
    let written = serde_json::to_string(&saved).unwrap();
    assert_eq!(written, r#"{"revisionName":"main","new":1}"#);
    // Both say the same, though one of them remembers what came.
    let again: ConfigurationSaved = serde_json::from_str(&written).unwrap();
    assert_eq!(again, saved);
    assert_eq!(again.extra.len() + 1, saved.extra.len());
    let event = ConsoleEvent::new(EventTimestamp::from_millis(1), saved);
    assert_eq!(event.undeclared(), ["/payload/new"]);
}
