//! ## What it does
//! Compares the schemas that several events give for one resource, and reports each difference: a property that only
//! some have, at the first event that has it; a keyword that differs, at the later event. First and later are by the
//! events' names. The order of events, of keys, and of the names in `required`, `enum` and `type` does not matter.
//!
//! ## Why it matters
//! One resource is one type. If only one event documents a property, the page does not say whether the others send it.
//!
//! ## Example
//! The Product of `order_placed` has `price`, that of `product_added` does not.
//!
//! ## What to do
//! Take the union (one type with everything optional), or make the schemas equal with patches.

use indexmap::IndexMap;
use jsonptr::PointerBuf;
use serde_json::{Value, json};

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, SchemaNode, Severity, abridged, listed};

use crate::unite::same_keyword;

pub(super) const RULE: Rule = Rule {
    id: "resource-drift",
    severity: Severity::Warning,
    choices: &[
        Choice {
            id: "union",
            does: "one type for all events: what any of them declares, nothing that refuses what another allows; of texts the one \
                   that most have, else the shortest",
            derive: united,
        },
        Choice { id: "usual", does: "take for all events what most of them say at this place", derive: usual },
    ],
    source: include_str!("resource_drift.rs"),
    check,
};

/// Keywords that hold a schema and are compared within.
const WITHIN: &[&str] = &["items", "additionalProperties", "contains", "propertyNames", "not"];
/// Keywords that hold schemas by name and are compared within.
const BY_NAME: &[&str] = &["properties", "patternProperties", "definitions", "$defs"];
/// Schemas within schemas are compared no deeper; extraction refuses what is.
const DEEPEST: usize = 256;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut resources: IndexMap<&str, Vec<SchemaNode<'_>>> = IndexMap::new();
    for event in context.events() {
        for resource in &event.resources {
            if let Some(root) = context.sheets.resource_schema(Some(event), resource).and_then(SchemaNode::root) {
                resources.entry(&resource.name).or_default().push(root);
            }
        }
    }
    for resource in &context.catalog.resources {
        if let Some(root) = context.sheets.resource_schema(None, resource).and_then(SchemaNode::root) {
            resources.entry(&resource.name).or_default().push(root);
        }
    }
    for (name, mut roots) in resources.into_iter().filter(|(_, roots)| roots.len() > 1) {
        // By name, not by place: moving an event on the page is not a difference. The resource's own section comes first.
        roots.sort_by(|a, b| (a.sheet.event.map(|it| &it.key)).cmp(&b.sheet.event.map(|it| &it.key)));
        compare(name, &roots, findings, DEEPEST);
    }
}

/// Compares what the schemas say at the same place.
fn compare(resource: &str, schemas: &[SchemaNode<'_>], findings: &mut Vec<Finding>, depth: usize) {
    if depth == 0 {
        return;
    }
    for keyword in names(schemas) {
        let (having, lacking) = divided(schemas, &[keyword]);
        let objects = having.iter().all(|node| node.value.is_object());
        if BY_NAME.contains(&keyword) && objects {
            for name in names(&having) {
                let (having, lacking) = divided(schemas, &[keyword, name]);
                if !lacking.is_empty() {
                    findings.push(only_some(resource, name, &having, &lacking));
                }
                compare(resource, &having, findings, depth - 1);
            }
        } else if WITHIN.contains(&keyword) && objects && lacking.is_empty() {
            compare(resource, &having, findings, depth - 1);
        } else if !lacking.is_empty() {
            findings.push(only_some(resource, keyword, &having, &lacking));
        } else if let [first, later @ ..] = having.as_slice() {
            let differing = later.iter().filter(|node| !same_keyword(keyword, first.value, node.value));
            findings.extend(differing.map(|node| differs(resource, keyword, first, node)));
        }
    }
}

/// The keys of the schemas, each once.
fn names<'a>(schemas: &[SchemaNode<'a>]) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for name in schemas.iter().filter_map(|node| node.value.as_object()).flat_map(|members| members.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// The value at the place in the schemas that have it, and the schemas that do not.
fn divided<'a>(schemas: &[SchemaNode<'a>], place: &[&str]) -> (Vec<SchemaNode<'a>>, Vec<SchemaNode<'a>>) {
    let (mut having, mut lacking) = (Vec::new(), Vec::new());
    for schema in schemas {
        match place.iter().try_fold(schema.clone(), |node, token| node.child([*token])) {
            Some(node) => having.push(node),
            None => lacking.push(schema.clone()),
        }
    }
    (having, lacking)
}

