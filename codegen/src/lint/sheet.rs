//! One block of JSON on the page, and whose it is: an event's, or that of a resource with a section of its own.

use std::cell::OnceCell;
use std::collections::HashMap;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::catalog::{Block, Catalog, DocumentedEvent, DocumentedResource, Witness};
use crate::document::RESOURCES;
use crate::page::Span;
use crate::schema::{Contradiction, SchemaDocument, contradictions};

/// A witness that is JSON.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet<'a> {
    /// All schemas of the page.
    pub(super) sheets: &'a Sheets<'a>,
    /// None for a resource with a section of its own.
    pub(super) event: Option<&'a DocumentedEvent>,
    pub(super) witness: Witness,
    pub(super) resource: Option<&'a DocumentedResource>,
    pub(super) block: &'a Block,
}

impl<'a> Sheet<'a> {
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
        self.sheets.opened(self.block)
    }

    /// Its schemas that no document satisfies.
    pub(super) fn contradictions(&self) -> &'a [Contradiction] {
        self.sheets.contradictions(self.block)
    }

    /// Its JSON, if it can be read.
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

    /// The innermost value around a place of the page, such as the object that contains a comma.
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
    pub(super) fn is(&self, other: &Sheet<'_>) -> bool {
        std::ptr::eq(self.block, other.block)
    }
}

/// All blocks of JSON on the page, as what they are documented for.
#[derive(Debug)]
pub(super) struct Sheets<'a> {
    opened: HashMap<*const Block, Opened<'a>>,
}

#[derive(Debug)]
struct Opened<'a> {
    schema: SchemaDocument<'a>,
    contradictions: OnceCell<Vec<Contradiction>>,
}

impl<'a> Sheets<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        let of_events = catalog.events.iter().flat_map(|event| {
            let of_resources = event.all_resources().map(|resource| resource.schema.as_ref());
            std::iter::once(event.schema.as_ref()).chain(of_resources)
        });
        let of_page = catalog.resources.iter().map(|resource| resource.schema.as_ref());
        let mut opened = HashMap::new();
        for block in of_events.chain(of_page).flatten() {
            if let Some(value) = block.value() {
                let open = || Opened { schema: SchemaDocument::new(value), contradictions: OnceCell::new() };
                opened.entry(std::ptr::from_ref(block)).or_insert_with(open);
            }
        }
        Self { opened }
    }

    /// The schema in a block.
    pub(super) fn opened(&self, block: &Block) -> Option<&SchemaDocument<'a>> {
        self.opened.get(&std::ptr::from_ref(block)).map(|opened| &opened.schema)
    }

    /// The contradictions of the schema in a block.
    pub(super) fn contradictions(&self, block: &Block) -> &[Contradiction] {
        let opened = self.opened.get(&std::ptr::from_ref(block));
        opened.map_or(&[], |opened| opened.contradictions.get_or_init(|| contradictions(opened.schema.root())))
    }

    /// The event's example.
    pub(super) fn example(&'a self, event: &'a DocumentedEvent) -> Option<Sheet<'a>> {
        let block = event.example.as_ref()?;
        Some(Sheet { sheets: self, event: Some(event), witness: Witness::Example, resource: None, block })
    }

    /// The event's schema.
    pub(super) fn schema(&'a self, event: &'a DocumentedEvent) -> Option<Sheet<'a>> {
        let block = event.schema.as_ref()?;
        Some(Sheet { sheets: self, event: Some(event), witness: Witness::Schema, resource: None, block })
    }

    /// The resource's schema, in that event's section unless the resource has its own.
    pub(super) fn resource_schema(
        &'a self,
        event: Option<&'a DocumentedEvent>,
        resource: &'a DocumentedResource,
    ) -> Option<Sheet<'a>> {
        let block = resource.schema.as_ref()?;
        let event = event.filter(|_| resource.section.is_none());
        Some(Sheet { sheets: self, event, witness: Witness::ResourceSchema, resource: Some(resource), block })
    }

    /// The resource's example, in that event's section unless the resource has its own.
    pub(super) fn resource_example(
        &'a self,
        event: Option<&'a DocumentedEvent>,
        resource: &'a DocumentedResource,
    ) -> Option<Sheet<'a>> {
        let block = resource.example.as_ref()?;
        let event = event.filter(|_| resource.section.is_none());
        Some(Sheet { sheets: self, event, witness: Witness::ResourceExample, resource: Some(resource), block })
    }

    /// All documents of an event's section.
    pub(super) fn of_event(&'a self, event: &'a DocumentedEvent) -> impl Iterator<Item = Sheet<'a>> {
        let own = [self.example(event), self.schema(event)];
        let of_resources = move |resource| self.of_resource(Some(event), resource);
        own.into_iter().flatten().chain(event.resources.iter().flat_map(of_resources))
    }

    /// The documents of a resource.
    pub(super) fn of_resource(
        &'a self,
        event: Option<&'a DocumentedEvent>,
        resource: &'a DocumentedResource,
    ) -> impl Iterator<Item = Sheet<'a>> {
        [self.resource_schema(event, resource), self.resource_example(event, resource)].into_iter().flatten()
    }
}
