//! What people decided about the page: which finding a decision answers, the verdict, the reason, and the patch.
//!
//! A decision file is TOML: a list of `[[decision]]` tables, each complete in itself.
//!
//! ```toml
//! [[decision]]
//! id = "saved-example-name"
//! answers = { rule = "example-event-name", event = "saved", witness = "example", pointer = "/eventName" }
//! verdict = "resolved"
//! reason = "The example was copied from another event; title and schema agree."
//! evidence = ["the table of the same section"]
//! patch = [
//!   { op = "test", path = "/saved/example/eventName", value = "created" },
//!   { op = "replace", path = "/saved/example/eventName", value = "saved" },
//! ]
//! ```

mod answer;
mod document;
mod error;
mod patch;
mod read;
mod toml_json;

use jsonptr::PointerBuf;

pub use answer::{Answer, Finding};
pub use document::{describe, document, document_path, fits, part, put_back, span_of};
pub use error::{DecisionError, DecisionPlace, Problem};
pub use json_patch::{Patch, PatchOperation};
pub(crate) use patch::pinned;
pub use patch::{changes, tests};
pub use read::{ReadDecisions, read};

/// Where decision files stand, from the root of the repository.
pub const DECISIONS: &str = "schemas/decisions";

/// A reviewed decision.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its name, unique over all files.
    pub id: String,
    /// The findings that it answers; none for a policy.
    pub answers: Vec<Answer>,
    /// What was decided.
    pub verdict: Verdict,
    /// For a policy: the places that it speaks of, as JSON Pointers into the [`document`] of all witnesses.
    pub places: Vec<PointerBuf>,
    /// Why, for somebody who was not there.
    pub reason: String,
    /// Where one can check it.
    pub evidence: Vec<String>,
    /// What it changes (RFC 6902, over the [`document`] of all witnesses); begins with `test`.
    pub patch: Patch,
    /// Where the decision is written down.
    pub place: DecisionPlace,
}

/// What a decision says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The patch changes the effective documents, and the rule no longer fires.
    Resolved,
    /// We live with it; the patch only tests, so that the decision goes stale by itself.
    Accepted,
    /// Answers no finding: the patch states what the page cannot say (a value is confidential, a property may be absent).
    Policy,
}

impl Verdict {
    /// Its name in output and decisions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Accepted => "accepted",
            Self::Policy => "policy",
        }
    }
}
