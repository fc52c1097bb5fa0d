//! ## What it does
//! Reports `nullable` in a schema. It is a word of `OpenAPI` 3.0; JSON Schema does not know it, so it says nothing.
//!
//! ## Why it matters
//! Whoever wrote it meant that the value may be `null`, and the schema refuses `null`: only `"type": […, "null"]` allows it.
//!
//! ## Example
//! ```json
//! {"type": "integer", "nullable": true}
//! ```
//!
//! ## What to do
//! Find out whether `null` is sent. If so, patch the type to `["integer", "null"]`; if not, accept that the word says nothing.

use super::{Context, Finding, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "keyword-nullable",
    severity: Severity::Note,
    choices: &[],
    source: include_str!("keyword_nullable.rs"),
    check,
};

const NULLABLE: &str = "nullable";

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for place in root.subschemas() {
            let Some(nullable) = place.schema.get(NULLABLE) else { continue };
            findings.push(
                Finding::on_key(&root.document, &place.pointer.with_trailing_token(NULLABLE))
                    .message(format!("`nullable: {nullable}` says nothing: JSON Schema does not know the word"))
                    .help("if `null` is sent, patch `type` to a list with `null` in it; if not, accept it"),
            );
        }
    }
}
