//! A payload that its schema accepts is read without a misfit, and whatever comes in its place is written again as it came.
//!
//! Schemas of all shapes become the events of one page, whose crate is compiled once. The jsonschema crate says which documents are
//! valid. `VALID_READS=2000 cargo test --release -p console-events-codegen --test valid_reads` asks for more schemas.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../cases/mod.rs"]
mod cases;
mod damage;
#[path = "../diff_judge/dice.rs"]
mod dice;
#[path = "../diff_judge/documents.rs"]
mod documents;
#[allow(dead_code, reason = "another judge edits them, too")]
#[path = "../types_judge/payloads.rs"]
mod payloads;
#[allow(dead_code, reason = "another judge mutates them, too")]
#[path = "../diff_judge/schemas.rs"]
mod schemas;
mod shapes;
#[path = "../whole_crate/mod.rs"]
mod whole_crate;

use std::io::Write as _;
use std::process::Stdio;

use console_events_codegen::emit::emit;
use console_events_codegen::lower::lower;
use console_events_codegen::reconcile::Reconciled;
use dice::Dice;
use serde_json::{Value, json};
use whole_crate::WholeCrate;

/// Valid documents that are looked for, and damaged ones, of each generated schema.
const DOCUMENTS: usize = 40;

/// For each line: whether what was read is written again as it came, and the first misfit.
const READER: &str = r#"
fn main() {
    for line in std::io::stdin().lines() {
        let line = line.expect("a line");
        let came: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        match console_events::ConsoleEvent::from_str(&line) {
            Ok(event) => {
                let same = serde_json::to_value(&event).expect("JSON") == came;
                let misfits: Vec<String> = event.misfits().iter().map(ToString::to_string).collect();
                println!("{}", serde_json::json!({"same": same, "misfits": misfits}));
            }
            Err(error) => println!("{}", serde_json::json!({"same": false, "misfits": [error.to_string()]})),
        }
    }
}
"#;

/// A document, and what is asked of it.
struct Question {
    event: usize,
    document: Value,
    valid: bool,
}

#[test]
fn what_a_schema_accepts_is_read_without_a_misfit_and_nothing_is_lost() {
    let count = std::env::var("VALID_READS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let (mut page, mut questions) = (Reconciled::default(), Vec::new());
    for (name, payload, valid) in shapes::all() {
        let events = cases::payload(name, &payload);
        let bundle = events.bundled(&events.events[0]);
        let accepts = jsonschema::options().offline().build(&bundle).unwrap();
        for value in valid {
            let document = delivery(name, &value);
            assert!(accepts.is_valid(&document), "{name} does not accept {value}");
            ask(&mut questions, page.events.len(), document, true);
        }
        page.events.extend(events.events);
    }
    let mut found = 0;
    for seed in 0..count {
        let mut dice = Dice::new(seed);
        let name = format!("random_{seed}");
        let payload = match seed % 3 {
            0 => payloads::payload(&mut dice),
            _ => schemas::document(&mut dice, schemas::DIALECTS[usize::try_from(seed).unwrap() % 4]),
        };
        if schemas::undefined(&payload) {
            continue;
        }
        let events = cases::payload(&name, &payload);
        let bundle = events.bundled(&events.events[0]);
        let Ok(accepts) = jsonschema::options().offline().build(&bundle) else { continue };
        let root = &events.events[0].schema;
        // A payload is an object, says the page of all events: the schema need not say so again.
        let stated = root["properties"]["payload"].get("type").is_some();
        let all = (0..DOCUMENTS * 4).map(|_| documents::document(&mut dice, root, &root["properties"]["payload"], 0));
        let valid = all
            .flat_map(|value| [written_otherwise(&value), value])
            .filter(|value| stated || value.is_object())
            .map(|value| delivery(&name, &value))
            .filter(|document| accepts.is_valid(document));
        for document in valid.take(DOCUMENTS).collect::<Vec<_>>() {
            found += 1;
            let damaged = damage::damaged(&mut dice, &document["payload"]);
            ask(&mut questions, page.events.len(), delivery(&name, &damaged), false);
            ask(&mut questions, page.events.len(), document, true);
        }
        page.events.extend(events.events);
    }
    assert!(found > count * 10, "only {found} valid documents: the generator finds none");
    let answers = read(&page, &questions);
    assert_eq!(answers.len(), questions.len());
    // One of each event is enough to see what is wrong.
    let mut wrong = std::collections::BTreeMap::new();
    for (question, answer) in questions.iter().zip(&answers) {
        let misfits = answer["misfits"].as_array().unwrap();
        if answer["same"] != true || (question.valid && !misfits.is_empty()) {
            let schema = &page.events[question.event].schema;
            let kind = if question.valid { "valid" } else { "damaged" };
            wrong
                .entry(question.event)
                .or_insert_with(|| format!("{kind}: {}\n  {answer}\n  {schema}\n", question.document));
        }
    }
    println!("{} events, {} documents, {found} valid random ones", page.events.len(), questions.len());
    let shown: String = wrong.values().take(12).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} events are not read as their schemas say:\n{shown}", wrong.len());
}

fn ask(questions: &mut Vec<Question>, event: usize, document: Value, valid: bool) {
    questions.push(Question { event, document, valid });
}

fn delivery(name: &str, payload: &Value) -> Value {
    json!({"eventName": name, "eventTimestamp": 1, "payload": payload})
}

/// The same with each whole number written with a fraction of nothing: it is the same integer to JSON Schema.
fn written_otherwise(document: &Value) -> Value {
    match document {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.iter().map(written_otherwise).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), written_otherwise(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Null | Value::Bool(_) | Value::String(_) => document.clone(),
    }
}

/// Compiles the crate of the page, and has it read all documents.
fn read(page: &Reconciled, questions: &[Question]) -> Vec<Value> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("valid-reads");
    let whole = WholeCrate::new(folder);
    whole.generated(&emit(&lower(page).unwrap(), "valid-reads").unwrap().files);
    // With the crates whose types a format has.
    let features = ["chrono", "jiff", "url", "uuid"];
    whole.consumer_with(&features, "src/main.rs", READER);
    whole.consumer_with(&features, "src/bin/receiver.rs", include_str!("consumer.rs"));
    let receiver = whole.cargo(&["run", "--package", "consumer", "--bin", "receiver"]).output().unwrap();
    assert!(receiver.status.success(), "consumer.rs: {}", String::from_utf8_lossy(&receiver.stderr));
    let mut reader = whole
        .cargo(&["run", "--package", "consumer", "--bin", "consumer"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = reader.stdin.take().unwrap();
    let lines: Vec<String> = questions.iter().map(|question| format!("{}\n", question.document)).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.concat().as_bytes()));
    let output = reader.wait_with_output().unwrap();
    let _ = writer.join();
    assert!(output.status.success(), "the generated crate does not compile, or its reader failed");
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
