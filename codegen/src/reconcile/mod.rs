//! Applies the decisions to the catalog. Output: the status of each finding, stale decisions and errors, and the
//! effective schemas.

mod apply;
mod cause;
mod conserve;
mod cover;
mod documented;
mod draft;
mod effective;
mod folder;
mod index;
mod judge;
mod order;
mod record;
mod resource_names;
mod select;
mod stale;
mod stem;
mod steps;
mod unify;

use crate::catalog::Catalog;
use crate::choice::Choice;
use crate::decision::{DecisionError, ReadDecisions};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::document;
use crate::page::Page;
use index::FindingIndex;

pub use apply::{Applied, PatchedPlace};
pub use conserve::{DocumentedKind, DocumentedPart, documented_parts};
pub use cover::{Covered, CoveredItem};
pub use documented::documented_files;
pub use effective::{EffectiveEvent, EffectiveResource, Reconciled};
pub use folder::{FolderError, from_files, to_files};
pub use record::{Newly, RECORD, Record};
use stale::relaxed;
pub use stale::{Stale, Staleness};
pub use stem::{Stems, stem};
pub use steps::{DecisionStep, Steps, steps};
pub use unify::LeftOut;

/// The rules, as reconciliation sees them.
#[derive(Clone, Copy)]
pub struct Rules<'r> {
    /// All rules.
    pub all: &'r [RuleFacts],
    /// Runs all of them on a catalog.
    pub run: &'r dyn Fn(&Page, &Catalog) -> Vec<Diagnostic>,
}

/// The properties of a rule that decisions need.
#[derive(Clone, Copy, Debug)]
pub struct RuleFacts {
    /// Its id.
    pub id: &'static str,
    /// How serious its findings usually are.
    pub severity: Severity,
    /// Its choices.
    pub choices: &'static [Choice],
}

impl<'r> Rules<'r> {
    /// The rule of that id.
    pub fn of(self, id: &str) -> Option<&'r RuleFacts> {
        self.all.iter().find(|rule| rule.id == id)
    }

    /// The choice of that id.
    pub fn choice(self, rule: &str, id: &str) -> Option<&'static Choice> {
        self.of(rule)?.choices.iter().find(|choice| choice.id == id)
    }

    /// The choices of a rule, for a message.
    fn choices(self, rule: &str) -> String {
        let ids: Vec<String> =
            self.of(rule).into_iter().flat_map(|rule| rule.choices).map(|it| format!("`{}`", it.id)).collect();
        if ids.is_empty() { "none".into() } else { ids.join(", ") }
    }
}

/// What was decided about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Resolved: a decision changes something, and the rule no longer fires.
    Resolved {
        /// The decision's id.
        decision: String,
    },
    /// Accepted: a decision leaves the page as it is, with a reason.
    Accepted {
        /// The decision's id.
        decision: String,
    },
    /// No decision answers it.
    Undecided,
}

impl Status {
    /// The name in output.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Resolved { .. } => "resolved",
            Self::Accepted { .. } => "accepted",
            Self::Undecided => "undecided",
        }
    }

    /// The id of the decision, if there is one.
    pub fn decision(&self) -> Option<&str> {
        match self {
            Self::Resolved { decision } | Self::Accepted { decision } => Some(decision),
            Self::Undecided => None,
        }
    }
}

/// A finding of the documented catalog, and its status.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Its status.
    pub status: Status,
    /// The decision that would answer it, if that decision is stale or cannot be applied.
    pub follows: Option<String>,
}

impl Judged {
    /// Whether it must be decided and is undecided.
    pub fn wants_decision(&self) -> bool {
        self.status == Status::Undecided && self.diagnostic.severity != Severity::Note
    }
}

/// The result of applying the decisions to the page.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The findings of the documented catalog, in the order of the rules.
    pub findings: Vec<Judged>,
    /// The decisions that no longer fit the page.
    pub stale: Vec<Stale>,
    /// The decisions that cannot be applied.
    pub errors: Vec<DecisionError>,
    /// The changes of each applied decision.
    pub applied: Vec<Applied>,
    /// What each decision covers.
    pub covered: Vec<Covered>,
    /// The catalog with the patches applied.
    pub patched: Catalog,
    /// The effective schemas and examples.
    pub reconciled: Reconciled,
    /// Events and resources that are missing from the effective schemas, and why.
    pub left_out: Vec<LeftOut>,
}

impl Outcome {
    /// Whether nothing may be written, because an error is undecided, or a decision is stale or cannot be applied.
    pub fn blocks_sync(&self) -> bool {
        let error = |finding: &Judged| finding.wants_decision() && finding.diagnostic.severity == Severity::Error;
        let parts_missing = self.patched.hidden.is_some();
        parts_missing || !self.stale.is_empty() || !self.errors.is_empty() || self.findings.iter().any(error)
    }

    /// Whether the checks pass: every error and warning is decided, and no decision is stale or wrong.
    pub fn is_clean(&self) -> bool {
        !self.blocks_sync() && !self.findings.iter().any(Judged::wants_decision)
    }
}

/// Compares the decisions with the page and applies those that fit.
pub fn reconcile(page: &Page, catalog: &Catalog, decisions: &ReadDecisions, rules: Rules) -> Outcome {
    let documented = document(catalog);
    let findings = (rules.run)(page, catalog);
    let mut errors = decisions.errors.clone();
    let index = FindingIndex::new(&findings);
    let all = &decisions.decisions;
    let answered = judge::answered(&index, findings.len(), all, rules, &mut errors);
    let mut of_decision: Vec<Vec<&Diagnostic>> = vec![Vec::new(); all.len()];
    for (finding, answer) in findings.iter().zip(&answered) {
        if let Some(at) = answer {
            of_decision[*at].push(finding);
        }
    }
    let mut stale = Vec::new();
    let mut standing = Vec::new();
    for (at, decision) in all.iter().enumerate() {
        match stale::judge(catalog, &documented, decision, &index) {
            Some(found) => stale.push(found),
            None => standing.push((at, decision)),
        }
    }
    let work =
        apply::PatchWork { catalog, documented: &documented, decisions: &standing, findings: &of_decision, rules };
    let mut application = apply::apply(&work, &mut errors);
    stale.append(&mut application.stale);
    let covered = cover::covered(catalog, all, &of_decision, &application.selected);
    let parts = cause::AboutParts::new(catalog, all, &of_decision);
    let after =
        if application.changes_something() { (rules.run)(page, &application.patched) } else { findings.clone() };
    let findings = judge::judge(findings, &answered, all, &application, &after, &mut errors);
    let (reconciled, left_out) = unify::unify(&application.patched);
    errors.sort_by(|a, b| a.place.cmp(&b.place));
    errors.dedup();
    if catalog.hidden.is_some() {
        // If most of the page is missing, no decision can be judged.
        stale.clear();
        errors.clear();
    }
    parts.fold(&mut stale, &mut errors);
    Outcome {
        findings,
        stale,
        errors,
        applied: application.applied,
        covered,
        patched: application.patched,
        reconciled,
        left_out,
    }
}
