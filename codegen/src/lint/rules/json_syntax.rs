//! ## What it does
//! Reports a documented JSON block that cannot be read, even with comments, trailing commas and `{...}` tolerated.
//!
//! ## Why it matters
//! A witness is lost: nothing can be compared with it, and without a schema there is no type.
//!
//! ## Example
//! ```text
//! "type": "object"
//! "properties": {}
//! ```
//! Between the two members a comma is missing.
//!
//! ## What to do
//! Mend the page. A patch cannot reach into a block that is no JSON; one that puts a whole schema or example in its place can.

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
                    .help("mend the JSON on the page, or put a whole block in its place by a decision"),
            );
        }
    }
}
