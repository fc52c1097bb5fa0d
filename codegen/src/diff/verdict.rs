//! The verdicts of a comparison: on the wire and on the public API, and where a change comes from.

use std::fmt;

use serde::Serialize;

/// May a reader built from OLD meet a document valid under NEW that it fails to read?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    /// Only annotations changed: the same documents are valid.
    #[default]
    None,
    /// Every document valid under NEW is read by OLD: there is a proof.
    Compatible,
    /// Neither proof nor counterexample was found; counts as breaking.
    Unclassified,
    /// There is a document, valid under NEW, that OLD does not read.
    Breaking,
}

impl Wire {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Unclassified => "unclassified",
            Self::Breaking => "breaking",
        }
    }

    /// Whether a careful consumer must take it for a break.
    pub fn breaks(self) -> bool {
        self >= Self::Unclassified
    }
}

/// What the change does to the generated crate's public API: the release that it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Semver {
    /// No release.
    #[default]
    None,
    /// Documentation, or the text of a schema.
    Patch,
    /// New items, fields or variants.
    Minor,
    /// Items, fields or variants gone, or of another type.
    Major,
}

impl Semver {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// Where a change comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeOrigin {
    /// The page changed, and the effective schema with it.
    #[default]
    Documentation,
    /// Only a decision changed.
    Decision,
    /// The page changed to what a decision already said: nothing changes for consumers.
    Correction,
}

impl ChangeOrigin {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Decision => "decision",
            Self::Correction => "correction",
        }
    }
}

/// Who reads: what "fails to read" means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Tolerance {
    /// Ignores undeclared properties and unknown events, as the generated crate does.
    #[default]
    Tolerant,
    /// Validates: every document valid under NEW must be valid under OLD.
    Strict,
}

/// The verdicts before a reviewed judgement changed them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictsBefore {
    /// The judgement's id.
    pub judgement: String,
    /// The verdict on the wire that was found.
    pub wire: Wire,
    /// The verdict on the API that was found.
    pub semver: Semver,
}

/// Both verdicts over all changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Verdicts {
    /// The worst on the wire.
    pub wire: Wire,
    /// The largest release needed.
    pub semver: Semver,
}

impl fmt::Display for Verdicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wire {}, API {}", self.wire.name(), self.semver.name())
    }
}
