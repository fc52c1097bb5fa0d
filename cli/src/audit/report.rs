//! The report: for people, as Markdown, and as JSON.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{BufWriter, Write};

use serde::Serialize;
use serde::ser::Serializer;

use super::advice::{Advice, advice};
use super::documented::Documented;
use super::tally::{Count, Key, Kind, Tally};
use crate::args::{Audit, AuditFormat};
use crate::safe;

/// How many unreadable lines are shown to people; the JSON lists more of them.
const SHOWN: usize = 20;

pub(super) fn print(tally: &Tally, documented: &Documented, arguments: &Audit) -> anyhow::Result<()> {
    match arguments.format {
        AuditFormat::Json => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            serde_json::to_writer_pretty(&mut out, &report(tally, documented)).map_err(std::io::Error::from)?;
            writeln!(out)?;
            out.flush()?;
        }
        AuditFormat::Human => {
            let mut out = BufWriter::new(anstream::stdout().lock());
            human(&mut out, tally, documented)?;
            out.flush()?;
        }
        AuditFormat::Markdown => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            markdown(&mut out, tally, documented)?;
            out.flush()?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Report<'a> {
    format: u32,
    deliveries: u64,
    lines: u64,
    stopped: bool,
    events: &'a std::collections::BTreeMap<String, u64>,
    #[serde(serialize_with = "unreadable")]
    unreadable: &'a Tally,
    unreadable_count: u64,
    findings: Findings<'a>,
}

/// Written one after the other, so that a large report takes no memory of its own.
struct Findings<'a>(&'a Tally, &'a Documented);

#[derive(Serialize)]
struct Finding<'a> {
    kind: Kind,
    event: &'a str,
    pointer: &'a str,
    expected: &'a str,
    found: &'a str,
    count: u64,
    first_line: Option<u64>,
    sample: Option<&'a str>,
    advice: &'a str,
    page: Option<&'a str>,
    decision: Option<&'a str>,
}

#[derive(Serialize)]
struct Unreadable<'a> {
    line: u64,
    message: &'a str,
}

fn report<'a>(tally: &'a Tally, documented: &'a Documented) -> Report<'a> {
    Report {
        format: 1,
        deliveries: tally.deliveries,
        lines: tally.lines,
        stopped: tally.stopped,
        events: &tally.events,
        unreadable: tally,
        unreadable_count: tally.unreadable_count,
        findings: Findings(tally, documented),
    }
}

fn unreadable<S: Serializer>(tally: &Tally, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(tally.unreadable.iter().map(|(&line, message)| Unreadable { line, message }))
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeSeq as _;
        let mut list = serializer.serialize_seq(None)?;
        for (key, count) in self.0.findings() {
            let Advice { words, page, decision } = advice(&key, count, self.1);
            list.serialize_element(&Finding {
                kind: key.kind,
                event: &key.event,
                pointer: &key.pointer,
                expected: &key.expected,
                found: &key.found,
                count: count.times,
                first_line: count.first_line,
                sample: count.sample.as_deref(),
                advice: &words,
                page: page.as_deref(),
                decision: decision.as_deref(),
            })?;
        }
        list.end()
    }
}

/// The most frequent first within each kind.
fn sorted(tally: &Tally) -> Vec<(Key, &Count)> {
    let mut findings: Vec<_> = tally.findings().collect();
    findings.sort_by_key(|(key, count)| (key.kind, Reverse(count.times)));
    findings
}

/// For people: findings by kind, each with the advice, then what never occurred, then unreadable lines.
fn human(out: &mut impl Write, tally: &Tally, documented: &Documented) -> std::io::Result<()> {
    let lines = tally.lines;
    if tally.deliveries == 0 {
        writeln!(out, "no deliveries in {lines} lines")?;
    } else {
        writeln!(out, "{} deliveries in {lines} lines", tally.deliveries)?;
    }
    let (never_seen, others): (Vec<_>, Vec<_>) =
        sorted(tally).into_iter().partition(|(key, _)| key.kind == Kind::NeverSeen);
    for (key, count) in others {
        let style = match key.kind {
            Kind::Misfit | Kind::Invalid | Kind::Timestamp => safe::WRONG,
            Kind::Undeclared | Kind::UnknownEvent | Kind::NeverSeen => safe::NEW,
        };
        let (event, pointer) = (safe::line(&key.event), safe::line(&key.pointer));
        let (expected, found) = (safe::line(&key.expected), safe::line(&key.found));
        let kind = safe::paint(key.kind.name(), style);
        writeln!(out, "{kind} {event} `{pointer}`: expected {expected}, found {found}{}", times(count))?;
        let Advice { words, page, decision } = advice(&key, count, documented);
        writeln!(out, "    {words}")?;
        for block in page.iter().chain(&decision) {
            for line in block.lines() {
                writeln!(out, "        {}", safe::visible(line))?;
            }
        }
    }
    // Without deliveries everything would be "never seen".
    if tally.deliveries > 0 && !never_seen.is_empty() {
        unseen(out, never_seen.into_iter().map(|(key, _)| key))?;
    }
    for (line, message) in tally.unreadable.iter().take(SHOWN) {
        writeln!(out, "{} line {line}: {}", safe::paint("unreadable", safe::WRONG), safe::line(message))?;
    }
    let more = tally.unreadable_count.saturating_sub(SHOWN as u64);
    if more > 0 {
        writeln!(out, "and {more} more lines that are not events; `--format json` lists the first 1000")?;
    }
    Ok(())
}

