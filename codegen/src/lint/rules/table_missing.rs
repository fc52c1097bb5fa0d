//! ## What it does
//! Reports an event without a property table.
//!
//! ## Why it matters
//! The table contains the descriptions. Without it, properties that the schema does not describe have no documentation.
//!
//! ## Example
//! A section with a schema and an example, but without a tab "Event Payload".
//!
//! ## What to do
//! On the page: add the table. Here: accept that it is missing.

use jsonptr::Pointer;
use serde_json::{Map, Value, json};

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, Severity, Witness};
use crate::choice::row_of;
use crate::envelope;

pub(super) const RULE: Rule = Rule {
    id: "table-missing",
    severity: Severity::Warning,
    choices: &[Choice {
        id: "schema",
        does: "the table has a row for each property that the schema declares",
        derive: rows,
    }],
    source: include_str!("table_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // What tabs hold that are not shown is said to be missing once.
    if context.catalog.hidden.is_some() {
        return;
    }
    for event in context.events().filter(|event| event.table.is_none()) {
        findings.push(
            Finding::on_page(Some(event), Witness::Table, event.title.span)
                .evidence(json!("missing"))
                .message(format!("expected a property table of `{}`, found none in its section", event.key))
                .help("add the table to the page, or accept that there is none"),
        );
    }
}

fn rows(asked: &ChoiceContext<'_>) -> Derived {
    let schema = asked.of_witness(Witness::Schema, Pointer::from_static(envelope::PAYLOAD_SCHEMA));
    let declared = asked.at(&schema.with_trailing_token("properties")).and_then(Value::as_object);
    let declared = declared.ok_or("the schema declares no property of the payload")?;
    let rows: Map<String, Value> = declared.iter().map(|(name, schema)| (name.clone(), row_of(schema))).collect();
    asked.set(asked.place(), rows.into())
}
