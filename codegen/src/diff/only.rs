//! Narrows a comparison to what concerns readers, users of the crate, or the documentation.

use super::answer::Diff;
use super::verdict::{ChangeOrigin, Semver, Wire};

/// Which changes are shown. The verdict stays that over all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Only {
    /// Those that change which documents are sent.
    Wire,
    /// Those that change the crate's public items.
    Api,
    /// Those of documentation alone: descriptions, titles, examples.
    Docs,
}

impl Diff {
    /// The same comparison with these changes only; the others are counted.
    #[must_use]
    pub fn only(mut self, only: Only) -> Self {
        let before = self.changes.len();
        self.changes.retain(|change| match only {
            Only::Wire => change.wire != Wire::None,
            Only::Api => change.semver >= Semver::Minor,
            Only::Docs => change.only_documents() && change.origin != ChangeOrigin::Correction,
        });
        self.hidden = before - self.changes.len();
        self
    }
}
