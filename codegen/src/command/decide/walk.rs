//! The walk through the undecided findings on a terminal. Each answer takes one key and is written before the next
//! finding is shown.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::{Result, bail};
use console::Term;
use console_events_codegen::decide;
use console_events_codegen::diagnostic::Diagnostic;
use console_events_codegen::files::{FileChange, Writer};
use console_events_codegen::page::PageFormat;
use console_events_codegen::put;
use console_events_codegen::reconcile::Judged;
use console_events_codegen::report;
use console_events_codegen::text::{Terminal, Text, words};
use console_events_codegen::workspace::{Reading, Workspace};

use super::super::output::colour;
use super::super::page::{argument, read};
use super::keys::{self, Heard};
use super::offer::{Offer, Reply, offers};
use super::{DecideOptions, write};

/// What a key means.
enum Wish {
    Give(Reply),
    /// Decide all findings of the rule with one answer, or stop doing so.
    Together,
    Skip,
    Quit,
    Stop,
}

/// The state of the walk.
#[derive(Default)]
struct WalkState {
    /// The page that was given, for the next command.
    page: Option<PathBuf>,
    skipped: HashSet<String>,
    /// Whether the findings of one rule are decided together.
    together: bool,
    /// The last reason.
    reason: Option<String>,
    /// How many answers are written.
    written: usize,
}

/// The state that Ctrl-C needs between two keys. While the walk waits for a key, Ctrl-C arrives as a key.
struct Interrupted {
    /// Whether an answer is being written. The walk then ends after writing it.
    writing: AtomicBool,
    wanted: AtomicBool,
    /// How many answers are written.
    written: AtomicUsize,
}

static INTERRUPTED: Interrupted =
    Interrupted { writing: AtomicBool::new(false), wanted: AtomicBool::new(false), written: AtomicUsize::new(0) };

impl Interrupted {
    fn now(&self) {
        self.wanted.store(true, Ordering::SeqCst);
        if !self.writing.load(Ordering::SeqCst) {
            let written = self.written.load(Ordering::SeqCst);
            let answers = if written == 1 { "answer" } else { "answers" };
            // If the terminal is closed, nothing can be reported.
            let _ = Term::stdout().write_line(&format!("interrupted: {written} {answers} written"));
            std::process::exit(1);
        }
    }
}

/// Asks for one finding after the other until none is left or the person stops. Each round reads the page again with all
/// decisions so far, takes the first remaining finding (or all of its rule), and applies the key that was pressed.
pub(super) fn walk(workspace: &Workspace, format: Option<PageFormat>, asked: &DecideOptions<'_>) -> Result<bool> {
    let term = Term::stdout();
    let mut walk = WalkState { page: asked.page.map(Path::to_owned), ..WalkState::default() };
    ctrlc::set_handler(|| INTERRUPTED.now())?;
    loop {
        // Read again after each answer, because an answer may decide other findings, too.
        let reading = read(workspace, asked.page, format, false)?;
        let open: Vec<&Diagnostic> = decide::undecided(&reading.outcome).into_iter().map(|it| &it.diagnostic).collect();
        if let Some(given) =
            asked.findings.iter().find(|given| walk.written == 0 && !open.iter().any(|it| it.fingerprint() == **given))
        {
            decide::named(&reading.outcome, std::slice::from_ref(given))?;
        }
        let wanted = |finding: &&&Diagnostic| {
            let fingerprint = finding.fingerprint();
            (asked.findings.is_empty() || asked.findings.contains(&fingerprint)) && !walk.skipped.contains(&fingerprint)
        };
        let left: Vec<&Diagnostic> = open.iter().filter(wanted).copied().collect();
        let Some(first) = left.first() else { return walk.end(&term, &reading, "") };
        let same_rule: Vec<&Diagnostic> = left.iter().filter(|it| it.rule == first.rule).copied().collect();
        let findings = if walk.together { &same_rule[..] } else { &same_rule[..1] };
        match ask(&term, &reading, findings, (left.len(), same_rule.len()))? {
            _ if INTERRUPTED.wanted.load(Ordering::SeqCst) => return walk.end(&term, &reading, "interrupted: "),
            Wish::Stop => return walk.end(&term, &reading, "interrupted: "),
            Wish::Quit => return walk.end(&term, &reading, ""),
            Wish::Together => walk.together = !walk.together,
            Wish::Skip => {
                walk.skipped.extend(findings.iter().map(|finding| finding.fingerprint()));
                walk.together = false;
            }
            Wish::Give(answer) => {
                let reason = if answer.wants_reason() {
                    keys::line(&term, walk.reason.as_deref())?
                } else {
                    Heard::Said(String::new())
                };
                match reason {
                    Heard::Stop => return walk.end(&term, &reading, "interrupted: "),
                    Heard::Back => {}
                    Heard::Said(reason) => walk.give(workspace, &term, &reading, findings, &answer, reason)?,
                }
            }
        }
    }
}

