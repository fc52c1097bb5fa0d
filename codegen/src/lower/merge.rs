//! Several schemas of one value, joined into one: the intersection of their keywords.
//!
//! The result is never narrower than the schemas. [`meaning`] joins types and listed values; properties and items are joined one by one;
//! where other keywords differ, the first counts. typify would make the same struct of an `allOf`, but it drops `const`, makes a type
//! without values of a conflict, and panics on a reference beside another keyword (`codegen/tests/typify.rs`).

use serde_json::{Map, Value, json};

use super::document::ANNOTATIONS;
use super::meaning;
use crate::schema::json_type;

/// All types that JSON Schema has; `integer` is a part of `number`.
const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

/// The intersection of two schemas' own keywords. The descriptions of the first win.
pub(super) fn intersection(mut one: Map<String, Value>, mut other: Map<String, Value>) -> Map<String, Value> {
    if let (Some(ours), Some(theirs)) = (sequence(&one), sequence(&other)) {
        for keyword in ITEMS {
            one.shift_remove(keyword);
            other.shift_remove(keyword);
        }
        let sequence = ours.and(&theirs);
        if !sequence.first.is_empty() {
            one.insert("prefixItems".to_owned(), Value::Array(sequence.first));
        }
        one.insert("items".to_owned(), sequence.rest);
    } else if sequence(&one).is_none() && other.contains_key("items") {
        // Without `items` it has no effect, and must not get one.
        one.shift_remove("additionalItems");
    } else {
        other.shift_remove("additionalItems");
    }
    meaning::values(&mut one, &mut other);
    if let Some(both) = meaning::unions(&mut one, &mut other) {
        one = intersection(one, both);
    }
    for (keyword, theirs) in other {
        let Some(ours) = one.get_mut(&keyword) else {
            one.insert(keyword, theirs);
            continue;
        };
        if *ours == theirs {
            continue;
        }
        match keyword.as_str() {
            // `CONDITIONAL` lists names, too.
            "required" | CONDITIONAL => {
                if let (Value::Array(ours), Value::Array(theirs)) = (&mut *ours, theirs) {
                    let more: Vec<Value> = theirs.into_iter().filter(|name| !ours.contains(name)).collect();
                    ours.extend(more);
                }
            }
            "properties" | "patternProperties" => {
                if let (Value::Object(ours), Value::Object(theirs)) = (&mut *ours, theirs) {
                    for (name, schema) in theirs {
                        match ours.get_mut(&name) {
                            Some(own) => *own = both(own.take(), &schema),
                            None => {
                                ours.insert(name, schema);
                            }
                        }
                    }
                }
            }
            "additionalProperties" | "propertyNames" if ours.is_object() && theirs.is_object() => {
                *ours = both(ours.take(), &theirs);
            }
            "additionalProperties" | "propertyNames" if theirs == Value::Bool(false) || *ours == Value::Bool(true) => {
                *ours = theirs;
            }
            "x-confidential" => *ours = Value::Bool(true),
            _ => {}
        }
    }
    one
}

/// Lists the names of the properties that are declared under a condition. [`Document`](super::document::Document) removes it where a
/// page has it.
pub(super) const CONDITIONAL: &str = "x-conditional";

/// Marks the `anyOf` of one property's schemas under several conditions. No condition need hold, so that where nothing distinguishes these
/// schemas, one struct of all their properties is sound. It is removed where a page has it, too.
pub(super) const EITHER: &str = "x-either";

/// The keywords that type the items of an array.
const ITEMS: [&str; 3] = ["prefixItems", "items", "additionalItems"];

/// The schemas of an array's items: one for each of the first items, and one for all others.
pub(super) struct Sequence {
    pub(super) first: Vec<Value>,
    pub(super) rest: Value,
}

/// The schemas of the items, by the keywords of the schema's draft; none where it has no such keyword.
pub(super) fn sequence(keywords: &Map<String, Value>) -> Option<Sequence> {
    let value = |keyword: &str| keywords.get(keyword).cloned();
    match (value("prefixItems"), value("items")) {
        (Some(Value::Array(first)), rest) => Some(Sequence { first, rest: rest.unwrap_or(Value::Bool(true)) }),
        (_, Some(Value::Array(first))) => {
            Some(Sequence { first, rest: value("additionalItems").unwrap_or(Value::Bool(true)) })
        }
        (_, Some(rest)) => Some(Sequence { first: Vec::new(), rest }),
        (_, None) => None,
    }
}

impl Sequence {
    /// The intersection.
    fn and(&self, other: &Self) -> Self {
        let count = self.first.len().max(other.first.len());
        let first = (0..count).map(|at| both(self.at(at).clone(), other.at(at))).collect();
        Self { first, rest: both(self.rest.clone(), &other.rest) }
    }

    fn at(&self, index: usize) -> &Value {
        self.first.get(index).unwrap_or(&self.rest)
    }
}

/// Both schemas of one value, to be joined later.
fn both(one: Value, other: &Value) -> Value {
    if one == *other || *other == Value::Bool(true) {
        one
    } else if one == Value::Bool(true) {
        other.clone()
    } else {
        json!({"allOf": [one, other]})
    }
}

fn listed(types: &Value) -> Vec<&str> {
    match types {
        Value::String(only) => vec![only],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => TYPES.to_vec(),
    }
}

/// The types that a schema allows besides `null`, and whether it allows `null`. Without `type` they follow from `enum` or
/// `const`; without these, too, there are none.
pub(super) fn types(keywords: &Map<String, Value>) -> (Vec<String>, bool) {
    let values = values(keywords);
    let mut types: Vec<&str> = match (keywords.get("type"), &values) {
        (Some(declared), None) => listed(declared),
        (Some(declared), Some(values)) => {
            let is = |of: &str, value: &Value| json_type(value) == of || (of == "integer" && value.is_number());
            let has = |of: &&str| *of == "null" || values.iter().any(|value| is(of, value));
            listed(declared).into_iter().filter(has).collect()
        }
        (None, Some(values)) => values.iter().map(|value| json_type(value)).collect(),
        (None, None) => Vec::new(),
    };
    types.sort_unstable();
    types.dedup();
    if types.contains(&"number") {
        types.retain(|name| *name != "integer");
    }
    let declared = types.len();
    types.retain(|name| *name != "null");
    let listed = values.is_none_or(|values| values.iter().any(|value| value.is_null()));
    let nullable = types.len() < declared && (listed || types.is_empty());
    (types.into_iter().map(str::to_owned).collect(), nullable)
}

/// The only values that a schema allows, where it lists them.
pub(super) fn values(keywords: &Map<String, Value>) -> Option<Vec<&Value>> {
    match (keywords.get("enum"), keywords.get("const")) {
        (Some(Value::Array(values)), _) => Some(values.iter().collect()),
        (_, Some(value)) => Some(vec![value]),
        _ => None,
    }
}

/// Whether a schema says nothing of its value's type.
pub(super) fn only_annotates(keywords: &Map<String, Value>) -> bool {
    keywords.keys().all(|keyword| annotates(keyword))
}

/// Whether a keyword says nothing of its value's type.
pub(super) fn annotates(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

/// Whether it declares properties.
pub(super) fn has_members(keywords: &Map<String, Value>) -> bool {
    let properties =
        keywords.get("properties").and_then(Value::as_object).is_some_and(|properties| !properties.is_empty());
    let required = keywords.get("required").and_then(Value::as_array);
    properties || required.is_some_and(|required| required.iter().any(Value::is_string))
}
