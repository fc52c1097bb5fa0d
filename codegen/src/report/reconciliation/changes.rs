//! What a decision changed, as a small diff.

use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use crate::document::describe;
use crate::put;
use crate::reconcile::PatchedPlace;
use crate::text::{Markdown, Text, words};

/// Lines shown around a change.
const CONTEXT: usize = 2;

/// The place, and the diff of its pretty JSON.
pub(super) fn shown(change: &PatchedPlace) -> Text<Markdown> {
    let (before, after) = (pretty(change.before.as_ref()), pretty(change.after.as_ref()));
    let diff = TextDiff::from_lines(&before, &after);
    let mut shown = String::new();
    for (at, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if at > 0 {
            shown += "  …\n";
        }
        for line in group.iter().flat_map(|op| diff.iter_changes(op)) {
            shown += match line.tag() {
                ChangeTag::Delete => "- ",
                ChangeTag::Insert => "+ ",
                ChangeTag::Equal => "  ",
            };
            shown += line.value();
        }
    }
    let mut text = Text::new();
    put!(text, words(&describe(&change.path)), ":\n\n", Text::block("diff", &shown));
    text
}

fn pretty(value: Option<&Value>) -> String {
    // JSON always serialises.
    value.map(|value| serde_json::to_string_pretty(value).unwrap_or_default() + "\n").unwrap_or_default()
}