impl WalkState {
    /// Writes an answer. If it cannot be written, the finding stays undecided.
    fn give(
        &mut self,
        workspace: &Workspace,
        term: &Term,
        reading: &Reading,
        findings: &[&Diagnostic],
        answer: &Reply,
        reason: String,
    ) -> Result<()> {
        let written = answer.proposal(reading, findings, &reason).map_err(anyhow::Error::from).and_then(|proposal| {
            INTERRUPTED.writing.store(true, Ordering::SeqCst);
            let done = put_in_place(workspace, term, reading, &proposal.changes);
            INTERRUPTED.writing.store(false, Ordering::SeqCst);
            done?;
            Ok(proposal.changes)
        });
        match written {
            Ok(changes) => {
                self.written += 1;
                INTERRUPTED.written.store(self.written, Ordering::SeqCst);
                self.together = false;
                if answer.wants_reason() {
                    self.reason = Some(reason);
                }
                changes.iter().try_for_each(|change| say(term, &format!("{}: written", change.path)))
            }
            Err(error) => say(term, &format!("nothing was written: {error:#}")),
        }
    }

    /// Prints the summary. True if nothing has to be decided any more.
    fn end(&self, term: &Term, reading: &Reading, how: &str) -> Result<bool> {
        let left = decide::undecided(&reading.outcome).len();
        let answers = if self.written == 1 { "answer" } else { "answers" };
        let findings = if left == 1 { "finding is" } else { "findings are" };
        let next = if self.written > 0 {
            format!("; run `cargo codegen sync{}` next", argument(self.page.as_deref()))
        } else {
            String::new()
        };
        say(term, &format!("{how}{} {answers} written, {left} {findings} undecided{next}", self.written))?;
        Ok(!reading.outcome.findings.iter().any(Judged::wants_decision))
    }
}

/// Takes the lock only while writing, so that others can write while a person thinks.
fn put_in_place(workspace: &Workspace, term: &Term, reading: &Reading, changes: &[FileChange]) -> Result<()> {
    let writer = if let Some(writer) = Writer::try_lock(workspace.root())? {
        writer
    } else {
        say(term, "waiting for a running `sync` to end")?;
        Writer::lock(workspace.root())?
    };
    for change in changes {
        let now = std::fs::read_to_string(workspace.root().join(&change.path)).ok();
        let then = reading.decision_files().iter().find(|(path, _)| *path == change.path).map(|(_, text)| text.clone());
        if now != then {
            bail!("`{}` was changed by another program in the meantime; answer the finding again", change.path);
        }
    }
    write(&writer, reading, changes)
}

/// Shows findings of one rule with their answers, and waits for a key that has a meaning.
fn ask(term: &Term, reading: &Reading, findings: &[&Diagnostic], (left, of_rule): (usize, usize)) -> Result<Wish> {
    let Some(first) = findings.first() else { return Ok(Wish::Quit) };
    let offers = offers(reading, findings);
    let mut text = Text::<Terminal>::new();
    put!(text, "\n", left, if left == 1 { " finding is undecided\n\n" } else { " findings are undecided\n\n" });
    text.push(report::one(reading.report(&[]), first, colour()));
    for other in &findings[1..] {
        put!(text, "  and ", words(other.event.as_deref().unwrap_or("the page")), ": ", words(&other.message), "\n");
    }
    for offer in &offers {
        offer.write(&mut text);
    }
    if offers.is_empty() {
        text.push("     no choice applies: write a patch by hand (schemas/decisions/README.md), or wait for a corrected page\n");
    }
    match (findings.len(), of_rule) {
        (1, 1) => {}
        (1, _) => put!(text, "  m  one answer for all ", of_rule, " findings of this rule\n"),
        _ => put!(text, "  m  answer only the first of them\n"),
    }
    text.push("  s  skip   q  quit\n");
    term.write_str(&text.finish())?;
    loop {
        let key = match keys::key(term) {
            Heard::Said(key) => key,
            Heard::Back => continue,
            Heard::Stop => return Ok(Wish::Stop),
        };
        let wish = match key {
            's' => Some(Wish::Skip),
            'q' => Some(Wish::Quit),
            'm' if of_rule > 1 => Some(Wish::Together),
            _ => offered(&offers, key).map(|offer| Wish::Give(offer.answer.clone())),
        };
        if let Some(wish) = wish {
            say(term, &format!("> {key}"))?;
            return Ok(wish);
        }
    }
}

fn offered(offers: &[Offer], key: char) -> Option<&Offer> {
    offers.iter().find(|offer| offer.key == key && offer.holds())
}

fn say(term: &Term, line: &str) -> Result<()> {
    let mut text = Text::<Terminal>::new();
    put!(text, words(line), "\n");
    Ok(term.write_str(&text.finish())?)
}
