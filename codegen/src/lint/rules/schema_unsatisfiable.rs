//! ## What it does
//! Proves that no document can satisfy a schema or subschema, and names the smallest set of keywords that contradict
//! each other: a `required` property that a closed object does not declare, `minLength` over `maxLength`, `minimum`
//! over `maximum`, an `enum`, `const` or `type` that excludes the rest, branches of `allOf` that close each other out,
//! and so on. It is reported once, at the contradiction, with the outermost schema that it makes unsatisfiable. Only
//! what can be proved is reported: contradicting keywords for strings are harmless if the schema also allows numbers. A
//! subschema that forbids something on purpose (`false`, `"not": {}`) is not an error, unless something must satisfy
//! it.
//!
//! ## Why it matters
//! Every document violates the schema. A validator refuses every event, and a generated type would demand what can
//! never be present.
//!
//! ## Example
//! ```json
//! {"type": "object", "additionalProperties": false, "properties": {"orderId": {}}, "required": ["customerId", "orderId"]}
//! ```
//!
//! ## What to do
//! Compare the example and the sibling events to see which keyword is wrong, and patch it.

use serde_json::{Map, Value};

use super::{Conflict, Context, Finding, Rule, SchemaNode, Severity, choices, conflict};

pub(super) const RULE: Rule = Rule {
    id: "schema-unsatisfiable",
    severity: Severity::Error,
    choices: choices::REQUIRED,
    source: include_str!("schema_unsatisfiable.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for found in root.sheet.contradictions() {
            let at = |pointer: &jsonptr::Pointer| SchemaNode::at(root.sheet, pointer);
            if let (Some(schema), Some(whole)) = (at(&found.schema), at(&found.whole)) {
                findings.extend(finding(&schema, &whole, &conflict(root.sheet, &found.parts)));
            }
        }
    }
}

fn finding(schema: &SchemaNode<'_>, whole: &SchemaNode<'_>, conflict: &Conflict<'_>) -> Option<Finding> {
    let first = conflict.keywords.first()?;
    let evidence: Map<String, Value> =
        conflict.keywords.iter().map(|node| (node.pointer.to_string(), node.value.clone())).collect();
    let of = if whole.pointer.is_root() { String::new() } else { format!(" at `{}`", schema.pointer) };
    let mut finding = Finding::on_schema(first)
        .evidence(evidence.into())
        .message(format!("no document can satisfy the {}{of}: {}", schema.sheet.title(), conflict.why))
        .help("the example and the siblings show which keyword is wrong; patch it");
    for keyword in &conflict.keywords[1..] {
        let name = keyword.pointer.back().map_or_else(String::new, |token| token.decoded().into_owned());
        finding = finding.related(keyword.key_span(), format!("contradicts `{name}` here"));
    }
    if whole.pointer != schema.pointer {
        finding = finding.related(whole.key_span(), "therefore nothing satisfies this schema either");
    }
    Some(finding)
}
