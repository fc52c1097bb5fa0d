//! The changes by event: what breaks first, and events of which the same is to be said together.

use serde_json::Value;

use super::row::{ChangeRow, label, rows};
use super::{LIMIT, ROOM};
use crate::diff::change::Change;
use crate::put;
use crate::text::{Markdown, Text, cut};

/// More rows than this in one table nobody reads.
const ROWS: usize = 60;
/// How many events a heading names.
const NAMED: usize = 6;
/// How long a document may be, and how many are shown of an event.
const DOCUMENT: usize = 2_000;
const DOCUMENTS: usize = 3;

/// The events of which one thing is said.
struct EventGroup<'d> {
    /// The shared resource, where it is one's change.
    resource: Option<&'d str>,
    events: Vec<&'d str>,
    rows: Vec<ChangeRow<'d>>,
    /// The table of the rows.
    table: Text<Markdown>,
    hidden: usize,
}

/// A section for each group.
pub(super) fn groups(text: &mut Text<Markdown>, changes: &[&Change]) {
    let mut left = 0;
    for group in grouped(changes) {
        let mut section = Text::new();
        put!(section, "#### ");
        heading(&mut section, &group);
        put!(section, "\n\n", Text::head(&["reader", "crate", "what changed"]), group.table, "\n");
        if group.hidden > 0 {
            put!(section, "and ", group.hidden, " more; see the output of `cargo codegen diff`.\n\n");
        }
        if text.len() + section.len() > ROOM {
            left += group.rows.len();
            continue;
        }
        text.push(section);
        documents(text, &group);
    }
    if left > 0 {
        put!(*text, "And ", left, " more; see the output of `cargo codegen diff`.\n\n");
    }
}

fn grouped<'d>(changes: &[&'d Change]) -> Vec<EventGroup<'d>> {
    let mut keys: Vec<(Option<&'d str>, Vec<&'d str>)> = Vec::new();
    let mut found: Vec<Vec<&'d Change>> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for &change in changes {
        let key = (change.resource.as_deref().filter(|_| !change.places.is_empty()), change.events());
        let at = *known.entry(key.clone()).or_insert_with(|| {
            keys.push(key);
            found.push(Vec::new());
            found.len() - 1
        });
        found[at].push(change);
    }
    let mut groups: Vec<EventGroup<'d>> = Vec::new();
    for ((resource, events), changes) in keys.into_iter().zip(found) {
        let mut rows = rows(&changes);
        rows.sort_by_key(|row| (std::cmp::Reverse(row.breaks()), std::cmp::Reverse(row.wire())));
        let mut table = Text::new();
        let shown = rows.len().min(ROWS);
        for row in rows.iter().take(shown) {
            table.push(row.cells());
        }
        let hidden = rows.len() - shown;
        // Of events whose rows are the same, one table.
        match groups.iter_mut().find(|group| resource.is_none() && group.resource.is_none() && group.table == table) {
            Some(group) => {
                group.events.extend(events);
                group.rows.extend(rows);
            }
            None => groups.push(EventGroup { resource, events, rows, table, hidden }),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.rows.iter().any(ChangeRow::breaks)));
    groups
}

fn heading(text: &mut Text<Markdown>, group: &EventGroup<'_>) {
    if let Some(resource) = group.resource {
        put!(*text, Text::code(resource), " in ");
    }
    let names = group.events.iter().take(NAMED).map(|event| Text::code(&cut(event, 80)));
    text.push(Text::join(names, ", "));
    if group.events.len() > NAMED {
        put!(*text, " and ", group.events.len() - NAMED, " more");
    }
    if group.events.is_empty() {
        text.push("the whole document");
    }
}

/// The documents that an old reader does not read, folded.
fn documents(text: &mut Text<Markdown>, group: &EventGroup<'_>) {
    let mut seen: Vec<&Value> = Vec::new();
    let mut blocks: Vec<Text<Markdown>> = Vec::new();
    for change in group.rows.iter().flat_map(|row| &row.changes) {
        let Some(witness) = change.witness.as_ref().filter(|witness| !seen.contains(witness)) else { continue };
        seen.push(witness);
        let json = serde_json::to_string_pretty(witness).unwrap_or_default();
        let mut block = Text::new();
        let place = label(change);
        if !place.is_empty() {
            put!(block, "Because of ", Text::code(&cut(&place, 80)), ":\n\n");
        }
        put!(block, Text::block("json", &cut(&json, DOCUMENT)), "\n");
        blocks.push(block);
        if blocks.len() == DOCUMENTS {
            break;
        }
    }
    let all: Text<Markdown> = Text::join(blocks, "");
    if all.is_empty() || text.len() + all.len() > LIMIT {
        return;
    }
    let what = if seen.len() == 1 {
        "A document that old readers do not read"
    } else {
        "Documents that old readers do not read"
    };
    put!(*text, "<details>\n<summary>", what, "</summary>\n\n", all, "</details>\n\n");
}
