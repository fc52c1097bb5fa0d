//! The description of a pull request for the page's owners: what is wrong, the most harmful first, who is misled, and
//! what each edit does. The owners know their page, but not our decisions.

use std::collections::BTreeSet;

use super::misled::{Mistake, kind};
use super::sentence::sentence;
use super::{Changed, Edit, Given, Left, Mended, READ_OVER};
use crate::catalog::Witness;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Markdown, Text, code, words};

/// The most findings of a kind that are listed one by one.
const MOST: usize = 30;
/// The most characters that a pull request's description may have.
const ROOM: usize = 60_000;

/// Findings of one kind.
struct MistakeGroup {
    kind: &'static Mistake,
    severity: Severity,
    findings: Vec<usize>,
}

/// The description; empty if nothing is mended.
pub fn markdown(given: Given<'_>, mended: &Mended) -> Text<Markdown> {
    let mut out = Text::new();
    if mended.edits.is_empty() {
        return out;
    }
    out.push("# Examples, tables and schemas of the page agree again\n\n");
    out.push("The page contradicts itself in places, and some of them mislead its readers. This corrects ");
    out.push(mended.mended.len()).push(" of these in ").push(mended.edits.len());
    out.push(" places. Each edit is as small as possible; no other byte of the page changes.\n");
    let mut described = BTreeSet::new();
    let mut severity = None;
    for group in groups(given, mended) {
        if severity != Some(group.severity) {
            severity = Some(group.severity);
            out.push(match group.severity {
                Severity::Error => "\n## Errors: a reader who follows the page here fails\n",
                Severity::Warning => "\n## Contradictions between two parts of the page\n",
                Severity::Note => "\n## Minor corrections\n",
            });
        }
        let mut section = Text::new();
        write(given, mended, &group, &mut described, &mut section);
        if out.len() + section.len() > ROOM {
            out.push("\nThe rest is in the patch.\n");
            return out;
        }
        out.push(section);
    }
    left(given, mended, &mut out);
    out
}

fn groups(given: Given<'_>, mended: &Mended) -> Vec<MistakeGroup> {
    let mut groups: Vec<MistakeGroup> = Vec::new();
    for &at in &mended.mended {
        let finding = &given.outcome.findings[at].diagnostic;
        let kind = kind(finding);
        match groups.iter_mut().find(|group| group.kind.title == kind.title && group.severity == finding.severity) {
            Some(group) => group.findings.push(at),
            None => groups.push(MistakeGroup { kind, severity: finding.severity, findings: vec![at] }),
        }
    }
    for group in &mut groups {
        group.findings.sort_by_key(|&at| given.outcome.findings[at].diagnostic.span);
    }
    // The most harmful first; equally harmful ones in the order of the page.
    let first = |group: &MistakeGroup| group.findings.first().map(|&at| given.outcome.findings[at].diagnostic.span);
    groups.sort_by_key(|group| {
        let read_over = READ_OVER.contains(&given.outcome.findings[group.findings[0]].diagnostic.rule);
        (group.severity, read_over, first(group))
    });
    groups
}

fn write(
    given: Given<'_>,
    mended: &Mended,
    group: &MistakeGroup,
    described: &mut BTreeSet<(usize, usize)>,
    out: &mut Text<Markdown>,
) {
    out.push("\n### ").push(words(group.kind.title)).push("\n\n").push(group.kind.misled).push("\n\n");
    let is_read_over = |at: usize| READ_OVER.contains(&given.outcome.findings[at].diagnostic.rule);
    if group.findings.iter().all(|&at| is_read_over(at)) {
        let lines: BTreeSet<usize> = group.findings.iter().map(|&at| line(given, at)).collect();
        let count = group.findings.len();
        out.push("- ").push(count).push(if count == 1 { " place" } else { " places" });
        out.push(if lines.len() == 1 { ", line " } else { ", lines " });
        for (index, line) in lines.iter().enumerate() {
            out.push(if index > 0 { ", " } else { "" }).push(*line);
        }
        out.push(": removed\n");
        return;
    }
    let mut reason = None;
    for &at in group.findings.iter().take(MOST) {
        let judged = &given.outcome.findings[at];
        let decision = judged.status.decision();
        if reason != decision {
            why(given, reason, out);
            reason = decision;
        }
        let finding = &judged.diagnostic;
        out.push("- ").push(owner(given, finding)).push(", line ").push(line(given, at)).push(": ");
        out.push(words(&finding.message)).push("\n");
        changes(given, mended, at, described, out);
    }
    why(given, reason, out);
    if group.findings.len() > MOST {
        out.push("- and ").push(group.findings.len() - MOST).push(" more of this kind\n");
    }
}

