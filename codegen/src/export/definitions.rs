//! Every event and every resource once, as definitions of draft 2020-12.

use std::collections::HashMap;

use indexmap::IndexMap;
use jsonptr::Pointer;
use jsonschema::Draft;
use serde_json::{Value, json};

use super::Exported;
use super::describe;
use super::names::Names;
use super::titles;
use crate::reconcile::{EffectiveEvent, Reconciled};
use crate::schema::{SchemaDocument, SchemaPlace, modern};

/// The definitions, and which of them are events.
pub(super) struct Definitions<'a> {
    /// The events in the order of the page, each with the name of its definition and its names on the wire.
    pub(super) events: Vec<NamedEvent<'a>>,
    /// All definitions by name, the events first.
    pub(super) all: IndexMap<String, Value>,
}

/// An event and the name of its definition.
pub(super) struct NamedEvent<'a> {
    /// The event.
    pub(super) event: &'a EffectiveEvent,
    /// The name of its definition.
    pub(super) definition: String,
    /// Its names on the wire, except those that an earlier event already has.
    pub(super) on_the_wire: Vec<&'a str>,
}

/// The prefix of the names of schemas that are included unchanged.
const BASE: &str = "urn:console-events:event:";

/// The definitions for the `folder` of a document.
pub(super) fn definitions<'a>(exported: Exported<'a>, folder: &Pointer) -> Definitions<'a> {
    let Exported { reconciled, catalog } = exported;
    let mut making = Making::new(reconciled);
    let events = named(reconciled, &mut making.names);
    let mut of_events = IndexMap::new();
    for NamedEvent { event, definition, .. } in &events {
        let mut made = making.definitions(event, definition, folder);
        if let Some(schema) = made.shift_remove(definition) {
            of_events.insert(definition.clone(), describe::event(schema, event, definition, catalog));
        }
        making.shared.append(&mut made);
    }
    of_events.append(&mut making.shared);
    for (name, schema) in &mut of_events {
        titles::title(name, schema, &mut making.names);
    }
    Definitions { events, all: of_events }
}

fn named<'a>(reconciled: &'a Reconciled, names: &mut Names) -> Vec<NamedEvent<'a>> {
    let given = names.all(reconciled.events.iter().map(|event| event.name.as_str()));
    let mut claimed = std::collections::HashSet::new();
    // An event's own name takes precedence over aliases.
    claimed.extend(reconciled.events.iter().map(|event| event.name.as_str()));
    let mut events = Vec::new();
    for event in &reconciled.events {
        let aliases = event.aliases.iter().map(String::as_str).filter(|alias| claimed.insert(alias));
        let on_the_wire = std::iter::once(event.name.as_str()).chain(aliases).collect();
        let definition = given.get(event.name.as_str()).cloned().unwrap_or_default();
        events.push(NamedEvent { event, definition, on_the_wire });
    }
    events
}

struct Making<'a> {
    reconciled: &'a Reconciled,
    names: Names,
    /// The definition of a resource for each draft in which it is used.
    of_resources: HashMap<(String, Draft), String>,
    /// The definitions other than the events.
    shared: IndexMap<String, Value>,
}

impl<'a> Making<'a> {
    fn new(reconciled: &'a Reconciled) -> Self {
        Self { reconciled, names: Names::new(), of_resources: HashMap::new(), shared: IndexMap::new() }
    }

    /// Adds the event's definition, and the definitions that it needs and that are still missing.
    fn definitions(&mut self, event: &EffectiveEvent, definition: &str, folder: &Pointer) -> IndexMap<String, Value> {
        let bundled = self.reconciled.bundled(event);
        let document = SchemaDocument::new(&bundled);
        let mut name = |place: &SchemaPlace<'_>| self.name(place, definition);
        if let Some(made) = modern(&document, folder, &mut name) {
            return made.into_iter().filter(|(name, _)| !self.shared.contains_key(name)).collect();
        }
        let (id, schema) = whole(bundled.clone(), document.draft(), definition);
        // Referred to by its `$id`, because only then do validators treat it as a document of its own.
        let entrance = json!({ "$ref": id });
        IndexMap::from([(definition.to_owned(), entrance), (self.names.one(&format!("{definition} Document")), schema)])
    }

    fn name(&mut self, place: &SchemaPlace<'_>, event: &str) -> String {
        let Some((rest, last)) = place.pointer.split_back() else { return event.to_owned() };
        let own = last.decoded().into_owned();
        let is_resource = rest == Pointer::from_static("/definitions")
            && self.reconciled.resources.iter().any(|resource| resource.name == own);
        if !is_resource {
            return self.names.one(&format!("{event} {own}"));
        }
        let names = &mut self.names;
        self.of_resources.entry((own.clone(), place.draft)).or_insert_with(|| names.one(&own)).clone()
    }
}

/// A schema that must be included unchanged, as a document within the document, and its name.
fn whole(mut schema: Value, draft: Draft, definition: &str) -> (String, Value) {
    let dialect = match draft {
        Draft::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
        _ => super::DIALECT,
    };
    let own = schema.get("$id").and_then(Value::as_str).map(str::to_owned);
    let id = own.unwrap_or_else(|| format!("{BASE}{definition}"));
    if let Value::Object(keywords) = &mut schema {
        keywords.entry("$schema").or_insert_with(|| dialect.into());
        keywords.insert("$id".into(), id.as_str().into());
    }
    (id, schema)
}
