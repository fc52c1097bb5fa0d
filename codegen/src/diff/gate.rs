//! When a comparison fails a build.

use super::answer::Diff;
use super::verdict::Semver;

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

/// Whether the comparison must fail: because of a change of that weight, a decision of NEW that is stale, or a judgement
/// whose place is gone.
pub fn fails(diff: &Diff, on: FailOn) -> bool {
    let lapsed = diff.decided.lapses.iter().any(|lapse| lapse.side == "NEW");
    if lapsed || diff.stale_judgements.iter().any(|stale| stale.vanished) {
        return true;
    }
    match on {
        FailOn::Breaking => diff.verdict.wire.breaks(),
        FailOn::Major => diff.verdict.semver >= Semver::Major,
        FailOn::Minor => diff.verdict.semver >= Semver::Minor,
    }
}
