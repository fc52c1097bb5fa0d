//! What a mended page must be, proved from outside: by reading it again, by `decide --prune`, by `git apply` and by `patch`.
// Each test binary uses a part of this.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a test that cannot set itself up fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use console_events_codegen::decide;
use console_events_codegen::decision::{FindingKey, Verdict};
use console_events_codegen::mend::{self, Mended, Selection};
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::reconcile::{Reconciled, Staleness, Status, to_files};
use console_events_codegen::workspace::{Reading, Workspace, rule_facts};
use serde_json::Value;

/// Decisions in a folder of their own, with which pages are read.
pub struct Desk {
    root: tempfile::TempDir,
}

impl Desk {
    /// With these decisions.
    pub fn new(files: &[(String, String)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("schemas/decisions")).unwrap();
        for (path, text) in files {
            std::fs::write(root.path().join(path), text).unwrap();
        }
        Self { root }
    }

    /// With one file of decisions.
    pub fn of(decisions: &str) -> Self {
        Self::new(&[("schemas/decisions/all.toml".to_owned(), decisions.to_owned())])
    }

    /// With the decisions of a checkout.
    pub fn checkout(root: &Path) -> Self {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(root.join("schemas/decisions")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|it| it == "toml") {
                let name = format!("schemas/decisions/{}", path.file_name().unwrap().to_string_lossy());
                files.push((name, std::fs::read_to_string(path).unwrap()));
            }
        }
        Self::new(&files)
    }

    pub fn read(&self, text: &str, format: PageFormat) -> Reading {
        let page = Page::new("docs/the page.mdx", text.as_bytes().to_vec(), Some(format)).unwrap();
        Workspace::new(self.root.path()).read(page).unwrap()
    }
}

/// What is mended of a page, as it was read.
pub fn mended(reading: &Reading, selection: &Selection) -> Mended {
    mend::mend(reading.mend_with(&rule_facts()), selection)
}

/// Mends the page as it is chosen, and proves the result.
pub fn prove(desk: &Desk, text: &str, format: PageFormat, selection: &Selection) -> (Reading, Mended) {
    let before = desk.read(text, format);
    let result = mended(&before, selection);
    edits_are_the_text(text, &result);
    patches_are_taken(text, &result);
    let after = desk.read(&result.text, format);
    let answered = answered(&before, &result);
    no_finding_is_left_or_new(&before, &result, &after);
    let known: BTreeSet<&str> = before.outcome.stale.iter().map(|stale| &*stale.decision).collect();
    for stale in after.outcome.stale.iter().filter(|stale| !known.contains(&*stale.decision)) {
        assert_eq!(stale.form, Staleness::FixedUpstream, "{stale:?}");
        assert!(answered.contains(&stale.decision), "{stale:?}");
    }
    let pruned = pruned(&after, &before);
    let left = pruned.read(&result.text, format);
    the_right_decisions_are_left(&before, &result, &left);
    let undecided = |reading: &Reading| -> BTreeSet<FindingKey> {
        let open = reading.outcome.findings.iter().filter(|judged| judged.wants_decision());
        open.map(|judged| FindingKey::of(&judged.diagnostic)).collect()
    };
    assert!(undecided(&left).is_subset(&undecided(&before)), "{:?}", undecided(&left));
    assert!(left.outcome.errors.len() <= before.outcome.errors.len(), "{:?}", left.outcome.errors);
    let fixed = left.outcome.stale.iter().filter(|stale| !known.contains(&*stale.decision)).collect::<Vec<_>>();
    assert!(fixed.is_empty(), "{fixed:?}");
    assert_eq!(documents(&before.outcome.reconciled), documents(&left.outcome.reconciled));
    for reading in [&after, &left].into_iter().take(if selection.rules.is_empty() { 2 } else { 1 }) {
        let again = mended(reading, selection);
        assert!(again.edits.is_empty() && again.text == result.text, "{:?}\n{:?}", again.edits, result.left);
    }
    (before, result)
}

/// Whoever follows the edits, from the last to the first, has the mended page.
fn edits_are_the_text(text: &str, result: &Mended) {
    let mut followed = text.to_owned();
    let mut end = text.len();
    for edit in result.edits.iter().rev() {
        assert!(edit.span.end <= end, "two edits overlap");
        assert_eq!(&text[edit.span.start..edit.span.end], edit.old);
        assert_ne!(edit.old, edit.new);
        assert!(!edit.findings.is_empty() && !edit.decisions.is_empty(), "{edit:?}");
        followed.replace_range(edit.span.start..edit.span.end, &edit.new);
        end = edit.span.start;
    }
    assert_eq!(followed, result.text);
}

