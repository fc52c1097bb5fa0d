//! ## What it does
//! Reports a declared property whose schema says nothing about its value: no type, no values, no reference, no
//! combinator.
//!
//! ## Why it matters
//! Any value is possible, so the generated field is untyped.
//!
//! ## Example
//! ```json
//! {"properties": {"tag": {"description": "The tag"}}}
//! ```
//!
//! ## What to do
//! Add the `type` that the table and the example show. If any value is really possible, accept the finding.

use super::{Context, Finding, Rule, SchemaNode, Severity};

pub(super) const RULE: Rule = Rule {
    id: "property-type-unstated",
    severity: Severity::Note,
    choices: &[],
    source: include_str!("property_type_unstated.rs"),
    check,
};

/// Keywords that only describe.
const SILENT: &[&str] =
    &["title", "description", "default", "examples", "example", "$comment", "deprecated", "readOnly", "writeOnly"];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for place in root.subschemas().into_iter().filter(|place| !place.negated) {
            let is_property = place
                .pointer
                .parent()
                .and_then(jsonptr::Pointer::back)
                .is_some_and(|token| token.decoded() == "properties");
            let json = root.sheet.block.json.as_ref();
            let left_out = json.is_ok_and(|json| json.placeholder_at(&place.pointer).is_some());
            let Some(schema) = place.schema.as_object().filter(|_| is_property && !left_out) else { continue };
            if schema.keys().any(|keyword| !SILENT.contains(&keyword.as_str()) && !keyword.starts_with("x-")) {
                continue;
            }
            let node = SchemaNode { pointer: place.pointer, value: place.schema, ..root.clone() };
            let name = node.pointer.back().map_or_else(String::new, |token| token.decoded().into_owned());
            findings.push(
                Finding::on_schema(&node)
                    .message(format!("the {} says nothing about the value of `{name}`", root.sheet.title()))
                    .help("add its `type` by a patch, or accept that anything may stand there"),
            );
        }
    }
}
