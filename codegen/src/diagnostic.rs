//! A finding of a rule: what is wrong, where on the page, and what to do.

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::catalog::Witness;
use crate::page::Span;

/// How much a finding hurts. Errors and warnings must be decided; notes may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A machine must not go on without a decision.
    Error,
    /// Types can be made, but consumers will be surprised.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One disagreement on the page.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Id of the rule that fired.
    pub rule: &'static str,
    /// How much it hurts.
    pub severity: Severity,
    /// Key of the event in the catalog; none for the page as a whole.
    pub event: Option<String>,
    /// Which witness is spoken of.
    pub witness: Witness,
    /// Which resource, where the witness is one's.
    pub resource: Option<String>,
    /// Place in the witness's JSON; for a table, the row's.
    pub pointer: PointerBuf,
    /// The very value spoken of.
    pub span: Span,
    /// What was expected and what was found, in lower case, values in back-ticks.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// Other places that take part, each with what is there.
    pub related: Vec<(Span, String)>,
    /// What the finding rests on; a change of it is another finding.
    pub evidence: Value,
}
