//! The answer to a comparison as a whole: the changes, the verdict over them, and what became of decisions and judgements.

use super::change::Change;
use super::verdict::{Verdicts, Wire};

/// A decision that is stale or cannot be followed, on the page that was given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lapse {
    /// `OLD` or `NEW`.
    pub side: &'static str,
    /// The decision's id, where it is known.
    pub decision: Option<String>,
    /// Where it is written down: file, line, column.
    pub place: (String, usize, usize),
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
}

/// What became of the decisions between both sides.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct DecisionChanges {
    /// The decisions that OLD does not have, each with its reason.
    pub new: Vec<(String, String)>,
    /// The decisions that NEW does not have.
    pub gone: Vec<String>,
    /// The decisions whose content changed.
    pub changed: Vec<String>,
    /// The decisions that cover more, each with the events; the empty name is the page.
    pub widened: Vec<(String, Vec<String>)>,
    /// The decisions that are stale or cannot be followed.
    pub lapses: Vec<Lapse>,
    /// How many changes follow from these alone, and are not compared.
    pub held: usize,
}

impl DecisionChanges {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A reviewed judgement that applied to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleJudgement {
    /// Its id.
    pub judgement: String,
    /// Where it is written down: file, line, column.
    pub place: (String, usize, usize),
    /// Whether neither side has the place any more.
    pub vanished: bool,
    /// What is wrong, and what to do.
    pub message: String,
}

/// The answer to a comparison.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Diff {
    /// What OLD was called.
    pub old: String,
    /// What NEW was called.
    pub new: String,
    /// The overall verdict; never better than what is proved of the schemas as a whole.
    pub verdict: Verdicts,
    /// The changes, in the order of NEW's events, then by place.
    pub changes: Vec<Change>,
    /// What else limits the verdict: a side that accepts nothing, a `$ref` that leads nowhere.
    pub notes: Vec<String>,
    /// The best verdict on the wire that the notes leave.
    pub floor: Wire,
    /// What became of the decisions.
    pub decided: DecisionChanges,
    /// The judgements that applied to nothing.
    pub stale_judgements: Vec<StaleJudgement>,
    /// The version of OLD's crate, and the one that the changes require.
    pub versions: Option<(String, String)>,
    /// How many changes `--only` leaves out.
    pub hidden: usize,
}

impl Diff {
    /// The verdict over the changes as they are now.
    pub fn conclude(&mut self) {
        let wire = self.changes.iter().map(|change| change.wire).max().unwrap_or_default();
        self.verdict.wire = wire.max(self.floor);
        self.verdict.semver = self.changes.iter().map(|change| change.semver).max().unwrap_or_default();
    }
}
