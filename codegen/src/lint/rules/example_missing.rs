//! ## What it does
//! Reports an event without an example.
//!
//! ## Why it matters
//! The example comes closest to what the Console sends. Without it no test proves that the generated type reads the
//! event, and the documentation of the type has no example.
//!
//! ## Example
//! A section with a table and a schema, but without a tab "Example".
//!
//! ## What to do
//! On the page: add an example. Here: a decision whose patch adds one at `/<event>/example`, or one that accepts that
//! it is missing.

use serde_json::json;

use super::{Context, Finding, Rule, Severity, Witness};

pub(super) const RULE: Rule = Rule {
    id: "example-missing",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("example_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // What tabs hold that are not shown is said to be missing once.
    if context.catalog.hidden.is_some() {
        return;
    }
    for event in context.events().filter(|event| event.example.is_none()) {
        findings.push(
            Finding::on_page(Some(event), Witness::Example, event.title.span)
                .evidence(json!("missing"))
                .message(format!("expected an example of `{}`, found none in its section", event.key))
                .help("add an example to the page, or accept that there is none"),
        );
    }
}
