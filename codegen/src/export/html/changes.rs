//! The view of what changed since another version.

use super::words::{Inline, anchor};
use crate::diff::Diff;

/// The changes.
pub(super) struct ChangesView<'a> {
    pub(super) old: Inline<'a>,
    pub(super) wire: &'static str,
    pub(super) semver: &'static str,
    pub(super) all: Vec<ChangeView<'a>>,
    pub(super) notes: Vec<Inline<'a>>,
}

/// One change.
pub(super) struct ChangeView<'a> {
    pub(super) kind: &'static str,
    pub(super) event: Option<(Inline<'a>, String)>,
    pub(super) pointer: Inline<'a>,
    pub(super) wire: &'static str,
    pub(super) semver: &'static str,
    pub(super) origin: &'static str,
    pub(super) message: Inline<'a>,
}

impl<'a> ChangesView<'a> {
    pub(super) fn new(diff: &'a Diff) -> Self {
        let change = |change: &'a crate::diff::Change| ChangeView {
            kind: change.kind.name(),
            event: change.event.as_deref().map(|event| (Inline::new(event), anchor("event", event))),
            pointer: Inline::new(change.pointer.as_str()),
            wire: change.wire.name(),
            semver: change.semver.name(),
            origin: change.origin.name(),
            message: Inline::new(&*change.message),
        };
        Self {
            old: Inline::new(&*diff.old),
            wire: diff.verdict.wire.name(),
            semver: diff.verdict.semver.name(),
            all: diff.changes.iter().map(change).collect(),
            notes: diff.notes.iter().map(|note| Inline::new(&**note)).collect(),
        }
    }
}
