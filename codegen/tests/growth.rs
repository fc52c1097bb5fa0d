//! What each command allocates grows with each dimension of a page, and not faster. A counter of bytes gives the same number on every machine
//! and under any load. It does not see work that allocates nothing: `benches/growth` counts the instructions, and takes a quarter of an hour.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

#[path = "../benches/growth/dimensions.rs"]
mod dimensions;

use std::alloc::System;
use std::path::Path;

use console_events_codegen::diff::{self, Side, Tolerance};
use console_events_codegen::lint;
use console_events_codegen::mend::{self, Selection};
use console_events_codegen::page::Page;
use console_events_codegen::reconcile::Reconciled;
use console_events_codegen::report::{self, ReportFilter, RuleText};
use console_events_codegen::text::Output;
use console_events_codegen::workspace::{Reading, Workspace, rule_facts};
use dimensions::DIMENSIONS;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How much more than in the bench twice the size may cost: in a debug build jsonschema checks its own work on required names.
const DEBUG: f64 = 1.1;

#[test]
fn no_dimension_costs_more_than_its_size() {
    let mut grown = Vec::new();
    for dimension in DIMENSIONS {
        for command in dimension.commands {
            let cost = |size: usize| {
                let root = tempfile::tempdir().unwrap();
                (dimension.write)(root.path(), size);
                let region = Region::new(ALLOCATOR);
                std::hint::black_box(run(root.path(), command));
                region.change().bytes_allocated
            };
            let (nothing, once, twice) = (cost(1), cost(dimension.from << 2), cost(dimension.from << 3));
            #[allow(clippy::cast_precision_loss, reason = "fewer bytes than a double has digits")]
            let growth = twice.saturating_sub(nothing) as f64 / once.saturating_sub(nothing).max(1) as f64;
            println!("{growth:.2} {} {command} ({once} bytes, {twice} bytes)", dimension.name);
            if growth > dimension.most * DEBUG {
                grown.push(format!("{} {command}: {growth:.2}", dimension.name));
            }
        }
    }
    assert!(grown.is_empty(), "twice the size costs too much memory: {grown:#?}");
}

/// What the command prints or writes.
fn run(root: &Path, command: &str) -> String {
    let workspace = Workspace::new(root);
    let reading = || workspace.read(workspace.captured(None, false).unwrap()).unwrap();
    let words: Vec<&str> = command.split(' ').collect();
    match words[..] {
        ["sync"] => reading().derived().unwrap().into_values().collect(),
        ["mend"] => {
            let (reading, facts) = (reading(), rule_facts());
            let mended = mend::mend(reading.mend_with(&facts), &Selection::default());
            mend::markdown(reading.mend_with(&facts), &mended).finish().into()
        }
        ["diff", old, new] => {
            let side = |argument: &str| {
                let path = argument.strip_prefix("path:").unwrap();
                let page = Page::new(path, std::fs::read(root.join(path)).unwrap(), None).unwrap();
                let reading = workspace.read(page).unwrap();
                let documented = Side::events("the page", &Reconciled::documented(&reading.catalog)).unwrap();
                Side::events(path, &reading.outcome.reconciled).unwrap().with_documented(documented)
            };
            let found = diff::diff(&side(old), &side(new), Tolerance::Tolerant).unwrap();
            diff::human(&found, false).finish().into()
        }
        ["lint", "--format", format] => findings(&reading(), format).into(),
        _ => findings(&reading(), "human").into(),
    }
}

fn findings(reading: &Reading, format: &str) -> Output {
    let report = reading.report(&[]);
    match format {
        "json" => report::json(report).finish(),
        "github" => report::github(report).finish(),
        "sarif" => {
            let rule = |rule: &lint::Rule| RuleText {
                id: rule.id.to_owned(),
                severity: rule.severity,
                help: rule.explanation(),
            };
            report::sarif(report, &lint::rules().iter().map(rule).collect::<Vec<_>>()).finish()
        }
        _ => report::human(report, ReportFilter::default(), false).finish(),
    }
}
