//! Checks a correction by reading the mended page. The page must have what the decisions require, none of the mended
//! findings and no new one, and must reconcile to the same schemas and examples without the superfluous decisions.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::attribute::names;
use super::plan::Plan;
use super::{Changed, Does, Edit, Given, READ_OVER};
use crate::catalog::Catalog;
use crate::decision::{Answer, Decision, DecisionError, FindingKey, ReadDecisions};
use crate::diagnostic::Diagnostic;
use crate::document::{RESOURCES, document, document_path};
use crate::extract::extract;
use crate::page::{Page, Span};
use crate::reconcile::{Outcome, Staleness, Status, reconcile};
use content::{ReconciledText, event, resource};

mod content;

/// What is wrong with the mended page, and a trace of the edits to blame.
struct Failure {
    shown_by: Trace,
    why: String,
}

/// A trace that leads to the edits to blame. If it leads to none, all are to blame.
enum Trace {
    /// The finding that should be mended.
    Finding(usize),
    /// Places of the document of all witnesses, and of the mended page.
    Places(Vec<PointerBuf>, Vec<Span>),
    /// A place of the document of all witnesses, and everything below it.
    Below(PointerBuf),
    /// No trace.
    Nothing,
}

impl Failure {
    fn new(shown_by: Trace, why: impl Into<String>) -> Self {
        Self { shown_by, why: why.into() }
    }

    /// A finding of the mended page.
    fn of(catalog: &Catalog, finding: &Diagnostic, why: String) -> Self {
        let resource = finding.resource.as_deref();
        let own = document_path(catalog, finding.event.as_deref(), finding.witness, resource, &finding.pointer);
        let facts = finding.facts.as_object().into_iter().flatten().filter_map(|(_, fact)| fact.as_str());
        let named = facts.filter_map(|fact| PointerBuf::parse(fact).ok()).filter(|place| !place.is_root());
        let spans = std::iter::once(finding.span).chain(finding.related.iter().map(|(span, _)| *span));
        Self::new(Trace::Places(std::iter::once(own).chain(named).collect(), spans.collect()), why)
    }
}

/// Who is to blame for a wrong plan.
pub(super) enum Blame {
    /// These findings, and why.
    Findings(Vec<(usize, String)>),
    /// It is not clear which findings; with the reason.
    Unclear(String),
}

/// The findings that were mended although they were not selected, or who is to blame for a wrong plan.
///
/// Each failure has a trace. It leads to the changes at, above, below or beside its place, in this order of preference, and from
/// there to the findings that these changes should mend.
pub(super) fn verify(given: Given<'_>, plan: &Plan, open: &BTreeSet<usize>) -> Result<Vec<usize>, Blame> {
    let (failures, along) = tried(given, plan, open);
    if failures.is_empty() {
        return Ok(along);
    }
    let regions = regions(&plan.edits);
    let changes =
        plan.edits.iter().zip(&regions).flat_map(|(edit, region)| edit.changes.iter().map(|it| (it, *region)));
    let by = |is_to_blame: &dyn Fn(&Changed, Span) -> bool| -> BTreeSet<usize> {
        let changes = changes.clone().filter(|(change, region)| is_to_blame(change, *region));
        // A comma that is removed with an addition can be removed without it.
        let rule = |at: &usize| given.outcome.findings[*at].diagnostic.rule;
        let found = changes.flat_map(|(change, _)| change.findings.iter().copied());
        found.filter(|at| open.contains(at) && !READ_OVER.contains(&rule(at))).collect()
    };
    let mut blamed = BTreeMap::new();
    let mut unclear = None;
    for Failure { shown_by, why } in failures {
        let found = match &shown_by {
            Trace::Finding(at) => BTreeSet::from([*at]),
            Trace::Places(places, spans) => {
                let meets = |it: &Changed, meets: &dyn Fn(&Pointer, &Pointer) -> bool| {
                    says(it) && places.iter().any(|place| names(&it.place).iter().any(|it| meets(place, it)))
                };
                let around = by(&|it, _| meets(it, &|place, change| place.starts_with(change)));
                let within = || by(&|it, _| meets(it, &|place, change| change.starts_with(place)));
                let beside = || by(&|_, at| spans.iter().any(|span| span.start < at.end && at.start < span.end));
                Some(around)
                    .filter(|found| !found.is_empty())
                    .or_else(|| Some(within()).filter(|it| !it.is_empty()))
                    .unwrap_or_else(beside)
            }
            Trace::Below(place) => by(&|it, _| it.place.starts_with(place)),
            Trace::Nothing => BTreeSet::new(),
        };
        if found.is_empty() {
            unclear = unclear.or(Some(why));
            continue;
        }
        for at in found {
            blamed.entry(at).or_insert_with(|| why.clone());
        }
    }
    match unclear {
        Some(why) if blamed.is_empty() => Err(Blame::Unclear(why)),
        _ => Err(Blame::Findings(blamed.into_iter().collect())),
    }
}

