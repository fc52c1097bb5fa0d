//! What documents an event without deciding on its schema: title, version, description, table, examples.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::change::{Change, Semver, Wire};
use super::events::change;
use super::kind::Kind;
use super::side::{Event, Events};
use crate::envelope;
use crate::schema::{definition_reference, references};

/// Title, version, description, table and example.
pub(super) fn of_event(changes: &mut Vec<Change>, old: &Event, new: &Event) {
    let mut note = |kind: Kind, pointer: &str, what: &str, before: Value, after: Value| {
        if before == after {
            return;
        }
        let verb = match (absent(&before), absent(&after)) {
            (true, _) => "is new",
            (_, true) => "is gone",
            _ => "changed",
        };
        let mut change = change(kind, &new.name, Wire::None, Semver::Patch);
        change.pointer = jsonptr::PointerBuf::parse(pointer).unwrap_or_default();
        change.message = format!("{what} {verb}");
        change.old = before;
        change.new = after;
        changes.push(change);
    };
    note(Kind::AnnotationChanged, "", "the title", json!(old.title), json!(new.title));
    note(Kind::AnnotationChanged, "", "the version since which it is sent", json!(old.since), json!(new.since));
    note(
        Kind::DescriptionChanged,
        "",
        "the description of the event",
        json!(old.description.join("\n\n")),
        json!(new.description.join("\n\n")),
    );
    note(Kind::ExampleChanged, "", "the documented example", json!(old.example), json!(new.example));
    if old.table.is_empty() != new.table.is_empty() {
        let rows = |event: &Event| event.table.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let list = |rows: Vec<String>| if rows.is_empty() { Value::Null } else { json!(rows) };
        note(Kind::DescriptionChanged, "", "the property table", list(rows(old)), list(rows(new)));
        return;
    }
    rows(changes, old, new);
}

/// The rows of the property table; what came or went as a property is reported as that.
fn rows(changes: &mut Vec<Change>, old: &Event, new: &Event) {
    let reported: HashSet<&str> = changes
        .iter()
        .filter(|change| change.event.as_deref() == Some(&new.name))
        .filter(|change| matches!(change.kind, Kind::PropertyAdded | Kind::PropertyRemoved | Kind::DescriptionChanged))
        .map(|change| change.pointer.as_str())
        .collect();
    let rows = |event: &Event| event.table.iter().cloned().collect::<BTreeMap<_, _>>();
    let (before, after) = (rows(old), rows(new));
    let mut found = Vec::new();
    let mut all: Vec<&String> = before.keys().chain(after.keys()).collect();
    all.sort_unstable();
    all.dedup();
    for row in all {
        let (was, is) = (before.get(row), after.get(row));
        let pointer = row.split('.').fold(format!("/{}", envelope::PAYLOAD), |all, step| {
            format!("{all}/{}", step.replace('~', "~0").replace('/', "~1"))
        });
        let told = {
            let mut around = pointer.match_indices('/').map(|(at, _)| &pointer[..at]).chain([pointer.as_str()]);
            around.any(|place| !place.is_empty() && reported.contains(place))
        };
        if was == is || told {
            continue;
        }
        let mut change = change(Kind::DescriptionChanged, &new.name, Wire::None, Semver::Patch);
        change.message = match (was, is) {
            (None, _) => "the property table describes it now".into(),
            (_, None) => "the property table no longer describes it".into(),
            _ => "the property table describes it differently".into(),
        };
        change.pointer = jsonptr::PointerBuf::parse(pointer).unwrap_or_default();
        (change.old, change.new) = (json!(was), json!(is));
        found.push(change);
    }
    changes.extend(found);
}

fn absent(value: &Value) -> bool {
    value.is_null() || value == ""
}

/// The examples of the shared resources.
pub(super) fn of_resources(changes: &mut Vec<Change>, old: &Events, new: &Events) {
    for (name, after) in &new.examples {
        let Some(before) = old.examples.get(name).filter(|&before| before != after) else { continue };
        let reference = definition_reference(name);
        let users = new.list.iter().filter(|event| references(&event.schema).contains(reference.as_str()));
        let users: Vec<&str> = users.map(|event| event.name.as_str()).collect();
        let Some((&first, others)) = users.split_first() else { continue };
        let mut change = change(Kind::ExampleChanged, first, Wire::None, Semver::Patch);
        change.message = format!("the documented example of `{name}` changed");
        change.resource = Some(name.clone());
        change.places = others.iter().map(|&event| (Some(event.to_owned()), change.pointer.clone())).collect();
        change.old = before.clone();
        change.new = after.clone();
        changes.push(change);
    }
}
