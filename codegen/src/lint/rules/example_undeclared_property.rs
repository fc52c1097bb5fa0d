//! ## What it does
//! Reports a property that an example shows and on which an open schema is silent, at any depth. In the items of an array each
//! such property once, at its first occurrence. Not where the schema wants undeclared properties (`additionalProperties` is
//! `true` or a schema, or the object has no `properties`: a free-form map), and not where it is closed: that is
//! `example-violates-schema`.
//!
//! ## Why it matters
//! The Console sends it, and the schema does not say what it is: the generated type keeps it, without a field of its own.
//!
//! ## Example
//! The schema of `delivery` declares `type`; the example shows `{"type": "parcel", "carrierId": "…"}`.
//!
//! ## What to do
//! Declare it from the example by a patch, marked `"x-declared-from": "example"`, or accept that it stays undeclared.

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
                    .message(format!("the {} shows `{}`, on which the schema is silent", example.title(), found.name))
                    .help("declare it from the example by a patch, or accept that it stays undeclared")
                    .facts(json!({ "object": found.object.in_document().as_str(), "name": found.name }))
                    .related(found.object.span(), "the object's schema"),
            );
        }
    }
}
