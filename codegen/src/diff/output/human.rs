//! The comparison for a person at a terminal.

use super::pair::{pair, short};
use super::{advice, elsewhere, place};
use crate::diff::answer::Diff;
use crate::diff::change::{Change, RustItem};
use crate::diff::verdict::{ChangeOrigin, Semver, Wire};
use crate::put;
use crate::text::{Style, Terminal, Text, code, words};

/// How many Rust items of a change are named.
const ITEMS: usize = 4;

/// One paragraph for each change, the verdict last; with escape sequences for colours if `colour` is set.
pub fn human(diff: &Diff, colour: bool) -> Text<Terminal> {
    let mut text = Text::new();
    for change in &diff.changes {
        let mut heading = Text::new();
        put!(heading, change.kind.name(), ": ", words(&place(change)), ": ", words(&change.message));
        put!(text, heading.styled(Style::Bold, colour), "\n  = ", wire(change.wire, colour), ", ");
        text.push(api(change.semver, colour));
        if change.origin != ChangeOrigin::Documentation {
            put!(text, ", origin ", change.origin.name());
        }
        if let Some(judged) = &change.judged {
            put!(text, "; set by the judgement ", code(&judged.judgement), ", computed was wire ", judged.wire.name());
            put!(text, ", API ", judged.semver.name());
        }
        put!(text, "\n");
        if let Some(spot) = &change.spot {
            put!(text, "  --> ", words(&spot.file), ":", spot.line, ":", spot.column, "\n");
        }
        values(&mut text, change);
        for item in change.items.iter().take(ITEMS) {
            put!(text, "  = Rust: ", words(&moved(item)), "\n");
        }
        if change.items.len() > ITEMS {
            put!(text, "  = and ", change.items.len() - ITEMS, " more Rust items\n");
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
    decided(&mut text, diff);
    for note in &diff.notes {
        put!(text, "note: ", words(note), "\n");
    }
    if diff.hidden > 0 {
        put!(text, "note: ", diff.hidden, " changes of another kind are not shown (`--only`)\n");
    }
    let count = diff.changes.len();
    let changes = if count == 1 { " change" } else { " changes" };
    let mut heading = Text::new();
    put!(heading, words(&diff.old), " -> ", words(&diff.new), ": ", count, changes, "; ");
    text.push(heading.styled(Style::Bold, colour));
    put!(text, wire(diff.verdict.wire, colour), ", ", api(diff.verdict.semver, colour), "\n");
    if let Some((old, required)) = &diff.versions {
        put!(text, "The crate's version was ", words(old), "; these changes need ", words(required), " or later.\n");
    }
    if count > 0 {
        put!(text, advice(diff), "\n");
    }
    text
}

/// A verdict on the wire: what breaks is red, what is compatible green, what is not proved yellow.
fn wire(verdict: Wire, colour: bool) -> Text<Terminal> {
    let style = match verdict {
        Wire::None => Style::Plain,
        Wire::Compatible => Style::Green,
        Wire::Unclassified => Style::Yellow,
        Wire::Breaking => Style::Red,
    };
    let mut text = Text::new();
    put!(text, "wire ", verdict.name());
    text.styled(style, colour)
}

/// A verdict on the API: only a major change has a colour.
fn api(verdict: Semver, colour: bool) -> Text<Terminal> {
    let style = match verdict {
        Semver::None | Semver::Patch | Semver::Minor => Style::Plain,
        Semver::Major => Style::Red,
    };
    let mut text = Text::new();
    put!(text, "API ", verdict.name());
    text.styled(style, colour)
}

/// The values before and after.
fn values(text: &mut Text<Terminal>, change: &Change) {
    let (old, new) = pair(&change.old.to_string(), &change.new.to_string(), 100);
    for (label, value, shown) in [("old", &change.old, old), ("new", &change.new, new)] {
        if !value.is_null() {
            put!(*text, "  ", label, " ", words(&shown), "\n");
        }
    }
}

/// A Rust item before and after.
fn moved(item: &RustItem) -> String {
    let path = &item.path;
    match (&item.old, &item.new) {
        (Some(old), Some(new)) if old.rust == new.rust => format!("`{path}` read `{}`, reads `{}`", old.json, new.json),
        (Some(old), Some(new)) => format!("`{path}` was `{}`, is `{}`", old.rust, new.rust),
        (Some(_), None) => format!("`{path}` is gone"),
        (None, _) => format!("`{path}` is new"),
    }
}

/// What became of decisions and judgements.
fn decided(text: &mut Text<Terminal>, diff: &Diff) {
    let decided = &diff.decided;
    for lapse in &decided.lapses {
        let (file, line, column) = &lapse.place;
        put!(*text, "decision: ", lapse.side, ": ");
        if let Some(id) = &lapse.decision {
            put!(*text, code(id), ": ");
        }
        put!(*text, words(&lapse.message), "\n  --> ", words(file), ":", *line, ":", *column, "\n");
        put!(*text, "  = help: ", words(&lapse.help), "\n\n");
    }
    match decided.held {
        0 => {}
        1 => put!(*text, "note: 1 change follows from these decisions alone, and is not compared\n"),
        held => put!(*text, "note: ", held, " changes follow from these decisions alone, and are not compared\n"),
    }
    for (id, _) in &decided.new {
        put!(*text, "note: the decision ", code(id), " is new\n");
    }
    for (id, events) in &decided.widened {
        let named = events
            .iter()
            .map(|event| if event.is_empty() { Text::<Terminal>::words("the page") } else { Text::code(event) });
        put!(*text, "note: the decision ", code(id), " now also covers ", Text::join(named, ", "), "\n");
    }
    for (ids, what) in [(&decided.changed, " says something else\n"), (&decided.gone, " is no longer there\n")] {
        for id in ids {
            put!(*text, "note: the decision ", code(id), what);
        }
    }
    for stale in &diff.stale_judgements {
        let (file, line, column) = &stale.place;
        put!(*text, "judgement: ", code(&stale.judgement), ": ", words(&stale.message), "\n");
        put!(*text, "  --> ", words(file), ":", *line, ":", *column, "\n");
    }
}
