//! The summary: what the page should mend, the worst first, and what each decision covers, on a page or two, however many events
//! there are. What does not fit is counted, and stands in the files below.

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexSet;

use super::{GENERATED, Report, decisions_file, event_file, left_out, left_out_file, of_resource, page_file};
use crate::decision::Decision;
use crate::diagnostic::Severity;
use crate::put;
use crate::reconcile::{Covered, CoveredItem, Judged};
use crate::text::{Cell, Markdown, Surface, Text, code, cut};

/// Errors, each by itself, at the most.
const ERRORS: usize = 12;
/// Rules of warnings and notes, each in a line, at the most.
const RULES: usize = 24;
/// Decisions at the most.
const DECISIONS: usize = 36;
/// Events at the most.
const EVENTS: usize = 18;
/// Events named in a line on a rule at the most.
const NAMED: usize = 3;
/// Events named in a line on a decision at the most: an event that a decision covers from now on is seen.
const COVERED: usize = 24;
/// Characters of a message or a reason at the most.
const LENGTH: usize = 160;

const HEAD: &str = "
# Reconciliation

The page documents each event by four witnesses: prose, property table, example, and JSON Schema. Where they disagree, a rule
finds it, and a person decides: the decision stands in `schemas/decisions/`, with its reason, and is reported as stale as soon as the
page no longer says what it expects. The schema is the source of truth; only a decision overrules it. A finding is *resolved* where
a decision changes the effective schemas or examples, *accepted* where a decision says to live with it, else *undecided*.

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

/// What the owners of the page would have to mend, the worst first: each error, and a line for each rule of the others.
fn to_mend(report: Report<'_>, all: &mut Text<Markdown>) {
    let errors: Vec<_> = of_severity(report, Severity::Error).collect();
    if !errors.is_empty() {
        all.push("\n## Errors of the page: a reader who follows it is misled\n\n");
        for judged in errors.iter().take(ERRORS) {
            put!(
                *all,
                "- ",
                code(judged.diagnostic.rule),
                ", ",
                place(judged),
                ": ",
                short(&judged.diagnostic.message),
                "\n"
            );
        }
        more(errors.len(), ERRORS, "error", "errors", all);
    }
    let headings = [
        (Severity::Warning, "\n## Warnings: two witnesses say different things\n\n"),
        (Severity::Note, "\n## Notes: worth knowing\n\n"),
    ];
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
            put!(*all, "; the first: ", short(&findings[0].diagnostic.message), "\n");
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
    let owner = |item: &CoveredItem| item.event.clone().unwrap_or_else(|| "the page".to_owned());
    [name, number(covered.len()), named(&covered.iter().map(owner).collect(), COVERED), short(&decision.reason)]
}

fn events(report: Report<'_>, all: &mut Text<Markdown>) {
    all.push("\n## Event by event\n\nWhat each witness says of each property, all findings, and each decision with its reason, its evidence and what it changed:\n\n");
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

fn short<S: Surface>(message: &str) -> Text<S> {
    Text::words(&cut(message, LENGTH))
}

/// The events of findings, each once, in their order; the page, or the resource with a section of its own, where it is no event's.
fn owners(findings: &[&Judged]) -> IndexSet<String> {
    let owner = |judged: &&Judged| match (&judged.diagnostic.event, &judged.diagnostic.resource) {
        (Some(event), _) => event.clone(),
        (None, Some(resource)) => resource.clone(),
        (None, None) => "the page".to_owned(),
    };
    findings.iter().map(owner).collect()
}

fn named<S: Surface>(owners: &IndexSet<String>, most: usize) -> Text<S> {
    let more = owners.len().saturating_sub(most);
    let mut text = Text::join(owners.iter().take(most).map(|owner| Text::code(owner)), ", ");
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
