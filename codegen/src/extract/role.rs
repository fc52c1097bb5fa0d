//! Recognises what a block of JSON documents: by its content, never by the label of its tab.

use serde_json::Value;

use crate::catalog::Block;
use crate::envelope::{self, NAME, PAYLOAD, TIMESTAMP};
use crate::page::Page;

/// What a block documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An event as JSON.
    Example,
    /// An event as JSON Schema.
    Schema,
    /// A resource as JSON.
    ResourceExample,
    /// A resource as JSON Schema.
    ResourceSchema,
}

impl Role {
    /// Whether it documents the event itself.
    pub(super) fn is_event(self) -> bool {
        matches!(self, Self::Example | Self::Schema)
    }
}

/// The role of a block, also of one that cannot be read.
pub(super) fn role(page: &Page, block: &Block) -> Role {
    match &block.json {
        Ok(json) => of_value(&json.value),
        Err(_) => of_text(page.slice(block.span)),
    }
}

/// The event that a block names: by `eventName` in an example, by its `const` or first `enum` value in a schema.
pub(super) fn event_name(block: &Block) -> Option<&str> {
    let value = block.value()?;
    let declared = || {
        let name = value.pointer(envelope::NAME_SCHEMA)?;
        name.get("const").or_else(|| name.get("enum")?.get(0))
    };
    value.get(NAME).or_else(declared)?.as_str()
}

/// The role of a block that cannot be read, recognised by words in it.
fn of_text(text: &str) -> Role {
    let schema =
        text.contains("\"properties\"") || text.contains("\"additionalProperties\"") || text.contains("\"required\"");
    let event = text.contains(&format!("\"{NAME}\""));
    match (schema, event) {
        (true, true) => Role::Schema,
        (true, false) => Role::ResourceSchema,
        (false, true) => Role::Example,
        (false, false) => Role::ResourceExample,
    }
}

/// The role of a value.
fn of_value(value: &Value) -> Role {
    let envelope = |value: &Value| [NAME, TIMESTAMP, PAYLOAD].iter().any(|name| value.get(name).is_some());
    if envelope(value) {
        Role::Example
    } else if value.get("properties").is_some_and(envelope) {
        Role::Schema
    } else if looks_like_schema(value) {
        Role::ResourceSchema
    } else {
        Role::ResourceExample
    }
}

fn looks_like_schema(value: &Value) -> bool {
    let names = ["object", "array", "string", "number", "integer", "boolean", "null"];
    let typed = value.get("type").and_then(Value::as_str).is_some_and(|name| names.contains(&name));
    let declares = value
        .get("properties")
        .and_then(Value::as_object)
        .is_some_and(|properties| properties.values().all(|schema| schema.is_object() || schema.is_boolean()));
    let keywords = ["items", "additionalProperties", "enum", "required", "description", "oneOf", "anyOf", "allOf"];
    value.get("$schema").is_some()
        || value.get("$ref").is_some()
        || declares
        || (typed && keywords.iter().any(|keyword| value.get(keyword).is_some()))
        || (typed && value.as_object().is_some_and(|members| members.len() == 1))
}
