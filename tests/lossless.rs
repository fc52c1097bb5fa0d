//! Nothing is lost, and no event is read as another. Documents made from the reconciled schemas are read and written again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use console_events::{ConsoleEvent, Payload};
use proptest::prelude::*;
use proptest::strategy::Union;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use common::generate::{anything, delivery};
use common::{Documented, events};

const CASES: u32 = 96;

fn run<T: std::fmt::Debug>(strategy: &impl Strategy<Value = T>, test: impl Fn(T) -> Result<(), TestCaseError>) {
    TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(CASES) }).run(strategy, test).unwrap();
}

/// Reads in every way; all give the same event.
fn read(document: &Value) -> Result<ConsoleEvent, TestCaseError> {
    let fail = |error: &dyn std::fmt::Display| TestCaseError::fail(format!("{error} in {document}"));
    let text = document.to_string();
    let event = ConsoleEvent::from_slice(text.as_bytes()).map_err(|error| fail(&error))?;
    let others: [Result<ConsoleEvent, Box<dyn std::error::Error>>; 4] = [
        ConsoleEvent::from_str(&serde_json::to_string_pretty(document).unwrap()).map_err(Into::into),
        serde_json::from_str(&text).map_err(Into::into),
        serde_json::from_reader(text.as_bytes()).map_err(Into::into),
        serde_json::from_value(document.clone()).map_err(Into::into),
    ];
    for other in others {
        prop_assert_eq!(&other.map_err(|error| fail(&error))?, &event);
    }
    Ok(event)
}

/// The members of an object in another order.
fn shuffled(document: &Value, order: usize) -> String {
    let mut members: Vec<String> = document
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| format!("{}: {value}", Value::from(name.as_str())))
        .collect();
    let turns = order % members.len();
    members.rotate_left(turns);
    if order % 2 == 1 {
        members.reverse();
    }
    format!("{{ {} }}", members.join(" , "))
}

#[test]
fn what_the_schema_accepts_is_read_and_written_as_it_was() {
    for event in events() {
        let schema = jsonschema::validator_for(&event.schema).unwrap();
        let example = event.accepted_example().cloned().map(|example| Just(example).boxed());
        let documents = Union::new([delivery(&event, false)].into_iter().chain(example));
        run(&documents, |document| {
            // The strategy makes values of the right types, without regard to patterns and bounds.
            if !schema.is_valid(&document) {
                return Ok(());
            }
            let read = read(&document)?;
            prop_assert_eq!(read.misfits(), &[]);
            prop_assert_eq!(serde_json::to_value(&read).unwrap(), document);
            Ok(())
        });
    }
}

#[test]
fn undeclared_properties_are_kept_at_every_level_and_named() {
    for event in events() {
        run(&(delivery(&event, true), 0_usize..24), |(document, order)| {
            let read = read(&document)?;
            prop_assert_eq!(&serde_json::to_value(&read).unwrap(), &document);
            let turned = ConsoleEvent::from_str(&shuffled(&document, order))
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(&turned, &read);
            for pointer in read.undeclared() {
                prop_assert!(document.pointer(&pointer).is_some(), "no {pointer} in {document}");
            }
            Ok(())
        });
    }
}

#[test]
fn what_is_undeclared_is_named_and_nothing_else() {
    for event in events() {
        let documents = Union::new([delivery(&event, false), delivery(&event, true)]);
        run(&documents, |document| {
            let read = read(&document)?;
            let (mut expected, mut found) = (event.undeclared(&document), read.undeclared());
            // This test does not know which properties a value with alternatives declares.
            let elsewhere = event.not_plain(&document);
            for pointers in [&mut expected, &mut found] {
                pointers.retain(|pointer| !elsewhere.iter().any(|place| within(pointer, place)));
            }
            if !read.misfits().iter().all(|misfit| elsewhere.iter().any(|place| within(misfit.pointer(), place))) {
                return Err(TestCaseError::fail(format!("{:?} in {document}", read.misfits())));
            }
            // A payload that does not fit as a whole has no declared properties.
            if matches!(read.payload, Payload::Unknown(_)) {
                return Ok(());
            }
            expected.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(found, expected, "{}", document);
            Ok(())
        });
    }
}

