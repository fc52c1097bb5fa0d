//! ## What it does
//! Proves that no document can satisfy a schema or subschema, and names the smallest set of keywords that contradict
//! each other: a `required` property that a closed object does not declare, `minLength` over `maxLength`, `minimum`
//! over `maximum`, an `enum`, `const` or `type` that excludes the rest, branches of `allOf` that close each other out,
//! and so on. It is reported once, at the contradiction, with the outermost schema that it makes unsatisfiable. Only
//! what can be proved is reported: contradicting keywords for strings are harmless if the schema also allows numbers.
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

use jsonptr::PointerBuf;
use serde_json::{Map, Value};

use super::{Context, Contradiction, Finding, Node, Rule, Severity, budget, choices, contradictions};

pub(super) const RULE: Rule = Rule {
    id: "schema-unsatisfiable",
    severity: Severity::Error,
    choices: choices::REQUIRED,
    source: include_str!("schema_unsatisfiable.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        let places = root.subschemas();
        let mut steps = budget(places.len());
        for place in places {
            // `false` as a subschema is how a schema forbids something: no mistake by itself.
            if place.negated || (place.schema == false && place.pointer != root.pointer) {
                continue;
            }
            let schema = Node { pointer: place.pointer, value: place.schema, ..root.clone() };
            findings
                .extend(contradictions(&schema, &mut steps).into_iter().filter_map(|found| finding(&schema, &found)));
        }
    }
}

fn finding<'a>(schema: &Node<'a>, contradiction: &Contradiction<'a>) -> Option<Finding> {
    let first = contradiction.keywords.first()?;
    let evidence: Map<String, Value> =
        contradiction.keywords.iter().map(|node| (node.pointer.to_string(), node.value.clone())).collect();
    let whole = reach(schema);
    let of = if whole.pointer.is_root() { String::new() } else { format!(" at `{}`", schema.pointer) };
    let mut finding = Finding::on_schema(first)
        .evidence(evidence.into())
        .message(format!("no document can satisfy the {}{of}: {}", schema.document.title(), contradiction.why))
        .help("the example and the siblings show which keyword is wrong; patch it");
    for keyword in &contradiction.keywords[1..] {
        let name = keyword.pointer.back().map_or_else(String::new, |token| token.decoded().into_owned());
        finding = finding.related(keyword.key_span(), format!("contradicts `{name}` here"));
    }
    if whole.pointer != schema.pointer {
        finding = finding.related(whole.key_span(), "therefore nothing satisfies this schema either");
    }
    Some(finding)
}

/// The outermost schema that cannot be satisfied because this one cannot.
fn reach<'a>(schema: &Node<'a>) -> Node<'a> {
    let mut reached = schema.clone();
    while let Some(outer) = around(&reached) {
        reached = outer;
    }
    reached
}

fn around<'a>(schema: &Node<'a>) -> Option<Node<'a>> {
    let mut pointer: PointerBuf = schema.pointer.clone();
    let last = pointer.pop_back()?.decoded().into_owned();
    let at = |pointer: &PointerBuf| Node::at(schema.document, pointer);
    if last == "items" {
        let outer = at(&pointer)?;
        let wanted = outer.value.get("minItems").and_then(Value::as_u64).is_some_and(|least| least > 0);
        return (wanted && outer.value.get("type")? == "array").then_some(outer);
    }
    let keyword = pointer.pop_back()?.decoded().into_owned();
    let outer = at(&pointer)?;
    match keyword.as_str() {
        "allOf" => Some(outer),
        "properties" => {
            let required = outer.value.get("required")?.as_array()?.iter().any(|name| *name == last);
            (required && outer.value.get("type")? == "object").then_some(outer)
        }
        _ => None,
    }
}
