//! ## What it does
//! Reports an event without a property table.
//!
//! ## Why it matters
//! The table holds the descriptions. Without it, properties that the schema does not describe have no documentation.
//!
//! ## Example
//! A section with a schema and an example, but without a tab "Event Payload".
//!
//! ## What to do
//! On the page: add the table. Here: accept that it is missing.

use serde_json::json;

use super::{Context, Finding, Rule, Severity, Witness};

pub(super) const RULE: Rule = Rule {
    id: "table-missing",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("table_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in context.events().filter(|event| event.table.is_none()) {
        findings.push(
            Finding::on_page(Some(event), Witness::Table, event.title.span)
                .evidence(json!("missing"))
                .message(format!("expected a property table of `{}`, found none in its section", event.key))
                .help("add the table to the page, or accept that there is none"),
        );
    }
}
