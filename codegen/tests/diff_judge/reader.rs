//! The tolerant reader as a schema of its own, written down once more, independently of the comparison: types, and required
//! properties; what is neither lets everything through.

use serde_json::{Map, Value, json};

/// What is read of `schema` without a misfit.
pub(crate) fn read(schema: &Value) -> Value {
    let Some(members) = schema.as_object() else { return json!(true) };
    let has = |keyword: &str| members.contains_key(keyword);
    let all = |value: &Value| value.as_array().into_iter().flatten().map(read).collect::<Vec<_>>();
    let by_name = |value: &Value| {
        value.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), read(value))).collect::<Map<_, _>>()
    };
    let mut out = Map::new();
    let mut and = Vec::new();
    for (keyword, value) in members {
        let read = match keyword.as_str() {
            "$schema" | "$id" | "$anchor" | "$ref" | "$dynamicRef" | "$dynamicAnchor" | "$recursiveRef"
            | "$recursiveAnchor" | "required" => value.clone(),
            "properties" | "definitions" | "$defs" => by_name(value).into(),
            "allOf" | "prefixItems" => all(value).into(),
            "anyOf" | "oneOf" => {
                and.push(json!({ "anyOf": all(value) }));
                continue;
            }
            "items" if value.is_array() => all(value).into(),
            "items" | "additionalItems" => read(value),
            "additionalProperties"
                if value.is_object() && !has("properties") && !has("required") && !has("patternProperties") =>
            {
                read(value)
            }
            _ => continue,
        };
        out.insert(keyword.clone(), read);
    }
    let values = members.get("enum").and_then(Value::as_array).cloned();
    let values = values.or_else(|| Some(vec![members.get("const")?.clone()])).filter(|values| !values.is_empty());
    let types = match (members.get("type"), &values) {
        (Some(Value::Array(types)), Some(values)) if types.len() > 1 && !values.contains(&Value::Null) => {
            Some(types.iter().filter(|name| *name != "null").cloned().collect::<Value>())
        }
        (Some(types), _) => Some(types.clone()),
        (None, Some(values)) => Some(values.iter().map(|value| json!(name(value))).collect::<Value>()),
        (None, None) => None,
    };
    if let Some(mut types) = types {
        if let Some(types) = types.as_array_mut() {
            types.sort_by_key(Value::to_string);
            types.dedup();
        }
        out.insert("type".into(), types);
    }
    if !and.is_empty() {
        let parts = out.entry("allOf").or_insert_with(|| json!([]));
        parts.as_array_mut().unwrap().extend(and);
    }
    Value::Object(out)
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
