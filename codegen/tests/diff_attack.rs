//! Pairs that a careless comparison would call compatible, each with the document that tells: valid under NEW, refused by OLD, as an
//! independent validator confirms. By hand, where random schemas rarely go; one file an area in `diff_attacks/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "diff_judge/reader.rs"]
mod reader;

use std::path::Path;

use console_events_codegen::diff::{Side, Tolerance, Wire, diff};
use serde_json::Value;

fn attacks() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff_attacks");
    let files = std::fs::read_dir(folder).unwrap();
    files
        .flat_map(|file| {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            serde_json::from_str::<Vec<Value>>(&text).unwrap()
        })
        .collect()
}

fn wire(attack: &Value, reader: Tolerance) -> Wire {
    let side = |name: &str| Side::schema(name, attack[name].clone()).unwrap();
    diff(&side("old"), &side("new"), reader).unwrap().verdict.wire
}

#[test]
fn no_attack_is_called_compatible() {
    let mut through = Vec::new();
    let mut proved = 0;
    let all = attacks();
    for attack in &all {
        let accepts = |side: &str| {
            let validator = jsonschema::options().offline().build(&attack[side]).unwrap();
            validator.is_valid(&attack["document"])
        };
        assert_eq!((accepts("new"), accepts("old")), (true, false), "no counterexample: {attack:#}");
        let strict = wire(attack, Tolerance::Strict);
        proved += usize::from(strict == Wire::Breaking);
        // What only the strict reader refuses, the tolerant one reads.
        let read = jsonschema::options().offline().build(&reader::read(&attack["old"])).unwrap();
        let tolerant = read.is_valid(&attack["document"]) || wire(attack, Tolerance::Tolerant).breaks();
        if !strict.breaks() || !tolerant {
            through.push(format!("{}: strict {strict:?}\n{attack:#}", attack["about"]));
        }
    }
    assert!(through.is_empty(), "{}", through.join("\n"));
    assert!(proved * 4 > all.len() * 3, "only {proved} of {} are breaking, the others unclassified", all.len());
    println!("{} attacks, {proved} breaking, the others unclassified", all.len());
}
