//! One block of JSON on the page, and whose it is: an event's, or that of a resource with a section of its own.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::index::Index;
use crate::catalog::{Block, DocumentedEvent, DocumentedResource, Witness};
use crate::document::RESOURCES;
use crate::page::Span;
use crate::schema::{Contradiction, SchemaDocument};

/// A witness that is JSON.
#[derive(Clone, Copy, Debug)]
pub(super) struct Document<'a> {
    /// All schemas of the page.
    pub(super) index: &'a Index<'a>,
    /// None for a resource with a section of its own.
    pub(super) event: Option<&'a DocumentedEvent>,
    pub(super) witness: Witness,
    pub(super) resource: Option<&'a DocumentedResource>,
    pub(super) block: &'a Block,
}

impl<'a> Document<'a> {
    /// The resource of that name which the event documents or the page.
    pub(super) fn resource_named(&self, name: &str) -> Option<&'a DocumentedResource> {
        self.event?.resource(name)
    }

    /// Where it is documented, by name: the event, or the resource's own section.
    pub(super) fn owner(&self) -> &'a str {
        let section = || self.resource.map_or("", |resource| resource.name.as_str());
        self.event.map_or_else(section, |event| event.key.as_str())
    }

    pub(super) fn is_schema(&self) -> bool {
        match self.witness {
            Witness::Schema | Witness::ResourceSchema => true,
            Witness::Prose | Witness::Table | Witness::Example | Witness::ResourceExample => false,
        }
    }

    /// The schema that it is.
    pub(super) fn opened(&self) -> Option<&'a SchemaDocument<'a>> {
        self.index.opened(self.block)
    }

    /// Its schemas that no document satisfies.
    pub(super) fn contradictions(&self) -> &'a [Contradiction] {
        self.index.contradictions(self.block)
    }

    /// What it holds, where it can be read.
    pub(super) fn value(&self) -> Option<&'a Value> {
        self.block.value()
    }

    /// The value at `pointer`.
    pub(super) fn get(&self, pointer: &Pointer) -> Option<&'a Value> {
        self.value()?.pointer(pointer.as_str())
    }

    /// The page's bytes of the value at `pointer`.
    pub(super) fn span(&self, pointer: &Pointer) -> Span {
        self.block.span_of(pointer)
    }

    /// The innermost value around a place of the page: the object in which a comma stands, for example.
    pub(super) fn around(&self, span: Span) -> PointerBuf {
        let places = self.block.json.iter().flat_map(|json| &json.places);
        let around = places.filter(|(_, place)| place.value.start <= span.start && span.end <= place.value.end);
        let smallest = around.min_by_key(|(pointer, place)| (place.value.end - place.value.start, pointer.as_str()));
        smallest.map(|(pointer, _)| pointer.clone()).unwrap_or_default()
    }

    /// A place of it in the document of all witnesses.
    pub(super) fn place(&self, pointer: &Pointer) -> PointerBuf {
        let resource = self.resource.map(|resource| resource.name.as_str());
        let kind = if self.is_schema() { "schema" } else { "example" };
        let base = match resource {
            Some(name) => PointerBuf::from_tokens([RESOURCES, name, kind]),
            None => PointerBuf::from_tokens([self.owner(), kind]),
        };
        base.concat(pointer)
    }

    /// What messages call it: schema or example, of which event or resource.
    pub(super) fn title(&self) -> String {
        let what = if self.is_schema() { "schema" } else { "example" };
        match (self.event, self.resource) {
            (Some(event), None) => format!("{what} of `{}`", event.key),
            (Some(event), Some(resource)) => format!("{what} of the resource `{}` in `{}`", resource.name, event.key),
            (None, resource) => format!("{what} of the resource `{}`", resource.map_or("", |it| &it.name)),
        }
    }

    /// Whether both are the very same block.
    pub(super) fn is(&self, other: &Document<'_>) -> bool {
        std::ptr::eq(self.block, other.block)
    }
}
