//! Whose a property table is: the page's (the envelope), an event's, or that of a resource with a section of its own.

use super::sheet::Sheet;
use crate::catalog::{DocumentedEvent, DocumentedResource, Table};

#[derive(Clone, Copy, Debug)]
pub(super) enum Owner<'a> {
    Page,
    Event(&'a DocumentedEvent),
    Resource(&'a DocumentedResource),
}

impl<'a> Owner<'a> {
    /// The owner of a block of JSON: of the event, the resource's own section, or neither.
    pub(super) fn of(document: &Sheet<'a>) -> Self {
        match (document.event, document.resource) {
            (Some(event), _) => Self::Event(event),
            (None, Some(resource)) => Self::Resource(resource),
            (None, None) => Self::Page,
        }
    }

    pub(super) fn event(self) -> Option<&'a DocumentedEvent> {
        match self {
            Self::Event(event) => Some(event),
            Self::Page | Self::Resource(_) => None,
        }
    }

    pub(super) fn resource(self) -> Option<&'a DocumentedResource> {
        match self {
            Self::Resource(resource) => Some(resource),
            Self::Page | Self::Event(_) => None,
        }
    }

    /// Its table; the envelope's is the catalog's.
    pub(super) fn table(self) -> Option<&'a Table> {
        match self {
            Self::Page => None,
            Self::Event(event) => event.table.as_ref(),
            Self::Resource(resource) => resource.section.as_ref()?.table.as_ref(),
        }
    }

    /// What messages call it.
    pub(super) fn name(self) -> &'a str {
        match self {
            Self::Page => "the page",
            Self::Event(event) => &event.key,
            Self::Resource(resource) => &resource.name,
        }
    }
}
