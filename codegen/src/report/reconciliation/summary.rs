//! The summary: what the page should mend, the most severe first, and what each decision covers, on one or two pages,
//! however many events there are. The rest is counted, and is in the files below.

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexSet;

use super::{GENERATED, Report, decisions_file, event_file, left_out, left_out_file, of_resource, page_file};
use crate::decision::Decision;
use crate::diagnostic::Severity;
use crate::put;
use crate::reconcile::{Covered, CoveredItem, Judged};
use crate::text::sentence::{self, sentences};
use crate::text::{Cell, Markdown, Surface, Text, code};

/// The most errors that are listed one by one.
const ERRORS: usize = 12;
/// The most rules of warnings and notes, each with one line.
const RULES: usize = 24;
/// The most decisions.
const DECISIONS: usize = 36;
/// The most events.
const EVENTS: usize = 18;
/// The most events named in the line of a rule.
const NAMED: usize = 3;
/// The most events named in the line of a decision. It is high, so that an event that a decision newly covers is seen.
const COVERED: usize = 24;

/// The characters of a reason, of which only whole sentences are shown.
const REASON: usize = 280;

const HEAD: &str = "
# Reconciliation

The page documents each event by four witnesses: prose, property table, example, and JSON Schema. If they disagree, a rule
reports a finding, and a person decides. The decisions are in `schemas/decisions/`, each with its reason; a decision that no longer
matches the page is reported as stale. The schema is the source of truth, and only a decision overrules it. A finding is *resolved* if
a decision changes the effective schemas or examples, *accepted* if a decision leaves the page as it is, and otherwise *undecided*.

";

/// The summary.
pub(super) fn summary(report: Report<'_>) -> Text<Markdown> {
    let mut all = Text::new();
    all.push(GENERATED).push(HEAD);
    counts(report, &mut all);
    to_mend(report, &mut all);
    decisions(report, &mut all);
    events(report, &mut all);
    let mut out = Text::new();
    if left_out(report, &mut out) {
        put!(all, "\nWhat the effective schemas leave out, and why, is in ", code(&left_out_file()), ".\n");
    }
    all
}

fn counts(report: Report<'_>, all: &mut Text<Markdown>) {
    all.push(Text::head(&["", "resolved", "accepted", "undecided"]));
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of = |status: &str| {
            let counts = |judged: &&Judged| judged.diagnostic.severity == severity && judged.status.name() == status;
            number(report.outcome.findings.iter().filter(counts).count())
        };
        let mut name = Text::new();
        put!(name, severity.name(), "s");
        all.push(Text::row([name, of("resolved"), of("accepted"), of("undecided")]));
    }
}

/// What the owners of the page should mend, the most severe first: each error, and a line for each rule of warnings
/// and notes.
fn to_mend(report: Report<'_>, all: &mut Text<Markdown>) {
    let errors: Vec<_> = of_severity(report, Severity::Error).collect();
    if !errors.is_empty() {
        all.push("\n## Errors: a reader who follows the page is misled\n\n");
        for judged in errors.iter().take(ERRORS) {
            put!(*all, "- ", code(judged.diagnostic.rule), ", ", place(judged), ": ", message(judged), "\n");
        }
        more(errors.len(), ERRORS, "error", "errors", all);
    }
    let headings =
        [(Severity::Warning, "\n## Warnings: two witnesses disagree\n\n"), (Severity::Note, "\n## Notes\n\n")];
    for (severity, heading) in headings {
        let mut rules: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
        for judged in of_severity(report, severity) {
            rules.entry(judged.diagnostic.rule).or_default().push(judged);
        }
        if rules.is_empty() {
            continue;
        }
        all.push(heading);
        let mut rules: Vec<_> = rules.into_iter().collect();
        rules.sort_by_key(|(_, findings)| std::cmp::Reverse(findings.len()));
        let limit = RULES / 2;
        for (rule, findings) in rules.iter().take(limit) {
            put!(*all, "- ", code(rule), " (", findings.len(), ") in ", named(&owners(findings), NAMED));
            all.push(if findings.len() == 1 { ": " } else { "; the first: " });
            put!(*all, message(findings[0]), "\n");
        }
        more(rules.len(), limit, "rule", "rules", all);
    }
}

