//! Causes and consequences: a decision that fails only because of another one is reported below that one.

use std::collections::{BTreeMap, BTreeSet};

use jsonptr::Pointer;

use super::Stale;
use crate::catalog::Catalog;
use crate::decision::{Decision, DecisionError, Problem, changes};
use crate::diagnostic::Diagnostic;
use crate::document::RESOURCES;

/// The events and resources that each decision is about, by its id.
pub(super) struct AboutParts {
    of: BTreeMap<String, BTreeSet<String>>,
}

impl AboutParts {
    pub(super) fn new(catalog: &Catalog, decisions: &[Decision], findings: &[Vec<&Diagnostic>]) -> Self {
        let carried = |event: &str| {
            let event = catalog.events.iter().find(|known| known.key == event);
            event
                .into_iter()
                .flat_map(|event| &event.resources)
                .map(|resource| format!("{RESOURCES}/{}", resource.name))
        };
        let mut of = BTreeMap::new();
        for (decision, findings) in decisions.iter().zip(findings) {
            let mut parts: BTreeSet<String> = changes(&decision.patch).filter_map(|it| part(it.path())).collect();
            parts.extend(
                decision.answers.iter().filter_map(|answer| Some(answer.event.as_ref()?.literal()?.to_owned())),
            );
            for finding in findings {
                match (&finding.event, &finding.resource) {
                    (_, Some(resource)) => parts.insert(format!("{RESOURCES}/{resource}")),
                    (Some(event), None) => parts.insert(event.clone()),
                    (None, None) => false,
                };
            }
            if !decision.at.is_empty() {
                // A policy concerns everything that it could select.
                parts =
                    catalog.events.iter().flat_map(|event| carried(&event.key).chain([event.key.clone()])).collect();
            }
            of.insert(decision.id.clone(), parts);
        }
        Self { of }
    }

    /// For each stale decision and each error that an earlier one caused, sets the cause, and moves it to the end.
    pub(super) fn fold(&self, stale: &mut [Stale], errors: &mut [DecisionError]) {
        let mut causes: Vec<&str> = Vec::new();
        for stale in stale.iter().filter(|stale| !stale.message.ends_with(SELECTS_NOTHING)) {
            causes.push(&stale.decision);
        }
        causes.extend(
            errors.iter().filter(|error| !can_follow(&error.problem)).filter_map(|error| error.decision.as_deref()),
        );
        let causes: Vec<String> = causes.into_iter().map(Into::into).collect();
        let mut first_fails: Vec<String> = Vec::new();
        for error in errors.iter_mut().filter(|error| can_follow(&error.problem)) {
            let Some(id) = error.decision.clone() else { continue };
            let before = causes.iter().chain(&first_fails).find(|cause| **cause != id && self.meet(cause, &id));
            error.follows = before.cloned();
            if error.follows.is_none() && !first_fails.contains(&id) {
                first_fails.push(id);
            }
        }
        for stale in stale.iter_mut().filter(|stale| stale.message.ends_with(SELECTS_NOTHING)) {
            let id = stale.decision.clone();
            stale.follows =
                causes.iter().chain(&first_fails).find(|cause| **cause != id && self.meet(cause, &id)).cloned();
        }
        errors.sort_by_key(|error| error.follows.is_some());
    }

    fn meet(&self, a: &str, b: &str) -> bool {
        match (self.of.get(a), self.of.get(b)) {
            (Some(a), Some(b)) => !a.is_disjoint(b),
            _ => false,
        }
    }
}

/// The end of the message for a policy that selects nothing.
const SELECTS_NOTHING: &str = "selects nothing";

fn part(place: &Pointer) -> Option<String> {
    let mut tokens = place.tokens().map(|token| token.decoded().into_owned());
    let first = tokens.next()?;
    match (tokens.next(), tokens.next()) {
        (Some(resource), _) if first == RESOURCES => Some(format!("{RESOURCES}/{resource}")),
        (Some(kind), Some(resource)) if kind == "resources" => Some(format!("{RESOURCES}/{resource}")),
        _ => Some(first),
    }
}

/// Whether a problem may be caused by what another decision failed to do.
fn can_follow(problem: &Problem) -> bool {
    match problem {
        Problem::PatchFails { .. }
        | Problem::ChangesNothing { .. }
        | Problem::ChoiceFails { .. }
        | Problem::StillFires { .. }
        | Problem::Caused { .. }
        | Problem::Shape(_) => true,
        Problem::Syntax(_)
        | Problem::Value { .. }
        | Problem::UnknownKey { .. }
        | Problem::Glob { .. }
        | Problem::JsonPath { .. }
        | Problem::TooManyPlaces { .. }
        | Problem::DuplicateId { .. }
        | Problem::AnswersNothing { .. }
        | Problem::PolicyAnswers
        | Problem::TakeVerdict { .. }
        | Problem::UnknownRule { .. }
        | Problem::NoChoice { .. }
        | Problem::WholeRule { .. }
        | Problem::NoReason
        | Problem::Patch { .. }
        | Problem::NoTest { .. }
        | Problem::AcceptedChanges { .. }
        | Problem::Untested { .. }
        | Problem::OutsidePlace { .. }
        | Problem::TwoDecisions { .. } => false,
    }
}
