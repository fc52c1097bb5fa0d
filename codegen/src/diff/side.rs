//! What is compared: one schema, or a set of events.

use std::sync::Arc;

use indexmap::IndexMap;
use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::catalog::{LONGEST_NAME, too_long};
use crate::envelope;
use crate::lower::{SchemaSet, lower};
use crate::reconcile::{EffectiveEvent, Reconciled, Record};
use crate::schema::{DEEPEST, Dialect, deeper_than, inexact, larger_than, meta, moved, type_name};

/// Why a value is not a schema that can be compared.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SchemaError {
    /// No types can be planned for it.
    #[error("{message}")]
    Types {
        /// Why.
        message: String,
    },
    /// Neither an object nor a boolean.
    #[error("`{name}` is not a JSON Schema: expected an object or a boolean, found {found}")]
    NotASchema {
        /// What messages call it.
        name: String,
        /// The type that was found.
        found: &'static str,
    },
    /// It names an unknown dialect.
    #[error(
        "`{name}` names the dialect `{dialect}`, which is not known; expected JSON Schema draft 4, 6, 7, 2019-09 or 2020-12"
    )]
    UnknownDialect {
        /// What messages call it.
        name: String,
        /// Its `$schema`.
        dialect: String,
    },
    /// It fails its meta-schema.
    #[error("`{name}` is not a JSON Schema: at `{pointer}`, {message}")]
    Invalid {
        /// What messages call it.
        name: String,
        /// The place in the schema.
        pointer: String,
        /// What the meta-schema requires.
        message: String,
    },
    /// The name of a property, a definition or another member is too long.
    #[error("`{name}` has a name of {length} characters, more than {LONGEST_NAME}; shorten it")]
    LongName {
        /// What messages call it.
        name: String,
        /// How long it is, in characters.
        length: usize,
    },
    /// It nests too deep to be read.
    #[error("`{name}` nests deeper than {DEEPEST} levels; move the inner schemas to `definitions` and refer to them")]
    TooDeep {
        /// What messages call it.
        name: String,
    },
}

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    pub(super) name: String,
    pub(super) content: Content,
    pub(super) documented: Option<Box<Side>>,
    /// What its decisions cover, where it has some.
    pub(super) covered: Record,
    /// The numbers of its text that fit neither 64 bits nor a double, so that they are read as other numbers.
    inexact: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    /// One schema, and what would be generated from it.
    Schema(Arc<Value>, SchemaSet),
    Events(Events),
}

/// A set of events with the resources that they share.
#[derive(Clone, Debug)]
pub(super) struct Events {
    pub(super) list: Vec<EventSide>,
    pub(super) examples: IndexMap<String, Value>,
    /// The types that are generated from them.
    pub(super) types: SchemaSet,
}

/// One event. Its schema only says that the name is a string, because readers find the event by its name before they read it.
#[derive(Clone, Debug)]
pub(super) struct EventSide {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) title: String,
    pub(super) since: Option<String>,
    pub(super) description: Vec<String>,
    pub(super) table: Vec<(String, String)>,
    /// With all definitions in it.
    pub(super) schema: Arc<Value>,
    pub(super) example: Option<Value>,
}

impl Side {
    /// One JSON Schema; `name` is what messages call it.
    pub fn schema(name: impl Into<String>, schema: Value) -> Result<Self, SchemaError> {
        let name = name.into();
        checked(&name, &schema)?;
        let types = planned(&schema);
        Ok(Self {
            name,
            content: Content::Schema(Arc::new(schema), types),
            documented: None,
            covered: Record::default(),
            inexact: Vec::new(),
        })
    }

    /// All events of a page after its decisions.
    pub fn events(name: impl Into<String>, reconciled: &Reconciled) -> Result<Self, SchemaError> {
        let types = lower(reconciled).map_err(|error| SchemaError::Types { message: error.to_string() })?;
        let examples = reconciled.resources.iter();
        let examples = examples.filter_map(|resource| Some((resource.name.clone(), resource.example.clone()?)));
        // The plan has each event's schema as a document of its own.
        let bundles = types.events.iter().map(|event| &event.schema);
        let list = reconciled.events.iter().zip(bundles);
        let list = list.map(|(event, bundle)| EventSide::new(event, bundle)).collect::<Result<_, _>>()?;
        let content = Content::Events(Events { list, examples: examples.collect(), types });
        Ok(Self { name: name.into(), content, documented: None, covered: Record::default(), inexact: Vec::new() })
    }

    /// The same side before its decisions, so that changes can be told apart by where they come from.
    #[must_use]
    pub fn with_documented(mut self, documented: Self) -> Self {
        self.documented = Some(Box::new(documented));
        self
    }

    /// What its decisions cover.
    #[must_use]
    pub fn with_covered(mut self, covered: Record) -> Self {
        self.covered = covered;
        self
    }

