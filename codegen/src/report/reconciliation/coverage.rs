//! Everything that each decision covers, finding by finding and place by place. What a decision newly covers is an
//! added line in this file's diff.

use indexmap::IndexMap;

use super::super::Report;
use crate::put;
use crate::reconcile::Covered;
use crate::text::{Markdown, Text, code, words};

/// A section for each decision, a list for each event.
pub(super) fn coverage(report: Report<'_>, all: &mut Text<Markdown>) {
    all.push("\n# What each decision covers\n");
    for Covered { decision, items } in &report.outcome.covered {
        put!(*all, "\n## ", code(decision), "\n");
        if items.is_empty() {
            all.push("\nNothing.\n");
        }
        let mut events: IndexMap<Option<&str>, Vec<&str>> = IndexMap::new();
        for item in items {
            events.entry(item.event.as_deref()).or_default().push(&item.what);
        }
        for (event, items) in events {
            let head = event.map_or_else(|| Text::words("The page"), Text::code);
            put!(*all, "\n", head, ":\n\n");
            for item in items {
                put!(*all, "- ", words(item), "\n");
            }
        }
    }
}
