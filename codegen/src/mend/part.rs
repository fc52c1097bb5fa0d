//! The smallest changes of a page, from which edits are made, and the places that cannot be changed.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::splice::Splice;

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PartKind {
    /// A value is replaced.
    Replaced,
    /// A value is added.
    Added,
    /// A value is removed.
    Removed,
    /// A comma after a last value is removed.
    Comma,
    /// A comment is removed.
    Comment,
}

/// A change that can only be made as a whole.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The place in the document of all witnesses.
    pub(super) place: PointerBuf,
    pub(super) kind: PartKind,
    /// The old value.
    pub(super) old: Option<Value>,
    /// The new value.
    pub(super) new: Option<Value>,
    /// The places of commas and comments that it removes as well.
    pub(super) drops: Vec<usize>,
    pub(super) splices: Vec<Splice>,
}

/// A place that cannot be changed.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The place in the document of all witnesses.
    pub(super) place: PointerBuf,
    /// The reason, which continues "it cannot be mended: ".
    pub(super) why: String,
}

/// The changes of some part of the page, and what cannot be changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) parts: Vec<Part>,
    pub(super) refused: Vec<Refusal>,
}

impl Parts {
    pub(super) fn refuse(&mut self, place: impl AsRef<Pointer>, why: impl Into<String>) {
        self.refused.push(Refusal { place: place.as_ref().to_buf(), why: why.into() });
    }
}
