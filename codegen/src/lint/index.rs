//! The schemas of the page, each opened once: where its references lead is asked of [`SchemaDocument`].

use std::cell::OnceCell;
use std::collections::HashMap;

use super::document::Document;
use super::owner::Owner;
use super::schema::Node;
use crate::catalog::{Block, Catalog, DocumentedEvent, DocumentedResource, Witness};
use crate::envelope;
use crate::schema::{Contradiction, SchemaDocument, contradictions};

/// All blocks of JSON on the page, as what they are documented for.
#[derive(Debug)]
pub(super) struct Index<'a> {
    opened: HashMap<*const Block, Opened<'a>>,
}

#[derive(Debug)]
struct Opened<'a> {
    schema: SchemaDocument<'a>,
    contradictions: OnceCell<Vec<Contradiction>>,
}

impl<'a> Index<'a> {
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
    pub(super) fn example(&'a self, event: &'a DocumentedEvent) -> Option<Document<'a>> {
        let block = event.example.as_ref()?;
        Some(Document { index: self, event: Some(event), witness: Witness::Example, resource: None, block })
    }

    /// The event's schema.
    pub(super) fn schema(&'a self, event: &'a DocumentedEvent) -> Option<Document<'a>> {
        let block = event.schema.as_ref()?;
        Some(Document { index: self, event: Some(event), witness: Witness::Schema, resource: None, block })
    }

    /// The resource's schema, in that event's section unless the resource has its own.
    pub(super) fn resource_schema(
        &'a self,
        event: Option<&'a DocumentedEvent>,
        resource: &'a DocumentedResource,
    ) -> Option<Document<'a>> {
        let block = resource.schema.as_ref()?;
        let event = event.filter(|_| resource.section.is_none());
        Some(Document { index: self, event, witness: Witness::ResourceSchema, resource: Some(resource), block })
    }

    /// The resource's example, in that event's section unless the resource has its own.
    pub(super) fn resource_example(
        &'a self,
        event: Option<&'a DocumentedEvent>,
        resource: &'a DocumentedResource,
    ) -> Option<Document<'a>> {
        let block = resource.example.as_ref()?;
        let event = event.filter(|_| resource.section.is_none());
        Some(Document { index: self, event, witness: Witness::ResourceExample, resource: Some(resource), block })
    }

    /// All documents of an event's section.
    pub(super) fn of_event(&'a self, event: &'a DocumentedEvent) -> impl Iterator<Item = Document<'a>> {
        let own = [self.example(event), self.schema(event)];
        let of_resources = move |resource| self.of_resource(Some(event), resource);
        own.into_iter().flatten().chain(event.resources.iter().flat_map(of_resources))
    }

    /// The documents of a resource.
    pub(super) fn of_resource(
        &'a self,
        event: Option<&'a DocumentedEvent>,
        resource: &'a DocumentedResource,
    ) -> impl Iterator<Item = Document<'a>> {
        [self.resource_schema(event, resource), self.resource_example(event, resource)].into_iter().flatten()
    }

    /// The root of the event's schema.
    pub(super) fn root(&'a self, event: &'a DocumentedEvent) -> Option<Node<'a>> {
        Node::root(self.schema(event)?)
    }

    /// The schema of the event's payload.
    pub(super) fn payload(&'a self, event: &'a DocumentedEvent) -> Option<Node<'a>> {
        self.root(event)?.property(envelope::PAYLOAD).into_iter().next()
    }

    /// The `const` or `enum` by which the event's schema gives the event's name.
    pub(super) fn name(&'a self, event: &'a DocumentedEvent) -> Option<Node<'a>> {
        let names = self.root(event)?.property(envelope::NAME);
        names.iter().find_map(|name| name.keyword("const").or_else(|| name.keyword("enum")))
    }

    /// The schema whose properties the owner's table lists: the payload, or the resource.
    pub(super) fn tabled(&'a self, owner: Owner<'a>) -> Option<Node<'a>> {
        match owner {
            Owner::Page => None,
            Owner::Event(event) => self.payload(event),
            Owner::Resource(resource) => Node::root(self.resource_schema(None, resource)?),
        }
    }
}
