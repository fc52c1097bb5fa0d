//! Edits of a payload, each with deliveries that OLD documents.

use serde_json::{Value, json};

/// One edit.
pub(crate) struct Edit {
    pub(crate) name: String,
    pub(crate) about: &'static str,
    pub(crate) old: Value,
    pub(crate) new: Value,
    /// Payloads of deliveries.
    pub(crate) bodies: Vec<Value>,
}

impl Edit {
    pub(crate) fn delivery(&self, payload: &Value) -> Value {
        json!({"eventName": self.name, "eventTimestamp": 1, "payload": payload})
    }
}

/// A payload with these properties; those whose name ends in `!` are required.
fn payload(properties: &Value) -> Value {
    let plain = |name: &String| name.trim_end_matches('!').to_owned();
    let members = properties.as_object().unwrap();
    let required: Vec<String> = members.keys().filter(|name| name.ends_with('!')).map(plain).collect();
    let declared: serde_json::Map<_, _> = members.iter().map(|(name, schema)| (plain(name), schema.clone())).collect();
    let mut schema = json!({"type": "object", "properties": declared});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

pub(crate) fn all() -> Vec<Edit> {
    let text = || json!({"type": "string"});
    let whole = || json!({"type": "integer"});
    let read_as = |name: &str| json!({"type": "string", "x-accessor": name});
    let listed = |values: &[&str]| json!({"type": "string", "enum": values});
    let object = |properties: Value| payload(&properties);
    let tagged = |values: &[&str]| {
        let branch = |value: &&str| json!({"type": "object", "required": ["form"], "properties": {"form": {"const": value}, "size": {"type": "integer"}}});
        json!({"oneOf": values.iter().map(branch).collect::<Vec<_>>()})
    };
    let ab = || vec![json!({"a": "first", "b": "second"})];
    let edits: Vec<(&'static str, Value, Value, Vec<Value>)> = vec![
        (
            "optional properties in another order",
            json!({"a": text(), "b": text()}),
            json!({"b": text(), "a": text()}),
            ab(),
        ),
        (
            "required properties of one type in another order",
            json!({"a!": text(), "b!": text()}),
            json!({"b!": text(), "a!": text()}),
            ab(),
        ),
        (
            "two names that fold to one, in another order",
            json!({"aB": text(), "a_b": whole()}),
            json!({"a_b": whole(), "aB": text()}),
            vec![json!({"aB": "x", "a_b": 1})],
        ),
        (
            "a second name that folds to the same",
            json!({"aB": text()}),
            json!({"aB": text(), "a_b": text()}),
            vec![json!({"aB": "x"})],
        ),
        (
            "one of two names that fold to one goes",
            json!({"aB": text(), "a_b": text()}),
            json!({"aB": text()}),
            vec![json!({"aB": "x", "a_b": "y"})],
        ),
        (
            "another property under the same Rust name",
            json!({"userId": text()}),
            json!({"user_id": text()}),
            vec![json!({"userId": "x", "user_id": "y"})],
        ),
        ("a further required property", json!({"a!": text()}), json!({"a!": text(), "b!": text()}), ab()),
        ("the first required property", json!({"a": text()}), json!({"a": text(), "b!": text()}), ab()),
        (
            "an optional property becomes required",
            json!({"a!": text(), "b": text()}),
            json!({"a!": text(), "b!": text()}),
            ab(),
        ),
        (
            "a required property becomes optional",
            json!({"a!": text(), "b!": text()}),
            json!({"a!": text(), "b": text()}),
            ab(),
        ),
        ("an optional property more", json!({"a": text()}), json!({"a": text(), "b": text()}), ab()),
        ("a property goes", json!({"a": text(), "b": text()}), json!({"a": text()}), ab()),
        (
            "a property is renamed",
            json!({"a": text(), "roleId": text()}),
            json!({"a": text(), "roleIds": text()}),
            vec![json!({"roleId": "x"})],
        ),
        (
            "two properties exchange their types",
            json!({"a": text(), "b": whole()}),
            json!({"a": whole(), "b": text()}),
            vec![json!({"a": "x", "b": 1})],
        ),
        (
            "a value more in an enumeration",
            json!({"s": listed(&["on", "off"])}),
            json!({"s": listed(&["on", "off", "idle"])}),
            vec![json!({"s": "on"}), json!({"s": "idle"})],
        ),
        (
            "a value less in an enumeration",
            json!({"s": listed(&["on", "off"])}),
            json!({"s": listed(&["on"])}),
            vec![json!({"s": "on"})],
        ),
        (
            "values of an enumeration in another order",
            json!({"s": listed(&["on", "off"])}),
            json!({"s": listed(&["off", "on"])}),
            vec![json!({"s": "off"})],
        ),
        (
            "a value that folds to another's name",
            json!({"s": listed(&["in-use", "off"])}),
            json!({"s": listed(&["in-use", "in_use", "off"])}),
            vec![json!({"s": "in-use"})],
        ),
        (
            "another value under the same Rust name",
            json!({"s": listed(&["in-use", "off"])}),
            json!({"s": listed(&["in_use", "off"])}),
            vec![json!({"s": "in-use"})],
        ),
        ("a description", json!({"a": text()}), json!({"a": {"type": "string", "description": "New words."}}), ab()),
        (
            "null joins an optional property",
            json!({"a": text()}),
            json!({"a": {"type": ["string", "null"]}}),
            vec![json!({"a": "x"})],
        ),
        (
            "a whole number becomes any number",
            json!({"n": whole()}),
            json!({"n": {"type": "number"}}),
            vec![json!({"n": 1})],
        ),
        (
            "the items of an array",
            json!({"l": {"type": "array", "items": text()}}),
            json!({"l": {"type": "array", "items": whole()}}),
            vec![json!({"l": ["x"]})],
        ),
        (
            "the values of a map",
            json!({"m": {"type": "object", "additionalProperties": text()}}),
            json!({"m": {"type": "object", "additionalProperties": whole()}}),
            vec![json!({"m": {"k": "x"}})],
        ),
        (
            "a nested property more",
            json!({"o": object(json!({"x": text()}))}),
            json!({"o": object(json!({"x": text(), "y": text()}))}),
            vec![json!({"o": {"x": "1", "y": "2"}})],
        ),
        (
            "a nested object becomes a text",
            json!({"o": object(json!({"x": text()}))}),
            json!({"o": text()}),
            vec![json!({"o": {"x": "1"}})],
        ),
        (
            "an accessor reads another property",
            json!({"a": read_as("owner_of_it"), "b": text()}),
            json!({"a": text(), "b": read_as("owner_of_it")}),
            ab(),
        ),
        ("an accessor more", json!({"a": text()}), json!({"a": read_as("maker_of_it")}), ab()),
        ("an accessor goes", json!({"a": read_as("keeper_of_it")}), json!({"a": text()}), ab()),
        (
            "a property becomes confidential",
            json!({"a": text()}),
            json!({"a": {"type": "string", "x-confidential": true}}),
            ab(),
        ),
        (
            "a property called as the field for undeclared ones",
            json!({"a": text()}),
            json!({"a": text(), "extra": text()}),
            ab(),
        ),
        ("a bound", json!({"a": text()}), json!({"a": {"type": "string", "maxLength": 9}}), ab()),
        (
            "a form more in a union",
            json!({"u": tagged(&["disc", "cube"])}),
            json!({"u": tagged(&["disc", "cube", "ball"])}),
            vec![json!({"u": {"form": "disc", "size": 1}})],
        ),
        (
            "a form less in a union",
            json!({"u": tagged(&["disc", "cube", "ball"])}),
            json!({"u": tagged(&["disc", "cube"])}),
            vec![json!({"u": {"form": "disc", "size": 1}})],
        ),
        (
            "free text becomes an enumeration",
            json!({"s": text()}),
            json!({"s": listed(&["on"])}),
            vec![json!({"s": "on"})],
        ),
    ];
    let edit = |(at, (about, old, new, bodies)): (usize, (&'static str, Value, Value, Vec<Value>))| Edit {
        name: format!("edit_{}", at + 1),
        about,
        old: payload(&old),
        new: payload(&new),
        bodies,
    };
    edits.into_iter().enumerate().map(edit).collect()
}
