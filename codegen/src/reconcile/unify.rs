//! From the patched catalog to the effective schemas: equal resources are shared.

use std::collections::{BTreeMap, HashSet};

use jsonptr::PointerBuf;
use serde_json::Value;

use super::effective::{EffectiveEvent, EffectiveResource, Reconciled};
use super::resource_names::ResourceNames;
use crate::catalog::{Catalog, DocumentedEvent};
use crate::envelope;
use crate::schema::{definition_reference, moved, references, rename_references};

/// An event or resource that did not reach the effective schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The event.
    pub event: String,
    /// The resource, if only that is missing.
    pub resource: Option<String>,
    /// Why.
    pub why: String,
}

/// The effective schemas and examples of a catalog, and what is missing from them.
pub(super) fn unify(catalog: &Catalog) -> (Reconciled, Vec<LeftOut>) {
    let mut reconciled = Reconciled::default();
    let mut left_out = Vec::new();
    let mut resources = Resources::new(catalog);
    let mut taken = HashSet::new();
    for event in &catalog.events {
        let leave_out = |why: &str| LeftOut { event: event.key.clone(), resource: None, why: why.into() };
        let Some(schema) = event.schema_with_references() else {
            left_out.push(leave_out("the page gives no JSON Schema for it"));
            continue;
        };
        if event.schema.as_ref().is_some_and(|block| block.value().is_none()) {
            left_out.push(leave_out("its JSON Schema cannot be read"));
            continue;
        }
        if !schema.is_object() {
            left_out.push(leave_out("its JSON Schema is not an object"));
            continue;
        }
        let schema = resources.share(event, schema, &mut left_out);
        reconciled.events.push(effective(event, schema, &mut taken));
    }
    reconciled.resources = resources.all;
    (reconciled, left_out)
}

fn effective(event: &DocumentedEvent, schema: Value, taken: &mut HashSet<String>) -> EffectiveEvent {
    let names = schema.pointer(envelope::NAME_SCHEMA).and_then(|names| names.get("enum")).and_then(Value::as_array);
    let aliases = names.into_iter().flatten().skip(1).filter_map(Value::as_str).map(Into::into).collect();
    // If two events claim a name, the first keeps it. The keys of the catalog are unique.
    let name = event.schema_name().filter(|name| !taken.contains(*name)).unwrap_or(&event.key);
    taken.insert(name.into());
    let table = event.table.iter().flat_map(|table| &table.rows);
    EffectiveEvent {
        name: name.into(),
        aliases,
        title: event.title.text.clone(),
        since: event.since.as_ref().map(|since| since.text.clone()),
        description: event.description.iter().map(|paragraph| paragraph.text.clone()).collect(),
        table: table.map(|row| (row.name.text.clone(), row.description.text.clone())).collect(),
        schema,
        example: event.filled_example().filter(|_| event.example.as_ref().is_some_and(|block| block.value().is_some())),
    }
}

/// The resources by name, in the order of their first use.
struct Resources<'c> {
    all: Vec<EffectiveResource>,
    names: ResourceNames<'c>,
}

impl<'c> Resources<'c> {
    fn new(catalog: &'c Catalog) -> Self {
        Self { all: Vec::new(), names: ResourceNames::of(catalog) }
    }

    /// The event's schema with references to the shared resources.
    fn share(&mut self, event: &DocumentedEvent, mut schema: Value, left_out: &mut Vec<LeftOut>) -> Value {
        let mut names = BTreeMap::new();
        for resource in event.all_resources() {
            let leave_out = |why: &str| LeftOut {
                event: event.key.clone(),
                resource: Some(resource.name.clone()),
                why: why.into(),
            };
            let Some(documented) = resource.schema.as_ref().and_then(|block| block.value()) else {
                left_out.push(leave_out("the page gives no JSON Schema for it that can be read"));
                continue;
            };
            let reference = definition_reference(&resource.name);
            if !references(&schema).contains(reference.as_str()) {
                left_out.push(leave_out("nothing in the event's schema refers to it"));
                continue;
            }
            let example = resource.example.as_ref().and_then(|block| block.value());
            let name = self.place(&resource.name, documented, example);
            names.insert(reference, definition_reference(&name));
        }
        rename_references(&mut schema, &|reference| names.get(reference).cloned());
        schema
    }

    /// Stores the resource, and returns the name under which it is stored.
    fn place(&mut self, own: &str, schema: &Value, example: Option<&Value>) -> String {
        let name = self.names.name(own, schema).to_owned();
        let same = self.all.iter().position(|resource| resource.name == name);
        let at = same.unwrap_or_else(|| {
            // References within the resource's schema must follow it to its new place.
            let standing = moved(schema, &PointerBuf::from_tokens(["definitions", name.as_str()]));
            self.all.push(EffectiveResource { name: name.clone(), schema: standing, example: None });
            self.all.len() - 1
        });
        let kept = &mut self.all[at];
        if kept.example.is_none() {
            kept.example = example.cloned();
        }
        kept.name.clone()
    }
}
