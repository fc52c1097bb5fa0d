//! An example of each event: the documented one if the schema accepts it, or else the smallest that the event's type reads.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::envelope;
use crate::lower::{Dispatch, EventPlan, Layout, SchemaSet, TypeKind, TypePlan};
use crate::schema::compiled;

/// How deeply types may be nested in an example.
const DEEPEST: usize = 64;

/// The example of an event.
pub(super) fn of(set: &SchemaSet, event: &EventPlan) -> Value {
    let accepts = |example: &&Value| compiled(&event.schema).is_ok_and(|judge| judge.is_valid(example));
    if let Some(example) = event.example.as_ref().filter(accepts).filter(|example| has_envelope(event, example)) {
        return example.clone();
    }
    let types: HashMap<&str, &TypePlan> = set.types().map(|plan| (plan.name.as_str(), plan)).collect();
    let payload = named(&types, &event.variant, 0);
    json!({envelope::NAME: event.name, envelope::TIMESTAMP: 0, envelope::PAYLOAD: payload})
}

/// Whether it has the envelope of the event, which the schema need not demand.
fn has_envelope(event: &EventPlan, example: &Value) -> bool {
    let name = example.get(envelope::NAME).and_then(Value::as_str);
    name.is_some_and(|name| name == event.name || event.aliases.iter().any(|alias| alias == name))
        && example.get(envelope::TIMESTAMP).is_some_and(Value::is_number)
        && example.get(envelope::PAYLOAD).is_some()
}

fn named(types: &HashMap<&str, &TypePlan>, name: &str, depth: usize) -> Value {
    let Some(plan) = types.get(name).filter(|_| depth < DEEPEST) else { return Value::Null };
    match &plan.layout {
        Layout::Object { fields, .. } => {
            let required = fields.iter().filter(|field| field.required);
            Value::Object(required.map(|field| (field.json.clone(), value(types, &field.kind, depth + 1))).collect())
        }
        Layout::Strings(variants) => variants.first().map_or(Value::Null, |variant| variant.json.as_str().into()),
        Layout::Union(union) => {
            let Some(first) = union.variants.first() else { return Value::Null };
            let mut value = value(types, &first.kind, depth + 1);
            if let (Dispatch::Tag(tag), Value::Object(members)) = (&union.dispatch, &mut value) {
                members.insert(tag.clone(), first.by.first().map_or("", String::as_str).into());
            }
            value
        }
        Layout::Tuple(items, _) => {
            items.iter().filter(|item| item.required).map(|item| value(types, &item.kind, depth + 1)).collect()
        }
        Layout::Transparent(kind) => value(types, kind, depth + 1),
    }
}

fn value(types: &HashMap<&str, &TypePlan>, kind: &TypeKind, depth: usize) -> Value {
    match kind {
        TypeKind::String => json!(""),
        TypeKind::Boolean => json!(false),
        TypeKind::Null | TypeKind::Value | TypeKind::Nullable(_) => Value::Null,
        TypeKind::Number | TypeKind::Integer => json!(0),
        TypeKind::Object | TypeKind::Map(_) | TypeKind::OpenMap(_) => Value::Object(Map::new()),
        TypeKind::Array(_) => json!([]),
        TypeKind::Named(name) | TypeKind::Boxed(name) => named(types, name, depth),
        TypeKind::Confidential(inner) => value(types, inner, depth),
    }
}
