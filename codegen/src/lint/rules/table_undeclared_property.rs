//! ## What it does
//! Reports a row of the property table whose property the payload's schema does not declare. A dotted name leads into
//! nested objects, `[]` into the items of an array. Rows below a row that is reported are not reported again.
//!
//! ## Why it matters
//! The page promises a property that the schema does not have: the generated type has no field for it.
//!
//! ## Example
//! A row `customer.id`; the schema of `customer` declares only `name`.
//!
//! ## What to do
//! If the Console sends it, declare it. If not, accept that the row is out of date.

use std::collections::HashSet;

use jsonptr::{Pointer, PointerBuf};
use serde_json::json;

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, SchemaNode, Severity, choices, row_schemas};

pub(super) const RULE: Rule = Rule {
    id: "table-undeclared-property",
    severity: Severity::Warning,
    choices: &[
        Choice {
            id: "table",
            does: "it is sent: the schema declares it with the type and the words of the row",
            derive: declared,
        },
        Choice { id: "schema", does: "it is not sent: the table has the row no more", derive: choices::REMOVE },
    ],
    source: include_str!("table_undeclared_property.rs"),
    check,
};

/// How many names are shown.
const NAMED: usize = 40;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (owner, table, root) in context.tabled() {
        let mut reported: HashSet<PointerBuf> = HashSet::new();
        let names = declared_names(&root);
        for row in &table.rows {
            let pointer = row.pointer();
            let declared = row_schemas(std::slice::from_ref(&root), &pointer);
            if declared.is_none_or(|schemas| !schemas.is_empty())
                || ancestors(&pointer).any(|above| reported.contains(above))
            {
                continue;
            }
            findings.push(
                Finding::on_row(owner, row)
                    .evidence(json!([row.name.text, row.kind.text, row.description.text]))
                    .message(format!(
                        "the table of `{}` has a row `{}`, which the schema does not declare",
                        owner.name(),
                        row.name.text
                    ))
                    .help(format!("declare it by a patch if it is sent; the schema declares {names}"))
                    .related(root.span(), "the schema"),
            );
            reported.insert(pointer);
        }
    }
}

/// It and all that it lies in.
fn ancestors(pointer: &Pointer) -> impl Iterator<Item = &Pointer> {
    std::iter::successors(Some(pointer), |at| at.parent())
}

/// The properties that the schema declares, as far as a line has room for them.
fn declared_names(root: &SchemaNode<'_>) -> String {
    let names: Vec<&str> = root.properties().iter().map(|(name, _)| *name).collect();
    let (shown, rest) = names.split_at(names.len().min(NAMED));
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    format!("{}{more}", json!(shown))
}

fn declared(asked: &ChoiceContext<'_>) -> Derived {
    let (holder, name) = asked.finding.pointer.split_back().ok_or("the row names nothing")?;
    let payload = PointerBuf::from_tokens([crate::envelope::PAYLOAD]).concat(holder);
    let object = choices::schema_place(&payload).ok_or("the row names no property of an object")?;
    let object = PointerBuf::from_tokens([asked.event()?, "schema"]).concat(&object);
    let row = asked.at(&asked.place()).ok_or("the row is gone")?;
    let schema = crate::choice::typed(row).ok_or("its type is none of JSON Schema's")?;
    crate::choice::declare(asked, &object, &name.decoded(), schema)
}
