//! One JSON Schema for all deliveries.
//!
//! The root dispatches on the event's name alone, as the crate does: `if` the name is an event's, `then` its definition
//! applies. So a validator's refusal names one event, where a plain `oneOf` would name all of them. A delivery with an
//! undocumented name is an
//! [undocumented event](undocumented): it is valid, because the Console may be newer than the page, but it must have
//! the parts of every event.

use jsonptr::Pointer;
use serde_json::{Map, Value, json};

use super::definitions::{NamedEvent, definitions};
use super::{DIALECT, Exported};
use crate::envelope;

/// The `$id` of the document. It is a name, not an address.
const ID: &str = "urn:console-events:schema";

const DESCRIPTION: &str = "A delivery of the Console to a webhook. The value of `eventName` selects the definition. \
    A delivery with an undocumented name is valid as `UndocumentedEvent`, because a newer Console may send events that the page does not document.";

/// The bundled JSON Schema.
pub fn json_schema(exported: Exported<'_>) -> Value {
    let found = definitions(exported, Pointer::from_static("/$defs"));
    let mut cases: Vec<Value> = found.events.iter().map(case).collect();
    let documented: Vec<&str> = found.events.iter().flat_map(|named| named.on_the_wire.iter().copied()).collect();
    cases.push(json!({
        "if": { "properties": { envelope::NAME: { "not": { "enum": documented } } } },
        "then": { "$ref": "#/$defs/UndocumentedEvent" },
    }));
    let union: Vec<Value> = found.events.iter().map(|named| reference(&named.definition)).collect();
    let mut all = Map::new();
    if !union.is_empty() {
        all.insert(
            "DocumentedEvent".into(),
            json!({ "title": "DocumentedEvent", "description": "Any of the documented events.", "anyOf": union }),
        );
    }
    all.extend(found.all);
    all.insert("UndocumentedEvent".into(), undocumented());
    json!({
        "$schema": DIALECT,
        "$id": ID,
        "title": "Delivery",
        "description": DESCRIPTION,
        "type": "object",
        "properties": { envelope::NAME: { "type": "string" } },
        "required": [envelope::NAME],
        "dependentSchemas": { envelope::NAME: { "allOf": cases } },
        "$defs": all,
    })
}

fn reference(definition: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{definition}") })
}

fn case(named: &NamedEvent<'_>) -> Value {
    let name = match named.on_the_wire[..] {
        [only] => json!({ "const": only }),
        _ => json!({ "enum": named.on_the_wire }),
    };
    json!({ "if": { "properties": { envelope::NAME: name } }, "then": reference(&named.definition) })
}

/// What a delivery with an undocumented name must have: the parts that the crate requires of every event.
fn undocumented() -> Value {
    json!({
        "title": "UndocumentedEvent",
        "description": "An event with a name that the page does not document.",
        "type": "object",
        "properties": {
            envelope::NAME: { "type": "string" },
            envelope::TIMESTAMP: { "type": "number" },
            envelope::PAYLOAD: {},
        },
        "required": [envelope::NAME, envelope::TIMESTAMP, envelope::PAYLOAD],
    })
}
