//! What every rule is given: the page, the catalog, and the catalog's JSON in one list.

use super::owner::Owner;
use super::schema::SchemaNode;
use super::sheet::{Sheet, Sheets};
use crate::catalog::{Catalog, DocumentedEvent, Table};
use crate::envelope;
use crate::page::Page;

pub(super) struct Context<'a> {
    pub(super) page: &'a Page,
    pub(super) catalog: &'a Catalog,
    pub(super) sheets: &'a Sheets<'a>,
    documents: Vec<Sheet<'a>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(page: &'a Page, catalog: &'a Catalog, sheets: &'a Sheets<'a>) -> Self {
        let sections = catalog.resources.iter().flat_map(|resource| sheets.of_resource(None, resource));
        let of_events = catalog.events.iter().flat_map(|event| sheets.of_event(event));
        Self { page, catalog, sheets, documents: of_events.chain(sections).collect() }
    }

    /// The events, in the order of the page.
    pub(super) fn events(&self) -> impl Iterator<Item = &'a DocumentedEvent> + use<'a> {
        self.catalog.events.iter()
    }

    /// All blocks of JSON, readable or not.
    pub(super) fn documents(&self) -> impl Iterator<Item = Sheet<'a>> {
        self.documents.iter().copied()
    }

    /// The schemas of events and resources that can be read.
    pub(super) fn schemas(&self) -> impl Iterator<Item = SchemaNode<'a>> {
        self.documents().filter(Sheet::is_schema).filter_map(SchemaNode::root)
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
    pub(super) fn roots_of_table(&self, owner: Owner<'a>) -> Vec<SchemaNode<'a>> {
        match owner {
            Owner::Page => self.events().filter_map(|event| self.root(event)).collect(),
            Owner::Event(_) | Owner::Resource(_) => self.root_of(owner).into_iter().collect(),
        }
    }

    /// The events with the schema of their payload, and the resources with theirs, where they have one and a table.
    pub(super) fn tabled(&self) -> impl Iterator<Item = (Owner<'a>, &'a Table, SchemaNode<'a>)> {
        self.tables().filter_map(|(owner, table)| Some((owner, table, self.root_of(owner)?)))
    }

    /// The root of the event's schema.
    pub(super) fn root(&self, event: &'a DocumentedEvent) -> Option<SchemaNode<'a>> {
        SchemaNode::root(self.sheets.schema(event)?)
    }

    /// The schema of the event's payload.
    pub(super) fn payload(&self, event: &'a DocumentedEvent) -> Option<SchemaNode<'a>> {
        self.root(event)?.property(envelope::PAYLOAD).into_iter().next()
    }

    /// The `const` or `enum` by which the event's schema gives the event's name.
    pub(super) fn name(&self, event: &'a DocumentedEvent) -> Option<SchemaNode<'a>> {
        let names = self.root(event)?.property(envelope::NAME);
        names.iter().find_map(|name| name.keyword("const").or_else(|| name.keyword("enum")))
    }

    /// The schema whose properties the owner's table lists: the payload, or the resource.
    pub(super) fn root_of(&self, owner: Owner<'a>) -> Option<SchemaNode<'a>> {
        match owner {
            Owner::Page => None,
            Owner::Event(event) => self.payload(event),
            Owner::Resource(resource) => SchemaNode::root(self.sheets.resource_schema(None, resource)?),
        }
    }

    /// The events with the schema of their payload, where they have one.
    pub(super) fn payloads(&self) -> impl Iterator<Item = (&'a DocumentedEvent, SchemaNode<'a>)> {
        self.events().filter_map(|event| Some((event, self.payload(event)?)))
    }

    /// The examples of events and resources that can be read, each with the schema that it should keep.
    pub(super) fn examples(&self) -> impl Iterator<Item = (Sheet<'a>, SchemaNode<'a>)> {
        self.documents().filter(|document| !document.is_schema() && document.value().is_some()).filter_map(|document| {
            let schema = match document.resource {
                None => self.sheets.schema(document.event?),
                Some(resource) => self.sheets.resource_schema(document.event, resource),
            };
            Some((document, SchemaNode::root(schema?)?))
        })
    }
}
