//! The whole schema, proved or refuted: no sum of parts may be more hopeful.

use std::rc::Rc;

use serde_json::Value;

use super::change::{Change, Diff, Semver, Verdict, Wire};
use super::kind::Kind;
use super::schema::{Conj, Node, Resources};
use super::side::{Content, Side};
use super::walk::Walk;
use super::witness::Search;

/// What is known of one pair of schemas as a whole.
pub(super) struct Whole {
    pub(super) event: Option<String>,
    /// Every document of NEW is read by OLD.
    pub(super) proved: bool,
}

/// Compares two schemas part by part, then as wholes. The bundles are the schemas as an independent validator reads them.
pub(super) fn compare<'a>(
    walk: &mut Walk<'a, '_>,
    old: Node<'a>,
    new: Node<'a>,
    bundle_old: &Value,
    bundle_new: &Value,
) -> Whole {
    let before = walk.changes.len();
    let judge = Rc::new(Judge::new(old, new, bundle_old, bundle_new));
    let confirm = Rc::clone(&judge);
    walk.judged_by(Some(Rc::new(move |document: &Value| confirm.refutes(document))));
    walk.root(old, new);
    walk.judged_by(None);
    let (given, wanted) = (Conj::of(new), walk.opened(&Conj::of(old)));
    let proved = walk.prover.same.same(old, new) || walk.prover.included(&given, &wanted);
    let event = walk.event.clone();
    if !proved && !reported(walk, before) {
        let search = Search::new(walk.prover);
        let witness = search
            .counterexamples(&given, &wanted)
            .into_iter()
            .map(|document| walk.named(document))
            .find(|document| judge.refutes(document));
        let (wire, words) = match &witness {
            Some(_) => (Wire::Breaking, "there is a document that NEW allows and OLD does not read"),
            None => (Wire::Unclassified, "it is not proved that OLD reads all that NEW allows"),
        };
        let semver = if walk.changes.len() == before { Semver::Patch } else { Semver::None };
        let mut change = Change::bare(Kind::CombinatorChanged, event.clone(), wire, semver);
        change.message = format!("no single place accounts for it, but over the whole schema {words}");
        change.witness = witness;
        walk.changes.push(change);
    }
    if walk.prover.empty(&given) {
        note(walk, "NEW", event.as_deref(), "so every verdict on the wire is vacuous: nothing is sent");
    }
    if walk.prover.empty(&wanted) {
        note(
            walk,
            "OLD",
            event.as_deref(),
            "so its reader read nothing before, and anything that NEW allows is beyond it",
        );
    }
    Whole { event, proved }
}

/// The answer: parts that are safe because the whole is, the verdict over all, and what a reader of it must know.
pub(super) fn conclude(walk: Walk<'_, '_>, wholes: &[Whole], old: &Side, new: &Side) -> Diff {
    let Walk { mut changes, mut notes, .. } = walk;
    let proved = |event: &Option<String>| wholes.iter().any(|whole| whole.event == *event && whole.proved);
    for change in &mut changes {
        let everywhere = proved(&change.event) && change.places.iter().all(|(event, _)| proved(event));
        if change.wire == Wire::Unclassified && everywhere && !change.kind.of_names() {
            change.wire = Wire::Compatible;
            change.message = change
                .message
                .replace("; no proof and no counterexample was found", "; over the whole schema it is proved safe");
        }
        if change.places.is_empty() {
            change.resource = None;
        }
    }
    let verdict = Verdict {
        wire: changes.iter().map(|change| change.wire).max().unwrap_or_default(),
        semver: changes.iter().map(|change| change.semver).max().unwrap_or_default(),
    };
    notes.extend(dangling(old).chain(dangling(new)));
    notes.dedup();
    Diff { old: old.name.clone(), new: new.name.clone(), verdict, changes, notes }
}

/// References that lead nowhere.
fn dangling(side: &Side) -> impl Iterator<Item = String> {
    let references = match &side.content {
        Content::Schema(document) => document.dangling(&Resources::new()),
        Content::Events(events) => {
            let all = events.list.iter().map(|event| &event.document).chain(events.resources.values());
            all.flat_map(|document| document.dangling(&events.resources)).collect()
        }
    };
    let name = side.name.clone();
    references.into_iter().map(move |reference| {
        format!("`{name}`: the reference `{reference}` cannot be followed; what it stands for counts as unclassified")
    })
}

/// Whether some change already says that OLD may not read what NEW allows.
fn reported(walk: &Walk<'_, '_>, before: usize) -> bool {
    let here = |change: &Change| change.places.iter().any(|(event, _)| *event == walk.event);
    walk.changes[before..].iter().any(|change| change.wire.breaks())
        || walk.changes[..before].iter().any(|change| change.wire.breaks() && here(change))
}

fn note(walk: &mut Walk<'_, '_>, side: &str, event: Option<&str>, meaning: &str) {
    let of = event.map(|event| format!(" of `{event}`")).unwrap_or_default();
    walk.notes.push(format!("the schema{of} in {side} accepts no document at all, {meaning}"));
}

/// An independent validator's view of both sides.
struct Judge {
    old: Option<jsonschema::Validator>,
    new: Option<jsonschema::Validator>,
}

impl Judge {
    fn new(old: Node<'_>, new: Node<'_>, bundle_old: &Value, bundle_new: &Value) -> Self {
        let validator = |node: Node<'_>, bundle: &Value| {
            jsonschema::options().with_draft(node.scope.document.dialect.draft()).offline().build(bundle).ok()
        };
        Self { old: validator(old, bundle_old), new: validator(new, bundle_new) }
    }

    /// Whether NEW accepts the document and OLD, read to the letter, refuses it. Where a side cannot be built, the search's own
    /// judgement stands.
    fn refutes(&self, document: &Value) -> bool {
        self.new.as_ref().is_none_or(|new| new.is_valid(document))
            && self.old.as_ref().is_none_or(|old| !old.is_valid(document))
    }
}
