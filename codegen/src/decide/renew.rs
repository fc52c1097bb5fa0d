//! Stale decisions: renewed with the page's current values, or deleted if they were fixed upstream.

use super::proposal::{Proposal, changes, tried};
use super::{DecideError, edit, file, of_id};
use crate::decision::{self, PatchOperation};
use crate::document::{describe, document};
use crate::files::FileChange;
use crate::reconcile::Staleness;
use crate::workspace::Reading;

/// A value that a decision expects, and what the page says now.
#[derive(Clone, Debug)]
pub struct Renewed {
    /// A description of the place.
    pub place: String,
    /// What the decision expects.
    pub expected: String,
    /// What the page has.
    pub found: String,
}

/// The change that puts the page's values into the tests (or the fingerprint) of a decision, with both values of each.
///
/// # Errors
/// If nothing can be renewed, or the decision would still be an error.
pub fn rebased(reading: &Reading, id: &str) -> Result<(Vec<Renewed>, Proposal), DecideError> {
    let decision = of_id(reading, id)?;
    let no = |why: &str| DecideError::NoRebase { id: id.into(), why: why.into() };
    let page = document(&reading.catalog);
    let (mut renewed, mut values) = (Vec::new(), Vec::new());
    for (at, operation) in decision.patch.iter().enumerate().filter(|_| decision.at.is_empty()) {
        let PatchOperation::Test(test) = operation else { break };
        let Some(found) = page.pointer(test.path.as_str()) else {
            return Err(no(&format!(
                "{} no longer exists; delete the decision, or make a new one",
                describe(&test.path)
            )));
        };
        if *found != test.value {
            renewed.push(Renewed {
                place: describe(&test.path),
                expected: test.value.to_string(),
                found: found.to_string(),
            });
            values.push((at, found.clone()));
        }
    }
    let mut prints = Vec::new();
    for (at, answer) in decision.answers.iter().enumerate().filter(|(_, answer)| answer.fingerprint.is_some()) {
        let named = reading.outcome.findings.iter().map(|judged| &judged.diagnostic).find(|it| answer.names(it));
        let finding = named.ok_or_else(|| {
            no(&format!("{answer} no longer fires; run `cargo codegen decide --prune` to delete decisions that were fixed upstream"))
        })?;
        let (old, new) = (answer.fingerprint.clone().unwrap_or_default(), finding.fingerprint());
        if old != new {
            renewed.push(Renewed {
                place: answer.to_string(),
                expected: old,
                found: format!("{new}: {}", finding.message),
            });
            prints.push((at, new));
        }
    }
    if renewed.is_empty() {
        return Err(no("the page already has every value that the decision expects"));
    }
    let mut files = reading.decision_files().to_vec();
    edit(&mut files, decision, |text| file::renew(text, id, &values, &prints))?;
    Ok((renewed, tried(reading, &files, &[])?))
}

/// The change that deletes all decisions fixed upstream, and their ids.
///
/// # Errors
/// If a file cannot be edited.
pub fn pruned(reading: &Reading) -> Result<(Vec<String>, Vec<FileChange>), DecideError> {
    let fixed = reading.outcome.stale.iter().filter(|stale| stale.form == Staleness::FixedUpstream);
    let ids: Vec<String> = fixed.map(|stale| stale.decision.clone()).collect();
    let mut files = reading.decision_files().to_vec();
    for id in &ids {
        let decision = of_id(reading, id)?;
        // Answers in a list that still fire stay.
        let takes = decision.take.is_some();
        let still = |answer: &decision::Answer| {
            let all = reading.outcome.findings.iter().map(|judged| &judged.diagnostic);
            all.into_iter().any(|finding| answer.names(finding) && answer.answers(finding, takes))
        };
        let quiet: Vec<usize> = (0..decision.answers.len()).filter(|&at| !still(&decision.answers[at])).collect();
        let whole = quiet.len() == decision.answers.len() || !decision.patch.is_empty();
        edit(
            &mut files,
            decision,
            |text| if whole { file::delete(text, id) } else { file::drop_answers(text, id, &quiet) },
        )?;
    }
    Ok((ids, changes(reading, &files)))
}
