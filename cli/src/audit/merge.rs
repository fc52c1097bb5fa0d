//! The JSON of audits of parts, read again: the parts in their order are one input.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use serde::Deserialize;

use super::documented::Documented;
use super::tally::{Count, Key, Kind, Tally};

#[derive(Deserialize)]
struct Part {
    format: u32,
    deliveries: u64,
    lines: u64,
    stopped: bool,
    events: BTreeMap<String, u64>,
    unreadable: Vec<Unreadable>,
    unreadable_count: u64,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Unreadable {
    line: u64,
    message: String,
}

#[derive(Deserialize)]
struct Finding {
    kind: Kind,
    event: String,
    pointer: String,
    expected: String,
    found: String,
    count: u64,
    first_line: Option<u64>,
    sample: Option<String>,
}

/// The tally of the whole.
pub(super) fn read(files: &[PathBuf]) -> anyhow::Result<Tally> {
    let documented = Documented::all()?;
    let mut whole = Tally::default();
    for file in files {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        let part: Part = serde_json::from_str(&text)
            .with_context(|| format!("expected the JSON of an audit in `{}`", file.display()))?;
        anyhow::ensure!(part.format == 1, "expected format 1 in `{}`, found {}", file.display(), part.format);
        let tally = tally(part, whole.lines, &documented);
        whole.add(tally);
    }
    whole.never_seen(&documented);
    Ok(whole)
}

/// A part that begins after so many lines.
fn tally(part: Part, before: u64, documented: &Documented) -> Tally {
    let mut tally = Tally {
        lines: part.lines,
        deliveries: part.deliveries,
        events: part.events,
        unreadable_count: part.unreadable_count,
        stopped: part.stopped,
        ..Tally::default()
    };
    tally.unreadable = part.unreadable.into_iter().map(|line| (line.line + before, line.message)).collect();
    let mut unseen: BTreeSet<(String, String)> = BTreeSet::new();
    for finding in part.findings {
        let Finding { kind, event, pointer, expected, found, count, first_line, sample } = finding;
        if kind == Kind::NeverSeen {
            unseen.insert((event, pointer));
            continue;
        }
        let first_line = first_line.map(|line| line + before);
        tally
            .findings
            .insert(Key { kind, event, pointer, expected, found }, Count { times: count, first_line, sample });
    }
    for event in documented.events() {
        let name = event.name().to_owned();
        if tally.events.contains_key(&name) {
            let seen = event.places().filter(|place| !unseen.contains(&(name.clone(), (*place).to_owned())));
            let seen = seen.map(str::to_owned).collect();
            tally.seen.insert(name, seen);
        }
    }
    tally
}
