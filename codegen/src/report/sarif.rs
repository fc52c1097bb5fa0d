//! The report as SARIF 2.1.0, for code scanning.

use serde_json::{Value, json};

use super::{MANIFEST, Report, SYNC};
use crate::diagnostic::Severity;
use crate::page::Span;
use crate::reconcile::Judged;
use crate::sarif::{artifact, descriptor, location, run};
use crate::text::json::sarif as message;
use crate::text::{Json, Text};

/// A rule, for SARIF.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// The id.
    pub id: String,
    /// How serious its findings are.
    pub severity: Severity,
    /// Its explanation, as Markdown.
    pub help: String,
}

/// The ids of reports that no rule makes, each with its explanation.
const OWN: [(&str, &str); 4] = [
    ("stale-decision", "A decision no longer matches the page: it was fixed upstream, it changed, or it vanished."),
    ("decision-error", "A decision cannot be applied."),
    ("stale-file", "A derived file is out of date."),
    ("version", "The crate's version was not raised as far as the changes of its types require."),
];

/// The report as pretty SARIF with a newline at the end. `rules` are all rules, whether or not they fired.
pub fn sarif(report: Report<'_>, rules: &[RuleText]) -> Text<Json> {
    let mut results: Vec<Value> = report.findings().map(|judged| finding(report, judged)).collect();
    for stale in &report.outcome.stale {
        let words = format!("`{}`: {}; {}", stale.decision, stale.message, stale.help());
        let place = location(&stale.place.file, stale.place.line, stale.place.column);
        results.push(own("stale-decision", &words, &place, &stale.decision));
    }
    for error in &report.outcome.errors {
        let place = location(&error.place.file, error.place.line, error.place.column);
        let id = error.decision.as_deref().unwrap_or_default();
        results.push(own("decision-error", &error.problem.to_string(), &place, id));
    }
    for file in report.stale_files {
        let words = format!("`{file}` is out of date; run `{SYNC}` and commit the result");
        results.push(own("stale-file", &words, &location(file, 1, 1), file));
    }
    if let Some(release) = report.low_version() {
        let words = format!("{}; {}", release.problem(), release.help());
        results.push(own("version", &words, &location(MANIFEST, 1, 1), &release.since));
    }
    let own_rules = OWN.iter().map(|(id, text)| descriptor(id, Severity::Error.name(), text));
    let rules: Vec<Value> =
        rules.iter().map(|rule| descriptor(&rule.id, rule.severity.name(), &rule.help)).chain(own_rules).collect();
    Text::pretty(&run(&rules, &results))
}

fn finding(report: Report<'_>, judged: &Judged) -> Value {
    let diagnostic = &judged.diagnostic;
    let place = |span: Span| {
        let (start, end) = (report.page.position(span.start), report.page.position(span.end.max(span.start)));
        json!({
            "physicalLocation": {
                "artifactLocation": artifact(&report.path()),
                "region": {
                    "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
                },
            },
        })
    };
    let related = diagnostic.related.iter().enumerate().map(|(id, (span, what))| {
        let mut place = place(*span);
        place["id"] = id.into();
        place["message"] = json!({"text": message(what)});
        place
    });
    let mut location = place(diagnostic.span);
    let name = diagnostic.event.as_deref().unwrap_or("page");
    location["logicalLocations"] =
        json!([{"fullyQualifiedName": format!("{name}/{}#{}", diagnostic.witness, diagnostic.pointer)}]);
    let mut result = json!({
        "ruleId": diagnostic.rule,
        "level": diagnostic.severity.name(),
        "message": {"text": format!("{}\n{}", message(&diagnostic.message), message(&diagnostic.help))},
        "locations": [location],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": {"finding/v1": diagnostic.fingerprint()},
    });
    if let Some(id) = judged.status.decision() {
        let reason = report.decision(id).map(|decision| decision.reason.as_str()).unwrap_or_default();
        result["suppressions"] = json!([{
            "kind": "external",
            "status": "accepted",
            "justification": format!("{} by the decision `{id}`: {}", judged.status.name(), message(reason)),
        }]);
    }
    result
}

fn own(rule: &str, words: &str, place: &Value, identity: &str) -> Value {
    json!({
        "ruleId": rule,
        "level": "error",
        "message": {"text": message(words)},
        "locations": [place],
        "partialFingerprints": {"finding/v1": format!("{rule}/{identity}")},
    })
}
