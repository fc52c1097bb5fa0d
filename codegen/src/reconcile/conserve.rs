//! Nothing is lost silently: each documented block, property and row either reached the effective schemas or is listed
//! with the reason why it did not. Input: the catalog and the outcome; output: the list for the report.

use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::effective::{EffectiveEvent, Reconciled};
use super::{Applied, Judged, Outcome};
use crate::catalog::{Catalog, DocumentedEvent, Witness};
use crate::document::document_path;
use crate::envelope;
use crate::schema::{SchemaDocument, definition_reference, references};

mod declared;

pub(crate) use declared::{Declared, declared, properties};

/// The kinds of documented parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentedKind {
    /// A whole block of JSON.
    Block,
    /// A property that a schema declares or an example shows.
    Property,
    /// A row of the property table.
    Row,
}

/// What happened to one documented part of the page.
#[derive(Clone, Debug)]
pub struct DocumentedPart {
    /// The kind of part.
    pub kind: DocumentedKind,
    /// The event that documents it.
    pub event: String,
    /// The witness.
    pub witness: Witness,
    /// The resource, if the witness belongs to one.
    pub resource: Option<String>,
    /// Its place in the witness's JSON.
    pub pointer: PointerBuf,
    /// Why it is missing from the effective schemas; none if it is there.
    pub left_out: Option<String>,
}

/// Every block, property and row of the documented catalog, with what happened to it.
pub fn documented_parts(catalog: &Catalog, outcome: &Outcome) -> Vec<DocumentedPart> {
    let known = KnownPlaces::new(outcome);
    catalog.events.iter().flat_map(|event| Survey { catalog, outcome, event, known: &known }.all()).collect()
}

/// The effective event or the reason for its absence, by the event's name.
struct KnownPlaces<'a> {
    patched: HashMap<&'a str, &'a DocumentedEvent>,
    effective: HashMap<&'a str, &'a EffectiveEvent>,
    findings: HashMap<&'a str, Vec<&'a Judged>>,
    applied: HashMap<String, Vec<&'a Applied>>,
}

impl<'a> KnownPlaces<'a> {
    fn new(outcome: &'a Outcome) -> Self {
        let mut findings: HashMap<&str, Vec<&Judged>> = HashMap::new();
        for judged in &outcome.findings {
            if let Some(event) = judged.diagnostic.event.as_deref() {
                findings.entry(event).or_default().push(judged);
            }
        }
        let mut by_event: HashMap<String, Vec<&Applied>> = HashMap::new();
        for applied in &outcome.applied {
            let events = applied.changes.iter().filter_map(|change| Some(change.path.first()?.decoded().into_owned()));
            for event in events.collect::<HashSet<_>>() {
                by_event.entry(event).or_default().push(applied);
            }
        }
        Self {
            patched: outcome.patched.events.iter().map(|event| (event.key.as_str(), event)).collect(),
            effective: outcome.reconciled.events.iter().map(|event| (event.name.as_str(), event)).collect(),
            findings,
            applied: by_event,
        }
    }
}

struct Survey<'a> {
    catalog: &'a Catalog,
    outcome: &'a Outcome,
    event: &'a DocumentedEvent,
    known: &'a KnownPlaces<'a>,
}

