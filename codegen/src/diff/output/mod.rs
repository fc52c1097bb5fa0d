//! A comparison as text: for scripts, for people, for a pull request, for a workflow, for code scanning.

mod changelog;
mod github;
mod human;
mod json;
mod markdown;
mod pair;
mod sarif;

pub use github::github;
pub use human::human;
pub use json::json;
pub use markdown::markdown;
pub use sarif::sarif;

use super::answer::Diff;
use super::change::{Change, ChangedPart};
use super::verdict::{Semver, Wire};

/// How much a change hurts, as annotations know it.
fn level(change: &Change) -> &'static str {
    match (change.wire.breaks(), change.semver) {
        (true, _) => "error",
        (false, Semver::Major) => "warning",
        (false, Semver::None | Semver::Patch | Semver::Minor) => "notice",
    }
}

/// What the verdict says beyond the changes: a side that accepts nothing, decisions that do not stand.
fn headline(diff: &Diff) -> Option<(&'static str, String)> {
    let worst = diff.changes.iter().map(|change| change.wire).max().unwrap_or_default();
    (diff.hidden == 0 && diff.verdict.wire.breaks() && !worst.breaks())
        .then(|| ("error", format!("wire {}, although no single change is: see the notes", diff.verdict.wire.name())))
}

/// The place as a reader knows it: `event /pointer`.
pub(super) fn place(change: &Change) -> String {
    let pointer = change.pointer.as_str();
    match (change.event.as_deref(), pointer) {
        (Some(event), "") => event.to_owned(),
        (Some(event), pointer) => format!("{event} {pointer}"),
        (None, pointer) if change.part != ChangedPart::Schema => format!("the page {pointer}").trim_end().to_owned(),
        (None, "") => "the whole document".to_owned(),
        (None, pointer) => pointer.to_owned(),
    }
}

/// In how many other places the change shows.
fn elsewhere(change: &Change) -> Option<String> {
    let others: Vec<String> = change
        .places
        .iter()
        .map(|(event, pointer)| {
            event.as_ref().map_or_else(|| pointer.to_string(), |event| format!("{event} {pointer}"))
        })
        .collect();
    (!others.is_empty()).then(|| {
        let shared = change.resource.as_ref().map(|name| format!(" (shared: {name})")).unwrap_or_default();
        format!("{}{shared}", others.join(", "))
    })
}

/// Who must deploy first.
fn advice(diff: &Diff) -> &'static str {
    match diff.verdict.wire {
        Wire::None => "Nothing changes on the wire: readers and senders may be deployed in any order.",
        Wire::Compatible => {
            "Readers built from the old version read everything that is sent: the sender may be deployed first, readers at any time."
        }
        Wire::Unclassified => {
            "It is not proved that old readers read what will be sent: look at the unclassified changes; if in doubt, deploy readers first."
        }
        Wire::Breaking => {
            "Old readers fail on documents that will be sent: deploy readers built from the new version first, the sender after them."
        }
    }
}
