//! What holds of every comparison, and what bad input gets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use console_events_codegen::diff::{ChangeKind, Diff, DiffError, SchemaError, Side, Tolerance, Wire, diff};
use console_events_codegen::reconcile::Reconciled;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn compare(old: &Value, new: &Value, reader: Tolerance) -> Diff {
    diff(&Side::schema("old", old.clone()).unwrap(), &Side::schema("new", new.clone()).unwrap(), reader).unwrap()
}

/// Schemas of modest size over most keywords.
fn schemas() -> impl Strategy<Value = Value> {
    let name = prop_oneof![Just("a"), Just("b"), Just("ab")];
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        Just(json!({"type": "string", "minLength": 2, "pattern": "^a", "description": "text"})),
        Just(json!({"type": ["integer", "null"], "minimum": 0})),
        Just(json!({"enum": [1, "x", null, [2]]})),
        Just(json!({"const": {"a": 1, "b": 2}})),
        Just(json!({"$ref": "#/definitions/D"})),
        Just(json!({"$ref": "#", "minLength": 1})),
        Just(json!({"$ref": "#/definitions/Missing"})),
    ];
    leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            (
                prop::collection::btree_map(name.clone(), inner.clone(), 0..3),
                prop::collection::btree_set(name.clone(), 0..3),
                any::<bool>()
            )
                .prop_map(|(properties, required, open)| json!({
                    "type": "object", "properties": properties, "required": required, "additionalProperties": open
                })),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| json!({"allOf": all})),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| json!({"oneOf": all, "title": "choice"})),
            prop::collection::vec(inner.clone(), 1..3)
                .prop_map(|all| json!({"items": all, "additionalItems": {"type": "string"}})),
            inner.clone().prop_map(|one| json!({"items": one, "uniqueItems": true})),
            inner.clone().prop_map(|one| json!({"not": one})),
            (inner.clone(), inner)
                .prop_map(|(a, b)| json!({"if": a, "then": b, "patternProperties": {"^a": {"type": "null"}}})),
        ]
    })
    .prop_map(|schema| match schema {
        Value::Object(mut members) => {
            members.insert("definitions".into(), json!({"D": {"properties": {"a": {"$ref": "#/definitions/D"}}}}));
            Value::Object(members)
        }
        other => other,
    })
}

