//! The parts of a place and of evidence that count in a fingerprint. The order of keys, and the order of names in
//! `required`, `enum` and `type`, do not count.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use crate::catalog::Witness;

/// Keywords whose lists are sets.
const SETS: &[&str] = &["required", "enum", "type"];

/// The `required` list of a schema that contains the name at `pointer`. None for any other place.
pub(crate) fn list_of_names(witness: Witness, pointer: &Pointer) -> Option<PointerBuf> {
    let of_schema = matches!(witness, Witness::Schema | Witness::ResourceSchema);
    let (list, index) = pointer.split_back()?;
    let listed = list.back().is_some_and(|last| last.decoded() == "required");
    (of_schema && listed && index.decoded().parse::<usize>().is_ok()).then(|| list.to_buf())
}

/// The place without the index of a name in `required`.
pub(super) fn place(witness: Witness, pointer: &Pointer) -> String {
    match list_of_names(witness, pointer) {
        Some(list) => format!("{list}/*"),
        None => pointer.to_string(),
    }
}

/// The evidence in canonical form, for a finding of this witness at this place.
pub(super) fn evidence(witness: Witness, pointer: &Pointer, evidence: &Value) -> Value {
    let of_schema = matches!(witness, Witness::Schema | Witness::ResourceSchema);
    let keyword = pointer.back().map(|token| token.decoded().into_owned()).unwrap_or_default();
    match evidence {
        // The evidence is two versions of a keyword, or the keyword's value.
        Value::Object(members) if of_schema && SETS.contains(&keyword.as_str()) => {
            sorted_members(members.iter().map(|(key, value)| (key.clone(), set(value))))
        }
        value if of_schema && SETS.contains(&keyword.as_str()) => set(value),
        Value::Object(members) if of_schema => {
            sorted_members(members.iter().map(|(key, value)| keyed(witness, key, value)))
        }
        value => sorted(value),
    }
}

/// A member of the evidence. If its name is a place, the index of a name in `required` is left out.
fn keyed(witness: Witness, key: &str, value: &Value) -> (String, Value) {
    let Ok(pointer) = Pointer::parse(key) else { return (key.to_owned(), sorted(value)) };
    let keyword = pointer.back().map(|token| token.decoded().into_owned()).unwrap_or_default();
    (place(witness, pointer), if SETS.contains(&keyword.as_str()) { set(value) } else { sorted(value) })
}

/// The members in the order of their names. Two members of one name (from one `required`) become a list.
fn sorted_members(members: impl Iterator<Item = (String, Value)>) -> Value {
    let mut members: Vec<(String, Value)> = members.collect();
    members.sort_by(|(a, of_a), (b, of_b)| a.cmp(b).then_with(|| of_a.to_string().cmp(&of_b.to_string())));
    let mut all = Map::new();
    for (key, value) in members {
        match all.get_mut(&key) {
            Some(known) => *known = Value::Array(vec![known.take(), value]),
            None => {
                all.insert(key, value);
            }
        }
    }
    Value::Object(all)
}

/// A list as a set of its items.
fn set(value: &Value) -> Value {
    let Value::Array(items) = value else { return sorted(value) };
    let mut items: Vec<Value> = items.iter().map(sorted).collect();
    items.sort_by_cached_key(Value::to_string);
    items.dedup();
    items.into()
}

/// The same JSON with sorted keys and sorted sets.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let of = |(key, value): (&String, &Value)| {
                let value = if SETS.contains(&key.as_str()) { set(value) } else { sorted(value) };
                (key.clone(), value)
            };
            sorted_members(members.iter().map(of))
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
