//! The verdict on the wire over the public JSON-Schema-Test-Suite: all ordered pairs of schemas within a file, the documents of the
//! file as judge.
//!
//! `JSON_SCHEMA_TEST_SUITE=DIR/tests cargo test -p console-events-codegen --test diff_suite -- --ignored --nocapture`, where DIR is a
//! checkout of <https://github.com/json-schema-org/JSON-Schema-Test-Suite>. `DIFF_SUITE_SHOW=1` lists what is unclassified.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use console_events_codegen::diff::{Side, Tolerance, Wire, diff};
use jsonschema::{Draft, Validator};
use serde_json::Value;

const DRAFTS: &[(&str, &str, Draft)] = &[
    ("draft4", "http://json-schema.org/draft-04/schema#", Draft::Draft4),
    ("draft6", "http://json-schema.org/draft-06/schema#", Draft::Draft6),
    ("draft7", "http://json-schema.org/draft-07/schema#", Draft::Draft7),
    ("draft2019-09", "https://json-schema.org/draft/2019-09/schema", Draft::Draft201909),
    ("draft2020-12", "https://json-schema.org/draft/2020-12/schema", Draft::Draft202012),
];

#[derive(Debug, Default)]
struct Tally {
    pairs: usize,
    /// Nothing changed, or every document that NEW allows is read.
    compatible: usize,
    breaking: usize,
    unclassified: usize,
    /// Of these, unclassified as a whole because one side accepts nothing, while each change has its verdict.
    vacuous: usize,
    /// Unclassified, although a document of the file is refused.
    missed: usize,
    /// Compatible, although a document of the file is refused; breaking, with a document that shows nothing.
    wrong: Vec<String>,
    slowest: Duration,
    took: Duration,
}

#[test]
#[ignore = "needs a checkout of the public JSON-Schema-Test-Suite"]
fn no_verdict_over_the_public_suite_is_wrong() {
    let suite = PathBuf::from(std::env::var("JSON_SCHEMA_TEST_SUITE").expect("the folder of its tests"));
    let mut wrong = Vec::new();
    for (folder, uri, draft) in DRAFTS {
        let mut tally = Tally::default();
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(suite.join(folder)).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "json")) {
            judge(file, uri, *draft, &mut tally);
        }
        println!(
            "{folder}: {} pairs in {:.1} s: {} compatible, {} breaking, {} unclassified ({} of them because a side accepts nothing, {} missed), {} wrong; slowest {:?}",
            tally.pairs,
            tally.took.as_secs_f64(),
            tally.compatible,
            tally.breaking,
            tally.unclassified,
            tally.vacuous,
            tally.missed,
            tally.wrong.len(),
            tally.slowest
        );
        assert!(tally.pairs > 0);
        wrong.append(&mut tally.wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A schema of the suite, and who judges what it accepts.
struct Subject {
    side: Side,
    text: String,
    validator: Validator,
}

fn judge(file: &Path, uri: &str, draft: Draft, tally: &mut Tally) {
    let groups: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let documents: Vec<&Value> = groups.iter().flat_map(|group| group["tests"].as_array().unwrap()).collect();
    let subjects: Vec<Subject> = groups
        .iter()
        .filter_map(|group| {
            let mut schema = group["schema"].clone();
            if let Value::Object(keywords) = &mut schema {
                keywords.entry("$schema").or_insert_with(|| uri.into());
            }
            // What needs another document is beyond a comparison of two.
            let validator = jsonschema::options().with_draft(draft).offline().build(&schema).ok()?;
            let text = schema.to_string();
            Some(Subject { side: Side::schema("a schema", schema).ok()?, text, validator })
        })
        .collect();
    for (at, old) in subjects.iter().enumerate() {
        for (other, new) in subjects.iter().enumerate() {
            if at == other {
                continue;
            }
            let start = Instant::now();
            let answer = diff(&old.side, &new.side, Tolerance::Strict).unwrap();
            let took = start.elapsed();
            tally.took += took;
            tally.slowest = tally.slowest.max(took);
            tally.pairs += 1;
            let refused = documents
                .iter()
                .map(|test| &test["data"])
                .find(|document| new.validator.is_valid(document) && !old.validator.is_valid(document));
            let name = || format!("{}: OLD {} NEW {}", file.display(), old.text, new.text);
            match answer.verdict.wire {
                Wire::None | Wire::Compatible => {
                    tally.compatible += 1;
                    tally.wrong.extend(refused.map(|document| format!("{} REFUSED {document}", name())));
                }
                Wire::Breaking => {
                    tally.breaking += 1;
                    let witnesses = answer.changes.iter().filter_map(|change| change.witness.as_ref());
                    let shown =
                        |document: &Value| new.validator.is_valid(document) && !old.validator.is_valid(document);
                    let wrong = witnesses.clone().count() == 0 || !witnesses.clone().all(shown);
                    tally
                        .wrong
                        .extend(wrong.then(|| format!("{} WITNESS {:?}", name(), witnesses.collect::<Vec<_>>())));
                }
                Wire::Unclassified => {
                    tally.unclassified += 1;
                    let each = answer.changes.iter().all(|change| change.wire != Wire::Unclassified);
                    tally.vacuous += usize::from(each);
                    tally.missed += usize::from(refused.is_some());
                    if std::env::var("DIFF_SUITE_SHOW").is_ok() {
                        println!("{}", name());
                        for change in answer.changes.iter().filter(|change| change.wire == Wire::Unclassified) {
                            println!("    {} {} {}", change.kind, change.pointer, change.message);
                        }
                    }
                }
            }
        }
    }
}
