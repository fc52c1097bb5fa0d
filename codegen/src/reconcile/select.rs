//! The places that a policy selects, and the policy's patch for each of them.

use json_patch::{
    AddOperation, CopyOperation, MoveOperation, PatchOperation, RemoveOperation, ReplaceOperation, TestOperation,
};
use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::stale::{Stale, Staleness, quoted};
use crate::catalog::Catalog;
use crate::decision::{Decision, MOST_PLACES, Patch, Problem, changes};
use crate::document::{describe, selectable, span_of};

/// The result of selecting.
pub(super) enum PolicySelection {
    /// The places, and the operations for all of them.
    Places(Vec<PointerBuf>, Patch),
    /// It selects nothing, or changes nothing.
    Stale(Stale),
}

pub(super) fn select(
    catalog: &Catalog,
    document: &Value,
    decision: &Decision,
) -> Result<PolicySelection, Box<Problem>> {
    let once = selectable(document);
    let mut places: Vec<PointerBuf> = Vec::new();
    for selector in &decision.at {
        let selected = selector.select(&once).map_err(|found| {
            Box::new(Problem::TooManyPlaces { path: selector.text().into(), found, most: MOST_PLACES })
        })?;
        if selected.is_empty() {
            let message = format!("`{}` selects nothing", selector.text());
            return Ok(PolicySelection::Stale(stale(decision, Staleness::Vanished, None, message)));
        }
        places.extend(selected);
    }
    let mut operations = Vec::new();
    // From the last place to the first, so that a removal does not move a place that is still to come.
    for place in places.iter().rev() {
        operations.extend(at_place(document, &decision.patch, place)?);
    }
    if changes(&Patch(operations.clone())).next().is_none() {
        let first = places.first().map(PointerBuf::as_ptr);
        let message = format!("each of the {} places that it selects already has the patch's values", places.len());
        let span = first.and_then(|place| span_of(catalog, place));
        return Ok(PolicySelection::Stale(stale(decision, Staleness::FixedUpstream, span, message)));
    }
    Ok(PolicySelection::Places(places, Patch(operations)))
}

fn stale(decision: &Decision, form: Staleness, span: Option<crate::page::Span>, message: String) -> Stale {
    Stale { decision: decision.id.clone(), place: decision.place.clone(), form, span, message, follows: None }
}

/// The operations at one place, without those that change nothing.
fn at_place(document: &Value, patch: &Patch, place: &Pointer) -> Result<Vec<PatchOperation>, Box<Problem>> {
    let mut operations = Vec::new();
    for (at, operation) in patch.iter().enumerate() {
        let operation = moved_to(operation, place);
        let target = operation.path();
        let found = document.pointer(target.as_str());
        let fails = |expected: String| {
            let message = format!("expected {expected} at {}, found {}", describe(target), quoted(found));
            Err(Box::new(Problem::PatchFails { operation: at, path: target.to_string(), message }))
        };
        let in_list = target.parent().and_then(|parent| document.pointer(parent.as_str())).is_some_and(Value::is_array);
        // A later test may check what an earlier operation created; only the first operation sees the document
        // unchanged.
        let first = operations.is_empty();
        match &operation {
            PatchOperation::Test(test) if first && found != Some(&test.value) => {
                return fails(quoted(Some(&test.value)));
            }
            PatchOperation::Add(add) if !in_list && found == Some(&add.value) => continue,
            PatchOperation::Replace(replace) if found == Some(&replace.value) => continue,
            PatchOperation::Add(_) if first && !in_list && found.is_some() => return fails("nothing".into()),
            PatchOperation::Remove(_) | PatchOperation::Replace(_) if first && found.is_none() => {
                return fails("a value".into());
            }
            PatchOperation::Test(_) => continue,
            PatchOperation::Add(_)
            | PatchOperation::Remove(_)
            | PatchOperation::Replace(_)
            | PatchOperation::Move(_)
            | PatchOperation::Copy(_) => {}
        }
        operations.push(operation);
    }
    Ok(operations)
}

/// A relative operation, moved to the place.
fn moved_to(operation: &PatchOperation, place: &Pointer) -> PatchOperation {
    let at = |path: &PointerBuf| place.concat(path);
    match operation {
        PatchOperation::Add(it) => PatchOperation::Add(AddOperation { path: at(&it.path), value: it.value.clone() }),
        PatchOperation::Remove(it) => PatchOperation::Remove(RemoveOperation { path: at(&it.path) }),
        PatchOperation::Replace(it) => {
            PatchOperation::Replace(ReplaceOperation { path: at(&it.path), value: it.value.clone() })
        }
        PatchOperation::Move(it) => PatchOperation::Move(MoveOperation { from: at(&it.from), path: at(&it.path) }),
        PatchOperation::Copy(it) => PatchOperation::Copy(CopyOperation { from: at(&it.from), path: at(&it.path) }),
        PatchOperation::Test(it) => PatchOperation::Test(TestOperation { path: at(&it.path), value: it.value.clone() }),
    }
}
