//! Replays the resolved decisions one finding after the other, without policies, and records what each changes in the
//! documents. Input of `mend`, which corrects the page itself.

use std::collections::{HashMap, HashSet};

use json_patch::PatchOperation;
use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::Rules;
use super::apply::PatchedPlace;
use super::draft::Draft;
use super::order::keep_order;
use super::{Outcome, Status, relaxed};
use crate::catalog::Catalog;
use crate::choice::{ChoiceContext, place_of};
use crate::decision::{Decision, FindingKey, Patch, ReadDecisions, Verdict};
use crate::diagnostic::Diagnostic;
use crate::document::{RESOURCES, document, put_back};
use crate::page::Page;

/// The changes for one finding, or for all findings of a decision with its own patch.
#[derive(Clone, Debug)]
pub struct DecisionStep {
    /// The decision's id.
    pub decision: String,
    /// The findings, by their index in [`Outcome::findings`].
    pub findings: Vec<usize>,
    /// The places, outermost only.
    pub changes: Vec<PatchedPlace>,
}

/// All steps, and the resulting catalog.
#[derive(Clone, Debug)]
pub struct Steps {
    /// The steps, in their order.
    pub done: Vec<DecisionStep>,
    /// Findings whose step cannot be replayed alone, and why.
    pub refused: Vec<(usize, String)>,
    /// The catalog with the changes of the steps, and no others.
    pub catalog: Catalog,
}

/// Replays the steps of the selected resolved findings. A decision with its own patch is replayed as a whole. If the
/// steps cause a contradiction that only one choice of its rule resolves without undoing them, that choice is applied,
/// too.
pub fn steps(
    page: &Page,
    catalog: &Catalog,
    decisions: &ReadDecisions,
    outcome: &Outcome,
    rules: Rules<'_>,
    chosen: &dyn Fn(usize) -> bool,
) -> Steps {
    let documented = document(catalog);
    let mut draft = Draft::new(catalog, &documented);
    let mut steps = Steps { done: Vec::new(), refused: Vec::new(), catalog: catalog.clone() };
    let mut of_decision: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, judged) in outcome.findings.iter().enumerate() {
        if let Status::Resolved { decision } = &judged.status {
            of_decision.entry(decision).or_default().push(at);
        }
    }
    let resolving = decisions.decisions.iter().filter(|decision| decision.verdict == Verdict::Resolved);
    for decision in resolving {
        let findings = of_decision.get(decision.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        match &decision.take {
            Some(take) => {
                for &at in findings.iter().filter(|at| chosen(**at)) {
                    taken(&mut steps, &mut draft, (catalog, outcome, rules), (decision, take), at);
                }
            }
            None if findings.iter().any(|at| chosen(*at)) => patched(&mut steps, &mut draft, decision, findings),
            None => {}
        }
    }
    let put = |value: &Value| put_back(catalog, &keep_order(&documented, value.clone()));
    if !steps.done.is_empty()
        && let Ok(behind) = put(draft.current())
    {
        consequences(&mut steps, &mut draft, (catalog, outcome, rules), &(rules.run)(page, &behind));
    }
    if let Ok(behind) = put(&draft.into_value()) {
        steps.catalog = behind;
    }
    steps
}

/// Contradictions that the steps cause and that a single choice resolves.
fn consequences(
    steps: &mut Steps,
    draft: &mut Draft<'_>,
    (catalog, outcome, rules): (&Catalog, &Outcome, Rules<'_>),
    after: &[Diagnostic],
) {
    let known: HashSet<FindingKey> = outcome.findings.iter().map(|judged| FindingKey::of(&judged.diagnostic)).collect();
    for finding in after.iter().filter(|finding| !known.contains(&FindingKey::of(finding))) {
        let resource = finding.resource.as_deref();
        let own = place_of(catalog, finding.event.as_deref(), finding.witness, resource, &finding.pointer);
        let facts = finding.facts.as_object().into_iter().flatten().filter_map(|(_, fact)| fact.as_str());
        let named = facts.filter_map(|place| PointerBuf::parse(place).ok()).filter(|place| !place.is_root());
        let places: Vec<PointerBuf> = std::iter::once(own).chain(named).collect();
        let changed =
            |step: &&DecisionStep| step.changes.iter().any(|change| places.iter().any(|it| meet(&change.path, it)));
        let Some(cause) = steps.done.iter().find(changed) else { continue };
        let undoes =
            |operation: &PatchOperation| cause.changes.iter().any(|change| meet(&change.path, operation.path()));
        let asked = ChoiceContext { catalog, document: draft.current(), finding };
        let choices = rules.of(finding.rule).into_iter().flat_map(|rule| rule.choices);
        let derived = choices.filter_map(|choice| (choice.derive)(&asked).ok());
        let mut ways = derived.filter(|operations| !operations.is_empty() && !operations.iter().any(undoes));
        let (Some(only), None) = (ways.next(), ways.next()) else { continue };
        let (decision, findings) = (cause.decision.clone(), cause.findings.clone());
        if let Ok(changes) = draft.follow(&Patch(only)) {
            steps.done.push(DecisionStep { decision, findings, changes });
        }
    }
}

/// Whether one place contains the other. Places of a resource are compared as places of the one resource.
fn meet(one: &Pointer, other: &Pointer) -> bool {
    let (one, other) = (of_resource(one), of_resource(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// For a place in an event's own description of a resource, the same place of the resource.
fn of_resource(place: &Pointer) -> PointerBuf {
    let tokens: Vec<String> = place.tokens().map(|token| token.decoded().into_owned()).collect();
    match &tokens[..] {
        [_, kind, rest @ ..] if kind == "resources" => {
            PointerBuf::from_tokens([RESOURCES].into_iter().chain(rest.iter().map(String::as_str)))
        }
        _ => place.to_buf(),
    }
}

fn taken(
    steps: &mut Steps,
    draft: &mut Draft<'_>,
    (catalog, outcome, rules): (&Catalog, &Outcome, Rules<'_>),
    (decision, take): (&Decision, &str),
    at: usize,
) {
    let Some(finding) = outcome.findings.get(at).map(|judged| &judged.diagnostic) else { return };
    let Some(choice) = rules.choice(finding.rule, take) else { return };
    let derived = (choice.derive)(&ChoiceContext { catalog, document: draft.current(), finding });
    let followed = derived.and_then(|operations| draft.follow(&Patch(operations)).map_err(|it| it.to_string()));
    match followed {
        Ok(changes) => steps.done.push(DecisionStep { decision: decision.id.clone(), findings: vec![at], changes }),
        Err(why) => steps.refused.push((at, why)),
    }
}

fn patched(steps: &mut Steps, draft: &mut Draft<'_>, decision: &Decision, findings: &[usize]) {
    let patch = relaxed(draft.current(), &decision.patch);
    match draft.follow(&patch) {
        Ok(changes) => {
            steps.done.push(DecisionStep { decision: decision.id.clone(), findings: findings.to_vec(), changes });
        }
        Err(why) => steps.refused.extend(findings.iter().map(|at| (*at, why.to_string()))),
    }
}
