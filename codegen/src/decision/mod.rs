//! What people decided about the page: which finding a decision answers, the verdict, the reason, and the patch.
//!
//! A decision file is TOML: a list of `[[decision]]` tables, each complete in itself. A decision answers a pattern of findings,
//! by a choice of the rule, by a patch of its own, or by accepting them; or it is a policy, a patch at each place that a JSONPath
//! selects.
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
    /// The choice of the rule that resolves the findings, instead of a patch.
    pub take: Option<String>,
    /// For a policy: the places that it speaks of, as JSON Pointers into the document of all witnesses.
    pub places: Vec<PointerBuf>,
    /// For a policy, instead: JSONPaths that select the places; the patch is relative to each.
    pub at: Vec<Selector>,
    /// Why, for somebody who was not there.
    pub reason: String,
    /// Where one can check it.
    pub evidence: Vec<String>,
    /// What it changes (RFC 6902, over the document of all witnesses); begins with `test`, unless it is relative.
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
    /// Answers no finding: it states what the page cannot say (a value is confidential, a property may be absent).
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

impl Decision {
    /// Whether it holds for what the page gets tomorrow, too: a pattern, a choice of a rule, or a JSONPath.
    pub fn is_principle(&self) -> bool {
        !self.at.is_empty() || self.take.is_some() || self.answers.iter().any(|answer| !answer.is_particular())
    }
}
