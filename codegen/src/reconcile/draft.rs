//! The document of all witnesses while the decisions change it, one after the other.

use std::collections::BTreeSet;

use json_patch::PatchOperation;
use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::apply::PatchedPlace;
use crate::catalog::Catalog;
use crate::decision::{Patch, Problem, changes};
use crate::document::{RESOURCES, fits, put_back, refresh, row_fits, write_through};

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
        // A decision changes a place or two of a long page: only these are kept.
        let kept: Vec<Kept> = places(&self.value, patch)
            .into_iter()
            .map(|path| Kept { before: self.value.pointer(path.as_str()).cloned(), path })
            .collect();
        if let Err(problem) = self.patched(patch) {
            for kept in kept {
                put(&mut self.value, kept);
            }
            return Err(Box::new(problem));
        }
        let after = |kept: Kept| {
            let after = self.value.pointer(kept.path.as_str()).cloned();
            PatchedPlace { path: kept.path, before: kept.before, after }
        };
        let changed: Vec<_> = kept.into_iter().map(after).filter(|change| change.before != change.after).collect();
        let written = changed.iter().map(|change| (change.path.as_ptr(), change.before.is_none()));
        write_through(&mut self.value, written);
        self.dirty.extend(changed.iter().filter_map(|change| resource_of_event(&change.path)));
        Ok(changed)
    }

    fn patched(&mut self, patch: &Patch) -> Result<(), Problem> {
        json_patch::patch_unsafe(&mut self.value, patch).map_err(|error| Problem::PatchFails {
            operation: error.operation,
            path: error.path.to_string(),
            message: error.kind.to_string(),
        })?;
        let shape = |path: &Pointer| match shape_of(path) {
            Shape::Any => Ok(Vec::new()),
            Shape::Row(event, row, place) => {
                let cells = self.value.pointer(place.as_str());
                cells.map_or(Ok(()), |cells| row_fits(&event, &row, cells)).map(|()| Vec::new())
            }
            Shape::Event => Ok(path.first().map(|first| first.decoded().into_owned()).into_iter().collect()),
        };
        // Where the whole event must be looked at, it is looked at once.
        let members = written(patch).map(shape).collect::<Result<Vec<_>, _>>().map_err(Problem::Shape)?;
        let members: BTreeSet<String> = members.into_iter().flatten().collect();
        if written(patch).any(Pointer::is_root) {
            put_back(self.catalog, &self.value).map(|_| ()).map_err(Problem::Shape)
        } else if members.is_empty() {
            Ok(())
        } else {
            fits(self.catalog, &self.value, &members).map_err(Problem::Shape)
        }
    }
}

/// A place that a patch changes, and what was there.
struct Kept {
    path: PointerBuf,
    before: Option<Value>,
}

/// What must be asked of the document when a place of it has changed.
enum Shape {
    /// Nothing: any JSON will do there.
    Any,
    /// That the row of an event's table, which has this place, is one.
    Row(String, String, PointerBuf),
    /// That the event is one.
    Event,
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

/// The places that a patch writes to.
fn written(patch: &Patch) -> impl Iterator<Item = &Pointer> {
    changes(patch).flat_map(|operation| [Some(operation.path()), moved_from(operation)]).flatten()
}

/// Puts what was kept back in its place.
fn put(document: &mut Value, kept: Kept) {
    let Some((holder, name)) = kept.path.split_back() else {
        *document = kept.before.unwrap_or_default();
        return;
    };
    match (document.pointer_mut(holder.as_str()), kept.before) {
        (Some(Value::Object(holder)), Some(value)) => {
            holder.insert(name.decoded().into_owned(), value);
        }
        (Some(Value::Object(holder)), None) => {
            holder.shift_remove(&*name.decoded());
        }
        (Some(_) | None, _) => {}
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

/// What a place may hold: inside of a block's JSON any value, in a table rows.
fn shape_of(path: &Pointer) -> Shape {
    let tokens: Vec<_> = path.tokens().map(|token| token.decoded().into_owned()).collect();
    let tokens: Vec<_> = tokens.iter().map(String::as_str).collect();
    match tokens[..] {
        [RESOURCES, _, "schema" | "example", _, ..] => Shape::Any,
        [RESOURCES, ..] => Shape::Event,
        [_, "schema" | "example", ..] | [_, "resources", _, "schema" | "example", ..] => Shape::Any,
        [event, "table", row, ..] => {
            Shape::Row(event.into(), row.into(), PointerBuf::from_tokens([event, "table", row]))
        }
        _ => Shape::Event,
    }
}

/// The places that a patch changes, outermost only.
fn places(document: &Value, patch: &Patch) -> Vec<PointerBuf> {
    let mut places: Vec<PointerBuf> = Vec::new();
    let mut known: BTreeSet<PointerBuf> = BTreeSet::new();
    for path in written(patch) {
        let place = whole_list(document, path).to_buf();
        if known.insert(place.clone()) {
            places.push(place);
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
    places
}

/// The list in which an item is added or removed. Its items shift, so the change is shown for the whole list.
fn whole_list<'p>(document: &Value, path: &'p Pointer) -> &'p Pointer {
    match path.parent() {
        Some(parent) if document.pointer(parent.as_str()).is_some_and(Value::is_array) => parent,
        _ => path,
    }
}
