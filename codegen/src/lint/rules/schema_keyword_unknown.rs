//! ## What it does
//! Reports a keyword that no draft of JSON Schema knows and that is not marked as an extension by `x-`.
//!
//! ## Why it matters
//! Validators silently ignore what they do not know: with `require` in place of `required`, nobody checks the
//! constraint.
//!
//! ## Example
//! ```json
//! {"type": "object", "propertys": {"name": {"type": "string"}}}
//! ```
//!
//! ## What to do
//! Patch it to the keyword that its author meant. If it is an extension, accept it, or rename it to `x-…`.

use super::{Context, Finding, Rule, Severity, choices, is_known};

pub(super) const RULE: Rule = Rule {
    id: "schema-keyword-unknown",
    severity: Severity::Note,
    choices: choices::DROP,
    source: include_str!("schema_keyword_unknown.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for place in root.subschemas() {
            for keyword in place.schema.as_object().into_iter().flat_map(|schema| schema.keys()) {
                if !is_known(keyword) {
                    findings.push(
                        Finding::on_key(&root.sheet, &place.pointer.with_trailing_token(keyword.as_str()))
                            .message(format!(
                                "no draft of JSON Schema knows the keyword `{keyword}`; validators ignore it"
                            ))
                            .help("patch it to the keyword that was meant, or accept it as an extension"),
                    );
                }
            }
        }
    }
}
