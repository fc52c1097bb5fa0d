//! ## What it does
//! Reports an event whose payload schema has properties, but no `required`. An empty `required` says that nothing is
//! required.
//!
//! ## Why it matters
//! The schema does not say which properties are always present, so every field of the generated type is optional.
//!
//! ## Example
//! ```json
//! {"type": "object", "properties": {"productId": {"type": "string"}}}
//! ```
//!
//! ## What to do
//! Usually nothing: receivers have seen payloads with most properties absent. If you know which are always present, add
//! `required` with a patch.

use super::{Context, Finding, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "payload-required-unstated",
    severity: Severity::Note,
    choices: &[],
    source: include_str!("payload_required_unstated.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (event, payload) in context.payloads() {
        let names: Vec<&str> = payload.properties().into_iter().map(|(name, _)| name).collect();
        if names.is_empty() || payload.keyword("required").is_some() {
            continue;
        }
        findings.push(
            Finding::on_schema(&payload)
                .span(payload.key_span())
                .evidence(serde_json::json!({ "required": null }))
                .message(format!(
                    "the schema does not say which properties of the payload of `{}` are always present",
                    event.key
                ))
                .help("all fields of the generated type are optional; if you know better, add `required` with a patch"),
        );
    }
}
