//! Schemas whose types could be narrower than what they accept, each with payloads that it does accept.

use serde_json::{Value, json};

/// The name of an event, the schema of its payload, and valid payloads.
pub(crate) fn all() -> Vec<(&'static str, Value, Vec<Value>)> {
    let mut all = [conditions(), maps(), arrays(), unions(), merged(), nulls(), values()].concat();
    for (_, schema, _) in &mut all {
        schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    }
    all
}

/// A payload with one property `p`, and valid values of it.
fn property(name: &'static str, schema: &Value, values: &[Value]) -> (&'static str, Value, Vec<Value>) {
    let payload = json!({"type": "object", "properties": {"p": schema}});
    (name, payload, values.iter().map(|value| json!({"p": value})).collect())
}

fn conditions() -> Vec<(&'static str, Value, Vec<Value>)> {
    let is = |text: &str| json!({"required": ["kind"], "properties": {"kind": {"const": text}}});
    let then = |schema: Value| json!({"properties": {"a": schema}});
    let text = json!({"type": "string"});
    vec![
        (
            "if_then",
            json!({"type": "object", "properties": {"kind": {"type": "string"}}, "if": is("x"), "then": then(text.clone())}),
            vec![
                json!({"kind": "x", "a": "s"}),
                json!({"kind": "y", "a": 5}),
                json!({"a": {"b": [null]}}),
                json!({"a": null}),
            ],
        ),
        (
            "if_then_required",
            json!({"type": "object", "required": ["a"], "properties": {"kind": {}}, "if": is("x"), "then": then(text.clone())}),
            vec![json!({"kind": "x", "a": "s"}), json!({"a": 5}), json!({"a": null})],
        ),
        (
            "if_then_else",
            json!({"type": "object", "required": ["a"], "if": is("x"), "then": then(text.clone()),
                "else": {"properties": {"a": {"type": "integer"}, "b": {"type": "boolean"}}}}),
            vec![
                json!({"kind": "x", "a": "s", "b": "any"}),
                json!({"kind": "z", "a": 5, "b": true}),
                json!({"a": 5.0}),
            ],
        ),
        (
            "else_if",
            json!({"type": "object", "if": is("x"), "then": then(text.clone()),
                "else": {"if": is("y"), "then": then(json!({"type": "object", "required": ["q"], "properties": {"q": {"type": "string"}}}))}}),
            vec![
                json!({"kind": "x", "a": "s"}),
                json!({"kind": "y", "a": {"q": "s"}}),
                json!({"kind": "z", "a": {"q": 1}}),
            ],
        ),
        (
            "several_conditions",
            json!({"type": "object", "required": ["kind", "data"], "properties": {"kind": {"type": "string"}, "data": {}}, "allOf": [
                {"if": is("x"), "then": {"properties": {"data": {"type": "object", "properties": {"v": text}}, "more": text}, "required": ["more"]}},
                {"if": is("y"), "then": {"properties": {"data": {"type": "object", "required": ["w"], "properties": {"w": {"type": "integer"}, "v": {"type": "integer"}}}}}}]}),
            vec![
                json!({"kind": "x", "data": {"v": "s", "w": "any"}, "more": "s"}),
                json!({"kind": "y", "data": {"w": 1, "v": 2}}),
                json!({"kind": "z", "data": [null], "more": 5}),
                json!({"kind": "z", "data": null}),
            ],
        ),
        (
            "conditions_of_unlike_types",
            json!({"type": "object", "required": ["kind", "data"], "properties": {"kind": {"type": "string"}}, "allOf": [
                {"if": is("x"), "then": {"properties": {"data": {"type": ["string", "null"]}}}},
                {"allOf": [{"if": is("y"), "then": {"properties": {"data": {"type": "array", "items": {"type": "integer"}}}}}]}]}),
            vec![
                json!({"kind": "x", "data": null}),
                json!({"kind": "y", "data": [1]}),
                json!({"kind": "z", "data": ["s"]}),
            ],
        ),
        (
            "dependent",
            json!({"type": "object", "properties": {"n": {"type": "integer"}}, "dependencies": {"n": then(text.clone())}}),
            vec![json!({"n": 1, "a": "s"}), json!({"a": 5})],
        ),
        (
            "declared_and_conditional",
            json!({"type": "object", "properties": {"a": {"description": "any"}}, "if": is("x"), "then": then(text.clone())}),
            vec![json!({"kind": "x", "a": "s"}), json!({"kind": "y", "a": []})],
        ),
        (
            "some_branches_declare",
            json!({"type": "object", "properties": {"c": {"type": "string"}},
                "anyOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}, {"properties": {"b": {"type": "integer"}}, "required": ["b"]}]}),
            vec![json!({"a": "s", "b": "s"}), json!({"b": 1, "a": 1, "c": "s"})],
        ),
        (
            "all_branches_declare",
            json!({"type": "object", "properties": {"c": {"type": "string"}},
                "oneOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}, {"properties": {"a": {"type": "integer"}}, "required": ["a"]}]}),
            vec![json!({"a": "s"}), json!({"a": 1, "c": "s"})],
        ),
        (
            "a_conditional_tag",
            json!({"type": "object", "properties": {"p": {"oneOf": [
                {"type": "object", "if": {"required": ["x"]}, "then": {"required": ["kind"], "properties": {"kind": {"const": "a"}, "v": {"type": "string"}}}, "else": {"required": ["y"]}},
                {"type": "object", "required": ["kind", "z"], "properties": {"kind": {"const": "b"}, "v": {"type": "integer"}}}]}}}),
            vec![
                json!({"p": {"y": 1, "kind": "b", "v": "s"}}),
                json!({"p": {"z": 1, "kind": "b", "v": 1}}),
                json!({"p": {"x": 1, "kind": "a", "v": "s"}}),
            ],
        ),
    ]
}

fn maps() -> Vec<(&'static str, Value, Vec<Value>)> {
    let map = |schema: Value| {
        let mut schema = schema;
        schema["type"] = json!("object");
        schema
    };
    let integer = json!({"type": "integer"});
    vec![
        property(
            "open_patterns",
            &map(json!({"patternProperties": {"^x": integer}})),
            &[json!({"x1": 1, "y": "s", "z": {"a": [1]}}), json!({"y": null}), json!({})],
        ),
        property(
            "closed_patterns",
            &map(json!({"patternProperties": {"^x": integer}, "additionalProperties": false})),
            &[json!({"x1": 1, "x2": 2.0}), json!({})],
        ),
        property(
            "patterns_and_others",
            &map(json!({"patternProperties": {"^x": integer}, "additionalProperties": {"type": "string"}})),
            &[json!({"x1": 1, "y": "s"})],
        ),
        property(
            "a_pattern_that_allows_anything",
            &map(json!({"patternProperties": {"^x": true, "^y": integer}, "additionalProperties": false})),
            &[json!({"x1": "s", "y": 1})],
        ),
        property(
            "a_pattern_that_allows_nothing",
            &map(json!({"patternProperties": {"^x": false}, "additionalProperties": integer})),
            &[json!({"y": 1})],
        ),
        property(
            "only_others_open",
            &map(json!({"additionalProperties": {"description": "any"}})),
            &[json!({"y": [null]})],
        ),
        property(
            "names_of_a_map",
            &map(json!({"propertyNames": {"enum": ["a", "b"]}, "additionalProperties": integer})),
            &[json!({"a": 1})],
        ),
        property(
            "objects_within_an_open_map",
            &map(
                json!({"patternProperties": {"^x": {"type": "object", "required": ["q"], "properties": {"q": integer, "r": integer}}}}),
            ),
            &[json!({"x": {"q": 1}, "y": {"q": "s"}, "z": {"q": 1, "r": "s"}})],
        ),
    ]
}

fn arrays() -> Vec<(&'static str, Value, Vec<Value>)> {
    let (text, integer) = (json!({"type": "string"}), json!({"type": "integer"}));
    let array = |schema: Value| {
        let mut schema = schema;
        schema["type"] = json!("array");
        schema
    };
    vec![
        property(
            "tuple",
            &array(json!({"items": [text, integer], "minItems": 1})),
            &[json!(["s"]), json!(["s", 1]), json!(["s", 1, null, {}])],
        ),
        property(
            "tuple_with_rest",
            &array(json!({"items": [text], "additionalItems": integer})),
            &[json!([]), json!(["s", 1, 2])],
        ),
        property(
            "rest_without_items_says_nothing",
            &json!({"type": "array", "allOf": [{"items": [text]}, {"additionalItems": integer}]}),
            &[json!(["s", "t"])],
        ),
        property(
            "tuples_of_two_lengths",
            &json!({"type": "array", "allOf": [{"items": [text], "additionalItems": {"type": ["string", "integer"]}},
                {"items": [text, integer], "additionalItems": text}]}),
            &[json!(["s", 1, "t"]), json!(["s"])],
        ),
        property(
            "a_list_and_a_tuple",
            &json!({"anyOf": [array(json!({"items": [integer], "additionalItems": text})), array(json!({"items": text}))]}),
            &[json!([1, "a"]), json!(["a"])],
        ),
    ]
}

fn unions() -> Vec<(&'static str, Value, Vec<Value>)> {
    let tagged =
        |text: &str, of: &str| json!({"type": "object", "properties": {"kind": {"const": text}, "v": {"type": of}}});
    vec![
        property(
            "tags",
            &json!({"oneOf": [tagged("a", "string"), tagged("b", "integer")]}),
            &[json!({"kind": "a", "v": "s"}), json!({"kind": "b", "v": 1}), json!({"kind": "a"})],
        ),
        property(
            "a_tag_that_may_be_absent",
            &json!({"anyOf": [tagged("a", "string"), tagged("b", "integer")]}),
            &[json!({"v": "s"}), json!({"v": 1}), json!({"kind": "b", "v": 1})],
        ),
        property(
            "types_and_null",
            &json!({"oneOf": [{"type": "null"}, {"type": "integer"}, {"type": "number", "not": {"type": "integer"}}, {"type": "array", "items": {"type": "string"}}]}),
            &[json!(null), json!(1), json!(1.5), json!(["s"])],
        ),
        property(
            "a_branch_without_type",
            &json!({"anyOf": [{"type": "string"}, {"minimum": 3}]}),
            &[json!("s"), json!(4), json!(null), json!({})],
        ),
        property(
            "shapes_alone",
            &json!({"anyOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
            {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}}]}),
            &[json!({"a": "s"}), json!({"b": "s", "a": 1})],
        ),
    ]
}

fn merged() -> Vec<(&'static str, Value, Vec<Value>)> {
    vec![
        property(
            "two_unions_at_once",
            &json!({"allOf": [{"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}]}),
            &[json!(1), json!(2.0)],
        ),
        property(
            "open_and_closed",
            &json!({"type": "object", "allOf": [{"patternProperties": {"^x": {"type": "integer"}}}, {"additionalProperties": {"type": ["integer", "string"]}}]}),
            &[json!({"x": 1, "y": "s"})],
        ),
        property(
            "a_condition_and_a_declaration",
            &json!({"allOf": [
                {"type": "object", "if": {"required": ["k"]}, "then": {"properties": {"a": {"type": "string"}}}},
                {"type": "object", "properties": {"a": {"type": ["string", "integer"]}}}]}),
            &[json!({"k": 1, "a": "s"}), json!({"a": 1})],
        ),
    ]
}

fn nulls() -> Vec<(&'static str, Value, Vec<Value>)> {
    let node = json!({"type": ["object", "null"], "properties": {"next": {"$ref": "#/definitions/Node"}, "all": {"type": "array", "items": {"$ref": "#/definitions/Node"}}}});
    let mut recursive = property(
        "a_recursive_definition_that_may_be_null",
        &json!({"$ref": "#/definitions/Node"}),
        &[json!(null), json!({"next": null}), json!({"next": {"next": null, "all": [null, {"all": []}]}})],
    );
    recursive.1["definitions"] = json!({"Node": node});
    vec![
        recursive,
        (
            "a_payload_that_may_be_null",
            json!({"type": ["object", "null"], "properties": {"a": {"type": "string"}}}),
            vec![json!(null), json!({"a": "s"})],
        ),
    ]
}

fn values() -> Vec<(&'static str, Value, Vec<Value>)> {
    vec![
        property(
            "integers",
            &json!({"type": "integer", "minimum": 0, "maximum": 255}),
            &[json!(1), json!(1.0), json!(255)],
        ),
        property("great_integers", &json!({"type": "integer"}), &[json!(18_446_744_073_709_551_615_u64), json!(1e300)]),
        property(
            "mixed_values",
            &json!({"enum": ["a", 1, null, {"b": 1}, [1]]}),
            &[json!("a"), json!(1), json!(null), json!({"b": 1}), json!([1])],
        ),
        property("never", &json!(false), &[]),
        (
            "formats",
            json!({"type": "object", "required": ["id"], "properties": {"p": {"type": "string", "format": "date-time"},
                "id": {"type": "string", "format": "uuid"}, "link": {"type": ["string", "null"], "format": "uri"}}}),
            vec![json!({"p": "2020-01-01T00:00:00Z", "id": "5F0F2B4A-1111-4222-8333-444444444444", "link": null})],
        ),
    ]
}
