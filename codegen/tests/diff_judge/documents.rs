//! Random documents that a schema may accept: guided by its keywords, with some that are not.

use serde_json::{Map, Value, json};

use crate::dice::Dice;
use crate::schemas;

const NAMES: &[&str] = &["a", "b", "ab", "c", "d", "aab", ""];
const TEXTS: &[&str] = &["", "a", "ab", "abc", "b", "12", "aaa", "ba", "c", "2020-01-02", "127.0.0.1", "abcd"];

pub(crate) fn document(dice: &mut Dice, root: &Value, schema: &Value, depth: usize) -> Value {
    if depth > 6 || dice.one_in(25) {
        return any(dice, depth);
    }
    let Value::Object(members) = schema else { return any(dice, depth) };
    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
        return document(dice, root, target, depth + 1);
    }
    if let Some(value) = members.get("const") {
        return value.clone();
    }
    if let Some(Value::Array(values)) = members.get("enum") {
        return dice.pick(values).clone();
    }
    let mut merged = members.clone();
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = members.get(keyword) else { continue };
        let chosen = dice.roll(branches.len());
        for (index, branch) in branches.iter().enumerate() {
            if keyword == "allOf" || index == chosen {
                let mut branch = branch;
                while let Some(reference) = branch.get("$ref").and_then(Value::as_str) {
                    branch = root.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
                    if dice.one_in(8) {
                        break;
                    }
                }
                merge(&mut merged, branch);
            }
        }
    }
    for keyword in ["then", "else"] {
        if let (true, Some(part)) = (dice.one_in(2), members.get(keyword)) {
            merge(&mut merged, part);
        }
    }
    plain(dice, root, &merged, depth)
}

fn merge(into: &mut Map<String, Value>, from: &Value) {
    for (key, value) in from.as_object().into_iter().flatten() {
        match (into.get_mut(key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => old.extend(new.clone()),
            (Some(Value::Array(old)), Value::Array(new)) if key == "required" => old.extend(new.clone()),
            _ => drop(into.insert(key.clone(), value.clone())),
        }
    }
}

fn plain(dice: &mut Dice, root: &Value, members: &Map<String, Value>, depth: usize) -> Value {
    if let Some(value) = members.get("const") {
        return value.clone();
    }
    let types: Vec<&str> = match members.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ if members.contains_key("properties") || members.contains_key("required") => {
            vec!["object", "object", "object", "string"]
        }
        _ => vec!["null", "boolean", "integer", "number", "string", "array", "object"],
    };
    match *dice.pick(&types) {
        "null" => Value::Null,
        "boolean" => json!(dice.one_in(2)),
        "integer" => json!(i64::try_from(dice.roll(12)).unwrap() - 3),
        "number" => json!(f64::from(u32::try_from(dice.roll(24)).unwrap()) / 2.0 - 3.0),
        "string" => json!(dice.pick(TEXTS)),
        "array" => {
            let least = members.get("minItems").and_then(Value::as_u64).unwrap_or(0);
            let length = usize::try_from(least).unwrap() + dice.roll(4);
            let prefix = members.get("prefixItems").or_else(|| members.get("items")).and_then(Value::as_array);
            (0..length)
                .map(|index| {
                    let own = prefix.and_then(|prefix| prefix.get(index));
                    let rest = members
                        .get("items")
                        .filter(|items| !items.is_array())
                        .or_else(|| members.get("additionalItems"));
                    let item = own.or(rest).or_else(|| members.get("contains"));
                    document(dice, root, item.unwrap_or(&Value::Bool(true)), depth + 1)
                })
                .collect()
        }
        _ => {
            let mut object = Map::new();
            let declared = members.get("properties").and_then(Value::as_object);
            let required =
                members.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let required: Vec<String> = required.map(str::to_owned).collect();
            let mut names: Vec<String> =
                declared.into_iter().flat_map(Map::keys).filter(|_| !dice.one_in(3)).cloned().collect();
            names.extend(required);
            if dice.one_in(2) {
                names.push((*dice.pick(NAMES)).to_owned());
            }
            for name in names {
                let own = declared.and_then(|declared| declared.get(&name));
                let schema = own.or_else(|| members.get("additionalProperties"));
                let value = document(dice, root, schema.unwrap_or(&Value::Bool(true)), depth + 1);
                object.insert(name, value);
            }
            Value::Object(object)
        }
    }
}

fn any(dice: &mut Dice, depth: usize) -> Value {
    match dice.roll(6) {
        0 if depth < 5 => (0..dice.roll(3)).map(|_| any(dice, depth + 1)).collect(),
        1 if depth < 5 => (0..dice.roll(3))
            .map(|_| ((*dice.pick(NAMES)).to_owned(), any(dice, depth + 1)))
            .collect::<Map<_, _>>()
            .into(),
        2 => json!(dice.pick(TEXTS)),
        _ => schemas::scalar(dice),
    }
}
