//! ## What it does
//! Reports a `$ref` that cannot be resolved: it points to a place that does not exist, to another document, or in a
//! circle that never reaches a schema.
//!
//! ## Why it matters
//! No validator can use such a schema, and no type can be generated from it. References into the same document are
//! followed; another document is not on the page.
//!
//! ## Example
//! ```json
//! {"properties": {"user": {"$ref": "#/definitions/User"}}}
//! ```
//! without `definitions`.
//!
//! ## What to do
//! Add the missing part with a patch, or point the `$ref` to the right place. A schema that refers to itself below a
//! property or an item is not such a circle, because every document ends somewhere.

use serde_json::{Value, json};

use super::{Choice, Context, Finding, Rule, Severity, Unresolved, choices, circles};

pub(super) const RULE: Rule = Rule {
    id: "schema-ref-unresolved",
    severity: Severity::Error,
    choices: &[Choice {
        id: "drop",
        does: "read the schema without the reference, so that any value is allowed there",
        derive: choices::REMOVE,
    }],
    source: include_str!("schema_ref_unresolved.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        let Some(opened) = root.sheet.opened() else { continue };
        let circles = circles(opened);
        for place in opened.places() {
            let Some(reference) = place.schema.get("$ref").and_then(Value::as_str) else { continue };
            let pointer = place.pointer.with_trailing_token("$ref");
            let why = match opened.resolve(place.schema) {
                Err(Unresolved::Missing) => "the document has no such place".to_owned(),
                Err(Unresolved::Outside | Unresolved::MetaSchema) => {
                    "it means another document, and the page has none".to_owned()
                }
                Err(Unresolved::Circle) => "it leads back to itself and never to a schema".to_owned(),
                Err(Unresolved::Unreadable(why)) => why,
                Ok(_) if circles.contains(&place.pointer) => {
                    "it leads back to itself for one and the same value".to_owned()
                }
                Ok(_) => continue,
            };
            findings.push(
                Finding::on_value(&root.sheet, &pointer)
                    .evidence(json!({ "reference": reference, "why": why }))
                    .message(format!("`$ref` to `{reference}` in the {} leads nowhere: {why}", root.sheet.title()))
                    .help("add the schema that it means, or patch the `$ref`"),
            );
        }
    }
}
