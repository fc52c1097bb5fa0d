//! The view of what changed since another version.

use super::words::{Words, anchor};
use crate::diff::Diff;

/// The changes.
pub(super) struct Changes<'a> {
    pub(super) old: Words<'a>,
    pub(super) wire: &'static str,
    pub(super) semver: &'static str,
    pub(super) all: Vec<Change<'a>>,
    pub(super) notes: Vec<Words<'a>>,
}

/// One change.
pub(super) struct Change<'a> {
    pub(super) kind: &'static str,
    pub(super) event: Option<(Words<'a>, String)>,
    pub(super) pointer: Words<'a>,
    pub(super) wire: &'static str,
    pub(super) semver: &'static str,
    pub(super) origin: &'static str,
    pub(super) message: Words<'a>,
}

impl<'a> Changes<'a> {
    pub(super) fn new(diff: &'a Diff) -> Self {
        let change = |change: &'a crate::diff::Change| Change {
            kind: change.kind.name(),
            event: change.event.as_deref().map(|event| (Words::new(event), anchor("event", event))),
            pointer: Words::new(change.pointer.as_str()),
            wire: change.wire.name(),
            semver: change.semver.name(),
            origin: change.origin.name(),
            message: Words::new(&*change.message),
        };
        Self {
            old: Words::new(&*diff.old),
            wire: diff.verdict.wire.name(),
            semver: diff.verdict.semver.name(),
            all: diff.changes.iter().map(change).collect(),
            notes: diff.notes.iter().map(|note| Words::new(&**note)).collect(),
        }
    }
}
