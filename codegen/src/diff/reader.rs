//! OLD as the tolerant reader reads it: only the keywords that become part of a type.
//!
//! The generated crate keeps undeclared properties, reads a text outside an `enum` as `Other`, and checks no bound, pattern or
//! format. A value of another type, or a required property that is missing, is a misfit, and so not read.

use serde_json::{Map, Value, json};

use crate::schema::json_type;

/// Keywords that stay as they are: types, names and places.
const KEPT: &[&str] = &[
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$ref",
    "$dynamicAnchor",
    "$dynamicRef",
    "$recursiveAnchor",
    "$recursiveRef",
    "type",
    "required",
];

/// The schema of all documents that the reader reads without a misfit. Keywords that stay keep their places.
pub(super) fn readable(schema: &Value) -> Value {
    // `false` becomes a type for any value: the Console does not send one, but if it does, it is read.
    let Value::Object(keywords) = schema else { return Value::Bool(true) };
    let mut read = Map::new();
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            (kept, _) if KEPT.contains(&kept) => drop(read.insert(keyword.clone(), value.clone())),
            ("properties" | "definitions" | "$defs", Value::Object(schemas)) => {
                let schemas = schemas.iter().map(|(name, schema)| (name.clone(), readable(schema)));
                read.insert(keyword.clone(), schemas.collect::<Map<_, _>>().into());
            }
            ("items" | "prefixItems" | "allOf", Value::Array(schemas)) => {
                read.insert(keyword.clone(), schemas.iter().map(readable).collect());
            }
            ("items" | "additionalItems", schema) => drop(read.insert(keyword.clone(), readable(schema))),
            ("additionalProperties", Value::Object(_)) if is_map(keywords) => {
                read.insert(keyword.clone(), readable(value));
            }
            _ => {}
        }
    }
    // The reader does not care which branch fits, only that one does.
    let choices: Vec<Value> = ["anyOf", "oneOf"]
        .iter()
        .filter_map(|keyword| keywords.get(*keyword)?.as_array())
        .map(|branches| branches.iter().map(readable).collect())
        .collect();
    match choices.as_slice() {
        [] => {}
        [only] => drop(read.insert("anyOf".into(), only.clone())),
        several => {
            let all = several.iter().map(|branches| json!({ "anyOf": branches }));
            match read.entry("allOf").or_insert_with(|| json!([])) {
                Value::Array(parts) => parts.extend(all),
                other => *other = all.collect(),
            }
        }
    }
    typed_by_values(keywords, &mut read);
    Value::Object(read)
}

/// Whether the reader keeps the values of undeclared properties by their type: only where nothing is declared.
pub(super) fn is_map(keywords: &Map<String, Value>) -> bool {
    !["properties", "required", "patternProperties"].iter().any(|keyword| keywords.contains_key(*keyword))
}

/// The reader only checks the types of listed values.
fn typed_by_values(keywords: &Map<String, Value>, read: &mut Map<String, Value>) {
    let values: Vec<&Value> = match (keywords.get("enum"), keywords.get("const")) {
        (Some(Value::Array(values)), _) => values.iter().collect(),
        (_, Some(value)) => vec![value],
        _ => return,
    };
    let null = values.iter().any(|value| value.is_null());
    match read.get_mut("type") {
        Some(Value::Array(types)) if !null && types.len() > 1 => types.retain(|name| name != "null"),
        Some(_) => {}
        None => {
            let mut types: Vec<&str> = values.iter().map(|value| json_type(value)).collect();
            types.sort_unstable();
            types.dedup();
            if !types.is_empty() {
                read.insert("type".into(), types.into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_types_are_read() {
        let schema = json!({
            "type": "object", "additionalProperties": false, "required": ["a"], "minProperties": 1,
            "properties": {
                "a": {"type": "string", "enum": ["x"], "minLength": 1}, "b": {"const": 1}, "c": {"oneOf": [{"type": "null"}, false]},
                "d": {"type": "object", "additionalProperties": {"type": "string", "format": "date"}},
                "e": {"type": ["string", "null"], "enum": ["x"]}
            }
        });
        let read = json!({
            "type": "object", "required": ["a"],
            "properties": {
                "a": {"type": "string"}, "b": {"type": ["number"]}, "c": {"anyOf": [{"type": "null"}, true]},
                "d": {"type": "object", "additionalProperties": {"type": "string"}}, "e": {"type": ["string"]}
            }
        });
        assert_eq!(readable(&schema), read);
    }
}
