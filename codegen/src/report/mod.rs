//! Reports the findings, their status and the next steps, for people and programs. Last stage of `lint` and `check`;
//! `reconciliation` is part of `sync`.

mod excerpt;
mod github;
mod human;
mod json;
mod newly;
mod reconciliation;
mod sarif;
mod stanza;

use std::collections::HashMap;

use crate::catalog::Catalog;
use crate::decision::{Decision, ReadDecisions};
use crate::diagnostic::Severity;
use crate::diff::Release;
use crate::page::{Page, Position, Span};
use crate::reconcile::{Judged, Outcome};

pub use github::github;
pub use human::{ReportFilter, human, one};
pub use json::json;
pub use newly::newly_covered;
pub(crate) use reconciliation::properties;
pub use reconciliation::{DETAILS, SUMMARY, reconciliation};
pub use sarif::{RuleText, sarif};
pub use stanza::{Stanza, answers, file_for, right_file, stanza};

/// The input of a report of `lint` or `check`.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The page.
    pub page: &'a Page,
    /// The catalog.
    pub catalog: &'a Catalog,
    /// The decisions.
    pub decisions: &'a ReadDecisions,
    /// The outcome of the decisions.
    pub outcome: &'a Outcome,
    /// Derived files that are out of date, by path from the root; for `check`.
    pub stale_files: &'a [String],
    /// The crate's version, compared with the changes since a release; for `check`.
    pub release: Option<&'a Release>,
}

/// The findings of one event, or of the page as a whole.
struct EventFindings<'a> {
    event: Option<&'a str>,
    findings: Vec<&'a Judged>,
}

/// The file with the version.
const MANIFEST: &str = "Cargo.toml";
/// The command that writes the derived files.
const SYNC: &str = "cargo codegen sync";

impl<'a> Report<'a> {
    /// The findings of the page as a whole, then of each event in the order of the page; within, in the order of their
    /// places.
    fn groups(self) -> Vec<EventFindings<'a>> {
        let keys = self.catalog.events.iter().map(|event| event.key.as_str());
        let mut groups: Vec<EventFindings<'_>> = std::iter::once(None)
            .chain(keys.map(Some))
            .map(|event| EventFindings { event, findings: Vec::new() })
            .collect();
        let places: HashMap<&str, usize> =
            groups.iter().enumerate().filter_map(|(at, group)| Some((group.event?, at))).collect();
        for judged in &self.outcome.findings {
            // Findings of an event that the catalog does not have are listed with those of the page.
            let at = judged.diagnostic.event.as_deref().and_then(|event| places.get(event)).copied().unwrap_or(0);
            groups[at].findings.push(judged);
        }
        for group in &mut groups {
            group
                .findings
                .sort_by_key(|judged| (judged.diagnostic.span, judged.diagnostic.severity, judged.diagnostic.rule));
        }
        groups
    }

    /// All findings, grouped.
    fn findings(self) -> impl Iterator<Item = &'a Judged> {
        self.groups().into_iter().flat_map(|group| group.findings)
    }

    /// The release, if it requires a higher version than the manifest has.
    fn low_version(self) -> Option<&'a Release> {
        self.release.filter(|release| !release.raised())
    }

    fn position(self, span: Span) -> Position {
        self.page.position(span.start)
    }

    fn path(self) -> String {
        slashes(&self.page.path().to_string_lossy())
    }

    fn decision(self, id: &str) -> Option<&'a Decision> {
        self.decisions.decisions.iter().find(|decision| decision.id == id)
    }

    fn undecided(self, severity: Severity) -> usize {
        let counts = |judged: &&Judged| judged.status.name() == "undecided" && judged.diagnostic.severity == severity;
        self.outcome.findings.iter().filter(counts).count()
    }
}

/// A path with forward slashes, on every system.
fn slashes(path: &str) -> String {
    path.replace('\\', "/")
}
