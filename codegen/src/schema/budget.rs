//! How much work a schema may ask for; every limit of the reading stands here.

use serde_json::Value;

/// Schemas that nest deeper are not read: the libraries go down by recursion.
pub(crate) const DEEPEST: usize = 256;

/// Whether a value nests deeper than that. Without recursion.
pub(crate) fn deeper_than(value: &Value, most: usize) -> bool {
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        if depth > most {
            return true;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => open.extend(members.values().map(|member| (member, depth + 1))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}
