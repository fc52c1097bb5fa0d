//! ## What it does
//! Reports each `{...}` that stands in a documented JSON block for a resource documented elsewhere. It is a note where the
//! same section documents what stands there (the resource's schema for one in a schema, its example for one in an example),
//! and a warning where it does not. For one in an example a resource with a schema alone is not enough: nothing can be shown.
//!
//! ## Why it matters
//! `{...}` is not JSON. Where a resource of the same event fills it nothing is lost; where none does, the schema there accepts
//! anything and the generated type is untyped, or the example is incomplete.
//!
//! ## Example
//! ```text
//! "product": {...}
//! ```
//!
//! ## What to do
//! On the page: write the resource down, in a tab of the same section. Here: accept the notes as a whole; answer a warning with a
//! patch that puts a schema or an example in its place, or accept it with the reason why anything may stand there.

use serde_json::json;

use super::{Context, Document, DocumentedResource, Finding, Rule, Severity};

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

fn filling<'a>(document: &Document<'a>, resource: &'a DocumentedResource) -> Option<Document<'a>> {
    let filling = if document.is_schema() {
        document.index.resource_schema(document.event, resource)
    } else {
        document.index.resource_example(document.event, resource)
    };
    filling.filter(|filling| filling.value().is_some())
}

fn nobody(document: &Document<'_>, resource: Option<&str>) -> String {
    let what = if document.is_schema() { "schema" } else { "example" };
    match resource {
        Some(name) => format!("no {what} of the resource `{name}`"),
        None => "no resource of the event".to_owned(),
    }
}
