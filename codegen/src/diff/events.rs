//! Sets of events: which were added, removed or renamed, and what that means for receivers that dispatch on the name.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::change::Change;
use super::details;
use super::kind::ChangeKind;
use super::merge::merged;
use super::side::{EventSide, Events};
use super::typed::Readers;
use super::verdict::{Semver, Tolerance, Wire};
use super::whole::{self, Asked, ComparedPair, Old};
use crate::envelope;
use crate::schema::{Dialect, Inclusion, Obstacle, form};

/// Compares two sets of events.
pub(super) fn compare(old: &Events, new: &Events, asked: Asked) -> ComparedPair {
    let mut sets = Sets { old, readers: Readers::of(&old.types), asked, outcome: ComparedPair::default() };
    let pairs = pairs(old, new);
    let mut kept: HashSet<&str> = HashSet::new();
    for event in &new.list {
        match pairs.get(event.name.as_str()) {
            Some(before) => {
                kept.insert(&before.name);
                sets.names(before, event);
                sets.presumed(before, event);
                let found = sets.pair(before, event);
                sets.outcome.changes.extend(found.changes);
                sets.outcome.notes.extend(found.notes);
                sets.outcome.vacuous |= found.vacuous;
                details::of_event(&mut sets.outcome.changes, before, event);
            }
            None => sets.added(event),
        }
    }
    for event in old.list.iter().filter(|event| !kept.contains(event.name.as_str())) {
        let mut change = change(ChangeKind::EventRemoved, &event.name, Wire::Compatible, Semver::Major);
        change.message = format!("`{}` is no longer sent; handlers of it are never called", event.name);
        change.old = json!(event.name);
        sets.outcome.changes.push(change);
    }
    details::of_resources(&mut sets.outcome.changes, old, new);
    sets.outcome.changes = merged(sets.outcome.changes);
    sets.outcome
}

/// The old event of each new one: by name; then by an alias; then by shape, where exactly one fits.
fn pairs<'a>(old: &'a Events, new: &'a Events) -> HashMap<&'a str, &'a EventSide> {
    let by_name: HashMap<&str, &EventSide> = old.list.iter().map(|event| (event.name.as_str(), event)).collect();
    let mut pairs: HashMap<&str, &EventSide> =
        new.list.iter().filter_map(|event| Some((event.name.as_str(), *by_name.get(event.name.as_str())?))).collect();
    let mut paired: HashSet<&str> = pairs.keys().copied().collect();
    let by_alias = by_key(&old.list, |event| event.aliases.clone());
    for event in new.list.iter().filter(|event| !by_name.contains_key(event.name.as_str())) {
        let named = event.aliases.iter().filter_map(|alias| by_name.get(alias.as_str()).copied());
        let aliased = by_alias.get(&event.name).into_iter().flatten().copied();
        let fitting: Vec<&EventSide> =
            named.chain(aliased).filter(|before| !paired.contains(before.name.as_str())).collect();
        if let [before, rest @ ..] = fitting.as_slice()
            && rest.iter().all(|other| other.name == before.name)
        {
            paired.insert(&before.name);
            pairs.insert(&event.name, before);
        }
    }
    let gone: Vec<&EventSide> = old.list.iter().filter(|event| !paired.contains(event.name.as_str())).collect();
    let come: Vec<&EventSide> = new.list.iter().filter(|event| !pairs.contains_key(event.name.as_str())).collect();
    let (gone, come) = (by_shape(&gone), by_shape(&come));
    for (shape, after) in come {
        if let ([after], Some([before])) = (after.as_slice(), gone.get(&shape).map(Vec::as_slice)) {
            pairs.insert(&after.name, before);
        }
    }
    pairs
}

fn by_key(events: &[EventSide], keys: impl Fn(&EventSide) -> Vec<String>) -> HashMap<String, Vec<&EventSide>> {
    let mut found: HashMap<String, Vec<&EventSide>> = HashMap::new();
    for event in events {
        for key in keys(event) {
            found.entry(key).or_default().push(event);
        }
    }
    found
}

/// The events by the form of their schemas. Events whose schema says nothing about the payload are left out, because they fit any other.
fn by_shape<'a>(events: &[&'a EventSide]) -> HashMap<String, Vec<&'a EventSide>> {
    let mut found: HashMap<String, Vec<&EventSide>> = HashMap::new();
    for &event in events {
        let payload = event.schema.pointer(envelope::PAYLOAD_SCHEMA);
        if payload.is_some_and(|payload| payload.get("properties").is_some()) {
            let mut shape = form(&event.schema);
            shape.sort_all_objects();
            found.entry(shape.to_string()).or_default().push(event);
        }
    }
    found
}

struct Sets<'a> {
    old: &'a Events,
    readers: Readers<'a>,
    asked: Asked,
    outcome: ComparedPair,
}

impl<'a> Sets<'a> {
    fn pair(&self, old: &EventSide, new: &EventSide) -> ComparedPair {
        let old = match self.asked {
            Asked::Verdicts(_) => self.read(old, new),
            Asked::Differences => Old::alone(&old.schema),
        };
        whole::compare(Some(new.name.clone()), &old, &new.schema, self.asked)
    }

    /// OLD's event as its reader reads NEW's event.
    fn read(&self, old: &EventSide, new: &EventSide) -> Old {
        let dialect = Dialect::of(&new.schema);
        let asked = [envelope::NAME, envelope::TIMESTAMP, envelope::PAYLOAD];
        let listed = old.schema.get("required").and_then(Value::as_array);
        let required: Vec<&Value> =
            listed.into_iter().flatten().filter(|name| asked.iter().any(|asked| *name == asked)).collect();
        let typed = self.readers.schema(&old.name, &required, (dialect.uri(), dialect.draft())).map(Arc::new);
        Old { schema: Arc::clone(&old.schema), typed }
    }

