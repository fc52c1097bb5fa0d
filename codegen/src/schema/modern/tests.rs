//! The converted schema says the same of each document, by the word of the jsonschema crate.

use super::*;

/// A document that is the schema in the words of 2020-12.
fn converted(schema: &Value) -> Option<Value> {
    let document = SchemaDocument::new(schema);
    let mut count = 0;
    let mut name = |_: &SchemaPlace<'_>| {
        count += 1;
        format!("n{count}")
    };
    let made = modern(&document, Pointer::from_static("/$defs"), &mut name)?;
    let definitions: Map<_, _> = made.into_iter().collect();
    Some(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/n1", "$defs": definitions
    }))
}

/// A validator for the draft in which the project reads the schema.
fn validator(schema: &Value) -> jsonschema::Validator {
    let draft = SchemaDocument::new(schema).draft();
    let options = jsonschema::options().with_draft(draft).should_validate_formats(false);
    options.build(schema).unwrap_or_else(|why| panic!("{why}: {schema}"))
}

/// Both say the same about each instance, and both verdicts come up.
fn agree(schema: &Value, instances: &[Value]) {
    let new = converted(schema).unwrap();
    assert!(jsonschema::meta::validate(&new).is_ok(), "{new}");
    let (before, after) = (validator(schema), validator(&new));
    for instance in instances {
        assert_eq!(before.is_valid(instance), after.is_valid(instance), "{instance}\n{schema}\n{new}");
    }
    assert!(instances.iter().any(|instance| before.is_valid(instance)), "{schema} refuses all");
    assert!(instances.iter().any(|instance| !before.is_valid(instance)), "{schema} accepts all");
}

#[test]
fn keywords_of_older_drafts_keep_their_meaning() {
    let tuples = [json!([1]), json!(["a"]), json!([1, "a"]), json!([1, 2]), json!([1, "a", true])];
    agree(&json!({"items": [{"type": "integer"}, {"type": "string"}], "additionalItems": false}), &tuples);
    agree(&json!({"items": [{"type": "integer"}], "additionalItems": {"type": "string"}}), &tuples);
    agree(&json!({"items": {"type": "integer"}, "additionalItems": false}), &tuples);
    let objects = [json!({}), json!({"a": 1}), json!({"a": 1, "b": 1}), json!({"a": 1, "c": "x"}), json!({"c": 1})];
    agree(&json!({"dependencies": {"a": ["b"], "c": {"properties": {"c": {"type": "string"}}}}}), &objects);
    let numbers = [json!(0), json!(1), json!(2), json!(3)];
    let four = |mut schema: Value| {
        schema["$schema"] = "http://json-schema.org/draft-04/schema#".into();
        schema
    };
    agree(&four(json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 2, "exclusiveMaximum": false})), &numbers);
    agree(&four(json!({"const": 1, "if": true, "then": false, "maximum": 2})), &numbers);
}

#[test]
fn keywords_beside_a_reference_are_ignored_in_old_drafts() {
    let instances = [json!(1), json!("a"), json!("abcd")];
    agree(
        &json!({"$ref": "#/definitions/t", "maxLength": 2, "title": "T", "definitions": {"t": {"type": "string"}}}),
        &instances,
    );
    let new = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/t", "maxLength": 2, "$defs": {"t": {"type": "string"}}});
    agree(&new, &instances);
    let kept = converted(&json!({"$ref": "#/definitions/t", "title": "T", "definitions": {"t": {}}})).unwrap();
    assert_eq!(kept["$defs"]["n1"], json!({"$ref": "#/$defs/n2", "title": "T"}));
}

#[test]
fn references_of_every_form_lead_where_they_led() {
    let schema = json!({
        "$id": "https://example.org/root",
        "properties": {
            "a": {"$ref": "#/definitions/a%20b~1c"}, "b": {"$ref": "#here"}, "c": {"$ref": "inner#/definitions/own"},
            "d": {"$ref": "#"}, "e": {"$ref": "#/properties/f/items/0"}, "f": {"items": [{"type": "string"}]},
            "g": {"$ref": "#/parts/0"}, "h": {"$ref": "#/definitions/unused/properties/x"}
        },
        "definitions": {
            "a b/c": {"type": "string"}, "t": {"$id": "#here", "type": "string"},
            "i": {"$id": "inner", "definitions": {"own": {"type": "string"}}},
            "unused": {"properties": {"x": {"type": "string"}}}
        },
        "parts": [{"type": "string"}]
    });
    let mut instances = vec![json!({})];
    for name in ["a", "b", "c", "e", "g", "h"] {
        instances.extend([json!({ name: "text" }), json!({ name: 1 }), json!({"d": { name: 1 }})]);
    }
    agree(&schema, &instances);
    let new = converted(&schema).unwrap().to_string();
    assert!(!new.contains("$id") && !new.contains("example.org") && !new.contains("unused"), "{new}");
}

