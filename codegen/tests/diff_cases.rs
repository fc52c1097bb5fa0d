//! One base, a folder of patches, and what each is said to mean. `BLESS=1 cargo test -p console-events-codegen --test diff_cases`
//! writes what is said now beside the cases; read the difference before you keep it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use console_events_codegen::diff::{Diff, Kind, Reader, Side, diff, human};
use console_events_codegen::reconcile::{EffectiveEvent, EffectiveResource, Reconciled};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff_cases")
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn example(value: &Value) -> Option<Value> {
    (!value.is_null()).then(|| value.clone())
}

fn reconciled(base: &Value) -> Reconciled {
    let list = |value: &Value| value.as_array().unwrap().iter().map(text).collect::<Vec<_>>();
    let events = base["events"].as_array().unwrap().iter().map(|event| EffectiveEvent {
        name: text(&event["name"]),
        aliases: list(&event["aliases"]),
        title: text(&event["title"]),
        since: event["since"].as_str().map(str::to_owned),
        description: list(&event["description"]),
        table: event["table"].as_array().unwrap().iter().map(|row| (text(&row[0]), text(&row[1]))).collect(),
        schema: event["schema"].clone(),
        example: example(&event["example"]),
    });
    let resources = base["resources"].as_array().unwrap().iter().map(|resource| EffectiveResource {
        name: text(&resource["name"]),
        schema: resource["schema"].clone(),
        example: example(&resource["example"]),
    });
    Reconciled { events: events.collect(), resources: resources.collect() }
}

fn side(kind: &str, name: &str, base: &Value) -> Side {
    if kind == "events" {
        Side::events(name, &reconciled(base)).unwrap()
    } else {
        Side::schema(name, base.clone()).unwrap()
    }
}

fn run(kind: &str, case: &Value, base: &Value) -> Diff {
    let mut patched = base.clone();
    let patch: json_patch::Patch = serde_json::from_value(case["patch"].clone()).unwrap();
    json_patch::patch(&mut patched, &patch).unwrap();
    let reader = if case["reader"] == "strict" { Reader::Strict } else { Reader::Tolerant };
    diff(&side(kind, "old", base), &side(kind, "new", &patched), reader).unwrap()
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
            let found = format!("{}\n\n{}", text(&case["about"]), human(&answer));
            let expected = path.with_extension("txt");
            if std::env::var_os("BLESS").is_some() {
                fs::write(&expected, &found).unwrap();
            } else if fs::read_to_string(&expected).unwrap_or_default() != found {
                wrong.push(format!("{}:\n{found}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "not what is known (BLESS=1 writes it anew):\n{}", wrong.join("\n"));
    let silent: Vec<_> = Kind::ALL.iter().filter(|kind| !seen.contains(kind)).collect();
    assert!(silent.is_empty(), "no case fires {silent:?}");
}

#[test]
fn the_bases_do_not_differ_from_themselves() {
    for kind in ["events", "schema"] {
        let base = read(&folder().join(format!("base_{kind}.json")));
        for reader in [Reader::Tolerant, Reader::Strict] {
            let answer = diff(&side(kind, "old", &base), &side(kind, "new", &base), reader).unwrap();
            assert_eq!(answer.changes, [], "{kind}");
        }
    }
}
