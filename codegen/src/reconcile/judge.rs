//! Decides which decision answers which finding, and checks that the patches did what they were meant to do.

use std::collections::HashSet;

use super::apply::{Application, error};
use super::index::FindingIndex;
use super::{Judged, Rules, Status};
use crate::choice::place_of;
use crate::decision::{Answer, Decision, DecisionError, FindingKey, Problem, Verdict};
use crate::diagnostic::{Diagnostic, Severity, list_of_names};

/// For each finding, the index of the decision that answers it.
pub(super) fn answered(
    findings: &FindingIndex<'_>,
    count: usize,
    decisions: &[Decision],
    rules: Rules<'_>,
    errors: &mut Vec<DecisionError>,
) -> Vec<Option<usize>> {
    for decision in decisions {
        let problems = decision.answers.iter().filter_map(|answer| cannot_be(answer, decision, rules));
        errors.extend(problems.map(|problem| error(decision, problem)));
    }
    let mut answered: Vec<Option<usize>> = vec![None; count];
    let mut told = HashSet::new();
    for (at, decision) in decisions.iter().enumerate() {
        let takes = decision.take.is_some();
        for answer in &decision.answers {
            for (place, finding) in findings.about(answer).into_iter().filter(|(_, it)| answer.answers(it, takes)) {
                let first = *answered[place].get_or_insert(at);
                let other = &decisions[first];
                if first != at && !(takes && other.take == decision.take) && told.insert((first, at)) {
                    let choices = match (&decision.take, &other.take) {
                        (Some(one), Some(another)) => format!(" (here `{one}`, there `{another}`)"),
                        _ => String::new(),
                    };
                    let problem = Problem::TwoDecisions {
                        finding: FindingKey::of(finding).to_string(),
                        other: other.id.clone(),
                        other_place: Box::new(other.place.clone()),
                        choices,
                    };
                    errors.push(error(decision, problem));
                }
            }
        }
    }
    answered
}

/// Why an answer can never answer anything.
fn cannot_be(answer: &Answer, decision: &Decision, rules: Rules<'_>) -> Option<Problem> {
    let rule = || answer.rule.clone();
    let Some(facts) = rules.of(&answer.rule) else { return Some(Problem::UnknownRule { rule: rule() }) };
    match &decision.take {
        Some(take) if rules.choice(&answer.rule, take).is_none() => {
            Some(Problem::NoChoice { rule: rule(), take: take.clone(), known: rules.choices(&answer.rule) })
        }
        None if answer.is_whole_rule() && facts.severity != Severity::Note => Some(Problem::WholeRule { rule: rule() }),
        _ => None,
    }
}

/// The status of each finding, and errors for findings that the patches left or caused.
pub(super) fn judge(
    findings: Vec<Diagnostic>,
    answered: &[Option<usize>],
    decisions: &[Decision],
    application: &Application,
    after: &[Diagnostic],
    errors: &mut Vec<DecisionError>,
) -> Vec<Judged> {
    // A decision that was not applied leaves its findings; the other decisions are not to blame for them.
    let all_followed = application.followed.len() == decisions.len();
    let before = FindingIndex::new(&findings);
    for finding in after.iter().filter(|finding| all_followed && finding.severity != Severity::Note) {
        let known = before.like(finding).any(|(place, before)| {
            let resolved = answered[place].is_some_and(|at| decisions[at].verdict == Verdict::Resolved);
            same_finding(before, finding) || (!resolved && same_matter(before, finding))
        });
        if let (false, Some(decision)) = (known, culprit(finding, decisions, application)) {
            let problem =
                Problem::Caused { finding: FindingKey::of(finding).to_string(), message: finding.message.clone() };
            errors.push(error(decision, problem));
        }
    }
    let still_fires = FindingIndex::new(after);
    let followed: HashSet<usize> = application.followed.iter().copied().collect();
    let status = |diagnostic: &Diagnostic, answer: Option<usize>| {
        let Some(at) = answer.filter(|at| followed.contains(at)) else { return Status::Undecided };
        let decision = &decisions[at];
        match decision.verdict {
            Verdict::Accepted => Status::Accepted { decision: decision.id.clone() },
            Verdict::Resolved | Verdict::Policy => {
                let same = |after: &&Diagnostic| same_finding(diagnostic, after);
                let Some(still) = still_fires.like(diagnostic).map(|(_, after)| after).find(same) else {
                    return Status::Resolved { decision: decision.id.clone() };
                };
                let finding = FindingKey::of(diagnostic).to_string();
                errors.push(error(decision, Problem::StillFires { finding, message: still.message.clone() }));
                Status::Undecided
            }
        }
    };
    let mut status = status;
    let judged = |(diagnostic, answer): (Diagnostic, &Option<usize>)| {
        let status = status(&diagnostic, *answer);
        let waits = answer.filter(|at| status == Status::Undecided && !followed.contains(at));
        Judged { diagnostic, status, follows: waits.map(|at| decisions[at].id.clone()) }
    };
    findings.into_iter().zip(answered).map(judged).collect()
}

/// Whether two findings rest on the same evidence, although a patch may have moved the place (an item of a list).
fn same_matter(before: &Diagnostic, after: &Diagnostic) -> bool {
    before.rule == after.rule
        && before.event == after.event
        && before.witness == after.witness
        && before.resource == after.resource
        && !after.evidence.is_null()
        && before.essence() == after.essence()
}

/// Whether a finding is the same before and after the patches. The index of a name in `required` may have changed.
fn same_finding(before: &Diagnostic, after: &Diagnostic) -> bool {
    let list = |finding: &Diagnostic| list_of_names(finding.witness, &finding.pointer);
    match (list(before), list(after)) {
        (Some(one), Some(other)) => one == other && same_matter(before, after),
        _ => FindingKey::of(before) == FindingKey::of(after),
    }
}

/// The decision that most likely caused a finding: the last that changed something near its place, else in its event,
/// else the last of all.
fn culprit<'d>(finding: &Diagnostic, decisions: &'d [Decision], application: &Application) -> Option<&'d Decision> {
    let event = finding.event.as_deref();
    let place = place_of(&application.patched, event, finding.witness, finding.resource.as_deref(), &finding.pointer);
    let last = |touches: &dyn Fn(&jsonptr::Pointer) -> bool| {
        application.applied.iter().rev().find(|applied| applied.changes.iter().any(|change| touches(&change.path)))
    };
    let around = |path: &jsonptr::Pointer| path.starts_with(&place) || place.starts_with(path);
    let same_event = |path: &jsonptr::Pointer| path.first().is_some_and(|token| Some(&*token.decoded()) == event);
    let applied = last(&around).or_else(|| last(&same_event)).or_else(|| application.applied.last())?;
    decisions.iter().find(|decision| decision.id == applied.decision)
}