#[test]
fn a_reference_that_leads_nowhere_says_so_and_allows_everything() {
    let schema = json!({"properties": {
        "a": {"$ref": "#/none"}, "b": {"$ref": "https://example.org/other"}, "c": {"$ref": "#/definitions/x"}, "d": {"type": "null"}
    }, "definitions": {"x": {"$ref": "#/definitions/y"}, "y": {"$ref": "#/definitions/x"}}});
    let new = converted(&schema).unwrap();
    let validator = validator(&new);
    assert!(validator.is_valid(&json!({"a": 1, "b": 1, "c": 1})) && !validator.is_valid(&json!({"d": 1})));
    let comment = |name: &str| new["$defs"]["n1"]["properties"][name]["$comment"].as_str().unwrap().to_owned();
    assert!(comment("a").contains("leads to nothing"));
    assert!(comment("b").contains("another document"));
    assert!(comment("c").contains("back to itself"));
}

#[test]
fn data_is_left_alone() {
    let schema = json!({"enum": [{"$ref": "#/none", "definitions": {}}, 1], "default": {"items": [1]}});
    agree(&schema, &[json!(1), json!(2), json!({"$ref": "#/none", "definitions": {}})]);
    assert_eq!(converted(&schema).unwrap()["$defs"]["n1"], schema);
}

#[test]
fn a_dynamic_schema_is_not_taken_apart() {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$dynamicAnchor": "node",
        "$defs": {"other": {"$id": "other", "$dynamicAnchor": "node", "$dynamicRef": "#node"}}
    });
    assert_eq!(converted(&schema), None);
}

/// `JSON_SCHEMA_TEST_SUITE=DIR/tests cargo test -p console-events-codegen --lib suite -- --ignored --nocapture`
#[test]
#[ignore = "needs a checkout of the public JSON-Schema-Test-Suite"]
fn the_public_suite_gets_the_same_answers() {
    let folder = std::path::PathBuf::from(std::env::var("JSON_SCHEMA_TEST_SUITE").expect("the folder of its tests"));
    let (mut agreed, mut whole, mut wrong) = (0, 0, Vec::new());
    for draft in ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"] {
        let uri = match draft {
            "draft4" => "http://json-schema.org/draft-04/schema#",
            "draft6" => "http://json-schema.org/draft-06/schema#",
            "draft7" => "http://json-schema.org/draft-07/schema#",
            "draft2019-09" => "https://json-schema.org/draft/2019-09/schema",
            _ => "https://json-schema.org/draft/2020-12/schema",
        };
        for file in std::fs::read_dir(folder.join(draft)).unwrap() {
            let path = file.unwrap().path();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            for group in serde_json::from_str::<Vec<Value>>(&text).unwrap() {
                let mut schema = group["schema"].clone();
                if let Value::Object(keywords) = &mut schema {
                    keywords.entry("$schema").or_insert_with(|| uri.into());
                }
                let options = || jsonschema::options().should_validate_formats(false);
                // What the validator itself cannot compile needs other documents.
                let Ok(before) = options().build(&schema) else { continue };
                let Some(new) = converted(&schema) else {
                    whole += 1;
                    continue;
                };
                let after = options().build(&new);
                for test in group["tests"].as_array().unwrap() {
                    let same = after
                        .as_ref()
                        .is_ok_and(|after| before.is_valid(&test["data"]) == after.is_valid(&test["data"]));
                    if same {
                        agreed += 1;
                    } else {
                        let name = path.file_name().unwrap().to_string_lossy().into_owned();
                        wrong.push(format!("{draft} {name}: {} / {}", group["description"], test["description"]));
                    }
                }
            }
        }
    }
    println!("{agreed} agree, {} do not, {whole} schemas stand as a whole", wrong.len());
    for wrong in wrong {
        println!("{wrong}");
    }
    assert!(agreed > 0);
}