fn changes(
    given: Given<'_>,
    mended: &Mended,
    at: usize,
    described: &mut BTreeSet<(usize, usize)>,
    out: &mut Text<Markdown>,
) {
    let of_event = given.outcome.findings[at].diagnostic.event.as_deref();
    let mut any = false;
    for (index, edit) in mended.edits.iter().enumerate().filter(|(_, edit)| edit.findings.contains(&at)) {
        for (number, change) in of(edit, at) {
            if described.insert((index, number)) {
                any = true;
                out.push("  - ").push(sentence(change));
                let event = change.place.first().map(|token| token.decoded().into_owned());
                if event.as_deref() != of_event
                    && let Some(event) = given.catalog.events.iter().find(|it| Some(&it.key) == event.as_ref())
                {
                    out.push(" (in “").push(words(&event.title.text)).push("”)");
                }
                out.push("\n");
            }
        }
    }
    if !any {
        out.push("  - mended by an edit that is already listed\n");
    }
}

/// The changes of an edit that mend a finding; all of its changes, if none mends it alone.
fn of(edit: &Edit, at: usize) -> Vec<(usize, &Changed)> {
    let all = || edit.changes.iter().enumerate();
    let own: Vec<_> = all().filter(|(_, change)| change.findings.contains(&at)).collect();
    if own.is_empty() { all().collect() } else { own }
}

/// The reason, in the words of the decision's author, without terms that only we use.
fn why(given: Given<'_>, decision: Option<&str>, out: &mut Text<Markdown>) {
    const OURS: [&str; 12] = [
        "decision",
        "decide",
        "verdict",
        "patch",
        "policy",
        "`take",
        "x-accessor",
        "x-declared",
        "generated",
        "Rust",
        "alias",
        "accessor",
    ];
    let decision = decision.and_then(|id| given.decisions.decisions.iter().find(|decision| decision.id == id));
    let Some(reason) = decision.map(|decision| decision.reason.as_str()) else { return };
    let sentences = reason.split_inclusive(". ").filter(|sentence| !OURS.iter().any(|ours| sentence.contains(ours)));
    let reason: String = sentences.collect();
    if !reason.trim().is_empty() {
        out.push("\n  Why: ").push(words(reason.trim())).push("\n\n");
    }
}

/// What is also wrong, but left to the page's owners.
fn left(given: Given<'_>, mended: &Mended, out: &mut Text<Markdown>) {
    let refused: Vec<usize> =
        mended.left.iter().filter(|(_, left)| matches!(left, Left::Refused(_))).map(|(at, _)| *at).collect();
    if refused.is_empty() || out.len() > ROOM {
        return;
    }
    out.push(
        "\n## Not corrected here\n\nCorrecting these would cause another contradiction, so they are left to you:\n\n",
    );
    for &at in refused.iter().take(MOST) {
        out.push("- line ")
            .push(line(given, at))
            .push(": ")
            .push(words(&given.outcome.findings[at].diagnostic.message))
            .push("\n");
    }
    if refused.len() > MOST {
        out.push("- and ").push(refused.len() - MOST).push(" more\n");
    }
}

fn line(given: Given<'_>, at: usize) -> usize {
    given.page.position(given.outcome.findings[at].diagnostic.span.start).line
}

/// The section, and the part of it.
fn owner(given: Given<'_>, finding: &Diagnostic) -> Text<Markdown> {
    let event = finding.event.as_deref().and_then(|key| given.catalog.events.iter().find(|event| event.key == key));
    let mut text = Text::new();
    if let Some(event) = event {
        text.push("“").push(words(&event.title.text)).push("”, ");
    }
    if let Some(resource) = &finding.resource {
        text.push("resource ").push(code(resource)).push(", ");
    }
    text.push(match finding.witness {
        Witness::Prose => "text",
        Witness::Table => "table",
        Witness::Example | Witness::ResourceExample => "example",
        Witness::Schema | Witness::ResourceSchema => "schema",
    });
    text
}
