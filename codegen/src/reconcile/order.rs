//! Keeps the order of the page in patched documents.

use serde_json::{Map, Value};

/// `new` with the members of its objects in the order of `old`; those that `old` has not come last, in their own order.
pub(super) fn keep_order(old: &Value, new: Value) -> Value {
    match (old, new) {
        (Value::Object(old), Value::Object(mut new)) => {
            let mut ordered = Map::new();
            for (key, before) in old {
                if let Some(value) = new.get_mut(key) {
                    ordered.insert(key.clone(), keep_order(before, value.take()));
                }
            }
            for (key, value) in new {
                if !ordered.contains_key(&key) {
                    ordered.insert(key, value);
                }
            }
            Value::Object(ordered)
        }
        (Value::Array(old), Value::Array(new)) => {
            let kept = new.into_iter().enumerate().map(|(at, value)| match old.get(at) {
                Some(before) => keep_order(before, value),
                None => value,
            });
            Value::Array(kept.collect())
        }
        (_, new) => new,
    }
}
