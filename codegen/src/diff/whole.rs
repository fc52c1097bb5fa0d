//! Compares one pair of schemas: part by part, then as wholes, because the verdict on the whole must not be better than what is
//! proved of it. The work runs on a separate thread with a deadline.

use std::borrow::Cow;
use std::sync::{Arc, mpsc};
use std::time::Instant;

use serde_json::Value;

use super::change::Change;
use super::kind::ChangeKind;
use super::oracle::{Oracle, Wanted};
use super::place::{Conjunction, Node, SchemaView};
use super::reader::readable;
use super::verdict::{Semver, Tolerance, Wire};
use super::walk::{Walk, find_in};
use super::witness::WitnessSearch;
use crate::schema::{COMPARISON, Dialect, Inclusion, Obstacle, circles, form, in_time, reads_alike};

/// What is known of one pair of schemas.
#[derive(Debug, Default)]
pub(super) struct ComparedPair {
    pub(super) changes: Vec<Change>,
    pub(super) notes: Vec<String>,
    /// A side accepts nothing, or what it accepts is not defined: no verdict is better than unclassified.
    pub(super) vacuous: bool,
}

/// The old side of a pair.
#[derive(Clone)]
pub(super) struct Old {
    pub(super) schema: Arc<Value>,
    /// What the types generated from it read.
    pub(super) typed: Option<Arc<Value>>,
}

impl Old {
    /// A schema from which no types are generated.
    pub(super) fn alone(schema: &Arc<Value>) -> Self {
        Self { schema: Arc::clone(schema), typed: None }
    }
}

/// What a comparison answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The differences, each with its verdict for a reader.
    Verdicts(Tolerance),
    /// The differences alone, which costs a small part of the time.
    Differences,
}

/// Whether a reader built from OLD reads all that NEW allows; if that is not proved, the reason.
pub(super) fn reads(old: &Old, new: &Arc<Value>, reader: Tolerance) -> Inclusion {
    let asked = asked_in_time(old, new, reader, |oracle| {
        let (given, wanted) = roots(oracle);
        oracle.included(&given, &oracle.reads(&wanted))
    });
    asked.unwrap_or_else(|| Inclusion::Unknown(Obstacle("the time ran out".into())))
}

/// Compares two schemas.
pub(super) fn compare(event: Option<String>, old: &Old, new: &Arc<Value>, asked: Asked) -> ComparedPair {
    if Arc::ptr_eq(&old.schema, new) || old.schema == *new {
        return ComparedPair::default();
    }
    let (reader, judges) = match asked {
        Asked::Verdicts(reader) => (reader, true),
        Asked::Differences => (Tolerance::default(), false),
    };
    let (send, receive) = mpsc::channel();
    let named = event.clone();
    let asked = asked_in_time(old, new, reader, move |oracle| {
        let mut walk = Walk::new(oracle, named, judges);
        walk.root(Node::root(oracle.old), Node::root(oracle.new));
        // What was found part by part counts, even where the whole is never answered.
        let _ = send.send(walk.changes.clone());
        if judges { conclude(walk) } else { ComparedPair { changes: walk.changes, ..ComparedPair::default() } }
    });
    asked.unwrap_or_else(|| {
        let mut changes: Vec<Change> = receive.try_recv().unwrap_or_default();
        if !changes.iter().any(|change| change.wire.breaks()) {
            let mut change = Change::bare(ChangeKind::CombinatorChanged, event, Wire::Unclassified, Semver::Patch);
            change.message = "the comparison did not finish in time: the schemas are too large or too complex".into();
            changes.push(change);
        }
        ComparedPair { changes, notes: Vec::new(), vacuous: false }
    })
}

fn roots<'a>(oracle: &Oracle<'a>) -> (Conjunction<'a>, Conjunction<'a>) {
    (Conjunction::of(Node::root(oracle.new)), Conjunction::of(Node::root(oracle.old)))
}

/// Asks on a separate thread. `None` if there is no answer in time.
fn asked_in_time<T: Send + 'static>(
    old: &Old,
    new: &Arc<Value>,
    reader: Tolerance,
    ask: impl FnOnce(&Oracle<'_>) -> T + Send + 'static,
) -> Option<T> {
    let (old, new) = (old.clone(), Arc::clone(new));
    in_time(COMPARISON.waited, move || {
        let schema = in_dialect_of(&old.schema, &new);
        let tolerant = reader == Tolerance::Tolerant;
        let read = tolerant.then(|| readable(&schema));
        let typed = old.typed.as_ref().filter(|_| tolerant).map(|typed| SchemaView::new(typed, None));
        let (old, new) = (SchemaView::new(&schema, read.as_ref()), SchemaView::new(&new, None));
        let oracle = Oracle::new(&old, &new, tolerant, Instant::now() + COMPARISON.asked).with_types(typed.as_ref());
        ask(&oracle)
    })
}

/// OLD in the dialect of NEW, where it means the same there: what is in one dialect can be compared.
fn in_dialect_of<'s>(old: &'s Value, new: &Value) -> Cow<'s, Value> {
    let (before, after) = (Dialect::of(old), Dialect::of(new));
    if before.draft() == after.draft() || !reads_alike(old, before.draft(), after.draft()) || !old.is_object() {
        return Cow::Borrowed(old);
    }
    let mut old = old.clone();
    old["$schema"] = after.uri().into();
    Cow::Owned(old)
}

