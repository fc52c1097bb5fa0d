//! ## What it does
//! Reports a text that has only one tab of each group of tabs. A browser copies only what it shows.
//!
//! ## Why it matters
//! The content of the other tabs is missing, usually all examples and schemas. It is reported once, here, and not again
//! for each event; everything else on the page is read and checked.
//!
//! ## Example
//! The text of the page, selected in a browser and copied.
//!
//! ## What to do
//! Save the page as HTML, which contains all tabs, or take its MDX source. Pass that file to `cargo codegen sync`.

use serde_json::json;

use super::{Context, Finding, Rule, Severity, Witness, listed};

pub(super) const RULE: Rule = Rule {
    id: "page-tabs-hidden",
    severity: Severity::Error,
    choices: &[],
    source: include_str!("page_tabs_hidden.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(hidden) = &context.catalog.hidden else { return };
    findings.push(
        Finding::on_page(None, Witness::Prose, hidden.span)
            .evidence(json!(hidden.labels))
            .message(format!(
                "the text has one tab alone of each of its {} groups of tabs ({}): what the others hold is missing",
                hidden.groups,
                listed(&hidden.labels)
            ))
            .help("save the page as HTML, which contains all tabs, or take its MDX source, and pass that file instead"),
    );
}
