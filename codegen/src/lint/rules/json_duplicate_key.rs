//! ## What it does
//! Reports a member of an object whose key an earlier member already has.
//!
//! ## Why it matters
//! Parsers keep one of the two, usually the last, and drop the other silently. In a schema, a property's declaration
//! disappears this way.
//!
//! ## Example
//! ```json
//! {"orderId": {"type": "string"}, "orderId": {"type": "number"}}
//! ```
//!
//! ## What to do
//! On the page: delete one. Here: the last one counts. Accept that, or replace the value with that of the other member.

use serde_json::json;

use super::{Context, Finding, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "json-duplicate-key",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("json_duplicate_key.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in context.documents() {
        for (index, spot) in document.block.json.iter().flat_map(|json| &json.duplicate_keys).enumerate() {
            let key = spot.pointer.back().map_or_else(String::new, |token| token.decoded().into_owned());
            let value = document.get(&spot.pointer).cloned().unwrap_or_default();
            findings.push(
                Finding::on_key(&document, &spot.pointer)
                    .span(spot.span)
                    .evidence(json!({ "key": key, "kept": value, "number": index + 1 }))
                    .message(format!("the key `{key}` occurs twice in one object of the {}", document.title()))
                    .help("the last one counts; on the page, delete one of the two"),
            );
        }
    }
}
