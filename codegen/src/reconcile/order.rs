//! Keeps the order of the page in patched documents.

use serde_json::{Map, Value};

/// `new` with the members of its objects in the order of `old`. Members that `old` does not have follow in their own
/// order; our own keywords (`x-…`) come last, sorted by name, so that the order of decisions does not count.
pub(super) fn keep_order(old: &Value, new: Value) -> Value {
    match (old, new) {
        (Value::Object(old), Value::Object(mut new)) => {
            let mut ordered = Map::new();
            for (key, before) in old {
                if let Some(value) = new.get_mut(key) {
                    ordered.insert(key.clone(), keep_order(before, value.take()));
                }
            }
            let mut added: Vec<_> = new.into_iter().filter(|(key, _)| !ordered.contains_key(key)).collect();
            added.sort_by_key(|(key, _)| ours(key));
            ordered.extend(added.into_iter().map(|(key, value)| (key, of_new(value))));
            Value::Object(ordered)
        }
        (Value::Array(old), Value::Array(new)) => {
            let kept = new.into_iter().enumerate().map(|(at, value)| match old.get(at) {
                Some(before) => keep_order(before, value),
                None => of_new(value),
            });
            Value::Array(kept.collect())
        }
        (_, new) => of_new(new),
    }
}

/// A value that the page does not have: its members in their own order, our keywords last.
fn of_new(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_by_key(|(key, _)| ours(key));
            members.into_iter().map(|(key, value)| (key, of_new(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(of_new).collect(),
        other => other,
    }
}

/// The sort key of a member: empty for all but our keywords.
fn ours(key: &str) -> String {
    if key.starts_with("x-") { key.to_owned() } else { String::new() }
}
