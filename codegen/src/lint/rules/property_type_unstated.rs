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

use jsonptr::Pointer;
use serde_json::Value;

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, SchemaNode, Severity, Witness};
use crate::choice::{examples_at, inferred, payload_place, typed};

pub(super) const RULE: Rule = Rule {
    id: "property-type-unstated",
    severity: Severity::Note,
    choices: &[
        Choice { id: "example", does: "its type is what the example shows", derive: from_example },
        Choice { id: "table", does: "its type is what the row of the table says", derive: from_table },
    ],
    source: include_str!("property_type_unstated.rs"),
    check,
};

/// Keywords that only describe.
const SILENT: &[&str] =
    &["title", "description", "default", "examples", "example", "$comment", "deprecated", "readOnly", "writeOnly"];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for place in root.subschemas().into_iter().filter(|place| !place.negated) {
            let is_property =
                place.pointer.parent().and_then(Pointer::back).is_some_and(|token| token.decoded() == "properties");
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
                    .help("add its `type` by a patch, or accept that any value is allowed there"),
            );
        }
    }
}

fn from_example(asked: &ChoiceContext<'_>) -> Derived {
    stated(asked, &inferred(&examples_at(asked, &asked.place())), "the example does not show it")
}

fn from_table(asked: &ChoiceContext<'_>) -> Derived {
    let base = asked.of_witness(asked.finding.witness, Pointer::root());
    let place = asked.place();
    let words = place.strip_prefix(&base).and_then(payload_place);
    let table = asked.of_witness(Witness::Table, Pointer::root());
    let row = words.and_then(|words| typed(asked.at(&table.with_trailing_token(words))?));
    stated(asked, &row.unwrap_or_default(), "no row of the table says what it is")
}

/// Takes the type of a schema over.
fn stated(asked: &ChoiceContext<'_>, says: &Value, else_why: &str) -> Derived {
    let kind = says.get("type").ok_or(else_why)?;
    asked.set(asked.place().with_trailing_token("type"), kind.clone())
}
