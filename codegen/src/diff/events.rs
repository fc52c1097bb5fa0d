//! Sets of events: which came, went, or go by another name, and what that means for those who dispatch on the name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::change::{Change, Reader, Semver, Wire};
use super::details;
use super::kind::Kind;
use super::prove::Prover;
use super::schema::{Conj, Node, Scope};
use super::side::{Event, Events};
use super::walk::Walk;
use super::whole::{self, Whole};
use crate::envelope;

/// An event and its counterpart.
struct Match<'a> {
    old: &'a Event,
    new: &'a Event,
}

/// Compares two sets of events. `unknown` describes what OLD's reader asks of an event that it does not know.
pub(super) fn compare<'a>(walk: &mut Walk<'a, '_>, old: &'a Events, new: &'a Events, unknown: Node<'a>) -> Vec<Whole> {
    let mut wholes = Vec::new();
    let matches = pair(walk.prover, old, new);
    for event in &new.list {
        walk.event = Some(event.name.clone());
        match matches.iter().find(|pair| pair.new.name == event.name) {
            Some(&Match { old: before, .. }) => {
                names(walk, old, new, before, event, unknown);
                let (root_old, root_new) = (root(before, old), root(event, new));
                presumed(walk, event, root_new, unknown);
                wholes.push(whole::compare(walk, root_old, root_new, &before.bundle, &event.bundle));
                details::of_event(walk, before, event);
            }
            None => added(walk, old, new, event, unknown),
        }
    }
    for event in old.list.iter().filter(|event| !matches.iter().any(|pair| pair.old.name == event.name)) {
        walk.event = Some(event.name.clone());
        let mut change = change(Kind::EventRemoved, &event.name, Wire::Compatible, Semver::Major);
        change.message = format!("`{}` is no longer sent; handlers of it are never called", event.name);
        change.old = json!(event.name);
        walk.changes.push(change);
    }
    details::of_resources(walk, old, new);
    wholes
}

fn root<'a>(event: &'a Event, events: &'a Events) -> Node<'a> {
    Node::root(Scope { document: &event.document, resources: &events.resources }, false)
}

/// By name; then by the old name among the new event's aliases; then by shape, where exactly one fits.
fn pair<'a>(prover: &Prover<'a>, old: &'a Events, new: &'a Events) -> Vec<Match<'a>> {
    let by_name: BTreeMap<&str, &Event> = old.list.iter().map(|event| (event.name.as_str(), event)).collect();
    let mut pairs: Vec<Match<'a>> = new
        .list
        .iter()
        .filter_map(|event| by_name.get(event.name.as_str()).map(|&old| Match { old, new: event }))
        .collect();
    for by_shape in [false, true] {
        let gone: Vec<&Event> =
            old.list.iter().filter(|event| !pairs.iter().any(|pair| pair.old.name == event.name)).collect();
        let come: Vec<&Event> =
            new.list.iter().filter(|event| !pairs.iter().any(|pair| pair.new.name == event.name)).collect();
        let fits = |old_event: &Event, new_event: &Event| {
            if by_shape {
                // An event that says nothing of its payload is like any other.
                old_event
                    .document
                    .root
                    .pointer(envelope::PAYLOAD_SCHEMA)
                    .is_some_and(|payload| payload.get("properties").is_some())
            } else {
                new_event.aliases.contains(&old_event.name) || old_event.aliases.contains(&new_event.name)
            }
        };
        for &event in &come {
            let fitting: Vec<&&Event> = gone
                .iter()
                .filter(|before| {
                    fits(before, event) && (!by_shape || prover.same.same(root(before, old), root(event, new)))
                })
                .filter(|before| !pairs.iter().any(|pair| pair.old.name == before.name))
                .collect();
            if let [before] = fitting[..] {
                pairs.push(Match { old: before, new: event });
            }
        }
    }
    pairs
}

/// What every reader of ours asks of an event is taken to be there, whether or not its schema says so.
fn presumed<'a>(walk: &mut Walk<'a, '_>, event: &Event, new: Node<'a>, unknown: Node<'a>) {
    if walk.reader == Reader::Tolerant && !walk.prover.included(&Conj::of(new), &Conj::of(unknown)) {
        walk.notes.push(format!(
            "the schema of `{}` in NEW does not ask for name, time stamp (a number) and payload; readers do, so documents without them \
             are left out of account",
            event.name
        ));
    }
}

