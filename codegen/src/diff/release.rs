//! Whether a version was raised as much as the changes since another version require.

use semver::{Prerelease, Version};

use super::answer::Diff;
use super::output::place;
use super::verdict::Semver;

/// How many changes are named.
const NAMED: usize = 5;

/// The types at two versions of the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// What the older one is called: a tag, or what was given.
    pub since: String,
    /// The crate's version there.
    pub old: Version,
    /// The crate's version here.
    pub new: Version,
    /// What the changes do to the crate's API.
    pub semver: Semver,
    /// The first few of the changes that need this release: kind and place.
    pub demands: Vec<String>,
    /// How many more need it.
    pub more: usize,
}

impl Release {
    /// Compares the versions with what changed between them.
    pub fn new(since: impl Into<String>, old: Version, new: Version, diff: &Diff) -> Self {
        let semver = diff.verdict.semver;
        let all = diff.changes.iter().filter(|change| semver > Semver::None && change.semver == semver);
        let mut demands: Vec<String> =
            all.map(|change| format!("{} at {}: {}", change.kind, place(change), change.message)).collect();
        let more = demands.len().saturating_sub(NAMED);
        demands.truncate(NAMED);
        Self { since: since.into(), old, new, semver, demands, more }
    }

    /// The lowest version that the changes allow.
    pub fn required(&self) -> Version {
        required(&self.old, self.semver)
    }

    /// Whether the version was raised enough. A pre-release of the required version is enough.
    pub fn raised(&self) -> bool {
        let reached = Version { pre: Prerelease::EMPTY, ..self.new.clone() };
        self.semver == Semver::None || (self.new.cmp_precedence(&self.old).is_gt() && reached >= self.required())
    }

    /// What is wrong, in one sentence.
    pub fn problem(&self) -> String {
        let Self { since, old, new, semver, .. } = self;
        let need = semver.name();
        if new == old {
            format!(
                "the types changed since `{since}` and need a {need} release, but the crate's version is still {old}"
            )
        } else {
            format!("the types changed since `{since}` and need a {need} release; from {old} to {new} is not enough")
        }
    }

    /// What to do.
    pub fn help(&self) -> String {
        format!(
            "set `version` under `[workspace.package]` in Cargo.toml to {} or a later one; `cargo codegen diff {}` lists all changes",
            self.required(),
            self.since
        )
    }
}

/// The least version that changes allow, as cargo counts: before 1.0.0 a major change moves the minor version, and any other the
/// patch; before 0.1.0 every change moves the patch. A pre-release promises nothing: the next version is enough.
pub fn required(old: &Version, semver: Semver) -> Version {
    let Version { major, minor, patch, pre, .. } = old.clone();
    if !pre.is_empty() {
        return Version::new(major, minor, patch);
    }
    match (semver, major, minor) {
        (Semver::None, _, _) => old.clone(),
        (Semver::Major, 1.., _) => Version::new(major + 1, 0, 0),
        (Semver::Major, 0, 1..) => Version::new(0, minor + 1, 0),
        (Semver::Minor, 1.., _) => Version::new(major, minor + 1, 0),
        (Semver::Major | Semver::Minor | Semver::Patch, _, _) => Version::new(major, minor, patch + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(old: &str, new: &str, semver: Semver) -> Option<Release> {
        let [old, new] = [old, new].map(|text| Version::parse(text).ok());
        Some(Release { since: "v".into(), old: old?, new: new?, semver, demands: Vec::new(), more: 0 })
    }

    #[test]
    fn versions_are_raised_as_cargo_counts() {
        use Semver::{Major, Minor, None, Patch};
        for (old, semver, required) in [
            ("1.2.3", None, "1.2.3"),
            ("1.2.3", Patch, "1.2.4"),
            ("1.2.3", Minor, "1.3.0"),
            ("1.2.3", Major, "2.0.0"),
            ("0.2.3", Patch, "0.2.4"),
            ("0.2.3", Minor, "0.2.4"),
            ("0.2.3", Major, "0.3.0"),
            ("0.0.3", Patch, "0.0.4"),
            ("0.0.3", Major, "0.0.4"),
            ("2.0.0-beta.1", Major, "2.0.0"),
        ] {
            let required_is = release(old, old, semver).map(|release| release.required().to_string());
            assert_eq!(required_is.as_deref(), Some(required), "{old} {semver:?}");
        }
    }

    #[test]
    fn a_version_is_raised_enough_or_not() {
        use Semver::{Major, Minor, None, Patch};
        for (old, new, semver, raised) in [
            ("0.1.0", "0.1.0", None, true),
            ("0.1.0", "0.2.0", None, true),
            ("0.1.0", "0.1.0", Patch, false),
            ("0.1.0", "0.1.1", Minor, true),
            ("0.1.0", "0.1.1", Major, false),
            ("0.1.0", "0.2.0", Major, true),
            ("0.1.0", "1.0.0", Major, true),
            ("0.1.0", "0.2.0-rc.1", Major, true),
            ("0.1.0", "0.1.0+build", Patch, false),
            ("1.0.0", "1.9.0", Major, false),
            ("1.0.0", "2.0.0", Major, true),
            ("1.1.0", "1.0.9", Patch, false),
            ("2.0.0-rc.1", "2.0.0-rc.1", Major, false),
            ("2.0.0-rc.1", "2.0.0-rc.2", Major, true),
            ("2.0.0-rc.1", "2.0.0", Major, true),
        ] {
            let found = release(old, new, semver).map(|release| release.raised());
            assert_eq!(found, Some(raised), "{old} {new} {semver:?}");
        }
    }
}
