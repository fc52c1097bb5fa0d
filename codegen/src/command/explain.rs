//! `explain`: rules and kinds of change in words.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use console_events_codegen::diff::Kind;
use console_events_codegen::lint;

use super::Plain;
use super::output::print;

pub(super) fn explain(rule: Option<&str>, output: Plain) -> Result<bool> {
    let texts: Vec<(String, String)> = if let Some(id) = rule {
        let text = lint::explain(id).or_else(|| Kind::from_name(id).map(|kind| kind.explanation().to_owned()));
        let text = text.with_context(|| {
            format!("there is no rule and no kind of change `{id}`; `cargo codegen explain` lists all")
        })?;
        vec![(id.to_owned(), text)]
    } else {
        let rules = lint::rules().iter().map(|rule| (rule.id.to_owned(), rule.explanation()));
        rules.chain(Kind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.explanation().to_owned()))).collect()
    };
    let text = match (output, rule) {
        (Plain::Json, _) => {
            let all: Vec<_> = texts.iter().map(|(id, text)| serde_json::json!({ "id": id, "text": text })).collect();
            serde_json::to_string_pretty(&serde_json::json!({ "format": 1, "explanations": all }))? + "\n"
        }
        (Plain::Human, Some(_)) => texts.into_iter().map(|(_, text)| text.trim_end().to_owned() + "\n").collect(),
        (Plain::Human, None) => texts.iter().fold(String::new(), |mut list, (id, text)| {
            let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
            // Writing to a string cannot fail.
            let _ = writeln!(list, "{id:<30} {}", first.unwrap_or_default());
            list
        }),
    };
    print(&text)?;
    Ok(true)
}
