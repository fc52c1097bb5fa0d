//! The walk through the undecided findings on a terminal: one key a choice, and each answer is written before the next is asked.

use anyhow::{Result, bail};
use console::{Key, Term};
use console_events_codegen::choice::Choice;
use console_events_codegen::decide::{self, Ruling};
use console_events_codegen::diagnostic::Diagnostic;
use console_events_codegen::document::{describe, document};
use console_events_codegen::files::{FileChange, Writer};
use console_events_codegen::page::PageFormat;
use console_events_codegen::put;
use console_events_codegen::report;
use console_events_codegen::text::{Terminal, Text, words};
use console_events_codegen::workspace::{Reading, Workspace};

use super::super::output::colour;
use super::super::page::read;
use super::{Asked, write};

/// What a key means.
enum Answer {
    Take(&'static Choice),
    Accept,
    Extend(String),
    Skip,
    Quit,
}

pub(super) fn walk(workspace: &Workspace, format: Option<PageFormat>, asked: &Asked<'_>) -> Result<bool> {
    let term = Term::stdout();
    let mut skipped: Vec<String> = Vec::new();
    loop {
        // Read anew after each answer: it may have decided others, too.
        let reading = read(workspace, asked.page, format, false)?;
        let open = decide::undecided(&reading.outcome);
        let wanted = |finding: &Diagnostic| {
            let fingerprint = finding.fingerprint();
            (asked.findings.is_empty() || asked.findings.contains(&fingerprint)) && !skipped.contains(&fingerprint)
        };
        let next = open.iter().map(|judged| &judged.diagnostic).find(|finding| wanted(finding));
        let Some(finding) = next else {
            say(&term, &format!("{} left undecided", skipped.len()))?;
            return Ok(skipped.is_empty());
        };
        match ask(&term, &reading, finding)? {
            Answer::Quit => return Ok(false),
            Answer::Skip => skipped.push(finding.fingerprint()),
            answer => {
                if let Err(error) = follow(workspace, &term, &reading, finding, &answer) {
                    say(&term, &format!("{error:#}"))?;
                    skipped.push(finding.fingerprint());
                }
            }
        }
    }
}

fn follow(workspace: &Workspace, term: &Term, reading: &Reading, finding: &Diagnostic, answer: &Answer) -> Result<()> {
    let changes: Vec<FileChange> = match answer {
        Answer::Take(choice) => decide::decided(reading, &[finding], Ruling::Take(choice.id), &reason(term)?)?,
        Answer::Accept => decide::decided(reading, &[finding], Ruling::Accept, &reason(term)?)?,
        Answer::Extend(id) => decide::extended(reading, finding, id)?,
        Answer::Skip | Answer::Quit => return Ok(()),
    };
    // The right to write is held only while writing: nobody waits for a person.
    let writer = Writer::lock(workspace.root())?;
    for change in &changes {
        let now = std::fs::read_to_string(workspace.root().join(&change.path)).ok();
        let then = reading.decision_files().iter().find(|(path, _)| *path == change.path).map(|(_, text)| text.clone());
        if now != then {
            bail!("`{}` was changed by somebody else in the meantime; nothing was written", change.path);
        }
    }
    write(&writer, reading, &changes)?;
    changes.iter().try_for_each(|change| say(term, &format!("{}: written", change.path)))
}

fn reason(term: &Term) -> Result<String> {
    say(term, "why? (for somebody who was not there)")?;
    Ok(term.read_line()?)
}

/// Shows a finding with its choices, and waits for a key that means something.
fn ask(term: &Term, reading: &Reading, finding: &Diagnostic) -> Result<Answer> {
    let document = document(&reading.outcome.patched);
    let choices = decide::choices(&reading.catalog, &document, finding);
    let near = decide::near(reading, finding);
    let mut text = Text::<Terminal>::new();
    text.push(report::one(reading.report(&[]), finding, colour()));
    for (key, choice) in ('1'..='9').zip(&choices) {
        put!(text, "  ", words(&key.to_string()), "  ", words(choice.id), ": ", words(choice.does), "\n");
        for (place, change) in decide::effect(reading, &document, finding, choice) {
            put!(text, "       ", words(&describe(&place)), "\n");
            for line in change.lines() {
                put!(text, "       ", words(&shortened(line)), "\n");
            }
        }
    }
    for (key, decision) in ('e'..='h').zip(&near) {
        put!(text, "  ", words(&key.to_string()), "  extend ", words(&decision.id), " by this finding\n");
    }
    if decide::may_be_accepted(finding.rule) {
        text.push("  a  accept it as it is\n");
    }
    text.push("  s  skip\n  q  quit\n");
    term.write_str(&text.finish())?;
    loop {
        let Key::Char(key) = term.read_key()? else { continue };
        let answer = match key {
            's' => Some(Answer::Skip),
            'q' => Some(Answer::Quit),
            'a' if decide::may_be_accepted(finding.rule) => Some(Answer::Accept),
            '1'..='9' => {
                ('1'..='9').zip(&choices).find(|(known, _)| *known == key).map(|(_, choice)| Answer::Take(choice))
            }
            _ => ('e'..='h').zip(&near).find(|(known, _)| *known == key).map(|(_, it)| Answer::Extend(it.id.clone())),
        };
        if let Some(answer) = answer {
            return Ok(answer);
        }
    }
}

fn shortened(line: &str) -> String {
    const LONGEST: usize = 160;
    let cut: String = line.chars().take(LONGEST).collect();
    if cut.len() < line.len() { cut + "…" } else { cut }
}

fn say(term: &Term, line: &str) -> Result<()> {
    let mut text = Text::<Terminal>::new();
    put!(text, words(line), "\n");
    Ok(term.write_str(&text.finish())?)
}
