//! What examples show at a place of a schema, and the schema inferred from it.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value, json};

use super::ChoiceContext;
use crate::catalog::Witness;
use crate::envelope;
use crate::schema::json_type;

/// The values that the example shows at a place of its schema: `properties` lead to members, `items` to all items.
pub fn examples_at<'a>(asked: &ChoiceContext<'a>, schema_place: &Pointer) -> Vec<&'a Value> {
    let (base, witness) = match asked.finding.resource {
        Some(_) => (Witness::ResourceSchema, Witness::ResourceExample),
        None => (Witness::Schema, Witness::Example),
    };
    let base = asked.of_witness(base, Pointer::root());
    let example = asked.at(&asked.of_witness(witness, Pointer::root()));
    let Some(below) = schema_place.strip_prefix(&base) else { return Vec::new() };
    walk(example.into_iter().collect(), below)
}

/// Follows a place of a schema into instances.
pub(super) fn walk<'a>(mut values: Vec<&'a Value>, schema_place: &Pointer) -> Vec<&'a Value> {
    let tokens: Vec<String> = schema_place.tokens().map(|token| token.decoded().into_owned()).collect();
    let mut tokens = tokens.iter();
    while let Some(token) = tokens.next() {
        values = match (token.as_str(), values) {
            ("properties", values) => {
                let Some(name) = tokens.next() else { return Vec::new() };
                values.into_iter().filter_map(|value| value.get(name)).collect()
            }
            ("items", values) => values.into_iter().filter_map(Value::as_array).flatten().collect(),
            _ => return Vec::new(),
        };
    }
    values
}

/// The place of a schema's property in the payload, dotted as in a table: `a.b[].c`. None outside the payload.
pub fn payload_place(schema_place: &Pointer) -> Option<String> {
    let tokens: Vec<String> = schema_place.tokens().map(|token| token.decoded().into_owned()).collect();
    let mut tokens = tokens.iter().map(String::as_str);
    if (tokens.next(), tokens.next()) != (Some("properties"), Some(envelope::PAYLOAD)) {
        return None;
    }
    let mut words = String::new();
    while let Some(token) = tokens.next() {
        match token {
            "properties" => {
                if !words.is_empty() {
                    words.push('.');
                }
                words.push_str(tokens.next()?);
            }
            "items" => words.push_str("[]"),
            _ => return None,
        }
    }
    (!words.is_empty()).then_some(words)
}

/// A schema inferred from these values: their types, properties and items. Each property is marked as declared from an
/// example.
pub fn inferred(values: &[&Value]) -> Value {
    let mut schema = Map::new();
    let mut kinds: Vec<&str> = Vec::new();
    for value in values {
        // A whole number in an example need not always be whole, and `null` shows no type.
        let kind = json_type(value);
        if !value.is_null() && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    match kinds[..] {
        [] => {}
        [kind] => {
            schema.insert("type".into(), kind.into());
        }
        _ => {
            schema.insert("type".into(), json!(kinds));
        }
    }
    let items: Vec<&Value> = values.iter().filter_map(|value| value.as_array()).flatten().collect();
    if !items.is_empty() {
        let mut items = inferred(&items);
        if let Value::Object(items) = &mut items {
            items.shift_remove(MARK);
        }
        schema.insert("items".into(), items);
    }
    let objects: Vec<&Map<String, Value>> = values.iter().filter_map(|value| value.as_object()).collect();
    let mut properties = Map::new();
    for name in objects.iter().flat_map(|object| object.keys()) {
        if !properties.contains_key(name) {
            let of_name: Vec<&Value> = objects.iter().filter_map(|object| object.get(name)).collect();
            properties.insert(name.clone(), inferred(&of_name));
        }
    }
    if !properties.is_empty() {
        schema.insert("properties".into(), properties.into());
    }
    schema.insert(MARK.into(), "example".into());
    schema.into()
}

const MARK: &str = "x-declared-from";

/// The part of `place` below `base`, the place of a witness.
pub(super) fn within(base: &Pointer, place: &Pointer) -> PointerBuf {
    place.strip_prefix(base).map(Pointer::to_buf).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_from_examples_says_what_they_show_and_no_more() {
        let values = [json!({"a": "x", "b": [{"c": 1}, {"d": null}]}), json!({"a": true})];
        assert_eq!(
            inferred(&values.iter().collect::<Vec<_>>()),
            json!({
                "type": "object",
                "properties": {
                    "a": {"type": ["string", "boolean"], MARK: "example"},
                    "b": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"c": {"type": "number", MARK: "example"}, "d": {MARK: "example"}}},
                        MARK: "example"
                    }
                },
                MARK: "example"
            })
        );
    }

    #[test]
    fn a_place_of_the_payload_in_the_words_of_a_table() {
        let words = |place: &'static str| payload_place(Pointer::from_static(place));
        assert_eq!(words("/properties/payload/properties/a/properties/b/items/properties/c").unwrap(), "a.b[].c");
        assert_eq!(words("/properties/eventName"), None);
        assert_eq!(words("/properties/payload"), None);
    }
}
