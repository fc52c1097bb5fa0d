//! The checkout: where the page, the decisions and the derived files are, and how the derived files follow from the
//! other two. The only library module that runs all stages.

mod source;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::catalog::Catalog;
use crate::decision::{self, DECISIONS, ReadDecisions};
use crate::digest::digest;
use crate::emit::{self, EmitError};
use crate::export::{self, Exported};
use crate::extract::{self, ExtractError};
use crate::files::{self, FileChange, FilesError};
use crate::lint;
use crate::lower;
use crate::lower::LowerError;
use crate::mend;
use crate::page::{Page, PageError, PageFormat};
use crate::reconcile::{self, Newly, Outcome, Record, RuleFacts, Rules};
use crate::report::{self, Report};
use crate::text::json;

pub use source::{SOURCE, SourceError};

/// The folder of the captured page.
pub const PAGE: &str = "schemas/page";
/// The folder of the effective schemas.
pub const RECONCILED: &str = "schemas/reconciled";
const DOCUMENTED: &str = "schemas/documented";
const EXPORT: &str = "schemas/export";
const GENERATED: &str = "generated";

/// Why the derived files cannot be made.
#[derive(Debug, Error)]
pub enum WorkspaceError {
    /// No page is captured.
    #[error("there is no captured page in `{}`; give one: `cargo codegen sync PAGE`", folder.display())]
    NoPage {
        /// The folder.
        folder: PathBuf,
    },
    /// Two pages are captured.
    #[error("`{}` contains both console-events.txt and console-events.mdx; remove the older one, or run `cargo codegen sync PAGE`", folder.display())]
    TwoPages {
        /// The folder.
        folder: PathBuf,
    },
    /// A decision file is not text.
    #[error("`{path}` is not UTF-8 text; save it as UTF-8")]
    NotText {
        /// The file.
        path: String,
    },
    /// Reading or writing failed.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The file is not a page.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The page cannot be read as a page of events.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// The crate cannot be generated.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// The schemas cannot be expressed as types.
    #[error(transparent)]
    Lower(#[from] LowerError),
    /// `source.toml` cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
}

/// A checkout.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

/// A page, its catalog, and the outcome of the decisions.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The page.
    pub page: Page,
    /// What the page says.
    pub catalog: Catalog,
    /// The decisions.
    pub decisions: ReadDecisions,
    /// The result of applying the decisions.
    pub outcome: Outcome,
    decision_files: Vec<(String, String)>,
    /// What the decisions covered when the derived files were last written.
    recorded: Record,
}

impl Workspace {
    /// The checkout at `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The checkout at or above `start`: the nearest folder that contains a captured page.
    pub fn find(start: &Path) -> Option<Self> {
        start.ancestors().find(|folder| folder.join(PAGE).is_dir()).map(Self::new)
    }

    /// The root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The captured page. With `mend`, after an interrupted sync, it is the page that the sync was taking in.
    pub fn captured(&self, format: Option<PageFormat>, mend: bool) -> Result<Page, WorkspaceError> {
        let folder = self.root.join(PAGE);
        let formats = [PageFormat::Rendered, PageFormat::Mdx];
        let mut there: Vec<_> = formats.into_iter().filter(|&it| self.root.join(page_path(it)).is_file()).collect();
        if there.len() > 1 && mend {
            let wanted = files::interrupted(&self.root);
            there.retain(|&it| wanted.as_deref().is_none_or(|wanted| wanted == page_path(it)));
        }
        match there[..] {
            [] => Err(WorkspaceError::NoPage { folder }),
            [one] => {
                let path = page_path(one);
                let bytes = files::read(&self.root, &path)?;
                Ok(Page::new(path, bytes, format.or(Some(one)))?)
            }
            _ => Err(WorkspaceError::TwoPages { folder }),
        }
    }

    /// Reads a page, with the decisions of the checkout.
    pub fn read(&self, page: Page) -> Result<Reading, WorkspaceError> {
        let decision_files = self.decision_files()?;
        self.read_with(page, decision_files)
    }

    /// Like [`read`](Self::read), with these decision files: path from the root, and text.
    pub fn read_with(&self, page: Page, decision_files: Vec<(String, String)>) -> Result<Reading, WorkspaceError> {
        let decisions = decision::read(&decision_files);
        let catalog = extract::extract(&page)?;
        let outcome = outcome(&page, &catalog, &decisions);
        let path = format!("{RECONCILED}/{}", reconcile::RECORD);
        let text = if self.root.join(&path).is_file() { files::read(&self.root, &path)? } else { Vec::new() };
        let recorded = Record::read(&String::from_utf8_lossy(&text));
        Ok(Reading { page, catalog, decisions, outcome, decision_files, recorded })
    }

    fn decision_files(&self) -> Result<Vec<(String, String)>, WorkspaceError> {
        let mut found = Vec::new();
        for path in files::list(&self.root, DECISIONS)? {
            let name = path.strip_prefix(DECISIONS).unwrap_or_default().trim_start_matches('/');
            if name.contains('/') || Path::new(name).extension() != Some("toml".as_ref()) {
                continue;
            }
            let bytes = files::read(&self.root, &path)?;
            match String::from_utf8(bytes) {
                Ok(text) => found.push((path, text)),
                Err(_) => return Err(WorkspaceError::NotText { path }),
            }
        }
        Ok(found)
    }

