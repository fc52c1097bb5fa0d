//! The document of all witnesses while the decisions change it, one after the other.

use std::collections::BTreeSet;

use json_patch::PatchOperation;
use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use super::apply::PatchedPlace;
use crate::catalog::Catalog;
use crate::decision::{Patch, Problem, changes};
use crate::document::{RESOURCES, fits, put_back, refresh, write_through};

/// The document, partly patched.
#[derive(Clone)]
pub(super) struct Draft<'c> {
    catalog: &'c Catalog,
    value: Value,
    /// Resources that must be combined again, because a patch changed what a single event's section says of them.
    dirty: BTreeSet<String>,
}

impl<'c> Draft<'c> {
    pub(super) fn new(catalog: &'c Catalog, documented: &Value) -> Self {
        Self { catalog, value: documented.clone(), dirty: BTreeSet::new() }
    }

    /// The document, with up-to-date resources.
    pub(super) fn current(&mut self) -> &Value {
        refresh(&mut self.value, &std::mem::take(&mut self.dirty));
        &self.value
    }

    pub(super) fn into_value(mut self) -> Value {
        refresh(&mut self.value, &self.dirty);
        self.value
    }

    /// Applies a patch and returns its changes. If the patch fails, the document stays as it is.
    pub(super) fn follow(&mut self, patch: &Patch) -> Result<Vec<PatchedPlace>, Box<Problem>> {
        if patch.iter().any(reads_resources) {
            self.current();
        }
        // A patch usually touches one or two events of a long page: only these are saved, and compared afterwards.
        let touched = touched(patch);
        let before = only(&self.value, touched.as_ref());
        if let Err(problem) = self.patched(patch, touched.as_ref()) {
            put(&mut self.value, before, touched.as_ref());
            return Err(Box::new(problem));
        }
        let after = only(&self.value, touched.as_ref());
        let changed = changed(&before, &after, patch);
        let places: Vec<PointerBuf> = changed.iter().map(|change| change.path.clone()).collect();
        write_through(&mut self.value, &before, &places);
        self.dirty.extend(places.iter().filter_map(|place| resource_of_event(place)));
        Ok(changed)
    }

    fn patched(&mut self, patch: &Patch, touched: Option<&BTreeSet<PointerBuf>>) -> Result<(), Problem> {
        json_patch::patch_unsafe(&mut self.value, patch).map_err(|error| Problem::PatchFails {
            operation: error.operation,
            path: error.path.to_string(),
            message: error.kind.to_string(),
        })?;
        if changes(patch).all(|operation| within_a_block(operation.path())) {
            return Ok(());
        }
        match touched {
            Some(parts) => {
                let members = parts.iter().filter_map(|part| Some(part.first()?.decoded().into_owned())).collect();
                fits(self.catalog, &self.value, &members).map_err(Problem::Shape)
            }
            None => put_back(self.catalog, &self.value).map(|_| ()).map_err(Problem::Shape),
        }
    }
}

fn reads_resources(operation: &PatchOperation) -> bool {
    let from = match operation {
        PatchOperation::Copy(copied) => Some(copied.from.as_ptr()),
        _ => moved_from(operation),
    };
    let of_resources = |path: &Pointer| path.first().is_none_or(|first| first.decoded() == RESOURCES);
    of_resources(operation.path()) || from.is_some_and(of_resources)
}

/// The resource, if the place is in an event's own description of a resource.
fn resource_of_event(place: &Pointer) -> Option<String> {
    let mut tokens = place.tokens().map(|token| token.decoded().into_owned());
    let (event, kind, name) = (tokens.next()?, tokens.next()?, tokens.next()?);
    (event != RESOURCES && kind == "resources").then_some(name)
}

/// The parts of the document that a patch changes: events, and single resources. None if it changes the root of the
/// document.
fn touched(patch: &Patch) -> Option<BTreeSet<PointerBuf>> {
    let paths = changes(patch).flat_map(|operation| [Some(operation.path()), moved_from(operation)]).flatten();
    paths.map(part).collect()
}

