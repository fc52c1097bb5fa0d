//! `sync`: the page to schemas, crate and report; all or nothing.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Result;
use console_events_codegen::files::Writer;
use console_events_codegen::page::PageFormat;
use console_events_codegen::put;
use console_events_codegen::reconcile::Item;
use console_events_codegen::report;
use console_events_codegen::text::{Terminal, Text, words};
use console_events_codegen::workspace::{self, Reading, Workspace};
use indexmap::IndexSet;

use super::Plain;
use super::output::{colour, print, remark};
use super::page::read;
use super::progress::Progress;
use super::shown::Shown;

pub(super) fn sync(
    workspace: &Workspace,
    page: Option<&Path>,
    format: Option<PageFormat>,
    shown: &Shown,
    output: Plain,
) -> Result<bool> {
    let writer = Writer::lock(workspace.root())?;
    let reading = read(workspace, page, format, true)?;
    let view = shown.view(&reading)?;
    let findings = || match output {
        Plain::Human => report::human(reading.report(&[]), view, colour()).finish(),
        Plain::Json => report::json(reading.report(&[])).finish(),
    };
    if reading.outcome.blocks_sync() {
        print(&findings())?;
        remark("note", "nothing was written: decide what is undecided, then run `cargo codegen sync` again");
        return Ok(false);
    }
    let newly = newly(workspace, &reading);
    let shown = Progress::of("making schemas, crate and report");
    let derived = reading.derived()?;
    shown.step("writing");
    let mut changes = workspace.differences(&derived)?;
    // The page goes last: what is killed before leaves the old page, from which the next run makes all files anew.
    changes.extend(workspace.capture(&reading.page, &today())?);
    writer.apply(&workspace::page_path(reading.page.format()), &changes)?;
    drop(shown);
    if !reading.outcome.is_clean() || matches!(output, Plain::Json) {
        print(&findings())?;
    }
    let written = changes.iter().filter(|change| change.content.is_some()).count();
    let unchanged = derived.len() - changes.iter().filter(|change| derived.contains_key(&change.path)).count();
    if matches!(output, Plain::Human) {
        let mut text = newly;
        put!(text, reading.catalog.events.len(), " events; ", written, " files written, ");
        put!(text, changes.len() - written, " removed, ", unchanged, " unchanged\n");
        text.push(report::newly_covered::<Terminal>(&reading.newly_covered()));
        print(&text.finish())?;
    }
    Ok(true)
}

/// What each decision covers on the new page and did not cover on the captured one, a line a decision.
fn newly(workspace: &Workspace, reading: &Reading) -> Text<Terminal> {
    let mut text = Text::new();
    let before = workspace.captured(None, true).ok().filter(|page| page.sha256() != reading.page.sha256());
    let Some(before) = before.and_then(|page| workspace.read(page).ok()) else { return text };
    let known: HashMap<&str, HashSet<&Item>> =
        before.outcome.covered.iter().map(|it| (it.decision.as_str(), it.items.iter().collect())).collect();
    for covered in &reading.outcome.covered {
        let before = known.get(covered.decision.as_str());
        let new: Vec<&Item> =
            covered.items.iter().filter(|item| !before.is_some_and(|before| before.contains(item))).collect();
        if new.is_empty() {
            continue;
        }
        let places: IndexSet<&str> = new.iter().map(|item| item.event.as_deref().unwrap_or("the page")).collect();
        put!(text, "`", words(&covered.decision), "` now also covers ", new.len());
        text.push(if new.len() == 1 { " finding or place: " } else { " findings or places: " });
        text.push(Text::join(places.into_iter().map(Text::words), ", ")).push("\n");
    }
    text
}

/// Today in UTC, as `2026-01-31`.
fn today() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    jiff::Timestamp::from_second(i64::try_from(seconds).unwrap_or(0))
        .unwrap_or_default()
        .strftime("%Y-%m-%d")
        .to_string()
}
