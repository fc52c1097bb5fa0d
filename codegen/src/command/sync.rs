//! `sync`: makes schemas, crate and report from the page. Writes all of them, or nothing.

use std::path::Path;

use anyhow::Result;
use console_events_codegen::files::Writer;
use console_events_codegen::page::PageFormat;
use console_events_codegen::put;
use console_events_codegen::report;
use console_events_codegen::text::{Terminal, Text};
use console_events_codegen::workspace::{self, Workspace};

use super::PlainFormat;
use super::filter::Filter;
use super::output::{colour, print, remark};
use super::page::{argument, read};
use super::progress::Progress;

/// Reads the page, derives all files in memory, and writes the difference under the lock. If a decision is missing, it prints
/// the findings and writes nothing.
pub(super) fn sync(
    workspace: &Workspace,
    page: Option<&Path>,
    format: Option<PageFormat>,
    filter: &Filter,
    output: PlainFormat,
) -> Result<bool> {
    let writer = Writer::lock(workspace.root())?;
    let reading = read(workspace, page, format, true)?;
    let view = filter.view(&reading)?;
    let findings = || match output {
        PlainFormat::Human => report::human(reading.report(&[]), view, colour()).finish(),
        PlainFormat::Json => report::json(reading.report(&[])).finish(),
    };
    if reading.outcome.blocks_sync() {
        print(&findings())?;
        let page = argument(page);
        let of_page = if page.is_empty() { String::new() } else { format!(" --page{page}") };
        let next = format!("`cargo codegen decide{of_page}`), then run `cargo codegen sync{page}` again");
        remark("note", &format!("nothing was written; decide the findings above ({next}"));
        return Ok(false);
    }
    let progress = Progress::of("making schemas, crate and report");
    let derived = reading.derived()?;
    progress.step("writing");
    let mut changes = workspace.differences(&derived)?;
    // The page is written last. If the sync is killed before, the old page is still there, and the next run makes all
    // files again.
    changes.extend(workspace.capture(&reading.page, &today())?);
    writer.apply(&workspace::page_path(reading.page.format()), &changes)?;
    drop(progress);
    if !reading.outcome.is_clean() || matches!(output, PlainFormat::Json) {
        print(&findings())?;
    }
    let written = changes.iter().filter(|change| change.content.is_some()).count();
    let unchanged = derived.len() - changes.iter().filter(|change| derived.contains_key(&change.path)).count();
    if matches!(output, PlainFormat::Human) {
        let mut text = Text::<Terminal>::new();
        put!(text, reading.catalog.events.len(), " events; ", written, " files written, ");
        put!(text, changes.len() - written, " removed, ", unchanged, " unchanged\n");
        text.push(report::newly_covered::<Terminal>(&reading.newly_covered()));
        print(&text.finish())?;
    }
    Ok(true)
}

/// Today in UTC, as `2026-01-31`.
fn today() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    jiff::Timestamp::from_second(i64::try_from(seconds).unwrap_or(0))
        .unwrap_or_default()
        .strftime("%Y-%m-%d")
        .to_string()
}
