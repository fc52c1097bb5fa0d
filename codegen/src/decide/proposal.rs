//! Answers that are tried: the files as they would be, and what comes of them on the page.

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

/// What is decided of findings.
#[derive(Clone, Copy, Debug)]
pub enum Ruling<'t> {
    /// A choice of the rule.
    Take(&'t str),
    /// To live with it.
    Accept,
}

/// An answer that holds on the page.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The files to be written.
    pub changes: Vec<FileChange>,
    /// What comes of the decisions as they would be.
    pub outcome: Outcome,
}

impl Proposal {
    /// How many undecided findings it decides.
    pub fn decides(&self, before: &Outcome) -> usize {
        undecided(before).len().saturating_sub(undecided(&self.outcome).len())
    }
}

/// The answer that decides these findings.
///
/// # Errors
/// Where the verdict does not fit, or would be an error.
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

/// The answer that extends a decision of the same rule, so that it decides the finding, too.
///
/// # Errors
/// Where the decision cannot be extended, or the finding would not be decided.
pub fn extended(reading: &Reading, finding: &Diagnostic, extension: &Extension) -> Result<Proposal, DecideError> {
    let id = extension.decision.as_str();
    let decision = of_id(reading, id)?;
    // A choice derives its patch anew whatever the evidence is; to accept holds for what was seen.
    let answer = if decision.take.is_some() { without_evidence(finding) } else { answers(finding) };
    let mut files = reading.decision_files().to_vec();
    edit(&mut files, decision, |text| match &extension.widened {
        Some((at, event)) => file::widen(text, id, *at, event),
        None => file::add_answer(text, id, &answer),
    })?;
    tried(reading, &files, &[finding])
}

/// What comes of these files, where the findings are decided and nothing is wrong that was not before.
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
            Err(DecideError::Fails(format!("the finding is undecided as before: {}", open.diagnostic.message)))
        }
        None => Ok(Proposal { changes: changes(reading, files), outcome }),
    }
}

pub(super) fn changes(reading: &Reading, files: &[(String, String)]) -> Vec<FileChange> {
    let before = reading.decision_files();
    let changed = files.iter().filter(|file| !before.contains(file));
    changed.map(|(path, text)| FileChange { path: path.clone(), content: Some(text.clone().into_bytes()) }).collect()
}
