//! The comparison as an entry of CHANGELOG.md: what a user of the crate must know, a line each.

use super::elsewhere;
use crate::diff::answer::Diff;
use crate::diff::change::Change;
use crate::diff::kind::ChangeKind;
use crate::diff::verdict::{ChangeOrigin, Semver};
use crate::put;
use crate::text::{Markdown, Text, cut, words};

/// Nobody reads an entry of more lines than this.
const LINES: usize = 40;
/// How much of a message a line shows.
const MESSAGE: usize = 200;

/// The entry: what breaks first; what only documents is counted.
pub(super) fn changelog(diff: &Diff) -> Text<Markdown> {
    let mut text = Text::new();
    // A rename is one line: that of the property that went.
    let is_listed = |change: &&Change| {
        let half = change.rename.is_some() && change.kind == ChangeKind::PropertyAdded;
        change.origin != ChangeOrigin::Correction && change.semver > Semver::None && !change.only_documents() && !half
    };
    let mut changes: Vec<&Change> = diff.changes.iter().filter(is_listed).collect();
    // The sort is stable: changes of one weight stay in the order of the events.
    changes.sort_by_key(|change| std::cmp::Reverse(change.breaks()));
    for change in changes.iter().take(LINES) {
        put!(text, "- ", change.breaks().then_some("**Breaking:** "));
        let place = [change.event.as_deref().unwrap_or_default(), change.pointer.as_str()];
        let place = place.iter().filter(|part| !part.is_empty()).map(|part| Text::code(&cut(part, MESSAGE)));
        let place = Text::join(place, " ");
        if !place.is_empty() {
            put!(text, place, ": ");
        }
        text.push(words(&cut(&change.message, MESSAGE)));
        if let Some(rename) = &change.rename {
            put!(text, "; perhaps it is called ", Text::code(&rename.name), " now");
        }
        if elsewhere(change).is_some() {
            put!(text, " (in ", change.places.len() + 1, " places)");
        }
        put!(text, ".\n");
    }
    if changes.len() > LINES {
        put!(text, "- And ", changes.len() - LINES, " more changes.\n");
    }
    let documented = diff
        .changes
        .iter()
        .filter(|change| change.origin != ChangeOrigin::Correction && change.only_documents())
        .count();
    if documented > 0 {
        put!(text, "- Descriptions, examples and annotations: ", documented, " changed.\n");
    }
    text
}
