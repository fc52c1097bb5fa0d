//! What a rule is.

use super::context::Context;
use super::finding::Finding;
use super::rules;
use crate::choice::Choice;
use crate::diagnostic::{Diagnostic, Severity};

/// One rule: what it is called, how much its findings hurt, and the check.
#[derive(Debug)]
pub struct Rule {
    /// Its name in output and decisions.
    pub id: &'static str,
    /// How much its findings hurt, where it does not say otherwise of a single one.
    pub severity: Severity,
    /// The ways in which its findings can be resolved, besides a hand-written patch.
    pub choices: &'static [Choice],
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

    /// Whether one can live with its findings.
    pub fn may_be_accepted(&self) -> bool {
        !rules::NEVER_ACCEPTED.contains(&self.id)
    }

    /// The documentation at the head of the rule's file, as Markdown, under a title of id and severity, and its choices.
    pub fn explanation(&self) -> String {
        let lines: Vec<&str> = self
            .source
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        let mut text = format!("# {} ({})\n\n{}\n", self.id, self.severity.name(), lines.join("\n"));
        text.push_str("\n## Choices\n");
        if self.choices.is_empty() {
            text.push_str("None: no witness of the page says what would be right.");
            text.push_str(if self.may_be_accepted() {
                " Mend the page, accept the finding, or write a patch.\n"
            } else {
                " Mend the page.\n"
            });
        } else {
            for choice in self.choices {
                text.extend(["- `", choice.id, "`: ", choice.does, "\n"]);
            }
            text.push_str("\n`take = \"…\"` in a decision, or `cargo codegen decide FINGERPRINT --take …`, resolves a finding so.\n");
        }
        if !self.may_be_accepted() {
            text.push_str("\nIt cannot be accepted: no types could be made.\n");
        }
        text
    }
}