/// Whether a change alters the content of the page.
fn says(change: &Changed) -> bool {
    !matches!(change.does, Does::DropsComma | Does::DropsComment)
}

/// Where each edit is in the mended page.
fn regions(edits: &[Edit]) -> Vec<Span> {
    let (mut behind, mut at) = (0, 0);
    let mut regions = Vec::with_capacity(edits.len());
    for edit in edits {
        let start = at + (edit.span.start - behind);
        regions.push(Span::new(start, start + edit.new.len()));
        (behind, at) = (edit.span.end, start + edit.new.len());
    }
    regions
}

fn tried(given: Given<'_>, plan: &Plan, open: &BTreeSet<usize>) -> (Vec<Failure>, Vec<usize>) {
    let unreadable = |error: String| {
        (vec![Failure::new(Trace::Nothing, format!("the page could no longer be read: {error}"))], Vec::new())
    };
    let bytes = plan.text.clone().into_bytes();
    let page = match Page::new(given.page.path(), bytes, Some(given.page.format())) {
        Ok(page) => page,
        Err(error) => return unreadable(error.to_string()),
    };
    let catalog = match extract(&page) {
        Ok(catalog) => catalog,
        Err(error) => return unreadable(error.to_string()),
    };
    let mut failures = says_what_is_wanted(&catalog, &plan.wanted);
    if !failures.is_empty() {
        return (failures, Vec::new());
    }
    let after = (given.rules.run)(&page, &catalog);
    failures.extend(findings(given, &catalog, &after, open));
    let gone = gone(given, &after);
    failures.extend(reconciles(given, &page, &catalog, &after, &gone));
    (failures, gone.difference(open).copied().collect())
}

/// The decided findings that the mended page no longer has.
fn gone(given: Given<'_>, after: &[Diagnostic]) -> BTreeSet<usize> {
    let there: HashSet<FindingKey> = after.iter().map(FindingKey::of).collect();
    let prints: HashSet<String> = after.iter().map(Diagnostic::fingerprint).collect();
    let findings = given.outcome.findings.iter().enumerate().filter(|(_, judged)| judged.status != Status::Undecided);
    let gone = findings.filter(|(_, judged)| {
        let finding = &judged.diagnostic;
        let same_place = there.contains(&FindingKey::of(finding)) && !is_item(finding);
        !same_place && !prints.contains(&finding.fingerprint())
    });
    gone.map(|(at, _)| at).collect()
}

/// Whether a finding's place is in a list, where another item may have taken its index.
fn is_item(finding: &Diagnostic) -> bool {
    finding.pointer.back().is_some_and(|token| token.decoded().parse::<usize>().is_ok())
}

/// Whether the mended page has the desired content, in the same order.
fn says_what_is_wanted(catalog: &Catalog, wanted: &Catalog) -> Vec<Failure> {
    let (said, wanted) = (document(catalog), document(wanted));
    let keys = |value: &Value| value.as_object().map(|all| all.keys().cloned().collect::<Vec<_>>());
    if keys(&said) != keys(&wanted) {
        return vec![Failure::new(Trace::Nothing, "the edit would add or remove an event")];
    }
    let mut failures = Vec::new();
    differing(Pointer::root(), &said, &wanted, 2, &mut failures);
    failures
}

