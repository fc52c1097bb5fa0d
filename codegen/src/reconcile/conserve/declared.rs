//! Which properties a schema declares, and whether it declares a given one.

use std::cell::Cell;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

/// How a schema speaks of a property of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Declared {
    /// Not at all.
    No,
    /// As one of many: a member of a map, an item of a list.
    AsMember,
    /// By its name.
    ByName,
}

/// Subschemas looked at for one place: a schema that refers to itself ends here.
const MOST_STEPS: usize = 1000;

/// Whether the schema declares the place of the instance. `*` is any item of a list.
pub(crate) fn declared(schema: &Value, instance: &Pointer) -> Declared {
    let tokens: Vec<String> = instance.tokens().map(|token| token.decoded().into_owned()).collect();
    place(schema, schema, &tokens, &Cell::new(MOST_STEPS)).map_or(Declared::No, |(declared, _)| declared)
}

fn place<'s>(
    root: &'s Value,
    schema: &'s Value,
    tokens: &[String],
    left: &Cell<usize>,
) -> Option<(Declared, &'s Value)> {
    left.set(left.get().checked_sub(1)?);
    if let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
        return place(root, root.pointer(target)?, tokens, left);
    }
    let Some((token, rest)) = tokens.split_first() else { return Some((Declared::ByName, schema)) };
    let own = if let Some(property) = schema.get("properties").and_then(|properties| properties.get(token)) {
        place(root, property, rest, left)
    } else if let Some(items) = item(schema, token) {
        place(root, items, rest, left)
    } else {
        as_member(root, schema, rest, left)
    };
    let branches = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let branches = branches.filter_map(|branch| place(root, branch, tokens, left));
    own.into_iter().chain(branches).max_by_key(|(declared, _)| *declared)
}

fn item<'s>(schema: &'s Value, token: &str) -> Option<&'s Value> {
    let index = if token == "*" { 0 } else { token.parse::<usize>().ok()? };
    match schema.get("items")? {
        Value::Array(items) => items.get(index).or_else(|| schema.get("additionalItems")),
        items => Some(items),
    }
}

fn as_member<'s>(
    root: &'s Value,
    schema: &'s Value,
    rest: &[String],
    left: &Cell<usize>,
) -> Option<(Declared, &'s Value)> {
    match schema.get("additionalProperties")? {
        // Anything below is of no declared shape.
        all @ (Value::Bool(true) | Value::Object(_)) => {
            let below = if all.is_object() { place(root, all, rest, left) } else { None };
            Some((Declared::AsMember, below.map_or(all, |(_, schema)| schema)))
        }
        _ => None,
    }
}

/// The places of all properties that a schema declares, as pointers into the schema.
pub(crate) fn properties(schema: &Value) -> Vec<PointerBuf> {
    let mut all = Vec::new();
    walk(schema, &PointerBuf::root(), &mut all);
    all
}

fn walk(schema: &Value, at: &PointerBuf, all: &mut Vec<PointerBuf>) {
    let Some(keywords) = schema.as_object() else { return };
    for (keyword, value) in keywords {
        let at = at.with_trailing_token(keyword.as_str());
        match keyword.as_str() {
            "properties" | "patternProperties" | "definitions" | "$defs" => {
                for (name, property) in value.as_object().into_iter().flatten() {
                    let at = at.with_trailing_token(name.as_str());
                    if keyword == "properties" {
                        all.push(at.clone());
                    }
                    walk(property, &at, all);
                }
            }
            "allOf" | "anyOf" | "oneOf" | "items" if value.is_array() => {
                for (index, branch) in value.as_array().into_iter().flatten().enumerate() {
                    walk(branch, &at.with_trailing_token(index), all);
                }
            }
            "items" | "additionalItems" | "additionalProperties" | "not" | "if" | "then" | "else" | "contains" => {
                walk(value, &at, all);
            }
            _ => {}
        }
    }
}
