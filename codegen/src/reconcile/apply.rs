//! Applies the patches of the decisions that fit the page, one after the other, to the document of all witnesses.

use std::collections::BTreeSet;

use json_patch::PatchOperation;
use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::order::keep_order;
use super::stale::{overwritten, shown, unmet_test};
use crate::catalog::Catalog;
use crate::decision::{Decision, DecisionError, Patch, Problem, changes, describe, fits, put_back};

/// What one decision changed.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The decision's id.
    pub decision: String,
    /// The places, outermost only.
    pub changes: Vec<Change>,
}

/// One place that a decision changed.
#[derive(Clone, Debug)]
pub struct Change {
    /// The place in the document of all witnesses.
    pub path: PointerBuf,
    /// What was there.
    pub before: Option<Value>,
    /// What is there now.
    pub after: Option<Value>,
}

/// The catalog after all patches.
pub(super) struct Application {
    pub(super) patched: Catalog,
    pub(super) applied: Vec<Applied>,
    /// Decisions, by their index, whose patch was applied (a patch that only tests counts).
    pub(super) followed: Vec<usize>,
}

pub(super) fn apply(
    catalog: &Catalog,
    documented: &Value,
    decisions: &[(usize, &Decision)],
    errors: &mut Vec<DecisionError>,
) -> Application {
    let mut current = documented.clone();
    let mut applied = Vec::new();
    let mut followed = Vec::new();
    for (at, decision) in decisions {
        match step(catalog, &mut current, decision) {
            Ok(changes) => {
                followed.push(*at);
                applied.extend(changes.map(|changes| Applied { decision: decision.id.clone(), changes }));
            }
            Err(problem) => errors.push(error(decision, *problem)),
        }
    }
    // Every step that could break the shape was tried by itself.
    let patched = put_back(catalog, &keep_order(documented, current)).unwrap_or_else(|_| catalog.clone());
    Application { patched, applied, followed }
}

pub(super) fn error(decision: &Decision, problem: Problem) -> DecisionError {
    DecisionError { place: decision.place.clone(), decision: Some(decision.id.clone()), problem }
}

/// Takes one decision into the document, and says what it changed; none where it only tests. A decision that cannot be followed
/// leaves the document as it is.
fn step(catalog: &Catalog, current: &mut Value, decision: &Decision) -> Result<Option<Vec<Change>>, Box<Problem>> {
    let patch = &decision.patch;
    if changes(patch).next().is_none() {
        // It speaks of the page as documented, whatever other decisions make of it.
        return Ok(None);
    }
    if let Some((path, expected, found)) = unmet_test(current, patch) {
        return Err(Box::new(in_the_way(path, &shown(expected), &shown(found))));
    }
    if let Some((path, found)) = overwritten(current, patch) {
        return Err(Box::new(in_the_way(path, &shown(None), &shown(Some(found)))));
    }
    // A decision is about an event or two of a long page: only these are kept, and looked at again.
    let touched = touched(patch);
    let before = only(current, touched.as_ref());
    let followed = patched(catalog, current, decision, touched.as_ref());
    let after = only(current, touched.as_ref());
    let problem = match followed {
        Ok(()) if after != before => return Ok(Some(changed(&before, &after, patch))),
        Ok(()) => Problem::ChangesNothing { verdict: decision.verdict.name() },
        Err(problem) => problem,
    };
    put(current, before, touched.as_ref());
    Err(Box::new(problem))
}

fn patched(
    catalog: &Catalog,
    current: &mut Value,
    decision: &Decision,
    touched: Option<&BTreeSet<String>>,
) -> Result<(), Problem> {
    let patch = &decision.patch;
    json_patch::patch_unsafe(current, patch).map_err(|error| Problem::PatchFails {
        operation: error.operation,
        path: error.path.to_string(),
        message: error.kind.to_string(),
    })?;
    if changes(patch).any(|operation| !within_a_block(operation.path())) {
        match touched {
            Some(members) => fits(catalog, current, members).map_err(Problem::Shape)?,
            None => put_back(catalog, current).map(|_| ()).map_err(Problem::Shape)?,
        }
    }
    Ok(())
}

/// The members of the document in which a patch changes something; none, where it is about the document itself.
fn touched(patch: &Patch) -> Option<BTreeSet<String>> {
    let paths = changes(patch).flat_map(|operation| [Some(operation.path()), moved_from(operation)]).flatten();
    paths.map(|path| Some(path.first()?.decoded().into_owned())).collect()
}

/// The document with these members alone.
fn only(document: &Value, members: Option<&BTreeSet<String>>) -> Value {
    match (document, members) {
        (Value::Object(all), Some(members)) => {
            members.iter().filter_map(|name| Some((name.clone(), all.get(name)?.clone()))).collect()
        }
        _ => document.clone(),
    }
}

/// Puts what [`only`] gave back in its place.
fn put(document: &mut Value, before: Value, members: Option<&BTreeSet<String>>) {
    match (document, before, members) {
        (Value::Object(all), Value::Object(before), Some(members)) => {
            all.retain(|name, _| !members.contains(name) || before.contains_key(name));
            all.extend(before);
        }
        (document, before, _) => *document = before,
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

fn in_the_way(path: &Pointer, expected: &str, found: &str) -> Problem {
    Problem::PatchFails {
        operation: 0,
        path: path.to_string(),
        message: format!("expected {expected} at {}, found {found}: an earlier decision put it there", describe(path)),
    }
}

/// Whether a place is inside of a block's JSON, where any value will do.
fn within_a_block(path: &Pointer) -> bool {
    let tokens: Vec<_> = path.tokens().map(|token| token.decoded().into_owned()).collect();
    let tokens: Vec<_> = tokens.iter().map(String::as_str).collect();
    matches!(
        tokens[..],
        [_, "schema" | "example", ..]
            | [_, "resources", _, "schema" | "example", ..]
            | ["(resources)", _, "schema" | "example", ..]
    )
}

fn changed(before: &Value, after: &Value, patch: &Patch) -> Vec<Change> {
    let mut places: Vec<PointerBuf> = Vec::new();
    for operation in changes(patch) {
        for path in [Some(operation.path()), moved_from(operation)].into_iter().flatten() {
            let place = whole_list(before, path);
            if !places.iter().any(|known| place.starts_with(known)) {
                places.retain(|known| !known.starts_with(place));
                places.push(place.to_buf());
            }
        }
    }
    let at = |document: &Value, path: &PointerBuf| document.pointer(path.as_str()).cloned();
    let change = |path: PointerBuf| Change { before: at(before, &path), after: at(after, &path), path };
    places.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

/// The list in which an item is added or removed: its items shift, so it is shown as a whole.
fn whole_list<'p>(document: &Value, path: &'p Pointer) -> &'p Pointer {
    match path.parent() {
        Some(parent) if document.pointer(parent.as_str()).is_some_and(Value::is_array) => parent,
        _ => path,
    }
}
