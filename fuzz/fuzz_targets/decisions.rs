//! Any file of decisions for a small page is read or refused, with patterns and JSONPath. Every problem has a line of the file.
#![no_main]

use std::cell::Cell;
use std::sync::LazyLock;

use console_events_codegen::catalog::Catalog;
use console_events_codegen::decision;
use console_events_codegen::diagnostic::Diagnostic;
use console_events_codegen::extract::extract;
use console_events_codegen::lint::lint;
use console_events_codegen::page::Page;
use console_events_codegen::reconcile::{RuleFacts, Rules, reconcile};
use console_events_codegen::workspace::rule_facts;
use libfuzzer_sys::fuzz_target;

/// The page, its catalog and its findings, which are the same for every input.
static PAGE: LazyLock<(Page, Catalog, Vec<Diagnostic>, Vec<RuleFacts>)> = LazyLock::new(|| {
    let bytes = include_bytes!("../../codegen/tests/fixtures/workshop.mdx").to_vec();
    let page = Page::new("page.mdx", bytes, None).expect("the fixture is a page");
    let catalog = extract(&page).expect("the fixture is read");
    let findings = lint(&page, &catalog);
    (page, catalog, findings, rule_facts())
});

fuzz_target!(|text: &str| {
    let (page, catalog, findings, facts) = &*PAGE;
    let decisions = decision::read(&[("decisions.toml".to_owned(), text.to_owned())]);
    let lines = text.split('\n').count();
    let first = Cell::new(true);
    // The rules run on the page first, then on what the decisions make of it.
    let run =
        |page: &Page, catalog: &Catalog| if first.replace(false) { findings.clone() } else { lint(page, catalog) };
    let outcome = reconcile(page, catalog, &decisions, Rules { all: facts, run: &run });
    for error in &outcome.errors {
        assert!((1..=lines).contains(&error.place.line), "{error:?}");
        assert!(!error.problem.to_string().is_empty());
    }
    for stale in &outcome.stale {
        assert!((1..=lines).contains(&stale.place.line), "{stale:?}");
    }
});
