//! ## What it does
//! Reports a resource that an event's section documents, although no `{...}` in the event's schema or example refers to
//! it.
//!
//! ## Why it matters
//! No type uses its schema. Perhaps the `{...}` was forgotten, or the tab belongs to another event.
//!
//! ## Example
//! A tab "Product JSON Schema" in the section of an event whose schema has no `"product": {...}`.
//!
//! ## What to do
//! Patch the event's schema so that it refers to the resource, or accept that the resource is left out.

use std::collections::HashSet;

use serde_json::json;

use super::{Context, Finding, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "resource-unused",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("resource_unused.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in context.events() {
        let used: Vec<&str> = [context.sheets.schema(event), context.sheets.example(event)]
            .iter()
            .flatten()
            .flat_map(|document| &document.block.json)
            .flat_map(|json| &json.placeholders)
            .filter_map(|placeholder| placeholder.resource.as_deref())
            .collect();
        for resource in event.resources.iter().filter(|resource| !used.contains(&resource.name.as_str())) {
            let document = context.sheets.of_resource(Some(event), resource).next();
            let Some(document) = document else { continue };
            findings.push(
                Finding::on_value(&document, jsonptr::Pointer::root())
                    .evidence(json!(resource.name))
                    .message(format!(
                        "no `{{...}}` of `{}` stands for the resource `{}`: it reaches no type",
                        event.key, resource.name
                    ))
                    .help("refer to it in the event's schema by a patch, or accept that it is left out"),
            );
        }
    }
    let used: HashSet<&str> =
        context.events().flat_map(|event| &event.shared).map(|resource| resource.name.as_str()).collect();
    for resource in context.catalog.resources.iter().filter(|resource| !used.contains(resource.name.as_str())) {
        let Some(document) = context.sheets.of_resource(None, resource).next() else { continue };
        findings.push(
            Finding::on_value(&document, jsonptr::Pointer::root())
                .evidence(json!(resource.name))
                .message(format!(
                    "no `{{...}}` of the page stands for the resource `{}`: it reaches no type",
                    resource.name
                ))
                .help("refer to it in an event's schema by a patch, or accept that it is left out"),
        );
    }
}