/// The names under which an event arrives.
fn names<'a>(
    walk: &mut Walk<'a, '_>,
    all_old: &'a Events,
    all_new: &'a Events,
    old: &'a Event,
    new: &'a Event,
    unknown: Node<'a>,
) {
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) = (old.names().collect(), new.names().collect());
    if old.name != new.name {
        let known = before.contains(new.name.as_str());
        let (wire, meaning) = if known {
            (Wire::Compatible, "OLD knows the new name as an alias".to_owned())
        } else {
            arrival(walk, all_old, all_new, new, &new.name, unknown)
        };
        let mut change = change(Kind::EventRenamed, &new.name, wire, Semver::Major);
        change.message = format!(
            "`{}` is called `{}` now, and handlers of the old name wait in vain; {meaning}",
            old.name, new.name
        );
        change.old = json!(old.name);
        change.new = json!(new.name);
        walk.changes.push(change);
    }
    let own = [old.name.as_str(), new.name.as_str()];
    for &name in after.difference(&before).filter(|name| !own.contains(*name)) {
        let (wire, meaning) = arrival(walk, all_old, all_new, new, name, unknown);
        let mut change = change(Kind::AliasAdded, &new.name, wire, Semver::Minor);
        change.message = format!("`{name}` is another name of `{}` now; {meaning}", new.name);
        change.new = json!(name);
        walk.changes.push(change);
    }
    for &name in before.difference(&after).filter(|name| !own.contains(*name)) {
        let mut change = change(Kind::AliasRemoved, &new.name, Wire::Compatible, Semver::Major);
        change.message =
            format!("`{name}` is no longer a name of `{}`: the new crate reads it as an unknown event", new.name);
        change.old = json!(name);
        walk.changes.push(change);
    }
}

fn added<'a>(walk: &mut Walk<'a, '_>, old: &'a Events, new: &'a Events, event: &'a Event, unknown: Node<'a>) {
    let verdicts: Vec<_> = event.names().map(|name| arrival(walk, old, new, event, name, unknown)).collect();
    let (wire, meaning) = verdicts.into_iter().max_by_key(|(wire, _)| *wire).unwrap_or_default();
    let mut change = change(Kind::EventAdded, &event.name, wire, Semver::Minor);
    change.message = format!("`{}` is sent now; {meaning}", event.name);
    change.new = json!(event.name);
    walk.changes.push(change);
}

/// What OLD's reader does with an event that arrives under a name.
fn arrival<'a>(
    walk: &Walk<'a, '_>,
    old: &'a Events,
    new: &'a Events,
    event: &'a Event,
    name: &str,
    unknown: Node<'a>,
) -> (Wire, String) {
    let given = Conj::of(root(event, new));
    if let Some(owner) = old.list.iter().find(|owner| owner.names().any(|known| known == name)) {
        let wanted = walk.opened(&Conj::of(root(owner, old)));
        return if walk.prover.included(&given, &wanted) {
            (Wire::Compatible, format!("OLD reads it as `{}`", owner.name))
        } else {
            (Wire::Unclassified, format!("OLD takes it for `{}`, and it is not proved that it reads", owner.name))
        };
    }
    match walk.reader {
        Reader::Strict => (Wire::Breaking, "a strict reader refuses an event that it does not know".into()),
        Reader::Tolerant if walk.prover.included(&given, &Conj::of(unknown)) => {
            (Wire::Compatible, "a tolerant reader keeps it as an unknown event".into())
        }
        Reader::Tolerant => (
            Wire::Unclassified,
            "it is not proved that it always has name, time stamp (a number) and payload, as OLD's reader expects"
                .into(),
        ),
    }
}

pub(super) fn change(kind: Kind, event: &str, wire: Wire, semver: Semver) -> Change {
    Change::bare(kind, Some(event.to_owned()), wire, semver)
}

/// What the generated reader asks of an event that it does not know, whatever the events that it knows look like.
pub(super) fn unknown() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "required": [envelope::NAME, envelope::TIMESTAMP, envelope::PAYLOAD],
        "properties": {envelope::NAME: {"type": "string"}, envelope::TIMESTAMP: {"type": "number"}},
    })
}
