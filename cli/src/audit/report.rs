//! The tally for people, for Markdown and as JSON.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::{Value, json};

use super::documented::Documented;
use super::tally::{Count, Key, Kind, Tally};
use crate::args::{Audit, AuditFormat};
use crate::safe;

/// How many lines that are not events are shown to people; the JSON has more of them.
const SHOWN: usize = 20;

pub(super) fn print(tally: &Tally, documented: &Documented, arguments: &Audit) -> anyhow::Result<()> {
    match arguments.format {
        AuditFormat::Json => writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&json(tally))?)?,
        AuditFormat::Human => human(tally, documented)?,
        AuditFormat::Markdown => markdown(tally, documented)?,
    }
    Ok(())
}

fn json(tally: &Tally) -> Value {
    let findings = tally.findings.iter().map(|(key, count)| {
        json!({
            "kind": key.kind,
            "event": key.event,
            "pointer": key.pointer,
            "expected": key.expected,
            "found": key.found,
            "count": count.times,
            "first_line": count.first_line,
            "sample": count.sample,
        })
    });
    json!({
        "format": 1,
        "deliveries": tally.deliveries,
        "lines": tally.lines,
        "stopped": tally.stopped,
        "events": tally.events,
        "unreadable": tally.unreadable.iter().map(|(line, message)| json!({"line": line, "message": message})).collect::<Vec<_>>(),
        "unreadable_count": tally.unreadable_count,
        "findings": findings.collect::<Vec<_>>(),
    })
}

/// The most that happened first.
fn sorted(tally: &Tally) -> Vec<(&Key, &Count)> {
    let mut findings: Vec<_> = tally.findings.iter().collect();
    findings.sort_by_key(|(key, count)| (key.kind, std::cmp::Reverse(count.times)));
    findings
}

fn human(tally: &Tally, documented: &Documented) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    let lines = tally.lines;
    if tally.deliveries == 0 {
        writeln!(out, "no deliveries in {lines} lines")?;
    } else {
        writeln!(out, "{} deliveries in {lines} lines", tally.deliveries)?;
    }
    // Of nothing, all is missing.
    for (key, count) in sorted(tally).into_iter().filter(|_| tally.deliveries > 0) {
        let style = match key.kind {
            Kind::Misfit | Kind::Invalid | Kind::Timestamp => safe::WRONG,
            Kind::Undeclared | Kind::UnknownEvent => safe::NEW,
            Kind::NeverSeen => safe::ODD,
        };
        let (event, pointer) = (safe::line(&key.event), safe::line(&key.pointer));
        let (expected, found) = (safe::line(&key.expected), safe::line(&key.found));
        writeln!(
            out,
            "{} {event} `{pointer}`: expected {expected}, found {found}{}",
            safe::paint(name(key.kind), style),
            times(count)
        )?;
        writeln!(out, "    {}", safe::line(&advice(key, documented)))?;
    }
    for (line, message) in tally.unreadable.iter().take(SHOWN) {
        writeln!(out, "{} line {line}: {}", safe::paint("unreadable", safe::WRONG), safe::line(message))?;
    }
    let more = tally.unreadable_count.saturating_sub(SHOWN as u64);
    if more > 0 {
        writeln!(out, "… and {more} more lines that are not events")?;
    }
    Ok(())
}

fn times(count: &Count) -> String {
    let Some(line) = count.first_line else { return String::new() };
    let sample = count.sample.as_deref().map(|sample| format!(": {}", safe::line(sample))).unwrap_or_default();
    let times = if count.times == 1 { "once".to_owned() } else { format!("{} times", count.times) };
    format!(", {times}, first in line {line}{sample}")
}

fn markdown(tally: &Tally, documented: &Documented) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    writeln!(
        out,
        "# Audit\n\n{} deliveries in {} lines; {} lines are not events.\n",
        tally.deliveries, tally.lines, tally.unreadable_count
    )?;
    writeln!(
        out,
        "| kind | event | place | expected | found | times | first line | what to do |\n|---|---|---|---|---|---|---|---|"
    )?;
    for (key, count) in sorted(tally) {
        let line = count.first_line.map(|line| line.to_string()).unwrap_or_default();
        let cells = [
            name(key.kind).to_owned(),
            cell(&key.event),
            cell(&key.pointer),
            cell(&key.expected),
            cell(&key.found),
            count.times.to_string(),
            line,
            cell(&advice(key, documented)),
        ];
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    if !tally.unreadable.is_empty() {
        writeln!(out, "\n| line | why it is not an event |\n|---|---|")?;
        for (line, message) in &tally.unreadable {
            writeln!(out, "| {line} | {} |", cell(message))?;
        }
    }
    Ok(())
}

/// Text from outside in a table: nothing in it means anything to Markdown or to HTML.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    for character in safe::line(text).chars() {
        if character.is_ascii_punctuation() && !matches!(character, '.' | ',' | ':' | ';' | '/' | '-' | '?' | '=') {
            // An entity, because a backslash does not protect from everything that makes links.
            // Writing to a string does not fail.
            let _ = write!(cell, "&#{};", u32::from(character));
        } else {
            cell.push(character);
        }
    }
    cell.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Misfit => "misfit",
        Kind::Undeclared => "undeclared",
        Kind::UnknownEvent => "unknown-event",
        Kind::Invalid => "invalid",
        Kind::Timestamp => "timestamp",
        Kind::NeverSeen => "never-seen",
    }
}

/// What a maintainer of the documentation can do.
fn advice(key: &Key, documented: &Documented) -> String {
    let (event, pointer) = (&key.event, &key.pointer);
    let file = format!("schemas/decisions/{event}.toml");
    match key.kind {
        Kind::Misfit | Kind::Invalid => format!(
            "correct row and schema on the page, or write into {file}: [[decision]] at = \"$.{event}.schema{}\", \
             verdict = \"policy\", with a patch that lets it be {} as well",
            path(pointer),
            key.found
        ),
        Kind::Undeclared => {
            let row = pointer
                .strip_prefix("/payload/")
                .unwrap_or(pointer.trim_start_matches('/'))
                .replace("/*/", "[].")
                .replace('/', ".");
            let kind = key.found.trim_start_matches("an ").trim_start_matches("a ");
            format!("the page lacks the row: {row} | {kind} | what it is; and the property in the schema of {event}")
        }
        Kind::UnknownEvent => {
            format!("the page lacks a section for {event}: what triggers it, properties, example, schema")
        }
        Kind::Timestamp => "ask the sender for the unit; the page should say that it is milliseconds".to_owned(),
        Kind::NeverSeen if documented.event(event).is_some() && pointer.is_empty() => {
            format!("nothing to do if {event} did not happen in this time")
        }
        Kind::NeverSeen => {
            format!("if the Console does not send it, take its row and its schema off the section of {event}")
        }
    }
}

/// The `JSONPath` below a schema that leads to the place.
fn path(pointer: &str) -> String {
    let tokens = pointer.split('/').skip(1);
    tokens.map(|token| if token == "*" { ".items".to_owned() } else { format!(".properties['{token}']") }).collect()
}
