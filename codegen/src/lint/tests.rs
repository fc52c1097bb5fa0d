//! The rules as a whole: each is registered and explained, fires on its cases and is quiet on its near-misses; what they find
//! on the captured page.
//!
//! Cases are small pages, `codegen/tests/lint/<rule>/fires*.txt` and `near-miss*.txt`. The snapshots hold all that is found on
//! a page, so that a rule which fires elsewhere is seen; bless them with `INSTA_UPDATE=always`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::testing::catalog;
use super::{explain, lint, rules};
use crate::diagnostic::Diagnostic;
use crate::page::Page;

/// The rules that scripts and decisions rely on.
const CONTRACT: &[(&str, &str)] = &[
    ("json-comment", "note"),
    ("json-trailing-comma", "note"),
    ("json-placeholder", "note"),
    ("json-syntax", "error"),
    ("schema-invalid", "error"),
    ("schema-unsatisfiable", "error"),
    ("required-undeclared", "warning"),
    ("array-items-unspecified", "note"),
    ("example-event-name", "error"),
    ("example-violates-schema", "warning"),
    ("example-undeclared-property", "warning"),
    ("table-undeclared-property", "warning"),
    ("table-missing-property", "warning"),
    ("table-type-mismatch", "warning"),
    ("example-undocumented-property", "warning"),
    ("event-name-collision", "error"),
    ("event-title-mismatch", "note"),
    ("description-mismatch", "note"),
    ("payload-required-unstated", "note"),
    ("sibling-required-drift", "warning"),
    ("sibling-openness-drift", "note"),
    ("resource-drift", "warning"),
    ("property-spelling-drift", "note"),
    ("timestamp-unit-unstated", "note"),
];

fn crate_folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

pub(super) fn page(path: &Path) -> Page {
    Page::new(path.file_name().unwrap(), std::fs::read(path).unwrap(), None).unwrap()
}

pub(super) fn captured() -> Page {
    page(&crate_folder("tests/captured/schemas/page/console-events.txt"))
}

fn table(page: &Page, findings: &[Diagnostic]) -> String {
    let mut table = String::new();
    for finding in findings {
        let position = page.position(finding.span.start);
        let place = finding.resource.as_ref().map_or_else(String::new, |resource| format!("[{resource}]"));
        let event = finding.event.as_deref().unwrap_or("-");
        let (rule, severity, witness) = (finding.rule, finding.severity.name(), finding.witness);
        writeln!(table, "{position} {rule} {severity} {event} {witness}{place} `{}`", finding.pointer).unwrap();
        writeln!(table, "    {}", finding.message).unwrap();
        for (span, what) in &finding.related {
            writeln!(table, "    {} {what}", page.position(span.start)).unwrap();
        }
    }
    table
}

#[test]
fn each_rule_is_a_file_and_each_file_a_rule() {
    let registered: BTreeSet<String> = rules().iter().map(|rule| rule.id.replace('-', "_")).collect();
    let files = files(&crate_folder("src/lint/rules"));
    let stems = files.iter().map(|path| stem(path)).filter(|stem| stem != "mod");
    assert_eq!(registered, stems.collect());
    assert_eq!(registered.len(), rules().len(), "two rules have one id");
    for rule in rules() {
        assert!(rule.source.contains(&format!("\"{}\"", rule.id)), "`{}` explains itself from another file", rule.id);
    }
}

#[test]
fn each_rule_is_explained() {
    for rule in rules() {
        let text = explain(rule.id).unwrap();
        for part in ["## What it does\n", "## Why it matters\n", "## Example\n", "## What to do\n"] {
            assert!(text.contains(part), "`{}` lacks {part}", rule.id);
        }
        assert!(text.starts_with(&format!("# {} ({})\n", rule.id, rule.severity.name())));
    }
    assert!(explain("no-such-rule").is_none());
}

#[test]
fn the_rules_of_the_contract_are_there() {
    for (id, severity) in CONTRACT {
        let rule = rules().iter().find(|rule| rule.id == *id).unwrap_or_else(|| panic!("`{id}` is missing"));
        assert_eq!(rule.severity.name(), *severity, "{id}");
    }
}

#[test]
fn each_rule_fires_on_its_cases_and_is_quiet_on_near_misses() {
    for rule in rules() {
        let folder = crate_folder("tests/lint").join(rule.id);
        let stems: Vec<String> = files(&folder).iter().map(|path| stem(path)).collect();
        for kind in ["fires", "near-miss"] {
            assert!(stems.iter().any(|stem| stem == kind), "`{}` has no case {kind}.txt", rule.id);
        }
        for path in
            files(&folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "txt" || end == "mdx"))
        {
            let page = page(&path);
            let findings = lint(&page, &catalog(&page));
            let own = findings.iter().filter(|finding| finding.rule == rule.id).count();
            let table = table(&page, &findings);
            if stem(&path).starts_with("fires") {
                assert!(own > 0, "{}/{} is quiet; found:\n{table}", rule.id, stem(&path));
            } else {
                assert_eq!(own, 0, "{}/{} fires:\n{table}", rule.id, stem(&path));
            }
            insta::with_settings!({snapshot_path => crate_folder("tests/lint").join(rule.id), prepend_module_to_snapshot => false, omit_expression => true}, {
                insta::assert_snapshot!(stem(&path), table);
            });
        }
    }
}

#[test]
fn the_captured_page() {
    let page = captured();
    let findings = lint(&page, &catalog(&page));
    insta::with_settings!({snapshot_path => crate_folder("tests/lint"), prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("captured-page", table(&page, &findings));
    });
}

#[test]
fn a_decision_can_tell_findings_apart() {
    let page = captured();
    let findings = lint(&page, &catalog(&page));
    let mut places = BTreeSet::new();
    for finding in &findings {
        let place = (finding.rule, &finding.event, finding.witness, &finding.resource, &finding.pointer);
        assert!(places.insert(place), "two findings at {place:?}");
        assert!(finding.span.end <= page.text().len() && finding.span.start < finding.span.end, "{finding:?}");
    }
}
