//! Damage to a document: a value of another type, a member more or less, another tag, an item more.

use serde_json::{Value, json};

use crate::dice::Dice;

/// The document with one or two places damaged.
pub(crate) fn damaged(dice: &mut Dice, document: &Value) -> Value {
    let mut damaged = document.clone();
    for _ in 0..=dice.roll(2) {
        damage(dice, &mut damaged);
    }
    damaged
}

fn damage(dice: &mut Dice, value: &mut Value) {
    let here = dice.one_in(3);
    match value {
        Value::Object(members) if !members.is_empty() && !here => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = dice.pick(&names);
            match dice.roll(4) {
                0 => drop(members.shift_remove(name)),
                1 => drop(members.insert(format!("{name}More"), other(dice))),
                _ => damage(dice, &mut members[name]),
            }
        }
        Value::Array(items) if !items.is_empty() && !here => {
            let at = dice.roll(items.len());
            match dice.roll(4) {
                0 => drop(items.remove(at)),
                1 => items.push(other(dice)),
                _ => damage(dice, &mut items[at]),
            }
        }
        other_type => *other_type = other(dice),
    }
}

fn other(dice: &mut Dice) -> Value {
    match dice.roll(9) {
        0 => Value::Null,
        1 => json!(false),
        2 => json!(-1),
        3 => json!(1.5),
        4 => json!(18_446_744_073_709_551_615_u64),
        5 => json!("somethingElse"),
        6 => json!(["x", {"y": null}]),
        7 => json!({"a": "somethingElse", "kind": "unheardOf"}),
        _ => json!({}),
    }
}
