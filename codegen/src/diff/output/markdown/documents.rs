//! What concerns nobody but those who read documentation: folded, and counted.

use super::LIMIT;
use super::row::label;
use crate::diff::change::Change;
use crate::diff::output::pair::pair;
use crate::put;
use crate::text::{Markdown, Text, cut, words};

/// How much of a value is shown.
const VALUE: usize = 120;
/// How much of a message.
const MESSAGE: usize = 300;

/// The changes, a line each.
pub(super) fn fold(text: &mut Text<Markdown>, changes: &[&Change], one: &'static str, many: &'static str) {
    if changes.is_empty() {
        return;
    }
    let what = if changes.len() == 1 { one } else { many };
    put!(*text, "<details>\n<summary>", changes.len(), what, "</summary>\n\n");
    let mut shown = 0;
    for change in changes {
        let line = line(change);
        if text.len() + line.len() > LIMIT {
            break;
        }
        text.push(line);
        shown += 1;
    }
    if changes.len() > shown {
        put!(*text, "- and ", changes.len() - shown, " more; see the output of `cargo codegen diff --only docs`\n");
    }
    put!(*text, "\n</details>\n\n");
}

fn line(change: &Change) -> Text<Markdown> {
    let mut line = Text::new();
    line.push("- ");
    let place = label(change);
    let event = change.event.as_deref().unwrap_or_default();
    let parts = [event, place.as_str()].into_iter().filter(|part| !part.is_empty());
    let parts: Vec<Text<Markdown>> = parts.map(|part| Text::code(&cut(part, VALUE))).collect();
    if !parts.is_empty() {
        put!(line, Text::join(parts, " "), ": ");
    }
    put!(line, words(&cut(&change.message, MESSAGE)));
    if !change.places.is_empty() {
        put!(line, " (in ", change.places.len() + 1, " places)");
    }
    let (old, new) = pair(&change.old, &change.new, VALUE);
    match (change.old.is_null(), change.new.is_null()) {
        (true, true) => {}
        (true, false) => put!(line, ": ", Text::code(&new)),
        (false, true) => put!(line, ": was ", Text::code(&old)),
        (false, false) if old == new => {}
        (false, false) => put!(line, ": ", Text::code(&old), " → ", Text::code(&new)),
    }
    put!(line, "\n");
    line
}