    /// The changes that make the derived files equal to `derived`.
    pub fn differences(&self, derived: &BTreeMap<String, String>) -> Result<Vec<FileChange>, WorkspaceError> {
        Ok(files::differences(&self.root, derived, &[DOCUMENTED, RECONCILED, report::DETAILS, EXPORT, GENERATED])?)
    }

    /// The changes that make `page` the captured page, in this order. `today` is the date of a new capture.
    pub fn capture(&self, page: &Page, today: &str) -> Result<Vec<FileChange>, WorkspaceError> {
        let mut changes = Vec::new();
        let path = page_path(page.format());
        let bytes = page.text().as_bytes();
        if !files::holds(&self.root, &path, bytes)? {
            changes.push(FileChange { path, content: Some(bytes.to_vec()) });
        }
        if let Some(text) = source::renewed(&self.root, page.sha256(), today)? {
            changes.push(FileChange { path: SOURCE.into(), content: Some(text.into_bytes()) });
        }
        let other = match page.format() {
            PageFormat::Rendered => PageFormat::Mdx,
            PageFormat::Mdx | PageFormat::Html => PageFormat::Rendered,
        };
        let path = page_path(other);
        if self.root.join(&path).is_file() {
            changes.push(FileChange { path, content: None });
        }
        Ok(changes)
    }
}

/// The path of the captured page in a format.
pub fn page_path(format: PageFormat) -> String {
    format!("{PAGE}/console-events.{}", format.extension())
}

/// The rules, as reconciliation sees them.
pub fn rule_facts() -> Vec<RuleFacts> {
    let facts = |rule: &lint::Rule| RuleFacts { id: rule.id, severity: rule.severity, choices: rule.choices };
    lint::rules().iter().map(facts).collect()
}

/// Applies the decisions to a page.
pub fn outcome(page: &Page, catalog: &Catalog, decisions: &ReadDecisions) -> Outcome {
    reconcile::reconcile(page, catalog, decisions, Rules { all: &rule_facts(), run: &lint::lint })
}

impl Reading {
    /// The text of each JSON block, as the page writes it.
    pub fn json_texts(&self) -> impl Iterator<Item = &str> {
        let of_events = self.catalog.events.iter().flat_map(|event| {
            let own = [event.schema.as_ref(), event.example.as_ref()];
            own.into_iter().chain(event.resources.iter().flat_map(|it| [it.schema.as_ref(), it.example.as_ref()]))
        });
        let of_page = self.catalog.resources.iter().flat_map(|it| [it.schema.as_ref(), it.example.as_ref()]);
        let blocks = of_events.chain(of_page).flatten();
        blocks.filter_map(|block| self.page.text().get(block.span.start..block.span.end))
    }

    /// The decision files: path from the root, and text.
    pub fn decision_files(&self) -> &[(String, String)] {
        &self.decision_files
    }

    /// What the decisions cover.
    pub fn covered(&self) -> Record {
        Record::new(&self.outcome.covered)
    }

    /// The decisions that cover more than when the derived files were last written, each with the events.
    pub fn newly_covered(&self) -> Vec<Newly> {
        self.covered().newly(&self.recorded)
    }

    /// The report. `stale_files` are the outdated files that `check` found.
    pub fn report<'a>(&'a self, stale_files: &'a [String]) -> Report<'a> {
        Report {
            page: &self.page,
            catalog: &self.catalog,
            decisions: &self.decisions,
            outcome: &self.outcome,
            stale_files,
            release: None,
        }
    }

    /// The input of `mend`, with these rules.
    pub fn mend_with<'a>(&'a self, rules: &'a [RuleFacts]) -> mend::Given<'a> {
        mend::Given {
            page: &self.page,
            catalog: &self.catalog,
            decisions: &self.decisions,
            outcome: &self.outcome,
            rules: Rules { all: rules, run: &lint::lint },
        }
    }

    /// The input of `export`.
    pub fn exported(&self) -> Exported<'_> {
        Exported { reconciled: &self.outcome.reconciled, catalog: &self.catalog }
    }

    /// All derived files, by path from the root.
    pub fn derived(&self) -> Result<BTreeMap<String, String>, WorkspaceError> {
        let mut files = BTreeMap::new();
        let mut put = |folder: &str, below: BTreeMap<String, String>| {
            files.extend(below.into_iter().map(|(path, text)| (format!("{folder}/{path}"), seen(&path, text))));
        };
        put(DOCUMENTED, reconcile::documented_files(self.page.text(), &self.catalog));
        put(RECONCILED, reconcile::to_files(&self.outcome.reconciled));
        put(RECONCILED, BTreeMap::from([(reconcile::RECORD.to_owned(), self.covered().text())]));
        let decisions = self.decision_files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
        let digest = digest(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).chain(decisions));
        let generated = emit::emit(&lower::lower(&self.outcome.reconciled)?, &digest)?;
        let generated = generated.files.into_iter();
        files.extend(generated.map(|(path, text)| (format!("{GENERATED}/{path}"), seen(&path, text))));
        let exports = export::files(self.exported());
        files.extend(exports.into_iter().map(|(path, text)| (format!("{EXPORT}/{path}"), text.finish().into())));
        let texts = report::reconciliation(self.report(&[]));
        files.extend(texts.into_iter().map(|(path, text)| (path, text.finish().into())));
        Ok(files)
    }
}

/// A derived file as it is written. Hidden characters in JSON are escaped, which does not change its meaning.
fn seen(path: &str, text: String) -> String {
    if Path::new(path).extension().is_some_and(|ending| ending == "json") { json::escaped(&text) } else { text }
}
