//! The tolerant reader as a schema of its own: objects opened wherever that can only let more through.

use serde_json::{Map, Value};

/// OLD as the tolerant reader reads it: `additionalProperties: false` is gone, `oneOf` takes what fits some branch; what stands
/// under `not`, `if` and the like is read to the letter.
pub(crate) fn opened(root: &Value) -> Value {
    let mut open = open(root);
    let definitions = root.get("definitions").and_then(Value::as_object);
    let mut all: Map<String, Value> = definitions.cloned().unwrap_or_default();
    for (name, schema) in definitions.into_iter().flatten() {
        all.insert(format!("{name}:open"), self::open(schema));
    }
    if let Value::Object(members) = &mut open {
        members.insert("definitions".into(), all.into());
    }
    open
}

fn open(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut out = Map::new();
    let mut alternatives = Vec::new();
    for (keyword, value) in members {
        let value = match (keyword.as_str(), value) {
            ("additionalProperties" | "unevaluatedProperties", Value::Bool(false)) => continue,
            ("$ref", Value::String(reference)) => format!("{reference}:open").into(),
            ("properties" | "patternProperties" | "dependencies" | "dependentSchemas", Value::Object(inner)) => {
                let inner = inner
                    .iter()
                    .map(|(name, value)| (name.clone(), if value.is_array() { value.clone() } else { open(value) }));
                inner.collect::<Map<_, _>>().into()
            }
            ("items" | "prefixItems" | "allOf" | "anyOf", Value::Array(inner)) => inner.iter().map(open).collect(),
            ("oneOf", Value::Array(inner)) => {
                alternatives.push(serde_json::json!({"anyOf": inner.iter().map(open).collect::<Vec<_>>()}));
                continue;
            }
            (
                "items" | "additionalItems" | "additionalProperties" | "contains" | "then" | "else" | "propertyNames",
                inner,
            ) => open(inner),
            (_, other) => other.clone(),
        };
        out.insert(keyword.clone(), value);
    }
    if !alternatives.is_empty() {
        let all = out.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
        all.as_array_mut().unwrap().extend(alternatives);
    }
    Value::Object(out)
}
