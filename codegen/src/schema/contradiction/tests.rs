//! What is found, what is not, and how long it takes.

use std::time::Duration;

use serde_json::json;

use super::*;

fn shown(parts: &[ConflictPart]) -> String {
    let one = |part: &ConflictPart| match part.within.as_slice() {
        [] => part.pointer.to_string(),
        within => format!("{}({})", part.pointer, shown(within)),
    };
    parts.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn found(schema: &Value) -> Vec<String> {
    let all = contradictions(schema);
    let mut all: Vec<String> =
        all.iter().map(|one| format!("{} < {}: {}", one.schema, one.whole, shown(&one.parts))).collect();
    all.sort();
    all
}

fn one(schema: &Value) -> String {
    found(schema).join("; ")
}

#[test]
fn nothing_can_be_left_out_of_what_is_to_blame() {
    let closed =
        json!({"type": "object", "additionalProperties": false, "properties": {"a": {}}, "required": ["b", "a", "c"]});
    assert_eq!(
        found(&closed),
        [" < : /additionalProperties /required/0 /type", " < : /additionalProperties /required/2 /type"]
    );
    let conjunction = json!({"type": "object", "allOf": [
        {"required": ["p"], "properties": {"p": {"type": "string"}}}, {"properties": {"p": {"type": "null"}, "q": {"type": "null"}}}
    ]});
    assert_eq!(
        one(&conjunction),
        " < : /allOf/0/properties/p(/allOf/0/properties/p/type) /allOf/0/required/0 /allOf/1/properties/p(/allOf/1/properties/p/type) /type"
    );
    let reference = json!({"definitions": {"a": {"type": "string", "title": "A"}}, "allOf": [{"$ref": "#/definitions/a"}, {"type": "null"}]});
    assert_eq!(one(&reference), " < : /allOf/0/$ref(/definitions/a/type) /allOf/1/type");
    let branches = json!({"type": "string", "anyOf": [{"type": "number"}, {"const": 3}]});
    assert_eq!(one(&branches), " < : /anyOf(/anyOf/0/type /anyOf/1/const) /type");
}

#[test]
fn a_contradiction_is_reported_where_it_is_and_reaches_as_far_as_it_must() {
    let bounds = json!({"type": "integer", "minimum": 3, "maximum": 2});
    let required = json!({"type": "object", "required": ["a"], "properties": {"a": bounds}});
    assert!(one(&required).starts_with("/properties/a < : "), "{}", one(&required));
    let optional = json!({"type": "object", "properties": {"a": bounds, "b": {"enum": []}}});
    let places: Vec<String> = contradictions(&optional).iter().map(|found| found.whole.to_string()).collect();
    assert_eq!(places, ["/properties/a", "/properties/b"]);
    // The root's own contradiction does not follow from the one within it.
    let both = json!({"type": "object", "properties": {"a": bounds}, "required": ["z"], "additionalProperties": false});
    let places: Vec<String> =
        contradictions(&both).iter().map(|found| format!("{} {}", found.schema, found.whole)).collect();
    assert_eq!(places, ["/properties/a /properties/a", " "]);
    // Keys that are in order as texts, not as places.
    let names =
        json!({"properties": {"a-b": bounds, "a": {"properties": {"c": bounds}, "required": ["c"], "type": "object"}}});
    let places: Vec<String> = contradictions(&names).iter().map(|found| found.schema.to_string()).collect();
    assert_eq!(places, ["/properties/a-b", "/properties/a/properties/c"]);
}

#[test]
fn what_has_no_canonical_form_hides_nothing_else() {
    let wrong = json!({"type": "string", "minLength": 2, "maxLength": 1});
    for schema in [
        json!({"unevaluatedProperties": false, "if": {"required": ["q"]}, "then": {"properties": {"q": wrong}}}),
        json!({"dependencies": {}, "unevaluatedProperties": false, "properties": {"a": {"items": wrong}}}),
        json!({"properties": {"a": {"$ref": "#/nowhere"}, "b": {"$ref": "https://example.org/x"}, "c": wrong}}),
        json!({"$schema": "https://example.org/own", "properties": {"c": wrong}}),
        json!({"$id": "https://example.org/a", "properties": {"b": {"$id": "b", "items": {"$ref": "#/definitions/c"}, "definitions": {"c": wrong}}}}),
    ] {
        assert_eq!(contradictions(&schema).len(), 1, "{schema}: {:?}", found(&schema));
    }
}

#[test]
fn hard_schemas_take_their_time_and_no_more() {
    let two =
        |index: usize| json!({"anyOf": [{"required": [format!("a{index}")]}, {"required": [format!("b{index}")]}]});
    let wide: Map<String, Value> = (0..10_000).map(|index| (format!("p{index}"), json!({"type": "string"}))).collect();
    let deep = (0..250).fold(json!({"enum": []}), |schema, _| json!({"items": schema}));
    for schema in [
        json!({"allOf": (0..20).map(two).collect::<Vec<_>>()}),
        (0..60).fold(json!({"type": "string"}), |schema, _| json!({"not": {"allOf": [schema, {"minLength": 1}]}})),
        json!({"type": "object", "properties": wide, "additionalProperties": false, "required": ["x"]}),
        json!({"enum": (0..100_000).collect::<Vec<_>>(), "type": "string"}),
        deep,
    ] {
        let start = Instant::now();
        contradictions(&schema);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
}

/// Taking back what makes one branch of `oneOf` empty lets it match beside another, which must not count as a contradiction.
#[test]
fn a_weakened_branch_refutes_nothing_around_it() {
    for (schema, accepted) in [
        (
            json!({"oneOf": [{"minLength": 0}, {"type": "array", "enum": [null]}], "allOf": [{"type": "array"}]}),
            json!([]),
        ),
        (
            json!({"type": "integer", "oneOf": [{"required": ["a"]}, {"type": "integer", "allOf": [{"type": "null"}]}]}),
            json!(0),
        ),
        (
            json!({"contains": {"type": "null", "enum": [1]}, "minContains": 0, "maxContains": 0, "type": "array", "minItems": 1}),
            json!([1]),
        ),
        (
            json!({"not": {"$ref": "#/$defs/a"}, "properties": {"b": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"type": "null", "const": 1}}}),
            json!(1),
        ),
    ] {
        let validator = crate::schema::compiled(&schema).unwrap();
        assert!(validator.is_valid(&accepted), "{schema}");
        let whole: Vec<_> = contradictions(&schema).into_iter().filter(|found| found.whole.is_root()).collect();
        assert!(whole.is_empty(), "{schema}: {whole:?}");
    }
}
