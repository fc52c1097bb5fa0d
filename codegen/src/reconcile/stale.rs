//! Stale decisions: each decision states what it expects, and is compared with the page.

use std::fmt;

use json_patch::PatchOperation;
use jsonptr::Pointer;
use serde_json::Value;

use super::index::FindingIndex;
use crate::catalog::Catalog;
use crate::decision::{Answer, Decision, DecisionPlace, Patch, changes, pinned};
use crate::document::{describe, span_of};
use crate::page::Span;
use crate::unite::same_keyword;

/// Why a decision is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staleness {
    /// The page now says what the decision says, or no longer contradicts itself.
    FixedUpstream,
    /// The page has a third value.
    Changed,
    /// The place no longer exists.
    Vanished,
}

impl Staleness {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::FixedUpstream => "fixed upstream",
            Self::Changed => "changed",
            Self::Vanished => "vanished",
        }
    }
}

impl fmt::Display for Staleness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A decision that no longer fits the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The decision's id.
    pub decision: String,
    /// Where it is written.
    pub place: DecisionPlace,
    /// Why it is stale.
    pub form: Staleness,
    /// The place on the page, if it still exists.
    pub span: Option<Span>,
    /// What was expected and what was found.
    pub message: String,
    /// The decision that caused this one to fail, if one did. That decision must be mended first.
    pub follows: Option<String>,
}

impl Stale {
    /// The next step.
    pub fn help(&self) -> String {
        let DecisionPlace { file, line, .. } = &self.place;
        let id = &self.decision;
        match self.form {
            Staleness::FixedUpstream => {
                format!(
                    "fixed upstream: run `cargo codegen decide --prune` to delete the decision from {file} (line {line})"
                )
            }
            Staleness::Changed => format!(
                "changed: run `cargo codegen decide --rebase {id}` to see both values and use the page's, or edit the decision in {file} (line {line})"
            ),
            Staleness::Vanished => {
                format!(
                    "vanished: delete the decision from {file} (line {line}), or answer the findings of its replacement"
                )
            }
        }
    }
}

/// A value that a decision expects, and the value that the page has.
pub(super) struct Mismatch<'d> {
    pub(super) path: &'d Pointer,
    expected: Option<&'d Value>,
    found: Option<&'d Value>,
}

/// Whether the decision is stale, and why, compared with the page as documented.
///
/// A decision states its expectation in two ways: its answers must still fire, and the tests of its patch must still pass. Which
/// of the two fails, and whether the page already has the patch's result, determines the form.
pub(super) fn judge(
    catalog: &Catalog,
    page: &Value,
    decision: &Decision,
    findings: &FindingIndex<'_>,
) -> Option<Stale> {
    if !decision.at.is_empty() {
        // What a policy selects is known only when it is applied.
        return None;
    }
    let takes = decision.take.is_some();
    let fires = |answer: &Answer| findings.about(answer).into_iter().any(|(_, finding)| answer.answers(finding, takes));
    let quiet: Vec<&Answer> = decision.answers.iter().filter(|answer| !fires(answer)).collect();
    let all_quiet = !decision.answers.is_empty() && quiet.len() == decision.answers.len();
    let on_other_evidence = quiet.iter().find_map(|answer| {
        let (_, finding) = findings.about(answer).into_iter().find(|(_, finding)| answer.answered_once(finding))?;
        Some((*answer, finding))
    });
    let mismatch = mismatch(page, decision);
    let says_already = says_already(page, &decision.patch);
    let form = match (&mismatch, all_quiet) {
        (_, true) if place_is_gone(page, decision) => Staleness::Vanished,
        (None, _) if on_other_evidence.is_some() => Staleness::Changed,
        (Some(at), _) if at.found.is_none() && !says_already => Staleness::Vanished,
        (None, false) if quiet.is_empty() => return None,
        (Some(_), false) if !says_already => Staleness::Changed,
        (_, true) | (Some(_) | None, false) => Staleness::FixedUpstream,
    };
    let message = match (&mismatch, on_other_evidence) {
        (Some(Mismatch { path, expected, found }), _) => {
            format!("expected {} at {}, found {}", quoted(*expected), describe(path), quoted(*found))
        }
        (None, Some((answer, finding))) => format!(
            "the evidence of {} has changed since the decision; its fingerprint is now `{}`: {}",
            answer,
            finding.fingerprint(),
            finding.message,
        ),
        (None, None) => {
            let quiet: Vec<_> = quiet.iter().map(ToString::to_string).collect();
            format!("{} no longer fires", quiet.join(", "))
        }
    };
    let path = mismatch.map(|at| at.path).or_else(|| decision.patch.first().map(PatchOperation::path));
    Some(Stale {
        decision: decision.id.clone(),
        place: decision.place.clone(),
        form,
        span: path.and_then(|path| span_of(catalog, path)),
        message,
        follows: None,
    })
}

