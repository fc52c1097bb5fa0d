//! ## What it does
//! Reports a row of a property table that names a property that an earlier row already names.
//!
//! ## Why it matters
//! There are two types or descriptions for one property, and at most one is right. The first one is used.
//!
//! ## Example
//! ```text
//! orderId | string | Which order it is |
//! orderId | string | The number of the order |
//! ```
//!
//! ## What to do
//! On the page: delete one, or correct its name. Here: accept it.

use std::collections::HashMap;

use serde_json::json;

use super::{Context, Finding, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "table-duplicate-row",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("table_duplicate_row.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (owner, table) in context.tables() {
        let mut first = HashMap::new();
        for row in &table.rows {
            let Some(earlier) = first.get(&row.pointer()) else {
                first.insert(row.pointer(), row);
                continue;
            };
            findings.push(
                Finding::on_row(owner, row)
                    .evidence(json!([row.name.text, row.kind.text, row.description.text]))
                    .message(format!("the table has the row `{}` twice", row.name.text))
                    .help("the first one is used; on the page, delete one of the two")
                    .related(earlier.span, "the first one"),
            );
        }
    }
}