fn conclude(walk: Walk<'_, '_>) -> ComparedPair {
    let oracle = walk.oracle;
    let (given, old) = roots(oracle);
    let wanted = oracle.reads(&old);
    let mut outcome = ComparedPair::default();
    let broken = walk.changes.iter().any(|change| change.wire == Wire::Breaking);
    let alike = form(oracle.old.root) == form(oracle.new.root) && oracle.old.draft() == oracle.new.draft();
    let verdict = match (broken, alike) {
        (true, _) => Inclusion::No,
        (false, true) => Inclusion::Yes,
        (false, false) => match oracle.included(&given, &wanted) {
            // Place by place, guarded by a step into the document: what is recursive is proved so.
            Inclusion::Unknown(_) if by_parts(&walk) => Inclusion::Yes,
            verdict => verdict,
        },
    };
    let breaks = walk.changes.iter().any(|change| change.wire.breaks());
    let whole = match &verdict {
        Inclusion::Yes => None,
        Inclusion::No | Inclusion::Unknown(_) if breaks => None,
        Inclusion::No | Inclusion::Unknown(_) => Some(counterexample(&walk, &given, &wanted)),
    };
    let Walk { mut changes, mut notes, event, .. } = walk;
    if let Some(witness) = whole {
        let (wire, words) = match (&witness, &verdict) {
            (Some(_), _) => (Wire::Breaking, "there is a document that NEW allows and OLD does not read".to_owned()),
            (None, Inclusion::Unknown(Obstacle(obstacle))) => {
                (Wire::Unclassified, format!("it is not proved that OLD reads all that NEW allows: {obstacle}"))
            }
            (None, _) => {
                (Wire::Unclassified, "OLD does not read all that NEW allows, but no document was found".to_owned())
            }
        };
        let mut change = Change::bare(ChangeKind::CombinatorChanged, event.clone(), wire, Semver::default());
        change.message = format!("no single place shows it, but for the schemas as a whole {words}");
        change.witness = witness;
        changes.push(change);
    }
    if verdict == Inclusion::Yes {
        for change in changes.iter_mut().filter(|change| change.wire == Wire::Unclassified && !change.kind.of_names()) {
            change.wire = Wire::Compatible;
            let end = change.message.find("; no proof and no counterexample was found").unwrap_or(change.message.len());
            change.message.truncate(end);
            change.message.push_str("; for the schemas as a whole, it is proved to be safe");
        }
    }
    for (side, view) in [("OLD", oracle.old), ("NEW", oracle.new)] {
        for (place, keyword, why) in view.document.unresolved() {
            let reference = place.schema.get(keyword).and_then(Value::as_str).unwrap_or_default();
            let note = format!(
                "{side}: the reference `{reference}` cannot be followed ({why}); what depends on it is unclassified"
            );
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    let circle = |view: &SchemaView<'_>| circles(&view.document).into_iter().min().map(ToString::to_string);
    for (side, place) in [("OLD", circle(oracle.old)), ("NEW", circle(oracle.new))] {
        if let Some(place) = place {
            notes.push(format!(
                "{side}: the reference at `{place}` leads back to itself for the same value, so what it allows is not defined; \
                 no verdict on the wire is better than unclassified"
            ));
            outcome.vacuous = true;
        }
    }
    let mut note = |side: &str, meaning: &str| {
        let of = event.as_ref().map(|event| format!(" of `{event}`")).unwrap_or_default();
        notes.push(format!("the schema{of} in {side} accepts no document at all, {meaning}"));
        outcome.vacuous = true;
    };
    if !broken && oracle.empty(&given) {
        note("NEW", "so no verdict on the wire means anything: nothing can be sent");
    }
    if oracle.empty(&old) {
        note("OLD", "so its reader accepted nothing, and whatever NEW allows is new to it");
    }
    outcome.changes = changes;
    outcome.notes = notes;
    outcome
}

/// Whether every place of NEW keeps what OLD says of it, and places are all there is.
fn by_parts(walk: &Walk<'_, '_>) -> bool {
    walk.complete
        && walk.oracle.typed.is_none()
        && walk.oracle.old.draft() == walk.oracle.new.draft()
        && walk.changes.iter().all(|change| !change.wire.breaks())
}

/// A document that NEW allows and OLD does not read: from what is left when OLD is taken away, then by search.
fn counterexample<'a>(walk: &Walk<'a, '_>, given: &Conjunction<'a>, wanted: &Conjunction<'a>) -> Option<Value> {
    if !walk.oracle.askable() {
        return None;
    }
    let suits = |document| Some(walk.named(document)).filter(|document| walk.refuted(document));
    let rest = walk.oracle.difference(given, &Wanted::Place(wanted.clone()));
    rest.and_then(|rest| find_in(walk, &rest, suits)).or_else(|| {
        let searched = WitnessSearch::new(walk.oracle).counterexamples(given, wanted);
        searched.into_iter().find_map(suits)
    })
}