/// Whether a pointer leads to that place or below it.
fn within(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The name alone decides the variant: the payload of each event under the name of another is that other event, or does not fit and
/// keeps that name.
#[test]
fn no_event_is_read_as_another() {
    let events = events();
    let variant = |event: &Documented| {
        let known = Payload::KNOWN.iter().position(|known| known.is_named(&event.name));
        known.unwrap_or_else(|| panic!("{} is not generated", event.name))
    };
    for (from, to) in events.iter().flat_map(|from| events.iter().map(move |to| (from, to))) {
        let expected = Payload::KNOWN[variant(to)];
        run(&delivery(from, true), |mut document| {
            for name in to.names() {
                document["eventName"] = json!(name);
                for order in 0..3 {
                    let read = ConsoleEvent::from_str(&shuffled(&document, order))
                        .map_err(|error| TestCaseError::fail(error.to_string()))?;
                    prop_assert_eq!(read.name(), name);
                    match &read.payload {
                        Payload::Unknown(unknown) => {
                            prop_assert_eq!((unknown.name(), unknown.payload()), (name, &document["payload"]));
                            prop_assert!(!read.misfits().is_empty());
                        }
                        payload => prop_assert_eq!(payload.name(), expected.name),
                    }
                }
            }
            Ok(())
        });
    }
}

#[test]
fn every_name_gives_its_own_variant() {
    let mut discriminants = Vec::new();
    for event in events() {
        let Some(example) = event.accepted_example() else { continue };
        let variants = event.names().map(|name| {
            let mut document = example.clone();
            document["eventName"] = json!(name);
            let read = ConsoleEvent::from_str(&document.to_string()).unwrap();
            assert_eq!(read.name(), name, "the name in the delivery is kept");
            assert_eq!(serde_json::to_value(&read).unwrap(), document);
            assert!(!matches!(read.payload, Payload::Unknown(_)), "{name}");
            std::mem::discriminant(&read.payload)
        });
        let variants: Vec<_> = variants.collect();
        assert!(variants.windows(2).all(|pair| pair[0] == pair[1]), "{} and its aliases are one event", event.name);
        assert!(!discriminants.contains(&variants[0]), "{} has a variant of its own", event.name);
        discriminants.push(variants[0]);
    }
}

#[test]
fn unknown_events_keep_name_and_payload() {
    run(&("[a-z_ \"/]{0,12}", anything()), |(name, payload)| {
        let name = format!("no such {name}");
        let mut document: Map<String, Value> = Map::new();
        document.insert("eventName".into(), name.clone().into());
        document.insert("eventTimestamp".into(), json!(123_456));
        document.insert("payload".into(), payload.clone());
        let document = Value::from(document);
        let read = read(&document)?;
        prop_assert_eq!(read.name(), &name);
        let Payload::Unknown(unknown) = &read.payload else { return Err(TestCaseError::fail("known")) };
        prop_assert_eq!((unknown.name(), unknown.payload()), (name.as_str(), &payload));
        prop_assert_eq!(read.undeclared(), ["/payload"]);
        prop_assert_eq!(serde_json::to_value(&read).unwrap(), document);
        Ok(())
    });
}

#[test]
fn numbers_stay_what_they_were() {
    for number in [
        "0",
        "-1",
        "9007199254740993",
        "18446744073709551615",
        "-9223372036854775808",
        "1.0",
        "1.50",
        "1e3",
        "-0.0",
        "0.1",
    ] {
        let text = format!(r#"{{"eventName": "new", "eventTimestamp": {number}, "payload": [{number}]}}"#);
        let read = ConsoleEvent::from_str(&text).unwrap();
        let expected: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), expected);
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), expected);
    }
}
