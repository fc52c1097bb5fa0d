//! ## What it does
//! Reports each `{...}` that a JSON block of the page has in place of a resource documented elsewhere. It is a note if
//! the page documents the resource (its schema for a `{...}` in a schema, its example for one in an example), and a
//! warning if not. For a `{...}` in an example, a resource that has only a schema is not enough.
//!
//! ## Why it matters
//! `{...}` is not JSON. If a resource of the event fills it, nothing is lost. If none does, the schema accepts anything
//! at that place, and the generated type is untyped; or the example is incomplete.
//!
//! ## Example
//! ```text
//! "product": {...}
//! ```
//!
//! ## What to do
//! On the page: document the resource in a tab of the same section. Here: accept the notes as a whole. Answer a warning
//! with a patch that puts a schema or an example in its place, or accept it and give the reason why any value is
//! possible there.

use serde_json::json;

use super::{Context, DocumentedResource, Finding, Rule, Severity, Sheet};

pub(super) const RULE: Rule = Rule {
    id: "json-placeholder",
    severity: Severity::Note,
    choices: &[],
    source: include_str!("json_placeholder.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in context.documents() {
        for placeholder in document.block.json.iter().flat_map(|json| &json.placeholders) {
            if document
                .get(&placeholder.pointer)
                .is_some_and(|value| value.as_object().is_none_or(|value| !value.is_empty()))
            {
                continue;
            }
            let resource = placeholder.resource.as_deref();
            let filling = resource.and_then(|name| filling(&document, document.resource_named(name)?));
            let finding = Finding::on_value(&document, &placeholder.pointer)
                .span(placeholder.span)
                .evidence(json!({ "resource": resource, "filled": filling.is_some() }));
            let title = document.title();
            findings.push(match (resource, filling) {
                (Some(name), Some(filling)) => finding
                    .message(format!(
                        "expected JSON, found `{{...}}` in the {title}; it is read as the resource `{name}`"
                    ))
                    .help("nothing is lost; on the page, a reference to the resource would be JSON")
                    .related(filling.block.span, format!("the {}", filling.title())),
                (name, _) => finding
                    .severity(Severity::Warning)
                    .message(format!(
                        "expected JSON, found `{{...}}` in the {title}, and {} fills it",
                        nobody(&document, name)
                    ))
                    .help("decide what stands there, or accept that it is left open"),
            });
        }
    }
}

fn filling<'a>(document: &Sheet<'a>, resource: &'a DocumentedResource) -> Option<Sheet<'a>> {
    let filling = if document.is_schema() {
        document.sheets.resource_schema(document.event, resource)
    } else {
        document.sheets.resource_example(document.event, resource)
    };
    filling.filter(|filling| filling.value().is_some())
}

fn nobody(document: &Sheet<'_>, resource: Option<&str>) -> String {
    let what = if document.is_schema() { "schema" } else { "example" };
    match resource {
        Some(name) => format!("no {what} of the resource `{name}`"),
        None => "no resource of the event".to_owned(),
    }
}
