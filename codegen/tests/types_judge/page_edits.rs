//! The real page's events, each property edited in each of the ways that documentation sees.

use std::collections::BTreeMap;
use std::path::Path;

use console_events_codegen::reconcile::{Reconciled, from_files};
use serde_json::{Value, json};

use crate::cases::Case;

const PAYLOAD: &str = "/properties/payload";

/// The committed events.
pub(crate) fn real() -> Reconciled {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/reconciled");
    let files: BTreeMap<String, String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    from_files(&files).unwrap()
}

pub(crate) fn all() -> Vec<Case> {
    let old = real();
    let mut cases = Vec::new();
    for (index, event) in old.events.iter().enumerate() {
        let payload = event.schema.pointer(PAYLOAD).unwrap();
        let mut put = |what: &str, edited: Value| {
            let mut new = old.clone();
            *new.events[index].schema.pointer_mut(PAYLOAD).unwrap() = edited;
            // One event is enough to judge it; the others are what they were.
            new.events = vec![new.events.swap_remove(index)];
            let old = Reconciled { events: vec![event.clone()], ..old.clone() };
            cases.push(Case { name: format!("{} {what}", event.name), old, new });
        };
        for (what, edit) in WHOLE {
            put(what, edited(payload, edit));
        }
        for name in payload["properties"].as_object().unwrap().keys() {
            for (what, edit) in ONE {
                put(&format!("{name} {what}"), edited(payload, |payload| edit(payload, name)));
            }
        }
    }
    cases
}

fn edited(payload: &Value, edit: impl Fn(&mut Value)) -> Value {
    let mut edited = payload.clone();
    edit(&mut edited);
    edited
}

type Whole = (&'static str, fn(&mut Value));
type One = (&'static str, fn(&mut Value, &str));

const WHOLE: &[Whole] = &[
    ("opened", |payload| payload["additionalProperties"] = json!(true)),
    ("closed", |payload| payload["additionalProperties"] = json!(false)),
    ("all optional", |payload| payload["required"] = json!([])),
    ("with another property", |payload| payload["properties"]["c"] = json!({"type": "string"})),
    ("may be null", |payload| payload["type"] = json!(["object", "null"])),
];

const ONE: &[One] = &[
    ("removed", |payload, name| {
        payload["properties"].as_object_mut().unwrap().shift_remove(name);
    }),
    ("renamed", |payload, name| {
        let value = payload["properties"].as_object_mut().unwrap().shift_remove(name).unwrap();
        payload["properties"][format!("{name}Id")] = value;
    }),
    ("required", |payload, name| payload["required"] = json!([name])),
    ("a number", |payload, name| payload["properties"][name] = json!({"type": "number"})),
    ("anything", |payload, name| payload["properties"][name] = json!({})),
    ("may be null", |payload, name| {
        let was = payload["properties"][name].clone();
        payload["properties"][name] = json!({"anyOf": [was, {"type": "null"}]});
    }),
    ("one of two", |payload, name| payload["properties"][name] = json!({"enum": ["a", "ab"]})),
    ("never empty", |payload, name| payload["properties"][name]["minLength"] = json!(1)),
    ("in an array", |payload, name| {
        let was = payload["properties"][name].clone();
        payload["properties"][name] = json!({"type": "array", "items": was});
    }),
];
