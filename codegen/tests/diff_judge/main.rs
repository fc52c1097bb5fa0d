//! An independent judge of the verdict on the wire: documents generated from NEW, which a validator reads by OLD's schema.
//!
//! `DIFF_JUDGE_PAIRS=20000 cargo test --release -p console-events-codegen --test diff_judge -- --nocapture` is the large run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod dice;
mod documents;
mod reader;
mod schemas;

use console_events_codegen::diff::{Side, Tolerance, Wire, diff};
use dice::Dice;
use jsonschema::Validator;
use serde_json::Value;

const DOCUMENTS: usize = 120;

#[derive(Default, Debug)]
struct Tally {
    pairs: usize,
    documents: usize,
    compatible: usize,
    breaking: usize,
    /// Breaking, and the witness is one by the judge as well.
    confirmed: usize,
    /// Unclassified, and the judge found a refused document.
    missed: usize,
    /// Unclassified, and the judge found none: perhaps too strict.
    strict: usize,
    /// Unclassified as a whole because one side accepts nothing, while each change has its verdict.
    vacuous: usize,
    /// No change, and nothing refused.
    empty: usize,
    /// Milliseconds of the slowest comparison.
    slowest: u128,
}

#[test]
fn what_is_called_compatible_is_read() {
    let pairs = std::env::var("DIFF_JUDGE_PAIRS").ok().and_then(|text| text.parse().ok()).unwrap_or(250);
    let first: u64 = std::env::var("DIFF_JUDGE_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    for reader in [Tolerance::Tolerant, Tolerance::Strict] {
        let mut tally = Tally::default();
        for seed in first..first + pairs {
            judge(seed, reader, &mut tally);
        }
        println!("{reader:?}: {tally:?}");
        assert!(tally.compatible + tally.empty > 0 && tally.breaking > 0, "the judge saw only one side: {tally:?}");
        assert_eq!(tally.breaking, tally.confirmed, "a counterexample that is none: {tally:?}");
    }
}

fn judge(seed: u64, reader: Tolerance, tally: &mut Tally) {
    let mut dice = Dice::new(seed);
    let dialect = *dice.pick(schemas::DIALECTS);
    let old = schemas::document(&mut dice, dialect);
    let other = if dice.one_in(12) { *dice.pick(schemas::DIALECTS) } else { dialect };
    let mut new = if dice.one_in(6) { schemas::document(&mut dice, other) } else { schemas::mutated(&mut dice, &old) };
    let mut old = old;
    if dice.one_in(2) {
        std::mem::swap(&mut old, &mut new);
    }
    if schemas::undefined(&old) || schemas::undefined(&new) {
        return;
    }
    let read = if reader == Tolerance::Tolerant { reader::read(&old) } else { old.clone() };
    let (Ok(accepts), Ok(reads)) = (validator(&new), validator(&read)) else { return };
    let (Ok(before), Ok(after)) = (Side::schema("old", old.clone()), Side::schema("new", new.clone())) else { return };
    let start = std::time::Instant::now();
    if std::env::var("DIFF_JUDGE_TRACE").is_ok() {
        println!("seed {seed} {reader:?}\nold {old}\nnew {new}");
    }
    let answer = diff(&before, &after, reader).unwrap();
    tally.slowest = tally.slowest.max(start.elapsed().as_millis());
    tally.pairs += 1;
    if answer.changes.is_empty() {
        let back = diff(&after, &before, reader).unwrap();
        assert!(
            back.verdict.wire != Wire::Breaking,
            "seen one way only (seed {seed}): {:#?}\nold {old}\nnew {new}",
            back.changes
        );
    }
    let refused = (0..DOCUMENTS).find_map(|_| {
        let document = documents::document(&mut dice, &new, &new, 0);
        if !accepts.is_valid(&document) {
            return None;
        }
        tally.documents += 1;
        (!reads.is_valid(&document)).then_some(document)
    });
    let witnesses = || answer.changes.iter().filter_map(|change| change.witness.as_ref());
    match (answer.verdict.wire, &refused) {
        (Wire::None | Wire::Compatible, Some(document)) => {
            panic!(
                "unsound (seed {seed}, {reader:?}): {:?}\nold {old}\nnew {new}\nrefused {document}\n{:#?}",
                answer.verdict, answer.changes
            )
        }
        (Wire::None | Wire::Compatible, None) if answer.changes.is_empty() => tally.empty += 1,
        (Wire::None | Wire::Compatible, None) => tally.compatible += 1,
        (Wire::Unclassified, Some(document)) => {
            tally.missed += 1;
            if std::env::var("DIFF_JUDGE_MISSED").is_ok() {
                println!("missed (seed {seed}, {reader:?})\nold {old}\nnew {new}\nrefused {document}");
                for change in answer.changes.iter().filter(|change| change.wire == Wire::Unclassified) {
                    println!("    {} {} {}", change.kind, change.pointer, change.message);
                }
            }
        }
        (Wire::Unclassified, None) if answer.changes.iter().all(|change| change.wire != Wire::Unclassified) => {
            tally.vacuous += 1;
        }
        (Wire::Unclassified, None) => {
            tally.strict += 1;
            if std::env::var("DIFF_JUDGE_SHOW").is_ok() {
                println!("unclassified (seed {seed}, {reader:?})\nold {old}\nnew {new}");
                for change in answer.changes.iter().filter(|change| change.wire == Wire::Unclassified) {
                    println!("    {} {} {}", change.kind, change.pointer, change.message);
                }
            }
        }
        (Wire::Breaking, _) => {
            tally.breaking += 1;
            let confirmed = witnesses().next().is_some()
                && witnesses().all(|witness| accepts.is_valid(witness) && !reads.is_valid(witness));
            tally.confirmed += usize::from(confirmed);
            if !confirmed {
                println!("unconfirmed (seed {seed}, {reader:?})\nold {old}\nnew {new}");
                for witness in witnesses() {
                    println!(
                        "    witness {witness}: accepted {}, read {}",
                        accepts.is_valid(witness),
                        reads.is_valid(witness)
                    );
                }
            }
        }
    }
}

fn validator(schema: &Value) -> Result<Validator, String> {
    jsonschema::options().offline().build(schema).map_err(|error| error.to_string())
}
