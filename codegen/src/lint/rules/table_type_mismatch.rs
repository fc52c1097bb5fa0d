//! ## What it does
//! Reports a row of a property table whose type is not the schema's. Spelling does not matter: `String`, `string[]`,
//! `array of strings`, `bool`, `string | null` are understood. The table may say number for an integer and may leave
//! out `null`. A type with an unknown word is not judged.
//!
//! ## Why it matters
//! People read the table and machines read the schema, so one of the two gets it wrong.
//!
//! ## Example
//! ```text
//! retries | string | How often it was tried |
//! ```
//! while the schema says `{"type": "integer"}`.
//!
//! ## What to do
//! The example shows which is right. Patch the schema, or accept that the row is wrong.

use serde_json::json;

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, SchemaNode, Severity, Types, row_schemas, stated};

pub(super) const RULE: Rule = Rule {
    id: "table-type-mismatch",
    severity: Severity::Warning,
    choices: &[
        Choice { id: "schema", does: "the schema is right: the row states its type", derive: row },
        Choice { id: "table", does: "the table is right: the schema has its type", derive: schema },
    ],
    source: include_str!("table_type_mismatch.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (owner, table) in context.tables() {
        let roots = context.roots_of_table(owner);
        for row in &table.rows {
            let Some(stated) = stated(&row.kind.text) else { continue };
            let differs = |schema: &SchemaNode<'_>| {
                let types = schema.types();
                if types == Types::ALL || types.is_empty() {
                    return None;
                }
                let item = stated.items.filter(|_| types - Types::NULL == Types::ARRAY);
                let of_items = || {
                    schema
                        .items()
                        .iter()
                        .map(SchemaNode::types)
                        .find(|types| item.is_some_and(|item| !agree(item, *types)))
                };
                if agree(stated.types, types) {
                    of_items().map(|items| format!("array of {items}"))
                } else {
                    Some(types.to_string())
                }
            };
            let schemas =
                roots.iter().filter_map(|root| row_schemas(std::slice::from_ref(root), &row.pointer())).flatten();
            let Some((schema, found)) = schemas.into_iter().find_map(|schema| Some((differs(&schema)?, schema))) else {
                continue;
            };
            findings.push(
                Finding::on_row(owner, row)
                    .span(row.kind.span)
                    .evidence(json!({ "table": row.kind.text, "schema": schema }))
                    .message(format!(
                        "the table says that `{}` is `{}`, the schema says `{schema}`",
                        row.name.text, row.kind.text
                    ))
                    .help("the example shows who is right; patch the schema, or accept that the row is wrong")
                    .facts(json!({ "schema": found.in_document().as_str(), "type": schema }))
                    .related(found.span(), "the schema"),
            );
        }
    }
}

/// A number may stand for an integer; `null` need not be said.
fn agree(stated: Types, schema: Types) -> bool {
    if stated == Types::ALL || schema == Types::ALL {
        return true;
    }
    let (stated_null, schema_null) = (stated.has(Types::NULL), schema.has(Types::NULL));
    let (stated, schema) = (stated - Types::NULL, schema - Types::NULL);
    let number_for_integer = stated.has(Types::NUMBER) && schema.has(Types::INTEGER);
    let schema = if number_for_integer { schema | Types::NUMBER } else { schema };
    stated == schema && (!stated_null || schema_null)
}

fn row(asked: &ChoiceContext<'_>) -> Derived {
    let kind = asked.fact("type").ok_or("the schema states no type")?;
    asked.set(asked.place().with_trailing_token("type"), kind.into())
}

fn schema(asked: &ChoiceContext<'_>) -> Derived {
    let row = asked.at(&asked.place()).ok_or("the row is gone")?;
    let typed = crate::choice::typed(row).ok_or("the row's type is not a type of JSON Schema")?;
    let kind = typed.get("type").cloned().unwrap_or_default();
    asked.set(asked.fact_place("schema")?.with_trailing_token("type"), kind)
}
