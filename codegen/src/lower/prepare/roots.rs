//! Where types begin: payloads, resources, and definitions that schemas refer to.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::confidential::{Marks, marked};
use super::super::merge::has_members;
use super::definition::{Definition, DefinitionKey, Root, RootKind, TypeForm};
use super::flat::flat;
use super::node::{confidential, index_of, nullable};
use super::{At, Known, Preparer, Slot};
use crate::envelope;

impl<'r> Preparer<'r> {
    pub(super) fn resources(&mut self) {
        for index in 0..self.reconciled.resources.len() {
            self.target(DefinitionKey::Resource(index), None);
        }
    }

    pub(super) fn payload(&mut self, event: usize) {
        static ANYTHING: Value = Value::Bool(true);
        let (Some(document), Some(effective)) = (self.documents.get(event), self.reconciled.events.get(event)) else {
            return;
        };
        let schema = document.at(envelope::PAYLOAD_SCHEMA).unwrap_or(&ANYTHING);
        let root = self.root(RootKind::Event(event));
        let index = self.reserve();
        self.known.insert(DefinitionKey::Payload(event), Known::Open(index, true));
        let mut at = At::of_root(document, root, Some(Slot { index, of_payload: true }));
        at.parts.push("Content".to_owned());
        at.row = Some(String::new());
        let whole = marked(&effective.schema) || marked(schema) || Marks::of(document).aside(schema);
        let value = if whole {
            at.slot = None;
            confidential(self.node(schema, at.clone()))
        } else {
            let mut keywords = flat(schema, &mut at);
            // The page says of all events that the payload is an object, so its schema need not.
            if !keywords.contains_key("type") && has_members(&keywords) {
                keywords.to_mut().insert("type".to_owned(), "object".into());
            }
            let value = self.typed(keywords, at.clone());
            if Marks::of(document).lost(schema, &value) { confidential(value) } else { value }
        };
        let value = self.beside_null(index, value);
        self.finish(index, root, value);
        self.known.insert(DefinitionKey::Payload(event), Known::Done(json!({"$ref": index})));
    }

    /// The schema that stands for the target of a reference.
    pub(super) fn referred(&mut self, pointer: &str, at: &At<'r>) -> Value {
        let key = self.key(pointer, at);
        if let DefinitionKey::Shared(..) = key {
            let title = at.document.at(pointer).and_then(|schema| schema.get("title")?.as_str()).map(str::to_owned);
            self.titles.entry(key.clone()).or_default().insert(title);
        }
        self.target(key, Some((pointer, at)))
    }

    fn key(&self, pointer: &str, at: &At<'r>) -> DefinitionKey {
        if let Some(RootKind::Event(event)) = self.roots.get(at.root).map(|root| &root.kind)
            && pointer == envelope::PAYLOAD_SCHEMA
        {
            return DefinitionKey::Payload(*event);
        }
        let name = pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
        let definition = pointer.strip_prefix("/definitions/").is_some_and(|rest| !rest.contains('/'));
        let resource = self.reconciled.resources.iter().position(|resource| definition && resource.name == name);
        match resource {
            Some(index) => DefinitionKey::Resource(index),
            None => DefinitionKey::Shared(Self::definition_name(pointer, name, at), at.document.digest(pointer)),
        }
    }

    /// The name of a definition is its key. Any other place is named by its title, if it has one.
    fn definition_name(pointer: &str, last: String, at: &At<'r>) -> String {
        let mut parents = pointer.rsplit('/').skip(1);
        let defined = matches!(parents.next(), Some("definitions" | "$defs"));
        let title = || Some(at.document.at(pointer)?.get("title")?.as_str()?.to_owned());
        if defined { last } else { title().unwrap_or(last) }
    }

