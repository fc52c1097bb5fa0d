//! `schema`: prints the JSON Schema of an event.

use std::io::Write as _;
use std::str::FromStr as _;

use anyhow::Context as _;
use console_events::EventKind;
use serde_json::{Map, Value};

use crate::Outcome;
use crate::args::Schema;
use crate::near::did_you_mean;

pub(crate) fn run(arguments: &Schema) -> anyhow::Result<Outcome> {
    let text = if let Some(name) = &arguments.event {
        kind(name)?.json_schema().trim_end().to_owned()
    } else {
        let all = EventKind::ALL.iter().map(|kind| Ok((kind.name().to_owned(), parsed(*kind)?)));
        serde_json::to_string_pretty(&Value::Object(all.collect::<anyhow::Result<Map<_, _>>>()?))?
    };
    writeln!(std::io::stdout(), "{text}")?;
    Ok(Outcome::Clean)
}

/// The documented event with that name.
pub(crate) fn kind(name: &str) -> anyhow::Result<EventKind> {
    EventKind::from_str(name).map_err(|_| {
        let known: Vec<String> = EventKind::ALL.iter().map(|kind| format!("`{kind}`")).collect();
        let near = did_you_mean(name, EventKind::ALL.iter().map(|kind| kind.name()));
        anyhow::anyhow!("`{name}` is not a documented event;{near} expected one of {}", known.join(", "))
    })
}

/// The schema of an event, parsed.
pub(crate) fn parsed(kind: EventKind) -> anyhow::Result<Value> {
    serde_json::from_str(kind.json_schema()).with_context(|| format!("the schema of `{kind}`"))
}
