//! A comparison told: to scripts, to people, to a pull request, to a workflow.

mod changelog;
mod github;
mod human;
mod json;
mod markdown;

pub use github::github;
pub use human::human;
pub use json::json;
pub use markdown::markdown;

use super::change::{Change, Diff, Wire};
use crate::text::cut;
use serde_json::Value;

/// The place as a reader knows it: `event /pointer`.
pub(super) fn place(change: &Change) -> String {
    let pointer = change.pointer.as_str();
    match (change.event.as_deref(), pointer) {
        (Some(event), "") => event.to_owned(),
        (Some(event), pointer) => format!("{event} {pointer}"),
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

/// A value on one line, cut where it is long.
fn short(value: &Value, limit: usize) -> String {
    cut(&value.to_string(), limit).into_owned()
}

/// Who must deploy first.
fn advice(diff: &Diff) -> &'static str {
    match diff.verdict.wire {
        Wire::None => "Nothing changes on the wire: readers and senders may be deployed in any order.",
        Wire::Compatible => {
            "Readers built from the old version read everything that is sent: the sender may be deployed first, readers when they like."
        }
        Wire::Unclassified => {
            "It is not proved that old readers read what will be sent: look at the unclassified changes; until then, deploy readers first."
        }
        Wire::Breaking => {
            "Old readers fail on documents that will be sent: deploy readers built from the new version first, the sender after them."
        }
    }
}
