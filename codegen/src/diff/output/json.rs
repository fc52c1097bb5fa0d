//! The contract for scripts.

use serde_json::{Map, Value, json};

use crate::diff::change::{Change, Diff};
use crate::text::{Json, Text};

/// The comparison as one JSON document, format 1.
pub fn json(diff: &Diff) -> Text<Json> {
    Text::pretty(&json!({
        "format": 1,
        "old": diff.old,
        "new": diff.new,
        "verdict": diff.verdict,
        "changes": diff.changes.iter().map(change).collect::<Vec<_>>(),
        "notes": diff.notes,
    }))
}

fn change(change: &Change) -> Value {
    let mut entry = Map::new();
    let mut put = |name: &str, value: Value| drop(entry.insert(name.to_owned(), value));
    put("kind", json!(change.kind));
    put("event", json!(change.event));
    put("pointer", json!(change.pointer.as_str()));
    put("wire", json!(change.wire));
    put("semver", json!(change.semver));
    put("origin", json!(change.origin));
    put("message", json!(change.message));
    put("fingerprint", json!(change.fingerprint()));
    put("old", change.old.clone());
    put("new", change.new.clone());
    if let Some(hint) = &change.hint {
        put("hint", json!(hint));
    }
    if let Some(witness) = &change.witness {
        put("witness", witness.clone());
    }
    if !change.places.is_empty() {
        if change.event.is_some() {
            put("events", json!(change.events()));
        }
        put("resource", json!(change.resource));
        let places = change.places.iter().map(|(event, pointer)| json!({"event": event, "pointer": pointer.as_str()}));
        put("also_at", places.collect());
    }
    Value::Object(entry)
}
