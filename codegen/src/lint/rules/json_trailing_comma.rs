//! ## What it does
//! Reports each comma after the last member of an object or the last item of an array.
//!
//! ## Why it matters
//! JSON does not allow it, so anyone who copies the block into a tool gets a syntax error. The block is read as if the
//! comma were not there; this note records it.
//!
//! ## Example
//! ```text
//! "items": {"type": "string"},
//! }
//! ```
//!
//! ## What to do
//! On the page: delete the comma. Here: accept the whole rule in a decision.

use serde_json::json;

use super::{Context, Finding, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "json-trailing-comma",
    severity: Severity::Note,
    choices: &[],
    source: include_str!("json_trailing_comma.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in context.documents() {
        for &comma in document.block.json.iter().flat_map(|json| &json.trailing_commas) {
            findings.push(
                Finding::on_value(&document, &document.around(comma))
                    .span(comma)
                    .evidence(json!("trailing comma"))
                    .message(format!("expected JSON, found a comma after the last value in the {}", document.title()))
                    .help("it is ignored; on the page, delete the comma"),
            );
        }
    }
}
