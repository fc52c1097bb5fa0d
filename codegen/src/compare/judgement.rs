//! Breaking rules of one's own: a reviewed file that lowers or raises one kind of change for a place, with a reason.

use std::collections::HashSet;
use std::ops::Range;

use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use super::Version;
use crate::decision::{DecisionPlace, Pattern};
use crate::diff::{Change, ChangeKind, ChangeOrigin, Diff, Semver, StaleJudgement, VerdictsBefore, Wire};
use crate::page::Lines;

/// The file, from the root of the repository.
pub const JUDGEMENTS: &str = "schemas/judgements.toml";

/// What `explain` prints.
pub const EXPLANATION: &str = include_str!("explain.md");

/// One judgement.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Its name.
    pub id: String,
    kind: ChangeKind,
    event: Option<Pattern>,
    pointer: Option<Pattern>,
    wire: Option<Wire>,
    semver: Option<Semver>,
    /// Why.
    pub reason: String,
    /// Where one can check it.
    pub evidence: Vec<String>,
    place: DecisionPlace,
}

/// All judgements of a version.
#[derive(Clone, Debug, Default)]
pub struct Judgements(Vec<Judgement>);

/// Why the file cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{place}: {message}")]
pub struct JudgementError {
    /// The very place.
    pub place: DecisionPlace,
    /// What was expected, what was found, and what to do.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JudgementFile {
    #[serde(default)]
    judgement: Vec<Spanned<JudgementStanza>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JudgementStanza {
    id: Spanned<String>,
    kind: Spanned<String>,
    event: Option<Spanned<String>>,
    pointer: Option<Spanned<String>>,
    wire: Option<Spanned<String>>,
    semver: Option<Spanned<String>>,
    reason: Spanned<String>,
    #[serde(default)]
    evidence: Vec<String>,
}

impl Judgements {
    /// Reads the text of a file; `file` is what messages call it.
    ///
    /// # Errors
    /// All that is wrong, each with its place.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<JudgementError>> {
        let lines = Lines::new(text);
        let at = |span: Range<usize>| DecisionPlace::new(file, lines.position(text, span.start));
        let read: JudgementFile = toml::from_str(text).map_err(|error| {
            let message = error.message().trim().replace('\n', "; ");
            let message = format!("{message}; `cargo codegen explain judgement` explains every key");
            vec![JudgementError { place: at(error.span().unwrap_or_default()), message }]
        })?;
        let (mut all, mut errors, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for stanza in read.judgement {
            let place = at(stanza.get_ref().id.span());
            let fresh = seen.insert(stanza.get_ref().id.get_ref().clone());
            match judgement(stanza.into_inner(), place.clone()) {
                Ok(judgement) if fresh => all.push(judgement),
                Ok(judgement) => {
                    let message = format!("the id `{}` is there twice; give one of the two another", judgement.id);
                    errors.push(JudgementError { place, message });
                }
                Err((span, message)) => errors.push(JudgementError { place: at(span), message }),
            }
        }
        if errors.is_empty() { Ok(Self(all)) } else { Err(errors) }
    }

    /// Gives the changes the verdicts that were judged right, and says which judgements apply to nothing.
    pub(super) fn apply(&self, diff: &mut Diff, old: &Version, new: &Version) {
        let mut used = HashSet::new();
        for change in diff.changes.iter_mut().filter(|change| change.origin != ChangeOrigin::Correction) {
            let Some(judgement) = self.0.iter().find(|judgement| judgement.judges(change)) else { continue };
            used.insert(judgement.id.clone());
            let (wire, semver) = (change.wire, change.semver);
            change.judged = Some(VerdictsBefore { judgement: judgement.id.clone(), wire, semver });
            change.wire = judgement.wire.unwrap_or(wire);
            change.semver = judgement.semver.unwrap_or(semver);
        }
        let unused = self.0.iter().filter(|judgement| !used.contains(&judgement.id)).collect::<Vec<_>>();
        if unused.is_empty() {
            return;
        }
        let sides = [old.side.places(), new.side.places()];
        diff.stale_judgements = unused.into_iter().map(|judgement| judgement.stale(&sides)).collect();
    }
}

type SidePlaces<'s> = Vec<(Option<&'s str>, jsonptr::PointerBuf)>;

