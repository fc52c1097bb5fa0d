//! The report as JSON, for scripts. Its keys are a contract.

use serde::Serialize;

use super::{Report, slashes};
use crate::diagnostic::Severity;
use crate::diff::{Release, Semver};
use crate::lint::offered;
use crate::reconcile::{Judged, Status};
use crate::text::{Json, Text};

#[derive(Serialize)]
struct JsonReport<'a> {
    format: u32,
    page: PageOf<'a>,
    events: Vec<&'a str>,
    findings: Vec<JsonFinding<'a>>,
    stale_decisions: Vec<StaleDecision<'a>>,
    /// Not in the contract, so present only if there are errors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decision_errors: Vec<DecisionErrorOf<'a>>,
    stale_files: &'a [String],
    /// Not in the contract, so present only if the version was compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<VersionOf<'a>>,
}

#[derive(Serialize)]
struct VersionOf<'a> {
    since: &'a str,
    old: String,
    new: String,
    semver: Semver,
    required: String,
    raised: bool,
}

#[derive(Serialize)]
struct PageOf<'a> {
    path: String,
    sha256: &'a str,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: Severity,
    event: Option<&'a str>,
    witness: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<&'a str>,
    pointer: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: &'a str,
    status: &'a str,
    decision: Option<&'a str>,
    fingerprint: String,
    /// On each undecided finding: the choices that `decide --take` accepts.
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<&'static str>>,
    /// Not in the contract: the decision that would answer the finding if it were not stale or wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<&'a str>,
}

#[derive(Serialize)]
struct StaleDecision<'a> {
    decision: &'a str,
    file: String,
    reason: String,
    /// Not in the contract: the decision that caused this one to fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<&'a str>,
}

#[derive(Serialize)]
struct DecisionErrorOf<'a> {
    decision: Option<&'a str>,
    file: String,
    line: usize,
    column: usize,
    message: String,
    id: &'static str,
    help: &'static str,
    /// The decision that caused the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<&'a str>,
}

/// The report as pretty JSON with a newline at the end.
pub fn json(report: Report<'_>) -> Text<Json> {
    let undecided = report.outcome.findings.iter().any(|judged| judged.status == Status::Undecided);
    let open = undecided.then(|| crate::document::document(&report.outcome.patched));
    let document = JsonReport {
        format: 1,
        page: PageOf { path: report.path(), sha256: report.page.sha256() },
        events: report.catalog.events.iter().map(|event| event.key.as_str()).collect(),
        findings: report.findings().map(|judged| finding(report, judged, open.as_ref())).collect(),
        stale_decisions: report.outcome.stale.iter().map(stale).collect(),
        decision_errors: report.outcome.errors.iter().map(error).collect(),
        stale_files: report.stale_files,
        version: report.release.map(version),
    };
    Text::pretty(&document)
}

fn finding<'a>(report: Report<'a>, judged: &'a Judged, document: Option<&serde_json::Value>) -> JsonFinding<'a> {
    let diagnostic = &judged.diagnostic;
    let document = document.filter(|_| judged.status == Status::Undecided);
    let choices = document.map(|document| offered(report.catalog, document, diagnostic));
    let position = report.position(diagnostic.span);
    JsonFinding {
        rule: diagnostic.rule,
        severity: diagnostic.severity,
        event: diagnostic.event.as_deref(),
        witness: diagnostic.witness.name(),
        resource: diagnostic.resource.as_deref(),
        pointer: diagnostic.pointer.as_str(),
        line: position.line,
        column: position.column,
        message: &diagnostic.message,
        help: &diagnostic.help,
        status: judged.status.name(),
        decision: judged.status.decision(),
        fingerprint: diagnostic.fingerprint(),
        choices: choices.map(|choices| choices.iter().map(|choice| choice.id).collect()),
        follows: judged.follows.as_deref(),
    }
}

fn stale(stale: &crate::reconcile::Stale) -> StaleDecision<'_> {
    StaleDecision {
        decision: &stale.decision,
        file: slashes(&stale.place.file),
        reason: format!("{}: {}", stale.form, stale.message),
        follows: stale.follows.as_deref(),
    }
}

fn version(release: &Release) -> VersionOf<'_> {
    VersionOf {
        since: &release.since,
        old: release.old.to_string(),
        new: release.new.to_string(),
        semver: release.semver,
        required: release.required().to_string(),
        raised: release.raised(),
    }
}

fn error(error: &crate::decision::DecisionError) -> DecisionErrorOf<'_> {
    DecisionErrorOf {
        decision: error.decision.as_deref(),
        file: slashes(&error.place.file),
        line: error.place.line,
        column: error.place.column,
        message: error.problem.to_string(),
        id: error.problem.id(),
        help: error.problem.help(),
        follows: error.follows.as_deref(),
    }
}
