//! Schemas that are large, circular, of any draft, or refer to elsewhere: each pair gets a verdict, `unclassified` with a reason, or an
//! error with a place, in bounded time. A release build takes at most 2 seconds for each; the limit here allows for a debug build on a
//! loaded machine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use console_events_codegen::diff::{Diff, Side, Tolerance, Wire, diff};
use serde_json::{Map, Value, json};

const LIMIT: Duration = Duration::from_secs(30);

fn compare(old: &Value, new: &Value, reader: Tolerance) -> Diff {
    let start = Instant::now();
    let side = |name: &str, schema: &Value| Side::schema(name, schema.clone()).unwrap();
    let found = diff(&side("old", old), &side("new", new), reader).unwrap();
    assert!(start.elapsed() < LIMIT, "took {:?}: {}", start.elapsed(), start_of(old));
    found
}

fn start_of(schema: &Value) -> String {
    schema.to_string().chars().take(100).collect()
}

/// What the answer says, changes and notes together.
fn words(found: &Diff) -> String {
    let messages = found.changes.iter().map(|change| &change.message);
    messages.chain(&found.notes).map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn named(count: usize, schema: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..count).map(|index| (format!("p{index}"), schema(index))).collect()
}

#[test]
fn large_schemas_get_a_verdict_or_a_reason() {
    let objects = |kind: &str| json!({"properties": named(5_000, |_| json!({"properties": {"a": {"type": kind}}}))});
    let values = |from: usize| (from..from + 100_000).map(|value| format!("v{value}")).collect::<Vec<_>>();
    let numbers = |from: usize| (from..from + 100_000).collect::<Vec<_>>();
    let mixed = |text: bool| {
        (0..50_000).map(|n| if text { json!({"a": n.to_string()}) } else { json!({"a": n}) }).collect::<Vec<_>>()
    };
    let branches = |kind: &str| {
        let branch = |n: usize| json!({"properties": {"t": {"const": n}, "v": {"type": kind}}, "required": ["t"]});
        json!({"type": "object", "oneOf": (0..3_000).map(branch).collect::<Vec<_>>()})
    };
    let required =
        |count: usize| json!({"type": "object", "required": (0..count).map(|n| n.to_string()).collect::<Vec<_>>()});
    let chain = |kind: &str| {
        let mut all = named(9_999, |n| json!({ "$ref": format!("#/definitions/p{}", n + 1) }));
        all.insert("p9999".to_owned(), json!({"type": kind}));
        json!({"definitions": all, "$ref": "#/definitions/p0"})
    };
    for (old, new) in [
        (objects("string"), objects("integer")),
        (json!({"enum": values(0)}), json!({"enum": values(1)})),
        (json!({"enum": numbers(0)}), json!({"enum": numbers(1)})),
        (json!({"enum": mixed(false)}), json!({"enum": mixed(true)})),
        (
            json!({"type": "object", "properties": {"e": {"enum": values(0)}}}),
            json!({"type": "object", "properties": {"e": {"enum": values(1)}}}),
        ),
        (branches("string"), branches("integer")),
        (required(10_000), required(9_999)),
        (chain("string"), chain("integer")),
    ] {
        for reader in [Tolerance::Strict, Tolerance::Tolerant] {
            let found = compare(&old, &new, reader);
            assert!(!found.changes.is_empty(), "{}", start_of(&old));
            let reasons = ["beyond what can be proved", "did not finish in time", "the time ran out", "is not proved"];
            let explained = reasons.iter().any(|reason| words(&found).contains(reason));
            assert!(found.verdict.wire != Wire::Unclassified || explained, "{}: {}", start_of(&old), words(&found));
        }
    }
}

