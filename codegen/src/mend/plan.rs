//! From the findings to mend to edits: compares the documents after the decisions with the page.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::attribute::{Attribution, attribute};
use super::part::{Part, PartKind, Parts};
use super::splice::{Splice, followed, sort};
use super::{Changed, Does, Edit, Given, READ_OVER, json, prose, table};
use crate::catalog::{Block, Catalog, DocumentedResource, Table};
use crate::document::RESOURCES;
use crate::page::Span;
use crate::reconcile::{DecisionStep, steps};

/// Keywords that decisions add for the generated crate, and that the page does not need.
pub(super) const OURS: [&str; 2] = ["x-accessor", "x-declared-from"];

/// The edits that mend some findings.
pub(super) struct Plan {
    /// The page's text with all edits.
    pub(super) text: String,
    pub(super) edits: Vec<Edit>,
    /// The catalog that the mended page should have.
    pub(super) wanted: Catalog,
    /// Findings that cannot be mended, and why.
    pub(super) refused: Vec<(usize, String)>,
}

/// Finds the edits that mend these findings.
pub(super) fn plan(given: Given<'_>, open: &BTreeSet<usize>) -> Plan {
    let steps = steps(given.page, given.catalog, given.decisions, given.outcome, given.rules, &|at| open.contains(&at));
    let mut wanted = steps.catalog;
    without_ours(given.catalog, &mut wanted);
    let findings = &given.outcome.findings;
    let read_over: HashMap<usize, usize> = open
        .iter()
        .filter(|&&at| READ_OVER.contains(&findings[at].diagnostic.rule))
        .map(|&at| (findings[at].diagnostic.span.start, at))
        .collect();
    let mut parts = Parts::default();
    Laid { given, wanted: &wanted, drops: read_over.keys().copied().collect(), parts: &mut parts }.all();
    let Attribution { findings_of, mut refused } = attribute(&parts, &steps.done, &read_over);
    refused.extend(steps.refused);
    refused.retain(|(at, _)| open.contains(at));
    let mut edits = edits(given, &parts.parts, &findings_of);
    along(&steps.done, &mut edits);
    let all: Vec<&Splice> = parts.parts.iter().flat_map(|part| &part.splices).collect();
    let text = text(given.page.text(), all);
    Plan { text, edits, wanted, refused }
}

fn text(page: &str, mut splices: Vec<&Splice>) -> String {
    sort(&mut splices);
    followed(page, Span::new(0, page.len()), &splices)
}

/// The page's catalog and the desired one, side by side.
struct Laid<'a> {
    given: Given<'a>,
    wanted: &'a Catalog,
    /// The places of commas and comments to remove.
    drops: HashSet<usize>,
    parts: &'a mut Parts,
}

impl Laid<'_> {
    fn all(mut self) {
        let (catalog, wanted) = (self.given.catalog, self.wanted);
        let events: HashMap<&str, _> = wanted.events.iter().map(|event| (event.key.as_str(), event)).collect();
        for event in &catalog.events {
            let at = |what: &str| PointerBuf::from_tokens([event.key.as_str(), what]);
            let Some(now) = events.get(event.key.as_str()) else {
                self.parts.refuse(
                    PointerBuf::from_tokens([event.key.as_str()]),
                    "it would remove the whole section of an event",
                );
                continue;
            };
            prose::changes(self.given.page, &at("prose"), event.into(), (*now).into(), self.parts);
            self.table(&at("table"), event.table.as_ref(), now.table.as_ref());
            self.block(&at("example"), event.example.as_ref(), now.example.as_ref());
            self.block(&at("schema"), event.schema.as_ref(), now.schema.as_ref());
            for resource in &now.resources {
                let at = at("resources").with_trailing_token(resource.name.as_str());
                let old = event.resources.iter().find(|old| old.name == resource.name);
                self.resource(&at, old, Some(resource));
            }
            for gone in event.resources.iter().filter(|old| !now.resources.iter().any(|it| it.name == old.name)) {
                self.resource(&at("resources").with_trailing_token(gone.name.as_str()), Some(gone), None);
            }
        }
        for resource in &catalog.resources {
            let at = PointerBuf::from_tokens([RESOURCES, resource.name.as_str()]);
            let Some(now) = wanted.resource(&resource.name) else {
                self.parts.refuse(at, "it would remove the whole section of a resource");
                continue;
            };
            if let (Some(old), Some(new)) = (&resource.section, &now.section) {
                prose::changes(self.given.page, &at.with_trailing_token("prose"), old.into(), new.into(), self.parts);
                self.table(&at.with_trailing_token("table"), old.table.as_ref(), new.table.as_ref());
            }
            self.resource(&at, Some(resource), Some(now));
        }
    }

    fn resource(&mut self, at: &Pointer, old: Option<&DocumentedResource>, new: Option<&DocumentedResource>) {
        let of = |resource: Option<&'_ DocumentedResource>, schema: bool| {
            let resource = resource?;
            (if schema { &resource.schema } else { &resource.example }).clone()
        };
        for (what, schema) in [("example", false), ("schema", true)] {
            let (old, new) = (of(old, schema), of(new, schema));
            self.block(&at.with_trailing_token(what), old.as_ref(), new.as_ref());
        }
    }

    fn table(&mut self, at: &Pointer, old: Option<&Table>, new: Option<&Table>) {
        match (old, new) {
            (Some(old), Some(new)) => table::changes(self.given.page, at, old, new, self.parts),
            (None, Some(_)) => {
                self.parts.refuse(at, "the page has no table here, and only its owners can write a new tab");
            }
            (Some(_), None) => self.parts.refuse(at, "it would remove a whole table"),
            (None, None) => {}
        }
    }

    fn block(&mut self, at: &Pointer, old: Option<&Block>, new: Option<&Block>) {
        match (old, new) {
            (Some(old), Some(new)) => {
                let Some(value) = new.value() else { return };
                let drops = self.drops.iter().any(|drop| old.span.start <= *drop && *drop < old.span.end);
                if drops || old.value() != Some(value) {
                    let text = self.given.page.text();
                    if self.is_template(old.span, value) {
                        return self.parts.refuse(
                            at,
                            "the block is in a JavaScript template, where the new text would have another meaning",
                        );
                    }
                    json::changes(
                        &json::BlockChange { text, block: old, place: at, new: value, drops: &self.drops },
                        self.parts,
                    );
                }
            }
            (None, Some(_)) => {
                self.parts.refuse(at, "the page has no such JSON here, and only its owners can write a new tab");
            }
            (Some(old), None) if old.json.is_ok() => self.parts.refuse(at, "it would remove a whole block of JSON"),
            (Some(_) | None, None) => {}
        }
    }

    /// Whether the block is code in a JavaScript template, where the new text would have another meaning.
    fn is_template(&self, span: Span, value: &Value) -> bool {
        let before = self.given.page.text()[..span.start].trim_end_matches(crate::page::is_blank);
        before.ends_with("{`") && value.to_string().contains(['\\', '`', '$'])
    }
}

