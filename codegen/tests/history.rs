//! A page over the years, with the decisions of that time (in `history/`): an event that does not exist
//! yet, a new event that carries a known resource, and changed prose. No decision is edited on the way.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

#[path = "support/copy.rs"]
mod copy;

use std::path::Path;

use copy::Checkout;
use serde_json::Value;

const SAVED: &str = "\nConfiguration saved\n";
const TAGGED: &str = "\nTag or Version Created\n";
const ADDED: &str = "\nUser added\n";

/// The checkout with the decisions of the project.
fn checkout() -> Checkout {
    let checkout = Checkout::committed();
    let decisions = checkout.path().join("schemas/decisions");
    std::fs::remove_dir_all(&decisions).unwrap();
    std::fs::create_dir_all(&decisions).unwrap();
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/history")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), decisions.join(file.file_name())).unwrap();
    }
    assert!(checkout.run(&["sync"]).status.success());
    checkout
}

fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    &page[page.find(start).unwrap()..page.find(end).unwrap()]
}

/// The page before the event `configuration_saved` was documented.
fn earlier(page: &str) -> String {
    page.replace(between(page, SAVED, TAGGED), "")
}

/// The page with an event more, which carries the same resource as another.
fn later(page: &str) -> String {
    let deleted = between(page, TAGGED, ADDED)
        .replace("Tag or Version Created", "Tag or Version Deleted")
        .replace("tag_created", "tag_deleted")
        .replace("is successfully tagged", "loses a tag");
    page.trim_end().to_owned() + "\n" + &deleted
}

/// The ids of what is not as it should be, and the exit code.
fn undecided_and_stale(checkout: &Checkout, arguments: &[&str]) -> (Vec<String>, Vec<String>, i32) {
    let output = checkout.run(&[arguments, &["--format", "json"]].concat());
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let list = |key: &str, what: &str| {
        let all = told[key].as_array().into_iter().flatten();
        all.map(|it| it[what].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let undecided = told["findings"].as_array().unwrap().iter().filter(|it| it["status"] == "undecided");
    let undecided = undecided.map(|it| it["rule"].as_str().unwrap().to_owned());
    let wrong = [list("stale_decisions", "decision"), list("decision_errors", "decision")].concat();
    (undecided.collect(), wrong, output.status.code().unwrap())
}

#[test]
fn before_an_event_exists_only_decisions_about_it_alone_are_stale() {
    let checkout = checkout();
    let page = checkout.beside(&earlier(&checkout.page()));
    let (undecided, wrong, code) = undecided_and_stale(&checkout, &["lint", &page]);
    assert_eq!(undecided, [""; 0]);
    assert_eq!(wrong, ["configuration-saved-example-name", "configuration-saved-open-payload"]);
    assert_eq!(code, 1);
}

#[test]
fn an_event_that_comes_with_a_known_resource_needs_no_decision() {
    let checkout = checkout();
    let start = checkout.tree();
    let captured = checkout.page();
    let page = later(&captured);
    let path = checkout.beside(&page);
    assert_eq!(undecided_and_stale(&checkout, &["lint", &path]), (Vec::new(), Vec::new(), 0));
    let synced = checkout.run(&["sync", &path]);
    let said = String::from_utf8_lossy(&synced.stdout).into_owned();
    assert!(synced.status.success(), "{said}");
    // Nothing is covered in silence.
    for id in
        ["project-one-type", "project-all-optional", "every-event-names-its-company", "every-event-names-its-project"]
    {
        assert!(said.contains(&format!("- `{id}` now also covers `tag_deleted`\n")), "{id}: {said}");
    }
    assert_eq!(checkout.run(&["check"]).status.code(), Some(0));
    let read = |path: &str| std::fs::read_to_string(checkout.path().join(path)).unwrap();
    let summary = read("RECONCILIATION.md");
    assert!(
        summary.lines().any(|line| line.starts_with("| `project-one-type`") && line.contains("`tag_deleted`")),
        "{summary}"
    );
    // The event is fully there: variant, struct, accessor, schema, example; and the Project is one type.
    let payloads = read("generated/payload/mod.rs");
    assert!(payloads.contains("TagDeleted(TagDeleted)"), "{payloads}");
    let deleted = read("generated/payload/tag_deleted.rs");
    assert!(deleted.contains("pub struct TagDeleted") && deleted.contains("Project"), "{deleted}");
    let schema: Value = serde_json::from_str(&read("schemas/reconciled/tag_deleted.schema.json")).unwrap();
    assert_eq!(schema["properties"]["payload"]["properties"]["tenantId"]["x-accessor"], "company_id");
    assert!(read("schemas/reconciled/tag_deleted.example.json").contains("tag_deleted"));
    assert_eq!(std::fs::read_dir(checkout.path().join("generated/resource")).unwrap().count(), 2);
    // Other words for it change no decision.
    let reworded = page.replace("loses a tag", "loses one of its tags, which is then deleted");
    let path = checkout.beside(&reworded);
    assert_eq!(undecided_and_stale(&checkout, &["lint", &path]), (Vec::new(), Vec::new(), 0));
    assert!(checkout.run(&["sync", &path]).status.success());
    // The way back leaves no trace.
    let path = checkout.beside(&captured);
    assert!(checkout.run(&["sync", &path]).status.success());
    let end = checkout.tree();
    let mut differ: Vec<_> = start.keys().filter(|path| end.get(*path) != start.get(*path)).collect();
    // The date of the capture is another.
    differ.retain(|path| *path != "schemas/page/source.toml");
    assert_eq!(differ, [""; 0]);
    assert_eq!(end.len(), start.len());
}
