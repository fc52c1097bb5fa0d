//! ## What it does
//! Reports `nullable` in a schema. It is a keyword of `OpenAPI` 3.0. JSON Schema does not have it, so it has no effect.
//!
//! ## Why it matters
//! The author probably meant that the value may be `null`, but the schema refuses `null`; only `"type": […, "null"]`
//! allows it.
//!
//! ## Example
//! ```json
//! {"type": "integer", "nullable": true}
//! ```
//!
//! ## What to do
//! Find out whether the Console sends `null`. If so, patch the type to `["integer", "null"]`. If not, accept that the
//! keyword has no effect.

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
                Finding::on_key(&root.sheet, &place.pointer.with_trailing_token(NULLABLE))
                    .message(format!("`nullable: {nullable}` says nothing: JSON Schema does not know the word"))
                    .help("if `null` is sent, patch `type` to a list with `null` in it; if not, accept it"),
            );
        }
    }
}
