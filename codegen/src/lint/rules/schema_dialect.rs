//! ## What it does
//! Reports a schema whose `$schema` names another dialect than draft 7.
//!
//! ## Why it matters
//! The reconciled schemas are draft 7. Keywords that mean something else there (`items` as a list, `exclusiveMinimum`
//! as a boolean, keywords beside `$ref`) are read by the draft that is named; where none is known, by draft 7.
//!
//! ## Example
//! ```json
//! {"$schema": "http://json-schema.org/draft-04/schema#"}
//! ```
//!
//! ## What to do
//! Usually nothing. If the address is a mistake, patch it.

use super::{Choice, Context, Dialect, Draft, Finding, Rule, Severity, choices};

pub(super) const RULE: Rule = Rule {
    id: "schema-dialect",
    severity: Severity::Note,
    choices: &[Choice {
        id: "drop",
        does: "it is meant as the others are: the schema is read by draft 7",
        derive: choices::REMOVE,
    }],
    source: include_str!("schema_dialect.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        let Some(named) = root.child(["$schema"]) else { continue };
        let title = root.sheet.title();
        let message = match Dialect::of(root.value) {
            Dialect::Named(Draft::Draft7) | Dialect::Assumed(_) => continue,
            Dialect::Named(draft) => format!("the {title} is written in {draft:?}, not in draft 7"),
            Dialect::Unknown(address) => format!("the {title} names the dialect `{address}`, which is not known"),
        };
        findings.push(
            Finding::on_schema(&named).message(message).help("it is read by the draft named, or else by draft 7"),
        );
    }
}
