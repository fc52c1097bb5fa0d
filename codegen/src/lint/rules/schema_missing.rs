//! ## What it does
//! Reports an event without a JSON Schema.
//!
//! ## Why it matters
//! The schema is the source of truth. Without it the event has no type, and consumers receive it as unknown.
//!
//! ## Example
//! A section with a table and an example, but without a tab "JSON Schema".
//!
//! ## What to do
//! On the page: add the schema. Here: a decision whose patch adds one at `/<event>/schema`.

use serde_json::json;

use super::{Context, Finding, Rule, Severity, Witness};

pub(super) const RULE: Rule = Rule {
    id: "schema-missing",
    severity: Severity::Error,
    choices: &[],
    source: include_str!("schema_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // What tabs hold that are not shown is said to be missing once.
    if context.catalog.hidden.is_some() {
        return;
    }
    for event in context.events().filter(|event| event.schema.is_none()) {
        findings.push(
            Finding::on_page(Some(event), Witness::Schema, event.title.span)
                .evidence(json!("missing"))
                .message(format!("expected a JSON Schema of `{}`, found none in its section", event.key))
                .help("add the schema to the page, or by a decision"),
        );
    }
}