/// The part that contains a place.
pub(super) fn part(place: &Pointer) -> Option<PointerBuf> {
    let mut tokens = place.tokens();
    let first = tokens.next()?;
    let second = tokens.next().filter(|_| first.decoded() == RESOURCES);
    Some(PointerBuf::from_tokens([Some(first), second].into_iter().flatten()))
}

/// The document reduced to these parts.
fn only(document: &Value, parts: Option<&BTreeSet<PointerBuf>>) -> Value {
    let Some(parts) = parts else { return document.clone() };
    let mut kept = Map::new();
    for part in parts {
        let Some(value) = document.pointer(part.as_str()) else { continue };
        let tokens: Vec<String> = part.tokens().map(|token| token.decoded().into_owned()).collect();
        match &tokens[..] {
            [member] => {
                kept.insert(member.clone(), value.clone());
            }
            [member, name] => {
                let holder = kept.entry(member.clone()).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(holder) = holder {
                    holder.insert(name.clone(), value.clone());
                }
            }
            _ => {}
        }
    }
    Value::Object(kept)
}

/// Puts the saved parts back.
fn put(document: &mut Value, before: Value, parts: Option<&BTreeSet<PointerBuf>>) {
    let Some(parts) = parts else {
        *document = before;
        return;
    };
    for part in parts {
        let Some((holder, name)) = part.split_back() else { continue };
        let Some(Value::Object(holder)) = document.pointer_mut(holder.as_str()) else { continue };
        match before.pointer(part.as_str()) {
            Some(value) => {
                holder.insert(name.decoded().into_owned(), value.clone());
            }
            None => {
                holder.shift_remove(&*name.decoded());
            }
        }
    }
}

fn moved_from(operation: &PatchOperation) -> Option<&Pointer> {
    match operation {
        PatchOperation::Move(moved) => Some(moved.from.as_ptr()),
        PatchOperation::Add(_)
        | PatchOperation::Remove(_)
        | PatchOperation::Replace(_)
        | PatchOperation::Copy(_)
        | PatchOperation::Test(_) => None,
    }
}

/// Whether a place is inside a block's JSON, where every value is allowed.
fn within_a_block(path: &Pointer) -> bool {
    let tokens: Vec<_> = path.tokens().map(|token| token.decoded().into_owned()).collect();
    let tokens: Vec<_> = tokens.iter().map(String::as_str).collect();
    match tokens[..] {
        [RESOURCES, _, "schema" | "example", _, ..] => true,
        [RESOURCES, ..] => false,
        [_, "schema" | "example", ..] | [_, "resources", _, "schema" | "example", ..] => true,
        _ => false,
    }
}

/// The changed places, outermost only.
fn changed(before: &Value, after: &Value, patch: &Patch) -> Vec<PatchedPlace> {
    let mut places: Vec<PointerBuf> = Vec::new();
    let mut known: BTreeSet<PointerBuf> = BTreeSet::new();
    for operation in changes(patch) {
        for path in [Some(operation.path()), moved_from(operation)].into_iter().flatten() {
            let place = whole_list(before, path).to_buf();
            if known.insert(place.clone()) {
                places.push(place);
            }
        }
    }
    places.retain(|place| {
        let mut above = place.parent();
        while let Some(outer) = above {
            if known.contains(outer) {
                return false;
            }
            above = outer.parent();
        }
        true
    });
    let at = |document: &Value, path: &PointerBuf| document.pointer(path.as_str()).cloned();
    let change = |path: PointerBuf| PatchedPlace { before: at(before, &path), after: at(after, &path), path };
    places.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

/// The list in which an item is added or removed. Its items shift, so the change is shown for the whole list.
fn whole_list<'p>(document: &Value, path: &'p Pointer) -> &'p Pointer {
    match path.parent() {
        Some(parent) if document.pointer(parent.as_str()).is_some_and(Value::is_array) => parent,
        _ => path,
    }
}
