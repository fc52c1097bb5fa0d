//! What typify 0.8 makes of the shapes that `lower::prepare` changes before typify gets them: the reason for each change. Each title begins with
//! the words by which ARCHITECTURE.md names the change. If a newer typify does better, a snapshot here changes, and ours can be deleted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::collections::BTreeSet;
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

/// What stands before the colon, each once.
fn topics(titles: &[&str]) -> BTreeSet<String> {
    titles.iter().map(|title| title.split_once(": ").unwrap().0.to_owned()).collect()
}

/// What ARCHITECTURE.md says is replaced: the words in bold of its list.
fn replaced() -> BTreeSet<String> {
    let text = include_str!("../../ARCHITECTURE.md");
    let section = text.split_once("\n## How types are made\n").unwrap().1.split("\n## ").next().unwrap();
    section.lines().filter_map(|line| Some(line.strip_prefix("- **")?.split_once("**")?.0.to_owned())).collect()
}

fn object(properties: &Value) -> Value {
    json!({"type": "object", "properties": properties})
}

fn tagged(tag: &str) -> Value {
    json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": tag}, "a": {"type": "string"}}})
}

/// Properties and their values.
fn members() -> Vec<(&'static str, Value)> {
    vec![
        (
            "Presence: an optional nullable property is one `Option`",
            json!({"T": object(&json!({"a": {"type": ["string", "null"]}}))}),
        ),
        (
            "Bounds, patterns, formats, defaults, closed objects: a closed object refuses",
            json!({"T": {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}}),
        ),
        (
            "Bounds, patterns, formats, defaults, closed objects: bounds make a type that refuses",
            json!({"T": object(&json!({"a": {"type": "integer", "minimum": 1, "maximum": 255}}))}),
        ),
        (
            "Bounds, patterns, formats, defaults, closed objects: a pattern makes a type that refuses",
            json!({"T": object(&json!({"a": {"type": "string", "pattern": "^a"}}))}),
        ),
        (
            "Bounds, patterns, formats, defaults, closed objects: a default hides absence",
            json!({"T": object(&json!({"a": {"type": "array", "default": [], "items": {"type": "string"}}}))}),
        ),
        (
            "Numbers: an integer is narrower than JSON's",
            json!({"T": object(&json!({"a": {"type": "integer"}, "b": {"type": "number"}}))}),
        ),
        (
            "Names: two properties that fold to one",
            json!({"T": object(&json!({"aB": {"type": "string"}, "a_b": {"type": "string"}}))}),
        ),
        (
            "Names: two nested types of one name are the first of them",
            json!({"T": object(&json!({"a": {"title": "X", "type": "object", "properties": {"b": {"type": "string"}}},
                "c": {"title": "X", "type": "object", "properties": {"d": {"type": "integer"}}}}))}),
        ),
    ]
}

/// What has several parts.
fn combined() -> Vec<(&'static str, Value)> {
    vec![
        (
            "Unions: branches with a tag that are references are tried one after the other",
            json!({"A": tagged("a"), "B": tagged("b"), "T": {"oneOf": [{"$ref": "#/definitions/A"}, {"$ref": "#/definitions/B"}]}}),
        ),
        (
            "Unions: branches that may both hold become a struct that holds them all",
            json!({"T": {"anyOf": [object(&json!({"a": {"type": "string"}})), object(&json!({"b": {"type": "string"}}))]}}),
        ),
        (
            "`allOf`, `$ref` beside keywords: a conflict makes a type without values",
            json!({"T": object(&json!({"p": {"allOf": [{"type": "string", "enum": ["a"]}, {"type": "string", "const": "b"}]}}))}),
        ),
        (
            "`allOf`, `$ref` beside keywords: a reference beside a type",
            json!({"A": {"type": "string"}, "T": object(&json!({"p": {"$ref": "#/definitions/A", "type": "object"}}))}),
        ),
        (
            "Tuples: a tuple that may be shorter",
            json!({"T": {"type": "array", "items": [{"type": "string"}, {"type": "integer"}]}}),
        ),
        (
            "Conditions: `if` and `then`",
            json!({"T": {"type": "object", "properties": {"kind": {"type": "string"}}, "if": {"required": ["kind"]},
                "then": {"properties": {"a": {"type": "string"}}}}}),
        ),
        (
            "Maps: a map of patterns refuses all other names",
            json!({"T": object(&json!({"a": {"type": "object", "patternProperties": {"^x": {"type": "integer"}}}}))}),
        ),
        (
            "`allOf`, `$ref` beside keywords: a reference to nowhere",
            json!({"T": object(&json!({"p": {"$ref": "#/definitions/None"}}))}),
        ),
        (
            "Presence: `required` without a property is a `Value`",
            json!({"T": {"type": "object", "required": ["a"], "properties": {"b": {"type": "string"}}}}),
        ),
        (
            "Boxes: a circle is boxed where the walk meets it",
            json!({"A": object(&json!({"b": {"$ref": "#/definitions/B"}})), "B": object(&json!({"a": {"$ref": "#/definitions/A"}}))}),
        ),
        (
            "`allOf`, `$ref` beside keywords: objects are joined, and a `const` is gone",
            json!({"T": {"allOf": [object(&json!({"a": {"const": "x"}})), object(&json!({"b": {"type": "integer"}}))]}}),
        ),
        (
            "Unions: JSON types are tried one after the other",
            json!({"T": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}),
        ),
        (
            "Unions: objects without a tag are tried one after the other",
            json!({"T": {"oneOf": [{"title": "A", "type": "object", "properties": {"a": {"type": "string"}}},
                {"title": "B", "type": "object", "properties": {"b": {"type": "string"}}}]}}),
        ),
        ("Texts: a text that is not listed is refused", json!({"T": {"type": "string", "enum": ["on", "off"]}})),
        (
            "Bounds, patterns, formats, defaults, closed objects: a format makes a type that refuses",
            json!({"T": object(&json!({"a": {"type": "string", "format": "uuid"}}))}),
        ),
        (
            "Conditions: `dependentSchemas` is not read",
            json!({"T": {"type": "object", "properties": {"a": {"type": "string"}}, "dependentSchemas": {"a": {"properties": {"b": {"type": "string"}}}}}}),
        ),
        (
            "Tuples: a tuple with further items",
            json!({"T": {"type": "array", "items": [{"type": "string"}], "additionalItems": {"type": "integer"}, "minItems": 1}}),
        ),
        (
            "Marks: a keyword of our own is gone",
            json!({"T": object(&json!({"a": {"type": "string", "x-confidential": true}}))}),
        ),
    ]
}

#[test]
fn what_typify_makes_of_what_is_changed_for_it() {
    let cases = [members(), combined()].concat();
    assert_eq!(topics(&cases.iter().map(|(title, _)| *title).collect::<Vec<_>>()), replaced());
    let mut text = String::new();
    for (title, definitions) in cases {
        let _ = writeln!(text, "# {title}\n{}\n", made(&definitions).trim_end());
    }
    insta::assert_snapshot!(text);
}
