//! ## What it does
//! Reports a property that the table and the schema describe in different words. White space, the first letter's case
//! and a final full stop do not count.
//!
//! ## Why it matters
//! A reader cannot know whether the difference is intended. Usually one text was copied from another event.
//!
//! ## Example
//! Table: "The identifier of the newly added Product"; schema: "The identifier of the Product that was added".
//!
//! ## What to do
//! Nothing is lost: the generated documentation uses the schema's description. If the table's is better, take it.

use serde_json::json;

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, Severity, row_schemas, undressed};

pub(super) const RULE: Rule = Rule {
    id: "description-mismatch",
    severity: Severity::Note,
    choices: &[
        Choice { id: "schema", does: "the schema's words are right: the table gets them", derive: schema },
        Choice { id: "table", does: "the table's words are right: the schema gets them", derive: table },
    ],
    source: include_str!("description_mismatch.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (owner, table) in context.tables() {
        let roots = context.roots_of_table(owner);
        for row in table.rows.iter().filter(|row| !undressed(&row.description.text).is_empty()) {
            let schemas =
                roots.iter().filter_map(|root| row_schemas(std::slice::from_ref(root), &row.pointer())).flatten();
            let mut described = schemas.into_iter().filter_map(|schema| schema.keyword("description"));
            let differs =
                |text: &str| !undressed(text).is_empty() && undressed(text) != undressed(&row.description.text);
            let Some(other) = described.find(|other| other.value.as_str().is_some_and(differs)) else { continue };
            findings.push(
                Finding::on_row(owner, row)
                    .span(row.description.span)
                    .evidence(json!({ "table": row.description.text, "schema": other.value }))
                    .message(format!(
                        "`{}` is described in two ways: the table says `{}`, the schema `{}`",
                        row.name.text,
                        row.description.text,
                        other.value.as_str().unwrap_or_default()
                    ))
                    .help("the schema's description is used; patch it if the table's is better")
                    .facts(json!({ "schema": other.in_document().as_str() }))
                    .related(other.span(), format!("the {}", other.sheet.title())),
            );
        }
    }
}

fn schema(asked: &ChoiceContext<'_>) -> Derived {
    let words = asked.at(&asked.fact_place("schema")?).cloned().ok_or("the schema no longer describes it")?;
    asked.set(asked.place().with_trailing_token("description"), words)
}

fn table(asked: &ChoiceContext<'_>) -> Derived {
    let words = asked.at(&asked.place().with_trailing_token("description")).cloned().ok_or("the row is gone")?;
    asked.set(asked.fact_place("schema")?, words)
}
