//! A finding with its status and its decision.

use std::collections::HashMap;

use super::words::{Inline, anchor};
use crate::catalog::Witness;
use crate::decision::Decision;
use crate::reconcile::Judged;
use crate::report::Report;

/// A finding as the template shows it.
#[derive(Clone)]
pub(super) struct FindingView<'a> {
    pub(super) anchor: String,
    pub(super) event: Inline<'a>,
    pub(super) event_anchor: Option<String>,
    pub(super) severity: &'static str,
    pub(super) status: &'static str,
    pub(super) rule: &'static str,
    pub(super) witness: &'static str,
    pub(super) pointer: Inline<'a>,
    pub(super) message: Inline<'a>,
    pub(super) help: Inline<'a>,
    pub(super) line: usize,
    pub(super) decision: Option<(Inline<'a>, Inline<'a>)>,
}

/// All findings, by where they are shown.
pub(super) struct FindingViews<'a> {
    all: Vec<(&'a Judged, FindingView<'a>)>,
    by_event: HashMap<&'a str, Vec<usize>>,
    of_page: Vec<usize>,
}

impl<'a> FindingViews<'a> {
    pub(super) fn new(report: Report<'a>) -> Self {
        let decisions: HashMap<&str, &Decision> =
            report.decisions.decisions.iter().map(|decision| (decision.id.as_str(), decision)).collect();
        let known: std::collections::HashSet<&str> =
            report.catalog.events.iter().map(|event| event.key.as_str()).collect();
        let mut found = Self { all: Vec::new(), by_event: HashMap::new(), of_page: Vec::new() };
        let mut judged: Vec<&Judged> = report.outcome.findings.iter().collect();
        judged.sort_by_key(|judged| (judged.diagnostic.span, judged.diagnostic.severity, judged.diagnostic.rule));
        for (at, judged) in judged.into_iter().enumerate() {
            let event = judged.diagnostic.event.as_deref().filter(|event| known.contains(event));
            match event {
                Some(event) => found.by_event.entry(event).or_default().push(at),
                None => found.of_page.push(at),
            }
            found.all.push((judged, finding_view(report, judged, event, &decisions, at)));
        }
        found
    }

    /// The findings that belong to no event.
    pub(super) fn of_page(&self) -> Vec<FindingView<'a>> {
        self.of_page.iter().map(|&at| self.all[at].1.clone()).collect()
    }

    /// The findings of an event.
    pub(super) fn of_event(&self, event: &str) -> impl Iterator<Item = (&'a Judged, &FindingView<'a>)> {
        self.by_event.get(event).into_iter().flatten().map(|&at| (self.all[at].0, &self.all[at].1))
    }

    /// The findings about a resource of the page, for whichever event they are reported.
    pub(super) fn of_resource(&self, name: &str) -> impl Iterator<Item = (&'a Judged, &FindingView<'a>)> {
        let about = move |judged: &Judged| {
            is_resource(judged.diagnostic.witness) && judged.diagnostic.resource.as_deref() == Some(name)
        };
        self.of_page.iter().map(|&at| (self.all[at].0, &self.all[at].1)).filter(move |(judged, _)| about(judged))
    }

    /// All, in the order of the page.
    pub(super) fn all(&self) -> impl Iterator<Item = &FindingView<'a>> {
        self.all.iter().map(|(_, finding)| finding)
    }
}

/// Whether a witness belongs to a resource.
pub(super) fn is_resource(witness: Witness) -> bool {
    matches!(witness, Witness::ResourceSchema | Witness::ResourceExample)
}

fn finding_view<'a>(
    report: Report<'a>,
    judged: &'a Judged,
    event: Option<&'a str>,
    decisions: &HashMap<&str, &'a Decision>,
    at: usize,
) -> FindingView<'a> {
    let diagnostic = &judged.diagnostic;
    let decision = judged.status.decision().map(|id| {
        let reason = decisions.get(id).map_or("", |decision| decision.reason.as_str());
        (Inline::new(id), Inline::new(reason))
    });
    FindingView {
        anchor: format!("finding-{}", at + 1),
        event: Inline::new(diagnostic.event.as_deref().unwrap_or("the page")),
        event_anchor: event.map(|event| anchor("event", event)),
        severity: diagnostic.severity.name(),
        status: judged.status.name(),
        rule: diagnostic.rule,
        witness: diagnostic.witness.name(),
        pointer: Inline::new(diagnostic.pointer.as_str()),
        message: Inline::new(&*diagnostic.message),
        help: Inline::new(&*diagnostic.help),
        line: report.page.position(diagnostic.span.start).line,
        decision,
    }
}
