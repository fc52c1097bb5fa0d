//! Every example of the page is read without a misfit into the right variant, and is written unchanged.
//!
//! All examples come from `schemas/`, so that a new event needs no change here. An example that the reconciled schema accepts must be
//! read without a misfit; one that a decision left invalid must only give an answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use console_events::{ConsoleEvent, EventKind, Payload};
use serde_json::{Value, json};

use common::{Documented, events, schemas};

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

/// Reads in every way. All give the same event, which is written as the same JSON.
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
        assert_eq!((other, other.misfits()), (&event, event.misfits()));
    }
    assert_eq!(&serde_json::to_value(&event).unwrap(), document);
    let written = serde_json::to_string(&event).unwrap();
    assert_eq!(&serde_json::from_str::<Value>(&written).unwrap(), document);
    event
}

/// The same for a document that the schema accepts: it has no misfit, and the undeclared properties are those of the schema.
fn golden(event: &Documented, document: &Value) -> ConsoleEvent {
    let read = lossless(document).strictly().unwrap_or_else(|error| panic!("{error} in\n{document}"));
    let mut expected = event.undeclared(document);
    let mut found = read.undeclared();
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected, "{}", event.name);
    assert!(!matches!(read.payload, Payload::Unknown(_)), "{}", event.name);
    read
}

/// The examples of an event that its schema accepts: its own and, for each resource at the payload's top, one that holds
/// the resource's example.
fn examples(event: &Documented) -> Vec<Value> {
    let mut examples: Vec<Value> = event.example.iter().cloned().collect();
    for (resource, value) in resource_examples() {
        let reference = json!(format!("#/definitions/{resource}"));
        for (property, schema) in event.payload_schema()["properties"].as_object().into_iter().flatten() {
            if let (true, Some(own)) = (schema["$ref"] == reference, &event.example) {
                let mut example = own.clone();
                example["payload"][property] = value.clone();
                examples.push(example);
            }
        }
    }
    examples.retain(|example| event.accepts(example));
    examples
}

#[test]
fn each_event_of_the_index_is_generated_and_no_other() {
    let events = events();
    let names: Vec<(&str, Vec<&str>)> =
        events.iter().map(|event| (event.name.as_str(), event.aliases.iter().map(String::as_str).collect())).collect();
    let known: Vec<(&str, Vec<&str>)> =
        Payload::KNOWN.iter().map(|event| (event.name, event.aliases.to_vec())).collect();
    assert_eq!(known, names, "generated/ is out of date with schemas/");
}

#[test]
fn each_event_has_its_schema_and_its_example() {
    for (event, kind) in events().iter().zip(EventKind::ALL) {
        assert_eq!(serde_json::from_str::<Value>(kind.json_schema()).unwrap(), event.schema, "{kind}");
        assert_eq!(event.name.parse(), Ok(*kind));
        let example: Value = serde_json::from_str(kind.example_json()).unwrap();
        if let Some(accepted) = event.accepted_example() {
            assert_eq!(&example, accepted, "{kind}");
        }
        let read = lossless(&example);
        assert_eq!((read.payload.kind(), read.misfits()), (Some(*kind), &[][..]), "{kind}");
        assert!(ConsoleEvent::examples().contains(&read));
    }
    assert_eq!(ConsoleEvent::examples().len(), EventKind::ALL.len());
}

#[test]
fn each_reconciled_example_is_read_as_its_event() {
    for event in events() {
        for example in examples(&event) {
            let read = golden(&event, &example);
            assert_eq!(read.payload.name(), event.name);
            assert_eq!(json!(read.name()), example["eventName"]);
        }
    }
}

#[test]
fn each_name_of_an_event_leads_to_it_and_is_kept() {
    for event in events() {
        for (mut example, name) in
            examples(&event).into_iter().flat_map(|one| event.names().map(move |name| (one.clone(), name)))
        {
            example["eventName"] = name.into();
            let read = golden(&event, &example);
            assert_eq!((read.name(), read.payload.name()), (name, event.name.as_str()));
        }
    }
}

#[test]
fn each_documented_example_gives_an_answer_and_is_read_where_a_schema_accepts_it() {
    let events = events();
    for example in documented().values().chain(events.iter().filter_map(|event| event.example.as_ref())) {
        let wire = example["eventName"].as_str();
        let event = events.iter().find(|event| event.names().any(|name| Some(name) == wire));
        match event.filter(|event| event.accepts(example)) {
            Some(event) => assert_eq!(json!(golden(event, example).name()), example["eventName"]),
            // An example that a decision left invalid is read as far as it fits.
            None if wire.is_some() && example["eventTimestamp"].is_number() && example.get("payload").is_some() => {
                lossless(example);
            }
            None => assert!(ConsoleEvent::from_str(&example.to_string()).is_err()),
        }
    }
}

#[test]
fn each_documented_example_stands_on_the_page() {
    let files = fs::read_dir(schemas("page")).unwrap().map(|entry| entry.unwrap().path());
    let page: String = files
        .filter(|path| path.ends_with("console-events.txt") || path.ends_with("console-events.mdx"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for (event, example) in documented() {
        // JSON can escape a character in several ways, so only plain texts are compared.
        each_string(&example, &mut |text| {
            let plain = text.is_ascii() && !text.contains(['"', '\\']) && !text.contains(char::is_control);
            assert!(!plain || page.contains(&json!(text).to_string()), "`{text}` of {event} is not on the page");
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
