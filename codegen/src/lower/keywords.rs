//! What the keywords of a schema say about types.

use serde_json::{Map, Value};

/// Which schemas get a type of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Object,
    Strings,
    Other,
}

pub(super) fn form(schema: &Value) -> Form {
    let Some(keywords) = schema.as_object().filter(|keywords| !keywords.contains_key("$ref")) else {
        return Form::Other;
    };
    match types(keywords) {
        (types, false) if types == ["object"] && has_members(schema) => Form::Object,
        (types, false) if types == ["string"] && texts(keywords).is_some_and(|texts| !texts.is_empty()) => {
            Form::Strings
        }
        _ => Form::Other,
    }
}

pub(super) fn has_members(schema: &Value) -> bool {
    let properties =
        schema.get("properties").and_then(Value::as_object).is_some_and(|properties| !properties.is_empty());
    let required = schema.get("required").and_then(Value::as_array);
    properties || required.is_some_and(|required| required.iter().any(Value::is_string))
}

/// The types that a schema allows besides `null`, and whether it allows `null`. Without `type` they follow from `enum` or
/// `const`.
pub(super) fn types(keywords: &Map<String, Value>) -> (Vec<&str>, bool) {
    let values = || match (keywords.get("enum"), keywords.get("const")) {
        (Some(Value::Array(values)), _) => Some(values.iter().collect::<Vec<_>>()),
        (_, Some(value)) => Some(vec![value]),
        _ => None,
    };
    let mut types: Vec<&str> = match keywords.get("type") {
        Some(Value::String(only)) => vec![only],
        Some(Value::Array(several)) => several.iter().map(|one| one.as_str().unwrap_or("unknown")).collect(),
        Some(_) => vec!["unknown"],
        None => values().unwrap_or_default().into_iter().map(type_of).collect(),
    };
    types.sort_unstable();
    types.dedup();
    let declared = types.len();
    types.retain(|name| *name != "null");
    let listed = values().is_none_or(|values| values.iter().any(|value| value.is_null()));
    let nullable = types.len() < declared && (listed || types.is_empty());
    (types, nullable)
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The texts of an enum, each once; `None` where the schema lists no values.
pub(super) fn texts(keywords: &Map<String, Value>) -> Option<Vec<&str>> {
    let values = keywords.get("enum")?.as_array()?;
    let mut texts: Vec<&str> = Vec::new();
    for text in values.iter().filter_map(Value::as_str) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    Some(texts)
}
