//! `mend`: the correction of the page, for its owners. Writes no file.

use std::io::IsTerminal as _;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};
use console_events_codegen::diagnostic::Severity;
use console_events_codegen::lint;
use console_events_codegen::mend::{self, Left, Mended, Selection};
use console_events_codegen::page::PageFormat;
use console_events_codegen::put;
use console_events_codegen::text::{Source, Terminal, Text, words};
use console_events_codegen::workspace::{Reading, Workspace, rule_facts};

use super::output::{print, remark};
use super::page::read;
use super::progress::Progress;
use super::{Correction, Hurt};

/// What is asked for.
#[derive(Debug)]
pub(super) struct MendOptions<'a> {
    pub(super) page: Option<&'a Path>,
    pub(super) rules: &'a [String],
    pub(super) events: &'a [String],
    pub(super) severities: &'a [Hurt],
}

pub(super) fn mend(
    workspace: &Workspace,
    format: Option<PageFormat>,
    asked: &MendOptions<'_>,
    output: Correction,
) -> Result<bool> {
    let reading = read(workspace, asked.page, format, false)?;
    if reading.page.is_converted() {
        bail!(
            "`{}` is HTML, which is made from a source; give that source (MDX), or the page as text",
            reading.page.path().display()
        );
    }
    let selection = selection(&reading, asked)?;
    let shown = Progress::of("mending the page");
    let facts = rule_facts();
    let given = reading.mend_with(&facts);
    let mended = mend::mend(given, &selection);
    drop(shown);
    match output {
        Correction::Diff => {
            let path = path_of(workspace, asked.page, reading.page.format());
            exact(mend::patch(reading.page.text(), &mended, &path))?;
            left(&reading, &mended);
        }
        Correction::Page => {
            exact(Text::<Source>::exact(mended.text.clone()))?;
            left(&reading, &mended);
        }
        Correction::Json => print(&mend::json(given, &mended).finish())?,
        Correction::Markdown => print(&mend::markdown(given, &mended).finish())?,
    }
    Ok(!mended.left.iter().any(|(at, left)| {
        let hurts = reading.outcome.findings[*at].diagnostic.severity != Severity::Note;
        matches!(left, Left::Refused(_)) || (*left == Left::Undecided && hurts)
    }))
}

/// What is chosen, where the page has those events and there are those rules.
fn selection(reading: &Reading, asked: &MendOptions<'_>) -> Result<Selection> {
    let events = &reading.catalog.events;
    if let Some(name) = asked.events.iter().find(|name| !events.iter().any(|event| event.key == **name)) {
        let known: Vec<&str> = events.iter().map(|event| event.key.as_str()).collect();
        bail!("the page has no event `{name}`; it has {}", known.join(", "));
    }
    if let Some(id) = asked.rules.iter().find(|id| !lint::rules().iter().any(|rule| rule.id == **id)) {
        bail!("there is no rule `{id}`; `cargo codegen explain` lists them");
    }
    let severities = asked.severities.iter().map(|severity| match severity {
        Hurt::Error => Severity::Error,
        Hurt::Warning => Severity::Warning,
        Hurt::Note => Severity::Note,
    });
    Ok(Selection { rules: asked.rules.to_vec(), events: asked.events.to_vec(), severities: severities.collect() })
}

/// Prints the text of a file; to a terminal, with all that is hidden in it shown.
fn exact(text: Text<Source>) -> Result<()> {
    if std::io::stdout().is_terminal() {
        return print(&Text::<Terminal>::lines(text.as_str()).finish());
    }
    print(&text.finish())
}

/// Names what is not mended, and why.
fn left(reading: &Reading, mended: &Mended) {
    for (at, left) in &mended.left {
        let judged = &reading.outcome.findings[*at];
        let finding = &judged.diagnostic;
        let why = match left {
            Left::Refused(why) => why.as_str(),
            // The decision that answers it is stale: `lint` reports that.
            Left::Undecided if judged.follows.is_some() => continue,
            Left::Undecided => "nobody has decided it; `cargo codegen decide` does",
            Left::Accepted => continue,
        };
        let mut text = Text::<Terminal>::new();
        let at = reading.page.position(finding.span.start);
        let path = reading.page.path().to_string_lossy();
        put!(text, "not mended: ", words(finding.rule), " at ", words(&path), ":", at.line, ":", at.column, ": ");
        put!(text, words(&finding.message), "\n  = ", words(why));
        remark("note", text.as_str());
    }
}

/// What the patch calls the page: its path from the root of the repository in which it lies, so that `git apply` finds it there; where
/// there is no repository, its path as given, or its name alone where that leads elsewhere.
fn path_of(workspace: &Workspace, page: Option<&Path>, format: PageFormat) -> String {
    let given = match page {
        None => workspace.root().join(console_events_codegen::workspace::page_path(format)),
        Some(path) if path == Path::new("-") => return format!("page.{}", format.extension()),
        Some(path) => path.to_path_buf(),
    };
    let slashes = |path: &Path| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    if let Some(path) = from_repository(&given) {
        return slashes(&path);
    }
    let short = page.is_none().then(|| given.strip_prefix(workspace.root()).ok()).flatten().unwrap_or(&given);
    if short.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return slashes(short.strip_prefix(".").unwrap_or(short));
    }
    short.file_name().map_or_else(|| format!("page.{}", format.extension()), |name| slashes(Path::new(name)))
}

fn from_repository(path: &Path) -> Option<PathBuf> {
    let path = std::fs::canonicalize(path).ok()?;
    let root = path.ancestors().skip(1).find(|folder| folder.join(".git").exists())?;
    path.strip_prefix(root).ok().map(Path::to_path_buf)
}
