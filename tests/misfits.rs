//! A value that does not fit is kept at its place and listed, and does not affect the rest. Documents made from the reconciled schemas, and the
//! documented examples, are damaged at every place in every way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use std::cell::Cell;

use console_events::{ConsoleEvent, ErrorKind, Payload};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use common::generate::delivery;
use common::places::{Place, places, remove};
use common::{Documented, below, events};

/// The misfits, each as kind and pointer.
fn listed(event: &ConsoleEvent) -> Vec<(ErrorKind, String)> {
    event.misfits().iter().map(|misfit| (misfit.kind(), misfit.pointer().to_owned())).collect()
}

/// Reads in every way: all give the same event, list the same misfits, and write the same JSON.
fn read(document: &Value) -> ConsoleEvent {
    let text = serde_json::to_string_pretty(document).unwrap();
    let event = ConsoleEvent::from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{error} in {text}"));
    let others: [ConsoleEvent; 3] = [
        ConsoleEvent::from_str(&document.to_string()).unwrap(),
        serde_json::from_reader(text.as_bytes()).unwrap(),
        serde_json::from_value(document.clone()).unwrap(),
    ];
    for other in &others {
        assert_eq!(other, &event);
        let mut listed = [listed(other), listed(&event)];
        for listed in &mut listed {
            listed.sort_by(|one, other| one.1.cmp(&other.1));
        }
        assert_eq!(listed[0], listed[1]);
    }
    assert!(event.misfits().iter().all(|misfit| misfit.line().is_some() && misfit.column().is_some()));
    assert!(others[2].misfits().iter().all(|misfit| misfit.line().is_none() && misfit.column().is_none()));
    assert_eq!(&serde_json::to_value(&event).unwrap(), document, "written as it came");
    let written = serde_json::to_string(&event).unwrap();
    assert_eq!(ConsoleEvent::from_str(&written).unwrap(), event, "and read again");
    event
}

