//! `read`: prints what one delivery says, and where it differs from the documentation.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::str::FromStr as _;

use anyhow::Context as _;
use console_events::{ConsoleEvent, Error, EventKind};
use serde_json::{Value, json};

use crate::args::{Read, ReadFormat};
use crate::{Outcome, safe};

/// The largest delivery in bytes, which is more than receivers accept.
const MOST: u64 = 64 * 1024 * 1024;

pub(crate) fn run(arguments: &Read) -> anyhow::Result<Outcome> {
    let body = body(&arguments.file)?;
    let event = ConsoleEvent::from_slice(&body);
    let event = match event {
        Ok(event) if arguments.strict => event.strictly(),
        other => other,
    };
    let outcome = match &event {
        Ok(event) if event.misfits().is_empty() && event.undeclared().is_empty() => Outcome::Clean,
        Ok(_) | Err(_) => Outcome::Findings,
    };
    match (arguments.format, &event) {
        (ReadFormat::Json, event) => {
            writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&described(event))?)?;
        }
        (ReadFormat::Human, Ok(event)) => print(event)?,
        (ReadFormat::Human, Err(error)) => {
            anstream::eprintln!("{}: {}", safe::paint("error", safe::WRONG), safe::line(&error.to_string()));
        }
    }
    Ok(outcome)
}

/// Reads a file, or standard input.
fn body(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    if file.as_os_str() == "-" {
        std::io::stdin().take(MOST + 1).read_to_end(&mut body).context("cannot read standard input")?;
    } else {
        anyhow::ensure!(!file.is_dir(), "cannot read `{}`: it is a folder; name a file", file.display());
        let read = File::open(file).and_then(|opened| opened.take(MOST + 1).read_to_end(&mut body));
        read.with_context(|| format!("cannot read `{}`", file.display()))?;
    }
    anyhow::ensure!(
        body.len() as u64 <= MOST,
        "expected one delivery of at most {MOST} bytes, found more; `console-events audit` reads files of many"
    );
    Ok(body)
}

fn described(event: &Result<ConsoleEvent, Error>) -> Value {
    match event {
        Ok(event) => json!({
            "format": 1,
            "event": event.name(),
            "documented": EventKind::from_str(event.name()).is_ok(),
            "timestamp": event.timestamp,
            "misfits": event.misfits().iter().map(|misfit| json!({
                "pointer": misfit.pointer(),
                "line": misfit.line(),
                "column": misfit.column(),
                "expected": misfit.expected(),
                "found": misfit.found(),
            })).collect::<Vec<_>>(),
            "undeclared": event.undeclared(),
        }),
        Err(error) => json!({
            "format": 1,
            "error": {
                "message": error.to_string(),
                "event": error.event(),
                "pointer": error.pointer(),
                "line": error.line(),
                "column": error.column(),
                "expected": error.expected(),
                "found": error.found(),
            },
        }),
    }
}

fn print(event: &ConsoleEvent) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    let documented = match EventKind::from_str(event.name()) {
        Ok(_) => String::new(),
        Err(_) => format!("  {}", safe::paint("not documented", safe::ODD)),
    };
    writeln!(out, "{} at {}{documented}", safe::line(event.name()), event.timestamp)?;
    for misfit in event.misfits() {
        let place = match (misfit.line(), misfit.column()) {
            (Some(line), Some(column)) => format!(" (line {line}, column {column})"),
            _ => String::new(),
        };
        let (pointer, expected) = (safe::line(misfit.pointer()), safe::line(misfit.expected()));
        let kind = safe::paint("misfit", safe::WRONG);
        writeln!(out, "  {kind} `{pointer}`{place}: expected {expected}, found {}", safe::line(misfit.found()))?;
    }
    for pointer in event.undeclared() {
        writeln!(out, "  {} `{}`", safe::paint("undeclared", safe::NEW), safe::line(&pointer))?;
    }
    Ok(())
}
