//! The resolved decisions once more, one finding after the other: what each changes in the documents, without what policies add.
//! For whoever corrects the page itself.

use super::Rules;
use super::apply::Change;
use super::draft::Draft;
use super::order::keep_order;
use super::{Outcome, Status, relaxed};
use crate::catalog::Catalog;
use crate::choice::Asked;
use crate::decision::{Decision, Patch, ReadDecisions, Verdict};
use crate::document::{document, put_back};

/// What one finding, or all findings of a decision with a patch of its own, changed.
#[derive(Clone, Debug)]
pub struct Step {
    /// The decision's id.
    pub decision: String,
    /// The findings, by their index in [`Outcome::findings`].
    pub findings: Vec<usize>,
    /// The places, outermost only.
    pub changes: Vec<Change>,
}

/// All steps, and the catalog behind them.
#[derive(Clone, Debug)]
pub struct Steps {
    /// The steps, in their order.
    pub done: Vec<Step>,
    /// Findings whose step cannot be taken without the others, and why.
    pub refused: Vec<(usize, String)>,
    /// The catalog with all changes of the steps, and no others.
    pub catalog: Catalog,
}

/// Takes the steps of the resolved findings that are chosen. A decision with a patch of its own is taken whole.
pub fn steps(
    catalog: &Catalog,
    decisions: &ReadDecisions,
    outcome: &Outcome,
    rules: Rules<'_>,
    chosen: &dyn Fn(usize) -> bool,
) -> Steps {
    let documented = document(catalog);
    let mut draft = Draft::new(catalog, &documented);
    let mut steps = Steps { done: Vec::new(), refused: Vec::new(), catalog: catalog.clone() };
    let mut of_decision: std::collections::HashMap<&str, Vec<usize>> = std::collections::HashMap::new();
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
    let behind = keep_order(&documented, draft.into_value());
    if let Ok(catalog) = put_back(catalog, &behind) {
        steps.catalog = catalog;
    }
    steps
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
    let derived = (choice.derive)(&Asked { catalog, document: draft.current(), finding });
    let followed = derived.and_then(|operations| draft.follow(&Patch(operations)).map_err(|it| it.to_string()));
    match followed {
        Ok(changes) => steps.done.push(Step { decision: decision.id.clone(), findings: vec![at], changes }),
        Err(why) => steps.refused.push((at, why)),
    }
}

fn patched(steps: &mut Steps, draft: &mut Draft<'_>, decision: &Decision, findings: &[usize]) {
    let patch = relaxed(draft.current(), &decision.patch);
    match draft.follow(&patch) {
        Ok(changes) => {
            steps.done.push(Step { decision: decision.id.clone(), findings: findings.to_vec(), changes });
        }
        Err(why) => steps.refused.extend(findings.iter().map(|at| (*at, why.to_string()))),
    }
}