/// The same schema with its keys, and the members of what is a set, the other way round.
fn reversed(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .rev()
            .map(|(key, value)| {
                let mut value = reversed(value);
                if let (Value::Array(items), true) =
                    (&mut value, ["required", "enum", "allOf", "oneOf", "type"].contains(&key.as_str()))
                {
                    items.reverse();
                }
                (key.clone(), value)
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_differs_from_itself(schema in schemas()) {
        for reader in [Tolerance::Tolerant, Tolerance::Strict] {
            let answer = compare(&schema, &schema, reader);
            prop_assert_eq!(answer.changes, vec![]);
            prop_assert_eq!(answer.verdict, console_events_codegen::diff::Verdicts::default());
        }
    }

    #[test]
    fn another_order_is_not_a_change(schema in schemas()) {
        prop_assert_eq!(compare(&schema, &reversed(&schema), Tolerance::Strict).changes, vec![]);
    }

    #[test]
    fn the_verdict_is_the_worst_of_the_changes_and_fingerprints_are_stable(old in schemas(), new in schemas()) {
        let answer = compare(&old, &new, Tolerance::Tolerant);
        let worst = answer.changes.iter().map(|change| change.wire).max().unwrap_or_default();
        let floors = ["accepts no document at all", "leads back to itself for the same value"];
        let nothing = answer.notes.iter().any(|note| floors.iter().any(|floor| note.contains(floor)));
        prop_assert_eq!(answer.verdict.wire, if nothing { worst.max(Wire::Unclassified) } else { worst });
        let again = compare(&old, &new, Tolerance::Tolerant);
        let prints = |diff: &Diff| diff.changes.iter().map(console_events_codegen::diff::Change::fingerprint).collect::<Vec<_>>();
        prop_assert_eq!(prints(&answer), prints(&again));
        prop_assert!(prints(&answer).iter().all(|print| print.len() == 16));
    }
}

#[test]
fn files_that_are_not_schemas_are_refused_with_the_place() {
    let refused = |value: Value| Side::schema("file.json", value).unwrap_err();
    assert!(matches!(refused(json!("text")), SchemaError::NotASchema { found: "a string", .. }));
    assert!(matches!(refused(json!({"type": 5})), SchemaError::Invalid { .. }));
    assert!(refused(json!({"properties": {"a": {"minLength": "x"}}})).to_string().contains("/properties/a/minLength"));
    assert!(matches!(refused(json!({"$schema": "http://b.example/own"})), SchemaError::UnknownDialect { .. }));
    let deep = (0..3_000).fold(json!({}), |inner, _| Map::from_iter([("not".to_owned(), inner)]).into());
    assert!(matches!(refused(deep), SchemaError::TooDeep { .. }));
}

#[test]
fn a_schema_beside_events_is_refused() {
    let events = Side::events("page", &Reconciled::default()).unwrap();
    let schema = Side::schema("file", json!(true)).unwrap();
    let error = diff(&events, &schema, Tolerance::Tolerant).unwrap_err();
    assert!(matches!(error, DiffError::Incomparable { .. }));
    assert!(error.to_string().contains("`page` is a set of events"));
}

#[test]
fn large_inputs_take_bounded_time() {
    let start = std::time::Instant::now();
    let values = |from: usize| json!({"enum": (from..from + 2_000).collect::<Vec<_>>()});
    let answer = compare(&values(0), &values(100), Tolerance::Strict);
    assert_eq!(answer.verdict.wire, Wire::Breaking);
    let wide = |kind: &str| {
        let properties = (0..1_000).map(|n| (format!("p{n}"), json!({"type": kind}))).collect::<Map<_, _>>();
        json!({"type": "object", "properties": properties})
    };
    assert_eq!(compare(&wide("string"), &wide("integer"), Tolerance::Tolerant).changes.len(), 1_000);
    let nested = |kind: &str| (0..100).fold(json!({"type": kind}), |inner, _| json!({"properties": {"a": inner}}));
    assert!(compare(&nested("string"), &nested("integer"), Tolerance::Tolerant).verdict.wire.breaks());
    let choices = |kind: &str| {
        (0..12).fold(
            json!({"type": kind}),
            |inner, n| json!({"oneOf": [inner, {"const": n}], "anyOf": [{"minimum": n}, {"maximum": n}]}),
        )
    };
    assert!(compare(&choices("string"), &choices("array"), Tolerance::Tolerant).verdict.wire.breaks());
    assert!(start.elapsed().as_secs() < 180, "took {:?}", start.elapsed());
}

#[test]
fn sides_that_accept_nothing_are_named() {
    let nothing = json!({"type": "object", "required": ["a"], "properties": {"a": false}});
    let answer = compare(&json!(true), &nothing, Tolerance::Strict);
    assert_eq!(answer.verdict.wire, Wire::Unclassified, "nothing is sent, and that cannot be meant");
    assert!(
        answer.notes.iter().any(|note| note.contains("NEW") && note.contains("no verdict on the wire means anything")),
        "{:?}",
        answer.notes
    );
    let answer = compare(&nothing, &json!({"type": "object"}), Tolerance::Strict);
    assert_eq!(answer.verdict.wire, Wire::Breaking);
    assert!(answer.notes.iter().any(|note| note.contains("OLD")), "{:?}", answer.notes);
}

#[test]
fn a_property_that_is_no_longer_declared_breaks_the_tolerant_reader_of_an_open_object() {
    let old = json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false});
    let open = json!({"type": "object"});
    let closed = json!({"type": "object", "additionalProperties": false});
    assert_eq!(compare(&old, &open, Tolerance::Tolerant).verdict.wire, Wire::Breaking);
    assert_eq!(compare(&old, &closed, Tolerance::Tolerant).verdict.wire, Wire::Compatible);
}

#[test]
fn each_kind_is_explained() {
    for kind in ChangeKind::ALL {
        let text = kind.explanation();
        assert!(text.starts_with(&format!("# {kind}\n")), "{kind}");
        for part in ["**Reader.**", "**API.**", "**Example.**", "**A careful consumer**"] {
            assert!(text.contains(part), "{kind} lacks {part}");
        }
        assert_eq!(ChangeKind::from_name(kind.name()), Some(*kind));
    }
    let files = std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diff/explain")).unwrap();
    assert_eq!(files.count(), ChangeKind::ALL.len());
    assert_eq!(ChangeKind::from_name("no-such-kind"), None);
}
