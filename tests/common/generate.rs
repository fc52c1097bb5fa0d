//! Documents made from the reconciled schemas themselves, so that they cover whatever the page documents.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};

use super::Documented;

/// Any JSON value, small.
pub fn anything() -> BoxedStrategy<Value> {
    let leaf =
        prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), number(), text().prop_map(Value::from)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            btree_map(text(), inner, 0..3).prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
    .boxed()
}

/// Texts with what JSON has to escape.
fn text() -> BoxedStrategy<String> {
    prop_oneof!["[a-zA-Z ]{0,8}", "\\PC{0,4}", Just("\"\\/\n\u{1}\u{2028}😀".to_owned())].boxed()
}

fn number() -> BoxedStrategy<Value> {
    prop_oneof![
        integer(),
        any::<f64>().prop_filter_map("a JSON number is finite", Number::from_f64).prop_map(Value::from),
        Just(json!(1.50)),
        Just(json!(-0.0)),
    ]
    .boxed()
}

fn integer() -> BoxedStrategy<Value> {
    let special = prop_oneof![
        Just(json!(9_007_199_254_740_993_u64)),
        Just(json!(u64::MAX)),
        Just(json!(i64::MIN)),
        Just(json!(1.0))
    ];
    prop_oneof![any::<i64>().prop_map(Value::from), any::<u64>().prop_map(Value::from), special].boxed()
}

/// A document that the event's schema accepts. With `extra` it has undeclared properties at every level.
pub fn delivery(event: &Documented, extra: bool) -> BoxedStrategy<Value> {
    document(event, &event.schema, extra, 0)
}

/// A value of the schema's types, without regard to bounds, patterns and `not`.
fn document(event: &Documented, schema: &Value, extra: bool, depth: usize) -> BoxedStrategy<Value> {
    let choices = event.choices(schema).into_iter().map(|choice| chosen(event, &choice, extra, depth));
    proptest::strategy::Union::new(choices).boxed()
}

fn chosen(event: &Documented, schema: &Value, extra: bool, depth: usize) -> BoxedStrategy<Value> {
    if let Some(constant) = schema.get("const") {
        return Just(constant.clone()).boxed();
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return proptest::sample::select(values.clone()).boxed();
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(only) => vec![only],
        Value::Array(several) if !several.is_empty() => several.iter().filter_map(Value::as_str).collect(),
        _ if schema.get("properties").is_some() => vec!["object"],
        _ => return anything(),
    };
    let one = |name: &&str| match *name {
        "string" => text().prop_map(Value::from).boxed(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "null" => Just(Value::Null).boxed(),
        "integer" => integer(),
        "number" => number(),
        "array" if depth < 12 && first_items(schema).is_some() => {
            let first = first_items(schema).into_iter().flatten();
            let items: Vec<_> = first.map(|item| document(event, item, extra, depth + 1)).collect();
            (items, vec(anything(), 0..2)).prop_map(|(items, more)| [items, more].concat().into()).boxed()
        }
        "array" if depth < 12 && schema["items"].is_object() => {
            vec(document(event, &schema["items"], extra, depth + 1), 0..3).prop_map(Value::from).boxed()
        }
        "array" => vec(anything(), 0..3).prop_map(Value::from).boxed(),
        _ => object(event, schema, extra, depth),
    };
    proptest::strategy::Union::new(types.iter().map(one)).boxed()
}

/// The schemas of a tuple's items.
fn first_items(schema: &Value) -> Option<&Vec<Value>> {
    schema["prefixItems"].as_array().or_else(|| schema["items"].as_array())
}

fn object(event: &Documented, schema: &Value, extra: bool, depth: usize) -> BoxedStrategy<Value> {
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let declared = schema["properties"].as_object().cloned().unwrap_or_default();
    let mut members: BoxedStrategy<Map<String, Value>> = Just(Map::new()).boxed();
    let undeclared =
        required.iter().filter(|name| !declared.contains_key(**name)).map(|name| ((*name).to_owned(), json!(true)));
    for (name, schema) in declared.clone().into_iter().chain(undeclared) {
        let needed = required.contains(&name.as_str());
        if depth >= 12 && !needed {
            continue;
        }
        let value = document(event, &schema, extra, depth + 1);
        members = (members, value, any::<bool>())
            .prop_map(move |(mut members, value, there)| {
                if needed || there {
                    members.insert(name.clone(), value);
                }
                members
            })
            .boxed();
    }
    let values = match &schema["additionalProperties"] {
        values @ Value::Object(_) => Some(document(event, values, extra, depth + 1)),
        Value::Null | Value::Bool(true) if declared.is_empty() => Some(anything()),
        _ if extra => Some(anything()),
        _ => None,
    };
    match values {
        None => members.prop_map(Value::from).boxed(),
        Some(values) => (members, btree_map("x-[a-zA-Z/~ ]{0,6}", values, 0..3))
            .prop_map(move |(mut members, others)| {
                // A page may declare one of these names.
                members.extend(others.into_iter().filter(|(name, _)| !declared.contains_key(name)));
                members.into()
            })
            .boxed(),
    }
}
