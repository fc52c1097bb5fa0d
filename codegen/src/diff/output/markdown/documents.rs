//! What concerns nobody but those who read documentation: folded, and counted.

use std::collections::HashMap;

use serde_json::Value;

use super::LIMIT;
use super::row::label;
use crate::diff::change::Change;
use crate::diff::output::pair::pair;
use crate::diff::verdict::ChangeOrigin;
use crate::put;
use crate::text::{Markdown, Text, cut, words};

/// How much of a text is shown, and of any other value.
const WORDS: usize = 120;
const VALUE: usize = 60;
/// How much of a message.
const MESSAGE: usize = 300;
/// How many events one line names.
const NAMED: usize = 6;

/// The changes, a line each.
pub(super) fn fold(text: &mut Text<Markdown>, changes: &[&Change], one: &'static str, many: &'static str) {
    if changes.is_empty() {
        return;
    }
    let what = if changes.len() == 1 { one } else { many };
    put!(*text, "<details>\n<summary>", changes.len(), what, "</summary>\n\n");
    let lines = together(changes);
    let mut shown = 0;
    for (said, events, count) in &lines {
        let line = line(said, events);
        if text.len() + line.len() > LIMIT {
            break;
        }
        text.push(line);
        shown += count;
    }
    if changes.len() > shown {
        put!(*text, "- and ", changes.len() - shown, " more; see the output of `cargo codegen diff --only docs`\n");
    }
    put!(*text, "\n</details>\n\n");
}

/// A change that several events share is one line: the change, the events, and the number of changes.
fn together<'d>(changes: &[&'d Change]) -> Vec<(&'d Change, Vec<&'d str>, usize)> {
    let mut lines: Vec<(&Change, Vec<&str>, usize)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for &change in changes {
        let Change { pointer, message, old, new, origin, .. } = change;
        let key = format!("{pointer}\n{message}\n{old}\n{new}\n{}", origin.name());
        if let Some(&at) = known.get(&key) {
            let (_, events, count) = &mut lines[at];
            events.extend(change.events());
            *count += 1;
        } else {
            known.insert(key, lines.len());
            lines.push((change, change.events(), 1));
        }
    }
    lines
}

fn line(change: &Change, events: &[&str]) -> Text<Markdown> {
    let mut line = Text::new();
    line.push("- ");
    let place = label(change);
    let named = events.iter().take(NAMED).map(|event| Text::code(&cut(event, WORDS)));
    line.push(Text::join(named, ", "));
    if events.len() > NAMED {
        put!(line, " and ", events.len() - NAMED, " more");
    }
    if !place.is_empty() {
        line.push(if events.is_empty() { "" } else { ": " });
        line.push(Text::code(&cut(&place, WORDS)));
    }
    if !events.is_empty() || !place.is_empty() {
        line.push(": ");
    }
    put!(line, words(&cut(&change.message, MESSAGE)));
    if change.origin == ChangeOrigin::Decision {
        put!(line, ", by a decision");
    }
    match (said(&change.old), said(&change.new)) {
        (ShownValue::Nothing, ShownValue::Nothing) => {}
        (ShownValue::Nothing, new) => put!(line, ": ", new.text()),
        (old, ShownValue::Nothing) => put!(line, ": was ", old.text()),
        (old, new) => {
            let limit =
                if matches!((&old, &new), (ShownValue::Words(_), ShownValue::Words(_))) { WORDS } else { VALUE };
            let (old, new) = pair(&old.whole(), &new.whole(), limit);
            if old != new {
                put!(line, ": ", Text::code(&old), " → ", Text::code(&new));
            }
        }
    }
    put!(line, "\n");
    line
}

/// A value as it is shown: a text without quotes.
enum ShownValue<'v> {
    Nothing,
    Words(&'v str),
    Json(&'v Value),
}

fn said(value: &Value) -> ShownValue<'_> {
    match value {
        Value::Null => ShownValue::Nothing,
        Value::String(words) => ShownValue::Words(words),
        other => ShownValue::Json(other),
    }
}

impl ShownValue<'_> {
    fn whole(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Words(words) => (*words).to_owned(),
            Self::Json(value) => value.to_string(),
        }
    }

    fn text(&self) -> Text<Markdown> {
        let limit = if matches!(self, Self::Words(_)) { WORDS } else { VALUE };
        Text::code(&cut(&self.whole(), limit))
    }
}