impl Survey<'_> {
    fn all(&self) -> Vec<DocumentedPart> {
        let reconciled = &self.outcome.reconciled;
        let key = self.event.key.as_str();
        let name = self.known.patched.get(key).and_then(|patched| patched.schema_name()).unwrap_or(key);
        let effective = self.known.effective.get(name).or_else(|| self.known.effective.get(key)).copied();
        let bundled = effective.map(|event| reconciled.bundled(event));
        let bundled = bundled.as_ref().map(SchemaDocument::new);
        let mut parts = Vec::new();
        self.blocks(effective, &mut parts);
        for pointer in self.table() {
            let instance = PointerBuf::from_tokens([envelope::PAYLOAD]).concat(&pointer);
            let found = bundled.as_ref().is_some_and(|schema| declared(schema, &instance) == Declared::ByName);
            let why = || self.why(Witness::Table, None, &pointer, "no property of the effective schema has its name");
            let left_out = (!found).then(why);
            parts.push(self.part(DocumentedKind::Row, Witness::Table, None, pointer.clone(), left_out));
        }
        if let Some(example) = self.event.filled_example() {
            for pointer in members(&example) {
                let found = bundled.as_ref().is_some_and(|schema| declared(schema, &pointer) != Declared::No);
                let why = || {
                    self.why(
                        Witness::Example,
                        None,
                        &pointer,
                        "undeclared: the reader keeps it with the undeclared properties",
                    )
                };
                let left_out = (!found).then(why);
                parts.push(self.part(DocumentedKind::Property, Witness::Example, None, pointer.clone(), left_out));
            }
        }
        parts
    }

    fn table(&self) -> Vec<PointerBuf> {
        self.event.table.iter().flat_map(|table| &table.rows).map(crate::catalog::Row::pointer).collect()
    }

    /// The blocks, and the properties that schemas among them declare.
    fn blocks(&self, effective: Option<&EffectiveEvent>, parts: &mut Vec<DocumentedPart>) {
        let own = [(Witness::Schema, None), (Witness::Example, None)];
        let resources = self.event.all_resources().flat_map(|resource| {
            let name = Some(resource.name.as_str());
            [(Witness::ResourceSchema, name), (Witness::ResourceExample, name)]
        });
        for (witness, resource) in own.into_iter().chain(resources) {
            let Some(block) = self.event.block(witness, resource) else { continue };
            let standing = effective.and_then(|event| standing(&self.outcome.reconciled, event, witness, resource));
            let left_out = standing.is_none().then(|| self.why_out(witness, resource, block.value().is_some()));
            parts.push(self.part(DocumentedKind::Block, witness, resource, PointerBuf::root(), left_out));
            let is_schema = matches!(witness, Witness::Schema | Witness::ResourceSchema);
            let (Some(value), true) = (block.value(), is_schema) else { continue };
            for pointer in properties(value) {
                let found = standing.is_some_and(|schema| schema.pointer(pointer.as_str()).is_some());
                let why = || self.why(witness, resource, &pointer, "its schema is left out");
                let left_out = (!found).then(why);
                parts.push(self.part(DocumentedKind::Property, witness, resource, pointer.clone(), left_out));
            }
        }
    }

    fn part(
        &self,
        kind: DocumentedKind,
        witness: Witness,
        resource: Option<&str>,
        pointer: PointerBuf,
        left_out: Option<String>,
    ) -> DocumentedPart {
        DocumentedPart {
            kind,
            event: self.event.key.clone(),
            witness,
            resource: resource.map(Into::into),
            pointer,
            left_out,
        }
    }

    /// Why a whole block is missing from the effective schemas.
    fn why_out(&self, witness: Witness, resource: Option<&str>, readable: bool) -> String {
        let named = self.outcome.left_out.iter().find(|left_out| {
            left_out.event == self.event.key
                && (left_out.resource.is_none() || left_out.resource.as_deref() == resource)
        });
        match named {
            Some(left_out) => left_out.why.clone(),
            None if !readable => "it cannot be read".into(),
            None => self.why(witness, resource, Pointer::root(), "another example of the same resource is used"),
        }
    }

    /// The decision that removed it, else the decision that accepts its absence, else `otherwise`.
    fn why(&self, witness: Witness, resource: Option<&str>, pointer: &Pointer, otherwise: &str) -> String {
        let event = Some(self.event.key.as_str());
        let path = document_path(self.catalog, event, witness, resource, pointer);
        let takes_out = |applied: &&Applied| {
            applied.changes.iter().any(|change| {
                let rest = path.strip_prefix(&change.path);
                rest.is_some_and(|rest| {
                    let after = change.after.as_ref().and_then(|after| after.pointer(rest.as_str()));
                    after.is_none()
                })
            })
        };
        let of_event = self.known.applied.get(&self.event.key).into_iter().flatten();
        if let Some(applied) = of_event.copied().find(takes_out) {
            return format!("removed by the decision `{}`", applied.decision);
        }
        let about = |finding: &&&Judged| {
            finding.diagnostic.witness == witness && finding.diagnostic.pointer.as_ptr() == pointer
        };
        match self.known.findings.get(self.event.key.as_str()).into_iter().flatten().find(about) {
            Some(finding) => {
                let decision =
                    finding.status.decision().map(|id| format!(" by the decision `{id}`")).unwrap_or_default();
                format!("{otherwise}; `{}` is {}{decision}", finding.diagnostic.rule, finding.status.name())
            }
            None => otherwise.into(),
        }
    }
}

/// The block's effective counterpart.
fn standing<'r>(
    reconciled: &'r Reconciled,
    event: &'r EffectiveEvent,
    witness: Witness,
    resource: Option<&str>,
) -> Option<&'r Value> {
    let shared = || {
        let own = resource?;
        reconciled.resources.iter().find(|shared| {
            shared.name.ends_with(own)
                && references(&event.schema).contains(definition_reference(&shared.name).as_str())
        })
    };
    match witness {
        Witness::Prose | Witness::Table => None,
        Witness::Schema => Some(&event.schema),
        Witness::Example => event.example.as_ref(),
        Witness::ResourceSchema => Some(&shared()?.schema),
        Witness::ResourceExample => shared()?.example.as_ref(),
    }
}

/// The pointers of all object members within an instance.
fn members(value: &Value) -> Vec<PointerBuf> {
    fn walk(value: &Value, at: &PointerBuf, all: &mut Vec<PointerBuf>) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    let at = at.with_trailing_token(key.as_str());
                    all.push(at.clone());
                    walk(value, &at, all);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    walk(value, &at.with_trailing_token(index), all);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut all = Vec::new();
    walk(value, &PointerBuf::root(), &mut all);
    all
}
