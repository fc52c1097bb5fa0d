//! What became of decisions and judgements: stale first, then new, widened, changed and gone.

use super::MESSAGE;
use crate::diff::answer::Diff;
use crate::put;
use crate::text::{Markdown, Text, cut, words};

/// How many of each are named.
const NAMED: usize = 12;

pub(super) fn decided(text: &mut Text<Markdown>, diff: &Diff) {
    let decided = &diff.decided;
    if decided.is_empty() && diff.stale_judgements.is_empty() {
        return;
    }
    put!(*text, "#### Decisions\n\n");
    for lapse in decided.lapses.iter().take(NAMED) {
        let (file, line, _) = &lapse.place;
        put!(*text, "- **stale or failing** in ", lapse.side, ": ");
        if let Some(id) = &lapse.decision {
            put!(*text, Text::code(id), " ");
        }
        put!(*text, "(", Text::code(file), " line ", *line, "): ", words(&cut(&lapse.message, MESSAGE)), "; ");
        put!(*text, words(&cut(&lapse.help, MESSAGE)), "\n");
    }
    more(text, decided.lapses.len());
    match decided.held {
        0 => {}
        1 => put!(*text, "- 1 change follows from these alone, and is not compared\n"),
        held => put!(*text, "- ", held, " changes follow from these alone, and are not compared\n"),
    }
    for (id, reason) in decided.new.iter().take(NAMED) {
        put!(*text, "- new: ", Text::code(id), ": ", words(&cut(reason, MESSAGE)), "\n");
    }
    more(text, decided.new.len());
    for (id, events) in decided.widened.iter().take(NAMED) {
        let named = events
            .iter()
            .take(NAMED)
            .map(|event| if event.is_empty() { Text::<Markdown>::words("the page") } else { Text::code(event) });
        put!(*text, "- widened: ", Text::code(id), " now also covers ", Text::join(named, ", "), "\n");
    }
    more(text, decided.widened.len());
    for (what, ids) in [("- changed: ", &decided.changed), ("- no longer there: ", &decided.gone)] {
        if !ids.is_empty() {
            put!(*text, what, Text::join(ids.iter().take(NAMED).map(|id| Text::code(id)), ", "), "\n");
            more(text, ids.len());
        }
    }
    for stale in diff.stale_judgements.iter().take(NAMED) {
        let (file, line, _) = &stale.place;
        put!(*text, "- judgement ", Text::code(&stale.judgement), " (", Text::code(file), " line ", *line, "): ");
        put!(*text, words(&cut(&stale.message, MESSAGE)), "\n");
    }
    more(text, diff.stale_judgements.len());
    put!(*text, "\n");
}

fn more(text: &mut Text<Markdown>, all: usize) {
    if all > NAMED {
        put!(*text, "- and ", all - NAMED, " more\n");
    }
}
