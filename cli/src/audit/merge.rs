//! `--merge`: reads the JSON reports of parts and adds them up. The parts in the order given are one input.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
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

/// The tally of the whole input.
pub(super) fn read(files: &[PathBuf], documented: &Documented) -> anyhow::Result<Tally> {
    let mut whole = Tally::default();
    for file in files {
        let opened = File::open(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        let part: Part = serde_json::from_reader(BufReader::new(opened))
            .with_context(|| format!("expected the output of `audit --format json` in `{}`", file.display()))?;
        anyhow::ensure!(part.format == 1, "expected format 1 in `{}`, found {}", file.display(), part.format);
        let tally = tally(part, whole.lines, documented);
        whole.add(tally);
    }
    whole.find_never_seen(documented);
    Ok(whole)
}

/// The tally of a part that begins after that many lines.
fn tally(part: Part, lines_before: u64, documented: &Documented) -> Tally {
    let mut tally = Tally {
        lines: part.lines,
        deliveries: part.deliveries,
        events: part.events,
        unreadable_count: part.unreadable_count,
        stopped: part.stopped,
        ..Tally::default()
    };
    tally.unreadable = part.unreadable.into_iter().map(|line| (line.line + lines_before, line.message)).collect();
    let mut unseen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in part.findings {
        let Finding { kind, event, pointer, expected, found, count, first_line, sample } = finding;
        if kind == Kind::NeverSeen {
            unseen.entry(event).or_default().insert(pointer);
            continue;
        }
        let first_line = first_line.map(|line| line + lines_before);
        tally.add_finding(Key { kind, event, pointer, expected, found }, Count { times: count, first_line, sample });
    }
    for event in documented.events() {
        let name = event.name();
        if tally.events.contains_key(name) {
            let unseen = unseen.remove(name).unwrap_or_default();
            let seen = event.properties().into_iter().map(|property| property.pointer.clone());
            tally.seen.insert(name.to_owned(), seen.filter(|pointer| !unseen.contains(pointer)).collect());
        }
    }
    tally
}
