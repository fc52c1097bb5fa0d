//! `decide`: answers findings, interactively on a terminal or by options; renews and deletes stale decisions. Each run
//! writes all of its changes or none.

mod keys;
mod offer;
mod walk;

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::{Result, bail};
use console_events_codegen::decide::{self, Proposal, Renewed, Ruling};
use console_events_codegen::files::{self, FileChange, Writer};
use console_events_codegen::page::PageFormat;
use console_events_codegen::put;
use console_events_codegen::text::{Terminal, Text, words};
use console_events_codegen::workspace::{self, Reading, Workspace};

use super::output::print;
use super::page::{argument, read};

/// The options of the command.
#[derive(Debug)]
pub(super) struct DecideOptions<'a> {
    pub(super) findings: &'a [String],
    pub(super) page: Option<&'a Path>,
    pub(super) take: Option<&'a str>,
    pub(super) accept: bool,
    pub(super) reason: Option<&'a str>,
    pub(super) rebase: Option<&'a str>,
    pub(super) prune: bool,
}

pub(super) fn decide(workspace: &Workspace, format: Option<PageFormat>, asked: &DecideOptions<'_>) -> Result<bool> {
    let by_flags = asked.take.is_some() || asked.accept || asked.rebase.is_some() || asked.prune;
    let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if !by_flags && !terminal {
        bail!(
            "expected a terminal or options that decide; run `cargo codegen decide FINGERPRINT --take CHOICE --reason TEXT`, or with `--accept` \
             (`lint --format json` lists fingerprints and choices), `--rebase ID` or `--prune`"
        );
    }
    if let Some(page) = files::interrupted(workspace.root()) {
        bail!("a `sync` of `{page}` was interrupted; run `cargo codegen sync` first (with PAGE, if you gave one)");
    }
    if !by_flags {
        return walk::walk(workspace, format, asked);
    }
    let writer = Writer::lock(workspace.root())?;
    let reading = read(workspace, asked.page, format, false)?;
    let (changes, mut said) = answer(&reading, asked)?;
    write(&writer, &reading, &changes)?;
    for change in &changes {
        put!(said, words(&change.path), ": written\n");
    }
    if !changes.is_empty() {
        put!(said, "run `cargo codegen sync", words(&argument(asked.page)), "` next\n");
    }
    print(&said.finish())?;
    Ok(true)
}

fn answer(reading: &Reading, asked: &DecideOptions<'_>) -> Result<(Vec<FileChange>, Text<Terminal>)> {
    let mut said = Text::<Terminal>::new();
    if let Some(id) = asked.rebase {
        let (renewed, Proposal { changes, .. }) = decide::rebased(reading, id)?;
        for Renewed { place, expected, found } in &renewed {
            put!(said, words(place), "\n  expected ", words(expected), "\n  found    ", words(found), "\n");
        }
        return Ok((changes, said));
    }
    if asked.prune {
        let (ids, changes) = decide::pruned(reading)?;
        for id in &ids {
            put!(said, words(id), ": fixed upstream, deleted\n");
        }
        if ids.is_empty() {
            said.push("no decision was fixed upstream; nothing was deleted\n");
        }
        return Ok((changes, said));
    }
    let verdict = asked.take.map_or(Ruling::Accept, Ruling::Take);
    let findings = decide::named(&reading.outcome, asked.findings)?;
    let decided = decide::decided(reading, &findings, verdict, asked.reason.unwrap_or_default())?;
    Ok((decided.changes, said))
}

fn write(writer: &Writer, reading: &Reading, changes: &[FileChange]) -> Result<()> {
    Ok(writer.apply(&workspace::page_path(reading.page.format()), changes)?)
}
