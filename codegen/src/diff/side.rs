//! What is compared: one schema, or a set of events.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::schema::{Document, Resources, SchemaError};
use crate::envelope;
use crate::lower::{SchemaSet, lower};
use crate::reconcile::{EffectiveEvent, Reconciled};

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    pub(super) name: String,
    pub(super) content: Content,
    pub(super) documented: Option<Box<Side>>,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Schema(Document),
    Events(Events),
}

/// A set of events with the resources that they share.
#[derive(Clone, Debug)]
pub(super) struct Events {
    pub(super) list: Vec<Event>,
    pub(super) resources: Resources,
    pub(super) examples: IndexMap<String, Value>,
    /// The types that are generated from them.
    pub(super) types: SchemaSet,
}

/// One event. Its document says of the name only that it is a text: events are told apart by name before they are read.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) title: String,
    pub(super) since: Option<String>,
    pub(super) description: Vec<String>,
    pub(super) table: Vec<(String, String)>,
    pub(super) document: Document,
    /// The schema as it is, with all definitions in it.
    pub(super) bundle: Value,
    pub(super) example: Option<Value>,
}

impl Side {
    /// One JSON Schema; `name` is what messages call it.
    pub fn schema(name: impl Into<String>, schema: Value) -> Result<Self, SchemaError> {
        let name = name.into();
        let document = Document::new(&name, schema)?;
        Ok(Self { name, content: Content::Schema(document), documented: None })
    }

    /// All events of a page after its decisions.
    pub fn events(name: impl Into<String>, reconciled: &Reconciled) -> Result<Self, SchemaError> {
        let mut resources = Resources::new();
        let mut examples = IndexMap::new();
        for resource in &reconciled.resources {
            resources.insert(resource.name.clone(), Document::new(&resource.name, resource.schema.clone())?);
            examples.extend(resource.example.clone().map(|example| (resource.name.clone(), example)));
        }
        let events = reconciled.events.iter().map(|event| Event::new(event, reconciled)).collect::<Result<_, _>>()?;
        Ok(Self {
            name: name.into(),
            content: Content::Events(Events {
                list: events,
                resources,
                examples,
                types: lower(reconciled).map_err(|error| SchemaError::Types { message: error.to_string() })?,
            }),
            documented: None,
        })
    }

    /// The same side before its decisions, so that changes can be told apart by where they come from.
    #[must_use]
    pub fn with_documented(mut self, documented: Self) -> Self {
        self.documented = Some(Box::new(documented));
        self
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Event {
    fn new(event: &EffectiveEvent, reconciled: &Reconciled) -> Result<Self, SchemaError> {
        let mut schema = event.schema.clone();
        if let Some(Value::Object(name)) = schema.pointer_mut(envelope::NAME_SCHEMA) {
            unnamed(name);
        }
        if let Some(Value::Object(payload)) = schema.pointer_mut(envelope::PAYLOAD_SCHEMA) {
            object(payload);
        }
        Ok(Self {
            name: event.name.clone(),
            aliases: event.aliases.clone(),
            title: event.title.clone(),
            since: event.since.clone(),
            description: event.description.clone(),
            table: event.table.clone(),
            document: Document::new(&event.name, schema)?,
            bundle: reconciled.bundled(event),
            example: event.example.clone(),
        })
    }

    /// All names under which the event arrives, its own first.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// A payload is an object, the page says of all events, and so its reader takes it: where the schema declares properties it need not
/// say so again.
fn object(payload: &mut Map<String, Value>) {
    let members = ["properties", "required"].iter().any(|keyword| payload.contains_key(*keyword));
    if members && !payload.contains_key("type") && !payload.contains_key("$ref") {
        payload.insert("type".to_owned(), "object".into());
    }
}

/// Takes the names out of the schema of the name.
fn unnamed(schema: &mut Map<String, Value>) {
    let listed = schema.get("enum").and_then(Value::as_array);
    let texts = schema.get("const").is_some_and(Value::is_string)
        || listed.is_some_and(|names| !names.is_empty() && names.iter().all(Value::is_string));
    if texts {
        schema.shift_remove("const");
        schema.shift_remove("enum");
        schema.entry("type").or_insert_with(|| "string".into());
    }
}
