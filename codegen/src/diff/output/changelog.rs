//! The comparison as an entry of CHANGELOG.md: what a user of the crate must know, a line each.

use std::fmt::Write as _;

use super::{cut, elsewhere};
use crate::diff::change::{Change, Diff, Origin, Semver, Wire};

/// More lines than this are no entry any more.
const LINES: usize = 40;
/// How much of a message a line shows.
const MESSAGE: usize = 200;

/// The entry: what breaks first; what only documents is counted.
pub(super) fn changelog(diff: &Diff) -> String {
    let mut text = String::new();
    let told =
        |change: &&Change| change.origin != Origin::Correction && change.semver > Semver::None && !documents(change);
    let mut changes: Vec<&Change> = diff.changes.iter().filter(told).collect();
    // Stable: within one weight, the order is that of the events.
    changes.sort_by_key(|change| std::cmp::Reverse(breaking(change)));
    for change in changes.iter().take(LINES) {
        let mark = if breaking(change) { "**Breaking:** " } else { "" };
        let place = [change.event.as_deref().unwrap_or_default(), change.pointer.as_str()];
        let place: Vec<String> =
            place.iter().filter(|part| !part.is_empty()).map(|part| format!("`{}`", plain(part))).collect();
        let place = if place.is_empty() { String::new() } else { place.join(" ") + ": " };
        let shared = elsewhere(change).map(|_| format!(" (in {} places)", change.places.len() + 1)).unwrap_or_default();
        let _ = writeln!(text, "- {mark}{place}{}{shared}.", plain(&change.message));
    }
    if changes.len() > LINES {
        let _ = writeln!(text, "- And {} more changes.", changes.len() - LINES);
    }
    let documented =
        diff.changes.iter().filter(|change| change.origin != Origin::Correction && documents(change)).count();
    if documented > 0 {
        let _ = writeln!(text, "- Descriptions, examples and annotations: {documented} changed.");
    }
    text
}

fn breaking(change: &Change) -> bool {
    change.semver == Semver::Major || change.wire.breaks()
}

/// Whether neither the documents nor the types change.
fn documents(change: &Change) -> bool {
    change.wire == Wire::None && change.semver <= Semver::Patch
}

/// One line that no fence ends.
fn plain(text: &str) -> String {
    cut(&text.replace(['\n', '\r'], " ").replace("~~~", "~ ~ ~"), MESSAGE)
}
