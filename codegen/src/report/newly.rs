//! What decisions cover now and did not before: nothing is covered in silence.

use crate::put;
use crate::text::{Markdown, Surface, Text, code};

/// Decisions at the most in the section, which stays short; `schemas/reconciliation/` holds what each covers.
const MOST: usize = 8;

/// The sentence for each decision: `` `id` now also covers `event` ``.
pub fn newly_covered<S: Surface>(newly: &[(&str, &[String])]) -> Text<S> {
    let mut all = Text::new();
    for (id, events) in newly {
        let named = |event: &String| if event.is_empty() { Text::<S>::words("the page") } else { Text::code(event) };
        put!(all, "- ", code(id), " now also covers ", Text::join(events.iter().map(named), ", "), "\n");
    }
    all
}

/// The same as a section of RECONCILIATION.md; nothing where nothing is new.
pub fn newly_covered_section(newly: &[(&str, &[String])]) -> Text<Markdown> {
    let mut all = Text::new();
    if !newly.is_empty() {
        all.push("\n## What decisions newly cover\n\nSince what they cover changed last:\n\n");
        all.push(newly_covered::<Markdown>(&newly[..newly.len().min(MOST)]));
        if let Some(more) = newly.len().checked_sub(MOST).filter(|&more| more > 0) {
            put!(all, "- and ", more, " more decisions\n");
        }
    }
    all
}
