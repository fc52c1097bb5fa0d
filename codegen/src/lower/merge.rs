//! What several schemas say of one value, as one: the intersection of their keywords.
//!
//! It is never narrower than the schemas: types and listed values are joined by [`meaning`], parts (properties, items) are joined one
//! by one, and where two other keywords differ, one of them counts. Of an `allOf` typify would make
//! the same struct, but it merges `const` away, takes a conflict for a type without values, and panics on a reference that
//! stands beside another keyword (`codegen/tests/typify.rs`).

use serde_json::{Map, Value, json};

use super::document::ANNOTATIONS;
use super::meaning;
use crate::schema::json_type;

/// All types that JSON Schema has; `integer` is a part of `number`.
const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

/// The intersection of what two schemas say at their tops. Words of the first win.
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
        // Without `items` it says nothing, and must not begin to.
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
            // Which properties are declared under a condition.
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

/// Where it stands, the names of the properties that are declared under a condition. A page cannot say it: see
/// [`Document`](super::document::Document).
pub(super) const CONDITIONAL: &str = "x-conditional";

/// Stands beside the `anyOf` of what is declared of one property under several conditions, of which none need hold: where nothing tells
/// these schemas apart, one struct of all of them is as sound as each alone. A page cannot say it either.
pub(super) const EITHER: &str = "x-either";

/// The keywords that type the items of an array.
const ITEMS: [&str; 3] = ["prefixItems", "items", "additionalItems"];

/// What a schema says of the items of an array: of the first ones each by itself, then of all others.
pub(super) struct Sequence {
    pub(super) first: Vec<Value>,
    pub(super) rest: Value,
}

/// What a schema says of items, in the words of its draft; none where it says nothing.
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
    /// What both say.
    fn and(&self, other: &Self) -> Self {
        let count = self.first.len().max(other.first.len());
        let first = (0..count).map(|at| both(self.at(at).clone(), other.at(at))).collect();
        Self { first, rest: both(self.rest.clone(), &other.rest) }
    }

    fn at(&self, index: usize) -> &Value {
        self.first.get(index).unwrap_or(&self.rest)
    }
}

/// Both schemas of one value, to be joined when it is read.
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
    keywords.keys().all(|keyword| ANNOTATIONS.contains(&keyword.as_str()) || keyword.starts_with("x-"))
}

/// Whether it declares properties.
pub(super) fn has_members(keywords: &Map<String, Value>) -> bool {
    let properties =
        keywords.get("properties").and_then(Value::as_object).is_some_and(|properties| !properties.is_empty());
    let required = keywords.get("required").and_then(Value::as_array);
    properties || required.is_some_and(|required| required.iter().any(Value::is_string))
}