    /// The texts from which it was read: a number in them may be more precise than its JSON value.
    #[must_use]
    pub fn with_texts<'t>(mut self, texts: impl IntoIterator<Item = &'t str>) -> Self {
        self.inexact = texts.into_iter().flat_map(inexact).collect();
        self
    }

    /// A number that cannot be read exactly, and its side. `None` if both sides have the same such numbers.
    pub(super) fn beyond<'s>(&'s self, new: &'s Self) -> Option<(&'s str, &'static str)> {
        if self.inexact == new.inexact {
            return None;
        }
        let of = |side: &'s Self, name| side.inexact.first().map(|number| (number.as_str(), name));
        of(self, "OLD").or_else(|| of(new, "NEW"))
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same, called so.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The page before its decisions, where it is known.
    pub fn documented(&self) -> Option<&Self> {
        self.documented.as_deref()
    }

    /// The places of documents that the schemas declare: event and pointer.
    pub fn places(&self) -> Vec<(Option<&str>, PointerBuf)> {
        match &self.content {
            Content::Schema(schema, _) => declared_places(schema).into_iter().map(|place| (None, place)).collect(),
            Content::Events(events) => {
                let of = |event: &'_ EventSide| declared_places(&event.schema);
                events
                    .list
                    .iter()
                    .flat_map(|event| of(event).into_iter().map(|it| (Some(event.name.as_str()), it)))
                    .collect()
            }
        }
    }
}

/// The largest number of places of one schema, and how deep they are followed.
const MOST_PLACES: usize = 5_000;
const DEEPEST_PLACE: usize = 16;

/// The root, and each declared property and item below it.
fn declared_places(root: &Value) -> Vec<PointerBuf> {
    let mut all = Vec::new();
    let mut open: Vec<(&Value, PointerBuf, usize)> = vec![(root, PointerBuf::default(), 0)];
    while let Some((schema, place, depth)) = open.pop() {
        if depth > DEEPEST_PLACE || all.len() >= MOST_PLACES {
            continue;
        }
        let Value::Object(keywords) = schema else { continue };
        for (name, property) in keywords.get("properties").and_then(Value::as_object).into_iter().flatten() {
            open.push((property, place.with_trailing_token(name.as_str()), depth + 1));
        }
        for keyword in ["items", "additionalProperties"] {
            if let Some(inner @ Value::Object(_)) = keywords.get(keyword) {
                open.push((inner, place.with_trailing_token("*"), depth + 1));
            }
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let parts = keywords.get(keyword).and_then(Value::as_array).into_iter().flatten();
            open.extend(parts.map(|part| (part, place.clone(), depth + 1)));
        }
        let target = keywords.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
        open.extend(target.and_then(|target| root.pointer(target)).map(|target| (target, place.clone(), depth + 1)));
        all.push(place);
    }
    all.sort_unstable();
    all.dedup();
    all
}

impl EventSide {
    fn new(event: &EffectiveEvent, bundle: &Value) -> Result<Self, SchemaError> {
        checked(&event.name, bundle)?;
        let mut schema = bundle.clone();
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
            schema: Arc::new(schema),
            example: event.example.clone(),
        })
    }

    /// All names under which the event arrives, its own first.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// Types are planned only for schemas with at most this many JSON values, because planning more takes too long.
const MOST_PLANNED: usize = 10_000;

/// The types that would be generated from one schema. Empty if it is too large, or if types cannot be generated from it.
fn planned(schema: &Value) -> SchemaSet {
    if larger_than(schema, MOST_PLANNED) {
        return SchemaSet::default();
    }
    let alone = alone(schema);
    // Here the planner gets schemas of any origin, not only those of a page; it must not take the process down.
    std::thread::spawn(move || lower(&alone)).join().ok().and_then(Result::ok).unwrap_or_default()
}

/// What a single schema is called among events.
pub(super) const DOCUMENT: &str = "document";

/// A schema as the payload of an event, so that types can be generated from it.
fn alone(schema: &Value) -> Reconciled {
    let place = Pointer::from_static(envelope::PAYLOAD_SCHEMA);
    let schema = json!({"properties": {envelope::PAYLOAD: moved(schema, place)}});
    let event = EffectiveEvent {
        name: DOCUMENT.into(),
        aliases: Vec::new(),
        title: String::new(),
        since: None,
        description: Vec::new(),
        table: Vec::new(),
        schema,
        example: None,
    };
    Reconciled { events: vec![event], resources: Vec::new() }
}

/// The length of a member's name that is too long, anywhere in the value.
fn long_member(value: &Value) -> Option<usize> {
    match value {
        Value::Object(members) => {
            members.iter().find_map(|(name, value)| too_long(name).or_else(|| long_member(value)))
        }
        Value::Array(items) => items.iter().find_map(long_member),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Whether the value is a schema of a dialect that is known.
fn checked(name: &str, schema: &Value) -> Result<(), SchemaError> {
    let name = || name.to_owned();
    if !matches!(schema, Value::Object(_) | Value::Bool(_)) {
        return Err(SchemaError::NotASchema { name: name(), found: type_name(schema) });
    }
    if deeper_than(schema, DEEPEST) {
        return Err(SchemaError::TooDeep { name: name() });
    }
    if let Some(length) = long_member(schema) {
        return Err(SchemaError::LongName { name: name(), length });
    }
    let dialect = Dialect::of(schema);
    if let Dialect::Unknown(dialect) = dialect {
        return Err(SchemaError::UnknownDialect { name: name(), dialect });
    }
    meta(dialect.draft()).validate(schema).map_err(|error| SchemaError::Invalid {
        name: name(),
        pointer: error.instance_path().to_string(),
        message: error.to_string(),
    })
}

/// Makes a payload an object if its schema declares properties but no type, because the page says that every payload is an object, and the reader relies on it.
fn object(payload: &mut Map<String, Value>) {
    let members = ["properties", "required"].iter().any(|keyword| payload.contains_key(*keyword));
    if members && !payload.contains_key("type") && !payload.contains_key("$ref") {
        payload.insert("type".to_owned(), "object".into());
    }
}

/// Removes the names from the schema of the event's name.
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
