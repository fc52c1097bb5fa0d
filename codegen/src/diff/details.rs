//! What documents an event without deciding on its schema: title, version, description, table, examples.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::change::{Semver, Wire};
use super::events::change;
use super::kind::Kind;
use super::side::{Event, Events};
use super::walk::Walk;
use crate::envelope;

/// Title, version, description, table and example.
pub(super) fn of_event(walk: &mut Walk<'_, '_>, old: &Event, new: &Event) {
    let mut note = |kind: Kind, pointer: &str, message: &str, before: Value, after: Value| {
        let told = walk.changes.iter().any(|told| {
            told.kind == kind && told.event.as_deref() == Some(&new.name) && told.pointer.as_str() == pointer
        });
        if before != after && !told {
            let mut change = change(kind, &new.name, Wire::None, Semver::Patch);
            change.pointer = jsonptr::PointerBuf::parse(pointer).unwrap_or_default();
            message.clone_into(&mut change.message);
            change.old = before;
            change.new = after;
            walk.changes.push(change);
        }
    };
    note(Kind::AnnotationChanged, "", "the title changed", json!(old.title), json!(new.title));
    note(Kind::AnnotationChanged, "", "the version since which it is sent changed", json!(old.since), json!(new.since));
    note(
        Kind::DescriptionChanged,
        "",
        "the description of the event changed",
        json!(old.description),
        json!(new.description),
    );
    let rows = |event: &Event| event.table.iter().cloned().collect::<BTreeMap<_, _>>();
    let (before, after) = (rows(old), rows(new));
    let mut all: Vec<&String> = before.keys().chain(after.keys()).collect();
    all.sort_unstable();
    all.dedup();
    for row in all {
        let steps = row.split('.').map(|step| step.replace('~', "~0").replace('/', "~1"));
        let pointer = std::iter::once(envelope::PAYLOAD.to_owned())
            .chain(steps)
            .fold(String::new(), |all, step| format!("{all}/{step}"));
        let message = "the property table describes it differently";
        note(Kind::DescriptionChanged, &pointer, message, json!(before.get(row)), json!(after.get(row)));
    }
    note(Kind::ExampleChanged, "", "the documented example changed", json!(old.example), json!(new.example));
}

/// The examples of the shared resources.
pub(super) fn of_resources(walk: &mut Walk<'_, '_>, old: &Events, new: &Events) {
    for (name, after) in &new.examples {
        let Some(before) = old.examples.get(name).filter(|&before| before != after) else { continue };
        let reference = format!("\"#/definitions/{name}\"");
        let users = new.list.iter().filter(|event| event.bundle.to_string().contains(&reference));
        let users: Vec<&str> = users.map(|event| event.name.as_str()).collect();
        let Some((&first, others)) = users.split_first() else { continue };
        let mut change = change(Kind::ExampleChanged, first, Wire::None, Semver::Patch);
        change.message = format!("the documented example of `{name}` changed");
        change.resource = Some(name.clone());
        change.places = others.iter().map(|&event| (Some(event.to_owned()), change.pointer.clone())).collect();
        change.old = before.clone();
        change.new = after.clone();
        walk.changes.push(change);
    }
}