/// `git apply` and `patch` make the mended page of the page.
pub fn patches_are_taken(text: &str, result: &Mended) {
    let patch = String::from(mend::patch(text, result, "docs/the page.mdx").finish());
    assert_eq!(patch.is_empty(), result.edits.is_empty());
    if patch.is_empty() {
        return;
    }
    for tool in
        [&["git", "apply", "--whitespace=nowarn", "-p1", "patch"][..], &["patch", "-p1", "--quiet", "-i", "patch"]]
    {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("docs")).unwrap();
        std::fs::write(folder.path().join("docs/the page.mdx"), text).unwrap();
        std::fs::write(folder.path().join("patch"), &patch).unwrap();
        let output = Command::new(tool[0])
            .args(&tool[1..])
            .current_dir(folder.path())
            .env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap())
            .output()
            .unwrap();
        assert!(output.status.success(), "{tool:?}: {}\n{patch}", String::from_utf8_lossy(&output.stderr));
        let made = std::fs::read(folder.path().join("docs/the page.mdx")).unwrap();
        assert_eq!(String::from_utf8(made).unwrap(), result.text, "{tool:?}");
    }
}

/// The decisions that answer a mended finding.
fn answered(before: &Reading, result: &Mended) -> BTreeSet<String> {
    let decision = |at: &usize| before.outcome.findings[*at].status.decision().unwrap().to_owned();
    result.mended.iter().chain(&result.along).map(decision).collect()
}

/// By what a finding is known, wherever in a list and of whichever section of a resource.
fn known(finding: &FindingKey) -> (String, Option<String>, String, Option<String>, String) {
    let event = finding.event.clone().filter(|_| finding.resource.is_none());
    let tokens = finding.pointer.tokens().map(|token| token.decoded().into_owned());
    let place: Vec<String> = tokens.filter(|token| token.parse::<usize>().is_err()).collect();
    (finding.rule.clone(), event, finding.witness.to_string(), finding.resource.clone(), place.join("/"))
}

fn no_finding_is_left_or_new(before: &Reading, result: &Mended, after: &Reading) {
    let mended: BTreeSet<String> =
        result.mended.iter().map(|&at| before.outcome.findings[at].diagnostic.fingerprint()).collect();
    let old: BTreeSet<_> =
        before.outcome.findings.iter().map(|judged| known(&FindingKey::of(&judged.diagnostic))).collect();
    for judged in &after.outcome.findings {
        let finding = &judged.diagnostic;
        assert!(!mended.contains(&finding.fingerprint()), "still there: {}", finding.message);
        assert!(old.contains(&known(&FindingKey::of(finding))), "new: {} {}", finding.rule, finding.message);
    }
}

/// The decisions that `decide --prune` leaves beside the mended page; those that were stale before, as they are.
fn pruned(after: &Reading, before: &Reading) -> Desk {
    let (_, changes) = decide::pruned(after).unwrap();
    let mut files: BTreeMap<String, String> = before.decision_files().iter().cloned().collect();
    for change in changes {
        match change.content {
            Some(text) => files.insert(change.path, String::from_utf8(text).unwrap()),
            None => files.remove(&change.path),
        };
    }
    Desk::new(&files.into_iter().collect::<Vec<_>>())
}

/// Left are the policies, what answers a finding that was not mended, and what was stale in another way before.
fn the_right_decisions_are_left(before: &Reading, result: &Mended, left: &Reading) {
    let mended: BTreeSet<usize> = result.mended.iter().chain(&result.along).copied().collect();
    let kept = |id: &str| {
        let findings = before.outcome.findings.iter().enumerate();
        let mut answers = findings.filter(|(_, judged)| judged.status.decision() == Some(id));
        answers.any(|(at, _)| !mended.contains(&at))
    };
    let stale = |id: &str| {
        let stale = before.outcome.stale.iter().find(|stale| stale.decision == id)?;
        Some(stale.form != Staleness::FixedUpstream)
    };
    let wanted: BTreeSet<&str> = before
        .decisions
        .decisions
        .iter()
        .filter(|it| stale(&it.id).unwrap_or(it.verdict == Verdict::Policy || kept(&it.id)))
        .map(|it| it.id.as_str())
        .collect();
    let found: BTreeSet<&str> = left.decisions.decisions.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(wanted, found);
}

/// The schemas and examples, byte for byte but for the keywords that are ours.
fn documents(reconciled: &Reconciled) -> BTreeMap<String, String> {
    fn plain(value: Value) -> Value {
        match value {
            Value::Object(members) => {
                let kept =
                    members.into_iter().filter(|(key, _)| !["x-accessor", "x-declared-from"].contains(&key.as_str()));
                Value::Object(kept.map(|(key, value)| (key, plain(value))).collect())
            }
            Value::Array(items) => items.into_iter().map(plain).collect(),
            other => other,
        }
    }
    let files = to_files(reconciled).into_iter();
    let files = files.filter(|(path, _)| path.ends_with(".schema.json") || path.ends_with(".example.json"));
    files.map(|(path, text)| (path, plain(serde_json::from_str(&text).unwrap()).to_string())).collect()
}

/// How many findings of the page are resolved, or accepted and of a kind that is read over.
pub fn decided(reading: &Reading) -> usize {
    let read_over = ["json-comment", "json-trailing-comma"];
    let counts = reading.outcome.findings.iter().filter(|judged| match judged.status {
        Status::Resolved { .. } => true,
        Status::Accepted { .. } => read_over.contains(&judged.diagnostic.rule),
        Status::Undecided => false,
    });
    counts.count()
}
