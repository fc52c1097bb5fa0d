//! What is true for any catalog: no panic, no hang, no wrong proof, and no influence of the order of keys.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use jsonptr::PointerBuf;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::lint;
use super::testing::catalog;
use super::tests::captured;
use crate::catalog::{Block, Catalog, DocumentedEvent, DocumentedJson, DocumentedResource, PageText, Placeholder};
use crate::diagnostic::Diagnostic;
use crate::page::{Page, Span};

fn block(value: Value) -> Block {
    Block { span: Span::default(), notes: vec![], json: Ok(DocumentedJson { value, ..DocumentedJson::default() }) }
}

/// An event of that schema and example, as after a decision: without places.
fn event(schema: Value, example: Value) -> DocumentedEvent {
    DocumentedEvent {
        key: "order_placed".into(),
        title: PageText { text: "Order Placed".into(), span: Span::default() },
        since: None,
        description: vec![],
        table: None,
        example: Some(block(example)),
        schema: Some(block(schema)),
        resources: vec![],
        shared: vec![],
        span: Span::default(),
    }
}

fn found(events: Vec<DocumentedEvent>) -> Vec<Diagnostic> {
    let page = Page::new("page", b"a page".to_vec(), None).unwrap();
    lint(&page, &Catalog { events, ..Catalog::default() })
}

fn rules_at(schema: Value, example: Value) -> Vec<(&'static str, String)> {
    found(vec![event(schema, example)]).iter().map(|finding| (finding.rule, finding.pointer.to_string())).collect()
}

fn unsatisfiable(schema: &Value) -> Vec<String> {
    let rules = rules_at(schema.clone(), json!({}));
    rules.into_iter().filter(|(rule, _)| *rule == "schema-unsatisfiable").map(|(_, pointer)| pointer).collect()
}

