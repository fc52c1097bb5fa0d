//! JSON as the page shows it, with the place of each value on the page.

use std::collections::HashMap;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::page::Span;

/// JSON as it stands on the page, read with tolerance; all that was tolerated is kept.
#[derive(Clone, Debug, Default)]
pub struct DocumentedJson {
    /// The value; `{...}` is an empty object here.
    pub value: Value,
    /// Place of every value, by JSON Pointer.
    pub places: HashMap<PointerBuf, Place>,
    /// Comments.
    pub comments: Vec<Span>,
    /// Commas behind a last member or item.
    pub trailing_commas: Vec<Span>,
    /// `{...}`: a resource that is documented elsewhere; in the order of the text.
    pub placeholders: Vec<Placeholder>,
    /// Members whose key an earlier member of the object has, too; the last one counts.
    pub duplicate_keys: Vec<Spot>,
}

impl DocumentedJson {
    /// The `{...}` at this very place.
    pub fn placeholder_at(&self, pointer: &Pointer) -> Option<&Placeholder> {
        let start = self.places.get(pointer)?.value.start;
        // They are in the order of the text.
        let at = self.placeholders.binary_search_by_key(&start, |placeholder| placeholder.span.start).ok()?;
        self.placeholders.get(at).filter(|placeholder| placeholder.pointer == pointer)
    }

    /// The place of the value at `pointer`, or of its nearest ancestor that there is.
    pub fn nearest(&self, pointer: &Pointer) -> Place {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return *place;
            }
            match pointer.parent() {
                Some(parent) => pointer = parent,
                None => return Place::default(),
            }
        }
    }
}

/// Where a value stands, and its key where it is a member of an object.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// The key, with its quotes.
    pub key: Option<Span>,
    /// The value.
    pub value: Span,
}

/// A place within JSON, and on the page.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its place in the block's JSON.
    pub pointer: PointerBuf,
    /// Its place in the page.
    pub span: Span,
}

/// A `{...}` that stands for a resource.
#[derive(Clone, Debug)]
pub struct Placeholder {
    /// Its place in the block's JSON.
    pub pointer: PointerBuf,
    /// Its place in the page.
    pub span: Span,
    /// Name of the resource of the same event that fills it, where there is one.
    pub resource: Option<String>,
}
