//! The captured page: everything is decided, nothing is stale, and nothing is lost silently.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use std::path::Path;

use console_events_codegen::catalog::Catalog;
use console_events_codegen::decision;
use console_events_codegen::extract;
use console_events_codegen::lint;
use console_events_codegen::page::Page;
use console_events_codegen::reconcile::{Outcome, Rules, documented_parts, reconcile};
use console_events_codegen::workspace::rule_facts;

fn schemas() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured/schemas")
}

fn text() -> String {
    std::fs::read_to_string(schemas().join("page/console-events.txt")).unwrap()
}

fn read(text: &str) -> Page {
    Page::new("schemas/page/console-events.txt", text.as_bytes().to_vec(), None).unwrap()
}

fn page() -> Page {
    read(&text())
}

/// The page with the committed decisions.
fn outcome(page: &Page, catalog: &Catalog) -> Outcome {
    let mut files: Vec<_> = std::fs::read_dir(schemas().join("decisions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    let decisions = decision::read(&files);
    reconcile(page, catalog, &decisions, Rules { all: &rule_facts(), run: &lint::lint })
}

#[test]
fn everything_is_decided_nothing_is_stale_and_all_is_accounted_for() {
    let page = page();
    let catalog = extract::extract(&page).unwrap();
    let outcome = outcome(&page, &catalog);
    let undecided: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| finding.status.name() == "undecided")
        .map(|finding| (finding.diagnostic.rule, &finding.diagnostic.event, finding.diagnostic.pointer.to_string()))
        .collect();
    assert!(undecided.is_empty(), "notes are decided, too: {undecided:#?}");
    assert!(outcome.is_clean(), "{:#?} {:#?}", outcome.stale, outcome.errors);
    let lost: Vec<_> =
        documented_parts(&catalog, &outcome).into_iter().filter(|part| part.left_out.is_some()).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert_eq!(outcome.reconciled.events.len(), 7);
    assert_eq!(outcome.reconciled.resources.len(), 1);
    assert!(!outcome.reconciled.resources[0].schema.to_string().contains("\"required\""));
}

#[test]
fn all_that_the_page_shows_is_in_the_catalog() {
    let page = page();
    let catalog = extract::extract(&page).unwrap();
    assert_eq!(catalog.envelope.as_ref().unwrap().rows.len(), 3);
    assert!(catalog.strays.is_empty(), "{:?}", catalog.strays);
    let told: Vec<_> = catalog
        .events
        .iter()
        .map(|event| {
            let since = event.since.as_ref().map_or("-", |since| since.text.as_str());
            let rows = event.table.as_ref().unwrap().rows.len();
            let blocks = [&event.example, &event.schema].into_iter().flatten().count()
                + event.resources.iter().flat_map(|r| [&r.schema, &r.example]).flatten().count();
            let resources: Vec<_> = event.resources.iter().map(|resource| resource.name.as_str()).collect();
            format!(
                "{} | {} | {since} | {} paragraphs | {rows} rows | {blocks} blocks | {}",
                event.key,
                event.title.text,
                event.description.len(),
                resources.join(" ")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "project_created | Project Created | - | 1 paragraphs | 4 rows | 4 blocks | Project",
            "service_created | Service Created | - | 2 paragraphs | 5 rows | 2 blocks | ",
            "configuration_saved | Configuration saved | - | 1 paragraphs | 11 rows | 2 blocks | ",
            "tag_created | Tag or Version Created | - | 1 paragraphs | 7 rows | 3 blocks | Project",
            "company_user_added | User added | 12.3.0 | 2 paragraphs | 5 rows | 2 blocks | ",
            "company_user_edited | User edited | 12.3.0 | 2 paragraphs | 5 rows | 2 blocks | ",
            "company_user_removed | User removed | 12.3.0 | 2 paragraphs | 5 rows | 2 blocks | ",
        ]
    );
}

/// A page cut after any of its lines, and a page without any one of its lines, is read without a panic, and what is found
/// lies in the page.
#[test]
fn damaged_pages_are_read_or_refused() {
    let whole = text();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    for at in 0..lines.len() {
        let cut = lines[..at].concat();
        let without = [&lines[..at], &lines[at + 1..]].concat().concat();
        for text in [cut, without] {
            let Ok(page) = Page::new("page.txt", text.into_bytes(), None) else { continue };
            let Ok(catalog) = extract::extract(&page) else { continue };
            for event in &catalog.events {
                assert!(event.span.end <= page.text().len());
                for block in [&event.example, &event.schema].into_iter().flatten() {
                    let span = match &block.json {
                        Ok(_) => block.span,
                        Err(error) => error.span,
                    };
                    assert!(span.start <= span.end && span.end <= page.text().len(), "{at}");
                }
            }
        }
    }
}

#[test]
fn the_order_of_the_events_decides_nothing() {
    let whole = text();
    let catalog = extract::extract(&read(&whole)).unwrap();
    let starts: Vec<usize> = catalog.events.iter().map(|event| event.title.span.start).collect();
    let ends = starts[1..].iter().copied().chain([whole.len()]);
    let mut moved = whole[..starts[0]].to_owned();
    for (start, end) in starts.iter().copied().zip(ends).collect::<Vec<_>>().into_iter().rev() {
        moved.push_str(whole[start..end].trim_end());
        moved.push('\n');
    }
    let page = read(&moved);
    let catalog = extract::extract(&page).unwrap();
    let outcome = outcome(&page, &catalog);
    assert!(outcome.is_clean(), "{:#?} {:#?}", outcome.stale, outcome.errors);
}
