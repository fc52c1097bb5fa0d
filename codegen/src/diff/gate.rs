//! When a comparison fails a build.

use super::change::{Diff, Semver};

/// What a build must not let pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailOn {
    /// A change of the wire that is breaking or not classified.
    Breaking,
    /// A change that needs a major release of the crate.
    Major,
    /// A change that needs a minor or a major release of the crate.
    Minor,
}

/// Whether the comparison holds what must not pass.
pub fn fails(diff: &Diff, on: FailOn) -> bool {
    match on {
        FailOn::Breaking => diff.verdict.wire.breaks(),
        FailOn::Major => diff.verdict.semver >= Semver::Major,
        FailOn::Minor => diff.verdict.semver >= Semver::Minor,
    }
}