/// What `Debug` shows of the fields, without the names of undeclared properties.
fn fields(event: &ConsoleEvent) -> String {
    let shown = format!("{:?}", event.payload);
    let mut parts = shown.split("Extra {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "Extra {" + part.split_once('}').map_or("", |(_, rest)| rest))
}

/// Values of every other type.
fn of_other_types(kind: &str) -> Vec<(Value, &'static str)> {
    let all = [
        (Value::Null, "null", &["null"][..]),
        (json!(true), "a boolean", &["boolean"]),
        (json!(7), "a number", &["number", "integer"]),
        (json!(-1.5), if kind == "integer" { "a number with a fraction" } else { "a number" }, &["number"]),
        (json!("text"), "a string", &["string"]),
        (json!([]), "an array", &["array"]),
        (json!([{"deep": [null]}]), "an array", &["array"]),
        (json!({}), "an object", &["object"]),
        (json!({"deep": {"a": [1]}}), "an object", &["object"]),
    ];
    all.into_iter().filter(|(_, _, kinds)| !kinds.contains(&kind)).map(|(value, found, _)| (value, found)).collect()
}

/// The damaged document reads like the same document without the smallest optional part around the damage.
fn keeps_the_rest(event: &ConsoleEvent, place: &Place, document: &Value) {
    match &place.kept {
        None => {
            let Payload::Unknown(unknown) = &event.payload else { panic!("{} fits in {document}", place.pointer) };
            assert_eq!((unknown.name(), unknown.payload()), (event.name(), &document["payload"]));
            assert_eq!(event.undeclared(), [""; 0], "the event is documented");
        }
        Some(kept) => {
            let mut without = document.clone();
            remove(&mut without, kept);
            let without = ConsoleEvent::from_str(&without.to_string()).unwrap();
            assert_eq!(without.misfits(), []);
            assert_eq!(fields(event), fields(&without), "{} in {document}", place.pointer);
            assert_eq!(event.undeclared(), without.undeclared());
        }
    }
}

/// For each event its example, and a few documents made from its schema, if the schema accepts them.
fn documents() -> Vec<(Documented, Vec<Value>)> {
    let with_documents = |event: Documented| {
        let mut runner = TestRunner::deterministic();
        let made = (0..12).map(|_| delivery(&event, false).new_tree(&mut runner).unwrap().current());
        let mut documents: Vec<Value> = event.example.iter().cloned().chain(made).collect();
        documents.retain(|document| event.accepts(document));
        // The largest have the most places.
        documents.sort_by_key(|document| std::cmp::Reverse(places(&event, document).len()));
        documents.truncate(4);
        (event, documents)
    };
    events().into_iter().map(with_documents).collect()
}

/// Prints how many documents a test has damaged, and fails if these are fewer than the places of the documents.
fn counted(cases: usize, what: &str, at_least: usize) {
    println!("{cases} documents {what}");
    assert!(cases >= at_least, "{cases} documents {what}: there are places for {at_least}");
}

/// A number for each place of the documents, added up.
fn count(wanted: impl Fn(&Place) -> usize) -> usize {
    let documents = documents();
    let all = documents.iter().flat_map(|(event, all)| all.iter().flat_map(|document| places(event, document)));
    all.map(|place| wanted(&place)).sum()
}

#[test]
fn another_type_at_each_place_is_one_misfit() {
    let mut cases = 0;
    for (event, documents) in documents() {
        for (document, place) in
            documents.iter().flat_map(|one| places(&event, one).into_iter().map(move |place| (one, place)))
        {
            for (wrong, found) in of_other_types(&place.kind) {
                let mut document = document.clone();
                *document.pointer_mut(&place.pointer).unwrap() = wrong;
                let read = read(&document);
                assert_eq!(listed(&read), [(ErrorKind::Type, place.pointer.clone())], "{document}");
                let misfit = &read.misfits()[0];
                assert_eq!(misfit.found(), found);
                assert!(misfit.expected().contains(&place.kind), "{misfit}");
                keeps_the_rest(&read, &place, &document);
                let error = read.strictly().unwrap_err();
                assert_eq!((error.pointer(), error.found()), (place.pointer.as_str(), found));
                assert_eq!(error.event(), document["eventName"].as_str());
                cases += 1;
            }
        }
    }
    counted(cases, "with a value of another type", count(|_| 6));
}

#[test]
fn each_missing_property_is_one_misfit_where_it_is_required() {
    let mut cases = 0;
    for (event, documents) in documents() {
        for (document, place) in
            documents.iter().flat_map(|one| places(&event, one).into_iter().map(move |place| (one, place)))
        {
            let members = document.pointer(&place.pointer).and_then(Value::as_object).into_iter().flatten();
            for name in members.map(|(name, _)| name).filter(|_| place.kind == "object") {
                let mut document = document.clone();
                remove(&mut document, &below(&place.pointer, name));
                let read = read(&document);
                if place.required.contains(name) {
                    assert_eq!(listed(&read), [(ErrorKind::Missing, below(&place.pointer, name))]);
                    keeps_the_rest(&read, &place, &document);
                } else {
                    assert_eq!(listed(&read), []);
                }
                cases += 1;
            }
        }
    }
    counted(cases, "without one of their properties", count(|place| place.required.len()));
}

#[test]
fn an_undeclared_property_is_no_misfit() {
    // One of the values is as deep as allowed, counted from the root.
    let deep = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!([inner]));
    let mut cases = 0;
    for (event, documents) in documents() {
        for (document, place) in
            documents.iter().flat_map(|one| places(&event, one).into_iter().map(move |place| (one, place)))
        {
            if !place.open {
                continue;
            }
            let above = place.pointer.matches('/').count() + 1;
            for value in [json!(null), json!({"a": [null, {"b": 1.5}]}), deep(127 - above)] {
                let mut document = document.clone();
                document.pointer_mut(&place.pointer).unwrap()["$new/~"] = value;
                assert_eq!(listed(&read(&document)), []);
                cases += 1;
            }
            let mut document = document.clone();
            document.pointer_mut(&place.pointer).unwrap()["$new/~"] = deep(128 - above);
            assert_eq!(ConsoleEvent::from_str(&document.to_string()).unwrap_err().kind(), ErrorKind::Depth);
            assert!(serde_json::from_value::<ConsoleEvent>(document).is_err());
            cases += 1;
        }
    }
    counted(cases, "with an undeclared property", count(|place| 4 * usize::from(place.open)));
}

/// Of damages at many places at once, each that is not within another is listed, and no other.
#[test]
fn many_damages_are_listed_exactly() {
    let cases = Cell::new(0);
    for event in events() {
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(192) });
        let damages = proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6);
        let test = |(mut document, damages): (Value, Vec<(prop::sample::Index, prop::sample::Index)>)| {
            let all = places(&event, &document);
            // A value with alternatives is made without regard to all keywords, and may not fit.
            if all.is_empty() || !read(&document).misfits().is_empty() {
                return Ok(());
            }
            let mut expected: Vec<String> = Vec::new();
            for (at, how) in damages {
                let place = &all[at.index(all.len())];
                let within = |outer: &str, inner: &str| inner == outer || inner.starts_with(&format!("{outer}/"));
                let clash = |other: &String| within(other, &place.pointer) || within(&place.pointer, other);
                if !expected.iter().any(clash) {
                    let wrong = of_other_types(&place.kind);
                    *document.pointer_mut(&place.pointer).unwrap() = wrong[how.index(wrong.len())].0.clone();
                    expected.push(place.pointer.clone());
                }
            }
            let read = read(&document);
            let mut found: Vec<String> = read.misfits().iter().map(|misfit| misfit.pointer().to_owned()).collect();
            expected.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(found, expected, "{}", document);
            cases.set(cases.get() + 1);
            Ok(())
        };
        runner.run(&(delivery(&event, true), damages), test).unwrap();
    }
    let events = documents().iter().filter(|(event, all)| all.iter().any(|one| !places(event, one).is_empty())).count();
    counted(cases.get(), "damaged at several places", 20 * events);
}

