//! One block of JSON on the page, and whose it is.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::catalog::{Block, DocumentedEvent, DocumentedResource, Witness};
use crate::document::RESOURCES;
use crate::page::Span;

/// A witness that is JSON.
#[derive(Clone, Copy, Debug)]
pub(super) struct Document<'a> {
    pub(super) event: &'a DocumentedEvent,
    pub(super) witness: Witness,
    pub(super) resource: Option<&'a DocumentedResource>,
    pub(super) block: &'a Block,
}

impl<'a> Document<'a> {
    /// The event's example.
    pub(super) fn example(event: &'a DocumentedEvent) -> Option<Self> {
        Some(Self { event, witness: Witness::Example, resource: None, block: event.example.as_ref()? })
    }

    /// The event's schema.
    pub(super) fn schema(event: &'a DocumentedEvent) -> Option<Self> {
        Some(Self { event, witness: Witness::Schema, resource: None, block: event.schema.as_ref()? })
    }

    /// The resource's schema.
    pub(super) fn resource_schema(event: &'a DocumentedEvent, resource: &'a DocumentedResource) -> Option<Self> {
        let block = resource.schema.as_ref()?;
        Some(Self { event, witness: Witness::ResourceSchema, resource: Some(resource), block })
    }

    /// The resource's example.
    pub(super) fn resource_example(event: &'a DocumentedEvent, resource: &'a DocumentedResource) -> Option<Self> {
        let block = resource.example.as_ref()?;
        Some(Self { event, witness: Witness::ResourceExample, resource: Some(resource), block })
    }

    /// All documents of an event.
    pub(super) fn all(event: &'a DocumentedEvent) -> impl Iterator<Item = Self> {
        let of_resources = |resource| [Self::resource_schema(event, resource), Self::resource_example(event, resource)];
        let of_event = [Self::example(event), Self::schema(event)];
        of_event.into_iter().chain(event.resources.iter().flat_map(of_resources)).flatten()
    }

    pub(super) fn is_schema(&self) -> bool {
        match self.witness {
            Witness::Schema | Witness::ResourceSchema => true,
            Witness::Prose | Witness::Table | Witness::Example | Witness::ResourceExample => false,
        }
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
            None => PointerBuf::from_tokens([self.event.key.as_str(), kind]),
        };
        base.concat(pointer)
    }

    /// What messages call it: schema or example, of which event or resource.
    pub(super) fn title(&self) -> String {
        let event = &self.event.key;
        match (self.is_schema(), self.resource) {
            (true, None) => format!("schema of `{event}`"),
            (false, None) => format!("example of `{event}`"),
            (true, Some(resource)) => format!("schema of the resource `{}` in `{event}`", resource.name),
            (false, Some(resource)) => format!("example of the resource `{}` in `{event}`", resource.name),
        }
    }

    /// Whether both are the very same block.
    pub(super) fn is(&self, other: &Document<'_>) -> bool {
        std::ptr::eq(self.block, other.block)
    }
}
