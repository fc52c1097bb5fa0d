//! No name, type or meaning depends on the order of the page: properties, values of enums, `required`, branches of unions, definitions,
//! rows of tables, tabs and events are exchanged, and every public item is compared with the JSON name that it reads.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

#[path = "../common/mod.rs"]
mod common;
mod page;

use std::collections::BTreeMap;

use console_events_codegen::lower::{PublicItem, lower};
use console_events_codegen::reconcile::Reconciled;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Names of which many fold to one.
const NAMES: [&str; 16] =
    ["aB", "a_b", "a-b", "AB", "ab", "a", "A", "type", "type_", "extra", "other", "Self", "a.b", "é", "1", "a_cap_b"];

fn name() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&NAMES[..])
}

fn schema() -> impl Strategy<Value = Value> {
    let texts = proptest::collection::btree_set(name(), 1..6);
    let leaf = prop_oneof![
        Just(json!({"type": "string"})),
        Just(json!({"type": "integer"})),
        Just(json!({"type": ["boolean", "null"]})),
        Just(json!({"$ref": "#/definitions/shared"})),
        Just(json!({"$ref": "#/definitions/Shared"})),
        texts.prop_map(|texts| json!({"type": "string", "enum": texts})),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let properties = |inner| proptest::collection::btree_map(name(), inner, 1..6);
        let object = properties(inner.clone()).prop_map(|properties| {
            let required: Vec<&&str> = properties.keys().filter(|name| name.len() % 2 == 0).collect();
            json!({"type": "object", "required": required, "properties": properties})
        });
        let union = proptest::collection::btree_map(name(), properties(inner.clone()), 2..4).prop_map(|branches| {
            let branch = |(tag, properties): (&str, BTreeMap<&str, Value>)| {
                let mut properties: Map<String, Value> =
                    properties.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
                properties.insert("kind".to_owned(), json!({"const": tag}));
                json!({"type": "object", "required": ["kind"], "properties": properties})
            };
            json!({"oneOf": branches.into_iter().map(branch).collect::<Vec<_>>()})
        });
        prop_oneof![
            2 => object,
            1 => union,
            1 => inner.clone().prop_map(|items| json!({"type": "array", "items": items})),
            1 => inner.prop_map(|value| json!({"oneOf": [value, {"type": "null"}]})),
        ]
    })
}

fn reconciled_page(payloads: Vec<Value>, shared: &Value) -> Value {
    let events: Vec<Value> = payloads
        .into_iter()
        .zip(["a_b", "aB", "room_made"])
        .map(|(payload, name)| {
            let other = json!({"type": "object", "properties": {"aB": {"type": "string"}, "a_b": {"type": "integer"}}});
            json!({"name": name, "schema": {
                "type": "object", "properties": {"payload": {"type": "object", "properties": {"content": payload}}},
                "definitions": {"shared": shared, "Shared": other}
            }})
        })
        .collect();
    json!({"events": events})
}

/// Another order of everything whose order means nothing.
fn exchanged(value: &Value, turn: &mut u64) -> Value {
    *turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let by = usize::try_from(*turn >> 60).unwrap();
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> =
                members.iter().map(|(name, value)| (name.clone(), exchanged(value, turn))).collect();
            if !members.is_empty() {
                let by = by % members.len();
                members.rotate_left(by);
            }
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| exchanged(item, turn)).collect();
            if !items.is_empty() {
                let by = by % items.len();
                items.rotate_left(by);
            }
            Value::Array(items)
        }
        other => other.clone(),
    }
}

fn reconciled(page: &Value) -> Reconciled {
    common::reconciled(&page.to_string())
}

fn differing<'a>(
    one: &'a BTreeMap<String, PublicItem>,
    other: &'a BTreeMap<String, PublicItem>,
) -> Vec<(&'a String, Option<&'a PublicItem>, Option<&'a PublicItem>)> {
    let paths = one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path));
    paths.map(|path| (path, one.get(path), other.get(path))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_items_of_a_page_do_not_depend_on_its_order(
        payloads in proptest::collection::vec(schema(), 3),
        shared in schema(),
        mut turn: u64,
    ) {
        // A definition that refers to itself is another matter.
        prop_assume!(!shared.to_string().contains("$ref"));
        let page = reconciled_page(payloads, &shared);
        let items = lower(&reconciled(&page)).unwrap().items();
        let other = lower(&reconciled(&exchanged(&page, &mut turn))).unwrap().items();
        prop_assert!(differing(&items, &other).is_empty(), "{:?}", differing(&items, &other));
    }

    /// The same for the page itself, from its text on.
    #[test]
    fn the_items_of_a_written_page_do_not_depend_on_its_order(
        payloads in proptest::collection::vec(schema(), 3),
        resources in proptest::collection::vec(schema(), 3),
        one_resource: bool,
        mut turn: u64,
    ) {
        let page = page::documented(&payloads, &resources, one_resource);
        let items = page::items(&page::written(&page, &mut 0));
        prop_assert!(items.contains_key("Payload::RoomMade"), "{:?}", items.keys());
        let text = page::written(&exchanged(&page, &mut turn), &mut turn);
        let other = page::items(&text);
        prop_assert!(differing(&items, &other).is_empty(), "{:?} in {}", differing(&items, &other), text);
    }
}
