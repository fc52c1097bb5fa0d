//! Applies the decisions that fit the page to the document of all witnesses: first those that answer findings, in the
//! order in which they are written, then the policies. So a policy also applies to what the other decisions declare.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::draft::Draft;
use super::order::keep_order;
use super::select::{PolicySelection, select};
use super::stale::{Stale, overwritten, quoted, unmet_test};
use super::{Rules, relaxed};
use crate::catalog::Catalog;
use crate::choice::ChoiceContext;
use crate::decision::{Decision, DecisionError, FindingKey, Patch, Problem, changes};
use crate::diagnostic::Diagnostic;
use crate::document::{describe, put_back};

/// What one decision changed.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The decision's id.
    pub decision: String,
    /// The places, outermost only.
    pub changes: Vec<PatchedPlace>,
}

/// One place that a decision changed.
#[derive(Clone, Debug)]
pub struct PatchedPlace {
    /// The place in the document of all witnesses.
    pub path: PointerBuf,
    /// The value before.
    pub before: Option<Value>,
    /// The value after.
    pub after: Option<Value>,
}

/// The input: the decisions that are not stale, by their index, and the findings that they answer.
pub(super) struct PatchWork<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) documented: &'a Value,
    pub(super) decisions: &'a [(usize, &'a Decision)],
    /// The findings that a decision answers, by the decision's index.
    pub(super) findings: &'a [Vec<&'a Diagnostic>],
    pub(super) rules: Rules<'a>,
}

/// The catalog after all patches.
pub(super) struct Application {
    pub(super) patched: Catalog,
    pub(super) applied: Vec<Applied>,
    /// Decisions, by their index, whose patch was applied. A patch that only tests counts, too.
    pub(super) followed: Vec<usize>,
    /// Policies that select nothing, or change nothing.
    pub(super) stale: Vec<Stale>,
    /// The places that each policy selects, by its index.
    pub(super) selected: Vec<(usize, Vec<PointerBuf>)>,
}

pub(super) fn apply(work: &PatchWork<'_>, errors: &mut Vec<DecisionError>) -> Application {
    let mut draft = Draft::new(work.catalog, work.documented);
    let mut done = Application {
        patched: Catalog::default(),
        applied: Vec::new(),
        followed: Vec::new(),
        stale: Vec::new(),
        selected: Vec::new(),
    };
    let (policies, answers): (Vec<_>, Vec<_>) =
        work.decisions.iter().copied().partition(|(_, decision)| !decision.at.is_empty());
    for (at, decision) in answers {
        let followed = match &decision.take {
            Some(take) => taken(work, &mut draft, take, &work.findings[at]).map(Some),
            None => patched(&mut draft, decision),
        };
        match followed {
            Ok(changes) => done.keep(at, decision, changes),
            Err(problem) => errors.push(error(decision, *problem)),
        }
    }
    for (at, decision) in policies {
        match select(work.catalog, draft.current(), decision) {
            Ok(PolicySelection::Stale(stale)) => done.stale.push(stale),
            Ok(PolicySelection::Places(places, patch)) => match draft.follow(&patch) {
                Ok(changes) => {
                    done.selected.push((at, places));
                    done.keep(at, decision, Some(changes));
                }
                Err(problem) => errors.push(error(decision, *problem)),
            },
            Err(problem) => errors.push(error(decision, *problem)),
        }
    }
    if done.changes_something() {
        // Every step that could break the structure was checked on its own.
        let document = keep_order(work.documented, draft.into_value());
        done.patched = put_back(work.catalog, &document).unwrap_or_else(|_| work.catalog.clone());
    } else {
        done.patched = work.catalog.clone();
    }
    done
}

impl Application {
    /// Whether the patched catalog differs from the page's.
    pub(super) fn changes_something(&self) -> bool {
        self.applied.iter().any(|applied| !applied.changes.is_empty())
    }

    fn keep(&mut self, at: usize, decision: &Decision, changes: Option<Vec<PatchedPlace>>) {
        self.followed.push(at);
        self.applied.extend(changes.map(|changes| Applied { decision: decision.id.clone(), changes }));
    }
}

pub(super) fn error(decision: &Decision, problem: Problem) -> DecisionError {
    DecisionError { place: decision.place.clone(), decision: Some(decision.id.clone()), problem, follows: None }
}

/// Applies a choice to each finding, all or nothing: if it fails for one finding, its other changes are undone.
fn taken(
    work: &PatchWork<'_>,
    draft: &mut Draft<'_>,
    take: &str,
    findings: &[&Diagnostic],
) -> Result<Vec<PatchedPlace>, Box<Problem>> {
    let before = (findings.len() > 1).then(|| draft.clone());
    let mut all = Vec::new();
    for finding in findings {
        let choice = work.rules.choice(finding.rule, take).ok_or_else(|| Problem::NoChoice {
            rule: finding.rule.into(),
            take: take.into(),
            known: work.rules.choices(finding.rule),
        })?;
        let derived = (choice.derive)(&ChoiceContext { catalog: work.catalog, document: draft.current(), finding });
        let operations = derived.map_err(|why| {
            Box::new(Problem::ChoiceFails { take: take.into(), finding: FindingKey::of(finding).to_string(), why })
        });
        let followed = operations.and_then(|operations| draft.follow(&Patch(operations)));
        match followed {
            Ok(changes) => all.extend(changes),
            Err(problem) => {
                if let Some(before) = before {
                    *draft = before;
                }
                return Err(problem);
            }
        }
    }
    Ok(all)
}

/// Applies a decision's own patch to the document, and returns its changes; none if it only tests.
fn patched(draft: &mut Draft<'_>, decision: &Decision) -> Result<Option<Vec<PatchedPlace>>, Box<Problem>> {
    let patch = &decision.patch;
    if changes(patch).next().is_none() {
        // A patch's tests compare with the page as documented, whatever other decisions have changed.
        return Ok(None);
    }
    let current = draft.current();
    if let Some((path, expected, found)) = unmet_test(current, patch) {
        return Err(Box::new(in_the_way(path, &quoted(expected), &quoted(found))));
    }
    if let Some((path, found)) = overwritten(current, patch) {
        return Err(Box::new(in_the_way(path, &quoted(None), &quoted(Some(found)))));
    }
    let patch = relaxed(current, patch);
    match draft.follow(&patch)? {
        changed if changed.is_empty() => Err(Box::new(Problem::ChangesNothing { verdict: decision.verdict.name() })),
        changed => Ok(Some(changed)),
    }
}

fn in_the_way(path: &Pointer, expected: &str, found: &str) -> Problem {
    Problem::PatchFails {
        operation: 0,
        path: path.to_string(),
        message: format!(
            "expected {expected} at {}, found {found}, which an earlier decision has put there",
            describe(path)
        ),
    }
}
