//! The comparison as a comment on a pull request: the verdict in three lines, then a row a cause by event, the rest folded.

mod decided;
mod documents;
mod group;
mod row;

use super::changelog::changelog;
use crate::diff::answer::Diff;
use crate::diff::change::Change;
use crate::diff::verdict::{ChangeOrigin, Semver, Wire};
use crate::put;
use crate::text::{Markdown, Text, cut};

/// How long a comment may get: GitHub refuses more than 65,536 characters. What does not fit is counted, not shown.
const LIMIT: usize = 58_000;
/// What the changes may take of it, so that decisions and notes have room.
const ROOM: usize = 44_000;
/// How much of a message is shown.
const MESSAGE: usize = 400;
/// More notes than this nobody reads.
const NOTES: usize = 20;

/// The comment.
pub fn markdown(diff: &Diff) -> Text<Markdown> {
    let mut text = Text::new();
    put!(text, "### Schema changes: ");
    headline(diff, &mut text);
    put!(text, "\n\n");
    three_lines(diff, &mut text);
    if diff.changes.is_empty() && diff.hidden == 0 {
        let [old, new] = [&diff.old, &diff.new].map(|name| Text::<Markdown>::code(&cut(name, MESSAGE)));
        put!(text, "No change between ", old, " and ", new, ".\n\n");
    }
    let (corrections, changes): (Vec<&Change>, Vec<&Change>) =
        diff.changes.iter().partition(|change| change.origin == ChangeOrigin::Correction);
    let (documents, changes): (Vec<&Change>, Vec<&Change>) =
        changes.into_iter().partition(|change| change.only_documents());
    group::groups(&mut text, &changes);
    decided::decided(&mut text, diff);
    documents::fold(&mut text, &documents, " change of documentation only", " changes of documentation only");
    documents::fold(
        &mut text,
        &corrections,
        " correction of the page: delete its decision",
        " corrections of the page: delete their decisions",
    );
    let entry = changelog(diff);
    if !entry.is_empty() && text.len() + entry.len() < LIMIT {
        put!(text, "<details>\n<summary>Entry for CHANGELOG.md</summary>\n\n");
        put!(text, Text::block("md", entry.as_str()), "\n</details>\n\n");
    }
    if diff.hidden > 0 {
        put!(text, "Not shown: ", diff.hidden, " changes of another kind (`--only`).\n\n");
    }
    notes(&mut text, diff);
    text
}

fn headline(diff: &Diff, text: &mut Text<Markdown>) {
    if diff.changes.is_empty() && diff.hidden == 0 && diff.verdict.wire == Wire::None {
        text.push("none");
        return;
    }
    text.push(match diff.verdict.wire {
        Wire::None | Wire::Compatible => "safe on the wire, ",
        Wire::Unclassified => "not proved safe on the wire, ",
        Wire::Breaking => "breaking on the wire, ",
    });
    if diff.verdict.semver == Semver::None {
        text.push("no release");
    } else {
        put!(*text, diff.verdict.semver.name(), " release");
    }
}

/// Verdict, version, and who deploys first.
fn three_lines(diff: &Diff, text: &mut Text<Markdown>) {
    put!(*text, "- **Wire:** ", wire(diff.verdict.wire), "\n- **Crate:** ");
    let meaning = match diff.verdict.semver {
        Semver::None => "no release needed",
        Semver::Patch => "a patch release; only documentation changes",
        Semver::Minor => "a minor release; there are new items",
        Semver::Major => "a major release; code that uses it may stop compiling, or mean something else",
    };
    match &diff.versions {
        Some((old, required)) if diff.verdict.semver > Semver::None => {
            put!(*text, "at least ", Text::code(required), " (", Text::code(old), " before): ", meaning);
        }
        _ => put!(*text, meaning),
    }
    put!(*text, "\n- **Deploy:** ", deploy(diff.verdict.wire), "\n\n");
}

fn wire(wire: Wire) -> &'static str {
    match wire {
        Wire::None => "unchanged: the same documents are sent",
        Wire::Compatible => "compatible: it is proved that old readers read all that will be sent",
        Wire::Unclassified => "not proved: neither a proof nor a document that breaks; treat it as breaking",
        Wire::Breaking => "breaking: a document that will be sent is not read by old readers",
    }
}

fn deploy(wire: Wire) -> &'static str {
    match wire {
        Wire::None => "readers and sender in any order",
        Wire::Compatible => "the sender may be updated first, readers at any time",
        Wire::Unclassified => "look at what is not proved; if in doubt, update readers first",
        Wire::Breaking => "readers built from the new version first, the sender after them",
    }
}

fn notes(text: &mut Text<Markdown>, diff: &Diff) {
    for note in diff.notes.iter().take(NOTES).map(|note| Text::<Markdown>::words(&cut(note, MESSAGE))) {
        if text.len() + note.len() < LIMIT + 2_000 {
            put!(*text, "> Note: ", note, "\n\n");
        }
    }
}
