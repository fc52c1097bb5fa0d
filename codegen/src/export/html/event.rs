//! The events and resources as the template shows them, with their findings.

use std::collections::HashMap;

use jsonptr::PointerBuf;
use serde_json::Value;

use super::example::{Example, example};
use super::finding::{FindingView, FindingViews, is_resource};
use super::place::instance;
use super::property::{self, Described, PropertyView};
use super::words::{Inline, Paragraph, anchor};
use crate::catalog::{DocumentedEvent, DocumentedResource};
use crate::envelope;
use crate::reconcile::EffectiveEvent;
use crate::report::{Report, properties};

/// An event as the template shows it.
pub(super) struct EventView<'a> {
    pub(super) anchor: String,
    pub(super) name: Inline<'a>,
    pub(super) aliases: Vec<Inline<'a>>,
    pub(super) title: Inline<'a>,
    pub(super) since: Option<Inline<'a>>,
    pub(super) line: usize,
    pub(super) description: Vec<Inline<'a>>,
    pub(super) left_out: bool,
    pub(super) properties: Vec<PropertyView<'a>>,
    pub(super) resources: Vec<ResourceView<'a>>,
    pub(super) rest: Vec<FindingView<'a>>,
    pub(super) counts: Vec<(&'static str, usize)>,
    pub(super) undecided: usize,
    pub(super) example: Option<Example<'a>>,
    pub(super) schema: Option<Paragraph<'a>>,
}

/// A resource as the template shows it.
pub(super) struct ResourceView<'a> {
    pub(super) anchor: String,
    pub(super) name: Inline<'a>,
    pub(super) description: Vec<Inline<'a>>,
    pub(super) properties: Vec<PropertyView<'a>>,
    pub(super) rest: Vec<FindingView<'a>>,
    pub(super) example: Option<Example<'a>>,
}

/// The events in the order of the page.
pub(super) fn all<'a>(report: Report<'a>, findings: &FindingViews<'a>) -> Vec<EventView<'a>> {
    let patched: HashMap<&str, &DocumentedEvent> =
        report.outcome.patched.events.iter().map(|event| (event.key.as_str(), event)).collect();
    let effective: HashMap<&str, &EffectiveEvent> =
        report.outcome.reconciled.events.iter().map(|event| (event.name.as_str(), event)).collect();
    let one = |event: &'a DocumentedEvent| {
        let patched = patched.get(event.key.as_str()).copied();
        let name = patched.and_then(DocumentedEvent::schema_name).unwrap_or(&event.key);
        let effective = effective.get(name).or_else(|| effective.get(event.key.as_str())).copied();
        event_view(report, findings, event, patched, effective)
    };
    report.catalog.events.iter().map(one).collect()
}

