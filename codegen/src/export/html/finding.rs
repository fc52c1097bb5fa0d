//! A finding with its status and its decision.

use std::collections::HashMap;

use super::words::{Words, anchor};
use crate::catalog::Witness;
use crate::decision::Decision;
use crate::reconcile::Judged;
use crate::report::Report;

/// A finding as the template shows it.
#[derive(Clone)]
pub(super) struct Finding<'a> {
    pub(super) anchor: String,
    pub(super) event: Words<'a>,
    pub(super) event_anchor: Option<String>,
    pub(super) severity: &'static str,
    pub(super) status: &'static str,
    pub(super) rule: &'static str,
    pub(super) witness: &'static str,
    pub(super) pointer: Words<'a>,
    pub(super) message: Words<'a>,
    pub(super) help: Words<'a>,
    pub(super) line: usize,
    pub(super) decision: Option<(Words<'a>, Words<'a>)>,
}

/// All findings, by where they are shown.
pub(super) struct Findings<'a> {
    all: Vec<(&'a Judged, Finding<'a>)>,
    by_event: HashMap<&'a str, Vec<usize>>,
    of_page: Vec<usize>,
}

impl<'a> Findings<'a> {
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
            found.all.push((judged, shown(report, judged, event, &decisions, at)));
        }
        found
    }

    /// The findings that belong to no event.
    pub(super) fn of_page(&self) -> Vec<Finding<'a>> {
        self.of_page.iter().map(|&at| self.all[at].1.clone()).collect()
    }

    /// The findings of an event.
    pub(super) fn of_event(&self, event: &str) -> impl Iterator<Item = (&'a Judged, &Finding<'a>)> {
        self.by_event.get(event).into_iter().flatten().map(|&at| (self.all[at].0, &self.all[at].1))
    }

    /// The findings about a resource of the page, for whichever event they are reported.
    pub(super) fn of_resource(&self, name: &str) -> impl Iterator<Item = (&'a Judged, &Finding<'a>)> {
        let about = move |judged: &Judged| {
            is_resource(judged.diagnostic.witness) && judged.diagnostic.resource.as_deref() == Some(name)
        };
        self.of_page.iter().map(|&at| (self.all[at].0, &self.all[at].1)).filter(move |(judged, _)| about(judged))
    }

    /// All, in the order of the page.
    pub(super) fn all(&self) -> impl Iterator<Item = &Finding<'a>> {
        self.all.iter().map(|(_, finding)| finding)
    }
}

/// Whether a witness belongs to a resource.
pub(super) fn is_resource(witness: Witness) -> bool {
    matches!(witness, Witness::ResourceSchema | Witness::ResourceExample)
}

fn shown<'a>(
    report: Report<'a>,
    judged: &'a Judged,
    event: Option<&'a str>,
    decisions: &HashMap<&str, &'a Decision>,
    at: usize,
) -> Finding<'a> {
    let diagnostic = &judged.diagnostic;
    let decision = judged.status.decision().map(|id| {
        let reason = decisions.get(id).map_or("", |decision| decision.reason.as_str());
        (Words::new(id), Words::new(reason))
    });
    Finding {
        anchor: format!("finding-{}", at + 1),
        event: Words::new(diagnostic.event.as_deref().unwrap_or("the page")),
        event_anchor: event.map(|event| anchor("event", event)),
        severity: diagnostic.severity.name(),
        status: judged.status.name(),
        rule: diagnostic.rule,
        witness: diagnostic.witness.name(),
        pointer: Words::new(diagnostic.pointer.as_str()),
        message: Words::new(&*diagnostic.message),
        help: Words::new(&*diagnostic.help),
        line: report.page.position(diagnostic.span.start).line,
        decision,
    }
}
