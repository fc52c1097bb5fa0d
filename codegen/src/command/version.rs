//! Compares the version of the crate with what the changes since a release require. Called by `check`.

use anyhow::{Context as _, Result, bail};
use console_events_codegen::compare::{self, Version};
use console_events_codegen::diff::{Release, Side, Tolerance};
use console_events_codegen::files;
use console_events_codegen::reconcile::Reconciled;

use super::git::Git;
use super::near::did_you_mean;
use super::output::remark;
use super::sides::{MANIFEST, Sides};

/// The release that `reconciled` requires, compared with the revision `since`, or by default with the greatest version
/// tag that the current commit contains; and the judgements that applied to nothing. None if there is nothing to
/// compare with: no git, no version tag, or no schemas at the tag.
///
/// A tag that cannot be compared is only a note; a revision that was named explicitly is an error.
pub(super) fn release(
    sides: &Sides<'_>,
    reconciled: &Reconciled,
    since: Option<&str>,
) -> Result<Option<(Release, bool)>> {
    let root = sides.workspace.root();
    let (git, name) = match since {
        Some(since) => match Git::open(root)? {
            Some(git) => (git, since.to_owned()),
            None => bail!(
                "`--since {since}` needs a git repository, and this is not one; run the command without `--since`"
            ),
        },
        None => match Git::open(root).ok().flatten().map(|git| (last(&git), git)) {
            Some((Some(tag), git)) => (git, tag),
            Some((None, _)) | None => return Ok(None),
        },
    };
    let Some(tree) = git.tree(&name)? else {
        let names = git.names();
        let near = did_you_mean(&name, names.iter().map(String::as_str));
        bail!("`{name}` is not a git revision;{near} give `--since` a tag, a branch or a commit");
    };
    let old = match (sides.revision(&name), since) {
        (Ok(old), _) => old,
        (Err(error), Some(_)) => return Err(error),
        // A tag without schemas, for instance one from before they existed, must not prevent a check.
        (Err(error), None) => {
            remark("note", &format!("the version was not compared with `{name}`: {error:#}"));
            return Ok(None);
        }
    };
    let manifest = tree.file(MANIFEST)?.with_context(|| format!("revision `{name}` has no `{MANIFEST}`"))?;
    let before = version(&manifest).with_context(|| format!("`{MANIFEST}` of revision `{name}`"))?;
    let manifest = String::from_utf8(files::read(root, MANIFEST)?).context("Cargo.toml is not UTF-8 text")?;
    let now = version(&manifest).context(MANIFEST)?;
    let new = Version::alone(Side::events("the working tree", reconciled)?);
    let found =
        compare::compare(&Version { reading: None, ..old }, &new, Tolerance::Tolerant, &sides.judgements(None)?)?;
    for stale in &found.stale_judgements {
        let (file, line, column) = &stale.place;
        remark("error", &format!("{file}:{line}:{column}: `{}`: {}", stale.judgement, stale.message));
    }
    Ok(Some((Release::new(name, before, now, &found), found.stale_judgements.is_empty())))
}

/// The greatest version tag that the current commit contains.
fn last(git: &Git) -> Option<String> {
    let version = |tag: &str| semver::Version::parse(tag.strip_prefix('v')?).ok();
    let tags = git.tags().ok()?;
    tags.into_iter().filter_map(|tag| Some((version(&tag)?, tag))).max().map(|(_, tag)| tag)
}

pub(super) fn version(manifest: &str) -> Result<semver::Version> {
    let table: toml::Table = manifest.parse().context("is not TOML")?;
    let version = ["workspace", "package", "version"]
        .iter()
        .try_fold(&toml::Value::Table(table), |value, key| value.get(key))
        .and_then(toml::Value::as_str)
        .map(str::to_owned);
    let version = version.context("names no `version` under `[workspace.package]`")?;
    semver::Version::parse(&version)
        .with_context(|| format!("`{version}` is not a version; expected one such as 0.1.0"))
}
