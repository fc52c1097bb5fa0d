//! ## What it does
//! Reports a documented JSON block that cannot be read, even with comments, trailing commas and `{...}` tolerated.
//!
//! ## Why it matters
//! Nothing can be compared with this block. If it is the schema, the event has no type.
//!
//! ## Example
//! ```text
//! "type": "object"
//! "properties": {}
//! ```
//! The comma between the two members is missing.
//!
//! ## What to do
//! Correct the page. A patch cannot change a part of a block that is not JSON, but it can replace the whole schema or
//! example.

use jsonptr::Pointer;
use serde_json::json;

use super::{Context, Finding, Rule, Severity};

pub(super) const RULE: Rule =
    Rule { id: "json-syntax", severity: Severity::Error, choices: &[], source: include_str!("json_syntax.rs"), check };

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in context.documents() {
        if let Err(error) = &document.block.json {
            findings.push(
                Finding::on_value(&document, Pointer::root())
                    .span(error.span)
                    .evidence(json!({ "message": error.message, "text": context.page.slice(error.span) }))
                    .message(format!("the {} cannot be read: {}", document.title(), error.message))
                    .help("correct the JSON on the page, or replace the whole block with a decision"),
            );
        }
    }
}
