//! What a rule is.

use super::context::Context;
use super::finding::Finding;
use crate::diagnostic::{Diagnostic, Severity};

/// One rule: what it is called, how much its findings hurt, and the check.
#[derive(Debug)]
pub struct Rule {
    /// Its name in output and decisions.
    pub id: &'static str,
    /// How much its findings hurt, where it does not say otherwise of a single one.
    pub severity: Severity,
    /// The text of its file, the head of which is the documentation.
    pub(super) source: &'static str,
    pub(super) check: fn(&Context<'_>, &mut Vec<Finding>),
}

impl Rule {
    pub(super) fn run(&self, context: &Context<'_>) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        (self.check)(context, &mut findings);
        findings.into_iter().map(|finding| finding.of_rule(self.id, self.severity)).collect()
    }

    /// The documentation at the head of the rule's file, as Markdown, under a title of id and severity.
    pub fn explanation(&self) -> String {
        let lines: Vec<&str> = self
            .source
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        format!("# {} ({})\n\n{}\n", self.id, self.severity.name(), lines.join("\n"))
    }
}
