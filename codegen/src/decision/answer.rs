//! Which findings a decision answers.

use std::fmt;

use jsonptr::PointerBuf;

use crate::catalog::Witness;
use crate::diagnostic::{Diagnostic, Severity};

/// What a decision answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One finding; with a fingerprint only as long as it rests on the same evidence.
    Finding(Finding, Option<String>),
    /// All notes of one rule.
    Rule(String),
}

/// By what a finding is known: everything but its words and its place on the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// The event; none for the page as a whole.
    pub event: Option<String>,
    /// The witness.
    pub witness: Witness,
    /// The resource, where the witness is one's. An answer that names none means any.
    pub resource: Option<String>,
    /// The place in the witness's JSON.
    pub pointer: PointerBuf,
}

impl Finding {
    /// By what a diagnostic is known.
    pub fn of(diagnostic: &Diagnostic) -> Self {
        Self {
            rule: diagnostic.rule.into(),
            event: diagnostic.event.clone(),
            witness: diagnostic.witness,
            resource: diagnostic.resource.clone(),
            pointer: diagnostic.pointer.clone(),
        }
    }

    /// Whether this names that diagnostic.
    pub fn names(&self, diagnostic: &Diagnostic) -> bool {
        self.rule == diagnostic.rule
            && self.event == diagnostic.event
            && self.witness == diagnostic.witness
            && (self.resource.is_none() || self.resource == diagnostic.resource)
            && self.pointer == diagnostic.pointer
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` at `{}` of the {}", self.rule, self.pointer, self.witness)?;
        if let Some(resource) = &self.resource {
            write!(f, " (`{resource}`)")?;
        }
        match &self.event {
            Some(event) => write!(f, " of `{event}`"),
            None => f.write_str(" of the page"),
        }
    }
}

impl Answer {
    /// The rule whose findings are answered.
    pub fn rule(&self) -> &str {
        match self {
            Self::Finding(finding, _) => &finding.rule,
            Self::Rule(rule) => rule,
        }
    }

    /// Whether this answers that diagnostic. A whole rule is answered as far as it gives notes: a warning of the same rule
    /// wants a decision of its own.
    pub fn answers(&self, diagnostic: &Diagnostic) -> bool {
        match self {
            Self::Finding(finding, fingerprint) => {
                finding.names(diagnostic)
                    && fingerprint.as_ref().is_none_or(|fingerprint| *fingerprint == diagnostic.fingerprint())
            }
            Self::Rule(rule) => rule == diagnostic.rule && diagnostic.severity == Severity::Note,
        }
    }

    /// Whether that diagnostic is what this answered once, resting on other evidence now.
    pub fn answered_once(&self, diagnostic: &Diagnostic) -> bool {
        match self {
            Self::Finding(finding, _) => finding.names(diagnostic) && !self.answers(diagnostic),
            Self::Rule(_) => false,
        }
    }
}