/// Whether all events that the decision names are gone.
fn place_is_gone(page: &Value, decision: &Decision) -> bool {
    decision.answers.iter().all(|answer| match &answer.event {
        Some(event) => match event.literal() {
            Some(event) => page.get(event).is_none(),
            None => !page.as_object().is_some_and(|events| events.keys().any(|key| event.matches(key))),
        },
        None => false,
    })
}

/// The first value that differs from the decision's expectation: a test before the first change, the place of a
/// policy, or an existing value where the patch adds one.
pub(super) fn mismatch<'d>(page: &'d Value, decision: &'d Decision) -> Option<Mismatch<'d>> {
    let tests = unmet_test(page, &decision.patch).map(|(path, expected, found)| Mismatch { path, expected, found });
    let gone = || {
        let place = decision.places.iter().find(|place| page.pointer(place.as_str()).is_none())?;
        Some(Mismatch { path: place, expected: Some(&Value::Null), found: None })
    };
    let taken = || {
        overwritten(page, &decision.patch).map(|(path, found)| Mismatch { path, expected: None, found: Some(found) })
    };
    tests.or_else(gone).or_else(taken)
}

/// The first leading test that fails: its place, the expected value, the value that exists.
pub(super) fn unmet_test<'d>(
    document: &'d Value,
    patch: &'d Patch,
) -> Option<(&'d Pointer, Option<&'d Value>, Option<&'d Value>)> {
    patch
        .iter()
        .map_while(|operation| if let PatchOperation::Test(test) = operation { Some(test) } else { None })
        .find_map(|test| {
            let found = document.pointer(test.path.as_str());
            let holds = found.is_some_and(|found| says_the_same(&test.path, found, &test.value));
            (!holds).then_some((test.path.as_ptr(), Some(&test.value), found))
        })
}

/// Whether two values at a place mean the same. In a schema, the order of names in `required` and similar sets does
/// not count.
pub(super) fn says_the_same(place: &Pointer, a: &Value, b: &Value) -> bool {
    let of_schema = place.tokens().take(4).any(|token| token.decoded() == "schema");
    let keyword = place.back().map(|token| token.decoded().into_owned()).unwrap_or_default();
    a == b || (of_schema && (same_keyword(&keyword, a, b) || crate::unite::same(a, b)))
}

/// The patch, in which tests that differ from the document only in the order of a set get the document's order.
pub(super) fn relaxed(document: &Value, patch: &Patch) -> Patch {
    let mut patch = patch.clone();
    for operation in &mut patch.0 {
        if let PatchOperation::Test(test) = operation
            && let Some(found) = document.pointer(test.path.as_str())
            && says_the_same(&test.path, found, &test.value)
        {
            test.value.clone_from(found);
        }
    }
    patch
}

/// The first member that the patch adds although the document has it, without having tested it.
pub(super) fn overwritten<'d>(document: &'d Value, patch: &'d Patch) -> Option<(&'d Pointer, &'d Value)> {
    patch.iter().enumerate().find_map(|(at, operation)| {
        let target = match operation {
            PatchOperation::Add(_) | PatchOperation::Copy(_) | PatchOperation::Move(_) => operation.path(),
            PatchOperation::Remove(_) | PatchOperation::Replace(_) | PatchOperation::Test(_) => return None,
        };
        let inserts = target.parent().and_then(|parent| document.pointer(parent.as_str())).is_some_and(Value::is_array);
        let found = document.pointer(target.as_str())?;
        (!inserts && !pinned(&patch[..at], target)).then_some((target, found))
    })
}

/// Whether the page already has everything that the patch would set.
fn says_already(page: &Value, patch: &Patch) -> bool {
    let at = |path: &Pointer| page.pointer(path.as_str());
    let holder = |path: &Pointer| path.parent().and_then(at);
    let holds = |path: &Pointer, value: &Value| match holder(path) {
        Some(Value::Array(items)) => items.contains(value),
        _ => at(path) == Some(value),
    };
    let lacks = |path: &Pointer| match holder(path) {
        Some(Value::Array(items)) => crate::decision::tests(patch)
            .filter(|test| test.path.as_ptr() == path)
            .any(|test| !items.contains(&test.value)),
        Some(Value::Object(_)) => at(path).is_none(),
        _ => false,
    };
    let mut any = false;
    changes(patch).all(|operation| {
        any = true;
        match operation {
            PatchOperation::Add(add) => holds(&add.path, &add.value),
            PatchOperation::Replace(replace) => {
                at(&replace.path).is_some_and(|found| says_the_same(&replace.path, found, &replace.value))
            }
            PatchOperation::Remove(remove) => lacks(&remove.path),
            PatchOperation::Copy(copy) => at(&copy.from).is_some_and(|value| holds(&copy.path, value)),
            PatchOperation::Move(moved) => lacks(&moved.from) && at(&moved.path).is_some(),
            PatchOperation::Test(_) => true,
        }
    }) && any
}

/// A value for a message: strings without quotes, everything else as JSON, cut if long.
pub(super) fn quoted(value: Option<&Value>) -> String {
    const LONGEST: usize = 80;
    let text = match value {
        None => return "nothing".into(),
        Some(Value::Null) => return "a value".into(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
