//! The form of a schema: the schema without annotations, and without the order of its sets.

use serde_json::{Map, Value};

use super::keyword::{LIST, MAP, ONE, is_annotation};
use super::number::identity;

/// The form. Schemas with the same form mean the same, if their references lead to the same schemas.
pub(crate) fn form(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else { return schema.clone() };
    let mut form = Map::new();
    for (keyword, value) in keywords {
        let name = keyword.as_str();
        if is_annotation(name) {
            continue;
        }
        let value = match value {
            Value::Object(members) if MAP.contains(&name) => {
                members.iter().map(|(name, schema)| (name.clone(), in_map(schema))).collect::<Map<_, _>>().into()
            }
            Value::Array(items) if ["allOf", "anyOf", "oneOf"].contains(&name) => sorted(items.iter().map(self::form)),
            Value::Array(items) if LIST.contains(&name) => items.iter().map(self::form).collect(),
            Value::Array(items) if ["enum", "required", "type"].contains(&name) => sorted(items.iter().cloned()),
            Value::Object(_) if ONE.contains(&name) => self::form(value),
            other => other.clone(),
        };
        form.insert(keyword.clone(), value);
    }
    form.into()
}

/// A schema, or names that depend on another.
fn in_map(member: &Value) -> Value {
    match member {
        Value::Array(names) => sorted(names.iter().cloned()),
        schema => form(schema),
    }
}

fn sorted(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<(String, Value)> = values.map(|value| (identity(&value), value)).collect();
    values.sort_by(|(a, _), (b, _)| a.cmp(b));
    values.dedup_by(|(a, _), (b, _)| a == b);
    values.into_iter().map(|(_, value)| value).collect()
}
