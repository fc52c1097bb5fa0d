//! What `diff` compares: a page, a folder, one schema or a git revision.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use console_events_codegen::decision;
use console_events_codegen::diff::Side;
use console_events_codegen::files;
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::reconcile;
use console_events_codegen::workspace::{self, RECONCILED, Reading, Workspace};

pub(super) use console_events_codegen::reconcile::stem;

/// Makes sides from what was given on the command line.
pub(super) struct Sides<'a> {
    /// The checkout.
    pub(super) workspace: &'a Workspace,
    /// How a page is written down, where it was said.
    pub(super) format: Option<PageFormat>,
}

impl Sides<'_> {
    /// The reconciled schemas and the page of the working tree.
    pub(super) fn working_tree(&self) -> Result<Side> {
        let side = Self::folder("the working tree", &self.workspace.root().join(RECONCILED))?;
        match self.workspace.captured(self.format, false).and_then(|page| self.workspace.read(page)) {
            Ok(reading) => documented(side, &reading),
            Err(_) => Ok(side),
        }
    }

    /// The side that an argument names.
    pub(super) fn given(&self, name: &str) -> Result<Side> {
        let path = Path::new(name);
        if path.is_dir() {
            return Self::folder(name, path);
        }
        if !path.exists() {
            return self.revision(name);
        }
        let bytes = files::read(path)?;
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
            let schema = serde_json::from_slice(&bytes).with_context(|| {
                format!("`{name}` is not JSON; expected one JSON Schema, a page, a folder or a git revision")
            })?;
            return Ok(Side::schema(name, schema)?);
        }
        let reading = self.workspace.read(Page::new(name, bytes, self.format)?)?;
        documented(Side::events(name, &reading.outcome.reconciled)?, &reading)
    }

    fn folder(name: &str, folder: &Path) -> Result<Side> {
        let files: BTreeMap<String, String> = files::list(folder, ".", &[])?
            .into_iter()
            .map(|path| path.trim_start_matches("./").to_owned())
            .filter(|path| is_json(path))
            .map(|path| {
                let text = String::from_utf8(files::read(&folder.join(&path))?);
                Ok((path.clone(), text.with_context(|| format!("`{path}` is not UTF-8 text"))?))
            })
            .collect::<Result<_>>()?;
        let reconciled = reconcile::from_files(&files)
            .with_context(|| format!("`{name}` is not a folder of reconciled schemas, such as {RECONCILED}"))?;
        Ok(Side::events(name, &reconciled)?)
    }

    fn revision(&self, name: &str) -> Result<Side> {
        if name.starts_with('-')
            || self.git(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{tree}}")]).is_err()
        {
            bail!(
                "`{name}` is no file, no folder and no git revision here; give a page, a folder of reconciled schemas, one JSON Schema or a revision"
            );
        }
        let listed = self.git(&["ls-tree", "-r", "--name-only", "--full-tree", name, "--", RECONCILED])?;
        let files: BTreeMap<String, String> = listed
            .lines()
            .filter(|path| is_json(path))
            .map(|path| {
                let below = path.trim_start_matches(RECONCILED).trim_start_matches('/').to_owned();
                Ok((below, self.git(&["show", &format!("{name}:{path}")])?))
            })
            .collect::<Result<_>>()?;
        if files.is_empty() {
            bail!("revision `{name}` has no reconciled schemas in {RECONCILED}; give a later one");
        }
        let side = Side::events(name, &reconcile::from_files(&files)?)?;
        match self.reading_of(name) {
            Some(reading) => documented(side, &reading),
            None => Ok(side),
        }
    }

    /// The page of a revision, where it has one that can be read.
    fn reading_of(&self, revision: &str) -> Option<Reading> {
        [PageFormat::Rendered, PageFormat::Mdx].into_iter().find_map(|format| {
            let path = workspace::page_path(format);
            let text = self.git(&["show", &format!("{revision}:{path}")]).ok()?;
            self.workspace.read(Page::new(path, text.into_bytes(), Some(format)).ok()?).ok()
        })
    }

    fn git(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new("git").arg("-C").arg(self.workspace.root()).args(arguments).output();
        let output = output.context("git cannot be run; it is needed for revisions")?;
        if !output.status.success() {
            bail!("git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
        }
        String::from_utf8(output.stdout).context("git did not answer in UTF-8")
    }
}

fn is_json(path: &str) -> bool {
    Path::new(path).extension() == Some("json".as_ref())
}

/// Adds what the page says before any decision, from which the origin of a change is told.
fn documented(side: Side, reading: &Reading) -> Result<Side> {
    let plain = workspace::outcome(&reading.page, &reading.catalog, &decision::read(&[]));
    Ok(side.with_documented(Side::events("the page", &plain.reconciled)?))
}
