//! ## What it does
//! Reports a property that the payload's schema declares and the property table does not list. A row for an object
//! covers everything in it, unless the table lists some of its properties; then it should list the others too.
//!
//! ## Why it matters
//! People read the table. A property that it does not list has no description, and people assume that it is not sent.
//!
//! ## Example
//! The schema declares `couponId`; no row has that name.
//!
//! ## What to do
//! If the property is sent, accept that the table is incomplete. If not, take it out of the schema by a patch.

use jsonptr::{Pointer, PointerBuf};

use serde_json::json;

use super::{
    Choice, ChoiceContext, Context, Derived, Finding, RowPlaces, Rule, SchemaNode, Severity, Witness, choices,
};

pub(super) const RULE: Rule = Rule {
    id: "table-missing-property",
    severity: Severity::Warning,
    choices: &[
        Choice { id: "schema", does: "it is sent: the table gets a row with what the schema says", derive: row },
        Choice { id: "table", does: "it is not sent: the schema no longer declares it", derive: choices::undeclare },
    ],
    source: include_str!("table_missing_property.rs"),
    check,
};

/// Objects nested deeper are not searched; no table describes them.
const DEEPEST: usize = 32;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (owner, table, root) in context.tabled() {
        for (pointer, property) in missing(&root, Pointer::root(), &RowPlaces::new([table]), DEEPEST) {
            let name: Vec<String> = pointer.tokens().map(|token| token.decoded().into_owned()).collect();
            let name = name.join(".").replace(".*", "[]");
            findings.push(
                Finding::on_schema(&property)
                    .span(property.key_span())
                    .message(format!(
                        "the schema of `{}` declares `{name}`, for which the table has no row",
                        owner.name()
                    ))
                    .help("accept that the table is incomplete, or take the property out of the schema by a patch")
                    .facts(json!({ "row": name }))
                    .related(table.span, "the table"),
            );
        }
    }
}

fn missing<'a>(
    object: &SchemaNode<'a>,
    at: &Pointer,
    rows: &RowPlaces,
    depth: usize,
) -> Vec<(PointerBuf, SchemaNode<'a>)> {
    if depth == 0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (name, property) in object.properties() {
        let pointer = at.with_trailing_token(name);
        if !rows.has_row_below(&pointer) {
            if !rows.has_row(&pointer) {
                found.push((pointer, property));
            }
            continue;
        }
        found.extend(missing(&property, &pointer, rows, depth - 1));
        let items = pointer.with_trailing_token("*");
        if rows.has_row_below(&items) {
            found.extend(property.items().iter().flat_map(|item| missing(item, &items, rows, depth - 1)));
        }
    }
    found
}

fn row(asked: &ChoiceContext<'_>) -> Derived {
    let schema = asked.at(&asked.place()).ok_or("the schema no longer declares it")?;
    let row = asked.fact("row").ok_or("the finding names no row")?;
    let place = asked.of_witness(Witness::Table, Pointer::root()).with_trailing_token(row);
    asked.set(place, crate::choice::row_of(schema))
}
