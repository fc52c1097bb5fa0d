//! All places within a schema at which a schema stands.

use jsonptr::PointerBuf;
use serde_json::Value;

use super::keyword::{IN_PLACE, LIST, MAP, NEGATED, ONE};

/// A schema within a schema, or the schema itself.
#[derive(Clone, Debug)]
pub(in crate::lint) struct Subschema<'a> {
    pub(in crate::lint) pointer: PointerBuf,
    pub(in crate::lint) schema: &'a Value,
    /// It speaks of the same instance as the schema around it: a branch of `allOf`, for example.
    pub(in crate::lint) in_place: bool,
    /// It, or a schema around it, need not hold: it stands under `not` or `if`.
    pub(in crate::lint) negated: bool,
}

/// The schema and all its subschemas, outer ones first. Does not follow references. Without recursion: no depth is too deep.
pub(super) fn subschemas(root: &Value) -> Vec<Subschema<'_>> {
    let mut open = vec![Subschema { pointer: PointerBuf::root(), schema: root, in_place: false, negated: false }];
    let mut found = Vec::new();
    while let Some(place) = open.pop() {
        let at = open.len();
        for (keyword, value) in place.schema.as_object().into_iter().flatten() {
            let keyword = keyword.as_str();
            let mut enter = |pointer: PointerBuf, schema| {
                open.push(Subschema {
                    pointer,
                    schema,
                    in_place: IN_PLACE.contains(&keyword),
                    negated: place.negated || NEGATED.contains(&keyword),
                });
            };
            let pointer = place.pointer.with_trailing_token(keyword);
            match value {
                Value::Object(_) | Value::Bool(_) if ONE.contains(&keyword) => enter(pointer, value),
                Value::Object(members) if MAP.contains(&keyword) => {
                    for (name, schema) in members.iter().filter(|(_, schema)| schema.is_object() || schema.is_boolean())
                    {
                        enter(pointer.with_trailing_token(name.as_str()), schema);
                    }
                }
                Value::Array(items) if LIST.contains(&keyword) => {
                    for (index, schema) in items.iter().enumerate() {
                        enter(pointer.with_trailing_token(index), schema);
                    }
                }
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_)
                | Value::Object(_) => {}
            }
        }
        open[at..].reverse();
        found.push(place);
    }
    found
}
