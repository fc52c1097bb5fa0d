//! What the types generated from OLD read without a misfit, as a schema: taken from the plan of the types, so that it is the reader
//! that exists.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::envelope;
use crate::lower::{Dispatch, Field, Layout, SchemaSet, TypeKind, TypePlan, Union};
use crate::schema::{Draft, definition_reference};

/// The readers of a set of events.
pub(super) struct Readers<'s> {
    types: HashMap<&'s str, &'s TypePlan>,
    /// The type of each event's payload.
    payloads: HashMap<&'s str, &'s str>,
}

impl<'s> Readers<'s> {
    pub(super) fn of(set: &'s SchemaSet) -> Self {
        Self {
            types: set.types().map(|plan| (plan.name.as_str(), plan)).collect(),
            payloads: set.events.iter().map(|event| (event.name.as_str(), event.variant.as_str())).collect(),
        }
    }

    /// What is read of the event. `required` are the parts of the envelope for which its schema asks;
    /// `dialect` is the dialect of the schema with which it is compared.
    pub(super) fn schema(&self, event: &str, required: &[&Value], dialect: (&str, Draft)) -> Option<Value> {
        let payload = *self.payloads.get(event)?;
        let mut definitions = Map::new();
        let mut open = vec![payload];
        while let Some(name) = open.pop() {
            let Some(plan) = self.types.get(name).filter(|_| !definitions.contains_key(name)) else { continue };
            let mut mentioned = Vec::new();
            let schema = layout(&plan.layout, dialect.1, &mut mentioned);
            definitions.insert(name.to_owned(), schema);
            open.extend(mentioned);
        }
        let mut schema = json!({
            "$schema": dialect.0,
            "type": "object",
            "properties": {
                envelope::NAME: {"type": "string"},
                envelope::TIMESTAMP: {"type": "number"},
                envelope::PAYLOAD: {"$ref": definition_reference(payload)},
            },
            "definitions": definitions,
        });
        // An empty list is not a keyword of draft 4.
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        Some(schema)
    }
}

fn layout<'s>(layout: &'s Layout, draft: Draft, mentioned: &mut Vec<&'s str>) -> Value {
    match layout {
        Layout::Object { fields, .. } => {
            let required: Vec<&str> =
                fields.iter().filter(|field| field.required).map(|field| field.json.as_str()).collect();
            let properties: Map<String, Value> =
                fields.iter().map(|field| (field.json.clone(), value(field, mentioned))).collect();
            let mut schema = json!({"type": "object", "properties": properties});
            if !required.is_empty() {
                schema["required"] = json!(required);
            }
            schema
        }
        Layout::Strings(_) => json!({"type": "string"}),
        Layout::Union(read) => union(read, mentioned),
        Layout::Tuple(items, rest) => {
            let first: Vec<Value> = items.iter().map(|item| kind(&item.kind, mentioned)).collect();
            let least = items.iter().filter(|item| item.required).count();
            let rest = kind(rest, mentioned);
            if draft == Draft::Draft202012 {
                json!({"type": "array", "prefixItems": first, "items": rest, "minItems": least})
            } else {
                json!({"type": "array", "items": first, "additionalItems": rest, "minItems": least})
            }
        }
        Layout::Transparent(inner) => kind(inner, mentioned),
    }
}

/// A value that does not fit a type documented under a condition is kept, and is not a misfit.
fn value<'s>(field: &'s Field, mentioned: &mut Vec<&'s str>) -> Value {
    if field.conditional { json!({}) } else { kind(&field.kind, mentioned) }
}

/// Which variant it is a text or the type says; an object of another text is kept as it came.
fn union<'s>(union: &'s Union, mentioned: &mut Vec<&'s str>) -> Value {
    match &union.dispatch {
        Dispatch::Type => {
            let variants = union.variants.iter().map(|variant| {
                let types: Vec<&str> = variant.by.iter().map(String::as_str).collect();
                json!({"allOf": [{ "type": types }, kind(&variant.kind, mentioned)]})
            });
            json!({"anyOf": variants.collect::<Vec<_>>()})
        }
        Dispatch::Tag(tag) => {
            let says = |texts: Vec<&str>| json!({"required": [tag], "properties": {tag: {"enum": texts}}});
            let all = union.variants.iter().flat_map(|variant| variant.by.iter().map(String::as_str)).collect();
            let mut branches = vec![json!({"type": "object", "not": says(all)})];
            branches.extend(union.variants.iter().map(|variant| {
                let texts = variant.by.iter().map(String::as_str).collect();
                json!({"allOf": [{"type": "object"}, says(texts), kind(&variant.kind, mentioned)]})
            }));
            json!({ "anyOf": branches })
        }
    }
}

fn kind<'s>(of: &'s TypeKind, mentioned: &mut Vec<&'s str>) -> Value {
    match of {
        TypeKind::String => json!({"type": "string"}),
        TypeKind::Boolean => json!({"type": "boolean"}),
        TypeKind::Null => json!({"type": "null"}),
        TypeKind::Number => json!({"type": "number"}),
        TypeKind::Integer => json!({"type": "integer"}),
        TypeKind::Value => json!({}),
        TypeKind::Object | TypeKind::OpenMap(_) => json!({"type": "object"}),
        TypeKind::Map(values) => json!({"type": "object", "additionalProperties": kind(values, mentioned)}),
        TypeKind::Array(items) => json!({"type": "array", "items": kind(items, mentioned)}),
        TypeKind::Named(name) | TypeKind::Boxed(name) => {
            mentioned.push(name);
            json!({ "$ref": definition_reference(name) })
        }
        TypeKind::Nullable(inner) => json!({"anyOf": [{"type": "null"}, kind(inner, mentioned)]}),
        TypeKind::Confidential(inner) => kind(inner, mentioned),
    }
}
