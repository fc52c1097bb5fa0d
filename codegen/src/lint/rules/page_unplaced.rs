//! ## What it does
//! Reports parts of the page that are not read: a third schema in one section, a section without JSON, a table outside
//! of any event, a column of a property table beyond name, type and description; in the MDX source also a component
//! that comes from another file, and an expression that only a browser can evaluate.
//!
//! ## Why it matters
//! Perhaps it is a new event or resource, which nobody would miss until the Console sends it.
//!
//! ## Example
//! A heading with a description, whose tabs are gone.
//!
//! ## What to do
//! Look at the place. If it is an event, complete the section on the page. If it does not matter, accept it.

use serde_json::json;

use super::{Context, Finding, Rule, Severity, Witness};

pub(super) const RULE: Rule = Rule {
    id: "page-unplaced",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("page_unplaced.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for stray in &context.catalog.strays {
        let section = stray.section.as_deref();
        let place = section.map_or_else(|| "on the page".to_owned(), |section| format!("in the section `{section}`"));
        findings.push(
            Finding::on_page(None, Witness::Prose, stray.span)
                .evidence(
                    json!({ "section": section, "what": stray.what, "text": context.page.slice(stray.span).trim() }),
                )
                .message(format!("{} {place} could not be placed and is not read", stray.what))
                .help("complete the section on the page, or accept that it is left out"),
        );
    }
}
