//! What the page shows reads, into the right variant, and is written as it was; bent as its schema forbids, it does not read.
//!
//! Everything is taken from schemas/, nothing retyped: an event of the next page is covered without a change here.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use console_events::{ConsoleEvent, ErrorKind, Payload, Project};
use serde_json::{Value, json};

use common::{Documented, declared_places, events, schemas};

/// How many events the captured page documents. A page with another number changes this line, on purpose.
const EVENTS: usize = 7;

fn json_file(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// The examples before any decision, by the event in whose section they stand.
fn documented() -> BTreeMap<String, Value> {
    let folders = fs::read_dir(schemas("documented")).expect("schemas/documented; `cargo codegen sync` writes it");
    let folders = folders.map(|entry| entry.unwrap().path()).filter(|path| path.join("example.json").exists());
    folders
        .map(|folder| {
            let key = json_file(&folder.join("event.json"))["key"].as_str().unwrap().to_owned();
            (key, json_file(&folder.join("example.json")))
        })
        .collect()
}

/// The examples of resources, by the resource's name.
fn resource_examples() -> BTreeMap<String, Value> {
    let index = json_file(&schemas("reconciled").join("index.json"));
    let resources = index["resources"].as_array().unwrap().iter();
    resources
        .filter_map(|resource| {
            let file = schemas("reconciled").join(resource["example"].as_str()?);
            Some((resource["name"].as_str()?.to_owned(), json_file(&file)))
        })
        .collect()
}

/// Reads in each of the ways there are, and demands the same JSON of all when written.
fn lossless(document: &Value) -> ConsoleEvent {
    let text = serde_json::to_string_pretty(document).unwrap();
    let event = ConsoleEvent::from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{error} in\n{text}"));
    let others = [
        ConsoleEvent::from_str(&text).unwrap(),
        text.parse().unwrap(),
        serde_json::from_str(&text).unwrap(),
        serde_json::from_value(document.clone()).unwrap(),
    ];
    for other in &others {
        assert_eq!(other, &event);
    }
    assert_eq!(&serde_json::to_value(&event).unwrap(), document);
    let written = serde_json::to_string(&event).unwrap();
    assert_eq!(&serde_json::from_str::<Value>(&written).unwrap(), document);
    event
}

/// The examples of an event: its own and, for each resource at the payload's top, one that holds the resource's example.
fn examples(event: &Documented) -> Vec<Value> {
    let mut examples: Vec<Value> = event.example.iter().cloned().collect();
    for (resource, value) in resource_examples() {
        let reference = json!(format!("#/definitions/{resource}"));
        for (property, schema) in event.payload_schema()["properties"].as_object().unwrap() {
            if let (true, Some(own)) = (schema["$ref"] == reference, &event.example) {
                let mut example = own.clone();
                example["payload"][property] = value.clone();
                examples.push(example);
            }
        }
    }
    examples
}

#[test]
fn the_page_documents_seven_events() {
    let names: Vec<String> = events().into_iter().map(|event| event.name).collect();
    assert_eq!(names.len(), EVENTS, "{names:?}");
    assert_eq!(documented().len(), EVENTS, "an event without an example, or with one that cannot be read");
    let known: Vec<&str> = Payload::KNOWN.iter().map(|event| event.name).collect();
    assert_eq!(known, names, "generated/ does not belong to schemas/");
}

#[test]
fn each_reconciled_example_is_read_as_its_event() {
    for event in events() {
        let example = event.example.as_ref().unwrap_or_else(|| panic!("{} has no example", event.name));
        let read = lossless(example);
        assert!(!matches!(read.payload, Payload::Unknown(_)), "{}", event.name);
        assert_eq!(read.payload.name(), event.name);
        assert_eq!(json!(read.name()), example["eventName"]);
    }
}

#[test]
fn each_name_of_an_event_leads_to_it_and_is_kept() {
    for event in events() {
        for name in event.names() {
            let mut example = event.example.clone().unwrap();
            example["eventName"] = name.into();
            let read = lossless(&example);
            assert_eq!((read.name(), read.payload.name()), (name, event.name.as_str()));
        }
    }
}

#[test]
fn each_documented_example_is_read_without_loss() {
    for example in documented().values() {
        let read = lossless(example);
        assert_eq!(json!(read.name()), example["eventName"]);
        assert!(!matches!(read.payload, Payload::Unknown(_)), "{}", read.name());
    }
}

#[test]
fn what_the_page_shows_under_configuration_saved_is_a_tag_created() {
    let shown = &documented()["configuration_saved"];
    let read = lossless(shown);
    assert_eq!(read.name(), "tag_created");
    let Payload::TagCreated(tag) = &read.payload else { panic!("{:?}", read.payload) };
    assert_eq!(serde_json::to_value(tag).unwrap(), shown["payload"]);
}

#[test]
fn user_added_and_company_user_added_are_one_event() {
    let mut shown = documented()["company_user_added"].clone();
    assert_eq!(shown["eventName"], "user_added");
    for name in ["user_added", "company_user_added"] {
        shown["eventName"] = name.into();
        let read = lossless(&shown);
        assert!(matches!(read.payload, Payload::CompanyUserAdded(_)), "{:?}", read.payload);
        assert_eq!(read.name(), name);
    }
}

#[test]
fn the_project_example_passes_through_its_type() {
    let shown = &resource_examples()["Project"];
    let project: Project = serde_json::from_value(shown.clone()).unwrap();
    assert_eq!(&serde_json::to_value(&project).unwrap(), shown);
    let mut event = documented()["project_created"].clone();
    event["payload"]["project"] = shown.clone();
    let Payload::ProjectCreated(created) = lossless(&event).payload else { panic!("another variant") };
    assert_eq!(created.project.as_deref(), Some(&project));
}

#[test]
fn a_wrong_type_at_any_level_does_not_read() {
    for (event, example) in all_examples() {
        let mut places = Vec::new();
        declared_places(&event, &event.schema, &example, "", &mut |pointer, schema| {
            if let Some(kind) = schema["type"].as_str() {
                places.push((pointer.to_owned(), kind.to_owned()));
            }
        });
        assert!(places.len() > 3, "{}", event.name);
        for (pointer, kind) in places {
            let wrong = if kind == "string" { json!(false) } else { json!("text") };
            let mut bent = example.clone();
            *bent.pointer_mut(&pointer).unwrap() = wrong;
            refused(&bent, ErrorKind::Type, &pointer);
        }
    }
}

#[test]
fn without_a_required_property_it_does_not_read() {
    for (event, example) in all_examples() {
        let mut required = Vec::new();
        declared_places(&event, &event.schema, &example, "", &mut |pointer, schema| {
            let names = schema["required"].as_array().into_iter().flatten();
            required.extend(names.map(|name| (pointer.to_owned(), name.as_str().unwrap().to_owned())));
        });
        assert!(required.len() >= 3, "{}", event.name);
        for (parent, name) in required {
            let mut bent = example.clone();
            bent.pointer_mut(&parent).unwrap().as_object_mut().unwrap().remove(&name).unwrap();
            refused(&bent, ErrorKind::Missing, &format!("{parent}/{name}"));
        }
    }
}

fn all_examples() -> impl Iterator<Item = (Documented, Value)> {
    events().into_iter().flat_map(|event| {
        let examples = examples(&event);
        let (name, aliases, schema) = (event.name, event.aliases, event.schema);
        examples.into_iter().map(move |example| {
            let event =
                Documented { name: name.clone(), aliases: aliases.clone(), schema: schema.clone(), example: None };
            (event, example)
        })
    })
}

fn refused(bent: &Value, kind: ErrorKind, pointer: &str) {
    let error = ConsoleEvent::from_str(&bent.to_string()).expect_err(pointer);
    assert_eq!((error.kind(), error.pointer()), (kind, pointer), "{error}");
    assert!(error.line().is_some() && error.column().is_some(), "{error}");
    assert!(serde_json::from_value::<ConsoleEvent>(bent.clone()).is_err(), "{error}");
}

#[test]
fn each_documented_example_stands_on_the_page() {
    let files = fs::read_dir(schemas("page")).unwrap().map(|entry| entry.unwrap().path());
    let page: String = files
        .filter(|path| path.ends_with("console-events.txt") || path.ends_with("console-events.mdx"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for (event, example) in documented() {
        each_string(&example, &mut |text| {
            assert!(page.contains(&json!(text).to_string()), "`{text}` of {event} is not on the page");
        });
    }
}

fn each_string(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(items) => items.iter().for_each(|item| each_string(item, visit)),
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            visit(name);
            each_string(value, visit);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
