//! The rules that look for disagreements: the catalog goes in, [`Diagnostic`]s come out. Nothing is mended here.
//!
//! [`rules()`] is the plain slice of all rules, one small file each; `context` and `document` are what a rule looks at, `finding`
//! is what it says, `schema` is how schemas are read.

mod choices;
mod context;
mod contradiction;
mod envelope;
mod finding;
#[cfg(test)]
mod invariants;
mod owner;
mod rule;
mod rules;
mod schema;
mod sheet;
mod table;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod text;
mod undeclared;

use std::collections::HashSet;

pub use rule::Rule;

use serde_json::Value;

use crate::catalog::Catalog;
use crate::choice::{Choice, ChoiceContext};
use crate::diagnostic::Diagnostic;
use crate::page::Page;

/// Runs all rules: on the catalog as documented, or on one whose blocks a decision has changed. The findings are in the order
/// of their places on the page, each once.
pub fn lint(page: &Page, catalog: &Catalog) -> Vec<Diagnostic> {
    let sheets = sheet::Sheets::new(catalog);
    let context = context::Context::new(page, catalog, &sheets);
    let mut findings: Vec<Diagnostic> = rules().iter().flat_map(|rule| rule.run(&context)).collect();
    let mut seen = HashSet::new();
    findings.retain(|finding| seen.insert(finding.fingerprint()));
    findings.sort_by_cached_key(|finding| {
        (
            finding.span,
            finding.severity,
            finding.rule,
            finding.event.clone(),
            finding.pointer.to_string(),
            finding.fingerprint(),
        )
    });
    findings
}

/// All rules, in the order in which `explain` lists them.
pub fn rules() -> &'static [Rule] {
    rules::ALL
}

/// What the rule's own file says of it: what it does, why it matters, an example, what to do.
pub fn explain(id: &str) -> Option<String> {
    rules().iter().find(|rule| rule.id == id).map(Rule::explanation)
}

/// The choices that resolve this finding, as the page and the decisions are.
pub fn offered(catalog: &Catalog, document: &Value, finding: &Diagnostic) -> Vec<&'static Choice> {
    let rule = rules().iter().find(|rule| rule.id == finding.rule);
    let asked = ChoiceContext { catalog, document, finding };
    let all = rule.into_iter().flat_map(|rule| rule.choices);
    all.filter(|choice| (choice.derive)(&asked).is_ok_and(|operations| !operations.is_empty())).collect()
}
