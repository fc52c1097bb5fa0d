//! Two unions of one value, as one: the documents that both accept, by the word of [`schema`](crate::schema).
//!
//! Only unions of values without parts of their own are asked about: what objects and arrays are called, and the words on their
//! properties, is not a part of what a schema means, and would be gone.

use serde_json::{Map, Value};

use super::document::ANNOTATIONS;
use crate::schema::{Draft, Meaning};

/// Keywords that mean the same in every draft and have no parts, and the unions of such schemas.
const PLAIN: [&str; 6] = ["type", "enum", "const", "anyOf", "oneOf", "not"];

/// Longer unions are not asked about: an answer would take time.
const LONGEST: usize = 4096;

/// Takes the unions out of both, and gives what both of them say; none where they stay as they are.
pub(super) fn unions(one: &mut Map<String, Value>, other: &mut Map<String, Value>) -> Option<Map<String, Value>> {
    let both = intersection(&union(one)?, &union(other)?)?;
    for keyword in ["anyOf", "oneOf"] {
        one.shift_remove(keyword);
        other.shift_remove(keyword);
    }
    Some(both)
}

fn union(keywords: &Map<String, Value>) -> Option<Value> {
    let unions = keywords.iter().filter(|(keyword, _)| matches!(keyword.as_str(), "anyOf" | "oneOf"));
    let unions: Map<String, Value> = unions.map(|(keyword, branches)| (keyword.clone(), branches.clone())).collect();
    (!unions.is_empty()).then_some(Value::Object(unions))
}

fn intersection(one: &Value, other: &Value) -> Option<Map<String, Value>> {
    if !plain(one) || !plain(other) || one.to_string().len() + other.to_string().len() > LONGEST {
        return None;
    }
    let meaning = |schema| Meaning::of(schema, Draft::Draft202012).ok();
    let Value::Object(mut both) = meaning(one)?.and(&meaning(other)?).ok()?.to_schema() else { return None };
    both.shift_remove("$schema");
    both.keys().all(|keyword| PLAIN.contains(&keyword.as_str())).then_some(both)
}

fn plain(schema: &Value) -> bool {
    match schema {
        Value::Bool(_) => true,
        Value::Object(keywords) => keywords.iter().all(|(keyword, value)| match keyword.as_str() {
            "anyOf" | "oneOf" => value.as_array().is_some_and(|branches| branches.iter().all(plain)),
            "not" => plain(value),
            other => PLAIN.contains(&other) || ANNOTATIONS.contains(&other),
        }),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    }
}
