//! The smallest changes of a page's text of which edits are made, and why a place cannot be changed.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::splice::Splice;

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PartKind {
    /// Something else stands in the place.
    Replaced,
    /// Something is there that was not.
    Added,
    /// Something is there no more.
    Removed,
    /// A comma behind a last value goes.
    Comma,
    /// A comment goes.
    Comment,
}

/// One change that cannot be made in parts.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The place in the document of all witnesses.
    pub(super) place: PointerBuf,
    pub(super) kind: PartKind,
    /// The value that goes.
    pub(super) old: Option<Value>,
    /// The value that comes.
    pub(super) new: Option<Value>,
    /// The places of commas and comments that it takes away with it.
    pub(super) drops: Vec<usize>,
    pub(super) splices: Vec<Splice>,
}

/// A place that cannot be changed.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The place in the document of all witnesses.
    pub(super) place: PointerBuf,
    /// Why not, in words that go on from "it cannot be mended: ".
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
