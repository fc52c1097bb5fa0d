//! The verdict on the API is that of the types that are generated: neither less nor, where they are the same, more than a patch.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cases;

use console_events_codegen::diff::{Diff, Semver, Side, Tolerance, Wire, diff};
use console_events_codegen::emit::emit;
use console_events_codegen::lower::lower;
use serde_json::{Value, json};

fn compare(old: &Value, new: &Value) -> Diff {
    let side = |name: &str, property: &Value| {
        let payload = json!({"type": "object", "properties": {"state": property}});
        Side::events(name, &cases::payload("thing_measured", &payload)).unwrap()
    };
    diff(&side("old", old), &side("new", new), Tolerance::Tolerant).unwrap()
}

#[test]
fn a_type_that_changes_although_the_schema_does_not_is_reported() {
    let listed = json!({"type": "string", "enum": ["on", "off"]});
    let folded = json!({"type": "string", "not": {"not": {"enum": ["on", "off"]}}});
    let answer = compare(&listed, &folded);
    assert_eq!((answer.verdict.wire, answer.verdict.semver), (Wire::Compatible, Semver::Major));
    let change = answer.changes.iter().find(|change| !change.items.is_empty()).unwrap();
    assert_eq!(change.pointer.as_str(), "/payload/state");
    assert_eq!(change.event.as_deref(), Some("thing_measured"));
    let field = change.items.iter().find(|item| item.path == "ThingMeasured::state").unwrap();
    assert!(field.old.as_ref().unwrap().rust.contains("Option<ThingMeasuredState>"), "{field:?}");
    assert!(field.new.as_ref().unwrap().rust.contains("Option<String>"), "{field:?}");
    assert_eq!(compare(&json!({"const": "k"}), &json!({"enum": ["k"]})).verdict.semver, Semver::Major);
}

#[test]
fn where_the_types_are_the_same_a_patch_is_enough() {
    for (old, new) in [
        (json!({"const": "k"}), json!({"const": "l"})),
        (json!({"type": "string", "title": "A"}), json!({"type": "string", "title": "B"})),
        (json!({"not": {"type": "string"}}), json!({"not": {"type": "boolean"}})),
    ] {
        let answer = compare(&old, &new);
        assert!(answer.verdict.semver <= Semver::Patch, "{old} {new}: {:?}", answer.changes);
    }
}

#[test]
fn the_reader_takes_a_payload_for_an_object_and_asks_for_an_envelope() {
    let side = |name: &str, payload: Value| Side::events(name, &cases::payload("thing_measured", &payload)).unwrap();
    let silent = || side("old", json!({"properties": {"a": {"type": "string"}}}));
    let said = side("new", json!({"type": "object", "properties": {"a": {"type": "string"}}}));
    assert_eq!(diff(&silent(), &said, Tolerance::Tolerant).unwrap().changes, []);
    let text = side("new", json!({"type": ["object", "string"], "properties": {"a": {"type": "string"}}}));
    assert!(diff(&silent(), &text, Tolerance::Tolerant).unwrap().verdict.wire.breaks());
    let mut loose = cases::payload("thing_measured", &json!({"type": "object"}));
    loose.events[0].schema["required"] = json!(["eventName"]);
    let strict = Side::events("asked for", &cases::payload("thing_measured", &json!({"type": "object"}))).unwrap();
    let loose = Side::events("loose", &loose).unwrap();
    let answer = diff(&strict, &loose, Tolerance::Tolerant).unwrap();
    assert!(answer.notes[0].contains("does not ask for name, time stamp"), "{answer:?}");
}

#[test]
fn what_needs_no_release_generates_the_same_types() {
    for case in cases::all() {
        let side = |name: &str, events| Side::events(name, events).unwrap();
        let answer = diff(&side("old", &case.old), &side("new", &case.new), Tolerance::Tolerant).unwrap();
        let files = |events| emit(&lower(events).unwrap(), "digest").unwrap().files;
        if answer.verdict.semver == Semver::None && files(&case.old) != files(&case.new) {
            assert!(["events/reordered"].contains(&case.name.as_str()), "{}", case.name);
        }
    }
}
