//! ## What it does
//! Reports a name in `required` that an open object does not declare. (If the object is closed, no document can satisfy
//! the schema, and `schema-unsatisfiable` reports it.) Branches of combinators are read together with the schema around
//! them. A schema that declares nothing and does not say that it is an object is taken for an addition to others.
//!
//! ## Why it matters
//! The property must be present, but nothing says what it is: the generated type would have a mandatory, untyped value.
//! Usually it is a mistake: a misspelled name, or a forgotten declaration.
//!
//! ## Example
//! ```json
//! {"type": "object", "properties": {"orderId": {"type": "string"}}, "required": ["orderID"]}
//! ```
//!
//! ## What to do
//! Patch `required`, or declare the property.

use serde_json::Value;

use super::{Context, Finding, Openness, Rule, SchemaNode, Severity, choices, listed};

pub(super) const RULE: Rule = Rule {
    id: "required-undeclared",
    severity: Severity::Warning,
    choices: choices::REQUIRED,
    source: include_str!("required_undeclared.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for place in root.subschemas().into_iter().filter(|place| !place.in_place && !place.negated) {
            let schema = SchemaNode { pointer: place.pointer, value: place.schema, ..root.clone() };
            findings.extend(undeclared(&schema));
        }
    }
}

fn undeclared(schema: &SchemaNode<'_>) -> Vec<Finding> {
    let all = schema.applicable();
    let says = |keyword: &str| all.iter().any(|node| node.value.get(keyword).is_some());
    let is_object = all.iter().any(|node| node.value.get("type").is_some_and(|kind| kind == "object"));
    if says("patternProperties") || !(says("properties") || is_object) {
        return Vec::new();
    }
    let contradictory = || schema.sheet.contradictions().iter().any(|found| found.schema == schema.pointer);
    if schema.openness() == Openness::Closed && contradictory() {
        return Vec::new();
    }
    let of_this = all.iter().filter(|node| node.sheet.is(&schema.sheet) && node.pointer.starts_with(&schema.pointer));
    let required: Vec<SchemaNode<'_>> =
        of_this.filter_map(|node| node.child(["required"])).flat_map(|list| list.children()).collect();
    let undeclared = |name: &str| schema.property(name).is_empty();
    let declared: Vec<&str> = schema.properties().into_iter().map(|(name, _)| name).collect();
    // Of many only the first: each finding says it.
    let declared = if declared.len() > 8 { listed(&declared) } else { Value::from(declared).to_string() };
    required
        .iter()
        .filter_map(|item| Some((item, item.value.as_str()?)))
        .filter(|(_, name)| undeclared(name))
        .map(|(item, name)| {
            Finding::on_schema(item)
                .message(format!(
                    "`required` names `{name}`, which the object does not declare; it declares {declared}"
                ))
                .help("patch `required`, or declare the property")
                .related(schema.span(), "the object")
        })
        .collect()
}
