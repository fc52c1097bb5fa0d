//! `mend`: prints the correction of the page for its owners. Writes no file.

use std::io::IsTerminal as _;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};
use console_events_codegen::diagnostic::Severity;
use console_events_codegen::mend::{self, Left, Mended, Selection};
use console_events_codegen::page::PageFormat;
use console_events_codegen::put;
use console_events_codegen::text::{Source, Terminal, Text, words};
use console_events_codegen::workspace::{Reading, Workspace, rule_facts};

use super::filter::{known_event, known_rule};
use super::output::{print, remark};
use super::page::read;
use super::progress::Progress;
use super::{Correction, Hurt};

/// The options of the command.
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
            "`{}` is HTML, which is built from a source; give the source (MDX), or the page as text",
            reading.page.path().display()
        );
    }
    let selection = selection(&reading, asked)?;
    let progress = Progress::of("mending the page");
    let facts = rule_facts();
    let given = reading.mend_with(&facts);
    let mended = mend::mend(given, &selection);
    drop(progress);
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

/// The selection, if the page has these events and these rules exist.
fn selection(reading: &Reading, asked: &MendOptions<'_>) -> Result<Selection> {
    asked.events.iter().try_for_each(|name| known_event(reading, name))?;
    asked.rules.iter().try_for_each(|id| known_rule(id))?;
    let severities = asked.severities.iter().map(|severity| match severity {
        Hurt::Error => Severity::Error,
        Hurt::Warning => Severity::Warning,
        Hurt::Note => Severity::Note,
    });
    Ok(Selection { rules: asked.rules.to_vec(), events: asked.events.to_vec(), severities: severities.collect() })
}

/// Prints the text of a file. On a terminal, hidden characters are made visible.
fn exact(text: Text<Source>) -> Result<()> {
    if std::io::stdout().is_terminal() {
        return print(&Text::<Terminal>::lines(text.as_str()).finish());
    }
    print(&text.finish())
}

/// Lists the findings that were not mended, each with the reason.
fn left(reading: &Reading, mended: &Mended) {
    for (at, left) in &mended.left {
        let judged = &reading.outcome.findings[*at];
        let finding = &judged.diagnostic;
        let why = match left {
            Left::Refused(why) => why.as_str(),
            // The decision that answers it is stale, which `lint` reports.
            Left::Undecided if judged.follows.is_some() => continue,
            Left::Undecided => "it is undecided; run `cargo codegen decide`",
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

/// The page's name in the patch: its path from the root of its repository, where `git apply` looks for it. Without a
/// repository it is the path as given, or only the file's name if that path leads out of the current folder.
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