/// What never occurred: the event, or its outermost properties, because their parts cannot have occurred either.
fn unseen(out: &mut impl Write, never_seen: impl Iterator<Item = Key>) -> std::io::Result<()> {
    let kind = safe::paint(Kind::NeverSeen.name(), safe::ODD);
    let mut within: Option<(String, String)> = None;
    for key in never_seen {
        let part = within.as_ref().is_some_and(|(event, pointer)| {
            *event == key.event && key.pointer.strip_prefix(&**pointer).is_some_and(|rest| rest.starts_with('/'))
        });
        if part {
            continue;
        }
        if key.pointer.is_empty() {
            writeln!(out, "{kind} {}", safe::line(&key.event))?;
        } else {
            writeln!(out, "{kind} {} `{}`", safe::line(&key.event), safe::line(&key.pointer))?;
        }
        within = Some((key.event, key.pointer));
    }
    writeln!(
        out,
        "    nothing to do if it is rare; if the Console no longer sends it, delete its row and its property in the schema"
    )
}

fn times(count: &Count) -> String {
    let Some(line) = count.first_line else { return String::new() };
    let sample = count.sample.as_deref().map(|sample| format!(": {}", safe::line(sample))).unwrap_or_default();
    let times = if count.times == 1 { "once".to_owned() } else { format!("{} times", count.times) };
    format!(", {times}, first in line {line}{sample}")
}

fn markdown(out: &mut impl Write, tally: &Tally, documented: &Documented) -> std::io::Result<()> {
    let (deliveries, lines, unreadable) = (tally.deliveries, tally.lines, tally.unreadable_count);
    writeln!(out, "# Audit\n\n{deliveries} deliveries in {lines} lines; {unreadable} lines are not events.\n")?;
    writeln!(
        out,
        "| kind | event | place | expected | found | times | first line | what to do |\n|---|---|---|---|---|---|---|---|"
    )?;
    let findings: Vec<_> =
        sorted(tally).into_iter().map(|(key, count)| (advice(&key, count, documented), key, count)).collect();
    for (advice, key, count) in &findings {
        let line = count.first_line.map(|line| line.to_string()).unwrap_or_default();
        let texts = [&key.event, &key.pointer, &key.expected, &key.found].map(|text| cell(text));
        let (kind, times, words) = (key.kind.name(), count.times, cell(&advice.words));
        writeln!(out, "| {kind} | {} | {times} | {line} | {words} |", texts.join(" | "))?;
    }
    for (advice, key, _) in &findings {
        let blocks = [("md", &advice.page), ("toml", &advice.decision)];
        if blocks.iter().any(|(_, block)| block.is_some()) {
            writeln!(out, "\n## {} {} {}", key.kind.name(), cell(&key.event), cell(&key.pointer))?;
        }
        for (language, block) in blocks {
            let Some(block) = block else { continue };
            // Longer than any run of backticks in the block.
            writeln!(out, "\n````{language}")?;
            for line in block.lines() {
                writeln!(out, "{}", safe::visible(line).replace("````", "'''"))?;
            }
            writeln!(out, "````")?;
        }
    }
    if !tally.unreadable.is_empty() {
        writeln!(out, "\n| line | why it is not an event |\n|---|---|")?;
        for (line, message) in &tally.unreadable {
            writeln!(out, "| {line} | {} |", cell(message))?;
        }
    }
    Ok(())
}

/// Text from deliveries in a table: nothing in it is Markdown or HTML.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    for character in safe::line(text).chars() {
        if character.is_ascii_punctuation() && !matches!(character, '.' | ',' | ':' | ';' | '/' | '-' | '?' | '=') {
            // An entity, because a backslash does not prevent everything that makes a link. Writing to a string does
            // not fail.
            let _ = write!(cell, "&#{};", u32::from(character));
        } else {
            cell.push(character);
        }
    }
    cell.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}
