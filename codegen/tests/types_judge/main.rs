//! The second judge of the verdict on the wire: documents generated from NEW, read by the types that are generated from OLD. All OLD
//! schemas go into one crate, which is compiled once. It takes some minutes, so it runs on demand:
//!
//! `cargo test --release -p console-events-codegen --test types_judge -- --ignored --nocapture` (`JUDGE_PAIRS=400` random pairs)

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../cases/mod.rs"]
mod cases;
mod crate_of;
#[path = "../diff_judge/dice.rs"]
mod dice;
#[path = "../diff_judge/documents.rs"]
mod documents;
mod page_edits;
mod payloads;
#[path = "../diff_judge/schemas.rs"]
mod schemas;
#[path = "../whole_crate/mod.rs"]
mod whole_crate;

use cases::Case;
use console_events_codegen::diff::{Diff, Side, Tolerance, Wire, diff};
use console_events_codegen::reconcile::Reconciled;
use dice::Dice;
use serde_json::Value;

const DOCUMENTS: usize = 60;

#[derive(Default, Debug)]
#[allow(dead_code, reason = "all of it is printed")]
struct Tally {
    pairs: usize,
    documents: usize,
    /// Compatible or no change, and all documents were read.
    right_compatible: usize,
    /// Breaking, and a document was refused.
    right_breaking: usize,
    unclassified: usize,
    /// Unclassified as a whole because one side accepts nothing, while each change has its verdict.
    vacuous: usize,
    /// Breaking by the schema, but the types read every document: they do not check values.
    too_strict: usize,
    unsound: usize,
}

#[test]
#[ignore = "compiles a crate of several hundred events"]
fn what_is_called_compatible_is_read_by_the_generated_types() {
    let pairs = std::env::var("JUDGE_PAIRS").ok().and_then(|text| text.parse().ok()).unwrap_or(400);
    let random = (0..pairs).map(random).chain((0..pairs / 2).filter_map(of_any_keywords));
    let all: Vec<Case> = cases::all().into_iter().chain(page_edits::all()).chain(random).collect();
    let mut olds = Reconciled::default();
    for case in &all {
        for event in &case.old.events {
            if olds.events.iter().all(|known| known.name != event.name) {
                olds.events.push(event.clone());
            }
        }
        for resource in &case.old.resources {
            if olds.resources.iter().all(|known| known.name != resource.name) {
                olds.resources.push(resource.clone());
            }
        }
    }
    let mut lines = Vec::new();
    let judged: Vec<(&Case, Diff, std::ops::Range<usize>)> = all
        .iter()
        .map(|case| {
            let side = |name: &str, events| Side::events(name, events).unwrap();
            let answer = diff(&side("old", &case.old), &side("new", &case.new), Tolerance::Tolerant).unwrap();
            let start = lines.len();
            lines.extend(documents_of(case, &answer).iter().map(Value::to_string));
            (case, answer, start..lines.len())
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let whole = crate_of::write(folder.path(), &olds);
    let answers = crate_of::answers(&whole, &lines);
    assert_eq!(answers.len(), lines.len());
    let mut tally = Tally { pairs: judged.len(), documents: lines.len(), ..Tally::default() };
    for (case, answer, range) in judged {
        let refused = range.clone().find(|&at| answers[at] != "ok");
        match (answer.verdict.wire, refused) {
            (Wire::None | Wire::Compatible, Some(at)) => {
                tally.unsound += 1;
                let schema = |events: &Reconciled| events.events[0].schema.to_string();
                println!("unsound: {}\n  old {}\n  new {}", case.name, schema(&case.old), schema(&case.new));
                println!("  {}\n  {}\n  {:?}", lines[at], answers[at], answer.changes);
            }
            (Wire::None | Wire::Compatible, None) => tally.right_compatible += 1,
            (Wire::Breaking, Some(_)) => tally.right_breaking += 1,
            (Wire::Breaking, None) => tally.too_strict += 1,
            (Wire::Unclassified, _) if answer.changes.iter().all(|change| change.wire != Wire::Unclassified) => {
                tally.vacuous += 1;
            }
            (Wire::Unclassified, _) => tally.unclassified += 1,
        }
    }
    println!("{tally:#?}");
    assert_eq!(tally.unsound, 0);
    assert!(tally.right_compatible > 0 && tally.right_breaking > 0, "the judge saw only one side");
}

/// Whether a payload's schema declares properties without saying that it is an object: all payloads are, says the page.
fn silent(payload: &Value) -> bool {
    let has = |keyword: &str| payload.get(keyword).is_some();
    (has("properties") || has("required")) && !has("type") && !has("$ref")
}

/// The same with each whole number written as a fraction, and one beyond 64 bits.
fn otherwise(document: &Value) -> Value {
    match document {
        Value::Number(number) if number.as_i64() == Some(7) => Value::from(1e21),
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.iter().map(otherwise).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), otherwise(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Null | Value::Bool(_) | Value::String(_) => document.clone(),
    }
}

fn random(seed: u64) -> Case {
    let mut dice = Dice::new(seed + 1);
    let old = payloads::payload(&mut dice);
    let new = payloads::edited(&mut dice, &old);
    let name = format!("random_{seed}");
    Case { old: cases::payload(&name, &old), new: cases::payload(&name, &new), name }
}

/// Payloads over all keywords, as `diff_judge` makes them.
fn of_any_keywords(seed: u64) -> Option<Case> {
    let mut dice = Dice::new(seed + 1);
    let dialect = schemas::DIALECTS[1];
    let old = schemas::document(&mut dice, dialect);
    let new = schemas::mutated(&mut dice, &old);
    let defined = !schemas::undefined(&old) && !schemas::undefined(&new);
    let name = format!("any_{seed}");
    defined.then(|| Case { old: cases::payload(&name, &old), new: cases::payload(&name, &new), name })
}

/// Documents that NEW accepts: random ones, the examples, and the counterexamples that `diff` gives.
fn documents_of(case: &Case, answer: &Diff) -> Vec<Value> {
    let mut dice = Dice::new(case.name.bytes().fold(7, |seed, byte| seed * 31 % 1_000_003 + u64::from(byte)));
    let mut found: Vec<Value> = answer.changes.iter().filter_map(|change| change.witness.clone()).collect();
    for event in &case.new.events {
        let bundle = case.new.bundled(event);
        let Ok(accepts) = jsonschema::options().offline().build(&bundle) else { continue };
        let random = (0..DOCUMENTS * 4).map(|_| documents::document(&mut dice, &bundle, &bundle, 0));
        let all = random.chain(event.example.clone()).flat_map(|document| [otherwise(&document), document]);
        let sent =
            |document: &Value| document["payload"].is_object() || !silent(&event.schema["properties"]["payload"]);
        found.extend(all.filter(|document| accepts.is_valid(document) && sent(document)).take(DOCUMENTS * 2));
    }
    found
}
