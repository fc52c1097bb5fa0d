//! What the original accepts, the weakened schema accepts: by the word of the jsonschema crate.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::schema::constraint::constraints;

/// All that can be taken back anywhere in a document: the constraints of each schema, schemas as a whole, and any keyword.
fn everything(document: &SchemaDocument<'_>) -> Vec<Constraint> {
    let mut found = Vec::new();
    for place in document.places() {
        found.extend(constraints(document, &place.pointer));
        if !place.pointer.is_root() {
            found.push(Constraint::whole(place.pointer.clone()));
        }
        for keyword in ["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef", "contentSchema"] {
            if place.schema.get(keyword).is_some() {
                found.push(Constraint::keyword(&place.pointer, keyword));
            }
        }
    }
    found
}

fn validator(schema: &Value, draft: jsonschema::Draft) -> Option<jsonschema::Validator> {
    jsonschema::options().with_draft(draft).should_validate_formats(false).build(schema).ok()
}

#[test]
fn around_a_weakened_schema_nothing_accepts_less() {
    let part = json!({"type": "string"});
    for (schema, place, weak) in [
        (json!({"not": part}), "/not", json!({})),
        (json!({"if": part, "then": false, "minimum": 1}), "/if", json!({"minimum": 1})),
        (json!({"oneOf": [part, true]}), "/oneOf/0", json!({"anyOf": [{}, true]})),
        (
            json!({"oneOf": [part, true], "anyOf": [{}]}),
            "/oneOf/0",
            json!({"anyOf": [{}], "allOf": [{"anyOf": [{}, true]}]}),
        ),
        (json!({"contains": part, "maxContains": 1}), "/contains", json!({"contains": {}})),
        (
            json!({"$defs": {"a": part}, "not": {"items": {"$ref": "#/$defs/a"}}}),
            "/$defs/a",
            json!({"$defs": {"a": {}}}),
        ),
        (
            json!({"allOf": [{"properties": {"a": part}}], "unevaluatedProperties": false}),
            "/allOf/0",
            json!({"allOf": [{}]}),
        ),
        (
            json!({"items": {"properties": {"a": part}}, "unevaluatedItems": false, "unevaluatedProperties": false}),
            "/items/properties/a",
            json!({"items": {"properties": {"a": {}}}, "unevaluatedItems": false, "unevaluatedProperties": false}),
        ),
        (
            json!({"oneOf": [{"oneOf": [part]}, {"not": part}]}),
            "/oneOf/0/oneOf/0",
            json!({"anyOf": [{"anyOf": [{}]}, {"not": part}]}),
        ),
    ] {
        let document = SchemaDocument::new(&schema);
        let constraint = Constraint::whole(PointerBuf::parse(place).unwrap());
        let weakened = Weakening::new(&document).without(Pointer::root(), [&constraint]);
        assert_eq!(weakened.schema, weak, "{schema} at {place}");
        for place in document.places() {
            let stands = weakened.place(&place.pointer);
            if weakened.schema.pointer(stands.as_str()).is_some() {
                assert_eq!(weakened.original(&stands), place.pointer, "{schema}");
            }
        }
    }
}

fn schema() -> impl Strategy<Value = Value> {
    let name = || prop::sample::select(vec!["a", "b"]);
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec!["null", "string", "integer", "array", "object"])
            .prop_map(|kind| json!({"type": kind})),
        (prop::sample::select(vec!["minLength", "maxItems", "minimum", "maxProperties"]), 0..3_u8)
            .prop_map(|(keyword, bound)| json!({ keyword: bound })),
        name().prop_map(|name| json!({"required": [name]})),
        prop::sample::select(vec!["#", "#/$defs/a", "#/$defs/b", "#/allOf/0"]).prop_map(|place| json!({"$ref": place})),
        Just(json!({"const": 1})),
    ];
    leaf.prop_recursive(3, 20, 3, move |inner| {
        let one = prop::sample::select(vec![
            "not",
            "items",
            "additionalProperties",
            "contains",
            "propertyNames",
            "if",
            "then",
            "else",
            "unevaluatedProperties",
            "unevaluatedItems",
        ]);
        let part = prop_oneof![
            3 => (one, inner.clone()).prop_map(|(keyword, schema)| json!({ keyword: schema })),
            2 => (prop::sample::select(vec!["allOf", "anyOf", "oneOf", "prefixItems"]), prop::collection::vec(inner.clone(), 1..3))
                .prop_map(|(keyword, schemas)| json!({ keyword: schemas })),
            2 => (prop::sample::select(vec!["properties", "patternProperties", "dependentSchemas"]), name(), inner.clone())
                .prop_map(|(keyword, name, schema)| json!({ keyword: { name: schema } })),
            1 => (inner.clone(), 0..2_u8).prop_map(|(schema, most)| json!({"contains": schema, "minContains": 0, "maxContains": most})),
            2 => inner,
        ];
        prop::collection::vec(part, 1..4).prop_map(|parts| {
            let keywords = parts.into_iter().filter_map(|part| part.as_object().cloned()).flatten();
            keywords.collect::<Map<_, _>>().into()
        })
    })
}

fn instance() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(json!(null)), Just(json!("")), Just(json!("ab")), (0..3_u8).prop_map(Value::from)];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(prop::sample::select(vec!["a", "b", "c"]), inner, 0..3).prop_map(|members| {
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_weakened_schema_accepts_what_the_original_accepts(
        (whole, a, b) in (schema(), schema(), schema()),
        draft in prop::sample::select(vec!["https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"]),
        chosen in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        instances in prop::collection::vec(instance(), 24),
    ) {
        let mut schema = whole;
        if let Value::Object(keywords) = &mut schema {
            keywords.insert("$schema".to_owned(), draft.into());
            keywords.insert("$defs".to_owned(), json!({"a": a, "b": b}));
        }
        let document = SchemaDocument::new(&schema);
        let all = everything(&document);
        let Some(before) = validator(&schema, document.draft()) else { return Ok(()) };
        if !all.is_empty() {
            let taken: Vec<&Constraint> = chosen.iter().map(|index| index.get(&all)).collect();
            let weakened = Weakening::new(&document).without(Pointer::root(), taken.iter().copied()).schema;
            if let Some(after) = validator(&weakened, document.draft()) {
                for instance in instances.iter().filter(|instance| before.is_valid(instance)) {
                    prop_assert!(after.is_valid(instance), "{instance} is valid under {schema}, not under {weakened}: {taken:?}");
                }
            }
        }
    }
}
