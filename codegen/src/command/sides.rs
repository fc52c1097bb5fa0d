//! What `diff` compares: a page, a folder, a JSON Schema or a git revision. Reads each of them into a `Version`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use console_events_codegen::compare::{JUDGEMENTS, Judgements, Version};
use console_events_codegen::decision::DECISIONS;
use console_events_codegen::diff::Side;
use console_events_codegen::files;
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::reconcile::{self, RECORD, Reconciled, Record};
use console_events_codegen::workspace::{self, RECONCILED, Reading, Workspace};
use serde_json::Value;

use super::git::{Git, Tree};
use super::near::did_you_mean;

pub(super) use console_events_codegen::reconcile::stem;

/// Reads sides as the command line names them.
pub(super) struct Sides<'a> {
    /// The checkout.
    pub(super) workspace: &'a Workspace,
    /// The format of a page, if the command line gives one.
    pub(super) format: Option<PageFormat>,
}

impl Sides<'_> {
    /// The reconciled schemas and the page of the working tree.
    pub(super) fn working_tree(&self) -> Result<Version> {
        let side = Self::folder("the working tree", &self.workspace.root().join(RECONCILED))?;
        self.captured(side)
    }

    /// The committed schemas of the checkout, with its page and its decisions.
    fn captured(&self, side: Side) -> Result<Version> {
        let release = files::read(self.workspace.root(), MANIFEST).ok().and_then(|bytes| release(&bytes));
        match self.workspace.captured(self.format, false).and_then(|page| self.workspace.read(page)) {
            Ok(reading) => Ok(Version { release, ..documented(side, reading, false)? }),
            Err(_) => Ok(Version { release, ..Version::alone(side) }),
        }
    }

    /// The version of a page.
    pub(super) fn of_reading(reading: Reading) -> Result<Version> {
        let name = reading.page.path().to_string_lossy().into_owned();
        let side = Side::events(&*name, &reading.outcome.reconciled)?.with_texts(reading.json_texts());
        documented(side.with_covered(reading.covered()), reading, true)
    }

    /// The version that an argument names: `rev:NAME`, `path:NAME`, or a name that is only one of the two. A name that
    /// is both is an error: otherwise, a folder in the checkout could replace a revision of the same name.
    pub(super) fn given(&self, argument: &str) -> Result<Version> {
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
                "`{argument}` is both a file or folder and a git revision; write `path:{argument}` or `rev:{argument}`"
            );
        }
        self.path(argument)
    }

    /// The version in a file or folder.
    fn path(&self, name: &str) -> Result<Version> {
        let path = Path::new(name);
        if path.is_dir() {
            let side = Self::folder(name, path)?;
            let own = path.canonicalize().ok();
            let here = own.is_some() && own == self.workspace.root().join(RECONCILED).canonicalize().ok();
            return if here { self.captured(side) } else { Ok(Version::alone(side)) };
        }
        let bytes = files::read_given(path)?;
        // A page is never JSON as a whole.
        let schema = json(name, &bytes);
        if is_json(name) || schema.is_ok() {
            let side = Side::schema(name, schema?)?.with_texts([&*String::from_utf8_lossy(&bytes)]);
            return Ok(Version::alone(side));
        }
        let reading = self.workspace.read(Page::new(name, bytes, self.format)?)?;
        Self::of_reading(reading)
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

    /// The version in a git revision.
    pub(super) fn revision(&self, name: &str) -> Result<Version> {
        let git = self.git(name)?;
        let tree = Self::tree(&git, name)?;
        let files = tree.files(RECONCILED, ".json")?;
        if files.is_empty() {
            bail!("revision `{name}` has no reconciled schemas in `{RECONCILED}`; give a later revision");
        }
        let reconciled = reconcile::from_files(&files).with_context(|| format!("revision `{name}`"))?;
        let texts = files.values().map(String::as_str);
        let side = Side::events(name, &reconciled)?.with_texts(texts).with_covered(record(&files));
        let release = tree.file(MANIFEST)?.and_then(|text| release(text.as_bytes()));
        let version = match self.reading_of(&tree)? {
            Some(reading) => documented(side, reading, false)?,
            None => Version::alone(side),
        };
        Ok(Version { release, ..version })
    }

    fn git(&self, name: &str) -> Result<Git> {
        Git::open(self.workspace.root())?.with_context(|| {
            format!("`{name}` is not a file or folder, and this is not a git repository with revisions; {EXPECTED}")
        })
    }

    fn tree<'g>(git: &'g Git, name: &str) -> Result<Tree<'g>> {
        if let Some(tree) = git.tree(name)? {
            return Ok(tree);
        }
        if let Some((old, new)) = name.split_once("...").or_else(|| name.split_once("..")) {
            let [old, new] = [old, new].map(|name| if name.is_empty() { "HEAD" } else { name });
            bail!("`{name}` is a range; give its ends as two arguments: `cargo codegen diff {old} {new}`");
        }
        let names = git.names();
        let near = did_you_mean(name, names.iter().map(String::as_str));
        bail!("`{name}` is not a file, a folder or a git revision here;{near} {EXPECTED}");
    }

    /// The page of a revision with its decisions; none if it has none that can be read.
    fn reading_of(&self, tree: &Tree<'_>) -> Result<Option<Reading>> {
        for format in [PageFormat::Rendered, PageFormat::Mdx] {
            let path = workspace::page_path(format);
            let Some(text) = tree.file(&path)? else { continue };
            let page = Page::new(path, text.into_bytes(), Some(format)).ok();
            let decisions = tree.files(DECISIONS, ".toml")?;
            let decisions = decisions.into_iter().filter(|(name, _)| !name.contains('/'));
            let decisions = decisions.map(|(name, text)| (format!("{DECISIONS}/{name}"), text)).collect();
            return Ok(page.and_then(|page| self.workspace.read_with(page, decisions).ok()));
        }
        Ok(None)
    }

    /// The judgements of NEW, from its revision or from the checkout.
    pub(super) fn judgements(&self, new: Option<&str>) -> Result<Judgements> {
        let revision =
            new.filter(|name| !name.starts_with("path:")).map(|name| name.strip_prefix("rev:").unwrap_or(name));
        let git = Git::open(self.workspace.root()).ok().flatten();
        let tree = revision.and_then(|name| Some((name, git.as_ref()?.tree(name).ok()??)));
        let (file, text) = match tree {
            Some((name, tree)) => (format!("{name}:{JUDGEMENTS}"), tree.file(JUDGEMENTS)?),
            None if self.workspace.root().join(JUDGEMENTS).exists() => {
                let bytes = files::read(self.workspace.root(), JUDGEMENTS)?;
                let text = String::from_utf8(bytes).with_context(|| format!("`{JUDGEMENTS}` is not UTF-8 text"))?;
                (JUDGEMENTS.to_owned(), Some(text))
            }
            None => return Ok(Judgements::default()),
        };
        Judgements::read(&file, &text.unwrap_or_default()).map_err(|errors| {
            let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
            anyhow!("{}", all.join("\n"))
        })
    }
}