impl Judgement {
    /// Whether it is about all places at which the change shows.
    fn judges(&self, change: &Change) -> bool {
        self.kind == change.kind && change.all_places().all(|(event, pointer)| self.is_about(event, pointer.as_str()))
    }

    fn is_about(&self, event: Option<&str>, pointer: &str) -> bool {
        let fits = |pattern: &Option<Pattern>, text: &str| pattern.as_ref().is_none_or(|it| it.matches(text));
        fits(&self.event, event.unwrap_or_default()) && fits(&self.pointer, pointer)
    }

    fn stale(&self, sides: &[SidePlaces<'_>]) -> StaleJudgement {
        let Self { id, kind, .. } = self;
        let there = sides.iter().flatten().any(|(event, pointer)| self.is_about(*event, pointer.as_str()));
        let message = if there {
            format!("stale: no `{kind}` of this comparison is at its place; delete it when it has served its purpose")
        } else {
            "stale: neither side has such a place any more (vanished); delete it, or correct its place".to_owned()
        };
        let place = (self.place.file.clone(), self.place.line, self.place.column);
        StaleJudgement { judgement: id.clone(), place, vanished: !there, message }
    }
}

type Wrong = (Range<usize>, String);

fn judgement(stanza: JudgementStanza, place: DecisionPlace) -> Result<Judgement, Wrong> {
    let JudgementStanza { id, kind, event, pointer, wire, semver, reason, evidence } = stanza;
    if id.get_ref().trim().is_empty() {
        return Err((id.span(), "`id` is empty; expected a name".to_owned()));
    }
    if reason.get_ref().trim().is_empty() {
        return Err((reason.span(), "`reason` is empty; say why, for somebody who was not there".to_owned()));
    }
    let known = ChangeKind::from_name(kind.get_ref()).ok_or_else(|| {
        let all: Vec<&str> = ChangeKind::ALL.iter().map(|kind| kind.name()).collect();
        (kind.span(), format!("there is no kind of change `{}`; expected one of {}", kind.get_ref(), all.join(", ")))
    })?;
    let wires = [Wire::None, Wire::Compatible, Wire::Unclassified, Wire::Breaking];
    let wire = verdict("wire", wire, &wires.map(|wire| (wire.name(), wire)))?;
    let semvers = [Semver::None, Semver::Patch, Semver::Minor, Semver::Major];
    let semver = verdict("semver", semver, &semvers.map(|semver| (semver.name(), semver)))?;
    if wire.is_none() && semver.is_none() {
        return Err((id.span(), "judges nothing; give `wire`, `semver` or both".to_owned()));
    }
    let pattern = |text: Option<Spanned<String>>, key: &str| -> Result<Option<Pattern>, Wrong> {
        let Some(text) = text else { return Ok(None) };
        let read = Pattern::new(text.get_ref());
        read.map(Some).map_err(|why| (text.span(), format!("`{key}` is not a pattern: {why}")))
    };
    let roots = pointer.as_ref().map(|text| (text.span(), text.get_ref().clone()));
    if let Some((span, text)) = roots.filter(|(_, text)| !text.is_empty() && !text.starts_with(['/', '*', '{'])) {
        return Err((
            span,
            format!("`pointer` is `{text}`; expected a JSON Pointer such as `/payload/name`, or a pattern of such"),
        ));
    }
    Ok(Judgement {
        id: id.into_inner(),
        kind: known,
        event: pattern(event, "event")?,
        pointer: pattern(pointer, "pointer")?,
        wire,
        semver,
        reason: reason.into_inner(),
        evidence,
        place,
    })
}

fn verdict<T: Copy>(key: &str, given: Option<Spanned<String>>, known: &[(&str, T)]) -> Result<Option<T>, Wrong> {
    let Some(given) = given else { return Ok(None) };
    let found = known.iter().find(|(name, _)| name == given.get_ref()).map(|(_, value)| *value);
    found.map(Some).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        (given.span(), format!("`{key}` is `{}`; expected one of {}", given.get_ref(), names.join(", ")))
    })
}
