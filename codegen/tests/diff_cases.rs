//! One base, a folder of patches, and what each is said to mean. `BLESS=1 cargo test -p console-events-codegen --test diff_cases`
//! writes what is said now beside the cases; read the difference before you keep it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cases;

use std::collections::BTreeSet;
use std::fs;

use cases::{folder, patched, read, reconciled, text};
use console_events_codegen::diff::{ChangeKind, Diff, Side, Tolerance, diff, human};
use serde_json::Value;

fn side(kind: &str, name: &str, base: &Value) -> Side {
    if kind == "events" {
        Side::events(name, &reconciled(base)).unwrap()
    } else {
        Side::schema(name, base.clone()).unwrap()
    }
}

fn run(kind: &str, case: &Value, base: &Value) -> Diff {
    let reader = if case["reader"] == "strict" { Tolerance::Strict } else { Tolerance::Tolerant };
    diff(&side(kind, "old", base), &side(kind, "new", &patched(base, case)), reader).unwrap()
}

#[test]
fn each_case_says_what_it_is_known_to_say() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for kind in ["events", "schema"] {
        let base = read(&folder().join(format!("base_{kind}.json")));
        let mut paths: Vec<_> = fs::read_dir(folder().join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
            let case = read(path);
            let answer = run(kind, &case, &base);
            seen.extend(answer.changes.iter().map(|change| change.kind));
            let found = format!("{}\n\n{}", text(&case["about"]), human(&answer, false));
            let expected = path.with_extension("txt");
            if std::env::var_os("BLESS").is_some() {
                fs::write(&expected, &found).unwrap();
            } else if fs::read_to_string(&expected).unwrap_or_default() != found {
                wrong.push(format!("{}:\n{found}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "not what is known (BLESS=1 writes it anew):\n{}", wrong.join("\n"));
    let silent: Vec<_> = ChangeKind::ALL.iter().filter(|kind| !seen.contains(kind)).collect();
    assert!(silent.is_empty(), "no case fires {silent:?}");
}

#[test]
fn the_bases_do_not_differ_from_themselves() {
    for kind in ["events", "schema"] {
        let base = read(&folder().join(format!("base_{kind}.json")));
        for reader in [Tolerance::Tolerant, Tolerance::Strict] {
            let answer = diff(&side(kind, "old", &base), &side(kind, "new", &base), reader).unwrap();
            assert_eq!(answer.changes, [], "{kind}");
        }
    }
}
