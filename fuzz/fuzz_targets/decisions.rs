//! Any file of decisions for the captured page is read or refused, with patterns and JSONPath. Every problem has a line of the file.
#![no_main]

use std::sync::LazyLock;

use console_events_codegen::catalog::Catalog;
use console_events_codegen::decision;
use console_events_codegen::extract::extract;
use console_events_codegen::page::Page;
use console_events_codegen::workspace::outcome;
use libfuzzer_sys::fuzz_target;

/// The captured page and its catalog.
static PAGE: LazyLock<(Page, Catalog)> = LazyLock::new(|| {
    let bytes = include_bytes!("../../schemas/page/console-events.txt").to_vec();
    let page = Page::new("page", bytes, None).expect("the captured page is a page");
    let catalog = extract(&page).expect("the captured page is read");
    (page, catalog)
});

fuzz_target!(|text: &str| {
    let (page, catalog) = &*PAGE;
    let decisions = decision::read(&[("decisions.toml".to_owned(), text.to_owned())]);
    let lines = text.split('\n').count();
    let outcome = outcome(page, catalog, &decisions);
    for error in &outcome.errors {
        assert!((1..=lines).contains(&error.place.line), "{error:?}");
        assert!(!error.problem.to_string().is_empty());
    }
    for stale in &outcome.stale {
        assert!((1..=lines).contains(&stale.place.line), "{stale:?}");
    }
});
