//! The comparison as a comment on a pull request: what a reviewer must know first, the rest folded.

use super::changelog::changelog;
use super::{advice, elsewhere, place, short};
use crate::diff::change::{Change, Diff, Origin, Semver, Wire};
use crate::put;
use crate::text::{Cell, Markdown, Text, code, cut, words};

/// How long a comment may get: GitHub refuses more than 65,536 characters. What does not fit is counted, not shown.
const LIMIT: usize = 60_000;
/// More rows than this in one table nobody reads.
const ROWS: usize = 150;
/// The same for notes.
const NOTES: usize = 20;
/// What notes may take beyond the tables.
const ROOM: usize = 4_000;
/// How much of a message a cell shows.
const MESSAGE: usize = 600;

/// The comment.
pub fn markdown(diff: &Diff) -> Text<Markdown> {
    let mut text = Text::new();
    put!(text, "### Schema changes: ");
    headline(diff, &mut text);
    put!(text, "\n\n**Wire:** ", wire(diff.verdict.wire), " · **Crate:** ", release(diff.verdict.semver), "\n\n");
    if diff.changes.is_empty() {
        let [old, new] = [&diff.old, &diff.new].map(|name| Text::<Markdown>::code(&cut(name, MESSAGE)));
        put!(text, "No change between ", old, " and ", new, ".\n");
        notes(&mut text, diff);
        return text;
    }
    put!(text, advice(diff), "\n\n");
    let (corrections, changes): (Vec<_>, Vec<_>) =
        diff.changes.iter().partition(|change| change.origin == Origin::Correction);
    let (breaking, rest): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| breaks(change));
    if !breaking.is_empty() {
        table(&mut text, &breaking);
    }
    fold(&mut text, &rest, " other change", " other changes");
    fold(
        &mut text,
        &corrections,
        " correction of the page: delete its decision",
        " corrections of the page: delete their decisions",
    );
    let entry = changelog(diff);
    if !entry.is_empty() && text.len() + entry.len() < LIMIT + ROOM {
        put!(text, "<details>\n<summary>Entry for CHANGELOG.md</summary>\n\n");
        put!(text, Text::block("md", entry.as_str()), "\n</details>\n\n");
    }
    notes(&mut text, diff);
    text
}

fn breaks(change: &Change) -> bool {
    change.wire.breaks() || change.semver == Semver::Major
}

fn headline(diff: &Diff, text: &mut Text<Markdown>) {
    if diff.changes.is_empty() {
        text.push("none");
        return;
    }
    text.push(match diff.verdict.wire {
        Wire::None | Wire::Compatible => "safe on the wire, ",
        Wire::Unclassified => "not proved safe on the wire, ",
        Wire::Breaking => "breaking on the wire, ",
    });
    put!(*text, diff.verdict.semver.name(), " release");
}

fn wire(wire: Wire) -> &'static str {
    match wire {
        Wire::None => "unchanged",
        Wire::Compatible => "compatible, proved",
        Wire::Unclassified => "unclassified; treat as breaking",
        Wire::Breaking => "breaking",
    }
}

fn release(semver: Semver) -> &'static str {
    match semver {
        Semver::None => "no release needed",
        Semver::Patch => "needs a patch release",
        Semver::Minor => "needs a minor release",
        Semver::Major => "needs a major release",
    }
}

fn table(text: &mut Text<Markdown>, changes: &[&Change]) {
    text.push(Text::head(&["change", "place", "wire", "API", "what it means"]));
    let mut shown = 0;
    for change in changes.iter().take(ROWS) {
        let kind = Text::code(change.kind.name());
        let place = Text::code(&cut(&place(change), MESSAGE));
        let (wire, api) = (Text::words(change.wire.name()), Text::words(change.semver.name()));
        let row = Text::row([kind, place, wire, api, meaning(change)]);
        if text.len() + row.len() > LIMIT {
            break;
        }
        text.push(row);
        shown += 1;
    }
    if changes.len() > shown {
        put!(*text, "\nand ", changes.len() - shown, " more; see the output of `cargo codegen diff`.\n");
    }
    put!(*text, "\n");
}

fn meaning(change: &Change) -> Text<Cell> {
    let mut meaning = Text::words(&cut(&change.message, MESSAGE));
    if change.origin == Origin::Decision {
        put!(meaning, "; only a decision changed");
    }
    if let Some(hint) = &change.hint {
        put!(meaning, "; ", words(hint));
    }
    if let Some(places) = elsewhere(change) {
        put!(meaning, "; also at ", words(&cut(&places, MESSAGE)));
    }
    if let Some(witness) = &change.witness {
        put!(meaning, "; not read: ", code(&short(witness, 120)));
    }
    meaning
}

fn fold(text: &mut Text<Markdown>, changes: &[&Change], one: &'static str, many: &'static str) {
    if changes.is_empty() {
        return;
    }
    let what = if changes.len() == 1 { one } else { many };
    put!(*text, "<details>\n<summary>", changes.len(), what, "</summary>\n\n");
    table(text, changes);
    put!(*text, "</details>\n\n");
}

fn notes(text: &mut Text<Markdown>, diff: &Diff) {
    for note in diff.notes.iter().take(NOTES).map(|note| Text::<Markdown>::words(&cut(note, MESSAGE))) {
        if text.len() + note.len() < LIMIT + ROOM + 100 {
            put!(*text, "> Note: ", note, "\n\n");
        }
    }
}
