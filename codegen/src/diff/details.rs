//! What documents an event beside its schema: title, version, description, table, examples.

use std::collections::{BTreeMap, HashMap, HashSet};

use jsonptr::PointerBuf;
use serde_json::{Value, json};

use super::change::{Change, ChangedPart};
use super::events::change;
use super::kind::ChangeKind;
use super::origin::outwards;
use super::side::{EventSide, Events};
use super::verdict::{Semver, Wire};
use crate::envelope;
use crate::schema::{definition_reference, references};

/// Title, version, description, table and example.
pub(super) fn of_event(changes: &mut Vec<Change>, old: &EventSide, new: &EventSide) {
    let mut note = |kind: ChangeKind, part: ChangedPart, what: &str, before: Value, after: Value| {
        if before == after {
            return;
        }
        let verb = match (absent(&before), absent(&after)) {
            (true, _) => "is new",
            (_, true) => "is gone",
            _ => "changed",
        };
        let mut change = change(kind, &new.name, Wire::None, Semver::Patch);
        change.part = part;
        change.message = format!("{what} {verb}");
        change.old = before;
        change.new = after;
        changes.push(change);
    };
    note(ChangeKind::AnnotationChanged, ChangedPart::Title, "the title", json!(old.title), json!(new.title));
    let since = "the version since which it is sent";
    note(ChangeKind::AnnotationChanged, ChangedPart::Since, since, json!(old.since), json!(new.since));
    let text = |event: &EventSide| match event.description.join("\n\n") {
        words if words.is_empty() => Value::Null,
        words => json!(words),
    };
    note(
        ChangeKind::DescriptionChanged,
        ChangedPart::Description,
        "the description of the event",
        text(old),
        text(new),
    );
    note(
        ChangeKind::ExampleChanged,
        ChangedPart::Example,
        "the documented example",
        json!(old.example),
        json!(new.example),
    );
    if old.table.is_empty() != new.table.is_empty() {
        let rows = |event: &EventSide| event.table.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let list = |rows: Vec<String>| if rows.is_empty() { Value::Null } else { json!(rows) };
        note(
            ChangeKind::DescriptionChanged,
            ChangedPart::Table,
            "the property table",
            list(rows(old)),
            list(rows(new)),
        );
    }
    rows(changes, old, new);
}

/// Compares the rows of the property table. If table and schema changed in the same way, that is one change; if only one of them is
/// left, its words are the new ones. A property that was added or removed is only reported as such.
fn rows(changes: &mut Vec<Change>, old: &EventSide, new: &EventSide) {
    let of_event = |change: &Change| change.event.as_deref() == Some(&new.name);
    let turned: HashSet<String> = changes
        .iter()
        .filter(|change| matches!(change.kind, ChangeKind::PropertyAdded | ChangeKind::PropertyRemoved))
        .flat_map(Change::all_places)
        .filter(|(event, _)| *event == Some(&new.name))
        .map(|(_, pointer)| pointer.to_string())
        .collect();
    let deepest = turned.iter().map(|pointer| pointer.matches('/').count()).max().unwrap_or(0);
    let described: HashMap<String, usize> = changes
        .iter()
        .enumerate()
        .filter(|(_, change)| {
            change.kind == ChangeKind::DescriptionChanged && change.part == ChangedPart::Schema && of_event(change)
        })
        .map(|(at, change)| (change.pointer.to_string(), at))
        .collect();
    let (before, after) = (texts(old), texts(new));
    // If the whole table was added or removed, that is one change.
    let whole = before.is_empty() != after.is_empty();
    let mut found = Vec::new();
    let mut all: Vec<&String> = before.keys().chain(after.keys()).collect();
    all.sort_unstable();
    all.dedup();
    for row in all {
        let (was, is) = (before.get(row), after.get(row));
        let pointer = place_of_row(row);
        if outwards(&pointer, deepest).any(|place| turned.contains(place)) {
            continue;
        }
        if let Some(change) = described.get(pointer.as_str()).map(|&at| &mut changes[at])
            && both(change, was, is)
        {
            continue;
        }
        if was == is || whole {
            continue;
        }
        let mut change = change(ChangeKind::DescriptionChanged, &new.name, Wire::None, Semver::Patch);
        change.message = match (was, is) {
            (None, _) => "the property table describes it now".into(),
            (_, None) => "the property table no longer describes it".into(),
            _ => "the property table describes it differently".into(),
        };
        change.part = ChangedPart::Table;
        change.pointer = pointer;
        (change.old, change.new) = (json!(was), json!(is));
        found.push(change);
    }
    changes.extend(found);
}