    /// Assumes that name, time stamp and payload are present, because our readers require them of every event.
    fn presumed(&mut self, old: &EventSide, new: &EventSide) {
        let changed = old.schema != new.schema;
        if changed
            && self.asked == Asked::Verdicts(Tolerance::Tolerant)
            && whole::reads(&Old::alone(&Arc::new(unknown(&new.schema))), &new.schema, Tolerance::Strict)
                != Inclusion::Yes
        {
            self.outcome.notes.push(format!(
                "the schema of `{}` in NEW does not ask for name, time stamp (a number) and payload; readers do, so documents without them \
                 are left out of account",
                new.name
            ));
        }
    }

    /// The names under which an event arrives.
    fn names(&mut self, old: &'a EventSide, new: &'a EventSide) {
        let (before, after): (BTreeSet<&str>, BTreeSet<&str>) = (old.names().collect(), new.names().collect());
        if old.name != new.name {
            let (wire, meaning) = if before.contains(new.name.as_str()) {
                (Wire::Compatible, "OLD knows the new name as an alias".to_owned())
            } else {
                self.arrival(new, &new.name)
            };
            let mut change = change(ChangeKind::EventRenamed, &new.name, wire, Semver::Major);
            change.message = format!(
                "`{}` is called `{}` now, and handlers of the old name are no longer called; {meaning}",
                old.name, new.name
            );
            change.old = json!(old.name);
            change.new = json!(new.name);
            if !before.contains(new.name.as_str()) && !after.contains(old.name.as_str()) {
                change.hint = Some("a guess: one event went, one came, and both have the same schema".to_owned());
            }
            self.outcome.changes.push(change);
        }
        let own = [old.name.as_str(), new.name.as_str()];
        for &name in after.difference(&before).filter(|name| !own.contains(*name)) {
            let (wire, meaning) = self.arrival(new, name);
            let mut change = change(ChangeKind::AliasAdded, &new.name, wire, Semver::Minor);
            change.message = format!("`{name}` is another name of `{}` now; {meaning}", new.name);
            change.new = json!(name);
            self.outcome.changes.push(change);
        }
        for &name in before.difference(&after).filter(|name| !own.contains(*name)) {
            let mut change = change(ChangeKind::AliasRemoved, &new.name, Wire::Compatible, Semver::Major);
            change.message =
                format!("`{name}` is no longer a name of `{}`: the new crate reads it as an unknown event", new.name);
            change.old = json!(name);
            self.outcome.changes.push(change);
        }
    }

    fn added(&mut self, event: &'a EventSide) {
        let verdicts: Vec<_> = event.names().map(|name| self.arrival(event, name)).collect();
        let (wire, meaning) = verdicts.into_iter().max_by_key(|(wire, _)| *wire).unwrap_or_default();
        let mut change = change(ChangeKind::EventAdded, &event.name, wire, Semver::Minor);
        change.message = format!("`{}` is sent now; {meaning}", event.name);
        change.new = json!(event.name);
        self.outcome.changes.push(change);
    }

    /// What OLD's reader does with an event that arrives under a name.
    fn arrival(&self, event: &EventSide, name: &str) -> (Wire, String) {
        let Asked::Verdicts(reader) = self.asked else { return (Wire::None, String::new()) };
        if let Some(owner) = self.old.list.iter().find(|owner| owner.names().any(|known| known == name)) {
            return match whole::reads(&self.read(owner, event), &event.schema, reader) {
                Inclusion::Yes => (Wire::Compatible, format!("OLD reads it as `{}`", owner.name)),
                Inclusion::No | Inclusion::Unknown(_) => (
                    Wire::Unclassified,
                    format!("OLD reads it as `{}`, and it is not proved that this works", owner.name),
                ),
            };
        }
        match reader {
            Tolerance::Strict => (Wire::Breaking, "a strict reader refuses an event that it does not know".into()),
            Tolerance::Tolerant => match whole::reads(&Old::alone(&Arc::new(unknown(&event.schema))), &event.schema, Tolerance::Strict) {
                Inclusion::Yes => (Wire::Compatible, "a tolerant reader reads it as an unknown event".into()),
                Inclusion::No => (
                    Wire::Unclassified,
                    "it is not proved that it always has a name, a time stamp (a number) and a payload, as OLD's reader requires"
                        .into(),
                ),
                Inclusion::Unknown(Obstacle(obstacle)) => (
                    Wire::Unclassified,
                    format!(
                        "it is not proved that it always has a name, a time stamp (a number) and a payload, as OLD's reader requires: {obstacle}"
                    ),
                ),
            },
        }
    }
}

pub(super) fn change(kind: ChangeKind, event: &str, wire: Wire, semver: Semver) -> Change {
    Change::bare(kind, Some(event.to_owned()), wire, semver)
}

/// What the generated reader requires of an unknown event, in the dialect of the schema with which it is compared.
fn unknown(beside: &Value) -> Value {
    json!({
        "$schema": Dialect::of(beside).uri(),
        "type": "object",
        "required": [envelope::NAME, envelope::TIMESTAMP, envelope::PAYLOAD],
        "properties": {envelope::NAME: {"type": "string"}, envelope::TIMESTAMP: {"type": "number"}},
    })
}