/// The members that differ: events, and their witnesses.
fn differing(at: &Pointer, said: &Value, wanted: &Value, depth: usize, failures: &mut Vec<Failure>) {
    let (Value::Object(said), Value::Object(wanted), true) = (said, wanted, depth > 0) else {
        let why = "the edited place would be read differently";
        return failures.push(Failure::new(Trace::Below(at.to_buf()), why));
    };
    for (key, wanted) in wanted {
        let at = at.with_trailing_token(key.as_str());
        match said.get(key) {
            Some(said) if in_order(said, wanted) => {}
            said => differing(&at, said.unwrap_or(&Value::Null), wanted, depth - 1, failures),
        }
    }
    for key in said.keys().filter(|key| !wanted.contains_key(*key)) {
        differing(&at.with_trailing_token(key.as_str()), &Value::Null, &Value::Null, 0, failures);
    }
}

/// Whether both are equal, in the same order.
fn in_order(one: &Value, other: &Value) -> bool {
    let (one, other) = (one.to_string(), other.to_string());
    one == other
}

/// Whether the mended findings are gone, and no new finding appears.
fn findings(given: Given<'_>, catalog: &Catalog, after: &[Diagnostic], open: &BTreeSet<usize>) -> Vec<Failure> {
    let before = &given.outcome.findings;
    let known: HashSet<FindingKey> =
        before.iter().map(|judged| of_resource(FindingKey::of(&judged.diagnostic))).collect();
    let evidence: HashSet<String> = before.iter().map(|judged| matter(&judged.diagnostic)).collect();
    let mended: HashMap<String, usize> = open.iter().map(|&at| (before[at].diagnostic.fingerprint(), at)).collect();
    let mut failures = Vec::new();
    for finding in after {
        if let Some(at) = mended.get(&finding.fingerprint()) {
            failures.push(Failure::new(Trace::Finding(*at), format!("the finding would stay: {}", finding.message)));
        } else if !known.contains(&of_resource(FindingKey::of(finding))) && !evidence.contains(&matter(finding)) {
            let why = format!("there would be a new finding (`{}`): {}", finding.rule, finding.message);
            failures.push(Failure::of(catalog, finding, why));
        }
    }
    failures
}

/// What identifies a finding, regardless of which section of a resource reports it.
fn of_resource(finding: FindingKey) -> FindingKey {
    let event = finding.event.filter(|_| finding.resource.is_none());
    FindingKey { event, ..finding }
}

/// What identifies a finding even if its index in a list has changed.
fn matter(finding: &Diagnostic) -> String {
    let place = finding.pointer.tokens().map(|token| token.decoded().into_owned());
    let place: Vec<String> = place.filter(|token| token.parse::<usize>().is_err()).collect();
    format!(
        "{} {:?} {} {:?} {place:?} {}",
        finding.rule, finding.event, finding.witness, finding.resource, finding.evidence
    )
}

/// Whether the mended page reconciles to the same result without the superfluous decisions, and these decisions are
/// reported as stale.
fn reconciles(
    given: Given<'_>,
    page: &Page,
    catalog: &Catalog,
    after: &[Diagnostic],
    gone: &BTreeSet<usize>,
) -> Vec<Failure> {
    let needed = needed(given, after, gone);
    let outcome = reconcile(page, catalog, &needed, given.rules);
    let mut failures = Vec::new();
    let known = |id: &str| given.outcome.stale.iter().any(|stale| stale.decision == id);
    for stale in outcome.stale.iter().filter(|stale| !known(&stale.decision)) {
        let why =
            format!("the decision `{}`, which is still needed, would be stale: {}", stale.decision, stale.message);
        failures
            .push(Failure::new(stale.span.map_or(Trace::Nothing, |span| Trace::Places(Vec::new(), vec![span])), why));
    }
    let essence = |error: &DecisionError| (error.decision.clone(), error.problem.to_string());
    let errors: HashSet<_> = given.outcome.errors.iter().map(essence).collect();
    for error in outcome.errors.iter().filter(|error| !errors.contains(&essence(error))) {
        let why = format!("a decision that is still needed would fail: {}", error.problem);
        failures.push(Failure::new(Trace::Nothing, why));
    }
    let open_before = given.outcome.findings.iter().filter(|it| it.wants_decision());
    let wants: HashSet<FindingKey> = open_before.map(|it| FindingKey::of(&it.diagnostic)).collect();
    for judged in outcome.findings.iter().filter(|judged| judged.wants_decision()) {
        let finding = &judged.diagnostic;
        if !wants.contains(&FindingKey::of(finding)) {
            failures.push(Failure::of(catalog, finding, format!("a finding would be undecided: {}", finding.message)));
        }
    }
    let (before, after) = (&given.outcome.reconciled, &outcome.reconciled);
    failures.extend(same("", &before.events, &after.events, |event| &event.name, event));
    failures.extend(same(RESOURCES, &before.resources, &after.resources, |resource| &resource.name, resource));
    if failures.is_empty() {
        failures.extend(superfluous(given, page, catalog, &needed, gone));
    }
    failures
}

