//! A seeded corpus of mixed events, from 0.2 KB up, made from the documented examples.

use serde_json::Value;

#[path = "../tests/common/mod.rs"]
mod common;

/// A small generator of numbers: the corpus is the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }
}

/// That many deliveries. The name stands before the payload, between timestamp and payload, or behind them, a third each.
pub(crate) fn deliveries(count: usize) -> Vec<Vec<u8>> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let events = common::events();
    let examples: Vec<Value> = events.into_iter().filter_map(|event| event.example).collect();
    (0..count)
        .map(|_| {
            let example = &examples[dice.below(examples.len())];
            let mut payload = example["payload"].clone();
            vary(&mut payload, &mut dice);
            let name = example["eventName"].to_string();
            let name = format!(r#""eventName":{name}"#);
            let timestamp = format!(r#""eventTimestamp":{}"#, 1_700_000_000_000 + dice.below(100_000_000));
            let payload = format!(r#""payload":{payload}"#);
            let members = match dice.below(3) {
                0 => [name, timestamp, payload],
                1 => [timestamp, name, payload],
                _ => [payload, timestamp, name],
            };
            format!("{{{}}}", members.join(",")).into_bytes()
        })
        .collect()
}

/// The same deliveries, in each of them one optional property of the payload another value.
#[allow(dead_code, reason = "one of the benches needs it")]
pub(crate) fn damaged(deliveries: &[Vec<u8>], to: fn(&str) -> Value) -> Vec<Vec<u8>> {
    let events = common::events();
    let damage = |body: &Vec<u8>| {
        let mut document: Value = serde_json::from_slice(body).unwrap();
        let name = document["eventName"].as_str().unwrap_or_default().to_owned();
        let event = events.iter().find(|event| event.names().any(|other| other == name));
        let places = event.map(|event| common::places::places(event, &document)).unwrap_or_default();
        // The last of them: what stands before it has been read when the fast way fails.
        if let Some(place) = places.iter().rfind(|place| place.kept.as_deref() == Some(&place.pointer)) {
            *document.pointer_mut(&place.pointer).unwrap() = to(&place.kind);
        }
        document.to_string().into_bytes()
    };
    deliveries.iter().map(damage).collect()
}

/// A value of another type.
#[allow(dead_code, reason = "one of the benches needs it")]
pub(crate) fn another(kind: &str) -> Value {
    if kind == "string" { Value::from(4_711) } else { Value::from("another") }
}

/// Other texts, and arrays of other lengths.
fn vary(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::String(text) => text.push_str(&"0123456789abcdef"[..dice.below(12)]),
        Value::Array(items) if !items.is_empty() => {
            let length = 1 + dice.below(items.len() * 3);
            *items = items.iter().cycle().take(length).cloned().collect();
            for item in items {
                vary(item, dice);
            }
        }
        Value::Object(members) => members.values_mut().for_each(|member| vary(member, dice)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {}
    }
}
