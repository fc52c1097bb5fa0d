//! The comparison for a person at a terminal.

use super::{advice, elsewhere, place, short};
use crate::diff::change::{Diff, Origin};
use crate::put;
use crate::text::{Terminal, Text, words};

/// One paragraph a change, the verdict last.
pub fn human(diff: &Diff) -> Text<Terminal> {
    let mut text = Text::new();
    for change in &diff.changes {
        put!(text, change.kind.name(), ": ", words(&place(change)), ": ", words(&change.message), "\n");
        put!(text, "  = wire ", change.wire.name(), ", API ", change.semver.name());
        if change.origin != Origin::Documentation {
            put!(text, ", origin ", change.origin.name());
        }
        put!(text, "\n");
        for (label, value) in [("old", &change.old), ("new", &change.new)] {
            if !value.is_null() {
                put!(text, "  ", label, " ", words(&short(value, 100)), "\n");
            }
        }
        if let Some(places) = elsewhere(change) {
            put!(text, "  = also at ", words(&places), "\n");
        }
        if let Some(witness) = &change.witness {
            put!(text, "  = not read: ", words(&short(witness, 160)), "\n");
        }
        if let Some(hint) = &change.hint {
            put!(text, "  = hint: ", words(hint), "\n");
        }
        put!(text, "\n");
    }
    for note in &diff.notes {
        put!(text, "note: ", words(note), "\n");
    }
    let count = diff.changes.len();
    let changes = if count == 1 { " change" } else { " changes" };
    put!(text, words(&diff.old), " -> ", words(&diff.new), ": ", count, changes, "; wire ");
    put!(text, diff.verdict.wire.name(), ", API ", diff.verdict.semver.name(), "\n");
    if count > 0 {
        put!(text, advice(diff), "\n");
    }
    text
}
