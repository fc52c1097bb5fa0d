//! What decisions newly cover, so that nothing is covered silently.

use crate::put;
use crate::reconcile::Newly;
use crate::text::{Surface, Text, code};

/// A sentence for each decision: `` `id` now also covers `event` ``.
pub fn newly_covered<S: Surface>(newly: &[Newly]) -> Text<S> {
    let mut all = Text::new();
    for (id, events) in newly {
        let named = |event: &String| if event.is_empty() { Text::<S>::words("the page") } else { Text::code(event) };
        put!(all, "- ", code(id), " now also covers ", Text::join(events.iter().map(named), ", "), "\n");
    }
    all
}
