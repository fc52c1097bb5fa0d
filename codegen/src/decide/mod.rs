//! New and amended decisions: made as text, tried against the page, and given back as changes of files. Nothing is written here.

mod file;

use std::collections::HashSet;

use jsonptr::PointerBuf;
use serde_json::Value;
use thiserror::Error;

use crate::choice::{Asked, Choice};
use crate::decision::{self, Decision, DecisionError, PatchOperation};
use crate::diagnostic::{Diagnostic, list_of_names};
use crate::document::{describe, document};
use crate::files::FileChange;
use crate::lint;
pub use crate::lint::offered as choices;
use crate::reconcile::{Form, Judged, Outcome, Status};
use crate::report::{answers, file_for};
use crate::text::toml::string;
use crate::workspace::{self, Reading};

/// Why nothing can be decided so.
#[derive(Debug, Error)]
pub enum DecideError {
    /// No undecided finding has the fingerprint.
    #[error("no undecided finding has the fingerprint `{given}`; undecided: {undecided}")]
    NoFinding {
        /// What was given.
        given: String,
        /// Those that there are.
        undecided: String,
    },
    /// The rule has no such choice, or not for this finding.
    #[error("`{take}` does not resolve the finding `{fingerprint}` of `{rule}`; it takes {known}")]
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
    /// The finding cannot be lived with.
    #[error("`{rule}` cannot be accepted: no type can be made of what nothing satisfies; take {known}")]
    NotAccepted {
        /// The rule.
        rule: &'static str,
        /// The choices that it has.
        known: String,
    },
    /// An empty reason.
    #[error("the reason is empty; say why, for somebody who was not there (`--reason TEXT`)")]
    NoReason,
    /// No decision has the id.
    #[error("no decision has the id `{0}`; `grep 'id =' schemas/decisions/*.toml` lists all")]
    NoDecision(String),
    /// The decision is not stale, or has nothing that a value of the page could renew.
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
    /// The decision would be an error.
    #[error("nothing was written: with the decision there would be an error: {0}")]
    Fails(String),
}

/// What is decided of findings.
#[derive(Clone, Copy, Debug)]
pub enum Ruling<'t> {
    /// A choice of the rule.
    Take(&'t str),
    /// To live with it.
    Accept,
}

/// The undecided findings, errors first.
pub fn undecided(outcome: &Outcome) -> Vec<&Judged> {
    let mut open: Vec<&Judged> = outcome.findings.iter().filter(|judged| judged.status == Status::Undecided).collect();
    open.sort_by_key(|judged| judged.diagnostic.severity);
    open
}

/// Whether one can live with findings of the rule.
pub fn may_be_accepted(rule: &str) -> bool {
    lint::rules().iter().find(|known| known.id == rule).is_some_and(lint::Rule::may_be_accepted)
}

/// The undecided findings with these fingerprints.
///
/// # Errors
/// Where one is not there.
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

/// The change of files that decides these findings, tried.
///
/// # Errors
/// Where the verdict does not fit, or would be an error.
pub fn decided(
    reading: &Reading,
    findings: &[&Diagnostic],
    verdict: Ruling<'_>,
    reason: &str,
) -> Result<Vec<FileChange>, DecideError> {
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
    let mut events: Vec<Option<&str>> = findings.iter().map(|finding| finding.event.as_deref()).collect();
    events.dedup();
    let path = file_for(if let [one] = events[..] { one } else { None });
    let mut files = reading.decision_files().to_vec();
    match files.iter_mut().find(|(known, _)| *known == path) {
        Some((_, text)) => file::append(text, &stanza),
        None => files.push((path.clone(), stanza)),
    }
    tried(reading, &files, findings)?;
    Ok(changes(reading, &files))
}

/// The change of files that extends a decision of the same rule by a finding, tried.
///
/// # Errors
/// Where the decision cannot be extended, or the finding would not be decided.
pub fn extended(reading: &Reading, finding: &Diagnostic, id: &str) -> Result<Vec<FileChange>, DecideError> {
    let decision = of_id(reading, id)?;
    let mut files = reading.decision_files().to_vec();
    edit(&mut files, decision, |text| file::add_answer(text, id, &answers(finding)))?;
    tried(reading, &files, &[finding])?;
    Ok(changes(reading, &files))
}

/// Decisions that answer findings of the same rule by a choice or by accepting them: those of the same event, resource or choice
/// that could be extended.
pub fn near<'r>(reading: &'r Reading, finding: &Diagnostic) -> Vec<&'r Decision> {
    let of_rule = |decision: &&Decision| {
        let own_patch = decision.take.is_none() && !decision.patch.is_empty();
        !own_patch && decision.answers.iter().any(|answer| answer.rule == finding.rule)
    };
    reading.decisions.decisions.iter().filter(of_rule).collect()
}

/// A value that a decision expects, and what the page says now.
#[derive(Clone, Debug)]
pub struct Renewed {
    /// The place, in words.
    pub place: String,
    /// What the decision expects.
    pub expected: String,
    /// What the page has.
    pub found: String,
}

