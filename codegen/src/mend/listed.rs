//! The correction as JSON, for scripts: the edits, each with its place, the old and the new text, the findings and the
//! decisions; and the findings that are not mended, with the reason.

use serde::Serialize;
use serde_json::Value;

use super::{Changed, Does, Edit, Given, Left, Mended};
use crate::diagnostic::Severity;
use crate::document::describe;
use crate::text::{Json, Text};

#[derive(Serialize)]
struct MendReport<'a> {
    format: u32,
    page: MendedPage<'a>,
    edits: Vec<EditOf<'a>>,
    /// Findings that were not selected but are mended with the others.
    also_mended: Vec<FindingOf<'a>>,
    not_mended: Vec<LeftOf<'a>>,
}

#[derive(Serialize)]
struct MendedPage<'a> {
    path: String,
    sha256: &'a str,
}

#[derive(Serialize)]
struct EditOf<'a> {
    line: usize,
    column: usize,
    /// The bytes of the page that the edit replaces.
    start: usize,
    end: usize,
    old: &'a str,
    new: &'a str,
    changes: Vec<ChangeOf<'a>>,
    findings: Vec<FindingOf<'a>>,
    decisions: &'a [String],
    /// Other edits, by their index, that are needed to mend the same finding.
    together_with: Vec<usize>,
}

#[derive(Serialize)]
struct ChangeOf<'a> {
    does: &'static str,
    /// The place in the document of all witnesses.
    place: &'a str,
    place_in_words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a Value>,
}

#[derive(Serialize)]
struct FindingOf<'a> {
    rule: &'a str,
    severity: Severity,
    event: Option<&'a str>,
    witness: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<&'a str>,
    pointer: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    fingerprint: String,
    decision: Option<&'a str>,
}

#[derive(Serialize)]
struct LeftOf<'a> {
    #[serde(flatten)]
    finding: FindingOf<'a>,
    /// `cannot be mended`, `undecided` or `accepted`.
    status: &'static str,
    reason: &'a str,
}

/// The correction as pretty JSON with a newline at the end.
pub fn json(given: Given<'_>, mended: &Mended) -> Text<Json> {
    let document = MendReport {
        format: 1,
        page: MendedPage { path: given.page.path().to_string_lossy().replace('\\', "/"), sha256: given.page.sha256() },
        edits: mended.edits.iter().enumerate().map(|(at, edit)| edit_of(given, mended, at, edit)).collect(),
        also_mended: mended.along.iter().map(|&at| finding_of(given, at)).collect(),
        not_mended: mended.left.iter().map(|(at, left)| left_of(given, *at, left)).collect(),
    };
    Text::pretty(&document)
}

fn edit_of<'a>(given: Given<'a>, mended: &'a Mended, at: usize, edit: &'a Edit) -> EditOf<'a> {
    let position = given.page.position(edit.span.start);
    let shares = |other: &Edit| other.findings.iter().any(|finding| edit.findings.contains(finding));
    let others = mended.edits.iter().enumerate().filter(|(other, it)| *other != at && shares(it));
    EditOf {
        line: position.line,
        column: position.column,
        start: edit.span.start,
        end: edit.span.end,
        old: &edit.old,
        new: &edit.new,
        changes: edit.changes.iter().map(change_of).collect(),
        findings: edit.findings.iter().map(|&at| finding_of(given, at)).collect(),
        decisions: &edit.decisions,
        together_with: others.map(|(other, _)| other).collect(),
    }
}

fn change_of(change: &Changed) -> ChangeOf<'_> {
    let (does, old, new) = match &change.does {
        Does::Replaces(old, new) => ("replaces", old.as_ref(), new.as_ref()),
        Does::Adds(new) => ("adds", None, Some(new)),
        Does::Removes(old) => ("removes", Some(old), None),
        Does::DropsComma => ("drops-comma", None, None),
        Does::DropsComment => ("drops-comment", None, None),
    };
    ChangeOf { does, place: change.place.as_str(), place_in_words: describe(&change.place), old, new }
}

fn finding_of(given: Given<'_>, at: usize) -> FindingOf<'_> {
    let judged = &given.outcome.findings[at];
    let finding = &judged.diagnostic;
    let position = given.page.position(finding.span.start);
    FindingOf {
        rule: finding.rule,
        severity: finding.severity,
        event: finding.event.as_deref(),
        witness: finding.witness.name(),
        resource: finding.resource.as_deref(),
        pointer: finding.pointer.as_str(),
        line: position.line,
        column: position.column,
        message: &finding.message,
        fingerprint: finding.fingerprint(),
        decision: judged.status.decision(),
    }
}

fn left_of<'a>(given: Given<'a>, at: usize, left: &'a Left) -> LeftOf<'a> {
    let (status, reason) = match left {
        Left::Refused(why) => ("cannot be mended", why.as_str()),
        Left::Undecided => ("undecided", "no decision answers it"),
        Left::Accepted => ("accepted", "a decision accepts it"),
    };
    LeftOf { finding: finding_of(given, at), status, reason }
}
