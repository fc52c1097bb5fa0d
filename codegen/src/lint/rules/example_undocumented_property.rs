//! ## What it does
//! Reports a payload property that the example shows and that neither the table nor the schema has. The rule looks at
//! the payload's own properties, and into objects whose properties the table lists one by one.
//!
//! ## Why it matters
//! Nothing on the page says what it is. Perhaps the example belongs to another event, or somebody forgot to update the
//! table and the schema.
//!
//! ## Example
//! `"customerId"` in the payload of the example; no row and no declaration has that name.
//!
//! ## What to do
//! Find out whether the Console sends it. Declare it with a patch, or remove it from the example.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::{
    Choice, ChoiceContext, Context, Derived, Finding, RowPlaces, Rule, SchemaNode, Severity, Sheet, choices, envelope,
};

pub(super) const RULE: Rule = Rule {
    id: "example-undocumented-property",
    severity: Severity::Warning,
    choices: &[
        Choice {
            id: "example",
            does: "it is sent: schema and table declare it with the type that the example shows",
            derive: declared,
        },
        Choice { id: "drop", does: "it is not sent: the example leaves it out from now on", derive: choices::REMOVE },
    ],
    source: include_str!("example_undocumented_property.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in context.events() {
        let Some(example) = context.sheets.example(event) else { continue };
        if event.table.is_none() && event.schema.as_ref().is_none_or(|schema| schema.value().is_none()) {
            continue;
        }
        let payload = PointerBuf::root().with_trailing_token(envelope::PAYLOAD);
        let schemas: Vec<SchemaNode<'_>> = context.payload(event).into_iter().collect();
        let mut found = Vec::new();
        undocumented(&example, &payload, &payload, &schemas, &RowPlaces::new(&event.table), &mut found);
        for pointer in found {
            let name = pointer.back().map_or_else(String::new, |token| token.decoded().into_owned());
            findings.push(
                Finding::on_key(&example, &pointer)
                    .message(format!(
                        "the example of `{}` shows `{name}`, which neither the table nor the schema has",
                        event.key
                    ))
                    .help("declare it if the Console sends it, or remove it from the example"),
            );
        }
    }
}

fn undocumented(
    example: &Sheet<'_>,
    object: &Pointer,
    payload: &Pointer,
    schemas: &[SchemaNode<'_>],
    table: &RowPlaces,
    found: &mut Vec<PointerBuf>,
) {
    for name in example.get(object).and_then(Value::as_object).into_iter().flat_map(|members| members.keys()) {
        let pointer = object.with_trailing_token(name.as_str());
        let row = pointer.strip_prefix(payload).unwrap_or(&pointer);
        let detailed = table.has_row_below(row);
        let declared: Vec<SchemaNode<'_>> = schemas.iter().flat_map(|schema| schema.property(name)).collect();
        let mapped = schemas.iter().any(SchemaNode::wants_more);
        if !detailed && !table.has_row(row) && declared.is_empty() && !mapped {
            found.push(pointer);
        } else if detailed {
            undocumented(example, &pointer, payload, &declared, table, found);
        }
    }
}

fn declared(asked: &ChoiceContext<'_>) -> Derived {
    let (holder, name) = asked.finding.pointer.split_back().ok_or("it is the whole example")?;
    let base = PointerBuf::from_tokens([asked.event()?, "schema"]);
    let object = choices::schema_place(holder).ok_or("it stands in a list")?;
    choices::declare_shown(asked, &base.concat(&object), &name.decoded(), &asked.place())
}