fn event_view<'a>(
    report: Report<'a>,
    findings: &FindingViews<'a>,
    event: &'a DocumentedEvent,
    patched: Option<&'a DocumentedEvent>,
    effective: Option<&'a EffectiveEvent>,
) -> EventView<'a> {
    let documented_schema = event.schema.as_ref().and_then(|block| block.value());
    let schema = patched.and_then(DocumentedEvent::schema_with_references);
    let mut own = Vec::new();
    let mut of_resources: HashMap<&str, Vec<(PointerBuf, FindingView<'a>)>> = HashMap::new();
    let mut counts = [("error", 0), ("warning", 0), ("note", 0)];
    let mut undecided = 0;
    for (judged, finding) in findings.of_event(&event.key) {
        let diagnostic = &judged.diagnostic;
        for (severity, count) in &mut counts {
            *count += usize::from(*severity == finding.severity);
        }
        undecided += usize::from(judged.wants_decision());
        let resource = diagnostic.resource.as_deref().filter(|_| is_resource(diagnostic.witness));
        let resource = resource.and_then(|name| event.resources.iter().find(|resource| resource.name == name));
        let (documented, places) = match resource {
            Some(resource) => (
                resource.schema.as_ref().and_then(|block| block.value()),
                of_resources.entry(resource.name.as_str()).or_default(),
            ),
            None => (documented_schema, &mut own),
        };
        places.push((instance(diagnostic.witness, &diagnostic.pointer, documented), finding.clone()));
    }
    let said = properties::said_of_event(event, schema.as_ref());
    let since = event.since.as_ref().map(|since| since.text.as_str());
    let (properties, rest) = property::all(&said, schema.as_ref(), &described(report, event), since, own);
    let resources = event.resources.iter().map(|resource| {
        let findings = of_resources.remove(resource.name.as_str()).unwrap_or_default();
        let patched = patched.and_then(|event| event.resource(&resource.name));
        of(report, &event.key, resource, patched, since, findings)
    });
    EventView {
        anchor: anchor("event", &event.key),
        name: Inline::new(effective.map_or(event.key.as_str(), |event| event.name.as_str())),
        aliases: effective.iter().flat_map(|event| &event.aliases).map(|alias| Inline::new(&**alias)).collect(),
        title: Inline::new(&*event.title.text),
        since: since.map(Inline::new),
        line: report.page.position(event.span.start).line,
        description: event.description.iter().map(|paragraph| Inline::new(&*paragraph.text)).collect(),
        left_out: effective.is_none(),
        properties,
        resources: resources.collect(),
        rest,
        counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
        undecided,
        example: example(report.page, event.example.as_ref(), effective.and_then(|event| event.example.as_ref())),
        schema: effective.map(|event| Paragraph::new(format!("{:#}", report.outcome.reconciled.bundled(event)))),
    }
}

/// The words of the tables for each property.
fn described<'a>(report: Report<'a>, event: &'a DocumentedEvent) -> Described<'a> {
    let of_all = report.catalog.envelope.iter().flat_map(|table| &table.rows);
    let of_all = of_all.map(|row| (row.pointer(), row.description.text.as_str()));
    let payload = PointerBuf::from_tokens([envelope::PAYLOAD]);
    let own = event.table.iter().flat_map(|table| &table.rows);
    let own = own.map(|row| (payload.concat(&row.pointer()), row.description.text.as_str()));
    of_all.chain(own).collect()
}

/// The resources that have sections of their own.
pub(super) fn resources<'a>(report: Report<'a>, findings: &FindingViews<'a>) -> Vec<ResourceView<'a>> {
    let one = |resource: &'a std::sync::Arc<DocumentedResource>| {
        let schema = resource.schema.as_ref().and_then(|block| block.value());
        let place = |(judged, finding): (&crate::reconcile::Judged, &FindingView<'a>)| {
            (instance(judged.diagnostic.witness, &judged.diagnostic.pointer, schema), finding.clone())
        };
        let findings = findings.of_resource(&resource.name).map(place).collect();
        let patched = report.outcome.patched.resource(&resource.name).map(|resource| &**resource);
        of(report, "", resource, patched, None, findings)
    };
    report.catalog.resources.iter().map(one).collect()
}

fn of<'a>(
    report: Report<'a>,
    owner: &str,
    resource: &'a DocumentedResource,
    patched: Option<&'a DocumentedResource>,
    since: Option<&'a str>,
    findings: Vec<(PointerBuf, FindingView<'a>)>,
) -> ResourceView<'a> {
    let effective: Option<&Value> = patched.and_then(|resource| resource.schema.as_ref()?.value());
    let said = properties::said_of_resource(resource, effective);
    let (properties, rest) = property::all(&said, effective, &Described::new(), since, findings);
    let section = resource.section.as_ref();
    ResourceView {
        anchor: anchor("resource", &format!("{owner} {}", resource.name)),
        name: Inline::new(&*resource.name),
        description: section
            .into_iter()
            .flat_map(|section| &section.description)
            .map(|text| Inline::new(&*text.text))
            .collect(),
        properties,
        rest,
        example: example(
            report.page,
            resource.example.as_ref(),
            patched.and_then(|resource| resource.example.as_ref()?.value()),
        ),
    }
}