/// The same JSON with the keys of all objects turned round.
fn turned(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().rev().map(|(key, value)| (key.clone(), turned(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(turned).collect(),
        scalar => scalar.clone(),
    }
}

#[test]
fn the_order_of_keys_changes_no_finding() {
    let page = captured();
    let documented = catalog(&page);
    let mut reordered = documented.clone();
    for event in &mut reordered.events {
        let of_resources =
            event.resources.iter_mut().flat_map(|resource| [&mut resource.schema, &mut resource.example]);
        for block in [&mut event.schema, &mut event.example].into_iter().chain(of_resources).flatten() {
            let json = block.json.as_mut().unwrap();
            json.value = turned(&json.value);
        }
    }
    let fingerprints = |catalog| lint(&page, catalog).iter().map(Diagnostic::fingerprint).collect::<BTreeSet<_>>();
    assert_eq!(fingerprints(&documented), fingerprints(&reordered));
}

/// Which of two disagreeing events is named may depend on their order; that they disagree does not.
#[test]
fn the_order_of_events_and_rows_changes_no_finding() {
    let page = captured();
    let documented = catalog(&page);
    let mut reordered = documented.clone();
    reordered.events.reverse();
    let tables =
        reordered.events.iter_mut().filter_map(|event| event.table.as_mut()).chain(reordered.envelope.as_mut());
    tables.for_each(|table| table.rows.reverse());
    let rules = |catalog| lint(&page, catalog).iter().map(|finding| finding.rule).collect::<Vec<_>>();
    let (mut before, mut after) = (rules(&documented), rules(&reordered));
    before.sort_unstable();
    after.sort_unstable();
    assert_eq!(before, after);
}

#[test]
fn contradictions_are_found_where_they_are() {
    for (schema, places) in [
        (json!(false), vec![""]),
        (json!({"type": "array", "minItems": 3, "maxItems": 2}), vec!["/minItems"]),
        (json!({"type": "object", "minProperties": 3, "maxProperties": 2}), vec!["/minProperties"]),
        (json!({"type": "object", "maxProperties": 1, "required": ["a", "b"]}), vec!["/maxProperties"]),
        (json!({"type": "number", "minimum": 2, "maximum": 1}), vec!["/minimum"]),
        (json!({"type": "number", "minimum": 1, "maximum": 1, "exclusiveMaximum": true}), vec!["/minimum"]),
        (json!({"type": "integer", "minimum": 1.2, "maximum": 1.8}), vec!["/minimum"]),
        (json!({"type": "integer", "minimum": 4, "maximum": 6, "multipleOf": 7}), vec!["/multipleOf"]),
        (json!({"const": 1, "type": "string"}), vec!["/const"]),
        (json!({"const": 1, "enum": [2, 3]}), vec!["/const"]),
        (json!({"enum": ["a", "bb"], "minLength": 3}), vec!["/enum"]),
        (json!({"not": {}}), vec!["/not"]),
        (json!({"not": true}), vec!["/not"]),
        (json!({"allOf": [{"type": "string"}, {"type": "number"}]}), vec!["/allOf/0/type"]),
        (
            json!({"type": ["string", "array"], "minLength": 2, "maxLength": 1, "minItems": 1, "items": false}),
            vec!["/minLength"],
        ),
        (json!({"type": "object", "required": ["a"], "properties": {"a": false}}), vec!["/required/0"]),
        (json!({"type": "object", "required": ["a"], "propertyNames": {"pattern": "^b"}}), vec!["/required/0"]),
        (json!({"type": "object", "required": ["a"], "properties": {"a": {"not": {}}}}), vec!["/required/0"]),
        (json!({"anyOf": [{"not": {}}, {"not": {}}]}), vec!["/anyOf"]),
        (
            json!({"type": "object", "required": ["a", "b", "c"], "properties": {"b": {}}, "additionalProperties": false}),
            vec!["/required/0", "/required/2"],
        ),
        (
            json!({"definitions": {"d": {"properties": {"a": {"type": "string", "minLength": 2, "maxLength": 1}}}}}),
            vec!["/definitions/d/properties/a/minLength"],
        ),
        (json!({"type": "string", "not": {"type": "string"}}), vec!["/not"]),
        (
            json!({"type": "object", "properties": {"a": {"type": "object", "required": ["x"], "properties": {"x": false}}}}),
            vec!["/properties/a/required/0"],
        ),
        (
            json!({"type": "object", "unevaluatedProperties": false, "allOf": [{"$ref": "#/nowhere"}], "properties": {"a": {"enum": []}}}),
            vec!["/properties/a/enum"],
        ),
        (json!({"$schema": "https://example.org/own", "const": 1, "enum": [2]}), vec!["/const"]),
        (json!({"type": "object", "required": ["a/b~c"], "additionalProperties": false}), vec!["/required/0"]),
        (
            json!({"definitions": {"a": {"type": "string"}}, "allOf": [{"$ref": "#/definitions/a"}, {"type": "null"}]}),
            vec!["/definitions/a/type"],
        ),
        (
            json!({"type": "object", "allOf": [{"required": ["p"], "properties": {"p": {"type": "string"}}}, {"properties": {"p": {"type": "null"}}}]}),
            vec!["/allOf/0/required/0"],
        ),
    ] {
        assert_eq!(unsatisfiable(&schema), places, "{schema}");
    }
}

#[test]
fn what_can_be_satisfied_is_not_refuted() {
    for schema in [
        json!({"minLength": 5, "maxLength": 3}),
        json!({"additionalProperties": false, "required": ["a"]}),
        json!({"type": "object", "additionalProperties": false, "patternProperties": {"^a": {}}, "required": ["ab"]}),
        json!({"type": "object", "additionalProperties": {"type": "string"}, "required": ["ab"]}),
        json!({"type": "number", "minimum": 1, "maximum": 1}),
        json!({"type": "number", "exclusiveMinimum": 9_007_199_254_740_992_u64, "exclusiveMaximum": 9_007_199_254_740_993_u64}),
        json!({"type": ["integer", "null"], "minimum": 2, "maximum": 1}),
        json!({"const": 1, "enum": [1.0]}),
        json!({"type": "integer", "const": 1.0}),
        json!({"anyOf": [{"type": "string"}, false]}),
        json!({"properties": {"a": false}}),
        json!({"properties": {"a": {"not": {}}, "b": {"propertyNames": {"anyOf": [{"enum": ["x"]}, {"not": {}}]}}}}),
        json!({"definitions": {"never": {"not": {}}}, "properties": {"a": {"$ref": "#/definitions/never"}, "b": {"anyOf": [{"$ref": "#/definitions/never"}, false]}}}),
        json!({"if": {"required": ["a"]}, "then": {"not": {}}}),
        json!({"const": 1e15, "enum": [1_000_000_000_000_000_u64]}),
        json!({"exclusiveMinimum": 9_007_199_254_740_992.0, "maximum": 9_007_199_254_740_993_u64}),
        json!({"not": {"not": {}}}),
        json!({"type": "array", "items": false}),
        json!({"type": "object", "unevaluatedProperties": false, "allOf": [{"properties": {"a": {}}}], "required": ["a"]}),
        json!({"$ref": "#/definitions/a", "definitions": {"a": {"type": "object"}}, "type": "string"}),
        json!({"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]}),
    ] {
        assert_eq!(unsatisfiable(&schema), Vec::<String>::new(), "{schema}");
    }
}

#[test]
fn bad_schemas_cause_no_panic() {
    let nested = |keyword: &str, levels: usize| (0..levels).fold(json!({}), |schema, _| json!({ keyword: schema }));
    let properties =
        (0..120).fold(json!({}), |schema, _| json!({"type": "object", "required": ["a"], "properties": {"a": schema}}));
    let doubled: Map<String, Value> = (0..60)
        .map(|level| {
            let next = json!({ "$ref": format!("#/definitions/d{}", level + 1) });
            (format!("d{level}"), json!({"anyOf": [next, next], "allOf": [next, next]}))
        })
        .chain([("d60".to_owned(), json!({}))])
        .collect();
    let huge: Vec<Value> = (0..5_000).map(Value::from).collect();
    for schema in [
        json!(true),
        json!(null),
        json!([]),
        json!("text"),
        json!({"$ref": "#"}),
        json!({"$ref": 7}),
        json!({"allOf": [{"$ref": "#"}, {"$ref": "#/allOf/0"}]}),
        json!({"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}),
        json!({"properties": {"eventName": {"$ref": "#/properties/eventName"}, "payload": {"$ref": "#/properties/payload"}}}),
        json!({"properties": {"payload": {"properties": {"payload": {"$ref": "#/properties/payload"}}}}}),
        json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$dynamicRef": "#x", "prefixItems": [false]}),
        json!({"properties": 3, "required": {"a": 1}, "type": {}, "enum": 1, "allOf": {}, "minLength": "x"}),
        json!({"pattern": "(", "type": "string"}),
        json!({"enum": huge, "type": "string"}),
        nested("not", 120),
        nested("items", 120),
        nested("additionalProperties", 120),
        properties,
        json!({"definitions": doubled, "$ref": "#/definitions/d0"}),
        json!({"definitions": doubled, "properties": {"payload": {"$ref": "#/definitions/d0"}}}),
    ] {
        let start = Instant::now();
        rules_at(schema.clone(), json!({"eventName": 1, "payload": {"payload": {"payload": {}}, "a/b": {"~": [1]}}}));
        rules_at(schema.clone(), json!([[null]]));
        let took = start.elapsed();
        assert!(
            took < Duration::from_secs(120),
            "{took:?} for {}",
            schema.to_string().chars().take(80).collect::<String>()
        );
    }
}

/// Makes a place of a block a `{...}`, the only one.
fn leave_out(block: &mut Block, pointer: &str) {
    let json = block.json.as_mut().unwrap();
    let pointer = PointerBuf::parse(pointer).unwrap();
    json.places.insert(pointer.clone(), crate::catalog::Place { key: None, value: Span::default() });
    json.placeholders.push(Placeholder { pointer, span: Span::default(), resource: Some("Part".into()) });
}

#[test]
fn the_example_of_a_resource_is_validated_against_the_resource_and_its_references() {
    let mut event = event(
        json!({"type": "object", "properties": {"payload": {"properties": {"part": {}}}}}),
        json!({"payload": {"part": {}}}),
    );
    for (block, pointer) in
        [(&mut event.schema, "/properties/payload/properties/part"), (&mut event.example, "/payload/part")]
    {
        leave_out(block.as_mut().unwrap(), pointer);
    }
    let schema = json!({"properties": {"id": {"$ref": "#/definitions/Id"}}, "definitions": {"Id": {"type": "string"}}});
    event.resources.push(DocumentedResource {
        name: "Part".into(),
        schema: Some(block(schema)),
        example: Some(block(json!({"id": 1}))),
        section: None,
    });
    let findings = found(vec![event]);
    let violations: Vec<_> = findings.iter().filter(|finding| finding.rule == "example-violates-schema").collect();
    assert_eq!(violations.len(), 1, "{findings:#?}");
    assert!(violations[0].evidence["value"] == 1);
    assert_eq!((violations[0].resource.as_deref(), violations[0].pointer.as_str()), (Some("Part"), "/id"));
}

#[test]
fn an_example_that_writes_a_resource_out_is_validated_against_its_schema_and_references() {
    let own = json!({"type": "object", "definitions": {"Own": {"type": "null"}}, "properties": {
        "payload": {"properties": {"part": {}, "own": {"$ref": "#/definitions/Own"}}}
    }});
    let mut event = event(own, json!({"payload": {"part": {"id": 1}, "own": 2}}));
    leave_out(event.schema.as_mut().unwrap(), "/properties/payload/properties/part");
    let schema = json!({"properties": {"id": {"$ref": "#/definitions/Id"}}, "definitions": {"Id": {"type": "string"}}});
    event.resources.push(DocumentedResource { name: "Part".into(), schema: Some(block(schema)), ..Default::default() });
    let findings = found(vec![event]);
    let violations: BTreeSet<_> = findings
        .iter()
        .filter(|finding| finding.rule == "example-violates-schema")
        .map(|finding| finding.pointer.as_str())
        .collect();
    assert_eq!(violations, BTreeSet::from(["/payload/own", "/payload/part/id"]));
}

fn schema() -> impl Strategy<Value = Value> {
    let name = || prop::sample::select(vec!["a", "b", "payload", "eventName"]);
    let kind = prop::sample::select(vec!["null", "boolean", "string", "integer", "number", "array", "object"]);
    let scalar = || {
        prop_oneof![
            Just(json!(null)),
            Just(json!("a")),
            (-2..4_i64).prop_map(Value::from),
            Just(json!(1.5)),
            Just(json!({"a": 1})),
            Just(json!([1]))
        ]
    };
    let count =
        prop::sample::select(vec!["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"]);
    let bound = prop::sample::select(vec!["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);
    let leaf = prop_oneof![
        2 => any::<bool>().prop_map(Value::from),
        4 => kind.prop_map(|kind| json!({ "type": kind })),
        2 => (count, 0..3_u8).prop_map(|(keyword, count)| json!({ keyword: count })),
        2 => (bound, -2..3_i8).prop_map(|(keyword, bound)| json!({ keyword: bound })),
        2 => prop::collection::vec(scalar(), 1..3).prop_map(|values| json!({ "enum": values })),
        1 => scalar().prop_map(|value| json!({ "const": value })),
        2 => prop::collection::vec(name(), 1..3).prop_map(|mut names| { names.sort_unstable(); names.dedup(); json!({ "required": names }) }),
        1 => prop::sample::select(vec!["#", "#/properties/a", "#/allOf/0", "#/nowhere"]).prop_map(|place| json!({ "$ref": place })),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let single = prop::sample::select(vec![
            "not",
            "items",
            "additionalProperties",
            "contains",
            "propertyNames",
            "if",
            "then",
            "else",
        ]);
        let list = prop::sample::select(vec!["allOf", "anyOf", "oneOf"]);
        let map = prop::sample::select(vec!["properties", "patternProperties"]);
        let part = prop_oneof![
            (single, inner.clone()).prop_map(|(keyword, schema)| json!({ keyword: schema })),
            (list, prop::collection::vec(inner.clone(), 1..3))
                .prop_map(|(keyword, schemas)| json!({ keyword: schemas })),
            (map, name(), inner.clone()).prop_map(|(keyword, name, schema)| json!({ keyword: {name: schema} })),
            inner,
        ];
        let kind = prop::option::of(prop::sample::select(vec!["object", "array", "string", "integer", "number"]));
        (kind, prop::collection::vec(part, 1..6)).prop_map(|(kind, parts)| {
            let mut all: Map<String, Value> = kind.map(|kind| ("type".to_owned(), json!(kind))).into_iter().collect();
            for part in parts {
                all.extend(part.as_object().cloned().unwrap_or_default());
            }
            Value::Object(all)
        })
    })
}

fn instance() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec!["", "a", "b", "aaa"]).prop_map(Value::from),
        (-3..5_i64).prop_map(Value::from),
        Just(json!(1.5)),
    ];
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(prop::sample::select(vec!["a", "b", "payload", "c"]), inner, 0..4).prop_map(
                |members| members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<Map<_, _>>()
                    .into()
            ),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A contradiction in the schema itself is a proof: the validator accepts no instance.
    #[test]
    fn what_is_refuted_accepts_nothing(schema in schema(), instances in prop::collection::vec(instance(), 40)) {
        let found = crate::schema::contradictions(&schema);
        if let Some(first) = found.iter().find(|found| found.whole.is_root())
            && let Ok(validator) = crate::schema::compiled(&schema)
        {
            for instance in instances {
                prop_assert!(!validator.is_valid(&instance), "{schema} accepts {instance}, but: {first:?}");
            }
        }
    }

    #[test]
    fn no_schema_or_example_causes_a_panic(schema in schema(), payload in schema(), example in instance()) {
        let whole = json!({"type": "object", "properties": {"eventName": {"const": "order_placed"}, "payload": payload}});
        rules_at(schema, example.clone());
        rules_at(whole, json!({"eventName": "order_placed", "payload": example}));
    }
}
