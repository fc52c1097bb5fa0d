//! Decisions: which findings each of them answers, its verdict, its reason, and its patch. Read from
//! `schemas/decisions`, applied by `reconcile`.
//!
//! A decision file is a TOML list of `[[decision]]` tables, each complete in itself. A decision answers a pattern of
//! findings by a choice of the rule, by its own patch, or by accepting them. Or it is a policy: a patch for each place
//! that a JSONPath selects.
//!
//! ```toml
//! [[decision]]
//! id = "the-schemas-name-wins"
//! answers = { rule = "example-event-name", event = "order_*" }
//! verdict = "resolved"
//! take = "schema"
//! reason = "The examples were copied from another event; titles and schemas agree."
//! evidence = ["the tables of the same sections"]
//!
//! [[decision]]
//! id = "emails-are-confidential"
//! at = "$['user_added', 'user_removed'].schema.properties.payload.properties.email"
//! verdict = "policy"
//! patch = [{ op = "add", path = "/x-confidential", value = true }]
//! reason = "An address names a person."
//! ```

mod advice;
mod answer;
mod error;
mod patch;
mod problem;
mod read;
mod selector;
mod toml_json;

use jsonptr::PointerBuf;

pub use advice::{explain as explain_problem, ids as problem_ids};
pub use answer::{Answer, FindingKey, Pattern};
pub use error::{DecisionError, DecisionPlace};
pub use json_patch::{Patch, PatchOperation};
pub(crate) use patch::pinned;
pub use patch::{changes, tests};
pub use problem::Problem;
pub use read::{ReadDecisions, read};
pub use selector::{MOST_PLACES, Selector};

/// The folder of decision files, from the root of the repository.
pub const DECISIONS: &str = "schemas/decisions";

/// A reviewed decision.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its name, unique over all files.
    pub id: String,
    /// The findings that it answers; none for a policy.
    pub answers: Vec<Answer>,
    /// The verdict.
    pub verdict: Verdict,
    /// The choice of the rule that resolves the findings, instead of a patch.
    pub take: Option<String>,
    /// For a policy: the places to which it applies, as JSON Pointers into the document of all witnesses.
    pub places: Vec<PointerBuf>,
    /// For a policy, instead of `places`: JSONPaths that select the places. The patch is relative to each.
    pub at: Vec<Selector>,
    /// The reason, for a reader who was not there.
    pub reason: String,
    /// Where the reason can be checked.
    pub evidence: Vec<String>,
    /// The change (RFC 6902, on the document of all witnesses). It begins with `test`, unless it is relative.
    pub patch: Patch,
    /// Where the decision is written.
    pub place: DecisionPlace,
}

/// What a decision does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The patch changes the effective documents, and the rule no longer fires.
    Resolved,
    /// The page stays as it is. The patch only tests, so that the decision becomes stale when the page changes.
    Accepted,
    /// Answers no finding: it states what the page does not say (a value is confidential, a property may be absent).
    Policy,
}

impl Verdict {
    /// The name in output and decisions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Accepted => "accepted",
            Self::Policy => "policy",
        }
    }
}

impl Decision {
    /// Whether it also applies to future findings: it has a pattern, a choice of a rule, or a JSONPath.
    pub fn is_principle(&self) -> bool {
        !self.at.is_empty() || self.take.is_some() || self.answers.iter().any(|answer| !answer.is_particular())
    }
}
