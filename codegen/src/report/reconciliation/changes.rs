//! What a decision changed, as a small diff.

use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use super::markdown::{block, text};
use crate::document::describe;
use crate::reconcile::Change;
use crate::report::plain::lines;

/// Lines shown around a change.
const CONTEXT: usize = 2;

/// The place, and the diff of its pretty JSON.
pub(super) fn shown(change: &Change) -> String {
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
    format!("{}:\n\n{}", text(&describe(&change.path)), block("diff", &lines(&shown)))
}

fn pretty(value: Option<&Value>) -> String {
    // JSON always serialises.
    value.map(|value| serde_json::to_string_pretty(value).unwrap_or_default() + "\n").unwrap_or_default()
}
