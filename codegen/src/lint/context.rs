//! What every rule is given: the page, the catalog, and the catalog's JSON in one list.

use super::document::Document;
use super::index::Index;
use super::owner::Owner;
use super::schema::Node;
use crate::catalog::{Catalog, DocumentedEvent, Table};
use crate::page::Page;

pub(super) struct Context<'a> {
    pub(super) page: &'a Page,
    pub(super) catalog: &'a Catalog,
    pub(super) index: &'a Index<'a>,
    documents: Vec<Document<'a>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(page: &'a Page, catalog: &'a Catalog, index: &'a Index<'a>) -> Self {
        let sections = catalog.resources.iter().flat_map(|resource| index.of_resource(None, resource));
        let of_events = catalog.events.iter().flat_map(|event| index.of_event(event));
        Self { page, catalog, index, documents: of_events.chain(sections).collect() }
    }

    /// The events, in the order of the page.
    pub(super) fn events(&self) -> impl Iterator<Item = &'a DocumentedEvent> + use<'a> {
        self.catalog.events.iter()
    }

    /// All blocks of JSON, readable or not.
    pub(super) fn documents(&self) -> impl Iterator<Item = Document<'a>> {
        self.documents.iter().copied()
    }

    /// The schemas of events and resources that can be read.
    pub(super) fn schemas(&self) -> impl Iterator<Item = Node<'a>> {
        self.documents().filter(Document::is_schema).filter_map(Node::root)
    }

    /// The tables: the envelope's, which belongs to no event, those of the events, and those of the resources' own sections.
    pub(super) fn tables(&self) -> impl Iterator<Item = (Owner<'a>, &'a Table)> + use<'a> {
        let envelope = self.catalog.envelope.iter().map(|table| (Owner::Page, table));
        let events = self.catalog.events.iter().map(Owner::Event);
        let resources = self.catalog.resources.iter().map(|resource| Owner::Resource(resource));
        envelope.chain(events.chain(resources).filter_map(|owner| Some((owner, owner.table()?))))
    }

    /// The schemas whose properties a table lists: the event's payload, the resource, or all events where it is the
    /// envelope's.
    pub(super) fn roots_of_table(&self, owner: Owner<'a>) -> Vec<Node<'a>> {
        match owner {
            Owner::Page => self.events().filter_map(|event| self.index.root(event)).collect(),
            Owner::Event(_) | Owner::Resource(_) => self.index.tabled(owner).into_iter().collect(),
        }
    }

    /// The events with the schema of their payload, and the resources with theirs, where they have one and a table.
    pub(super) fn tabled(&self) -> impl Iterator<Item = (Owner<'a>, &'a Table, Node<'a>)> + use<'a> {
        let index = self.index;
        self.tables().filter_map(move |(owner, table)| Some((owner, table, index.tabled(owner)?)))
    }

    /// The events with the schema of their payload, where they have one.
    pub(super) fn payloads(&self) -> impl Iterator<Item = (&'a DocumentedEvent, Node<'a>)> {
        self.events().filter_map(|event| Some((event, self.index.payload(event)?)))
    }

    /// The examples of events and resources that can be read, each with the schema that it should keep.
    pub(super) fn examples(&self) -> impl Iterator<Item = (Document<'a>, Node<'a>)> {
        self.documents().filter(|document| !document.is_schema() && document.value().is_some()).filter_map(|document| {
            let schema = match document.resource {
                None => self.index.schema(document.event?),
                Some(resource) => self.index.resource_schema(document.event, resource),
            };
            Some((document, Node::root(schema?)?))
        })
    }
}
