//! JSON Patches of decisions: parsed strictly, and required to test what they overwrite.

use json_patch::{Patch, PatchOperation};
use jsonptr::Pointer;
use serde_json::Value;

use super::problem::Problem;
use super::{Decision, Verdict};

/// The `test` operations.
pub fn tests(patch: &Patch) -> impl Iterator<Item = &json_patch::TestOperation> {
    patch.iter().filter_map(|operation| match operation {
        PatchOperation::Test(test) => Some(test),
        PatchOperation::Add(_)
        | PatchOperation::Remove(_)
        | PatchOperation::Replace(_)
        | PatchOperation::Move(_)
        | PatchOperation::Copy(_) => None,
    })
}

/// The operations that change something.
pub fn changes(patch: &Patch) -> impl Iterator<Item = &PatchOperation> {
    patch.iter().filter(|operation| !matches!(operation, PatchOperation::Test(_)))
}

/// The kind of an operation.
pub(super) fn name(operation: &PatchOperation) -> &'static str {
    match operation {
        PatchOperation::Add(_) => "add",
        PatchOperation::Remove(_) => "remove",
        PatchOperation::Replace(_) => "replace",
        PatchOperation::Move(_) => "move",
        PatchOperation::Copy(_) => "copy",
        PatchOperation::Test(_) => "test",
    }
}

/// Parses a patch. An unknown member of an operation is an error, because a misspelt one would otherwise be ignored.
pub(super) fn parse(operations: Value) -> Result<Patch, Problem> {
    let Value::Array(operations) = operations else {
        return Err(Problem::Value {
            key: "patch".into(),
            expected: "a list of operations",
            found: operations.to_string(),
        });
    };
    let parsed = operations
        .into_iter()
        .enumerate()
        .map(|(at, operation)| operation_of(operation).map_err(|message| Problem::Patch { operation: at, message }));
    parsed.collect::<Result<_, _>>().map(Patch)
}

fn operation_of(operation: Value) -> Result<PatchOperation, String> {
    let kind = operation.get("op").and_then(Value::as_str).unwrap_or_default();
    let known: &[&str] = match kind {
        "add" | "replace" | "test" => &["op", "path", "value"],
        "remove" => &["op", "path"],
        "move" | "copy" => &["op", "from", "path"],
        _ => return Err(format!("expected `op` to be add, remove, replace, move, copy or test, found `{kind}`")),
    };
    if let Some(key) =
        operation.as_object().and_then(|members| members.keys().find(|key| !known.contains(&key.as_str())))
    {
        return Err(format!("unknown key `{key}`; `{kind}` has {}", known.join(", ")));
    }
    if let Some(key) = known.iter().find(|key| operation.get(key).is_none()) {
        return Err(format!("`{kind}` lacks `{key}`"));
    }
    for key in ["path", "from"] {
        let steps = operation.get(key).and_then(Value::as_str).map_or(0, |path| path.matches('/').count());
        if steps > MOST_STEPS {
            return Err(format!("expected at most {MOST_STEPS} steps in `{key}`, found {steps}"));
        }
    }
    serde_json::from_value(operation).map_err(|error| error.to_string())
}

/// The most steps of a path. The documents that decisions patch nest less deep.
const MOST_STEPS: usize = 256;

/// Checks that a decision's patch fits its verdict.
pub(super) fn check(decision: &Decision) -> Result<(), Problem> {
    let patch = &decision.patch;
    let change = patch.iter().enumerate().find(|(_, operation)| !matches!(operation, PatchOperation::Test(_)));
    match decision.verdict {
        Verdict::Accepted => {
            if let Some((operation, found)) = change {
                return Err(Problem::AcceptedChanges { operation, found: name(found) });
            }
            // A pattern has no single place to test, and a fingerprint ties the decision to its evidence.
            let holds_itself = |answer: &super::Answer| answer.fingerprint.is_some() || !answer.is_particular();
            if patch.is_empty() && decision.answers.iter().all(holds_itself) {
                return Ok(());
            }
        }
        Verdict::Resolved | Verdict::Policy => {
            if change.is_none() && !patch.is_empty() {
                return Err(Problem::ChangesNothing { verdict: decision.verdict.name() });
            }
        }
    }
    if !decision.at.is_empty() && !patch.is_empty() {
        return Ok(());
    }
    if decision.take.is_some() && patch.is_empty() {
        return Ok(());
    }
    match patch.first() {
        Some(PatchOperation::Test(_)) => {}
        Some(other) => return Err(Problem::NoTest { found: name(other) }),
        None => return Err(Problem::NoTest { found: "nothing" }),
    }
    everything_overwritten_is_tested(patch)?;
    if decision.verdict == Verdict::Policy { stays_within(decision) } else { Ok(()) }
}

/// Every value that a decision overwrites must be tested, so that the decision becomes stale when the page changes it.
fn everything_overwritten_is_tested(patch: &Patch) -> Result<(), Problem> {
    for (at, operation) in patch.iter().enumerate() {
        let gone = match operation {
            PatchOperation::Remove(_) | PatchOperation::Replace(_) => operation.path(),
            PatchOperation::Move(op) => &op.from,
            PatchOperation::Add(_) | PatchOperation::Copy(_) | PatchOperation::Test(_) => continue,
        };
        if !pinned(&patch[..at], gone) {
            return Err(Problem::Untested { operation: at, path: gone.to_string() });
        }
    }
    Ok(())
}

/// Whether earlier operations have tested or written the value at `place`.
pub(crate) fn pinned(operations: &[PatchOperation], place: &Pointer) -> bool {
    operations.iter().any(|operation| match operation {
        PatchOperation::Remove(_) => false,
        PatchOperation::Test(_)
        | PatchOperation::Add(_)
        | PatchOperation::Replace(_)
        | PatchOperation::Move(_)
        | PatchOperation::Copy(_) => place.starts_with(operation.path()),
    })
}

fn stays_within(decision: &Decision) -> Result<(), Problem> {
    let outside = |place: &Pointer| !decision.places.iter().any(|allowed| place.starts_with(allowed));
    for (at, operation) in decision.patch.iter().enumerate() {
        let touched = match operation {
            PatchOperation::Test(_) => None,
            PatchOperation::Move(op) if outside(&op.from) => Some(op.from.as_ptr()),
            PatchOperation::Add(_)
            | PatchOperation::Remove(_)
            | PatchOperation::Replace(_)
            | PatchOperation::Move(_)
            | PatchOperation::Copy(_) => Some(operation.path()),
        };
        if let Some(path) = touched.filter(|path| outside(path)) {
            return Err(Problem::OutsidePlace { operation: at, path: path.to_string() });
        }
    }
    Ok(())
}
