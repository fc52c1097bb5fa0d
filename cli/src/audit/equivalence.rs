//! Scanning a line and reading it with the crate give the same findings: both are compared over documented examples
//! with random changes.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use console_events::ConsoleEvent;
use serde_json::{Value, json};

use super::documented::Documented;
use super::examine::Examiner;
use super::source::Chunk;
use super::tally::{Count, Key, Kind, Tally};
use crate::schema::parsed;

/// A pseudo-random sequence of numbers (the constants of Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A value within the document, chosen at random.
fn somewhere<'v>(value: &'v mut Value, random: &mut Random) -> &'v mut Value {
    let parts = match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    };
    if parts == 0 || random.chance(20) {
        return value;
    }
    let chosen = random.below(parts);
    match value {
        Value::Array(items) => somewhere(&mut items[chosen], random),
        Value::Object(members) => somewhere(members.values_mut().nth(chosen).unwrap(), random),
        _ => value,
    }
}

fn odd_value(random: &mut Random) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(1.5),
        json!(-3),
        json!("é \n \" \\ text"),
        json!([]),
        json!([1, null]),
        json!({}),
        json!({"a": {"b": 1}, "1": 2}),
    ];
    values[random.below(values.len())].clone()
}

fn change(event: &mut Value, random: &mut Random) {
    match random.below(9) {
        0 => {
            event["eventTimestamp"] =
                [json!(123_456), json!(1_700_000_000), json!(1.5), json!(-1), json!("now")][random.below(5)].clone();
        }
        1 => {
            event["eventName"] =
                [json!("no_such_event"), json!("another"), json!(""), json!(7)][random.below(4)].clone();
        }
        2 | 3 => *somewhere(event, random) = odd_value(random),
        4 => drop(event.as_object_mut().unwrap().remove(["eventName", "eventTimestamp", "payload"][random.below(3)])),
        5 => {
            if let Value::Object(members) = somewhere(event, random)
                && let Some(name) = members.keys().nth(random.below(members.len().max(1))).cloned()
            {
                members.remove(&name);
            }
        }
        _ => {
            let name = ["brandNew", "other/name", "42", "ü", "a\"b", "~"][random.below(6)];
            let value = odd_value(random);
            if let Value::Object(members) = somewhere(event, random) {
                members.insert(name.to_owned(), value);
            }
        }
    }
}

/// Damages the text, or writes the same document in another way.
fn rewrite(text: &mut String, random: &mut Random) {
    let at = random.below(text.len());
    if !text.is_char_boundary(at) {
        return;
    }
    match random.below(6) {
        0 => text.truncate(at),
        1 => text.insert(at, ['"', '{', ',', '\\', ' ', '0'][random.below(6)]),
        2 => *text = text.replacen("\":", "\" : ", 2),
        3 => *text = text.replacen('e', "\\u0065", 1),
        4 => *text = text.replacen("\"payload\":{", "\"payload\":{\"twice\":1,\"twice\":2,", 1),
        _ => {
            *text = text.replacen(
                "1700000000000",
                ["1700000000000.0", "17e11", "1700000000000000000000", "-0"][random.below(4)],
                1,
            );
        }
    }
}

type Content = (Vec<(Key, Count)>, Vec<(u64, String)>, u64, Vec<(String, u64)>, Vec<(String, Vec<String>)>);

fn content(tally: Tally) -> Content {
    let findings = tally.findings().map(|(key, count)| (key, count.clone())).collect();
    let seen = tally.seen.into_iter().map(|(event, seen)| (event, seen.into_iter().collect())).collect();
    (findings, tally.unreadable.into_iter().collect(), tally.deliveries, tally.events.into_iter().collect(), seen)
}

/// Compares both ways over random deliveries, and returns how many findings of a kind there were.
fn compare(documented: &Documented, kind: Kind, seeds: u64) -> usize {
    let examples: Vec<Value> =
        ConsoleEvent::examples().iter().map(|event| serde_json::to_value(event).unwrap()).collect();
    let mut of_kind = 0;
    for seed in 0..seeds {
        let mut random = Random(seed);
        let mut bytes = Vec::new();
        for _ in 0..150 {
            let mut event = examples[random.below(examples.len())].clone();
            event["eventTimestamp"] = json!(1_700_000_000_000_i64);
            while event.is_object() && random.chance(60) {
                change(&mut event, &mut random);
            }
            let mut text = event.to_string();
            if random.chance(20) {
                rewrite(&mut text, &mut random);
            }
            // A difference is known from the second time on.
            for _ in 0..=random.below(2) {
                bytes.extend_from_slice(text.replace('\n', " ").as_bytes());
                bytes.push(b'\n');
            }
        }
        let chunk = Chunk { line: 1, bytes };
        let mut scanning = Examiner::new(documented, seed % 2 == 0);
        let mut reading = Examiner::new(documented, seed % 2 == 0).without_scan();
        scanning.examine(&chunk);
        reading.examine(&chunk);
        let (scanned, read) = (content(scanning.finish()), content(reading.finish()));
        assert_eq!(scanned, read, "seed {seed}");
        of_kind += read.0.iter().filter(|(key, _)| key.kind == kind).count();
    }
    of_kind
}

#[test]
fn scanning_and_reading_find_the_same() {
    assert!(compare(&Documented::all().unwrap(), Kind::Misfit, 60) > 200);
}

/// The documented schemas with keywords that restrict more than types.
#[test]
fn what_a_schema_refuses_beyond_types_is_found_both_ways() {
    for bounds in
        [json!({"maxLength": 3}), json!({"enum": ["git", "DEV", "x"]}), json!({"anyOf": [{"pattern": "^[a-z]"}]})]
    {
        let documented = Documented::by(|kind| {
            let mut schema = parsed(kind)?;
            bound(&mut schema["properties"]["payload"], &bounds);
            if let Some(definitions) = schema.get_mut("definitions") {
                bound(definitions, &bounds);
            }
            Ok(schema)
        });
        assert!(compare(&documented.unwrap(), Kind::Invalid, 12) > 40, "{bounds}");
    }
}

/// Adds keywords wherever a schema asks for a string.
fn bound(schema: &mut Value, keywords: &Value) {
    let Value::Object(members) = schema else { return };
    if members.get("type") == Some(&json!("string")) {
        members.extend(keywords.as_object().unwrap().clone());
    }
    members.values_mut().for_each(|value| bound(value, keywords));
}
