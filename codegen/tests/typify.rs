//! What typify 0.8 makes of the shapes that `lower::prepare` changes before typify gets them: the reason of each change. A newer typify
//! that does better changes a snapshot here, and the change can go.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

/// The type definitions without attributes that do not matter, or how it failed.
fn made(definitions: &Value) -> String {
    let definitions = definitions.as_object().unwrap().iter().map(|(name, schema)| {
        (name.clone(), serde_json::from_value::<schemars::schema::Schema>(schema.clone()).unwrap())
    });
    let definitions: Vec<_> = definitions.collect();
    let run = || {
        let mut space = TypeSpace::new(&TypeSpaceSettings::default());
        space.add_ref_types(definitions).map(|()| space.to_stream())
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Err(_) => "panics".to_owned(),
        Ok(Err(error)) => format!("refuses: {}", error.to_string().lines().next().unwrap_or_default()),
        Ok(Ok(stream)) => {
            let file = syn::parse2::<syn::File>(stream).unwrap();
            let mut text = String::new();
            for mut item in file.items {
                match &mut item {
                    syn::Item::Struct(of) => of.attrs.retain(|attribute| attribute.path().is_ident("serde")),
                    syn::Item::Enum(of) => of.attrs.retain(|attribute| attribute.path().is_ident("serde")),
                    _ => continue,
                }
                let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
                let _ = write!(text, "{}", prettyplease::unparse(&file));
            }
            text
        }
    }
}

#[test]
fn what_typify_makes_of_what_is_changed_for_it() {
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let tagged = |tag: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": tag}, "a": {"type": "string"}}});
    let cases = [
        (
            "an optional nullable property is one `Option`",
            json!({"T": object(json!({"a": {"type": ["string", "null"]}}))}),
        ),
        (
            "a closed object refuses",
            json!({"T": {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}}),
        ),
        (
            "bounds make a type that refuses",
            json!({"T": object(json!({"a": {"type": "integer", "minimum": 1, "maximum": 255}}))}),
        ),
        (
            "a pattern makes a type that refuses",
            json!({"T": object(json!({"a": {"type": "string", "pattern": "^a"}}))}),
        ),
        (
            "a default hides absence",
            json!({"T": object(json!({"a": {"type": "array", "default": [], "items": {"type": "string"}}}))}),
        ),
        (
            "an integer is narrower than JSON's",
            json!({"T": object(json!({"a": {"type": "integer"}, "b": {"type": "number"}}))}),
        ),
        (
            "two properties that fold to one",
            json!({"T": object(json!({"aB": {"type": "string"}, "a_b": {"type": "string"}}))}),
        ),
        (
            "two nested types of one name are the first of them",
            json!({"T": object(json!({"a": {"title": "X", "type": "object", "properties": {"b": {"type": "string"}}},
                "c": {"title": "X", "type": "object", "properties": {"d": {"type": "integer"}}}}))}),
        ),
        (
            "branches with a tag that are references are tried one after the other",
            json!({"A": tagged("a"), "B": tagged("b"), "T": {"oneOf": [{"$ref": "#/definitions/A"}, {"$ref": "#/definitions/B"}]}}),
        ),
        (
            "branches that may both hold become a struct that holds them all",
            json!({"T": {"anyOf": [object(json!({"a": {"type": "string"}})), object(json!({"b": {"type": "string"}}))]}}),
        ),
        (
            "`allOf` with a conflict has no values",
            json!({"T": object(json!({"p": {"allOf": [{"type": "string", "enum": ["a"]}, {"type": "string", "const": "b"}]}}))}),
        ),
        (
            "a reference beside a type",
            json!({"A": {"type": "string"}, "T": object(json!({"p": {"$ref": "#/definitions/A", "type": "object"}}))}),
        ),
        (
            "a tuple that may be shorter",
            json!({"T": {"type": "array", "items": [{"type": "string"}, {"type": "integer"}]}}),
        ),
        (
            "a property that a condition declares is not there",
            json!({"T": {"type": "object", "properties": {"kind": {"type": "string"}}, "if": {"required": ["kind"]},
                "then": {"properties": {"a": {"type": "string"}}}}}),
        ),
        (
            "an open map of patterns is a `Value` for all",
            json!({"T": object(json!({"a": {"type": "object", "patternProperties": {"^x": {"type": "integer"}}}}))}),
        ),
        ("a reference to nowhere", json!({"T": object(json!({"p": {"$ref": "#/definitions/None"}}))})),
        (
            "`required` without a property is a `Value`",
            json!({"T": {"type": "object", "required": ["a"], "properties": {"b": {"type": "string"}}}}),
        ),
        (
            "a circle is boxed where the walk meets it",
            json!({"A": object(json!({"b": {"$ref": "#/definitions/B"}})), "B": object(json!({"a": {"$ref": "#/definitions/A"}}))}),
        ),
    ];
    let mut text = String::new();
    for (title, definitions) in cases {
        let _ = writeln!(text, "# {title}\n{}\n", made(&definitions).trim_end());
    }
    insta::assert_snapshot!(text);
}
