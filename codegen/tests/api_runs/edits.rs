//! Edits of a payload, each with deliveries that OLD documents. Properties whose names end in `!` are required.

use serde_json::{Value, json};

/// One edit.
pub(crate) struct Edit {
    pub(crate) name: String,
    pub(crate) about: String,
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

pub(crate) fn all() -> Vec<Edit> {
    let all: Vec<Value> = serde_json::from_str(include_str!("edits.json")).unwrap();
    let edit = |(at, edit): (usize, &Value)| Edit {
        name: format!("edit_{}", at + 1),
        about: edit["about"].as_str().unwrap().to_owned(),
        old: payload(&edit["old"]),
        new: payload(&edit["new"]),
        bodies: edit["bodies"].as_array().unwrap().clone(),
    };
    all.iter().enumerate().map(edit).collect()
}

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
