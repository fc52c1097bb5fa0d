//! What `diff` compares: a page, a folder, one schema or a git revision.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use console_events_codegen::decision;
use console_events_codegen::diff::Side;
use console_events_codegen::files;
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::reconcile::{self, RECORD, Record};
use console_events_codegen::workspace::{self, RECONCILED, Reading, Workspace};
use serde_json::Value;

use super::git::{Git, Tree};

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

    /// A page that was read.
    pub(super) fn of_reading(reading: &Reading) -> Result<Side> {
        let name = reading.page.path().to_string_lossy();
        documented(Side::events(&*name, &reading.outcome.reconciled)?.with_texts(reading.json_texts()), reading)
    }

    /// The side that an argument names: `rev:NAME`, `path:NAME`, or a name that is only one of the two. Whoever can put a
    /// folder into a checkout must not be able to choose what a revision's name means.
    pub(super) fn given(&self, argument: &str) -> Result<Side> {
        if let Some(name) = argument.strip_prefix("rev:") {
            return self.revision(name);
        }
        if let Some(name) = argument.strip_prefix("path:") {
            return self.path(name);
        }
        if Path::new(argument).symlink_metadata().is_err() {
            return self.revision(argument);
        }
        let git = Git::open(self.workspace.root()).ok().flatten();
        if git.is_some_and(|git| git.tree(argument).is_ok_and(|tree| tree.is_some())) {
            bail!(
                "`{argument}` is a file or folder here, and a git revision; say which is meant: `path:{argument}` or `rev:{argument}`"
            );
        }
        self.path(argument)
    }

    /// What a file or folder holds.
    fn path(&self, name: &str) -> Result<Side> {
        let path = Path::new(name);
        if path.is_dir() {
            return Self::folder(name, path);
        }
        let bytes = files::read_given(path)?;
        // No page is JSON from its first letter to its last.
        let schema = json(name, &bytes);
        if is_json(name) || schema.is_ok() {
            return Ok(Side::schema(name, schema?)?.with_texts([&*String::from_utf8_lossy(&bytes)]));
        }
        let reading = self.workspace.read(Page::new(name, bytes, self.format)?)?;
        let side = Side::events(name, &reading.outcome.reconciled)?.with_texts(reading.json_texts());
        documented(side.with_covered(reading.covered()), &reading)
    }

    fn folder(name: &str, folder: &Path) -> Result<Side> {
        let files: BTreeMap<String, String> = files::list(folder, ".")?
            .into_iter()
            .map(|path| path.trim_start_matches("./").to_owned())
            .filter(|path| is_json(path))
            .map(|path| {
                let text = String::from_utf8(files::read(folder, &path)?);
                Ok((path.clone(), text.with_context(|| format!("`{path}` is not UTF-8 text"))?))
            })
            .collect::<Result<_>>()?;
        let reconciled = reconcile::from_files(&files)
            .with_context(|| format!("`{name}` is not a folder of reconciled schemas, such as {RECONCILED}"))?;
        let texts = files.values().map(String::as_str);
        Ok(Side::events(name, &reconciled)?.with_texts(texts).with_covered(record(&files)))
    }

    /// What git has under a name.
    pub(super) fn revision(&self, name: &str) -> Result<Side> {
        let expected = "give a page, a folder of reconciled schemas, one JSON Schema or a git revision";
        let Some(git) = Git::open(self.workspace.root())? else {
            bail!("`{name}` is no file and no folder, and no revision, for this is no git repository; {expected}");
        };
        let Some(tree) = git.tree(name)? else {
            if let Some((old, new)) = name.split_once("...").or_else(|| name.split_once("..")) {
                let [old, new] = [old, new].map(|name| if name.is_empty() { "HEAD" } else { name });
                bail!("`{name}` is a range; give both of its ends: `cargo codegen diff {old} {new}`");
            }
            bail!("`{name}` is no file, no folder and no git revision here; {expected}");
        };
        let files = tree.files(RECONCILED, ".json")?;
        if files.is_empty() {
            bail!("revision `{name}` has no reconciled schemas in {RECONCILED}; give a later one");
        }
        let reconciled = reconcile::from_files(&files).with_context(|| format!("revision `{name}`"))?;
        let texts = files.values().map(String::as_str);
        let side = Side::events(name, &reconciled)?.with_texts(texts).with_covered(record(&files));
        match self.reading_of(&tree)? {
            Some(reading) => documented(side, &reading),
            None => Ok(side),
        }
    }

    /// The page of a revision, where it has one that can be read.
    fn reading_of(&self, tree: &Tree<'_>) -> Result<Option<Reading>> {
        for format in [PageFormat::Rendered, PageFormat::Mdx] {
            let path = workspace::page_path(format);
            let Some(text) = tree.file(&path)? else { continue };
            let page = Page::new(path, text.into_bytes(), Some(format)).ok();
            return Ok(page.and_then(|page| self.workspace.read(page).ok()));
        }
        Ok(None)
    }
}

/// One JSON document.
fn json(name: &str, bytes: &[u8]) -> Result<Value> {
    serde_json::from_slice(bytes).map_err(|error| {
        // The reader's own limit; it has no other mark.
        if error.to_string().starts_with("recursion limit exceeded") {
            anyhow!("`{name}` nests deeper than 128 levels; move the inner schemas to `definitions` and refer to them")
        } else {
            anyhow!("`{name}` is not JSON: {error}; expected one JSON Schema, a page, a folder or a git revision")
        }
    })
}

/// What the decisions cover that made the files of a folder.
fn record(files: &BTreeMap<String, String>) -> Record {
    files.get(RECORD).map(|text| Record::read(text)).unwrap_or_default()
}

fn is_json(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// Adds what the page says before any decision, from which the origin of a change is told.
fn documented(side: Side, reading: &Reading) -> Result<Side> {
    let plain = workspace::outcome(&reading.page, &reading.catalog, &decision::read(&[]));
    Ok(side.with_documented(Side::events("the page", &plain.reconciled)?))
}
