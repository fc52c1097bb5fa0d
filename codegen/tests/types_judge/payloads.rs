//! Random payloads as documentation has them, and the edits that documentation sees.

use serde_json::{Map, Value, json};

use crate::dice::Dice;

const NAMES: &[&str] = &["a", "b", "ab", "c"];

/// The schema of a payload.
pub(crate) fn payload(dice: &mut Dice) -> Value {
    object(dice, 2)
}

fn object(dice: &mut Dice, depth: usize) -> Value {
    let mut properties = Map::new();
    for _ in 0..=dice.roll(3) {
        properties.insert((*dice.pick(NAMES)).to_owned(), value(dice, depth));
    }
    let required: Vec<&String> = properties.keys().filter(|_| dice.one_in(2)).collect();
    let mut object = json!({"type": "object", "required": required, "properties": properties});
    match dice.roll(4) {
        0 | 1 => object["additionalProperties"] = json!(false),
        2 => object["additionalProperties"] = json!(true),
        _ => {}
    }
    object
}

fn value(dice: &mut Dice, depth: usize) -> Value {
    let deep = depth > 0;
    match dice.roll(if deep { 22 } else { 15 }) {
        0 => json!({"type": "string"}),
        1 => json!({"type": "string", "minLength": dice.roll(3), "maxLength": 3}),
        2 => json!({"type": "string", "pattern": "^a", "format": "date"}),
        3 => json!({"type": "integer"}),
        4 => json!({"type": "integer", "minimum": dice.roll(4), "maximum": 9}),
        5 => json!({"type": "number"}),
        6 => json!({"type": "boolean"}),
        7 => json!({"type": "null"}),
        8 => json!({"type": ["string", "null"]}),
        9 => json!({"type": ["integer", "null"]}),
        10 => json!({"enum": ["a", "ab", "b"]}),
        11 => json!({"type": "string", "enum": ["a", "12"]}),
        12 => json!({"const": "a"}),
        13 => json!({"type": ["string", "integer"]}),
        14 => json!({}),
        15 => json!({"type": "array", "items": value(dice, depth - 1)}),
        16 => json!({"type": ["array", "null"], "items": value(dice, depth - 1), "minItems": dice.roll(2)}),
        17 => json!({"type": "array"}),
        18 => json!({"type": "object", "additionalProperties": value(dice, depth - 1)}),
        19 => json!({"oneOf": [value(dice, depth - 1), {"type": "null"}]}),
        20 => json!({"anyOf": [value(dice, depth - 1), value(dice, depth - 1)]}),
        _ => object(dice, depth - 1),
    }
}

/// The payload after one or two edits.
pub(crate) fn edited(dice: &mut Dice, payload: &Value) -> Value {
    let mut edited = payload.clone();
    for _ in 0..=dice.roll(2) {
        edit(dice, &mut edited);
    }
    edited
}

fn edit(dice: &mut Dice, schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else { return };
    let names: Vec<String> = members
        .get("properties")
        .and_then(Value::as_object)
        .map(|all| all.keys().cloned().collect())
        .unwrap_or_default();
    if names.is_empty() {
        *schema = value(dice, 1);
        return;
    }
    let name = dice.pick(&names).clone();
    match dice.roll(8) {
        0 => schema["properties"][dice.pick(NAMES)] = value(dice, 1),
        1 => drop(schema["properties"].as_object_mut().map(|all| all.shift_remove(&name))),
        2 => schema["required"] = json!([]),
        3 => schema["required"] = json!([name]),
        4 => schema["additionalProperties"] = json!(dice.one_in(2)),
        5 => schema["properties"][&name] = value(dice, 1),
        _ => edit(dice, &mut schema["properties"][&name]),
    }
}