/// The decisions that answered only mended findings must be reported as fixed upstream.
fn superfluous(
    given: Given<'_>,
    page: &Page,
    catalog: &Catalog,
    needed: &ReadDecisions,
    gone: &BTreeSet<usize>,
) -> Vec<Failure> {
    let outcome: Outcome = reconcile(page, catalog, given.decisions, given.rules);
    let kept: HashSet<&str> = needed.decisions.iter().map(|decision| decision.id.as_str()).collect();
    let answered = gone.iter().filter_map(|&at| given.outcome.findings[at].status.decision());
    let gone: BTreeSet<&str> = answered.filter(|id| !kept.contains(id)).collect();
    let is_fixed =
        |id: &&str| outcome.stale.iter().any(|it| it.decision == **id && it.form == Staleness::FixedUpstream);
    let others = gone.iter().filter(|id| !is_fixed(id));
    let why = |id| format!("the decision `{id}` would not become stale, although it is no longer needed");
    others.map(|id| Failure::new(Trace::Nothing, why(id))).collect()
}

/// The decisions, without those (or the answers of those) that the mended page makes superfluous.
fn needed(given: Given<'_>, after: &[Diagnostic], gone: &BTreeSet<usize>) -> ReadDecisions {
    let answered: HashSet<&str> = gone.iter().filter_map(|&at| given.outcome.findings[at].status.decision()).collect();
    let needed = |decision: &Decision| {
        if !answered.contains(decision.id.as_str()) {
            return Some(decision.clone());
        }
        let takes = decision.take.is_some();
        let fires =
            |answer: &Answer| after.iter().any(|finding| answer.names(finding) && answer.answers(finding, takes));
        let mut decision = decision.clone();
        decision.answers.retain(fires);
        (!decision.answers.is_empty()).then_some(decision)
    };
    ReadDecisions {
        decisions: given.decisions.decisions.iter().filter_map(needed).collect(),
        errors: given.decisions.errors.clone(),
    }
}

/// The differences of events or resources.
fn same<T>(
    base: &str,
    before: &[T],
    after: &[T],
    name: fn(&T) -> &String,
    said: fn(&T) -> ReconciledText,
) -> Vec<Failure> {
    if before.iter().map(name).ne(after.iter().map(name)) {
        return vec![Failure::new(Trace::Nothing, "the effective schemas would have other events or resources")];
    }
    let mut failures = Vec::new();
    for (one, other) in before.iter().zip(after) {
        let (before, after) = (said(one), said(other));
        if before.rest != after.rest || before.schema != after.schema {
            let why = "schema, example or prose would differ from those with the decisions";
            failures.push(Failure::new(Trace::Nothing, why));
        } else if !in_order(&before.schema, &after.schema) {
            let place = match base {
                "" => PointerBuf::from_tokens([name(one).as_str(), "schema"]),
                base => PointerBuf::from_tokens([base, name(one), "schema"]),
            };
            let mut places = Vec::new();
            misplaced(&place, &before.schema, &after.schema, &mut places);
            let why = "its position depends on something that is not mended";
            failures.push(Failure::new(Trace::Places(places, Vec::new()), why));
        }
    }
    failures
}

/// The members that stood before another one and now follow it.
fn misplaced(at: &Pointer, before: &Value, after: &Value, places: &mut Vec<PointerBuf>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let was: HashMap<&str, usize> = before.keys().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
            let mut first = usize::MAX;
            for (key, now) in after.iter().rev() {
                let place = at.with_trailing_token(key.as_str());
                let Some(&position) = was.get(key.as_str()) else { continue };
                if position > first {
                    places.push(place);
                } else {
                    first = position;
                    misplaced(&place, &before[key], now, places);
                }
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                misplaced(&at.with_trailing_token(index), before, after, places);
            }
        }
        _ => {}
    }
}
