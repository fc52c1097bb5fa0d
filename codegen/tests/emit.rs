//! Whatever a page says, the crate compiles, is the same each time, and holds every property.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;
mod whole_crate;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use console_events_codegen::emit::emit;
use console_events_codegen::lower::{Field, Layout, SchemaSet, TypeKind, lower};
use serde_json::{Value, json};

use common::reconciled;
use whole_crate::WholeCrate;

const PAGE: &str = include_str!("fixtures/page.json");
const WEIRD: &str = include_str!("fixtures/weird.json");

fn files(fixture: &str) -> BTreeMap<String, String> {
    emit(&lower(&reconciled(fixture)).unwrap(), "digest").unwrap().files
}

/// One event whose payload has that schema.
fn set(payload: &Value) -> SchemaSet {
    let event = json!({"name": "e", "schema": {"type": "object", "properties": {"payload": payload}}});
    lower(&reconciled(&json!({"events": [event]}).to_string())).unwrap()
}

/// The kind of the property `p` with that schema.
fn kind(schema: &Value) -> TypeKind {
    let set = set(&json!({"type": "object", "properties": {"p": schema}}));
    let Layout::Object { fields, .. } = &set.events[0].types[0].layout else { panic!("not an object") };
    fields[0].kind.clone()
}

/// Compiled and looked at by clippy, with every warning an error: the crate of those files is as clean as the committed one.
fn is_clean(name: &str, files: &BTreeMap<String, String>) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    let whole = WholeCrate::new(folder);
    whole.generated(files);
    let output = whole.cargo(&["clippy"]).args(["--", "-Dwarnings"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn weird_names_and_schemas_compile() {
    is_clean("weird", &files(WEIRD));
}

#[test]
fn a_page_without_resources_and_one_without_types_compile() {
    let payload = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let event = |payload| json!({"name": "e", "schema": {"type": "object", "properties": {"payload": payload}}});
    is_clean("no-resources", &files(&json!({"events": [event(payload)]}).to_string()));
    is_clean("no-types", &files(&json!({"events": [event(json!({}))]}).to_string()));
    is_clean("no-events", &files(&json!({"events": []}).to_string()));
}

#[test]
fn paths_stay_in_the_crate_and_never_collide() {
    let files = files(WEIRD);
    let folded: BTreeMap<String, &String> = files.keys().map(|path| (path.to_lowercase(), path)).collect();
    assert_eq!(folded.len(), files.len());
    for path in files.keys() {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_./-".contains(c);
        assert!(path.chars().all(plain) && !path.contains("..") && !path.starts_with('/'), "{path}");
    }
}

#[test]
fn twice_gives_the_same_bytes() {
    assert_eq!(files(PAGE), files(PAGE));
    assert_eq!(files(WEIRD), files(WEIRD));
}

/// The order of keys in the documents is the page's, and nothing else decides about the order of the fields.
#[test]
fn fields_stand_in_the_order_of_the_page() {
    let set = set(&json!({"type": "object", "properties": {"z": {"type": "string"}, "a": {"type": "string"}}}));
    let Layout::Object { fields, .. } = &set.events[0].types[0].layout else { panic!("not an object") };
    assert_eq!(fields.iter().map(|field| field.json.as_str()).collect::<Vec<_>>(), ["z", "a"]);
}

/// Conservation: every property that a schema declares is a field of a struct.
#[test]
fn every_property_reaches_a_field() {
    fn declared(schema: &Value) -> usize {
        let own = schema["properties"].as_object().map_or(0, serde_json::Map::len);
        let below =
            |key: &str| schema[key].as_object().into_iter().flatten().map(|(_, value)| declared(value)).sum::<usize>();
        own + below("properties") + if schema["items"].is_object() { declared(&schema["items"]) } else { 0 }
    }
    let reconciled = reconciled(PAGE);
    let payloads = reconciled.events.iter().map(|event| declared(&event.schema["properties"]["payload"]));
    let expected =
        payloads.sum::<usize>() + reconciled.resources.iter().map(|one| declared(&one.schema)).sum::<usize>();
    let set = lower(&reconciled).unwrap();
    let fields = set.types().map(|plan| match &plan.layout {
        Layout::Object { fields, .. } => fields.len(),
        Layout::Strings(_) | Layout::Union(_) | Layout::Tuple(..) | Layout::Transparent(_) => 0,
    });
    assert_eq!(fields.sum::<usize>(), expected);
}

#[test]
fn kinds_are_as_wide_as_the_schema() {
    let boxed = Box::new;
    for (schema, expected) in [
        (json!({"type": "string", "pattern": "^a", "format": "uuid", "default": "x"}), TypeKind::String),
        (json!({"type": "string", "const": "x"}), TypeKind::String),
        (json!({"type": "integer"}), TypeKind::Integer),
        (json!({"type": ["integer", "number"]}), TypeKind::Number),
        (json!({"type": "null"}), TypeKind::Null),
        (json!({"type": ["string", "null"]}), TypeKind::Nullable(boxed(TypeKind::String))),
        (json!({"type": ["string", "number"]}), TypeKind::Named("Ep".into())),
        (json!({"type": "array"}), TypeKind::Array(boxed(TypeKind::Value))),
        (
            json!({"type": "array", "default": [], "items": {"type": "string"}}),
            TypeKind::Array(boxed(TypeKind::String)),
        ),
        (json!({"type": "array", "items": [{"type": "string"}]}), TypeKind::Named("Ep".into())),
        (json!({"type": "object"}), TypeKind::Object),
        (json!({"type": "object", "additionalProperties": false}), TypeKind::Object),
        (
            json!({"type": "object", "additionalProperties": {"type": "boolean"}}),
            TypeKind::Map(boxed(TypeKind::Boolean)),
        ),
        (json!({"allOf": [{"type": "boolean"}]}), TypeKind::Boolean),
        (json!({"allOf": [{"type": "string"}, {"minLength": 1}]}), TypeKind::String),
        (json!({"allOf": [{"type": ["string", "null"]}, {"type": ["string", "number"]}]}), TypeKind::String),
        (
            json!({"allOf": [{"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}]}),
            TypeKind::Integer,
        ),
        (
            json!({"allOf": [{"anyOf": [{"type": "string"}, {"type": "null"}]}, {"oneOf": [{"type": "string"}, {"type": "array"}]}]}),
            TypeKind::String,
        ),
        (json!({"properties": {"a": {"type": "string"}}}), TypeKind::Value),
        (json!({"enum": ["a", 1]}), TypeKind::Named("Ep".into())),
        (json!({"type": "string", "enum": [1]}), TypeKind::Value),
        (json!({"$ref": "#/definitions/Nowhere"}), TypeKind::Value),
        (json!(true), TypeKind::Value),
        (json!(5), TypeKind::Value),
    ] {
        assert_eq!(kind(&schema), expected, "{schema}");
    }
}

#[test]
fn a_confidential_mark_is_never_lost() {
    let confidential = |kind| TypeKind::Confidential(Box::new(kind));
    for (schema, expected) in [
        (json!({"type": "string", "x-confidential": true}), confidential(TypeKind::String)),
        (json!({"type": "number", "x-confidential": true}), confidential(TypeKind::Number)),
        (
            json!({"oneOf": [{"type": "string", "x-confidential": true}, {"type": "number"}]}),
            confidential(TypeKind::Named("Ep".into())),
        ),
        (json!({"type": "string", "allOf": [{"x-confidential": true}]}), confidential(TypeKind::String)),
        (
            json!({"type": "array", "contains": {"x-confidential": true}}),
            confidential(TypeKind::Array(Box::new(TypeKind::Value))),
        ),
        (
            json!({"type": "object", "patternProperties": {"a": {"x-confidential": true}}}),
            TypeKind::Map(Box::new(confidential(TypeKind::Value))),
        ),
        (json!({"allOf": [{"type": "string", "x-confidential": true}]}), confidential(TypeKind::String)),
        (
            json!({"type": "array", "items": {"x-confidential": true}}),
            TypeKind::Array(Box::new(confidential(TypeKind::Value))),
        ),
        (json!({"type": "string", "x-confidential": false}), TypeKind::String),
    ] {
        assert_eq!(kind(&schema), expected, "{schema}");
    }
}

#[test]
fn a_payload_that_is_marked_is_hidden_as_a_whole() {
    let set = set(&json!({"type": "object", "properties": {"a": {"type": "string"}}, "x-confidential": true}));
    let Layout::Transparent(TypeKind::Confidential(_)) = &set.events[0].types[0].layout else { panic!("{set:?}") };
}

#[test]
fn accessors_come_from_the_schema() {
    let payload = json!({"type": "object", "properties": {
        "tenant": {"type": "string", "x-accessor": "company"},
        "secret": {"type": "string", "x-confidential": true, "x-accessor": "secret"},
        "resource": {"type": "object", "properties": {"company": {"type": "string", "x-accessor": "company"}}}
    }});
    let set = set(&payload);
    assert_eq!(set.accessors.len(), 1);
    let found = &set.accessors[0].variants[0];
    assert_eq!((found.variant.as_str(), found.ways.len()), ("E", 2));
}

#[test]
fn a_declared_property_called_extra_keeps_its_name() {
    let set = set(&json!({"type": "object", "properties": {"extra": {"type": "string"}}}));
    let Layout::Object { fields, extra } = &set.events[0].types[0].layout else { panic!("not an object") };
    assert_eq!((fields[0].ident.as_str(), extra.as_str()), ("extra", "extra_properties"));
}

#[test]
fn schemas_are_cut_where_nobody_nests_them() {
    let schema = (0..118).fold(json!({"type": "string"}), |items, _| json!({"type": "array", "items": items}));
    let mut kind = &kind(&schema);
    let mut depth = 0;
    while let TypeKind::Array(items) = kind {
        (kind, depth) = (items, depth + 1);
    }
    assert_eq!((kind, depth > 60), (&TypeKind::Value, true), "{depth}");
    let object =
        (0..55).fold(json!({"type": "string"}), |inner, _| json!({"type": "object", "properties": {"a": inner}}));
    assert_eq!(set(&object).types().count(), 55);
}

#[test]
fn a_small_module_reads_well() {
    let event = json!({
        "name": "thing_done", "aliases": ["done"], "since": "1.2.0", "title": "Thing done",
        "description": ["Sent when a thing is <done>."], "table": [["kind", "What kind"], ["who.name", "Who did it"]],
        "schema": {"type": "object", "properties": {"payload": {"type": "object", "required": ["kind"], "properties": {
            "kind": {"enum": ["BIG", "small"]},
            "who": {"type": "object", "properties": {"name": {"type": "string", "x-confidential": true}}}
        }}}},
        "example": {"eventName": "thing_done", "eventTimestamp": 1, "payload": {"kind": "BIG"}}
    });
    let files = files(&json!({"events": [event]}).to_string());
    insta::assert_snapshot!(files["payload/thing_done.rs"]);
}

/// Fields of two properties that fold to one name, by their JSON names.
#[test]
fn properties_that_fold_to_one_are_two_fields() {
    let set = set(&json!({"type": "object", "properties": {
        "repositoryURL": {"type": "string"}, "repositoryUrl": {"type": "string"}}}));
    let Layout::Object { fields, .. } = &set.events[0].types[0].layout else { panic!("not an object") };
    let idents: Vec<_> = fields.iter().map(|Field { json, ident, .. }| (json.as_str(), ident.as_str())).collect();
    assert_eq!(idents, [("repositoryURL", "repository_caps_url"), ("repositoryUrl", "repository_cap_url")]);
}

/// Different definitions of one name are called after what their events have in common, whatever the order of the page.
#[test]
fn definitions_of_one_name_are_told_apart_by_their_events() {
    let event = |name: &str, of: &str| {
        json!({"name": name, "schema": {"type": "object", "properties": {"payload": {"type": "object", "properties": {"p": {"$ref": "#/definitions/Part"}}}},
            "definitions": {"Part": {"type": "object", "properties": {"id": {"type": of}}}}}})
    };
    let names = |events: &[Value]| {
        let set = lower(&reconciled(&json!({ "events": events }).to_string())).unwrap();
        let mut names: Vec<String> = set.resources.iter().map(|resource| resource.types[0].name.clone()).collect();
        names.sort_unstable();
        names
    };
    let mut events = [
        event("pump_user_added", "string"),
        event("pump_user_gone", "string"),
        event("valve_opened", "integer"),
        event("valve_closed", "integer"),
    ];
    assert_eq!(names(&events), ["PumpUserPart", "ValvePart"]);
    events.reverse();
    assert_eq!(names(&events), ["PumpUserPart", "ValvePart"]);
    // One more event of the same kind renames nothing.
    assert_eq!(names(&[&events[..], &[event("pump_user_edited", "string")]].concat()), ["PumpUserPart", "ValvePart"]);
    assert_eq!(names(&events[..2]), ["Part"]);
    // Nothing in common: a digest of what each says, whatever other events there are.
    let digests = names(&[&events[..], &[event("alarm", "string")]].concat());
    assert!(digests.iter().all(|name| name.starts_with("PartX") && name.len() == "PartX".len() + 16), "{digests:?}");
    assert_eq!(names(&[&events[..], &[event("alarm", "string"), event("pump_gone", "string")]].concat()), digests);
    let other =
        json!({"name": "unrelated", "schema": {"type": "object", "properties": {"payload": {"type": "object"}}}});
    assert_eq!(names(&[&[other], &events[..], &[event("alarm", "string")]].concat()), digests);
}

#[test]
fn definitions_of_one_name_are_told_apart_by_title_place_or_property() {
    let event = |name: &str, property: &str, definition: &Value| {
        json!({"name": name, "schema": {"type": "object",
            "properties": {"payload": {"type": "object", "properties": {property: {"type": "array", "items": {"$ref": "#/definitions/Part"}}}}},
            "definitions": {"Part": definition}}})
    };
    let names = |events: &[Value]| {
        let mut orders = [events.to_vec(), events.iter().rev().cloned().collect()].map(|events: Vec<Value>| {
            let set = lower(&reconciled(&json!({ "events": events }).to_string())).unwrap();
            let mut names: Vec<String> = set.resources.iter().map(|resource| resource.types[0].name.clone()).collect();
            names.sort_unstable();
            names
        });
        assert_eq!(orders[0], orders[1], "the order of events plays no part");
        std::mem::take(&mut orders[0])
    };
    let part = |members: Value, title: Option<&str>| {
        let mut part = json!({"type": "object", "properties": members});
        if let Some(title) = title {
            part["title"] = title.into();
        }
        part
    };
    let (text, number) = (json!({"id": {"type": "string"}}), json!({"id": {"type": "number"}}));
    let titled = [
        event("alarm", "items", &part(text.clone(), Some("Spare"))),
        event("valve_opened", "items", &part(number.clone(), Some("Worn"))),
        event("pump_started", "items", &part(text.clone(), Some("Spare"))),
    ];
    assert_eq!(names(&titled), ["SparePart", "WornPart"]);
    // A title that not all have, or that both have, tells nothing apart; the property does.
    let placed = [
        event("alarm", "spares", &part(text.clone(), Some("Spare"))),
        event("valve_opened", "worn", &part(number.clone(), None)),
        event("pump_started", "spares", &part(text.clone(), None)),
    ];
    assert_eq!(names(&placed), ["SparesPart", "WornPart"]);
    let with = |name: &str| json!({"id": {"type": "string"}, name: {"type": "string"}});
    let declared = [
        event("alarm", "items", &part(with("price"), None)),
        event("valve_opened", "items", &part(with("wear"), None)),
        event("pump_started", "items", &part(with("price"), None)),
    ];
    assert_eq!(names(&declared), ["PartWithPrice", "PartWithWear"]);
}
