//! The changes of a decision, as a small diff.

use serde_json::Value;

use crate::document::describe;
use crate::lines::difference;
use crate::put;
use crate::reconcile::PatchedPlace;
use crate::text::{Markdown, Text, words};

/// Lines shown around a change.
const CONTEXT: usize = 2;

/// The place, and a diff of its pretty JSON.
pub(super) fn diff(change: &PatchedPlace) -> Text<Markdown> {
    let (before, after) = (pretty(change.before.as_ref()), pretty(change.after.as_ref()));
    let lines: String = difference(&before, &after, CONTEXT).iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    let mut text = Text::new();
    put!(text, words(&describe(&change.path)), ":\n\n", Text::block("diff", &lines));
    text
}

fn pretty(value: Option<&Value>) -> String {
    // JSON always serialises.
    value.map(|value| serde_json::to_string_pretty(value).unwrap_or_default() + "\n").unwrap_or_default()
}
