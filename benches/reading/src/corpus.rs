//! The bodies that are read: a reproducible mixture of events, from 0.2 KB up, made from the documented examples.

use std::sync::LazyLock;

use console_events::{ConsoleEvent, Payload};
use serde_json::Value;

use crate::plain;

const COUNT: usize = 2_000;

/// One delivery.
#[derive(Debug)]
pub struct Body {
    /// The event's name.
    pub event: String,
    /// The body of the delivery.
    pub text: Vec<u8>,
}

/// As documented.
pub static CLEAN: LazyLock<Vec<Body>> = LazyLock::new(clean);
/// The same events, in each of them one optional property `null`.
pub static ONE_NULL: LazyLock<Vec<Body>> = LazyLock::new(|| damaged(|_| Value::Null));
/// The same events, in each of them one optional property of another type.
pub static ONE_MISFIT: LazyLock<Vec<Body>> =
    LazyLock::new(|| damaged(|value| if value.is_string() { 4_711.into() } else { "another".into() }));

/// The same events with `null` for each optional property of the payload.
pub static ALL_NULL: LazyLock<Vec<Body>> = LazyLock::new(all_null);

/// A small number generator with a fixed seed, so that the bodies are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }
}

/// The name comes before the payload, after it, or between timestamp and payload, a third each.
fn clean() -> Vec<Body> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    // The types of typify are from one version of the page, so events of later versions are left out.
    let known = ConsoleEvent::examples().iter().filter(|event| plain::NAMES.contains(&event.name()));
    let examples: Vec<Value> = known.filter_map(|event| serde_json::to_value(event).ok()).collect();
    (0..COUNT)
        .map(|_| {
            let example = &examples[dice.below(examples.len())];
            let mut payload = example["payload"].clone();
            vary(&mut payload, &mut dice);
            let name = format!(r#""eventName":{}"#, example["eventName"]);
            let timestamp = format!(r#""eventTimestamp":{}"#, 1_700_000_000_000 + dice.below(100_000_000));
            let payload = format!(r#""payload":{payload}"#);
            let members = match dice.below(3) {
                0 => [name, timestamp, payload],
                1 => [timestamp, name, payload],
                _ => [payload, timestamp, name],
            };
            let event = example["eventName"].as_str().unwrap_or_default().to_owned();
            Body { event, text: format!("{{{}}}", members.join(",")).into_bytes() }
        })
        .collect()
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

/// The clean bodies, each with another value for its last optional property, so that the fast way reads almost
/// everything before it fails.
fn damaged(to: fn(&Value) -> Value) -> Vec<Body> {
    let damage = |body: &Body| {
        let document: Value = serde_json::from_slice(&body.text).unwrap_or_default();
        let mut pointers = Vec::new();
        members(&document["payload"], "/payload", &mut pointers);
        let candidates = pointers.iter().rev().filter_map(|pointer| {
            let mut document = document.clone();
            let value = document.pointer_mut(pointer)?;
            *value = to(value);
            Some((document.to_string(), pointer))
        });
        // The reader itself shows whether the property is optional: its value is the only misfit.
        let mut optional = candidates.filter(|(text, pointer)| {
            ConsoleEvent::from_str(text).is_ok_and(|event| {
                !matches!(event.payload, Payload::Unknown(_))
                    && event.misfits().len() == 1
                    && event.misfits()[0].pointer() == *pointer
            })
        });
        let text = optional.next().map_or_else(|| body.text.clone(), |(text, _)| text.into_bytes());
        Body { event: body.event.clone(), text }
    };
    CLEAN.iter().map(damage).collect()
}

fn all_null() -> Vec<Body> {
    let damage = |body: &Body| {
        let mut document: Value = serde_json::from_slice(&body.text).unwrap_or_default();
        let names: Vec<String> =
            document["payload"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        for name in names {
            let came = document["payload"][&name].take();
            let event = ConsoleEvent::from_str(&document.to_string());
            if event.is_ok_and(|event| matches!(event.payload, Payload::Unknown(_))) {
                document["payload"][&name] = came;
            }
        }
        Body { event: body.event.clone(), text: document.to_string().into_bytes() }
    };
    CLEAN.iter().map(damage).collect()
}

/// The pointers of all members of objects, in the order of the document.
fn members(value: &Value, pointer: &str, found: &mut Vec<String>) {
    for (name, member) in value.as_object().into_iter().flatten() {
        let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
        found.push(pointer.clone());
        members(member, &pointer, found);
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        members(item, &format!("{pointer}/{index}"), found);
    }
}
