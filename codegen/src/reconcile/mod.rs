//! The catalog after the decisions: what of the findings is answered, and the effective schemas.

mod apply;
mod conserve;
mod documented;
mod effective;
mod folder;
mod index;
mod judge;
mod order;
mod stale;
mod stem;
mod unify;

use crate::catalog::Catalog;
use crate::decision::{DecisionError, ReadDecisions, document};
use crate::diagnostic::{Diagnostic, Severity};
use crate::page::Page;
use index::Index;

pub use apply::{Applied, Change};
pub use conserve::{Fate, Kept, fates};
pub use documented::documented_files;
pub use effective::{EffectiveEvent, EffectiveResource, Reconciled};
pub use folder::{FolderError, from_files, to_files};
pub use stale::{Form, Stale};
pub use stem::{Stems, stem};
pub use unify::LeftOut;

/// The rules, as reconciliation sees them.
#[derive(Clone, Copy)]
pub struct Rules<'r> {
    /// The ids of all rules.
    pub ids: &'r [&'r str],
    /// Runs them all.
    pub run: &'r dyn Fn(&Page, &Catalog) -> Vec<Diagnostic>,
}

/// What became of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// A decision changes something, and the rule no longer fires.
    Resolved {
        /// Its id.
        decision: String,
    },
    /// A decision says to live with it, and why.
    Accepted {
        /// Its id.
        decision: String,
    },
    /// Nobody has decided.
    Undecided,
}

impl Status {
    /// Its name in output.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Resolved { .. } => "resolved",
            Self::Accepted { .. } => "accepted",
            Self::Undecided => "undecided",
        }
    }

    /// The id of the decision.
    pub fn decision(&self) -> Option<&str> {
        match self {
            Self::Resolved { decision } | Self::Accepted { decision } => Some(decision),
            Self::Undecided => None,
        }
    }
}

/// A finding of the documented catalog, and what became of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// What became of it.
    pub status: Status,
}

impl Judged {
    /// Whether it must be decided and is not.
    pub fn wants_decision(&self) -> bool {
        self.status == Status::Undecided && self.diagnostic.severity != Severity::Note
    }
}

/// All that comes of holding the decisions against the page.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The findings of the documented catalog, in the order in which the rules gave them.
    pub findings: Vec<Judged>,
    /// The decisions that no longer fit the page.
    pub stale: Vec<Stale>,
    /// The decisions that cannot be followed.
    pub errors: Vec<DecisionError>,
    /// What each applied decision changed.
    pub applied: Vec<Applied>,
    /// The catalog with the patches applied.
    pub patched: Catalog,
    /// The effective schemas and examples.
    pub reconciled: Reconciled,
    /// Events and resources that are not among them, and why.
    pub left_out: Vec<LeftOut>,
}

impl Outcome {
    /// Whether nothing may be written: an undecided error, a stale decision, or one that cannot be followed.
    pub fn blocks_sync(&self) -> bool {
        let error = |finding: &Judged| finding.wants_decision() && finding.diagnostic.severity == Severity::Error;
        !self.stale.is_empty() || !self.errors.is_empty() || self.findings.iter().any(error)
    }

    /// Whether the gate is open: every error and warning decided, no decision stale or wrong.
    pub fn is_clean(&self) -> bool {
        self.stale.is_empty() && self.errors.is_empty() && !self.findings.iter().any(Judged::wants_decision)
    }
}

/// Holds the decisions against the page and applies those that fit.
pub fn reconcile(page: &Page, catalog: &Catalog, decisions: &ReadDecisions, rules: Rules) -> Outcome {
    let documented = document(catalog);
    let findings = (rules.run)(page, catalog);
    let mut errors = decisions.errors.clone();
    let index = Index::new(&findings);
    let answered = judge::answered(&index, findings.len(), &decisions.decisions, rules.ids, &mut errors);
    let mut stale = Vec::new();
    let mut standing = Vec::new();
    for (at, decision) in decisions.decisions.iter().enumerate() {
        match stale::judge(catalog, &documented, decision, &index) {
            Some(found) => stale.push(found),
            None => standing.push((at, decision)),
        }
    }
    let application = apply::apply(catalog, &documented, &standing, &mut errors);
    let after = (rules.run)(page, &application.patched);
    let findings = judge::judge(findings, &answered, &decisions.decisions, &application, &after, &mut errors);
    let (reconciled, left_out) = unify::unify(&application.patched);
    errors.sort_by(|a, b| a.place.cmp(&b.place));
    Outcome {
        findings,
        stale,
        errors,
        applied: application.applied,
        patched: application.patched,
        reconciled,
        left_out,
    }
}
