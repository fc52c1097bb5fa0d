//! The comparison as a comment on a pull request: what a reviewer must know first, the rest folded.

use std::fmt::Write as _;

use super::changelog::changelog;
use super::{advice, cut, elsewhere, place, short};
use crate::diff::change::{Change, Diff, Origin, Semver, Wire};

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
pub fn markdown(diff: &Diff) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "### Schema changes: {}\n", headline(diff));
    let _ = writeln!(text, "**Wire:** {} · **Crate:** {}\n", wire(diff.verdict.wire), release(diff.verdict.semver));
    if diff.changes.is_empty() {
        let _ = writeln!(
            text,
            "No change between {} and {}.",
            code(&cut(&diff.old, MESSAGE)),
            code(&cut(&diff.new, MESSAGE))
        );
        return notes(text, diff);
    }
    let _ = writeln!(text, "{}\n", advice(diff));
    let (corrections, changes): (Vec<_>, Vec<_>) =
        diff.changes.iter().partition(|change| change.origin == Origin::Correction);
    let (breaking, rest): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| breaks(change));
    if !breaking.is_empty() {
        table(&mut text, &breaking);
    }
    fold(&mut text, &rest, "other change", "other changes");
    fold(
        &mut text,
        &corrections,
        "correction of the page: delete its decision",
        "corrections of the page: delete their decisions",
    );
    let entry = changelog(diff);
    if !entry.is_empty() && text.len() + entry.len() < LIMIT + ROOM {
        let _ =
            writeln!(text, "<details>\n<summary>Entry for CHANGELOG.md</summary>\n\n~~~md\n{entry}~~~\n\n</details>\n");
    }
    notes(text, diff)
}

fn breaks(change: &Change) -> bool {
    change.wire.breaks() || change.semver == Semver::Major
}

fn headline(diff: &Diff) -> String {
    match (diff.verdict.wire, diff.changes.is_empty()) {
        (_, true) => "none".to_owned(),
        (Wire::None | Wire::Compatible, _) => format!("safe on the wire, {} release", diff.verdict.semver.name()),
        (Wire::Unclassified, _) => format!("not proved safe on the wire, {} release", diff.verdict.semver.name()),
        (Wire::Breaking, _) => format!("breaking on the wire, {} release", diff.verdict.semver.name()),
    }
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

fn table(text: &mut String, changes: &[&Change]) {
    text.push_str("| change | place | wire | API | what it means |\n|---|---|---|---|---|\n");
    let mut shown = 0;
    for change in changes.iter().take(ROWS) {
        let mut meaning = cell(&cut(&change.message, MESSAGE));
        if change.origin == Origin::Decision {
            meaning.push_str("; only a decision changed");
        }
        if let Some(hint) = &change.hint {
            let _ = write!(meaning, "; {}", cell(hint));
        }
        if let Some(places) = elsewhere(change) {
            let _ = write!(meaning, "; also at {}", cell(&cut(&places, MESSAGE)));
        }
        if let Some(witness) = &change.witness {
            let _ = write!(meaning, "; not read: {}", code(&short(witness, 120)));
        }
        let place = code(&cut(&place(change), MESSAGE));
        let row = format!(
            "| `{}` | {place} | {} | {} | {meaning} |\n",
            change.kind,
            change.wire.name(),
            change.semver.name()
        );
        if text.len() + row.len() > LIMIT {
            break;
        }
        text.push_str(&row);
        shown += 1;
    }
    if changes.len() > shown {
        let _ = writeln!(text, "\nand {} more; see the output of `cargo codegen diff`.", changes.len() - shown);
    }
    text.push('\n');
}

fn fold(text: &mut String, changes: &[&Change], one: &str, many: &str) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "<details>\n<summary>{} {}</summary>\n",
        changes.len(),
        if changes.len() == 1 { one } else { many }
    );
    table(text, changes);
    text.push_str("</details>\n\n");
}

fn notes(mut text: String, diff: &Diff) -> String {
    for note in diff.notes.iter().take(NOTES).map(|note| cell(&cut(note, MESSAGE))) {
        if text.len() + note.len() < LIMIT + ROOM + 100 {
            let _ = writeln!(text, "> Note: {note}\n");
        }
    }
    text
}

/// Text in a table cell: no bars, no line ends, no HTML. Back-ticked values stay code, in which only bars need care.
fn cell(text: &str) -> String {
    let mut in_code = false;
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '`' => {
                in_code = !in_code;
                out.push(letter);
            }
            '|' => out.push_str("\\|"),
            '\n' | '\r' => out.push(' '),
            '<' if !in_code => out.push_str("&lt;"),
            '>' if !in_code => out.push_str("&gt;"),
            '&' if !in_code => out.push_str("&amp;"),
            '@' if !in_code => out.push_str("&#64;"),
            other => out.push(other),
        }
    }
    if in_code {
        out.push('`');
    }
    out
}

/// Text as code in a table cell: the fence is longer than any run of back-ticks in it.
fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    let text = text.replace('|', "\\|").replace(['\n', '\r'], " ");
    format!("{fence}{pad}{text}{pad}{fence}")
}
