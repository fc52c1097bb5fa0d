//! The correction of the page that the decisions amount to: the changes of each resolved decision, as minimal edits of
//! the page's text. Only what was decided is changed, and every correction is tried before it is returned: the mended
//! page is read again and must give the same result without the decisions that are no longer needed.
//!
//! `trial` finds what can be mended together. `plan` finds the edits, with `json`, `list`, `table` and `prose` for the
//! parts of the page, and `verify` checks them. `patch`, `listed` and `markdown` print them.

mod attribute;
mod json;
mod lines;
mod list;
mod listed;
mod markdown;
mod misled;
mod part;
mod patch;
mod plan;
mod prose;
mod render;
mod sentence;
mod splice;
mod table;
#[cfg(test)]
mod tests;
mod trial;
mod verify;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use jsonptr::PointerBuf;

use crate::catalog::Catalog;
use crate::decision::ReadDecisions;
use crate::diagnostic::{Diagnostic, Severity};
use crate::page::{Page, Span};
use crate::reconcile::{Outcome, Rules, Status};
use trial::Trial;

pub use listed::json;
pub use markdown::markdown;
pub use patch::{is_quiet, patch};

/// The input: a page, and the outcome of the decisions on it.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The page.
    pub page: &'a Page,
    /// The catalog.
    pub catalog: &'a Catalog,
    /// The decisions.
    pub decisions: &'a ReadDecisions,
    /// The outcome of the decisions.
    pub outcome: &'a Outcome,
    /// The rules.
    pub rules: Rules<'a>,
}

/// The findings to mend. An empty list selects everything.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Findings of one of these rules.
    pub rules: Vec<String>,
    /// Findings of one of these events.
    pub events: Vec<String>,
    /// Findings of one of these severities.
    pub severities: Vec<Severity>,
}

impl Selection {
    /// Whether a finding is selected.
    pub fn takes(&self, finding: &Diagnostic) -> bool {
        let any =
            |all: &[String], one: Option<&str>| all.is_empty() || one.is_some_and(|one| all.iter().any(|it| it == one));
        any(&self.rules, Some(finding.rule))
            && any(&self.events, finding.event.as_deref())
            && (self.severities.is_empty() || self.severities.contains(&finding.severity))
    }
}

/// A change of the page's text that can only be made as a whole.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The place in the page.
    pub span: Span,
    /// The old text.
    pub old: String,
    /// The new text.
    pub new: String,
    /// What it changes, in the order of the page.
    pub changes: Vec<Changed>,
    /// The findings that it mends, by their index in [`Outcome::findings`].
    pub findings: Vec<usize>,
    /// The ids of the decisions that require it.
    pub decisions: Vec<String>,
}

/// One thing that an edit changes.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The place in the document of all witnesses.
    pub place: PointerBuf,
    /// The kind of change.
    pub does: Does,
    /// The findings that it mends, by their index in [`Outcome::findings`].
    pub findings: Vec<usize>,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// The value is replaced; no value if a whole list or block is written again.
    Replaces(Option<serde_json::Value>, Option<serde_json::Value>),
    /// A value is added.
    Adds(serde_json::Value),
    /// A value is removed.
    Removes(serde_json::Value),
    /// A comma after a last value is removed.
    DropsComma,
    /// A comment is removed.
    DropsComment,
}

/// Why a finding is not mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// It is decided, but the page cannot be edited accordingly; with the reason.
    Refused(String),
    /// It is undecided.
    Undecided,
    /// A decision accepts it.
    Accepted,
}

/// A mended page.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The whole text.
    pub text: String,
    /// The edits, in the order of the page.
    pub edits: Vec<Edit>,
    /// The findings that are mended, by their index in [`Outcome::findings`].
    pub mended: Vec<usize>,
    /// Findings that were not selected but are mended with the others.
    pub along: Vec<usize>,
    /// The selected findings that are not mended.
    pub left: Vec<(usize, Left)>,
}

/// Rules about notation that the reader tolerates. If such a finding is decided, the notation is removed from the
/// page.
const READ_OVER: [&str; 2] = ["json-trailing-comma", "json-comment"];

/// Mends the page, as far as the selected findings are decided.
pub fn mend(given: Given<'_>, selection: &Selection) -> Mended {
    let findings = &given.outcome.findings;
    let chosen: BTreeSet<usize> = (0..findings.len()).filter(|&at| selection.takes(&findings[at].diagnostic)).collect();
    let decided = |at: &usize| match &findings[*at].status {
        Status::Resolved { .. } => true,
        Status::Accepted { .. } => READ_OVER.contains(&findings[*at].diagnostic.rule),
        Status::Undecided => false,
    };
    let mut trial = Trial { given, open: chosen.iter().copied().filter(decided).collect(), refused: BTreeMap::new() };
    let (plan, along) = trial.whole();
    let Trial { open, mut refused, .. } = trial;
    let left = chosen.iter().filter(|at| !open.contains(at)).map(|&at| {
        let why = match (&findings[at].status, refused.remove(&at)) {
            (_, Some(why)) => Left::Refused(why),
            (Status::Undecided, None) => Left::Undecided,
            (Status::Resolved { .. } | Status::Accepted { .. }, None) => Left::Accepted,
        };
        (at, why)
    });
    let left = left.collect();
    Mended { text: plan.text, edits: plan.edits, mended: open.into_iter().collect(), along, left }
}