fn only_some(resource: &str, what: &str, having: &[SchemaNode<'_>], lacking: &[SchemaNode<'_>]) -> Finding {
    let events = |nodes: &[SchemaNode<'_>]| nodes.iter().map(|node| node.sheet.owner().to_owned()).collect::<Vec<_>>();
    let first = &having[0];
    let mut finding = Finding::on_schema(first)
        .span(first.key_span())
        .evidence(json!({ "value": first.value, "lacking": events(lacking) }))
        .message(format!(
            "the resource `{resource}` has `{what}` at `{}` in {}, but not in {}",
            first.pointer,
            listed(&events(having)),
            listed(&events(lacking))
        ))
        .help("make the schemas equal with patches, or accept the union of both");
    for other in lacking {
        finding = finding.related(other.span(), format!("`{}` lacks it here", other.sheet.owner()));
    }
    finding
}

fn differs(resource: &str, keyword: &str, first: &SchemaNode<'_>, later: &SchemaNode<'_>) -> Finding {
    let events = [first.sheet.owner(), later.sheet.owner()];
    Finding::on_schema(later)
        .evidence(json!({ "earlier": first.value, "later": later.value }))
        .message(format!(
            "`{keyword}` at `{}` of the resource `{resource}` is {} in `{}`, but {} in `{}`",
            later.pointer,
            abridged(later.value),
            events[1],
            abridged(first.value),
            events[0]
        ))
        .help("make the schemas equal with patches, or accept the difference")
        .related(first.span(), format!("in `{}`", events[0]))
}

fn united(asked: &ChoiceContext<'_>) -> Derived {
    // The resource as one thing is the union, unless it has a section of its own, which is one of those that differ.
    let all: Vec<&Value> = roots(asked).iter().filter_map(|root| asked.at(root)).collect();
    let union = crate::unite::united(&all);
    aligned(asked, union.pointer(asked.finding.pointer.as_str()))
}

fn usual(asked: &ChoiceContext<'_>) -> Derived {
    let views = views(asked);
    let said: Vec<Value> = views.iter().map(|place| asked.at(place).cloned().into_iter().collect()).collect();
    let most = crate::unite::usual(&said.iter().collect::<Vec<_>>());
    aligned(asked, most.get(0))
}

/// The schemas of the resource: those in the sections of events, and that of its own section.
fn roots(asked: &ChoiceContext<'_>) -> Vec<PointerBuf> {
    let name = asked.finding.resource.as_deref().unwrap_or_default();
    let events = asked
        .catalog
        .events
        .iter()
        .map(|event| PointerBuf::from_tokens([event.key.as_str(), "resources", name, "schema"]));
    let own =
        asked.catalog.resource(name).map(|_| PointerBuf::from_tokens([crate::document::RESOURCES, name, "schema"]));
    events.chain(own).filter(|root| asked.at(root).is_some()).collect()
}

/// The place of the finding in each of them.
fn views(asked: &ChoiceContext<'_>) -> Vec<PointerBuf> {
    roots(asked).iter().map(|root| root.concat(&asked.finding.pointer)).collect()
}

/// Makes the place the same in all sections; one that has not what is around it gets that by a finding of its own.
fn aligned(asked: &ChoiceContext<'_>, value: Option<&Value>) -> Derived {
    let mut operations = Vec::new();
    for place in views(asked) {
        let around = place.parent().is_some_and(|parent| asked.at(parent).is_some_and(Value::is_object));
        match value {
            _ if !around => {}
            Some(value) => operations.extend(asked.set(place, value.clone())?),
            None => operations.extend(asked.remove(place)),
        }
    }
    Ok(operations)
}