/// The help for a wrong argument of `diff`.
const EXPECTED: &str = "give a page, a folder of reconciled schemas, one JSON Schema or a git revision";

/// The manifest with the version of all crates of the workspace.
pub(super) const MANIFEST: &str = "Cargo.toml";

/// The version in a manifest, if it has one.
fn release(manifest: &[u8]) -> Option<semver::Version> {
    super::version::version(std::str::from_utf8(manifest).ok()?).ok()
}

/// One JSON document.
fn json(name: &str, bytes: &[u8]) -> Result<Value> {
    serde_json::from_slice(bytes).map_err(|error| {
        // serde_json reports its depth limit only by this message.
        if error.to_string().starts_with("recursion limit exceeded") {
            anyhow!("`{name}` nests deeper than 128 levels; move the inner schemas to `definitions` and refer to them")
        } else {
            anyhow!("`{name}` is not JSON: {error}; expected one JSON Schema, a page, a folder or a git revision")
        }
    })
}

/// The record of what the decisions covered, from the files of a folder.
fn record(files: &BTreeMap<String, String>) -> Record {
    files.get(RECORD).map(|text| Record::read(text)).unwrap_or_default()
}

fn is_json(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// Adds the page before any decision, which shows whether a change comes from the page or from a decision.
fn documented(side: Side, reading: Reading, is_page: bool) -> Result<Version> {
    let documented = if reading.outcome.applied.iter().all(|applied| applied.changes.is_empty()) {
        side.clone().named("the page")
    } else {
        Side::events("the page", &Reconciled::documented(&reading.catalog))?
    };
    let side = side.with_documented(documented);
    Ok(Version { side, reading: Some(reading), is_page, release: None })
}
