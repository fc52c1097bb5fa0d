//! The comparison for a person at a terminal.

use std::fmt::Write as _;

use super::{advice, elsewhere, place, short};
use crate::diff::change::{Diff, Origin};

/// One paragraph a change, the verdict last.
pub fn human(diff: &Diff) -> String {
    let mut text = String::new();
    for change in &diff.changes {
        let verdict = format!("wire {}, API {}", change.wire.name(), change.semver.name());
        let _ = writeln!(text, "{}: {}: {}", change.kind, place(change), change.message);
        let _ = write!(text, "  = {verdict}");
        if change.origin != Origin::Documentation {
            let _ = write!(text, ", origin {}", change.origin.name());
        }
        text.push('\n');
        for (label, value) in [("old", &change.old), ("new", &change.new)] {
            if !value.is_null() {
                let _ = writeln!(text, "  {label} {}", short(value, 100));
            }
        }
        if let Some(places) = elsewhere(change) {
            let _ = writeln!(text, "  = also at {places}");
        }
        if let Some(witness) = &change.witness {
            let _ = writeln!(text, "  = not read: {}", short(witness, 160));
        }
        if let Some(hint) = &change.hint {
            let _ = writeln!(text, "  = hint: {hint}");
        }
        text.push('\n');
    }
    for note in &diff.notes {
        let _ = writeln!(text, "note: {note}");
    }
    let count = diff.changes.len();
    let changes = if count == 1 { "change" } else { "changes" };
    let _ = writeln!(text, "{} -> {}: {count} {changes}; {}", diff.old, diff.new, diff.verdict);
    if count > 0 {
        let _ = writeln!(text, "{}", advice(diff));
    }
    text
}
