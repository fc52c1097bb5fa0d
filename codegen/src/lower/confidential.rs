//! Which values must not reach a log.

use std::collections::HashSet;

use serde_json::Value;

use super::refs::{Root, Target};
use crate::reconcile::Reconciled;

/// Keywords whose schemas speak of the value itself or of declared properties, but give no type.
const ASIDE: [&str; 11] = [
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependencies",
    "dependentSchemas",
    "patternProperties",
    "contains",
];

/// Whether the schema itself is marked.
pub(super) fn marked(schema: &Value) -> bool {
    schema.get("x-confidential").and_then(Value::as_bool).unwrap_or(false)
}

/// Whether a mark lies where no type of its own will carry it: in a combinator, or anywhere in a schema whose values are
/// `untyped`. Then the whole value is confidential.
pub(super) fn hidden_below(root: Root<'_>, reconciled: &Reconciled, schema: &Value, untyped: bool) -> bool {
    let Some(keywords) = schema.as_object() else { return false };
    let mut rest: Vec<&Value> = if untyped {
        vec![schema]
    } else {
        let typed_all_of = !keywords.contains_key("type") && !keywords.contains_key("$ref");
        let single = |keyword: &str, value: &Value| {
            keyword == "allOf" && typed_all_of && value.as_array().is_some_and(|branches| branches.len() == 1)
        };
        let aside = |(keyword, value): (&String, _)| ASIDE.contains(&keyword.as_str()) && !single(keyword, value);
        keywords.iter().filter(|entry| aside(*entry)).map(|(_, value)| value).collect()
    };
    let mut seen = HashSet::new();
    while let Some(value) = rest.pop() {
        if marked(value) {
            return true;
        }
        match value {
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str)
                    && seen.insert(reference)
                {
                    match root.find(reconciled, reference) {
                        Target::Resource(resource) => rest.push(&resource.schema),
                        Target::Place(schema, _) => rest.push(schema),
                        Target::Nowhere => {}
                    }
                }
                rest.extend(members.values());
            }
            Value::Array(items) => rest.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}