/// The change of files that takes the page's values into the tests (or the fingerprint) of a decision; each with both values.
///
/// # Errors
/// Where there is nothing to renew, or the decision would be an error all the same.
pub fn rebased(reading: &Reading, id: &str) -> Result<(Vec<Renewed>, Vec<FileChange>), DecideError> {
    let decision = of_id(reading, id)?;
    let no = |why: &str| DecideError::NoRebase { id: id.into(), why: why.into() };
    let page = document(&reading.catalog);
    let (mut renewed, mut values) = (Vec::new(), Vec::new());
    for (at, operation) in decision.patch.iter().enumerate().filter(|_| decision.at.is_empty()) {
        let PatchOperation::Test(test) = operation else { break };
        let Some(found) = page.pointer(test.path.as_str()) else {
            return Err(no(&format!(
                "there is nothing at {} any more; delete it, or decide anew",
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
            no(&format!("{answer} fires no longer; `decide --prune` deletes what upstream has fixed"))
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
        return Err(no("the page has all values that it expects"));
    }
    let mut files = reading.decision_files().to_vec();
    edit(&mut files, decision, |text| file::renew(text, id, &values, &prints))?;
    tried(reading, &files, &[])?;
    Ok((renewed, changes(reading, &files)))
}

/// The change of files that deletes the decisions that upstream has fixed, and their ids.
///
/// # Errors
/// Where a file cannot be edited.
pub fn pruned(reading: &Reading) -> Result<(Vec<String>, Vec<FileChange>), DecideError> {
    let fixed = reading.outcome.stale.iter().filter(|stale| stale.form == Form::FixedUpstream);
    let ids: Vec<String> = fixed.map(|stale| stale.decision.clone()).collect();
    let mut files = reading.decision_files().to_vec();
    for id in &ids {
        let decision = of_id(reading, id)?;
        // Of a list, what still fires stays decided.
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
    let file = files.iter_mut().find(|(known, _)| known == path).ok_or_else(|| fails("it is gone".into()))?;
    file.1 = with(&file.1).map_err(fails)?;
    Ok(())
}

/// Whether with these files the findings are decided and nothing is wrong that was not before.
fn tried(reading: &Reading, files: &[(String, String)], findings: &[&Diagnostic]) -> Result<(), DecideError> {
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
        None => Ok(()),
    }
}

fn changes(reading: &Reading, files: &[(String, String)]) -> Vec<FileChange> {
    let before = reading.decision_files();
    let changed = files.iter().filter(|file| !before.contains(file));
    changed.map(|(path, text)| FileChange { path: path.clone(), content: Some(text.clone().into_bytes()) }).collect()
}

fn stanza(reading: &Reading, findings: &[&Diagnostic], verdict: Ruling<'_>, reason: &str) -> String {
    let first = findings.first();
    let event = first.and_then(|finding| finding.event.as_deref()).unwrap_or("page");
    let base = format!("{event}-{}", first.map_or("finding", |finding| finding.rule));
    let taken = |id: &str| reading.decisions.decisions.iter().any(|decision| decision.id == id);
    let mut id = base.clone();
    let mut count = 2;
    while taken(&id) {
        id = format!("{base}-{count}");
        count += 1;
    }
    let mut toml = format!("[[decision]]\nid = {}\n", string(&id));
    // A choice derives its patch anew whatever the evidence is; to accept holds for what was seen.
    let all: Vec<String> = findings
        .iter()
        .map(|finding| match verdict {
            Ruling::Take(_) if list_of_names(finding.witness, &finding.pointer).is_none() => {
                without_fingerprint(&answers(finding))
            }
            Ruling::Take(_) | Ruling::Accept => answers(finding),
        })
        .collect();
    match &all[..] {
        [one] => toml.extend(["answers = ", one, "\n"]),
        many => {
            toml.push_str("answers = [\n");
            for one in many {
                toml.extend(["  ", one, ",\n"]);
            }
            toml.push_str("]\n");
        }
    }
    match verdict {
        Ruling::Take(take) => toml.extend(["verdict = \"resolved\"\ntake = ", &string(take), "\n"]),
        Ruling::Accept => toml.push_str("verdict = \"accepted\"\n"),
    }
    toml.extend(["reason = ", &string(reason.trim()), "\n"]);
    toml
}

fn without_fingerprint(answer: &str) -> String {
    match answer.rsplit_once(", fingerprint = ") {
        Some((rest, _)) => format!("{rest} }}"),
        None => answer.into(),
    }
}

fn listed<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let ids: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    if ids.is_empty() { "none, write a patch".into() } else { ids.join(", ") }
}

/// The patch that a choice would apply, for people to look at: each place with the value before and after.
pub fn effect(reading: &Reading, document: &Value, finding: &Diagnostic, choice: &Choice) -> Vec<(PointerBuf, String)> {
    let asked = Asked { catalog: &reading.catalog, document, finding };
    let operations = (choice.derive)(&asked).unwrap_or_default();
    let shown = |operation: &PatchOperation| {
        let path = operation.path();
        let before = document.pointer(path.as_str()).map(|value| format!("- {value}\n")).unwrap_or_default();
        let after = match operation {
            PatchOperation::Add(add) => format!("+ {}\n", add.value),
            PatchOperation::Replace(replace) => format!("+ {}\n", replace.value),
            PatchOperation::Remove(_) | PatchOperation::Move(_) | PatchOperation::Copy(_) | PatchOperation::Test(_) => {
                String::new()
            }
        };
        (path.to_buf(), before + &after)
    };
    operations.iter().map(shown).collect()
}