#[test]
fn a_reference_that_leads_back_to_itself_is_never_proved_compatible() {
    for old in [
        json!({"$ref": "#"}),
        json!({"definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}, "$ref": "#/definitions/a"}),
        json!({"properties": {"p": {"anyOf": [{"$ref": "#/properties/p"}, {"type": "null"}]}}}),
    ] {
        for reader in [Tolerance::Strict, Tolerance::Tolerant] {
            let found = compare(&old, &json!({"type": "object", "properties": {"p": {"type": "string"}}}), reader);
            assert!(found.verdict.wire >= Wire::Unclassified, "{old}: {:?}", found.verdict);
            assert!(words(&found).contains("leads back to itself"), "{old}: {}", words(&found));
        }
    }
    let tree = |kind: &str| json!({"properties": {"value": {"type": kind}, "children": {"items": {"$ref": "#"}}}});
    let found = compare(&tree("string"), &tree("integer"), Tolerance::Strict);
    assert_eq!(found.verdict.wire, Wire::Breaking, "a tree refers to itself for another value");
    assert!(found.notes.is_empty(), "{:?}", found.notes);
}

#[test]
fn nothing_is_fetched_and_what_depends_on_it_is_unclassified() {
    for reference in
        ["file:///etc/hostname", "http://127.0.0.1:9/schema", "other.json#/definitions/a", "urn:example:none"]
    {
        let old = json!({"properties": {"a": {"$ref": reference}}});
        let found = compare(&old, &json!({"properties": {"a": {"type": "string"}}}), Tolerance::Strict);
        assert_eq!(found.verdict.wire, Wire::Unclassified, "{reference}");
        assert!(words(&found).contains(reference), "{reference}: {}", words(&found));
    }
}

#[test]
fn every_draft_from_4_on_is_read() {
    for draft in [
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema",
    ] {
        let schema = |least: i64| json!({"$schema": draft, "properties": {"a": {"type": "integer", "minimum": least}}});
        assert_eq!(compare(&schema(0), &schema(-1), Tolerance::Strict).verdict.wire, Wire::Breaking, "{draft}");
        assert_eq!(compare(&schema(0), &schema(1), Tolerance::Strict).verdict.wire, Wire::Compatible, "{draft}");
        let identified = |kind: &str| {
            let id = if draft.contains("draft-04") { "id" } else { "$id" };
            let inner = |index: usize| json!({ id: format!("part{index}"), "properties": {"x": {"$ref": "#/definitions/d"}}, "definitions": {"d": {"type": kind}} });
            json!({"$schema": draft, id: "https://example.org/root", "properties": named(50, inner)})
        };
        assert_eq!(
            compare(&identified("string"), &identified("null"), Tolerance::Strict).verdict.wire,
            Wire::Breaking,
            "{draft}"
        );
    }
    for unknown in ["http://json-schema.org/draft-03/schema#", "https://example.org/own"] {
        let error = Side::schema("old", json!({"$schema": unknown})).unwrap_err().to_string();
        assert!(error.contains(unknown) && error.contains("2020-12"), "{error}");
    }
}

#[test]
fn what_is_not_decided_names_the_keyword_that_stood_in_the_way() {
    for (old, new, keyword) in [
        (json!({"type": "string", "pattern": "^(a+)+$"}), json!({"type": "string", "pattern": "^(a|aa)+$"}), "pattern"),
        (
            json!({"type": "string", "not": {"pattern": "^(a+)+$"}}),
            json!({"type": "string", "not": {"pattern": "^(a|aa)+$"}}),
            "pattern",
        ),
    ] {
        let found = compare(&old, &new, Tolerance::Strict);
        assert_eq!(found.verdict.wire, Wire::Unclassified, "{old}");
        let named = format!("`{keyword}`");
        assert!(
            found
                .changes
                .iter()
                .any(|change| change.message.contains("beyond what can be proved") && change.message.contains(&named)),
            "{}",
            words(&found)
        );
    }
}

#[test]
fn a_name_is_found_that_a_pattern_of_new_allows_and_old_refuses() {
    for pattern in ["^á", "^b", "x$"] {
        let old = json!({"additionalProperties": {"type": "null"}});
        let new = json!({"patternProperties": {pattern: {}}, "additionalProperties": false});
        assert_eq!(compare(&old, &new, Tolerance::Strict).verdict.wire, Wire::Breaking, "{pattern}");
    }
}

#[test]
fn numbers_references_and_ids_mean_what_the_standard_says() {
    for (old, new, wire) in [
        (
            json!({"const": 1e15, "enum": [1_000_000_000_000_000_u64]}),
            json!({"const": 1_000_000_000_000_000_u64}),
            Wire::None,
        ),
        (
            json!({"exclusiveMinimum": 9_007_199_254_740_992.0, "maximum": 9_007_199_254_740_993_u64}),
            json!({"exclusiveMinimum": 9_007_199_254_740_992_u64, "maximum": 9_007_199_254_740_993_u64}),
            Wire::None,
        ),
        (json!({"maximum": 9_007_199_254_740_992_u64}), json!({"maximum": 9_007_199_254_740_993_u64}), Wire::Breaking),
        (
            json!({"properties": {"u": {"$ref": "#user"}, "m": {"$ref": "#/definitions/My%20User"}},
                "definitions": {"x": {"$id": "#user", "type": "string"}, "My User": {"type": "integer"}}}),
            json!({"properties": {"u": {"type": "string"}, "m": {"type": "integer"}}}),
            Wire::None,
        ),
        (
            json!({"properties": {"a": {"$id": "https://example.org/a"}, "b": {"$ref": "#/definitions/b"}}, "definitions": {"b": {"type": "string"}}}),
            json!({"properties": {"a": {"$id": "https://example.org/a"}, "b": {"$ref": "#/definitions/b"}}, "definitions": {"b": {"type": "null"}}}),
            Wire::Breaking,
        ),
        (json!({"items": [{"type": "string"}]}), json!({"items": [{"type": "null"}]}), Wire::Breaking),
    ] {
        assert_eq!(compare(&old, &new, Tolerance::Strict).verdict.wire, wire, "{old} -> {new}");
    }
}
