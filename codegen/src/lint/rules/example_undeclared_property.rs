//! ## What it does
//! Reports a property that an example shows and an open schema does not declare, at any depth. In the items of an array
//! each such property is reported once, at its first occurrence. The rule skips free-form maps (`additionalProperties`
//! is `true` or a schema, or the object has no `properties`) and closed objects, which `example-violates-schema`
//! covers.
//!
//! ## Why it matters
//! The Console sends the property, and the schema does not say what it is. The generated type keeps the value but has
//! no field for it.
//!
//! ## Example
//! The schema of `delivery` declares `type`; the example shows `{"type": "parcel", "carrierId": "…"}`.
//!
//! ## What to do
//! Declare it from the example, which marks it `"x-declared-from": "example"`, or accept that it stays undeclared.

use serde_json::json;

use super::{Choice, Context, Finding, Rule, Severity, choices, undeclared};

pub(super) const RULE: Rule = Rule {
    id: "example-undeclared-property",
    severity: Severity::Warning,
    choices: &[Choice {
        id: "example",
        does: "the example is right: the property is declared with the types that it shows, marked `x-declared-from`",
        derive: choices::declare_from_example,
    }],
    source: include_str!("example_undeclared_property.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (example, schema) in context.examples() {
        for found in undeclared(&example, &schema) {
            findings.push(
                Finding::on_key(&example, &found.pointer)
                    .message(format!(
                        "the {} shows `{}`, which the schema does not declare",
                        example.title(),
                        found.name
                    ))
                    .help("declare it from the example, or accept that it stays undeclared")
                    .facts(json!({ "object": found.object.in_document().as_str(), "name": found.name }))
                    .related(found.object.span(), "the object's schema"),
            );
        }
    }
}