/// The document as text, with the member at the pointer twice, first with another value.
fn twice(value: &Value, at: &str, pointer: &str) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, member)| {
                let place = below(at, name);
                let written = format!("{}: {}", json!(name), twice(member, &place, pointer));
                if place == pointer { format!("{}: [null, 4711], {written}", json!(name)) } else { written }
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items = items.iter().enumerate().map(|(index, item)| twice(item, &format!("{at}/{index}"), pointer));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn members(value: &Value, pointer: &str, found: &mut Vec<String>) {
    for (name, member) in value.as_object().into_iter().flatten() {
        found.push(below(pointer, name));
        members(member, &below(pointer, name), found);
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        members(item, &format!("{pointer}/{index}"), found);
    }
}

#[test]
fn of_two_properties_of_one_name_the_last_counts() {
    let mut cases = 0;
    for (_, documents) in documents() {
        let Some(mut example) = documents.into_iter().next() else { continue };
        example["new"] = json!({"a": {"b": [{"c": 1}]}});
        let whole = read(&example);
        let mut all = Vec::new();
        members(&example["payload"], "/payload", &mut all);
        members(&json!({"new": example["new"]}), "", &mut all);
        for pointer in all {
            let text = twice(&example, "", &pointer);
            for read in [ConsoleEvent::from_str(&text).unwrap(), serde_json::from_str(&text).unwrap()] {
                assert_eq!(read, whole);
                assert_eq!(listed(&read), [(ErrorKind::Duplicate, pointer.clone())], "{text}");
            }
            cases += 1;
        }
    }
    counted(cases, "with a property twice", documents().iter().filter(|(_, documents)| !documents.is_empty()).count());
}

/// Characters of every length stand before the misfit.
#[test]
fn lines_and_columns_are_those_of_the_text() {
    let text = "\n{\"eventName\": \"new\",\r\n \"é\\\"\u{1F600}\": [\"a:b\", \"{\", -1e5 , null],\t\"payload\": {\"a\": \"\\\\\",\n\"é\": 1, \"é\"  :\n\n  2},\"eventTimestamp\":1}";
    let event = ConsoleEvent::from_str(text).unwrap();
    let misfit = &event.misfits()[0];
    assert_eq!((misfit.pointer(), misfit.line(), misfit.column()), ("/payload/é", Some(6), Some(3)));
}

/// Even if a document consists of misfits, time and memory stay in proportion to its length.
#[test]
fn more_misfits_than_anyone_reads_are_no_burden() {
    let name = "x".repeat(100_000);
    let objects = vec!["{\"a\": 1, \"a\": 2}"; 50_000].join(",");
    let text = format!(r#"{{"eventName": "new", "eventTimestamp": 1, "payload": {{"{name}": [{objects}]}}}}"#);
    let event = ConsoleEvent::from_str(&text).unwrap();
    let listed: usize = event.misfits().iter().map(|misfit| misfit.pointer().len()).sum();
    assert!(!event.misfits().is_empty() && listed < 2 << 20, "{listed}");
}
