//! New and changed decisions: written as text, tried on the page, and returned as changes of files. Called by
//! `command/decide`; writes nothing itself.
//!
//! `stanza` writes a decision, `near` finds decisions that could be extended instead, `file` edits a file in place,
//! `proposal` tries the result, `effect` describes its changes, and `renew` updates or deletes stale decisions.

mod effect;
mod file;
mod near;
mod proposal;
mod renew;
mod stanza;

use std::collections::HashSet;

use thiserror::Error;

use crate::decision::Decision;
use crate::diagnostic::Diagnostic;
use crate::lint;
pub use crate::lint::offered as choices;
use crate::reconcile::{Judged, Outcome, Status};
use crate::workspace::Reading;

pub use effect::{Effect, EffectPart, effect};
pub use near::{Extension, near};
pub use proposal::{Proposal, Ruling, decided, extended};
pub use renew::{Renewed, pruned, rebased};

/// Why a decision cannot be made.
#[derive(Debug, Error)]
pub enum DecideError {
    /// No undecided finding has the fingerprint.
    #[error("no undecided finding has the fingerprint `{given}`; undecided: {undecided}")]
    NoFinding {
        /// The fingerprint.
        given: String,
        /// The fingerprints of the undecided findings.
        undecided: String,
    },
    /// The rule has no such choice, or not for this finding.
    #[error("`{take}` does not resolve the finding `{fingerprint}` of `{rule}`; the choices are: {known}")]
    NoChoice {
        /// The choice.
        take: String,
        /// The finding.
        fingerprint: String,
        /// Its rule.
        rule: &'static str,
        /// The choices that it has.
        known: String,
    },
    /// A finding of this rule cannot be accepted.
    #[error(
        "findings of `{rule}` cannot be accepted, because no types can be generated with them; the choices are: {known}"
    )]
    NotAccepted {
        /// The rule.
        rule: &'static str,
        /// The choices that it has.
        known: String,
    },
    /// No finding was named.
    #[error("name the findings by their fingerprints; `cargo codegen lint --format json` lists them")]
    NothingNamed,
    /// The reason is empty.
    #[error("the reason is empty; write it for a reader who was not there (`--reason TEXT`)")]
    NoReason,
    /// No decision has the id.
    #[error("no decision has the id `{0}`; `grep 'id =' schemas/decisions/*.toml` lists the ids")]
    NoDecision(String),
    /// The decision is not stale, or holds no value that could be renewed from the page.
    #[error("`{id}` cannot be rebased: {why}")]
    NoRebase {
        /// The decision.
        id: String,
        /// Why not.
        why: String,
    },
    /// The file cannot be edited.
    #[error("`{path}` cannot be edited: {message}; correct it first")]
    File {
        /// The file.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// The new decision would cause an error.
    #[error("nothing was written, because the decision would be an error: {0}")]
    Fails(String),
}

/// The undecided findings, errors first.
pub fn undecided(outcome: &Outcome) -> Vec<&Judged> {
    let mut open: Vec<&Judged> = outcome.findings.iter().filter(|judged| judged.status == Status::Undecided).collect();
    open.sort_by_key(|judged| judged.diagnostic.severity);
    open
}

/// Whether findings of the rule can be accepted.
pub fn may_be_accepted(rule: &str) -> bool {
    lint::rules().iter().find(|known| known.id == rule).is_none_or(lint::Rule::may_be_accepted)
}

/// The undecided findings with these fingerprints.
///
/// # Errors
/// If one of them is not undecided.
pub fn named<'r>(outcome: &'r Outcome, fingerprints: &[String]) -> Result<Vec<&'r Diagnostic>, DecideError> {
    let open = undecided(outcome);
    let mut seen = HashSet::new();
    let wanted = fingerprints.iter().filter(|given| seen.insert(given.as_str()));
    let find = |given: &String| {
        let found = open.iter().find(|judged| judged.diagnostic.fingerprint() == *given);
        found.map(|judged| &judged.diagnostic).ok_or_else(|| DecideError::NoFinding {
            given: given.clone(),
            undecided: match &open[..] {
                [] => "none".into(),
                some => some.iter().map(|judged| judged.diagnostic.fingerprint()).collect::<Vec<_>>().join(", "),
            },
        })
    };
    wanted.map(find).collect()
}

fn of_id<'r>(reading: &'r Reading, id: &str) -> Result<&'r Decision, DecideError> {
    let found = reading.decisions.decisions.iter().find(|decision| decision.id == id);
    found.ok_or_else(|| DecideError::NoDecision(id.into()))
}

fn edit(
    files: &mut [(String, String)],
    decision: &Decision,
    with: impl FnOnce(&str) -> Result<String, String>,
) -> Result<(), DecideError> {
    let path = &decision.place.file;
    let fails = |message: String| DecideError::File { path: path.clone(), message };
    let file = files.iter_mut().find(|(known, _)| known == path).ok_or_else(|| fails("it was deleted".into()))?;
    file.1 = with(&file.1).map_err(fails)?;
    Ok(())
}

fn listed<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let ids: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    if ids.is_empty() { "none; write a patch".into() } else { ids.join(", ") }
}
