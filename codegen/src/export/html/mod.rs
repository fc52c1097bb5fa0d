//! The HTML page: the events, what each witness says of each property, findings and decisions, and the page's own text.
//!
//! This module prepares the values; `templates/export` holds the layout. The template engine escapes all values. Text
//! of the documentation page is [`Inline`] or [`Paragraph`], which make invisible characters visible. The file loads
//! nothing: it contains its style and script, and its content security policy allows only these two.

mod changes;
mod event;
mod example;
mod finding;
mod place;
mod property;
mod source;
mod words;

use askama::Template;
use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use crate::diff::Diff;
use crate::report::Report;
use crate::text::{Html, Text};
use changes::ChangesView;
use event::EventView;
use finding::{FindingView, FindingViews};
use source::LineView;
use words::Inline;

const STYLE: &str = include_str!("../../../templates/export/style.css");
const SCRIPT: &str = include_str!("../../../templates/export/script.js");

/// The whole page.
#[derive(Template)]
#[template(path = "export/page.html")]
struct ExportPage<'a> {
    style: &'static str,
    script: &'static str,
    policy: String,
    path: Inline<'a>,
    totals: Vec<Total>,
    events: Vec<EventView<'a>>,
    resources: Vec<event::ResourceView<'a>>,
    general: Vec<FindingView<'a>>,
    decisions: Vec<DecisionView<'a>>,
    trouble: Vec<Inline<'a>>,
    changes: Option<ChangesView<'a>>,
    lines: Vec<LineView<'a>>,
}

/// The number of findings of a severity, by status.
struct Total {
    severity: &'static str,
    counts: [(&'static str, usize); 3],
}

/// A decision that answers no finding.
struct DecisionView<'a> {
    id: Inline<'a>,
    verdict: &'static str,
    reason: Inline<'a>,
    evidence: Vec<Inline<'a>>,
}

/// The page as one HTML file; `since` is what changed.
pub fn html(report: Report<'_>, since: Option<&Diff>) -> Result<Text<Html>, askama::Error> {
    let findings = FindingViews::new(report);
    let page = ExportPage {
        style: STYLE,
        script: SCRIPT,
        policy: policy(),
        path: Inline::new(report.page.path().to_string_lossy()),
        totals: totals(report),
        events: event::all(report, &findings),
        resources: event::resources(report, &findings),
        general: findings.of_page(),
        decisions: without_findings(report),
        trouble: trouble(report),
        changes: since.map(ChangesView::new),
        lines: source::lines(report.page, &findings),
    };
    Text::templated(&page)
}

fn totals(report: Report<'_>) -> Vec<Total> {
    let severities = ["error", "warning", "note"];
    let count = |severity: &str, status: &str| {
        let counts = |judged: &&crate::reconcile::Judged| {
            judged.diagnostic.severity.name() == severity && judged.status.name() == status
        };
        report.outcome.findings.iter().filter(counts).count()
    };
    let statuses = ["undecided", "resolved", "accepted"];
    severities
        .map(|severity| Total { severity, counts: statuses.map(|status| (status, count(severity, status))) })
        .into()
}

/// The decisions that no finding shows: policies, stale decisions, and decisions that cannot be applied.
fn without_findings(report: Report<'_>) -> Vec<DecisionView<'_>> {
    let answering: std::collections::HashSet<&str> =
        report.outcome.findings.iter().filter_map(|judged| judged.status.decision()).collect();
    let rest = report.decisions.decisions.iter().filter(|decision| !answering.contains(decision.id.as_str()));
    rest.map(|decision| DecisionView {
        id: Inline::new(&*decision.id),
        verdict: decision.verdict.name(),
        reason: Inline::new(&*decision.reason),
        evidence: decision.evidence.iter().map(|evidence| Inline::new(&**evidence)).collect(),
    })
    .collect()
}

/// Stale decisions, and decisions that cannot be applied.
fn trouble(report: Report<'_>) -> Vec<Inline<'_>> {
    let stale = report.outcome.stale.iter().map(|stale| {
        Inline::new(format!("stale decision `{}` ({}): {}", stale.decision, stale.form.name(), stale.message))
    });
    stale.chain(report.outcome.errors.iter().map(|error| Inline::new(error.to_string()))).collect()
}

/// The content security policy: allows the style and the script of the file, by their digests.
fn policy() -> String {
    let digest = |text: &str| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text));
    format!("default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'", digest(STYLE), digest(SCRIPT))
}