    fn target(&mut self, key: DefinitionKey, from: Option<(&str, &At<'r>)>) -> Value {
        match self.known.get_mut(&key) {
            Some(Known::Done(value)) => return value.clone(),
            Some(Known::Open(index, used)) => {
                *used = true;
                return json!({"$ref": *index});
            }
            None => {}
        }
        let (document, pointer, kind) = match (&key, from) {
            (DefinitionKey::Resource(index), _) => {
                let Some(resource) = self.reconciled.resources.get(*index) else { return Value::Bool(true) };
                let name = resource.name.replace('~', "~0").replace('/', "~1");
                (self.resources, format!("/definitions/{name}"), RootKind::Resource(*index))
            }
            (DefinitionKey::Shared(name, digest), Some((pointer, at))) => {
                let kind = RootKind::Shared { name: name.clone(), digest: digest.clone() };
                (at.document, pointer.to_owned(), kind)
            }
            (DefinitionKey::Payload(_) | DefinitionKey::Shared(..), _) => return Value::Bool(true),
        };
        let Some(schema) = document.at(&pointer) else { return Value::Bool(true) };
        let root = self.root(kind);
        let index = self.reserve();
        self.known.insert(key.clone(), Known::Open(index, false));
        let at = At::of_root(document, root, Some(Slot { index, of_payload: false }));
        let value = self.node(schema, at);
        let used = matches!(self.known.get(&key), Some(Known::Open(_, true)));
        let value = if value == nullable(json!({"$ref": index})) {
            // Whatever has referred to it meanwhile may be `null`, too.
            for definition in self.definitions.iter_mut().skip(index).flatten() {
                definition.schema = replaced(&definition.schema, index, &value);
            }
            self.finish(index, root, json!({"$ref": index}));
            value
        } else if used || index_of(&value) == Some(index) {
            self.finish(index, root, value);
            json!({"$ref": index})
        } else {
            value
        };
        // A mark on the target holds for every reference to it.
        let value = if marked(schema) || Marks::of(document).aside(schema) { confidential(value) } else { value };
        self.known.insert(key, Known::Done(value.clone()));
        value
    }

    /// A payload that may be `null` wraps its struct, which gets a name of its own.
    fn beside_null(&mut self, index: usize, value: Value) -> Value {
        if value == nullable(json!({"$ref": index}))
            && let Some(mut content) = self.definitions.get_mut(index).and_then(Option::take)
        {
            content.parts = vec!["Content".to_owned()];
            content.within = Some(index);
            self.definitions.push(Some(content));
            return nullable(json!({"$ref": self.definitions.len() - 1}));
        }
        value
    }

    /// If nothing has filled the reserved definition, it becomes another type under a name of its own.
    fn finish(&mut self, index: usize, root: usize, value: Value) {
        if let Some(root) = self.roots.get_mut(root) {
            root.definition = Some(index);
        }
        if let Some(slot) = self.definitions.get_mut(index)
            && slot.is_none()
        {
            *slot = Some(Definition {
                root,
                parts: Vec::new(),
                within: None,
                row: None,
                description: None,
                schema: value,
                form: TypeForm::Alias,
            });
        }
    }

    fn root(&mut self, kind: RootKind) -> usize {
        self.roots.push(Root { kind, definition: None, titles: BTreeSet::new() });
        self.roots.len() - 1
    }

    pub(super) fn reserve(&mut self) -> usize {
        self.definitions.push(None);
        self.definitions.len() - 1
    }
}

/// The schema with each reference to a definition replaced, unless it stands beside `null` already.
fn replaced(schema: &Value, index: usize, by: &Value) -> Value {
    match schema {
        same if same == by => same.clone(),
        Value::Object(members) if members.len() == 1 && index_of(schema) == Some(index) => by.clone(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), replaced(value, index, by))).collect())
        }
        Value::Array(items) => items.iter().map(|item| replaced(item, index, by)).collect(),
        other => other.clone(),
    }
}

impl<'r> At<'r> {
    fn of_root(document: &'r super::SelfContained, root: usize, slot: Option<Slot>) -> Self {
        Self { document, root, parts: Vec::new(), row: None, within: None, depth: 0, joined: Vec::new(), slot }
    }
}