/// Removes keywords that only the generated crate needs from the desired catalog, unless the page has them.
fn without_ours(page: &Catalog, wanted: &mut Catalog) {
    let events: HashMap<&str, _> = page.events.iter().map(|event| (event.key.as_str(), event)).collect();
    for event in &mut wanted.events {
        let Some(old) = events.get(event.key.as_str()) else { continue };
        strip(old.schema.as_ref(), event.schema.as_mut());
        for resource in &mut event.resources {
            let old = old.resources.iter().find(|old| old.name == resource.name);
            strip(old.and_then(|old| old.schema.as_ref()), resource.schema.as_mut());
        }
    }
    for resource in &mut wanted.resources {
        let old = page.resource(&resource.name).and_then(|old| old.schema.as_ref());
        strip(old, Arc::make_mut(resource).schema.as_mut());
    }
    wanted.share();
}

fn strip(old: Option<&Block>, new: Option<&mut Block>) {
    if let Some(Ok(json)) = new.map(|block| block.json.as_mut()) {
        without(old.and_then(Block::value), &mut json.value);
    }
}

fn without(old: Option<&Value>, new: &mut Value) {
    match new {
        Value::Object(members) => {
            let known = |key: &str| old.and_then(|old| old.get(key));
            members.retain(|key, _| !OURS.contains(&key.as_str()) || known(key).is_some());
            for (key, value) in members {
                without(known(key), value);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                without(old.and_then(|old| old.get(at)), item);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The region of the page that a part changes.
fn region(part: &Part) -> Option<Span> {
    part.splices.iter().map(|splice| splice.span).reduce(Span::to)
}

/// Combines parts into edits: parts with overlapping regions become one edit.
fn edits(given: Given<'_>, parts: &[Part], findings_of: &[Vec<usize>]) -> Vec<Edit> {
    let mut regions: Vec<(Span, usize)> =
        parts.iter().enumerate().filter_map(|(at, part)| Some((region(part)?, at))).collect();
    regions.sort();
    let mut groups: Vec<(Span, Vec<usize>)> = Vec::new();
    for (span, at) in regions {
        match groups.last_mut() {
            Some((whole, members)) if span.start < whole.end || span.start == whole.start => {
                *whole = whole.to(span);
                members.push(at);
            }
            _ => groups.push((span, vec![at])),
        }
    }
    let text = given.page.text();
    let edit = |(span, mut members): (Span, Vec<usize>)| {
        members.sort_unstable();
        let mut splices: Vec<&Splice> = members.iter().flat_map(|&at| &parts[at].splices).collect();
        sort(&mut splices);
        let findings: BTreeSet<usize> = members.iter().flat_map(|&at| &findings_of[at]).copied().collect();
        let mut decisions: Vec<String> = Vec::new();
        for at in &findings {
            let decision = given.outcome.findings[*at].status.decision();
            if let Some(decision) = decision.filter(|decision| !decisions.iter().any(|known| known == decision)) {
                decisions.push(decision.to_owned());
            }
        }
        Edit {
            span,
            old: given.page.slice(span).to_owned(),
            new: followed(text, span, &splices),
            changes: members.iter().map(|&at| changed(&parts[at], &findings_of[at])).collect(),
            findings: findings.into_iter().collect(),
            decisions,
        }
    };
    groups.into_iter().map(edit).collect()
}

fn changed(part: &Part, findings: &[usize]) -> Changed {
    let (old, new) = (part.old.clone(), part.new.clone());
    let does = match part.kind {
        PartKind::Replaced => Does::Replaces(old, new),
        PartKind::Added => Does::Adds(new.unwrap_or_default()),
        PartKind::Removed => Does::Removes(old.unwrap_or_default()),
        PartKind::Comma => Does::DropsComma,
        PartKind::Comment => Does::DropsComment,
    };
    Changed { place: part.place.clone(), does, findings: findings.to_vec() }
}

/// Assigns findings that were mended by another step of the same decision to that step's edits.
fn along(steps: &[DecisionStep], edits: &mut [Edit]) {
    let named: HashSet<usize> = edits.iter().flat_map(|edit| edit.findings.iter().copied()).collect();
    for step in steps {
        for &at in step.findings.iter().filter(|at| !named.contains(at)) {
            for edit in edits.iter_mut().filter(|edit| edit.decisions.contains(&step.decision)) {
                edit.findings.push(at);
            }
        }
    }
    for edit in edits {
        edit.findings.sort_unstable();
        edit.findings.dedup();
    }
}
