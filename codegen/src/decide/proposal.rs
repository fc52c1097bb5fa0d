//! Tries an answer: the decision files with the answer, and their outcome on the page.

use std::collections::HashSet;

use super::near::Extension;
use super::stanza::{stanza, without_evidence};
use super::{DecideError, choices, edit, file, listed, may_be_accepted, of_id, undecided};
use crate::decision::{self, DecisionError};
use crate::diagnostic::Diagnostic;
use crate::document::document;
use crate::files::FileChange;
use crate::reconcile::Outcome;
use crate::report::{answers, right_file};
use crate::workspace::{self, Reading};

/// The verdict on findings.
#[derive(Clone, Copy, Debug)]
pub enum Ruling<'t> {
    /// A choice of the rule.
    Take(&'t str),
    /// Accept: the page stays as it is.
    Accept,
}

/// An answer that was tried and applies.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The files to be written.
    pub changes: Vec<FileChange>,
    /// The outcome with the new files.
    pub outcome: Outcome,
}

impl Proposal {
    /// How many undecided findings it decides.
    pub fn decides(&self, before: &Outcome) -> usize {
        undecided(before).len().saturating_sub(undecided(&self.outcome).len())
    }
}

/// A new decision on these findings.
///
/// # Errors
/// If the verdict does not fit, or the decision would be an error.
pub fn decided(
    reading: &Reading,
    findings: &[&Diagnostic],
    verdict: Ruling<'_>,
    reason: &str,
) -> Result<Proposal, DecideError> {
    if reason.trim().is_empty() {
        return Err(DecideError::NoReason);
    }
    let document = document(&reading.outcome.patched);
    for finding in findings {
        let of_finding = choices(&reading.catalog, &document, finding);
        let known = || listed(of_finding.iter().map(|choice| choice.id));
        match verdict {
            Ruling::Accept if !may_be_accepted(finding.rule) => {
                return Err(DecideError::NotAccepted { rule: finding.rule, known: known() });
            }
            Ruling::Take(take) if !of_finding.iter().any(|choice| choice.id == take) => {
                return Err(DecideError::NoChoice {
                    take: take.into(),
                    fingerprint: finding.fingerprint(),
                    rule: finding.rule,
                    known: known(),
                });
            }
            Ruling::Accept | Ruling::Take(_) => {}
        }
    }
    let stanza = stanza(reading, findings, verdict, reason);
    let Some(first) = findings.first() else { return Err(DecideError::NothingNamed) };
    let path = right_file(&reading.decisions.decisions, first);
    let mut files = reading.decision_files().to_vec();
    match files.iter_mut().find(|(known, _)| *known == path) {
        Some((_, text)) => file::append(text, &stanza),
        None => files.push((path.clone(), stanza)),
    }
    tried(reading, &files, findings)
}

/// An existing decision, extended to the finding.
///
/// # Errors
/// If the decision cannot be extended, or would not decide the finding.
pub fn extended(reading: &Reading, finding: &Diagnostic, extension: &Extension) -> Result<Proposal, DecideError> {
    let id = extension.decision.as_str();
    let decision = of_id(reading, id)?;
    // A choice derives its patch from whatever the evidence is. Accepting is limited to the evidence that was seen.
    let answer = if decision.take.is_some() { without_evidence(finding) } else { answers(finding) };
    let mut files = reading.decision_files().to_vec();
    edit(&mut files, decision, |text| match &extension.widened {
        Some((at, event)) => file::widen(text, id, *at, event),
        None => file::add_answer(text, id, &answer),
    })?;
    tried(reading, &files, &[finding])
}

/// Tries these files. They must decide the findings and cause no new error.
pub(super) fn tried(
    reading: &Reading,
    files: &[(String, String)],
    findings: &[&Diagnostic],
) -> Result<Proposal, DecideError> {
    let decisions = decision::read(files);
    let outcome = workspace::outcome(&reading.page, &reading.catalog, &decisions);
    let essence = |error: &DecisionError| (error.decision.clone(), error.problem.clone());
    let known: Vec<_> = reading.outcome.errors.iter().map(essence).collect();
    if let Some(error) = outcome.errors.iter().find(|error| !known.contains(&essence(error))) {
        return Err(DecideError::Fails(format!("{error}; {}", error.problem.help())));
    }
    let wanted: HashSet<String> = findings.iter().map(|finding| finding.fingerprint()).collect();
    let open = undecided(&outcome).into_iter().find(|judged| wanted.contains(&judged.diagnostic.fingerprint()));
    match open {
        Some(open) => {
            Err(DecideError::Fails(format!("the decision does not decide the finding: {}", open.diagnostic.message)))
        }
        None => Ok(Proposal { changes: changes(reading, files), outcome }),
    }
}

pub(super) fn changes(reading: &Reading, files: &[(String, String)]) -> Vec<FileChange> {
    let before = reading.decision_files();
    let changed = files.iter().filter(|file| !before.contains(file));
    changed.map(|(path, text)| FileChange { path: path.clone(), content: Some(text.clone().into_bytes()) }).collect()
}