fn of_severity(report: Report<'_>, severity: Severity) -> impl Iterator<Item = &Judged> {
    report.findings().filter(move |judged| judged.diagnostic.severity == severity)
}

/// What each decision covers.
fn decisions(report: Report<'_>, all: &mut Text<Markdown>) {
    let decisions = &report.decisions.decisions;
    if decisions.is_empty() {
        return;
    }
    let covered: HashMap<&str, &Covered> =
        report.outcome.covered.iter().map(|covered| (covered.decision.as_str(), covered)).collect();
    all.push("\n## What the decisions cover\n\n");
    all.push(Text::head(&["decision", "covers", "in", "why"]));
    for decision in decisions.iter().take(DECISIONS) {
        all.push(Text::row(row(decision, covered.get(decision.id.as_str()).map_or(&[], |it| &it.items))));
    }
    more(decisions.len(), DECISIONS, "decision", "decisions", all);
    put!(*all, "\nEach finding and each place that they cover is in ", code(&decisions_file()), ".\n");
}

/// How many findings and places a decision covers, and in which events.
fn row(decision: &Decision, covered: &[CoveredItem]) -> [Text<Cell>; 4] {
    let mut name = Text::new();
    put!(name, code(&decision.id), ", ", decision.verdict.name());
    let owners = covered.iter().map(|item| item.event.clone()).collect();
    let reason = Text::words(&sentence::whole(sentences(&decision.reason, REASON)));
    [name, number(covered.len()), named(&owners, COVERED), reason]
}

fn events(report: Report<'_>, all: &mut Text<Markdown>) {
    all.push("\n## Event by event\n\nWhat each witness says about each property, all findings, and each decision with its reason, evidence and changes:\n\n");
    let groups = report.groups();
    for group in groups.iter().take(EVENTS + 1) {
        put!(*all, "- ", code(&group.event.map_or_else(page_file, event_file)), ": ", group.findings.len());
        all.push(if group.findings.len() == 1 { " finding\n" } else { " findings\n" });
    }
    more(groups.len(), EVENTS + 1, "file", "files", all);
}

fn more(number: usize, limit: usize, one: &'static str, many: &'static str, all: &mut Text<Markdown>) {
    if let Some(more) = number.checked_sub(limit).filter(|&more| more > 0) {
        put!(*all, "\nand ", more, " more ", if more == 1 { one } else { many }, " in the files below\n");
    }
}

fn number<S: Surface>(number: usize) -> Text<S> {
    let mut text = Text::new();
    text.push(number);
    text
}

fn message<S: Surface>(judged: &Judged) -> Text<S> {
    Text::words(&sentence::whole(&judged.diagnostic.message))
}

/// The events of findings, each once, in their order. A finding of no event is one of a resource with a section of its own,
/// or of the page (`None`).
fn owners(findings: &[&Judged]) -> IndexSet<Option<String>> {
    findings
        .iter()
        .map(|judged| judged.diagnostic.event.clone().or_else(|| judged.diagnostic.resource.clone()))
        .collect()
}

fn named<S: Surface>(owners: &IndexSet<Option<String>>, most: usize) -> Text<S> {
    let more = owners.len().saturating_sub(most);
    let name = |owner: &Option<String>| owner.as_deref().map_or_else(|| Text::words("the page"), Text::code);
    let mut text = Text::join(owners.iter().take(most).map(name), ", ");
    if more > 0 {
        put!(text, " and ", more, " more");
    }
    text
}

fn of_event(judged: &Judged) -> Text<Markdown> {
    let diagnostic = &judged.diagnostic;
    let mut text = Text::new();
    match &diagnostic.event {
        None => text.push("the page"),
        Some(event) => text.push(code(event)),
    };
    put!(text, ", ", diagnostic.witness.name(), of_resource(diagnostic.resource.as_deref()));
    text
}

fn place(judged: &Judged) -> Text<Markdown> {
    let mut place = of_event(judged);
    if !judged.diagnostic.pointer.is_root() {
        put!(place, " at ", code(judged.diagnostic.pointer.as_str()));
    }
    place
}