/// Adds to a change of the schema's description what the table says. Returns whether the table needs no separate change.
fn both(change: &mut Change, was: Option<&String>, is: Option<&String>) -> bool {
    let (was, is) = (json!(was), json!(is));
    if absent(&change.new) && !absent(&is) {
        change.new = is.clone();
        let same = if change.old == is { ", in the same words" } else { "" };
        change.message = format!("the schema no longer describes it; the property table does{same}");
    } else if absent(&change.old) && !absent(&was) {
        change.old = was.clone();
        let same = if change.new == was { ", in the same words as the property table" } else { "" };
        change.message = format!("the schema describes it now{same}");
    } else if change.old == was && change.new == is && was != is {
        change.message = "the description changed, in the schema and in the property table".into();
    }
    was == is || (change.old == was && change.new == is)
}

/// The rows by name; of several of one name the first.
fn texts(event: &EventSide) -> BTreeMap<String, String> {
    event.table.iter().rev().cloned().collect()
}

/// The place in the instance that a row is about.
fn place_of_row(row: &str) -> PointerBuf {
    let mut place = PointerBuf::from_tokens([envelope::PAYLOAD]);
    for step in row.split('.') {
        place.push_back(step.strip_suffix("[]").unwrap_or(step));
        if step.ends_with("[]") {
            place.push_back("*");
        }
    }
    place
}

fn absent(value: &Value) -> bool {
    value.is_null() || value == ""
}

/// The examples of the shared resources.
pub(super) fn of_resources(changes: &mut Vec<Change>, old: &Events, new: &Events) {
    let names = new.examples.keys().chain(old.examples.keys().filter(|name| !new.examples.contains_key(*name)));
    for name in names {
        let (before, after) = (old.examples.get(name), new.examples.get(name));
        if before == after {
            continue;
        }
        let reference = definition_reference(name);
        let side = if after.is_some() { new } else { old };
        let users = side.list.iter().filter(|event| references(&event.schema).contains(reference.as_str()));
        let users: Vec<&str> = users.map(|event| event.name.as_str()).collect();
        // An example that came or went with its resource, or with all events that carry it, is not reported.
        let other = if after.is_some() { old } else { new };
        let known = |user: &&&str| other.list.iter().any(|event| event.name == ***user);
        let stays = other.list.iter().any(|event| references(&event.schema).contains(reference.as_str()));
        let Some((&first, others)) = users.split_first().filter(|_| stays && users.iter().any(|user| known(&user)))
        else {
            continue;
        };
        let mut change = change(ChangeKind::ExampleChanged, first, Wire::None, Semver::Patch);
        let verb = match (before, after) {
            (None, _) => "is new",
            (_, None) => "is gone",
            _ => "changed",
        };
        change.part = ChangedPart::Example;
        change.message = format!("the documented example of `{name}` {verb}");
        change.resource = Some(name.clone());
        change.keyword = Some(name.clone());
        change.places = others.iter().map(|&event| (Some(event.to_owned()), change.pointer.clone())).collect();
        change.old = before.cloned().unwrap_or_default();
        change.new = after.cloned().unwrap_or_default();
        changes.push(change);
    }
}
