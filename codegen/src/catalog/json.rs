//! JSON as the page writes it, with the place of each value on the page. Made by `extract`.

use std::collections::HashMap;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::page::Span;

/// JSON as the page writes it. What is not strict JSON is accepted and recorded.
#[derive(Clone, Debug, Default)]
pub struct DocumentedJson {
    /// The value. `{...}` becomes an empty object.
    pub value: Value,
    /// Place of every value, by JSON Pointer.
    pub places: HashMap<PointerBuf, Place>,
    /// Comments.
    pub comments: Vec<Span>,
    /// Commas after a last member or item.
    pub trailing_commas: Vec<Span>,
    /// Each `{...}`, which refers to a resource documented elsewhere; in the order of the text.
    pub placeholders: Vec<Placeholder>,
    /// Members with the key of an earlier member of the same object. The last one counts.
    pub duplicate_keys: Vec<Spot>,
}

impl DocumentedJson {
    /// The `{...}` at exactly this place.
    pub fn placeholder_at(&self, pointer: &Pointer) -> Option<&Placeholder> {
        let start = self.places.get(pointer)?.value.start;
        // They are in the order of the text.
        let at = self.placeholders.binary_search_by_key(&start, |placeholder| placeholder.span.start).ok()?;
        self.placeholders.get(at).filter(|placeholder| placeholder.pointer == pointer)
    }

    /// The place of the value at `pointer`, or of its nearest ancestor that exists.
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

/// Where a value is, and where its key is if it is a member of an object.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// The key, with its quotes.
    pub key: Option<Span>,
    /// The value.
    pub value: Span,
}

/// A place in a block's JSON and on the page.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its place in the block's JSON.
    pub pointer: PointerBuf,
    /// Its place in the page.
    pub span: Span,
}

/// A `{...}`, which refers to a resource.
#[derive(Clone, Debug)]
pub struct Placeholder {
    /// Its place in the block's JSON.
    pub pointer: PointerBuf,
    /// Its place in the page.
    pub span: Span,
    /// The name of the resource that fills it, if the event has one.
    pub resource: Option<String>,
}
