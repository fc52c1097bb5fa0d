//! ## What it does
//! Proves that no document can satisfy a schema or subschema, and names the smallest set of keywords that contradict each
//! other: a `required` property that a closed object does not declare, `minLength` over `maxLength`, `minimum` over `maximum`,
//! an `enum`, `const` or `type` that excludes the rest, branches of `allOf` that close each other out, and their like. It is
//! reported once, where the contradiction is; how far it reaches up is said beside it. What cannot be proved is not reported: a
//! contradiction among keywords for strings is none where the schema allows numbers, too. A subschema that forbids on purpose (`false`,
//! `"not": {}`) is no error either, unless something is required to satisfy it.
//!
//! ## Why it matters
//! Each document that is sent violates the schema. A validator refuses every event; a generated type would demand what can
//! never be there.
//!
//! ## Example
//! ```json
//! {"type": "object", "additionalProperties": false, "properties": {"orderId": {}}, "required": ["customerId", "orderId"]}
//! ```
//!
//! ## What to do
//! Look at the example and the siblings to learn which keyword is wrong, and patch it.

use serde_json::{Map, Value};

use super::{Conflict, Context, Finding, Node, Rule, Severity, choices, conflict};

pub(super) const RULE: Rule = Rule {
    id: "schema-unsatisfiable",
    severity: Severity::Error,
    choices: choices::REQUIRED,
    source: include_str!("schema_unsatisfiable.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for found in root.document.contradictions() {
            let at = |pointer: &jsonptr::Pointer| Node::at(root.document, pointer);
            if let (Some(schema), Some(whole)) = (at(&found.schema), at(&found.whole)) {
                findings.extend(finding(&schema, &whole, &conflict(root.document, &found.parts)));
            }
        }
    }
}

fn finding(schema: &Node<'_>, whole: &Node<'_>, conflict: &Conflict<'_>) -> Option<Finding> {
    let first = conflict.keywords.first()?;
    let evidence: Map<String, Value> =
        conflict.keywords.iter().map(|node| (node.pointer.to_string(), node.value.clone())).collect();
    let of = if whole.pointer.is_root() { String::new() } else { format!(" at `{}`", schema.pointer) };
    let mut finding = Finding::on_schema(first)
        .evidence(evidence.into())
        .message(format!("no document can satisfy the {}{of}: {}", schema.document.title(), conflict.why))
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
