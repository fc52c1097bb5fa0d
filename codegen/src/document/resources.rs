//! A resource as one thing: combined from the sections of the events, and written back to all of them.

use std::collections::BTreeSet;

use jsonptr::Pointer;
use serde_json::{Map, Value};

use crate::catalog::Catalog;
use crate::unite::united;

/// The member for the resources. No event can have this name.
pub const RESOURCES: &str = "(resources)";

/// Adds the resources to a document that has the events.
pub(super) fn add(document: &mut Value, catalog: &Catalog) {
    let mut names: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for resource in catalog.events.iter().flat_map(|event| &event.resources) {
        // A resource with a section of its own is what that section says.
        if catalog.resource(&resource.name).is_none() && seen.insert(resource.name.as_str()) {
            names.push(&resource.name);
        }
    }
    if names.is_empty() {
        return;
    }
    let carried = carried(document);
    let made = names.iter().map(|name| ((*name).to_owned(), made(&carried, name))).collect::<Map<_, _>>();
    if let Value::Object(all) = document {
        match all.entry(RESOURCES).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(resources) => resources.extend(made),
            other => *other = Value::Object(made),
        }
    }
}

/// Combines these resources again from the current sections of the events.
pub fn refresh(document: &mut Value, names: &BTreeSet<String>) {
    if names.is_empty() {
        return;
    }
    let all = carried(document);
    let has_section = |name: &String| document.get(RESOURCES).and_then(|all| all.get(name)?.get("prose")).is_some();
    let made: Vec<_> =
        names.iter().filter(|name| !has_section(name)).map(|name| (name.clone(), made(&all, name))).collect();
    if let Some(resources) = document.get_mut(RESOURCES).and_then(Value::as_object_mut) {
        resources.extend(made);
    }
}

/// The `resources` of each event.
fn carried(document: &Value) -> Vec<&Map<String, Value>> {
    let events = document.as_object().into_iter().flatten().filter(|(key, _)| *key != RESOURCES);
    events.filter_map(|(_, event)| event.get("resources")?.as_object()).collect()
}

fn made(carried: &[&Map<String, Value>], name: &str) -> Value {
    let views: Vec<&Value> = carried.iter().filter_map(|resources| resources.get(name)).collect();
    let schemas: Vec<&Value> = views.iter().filter_map(|view| view.get("schema")).collect();
    let mut resource = Map::new();
    if let Some(example) = views.iter().find_map(|view| view.get("example")) {
        resource.insert("example".into(), example.clone());
    }
    if !schemas.is_empty() {
        resource.insert("schema".into(), united(&schemas));
    }
    Value::Object(resource)
}

/// Copies the changes at these places of a resource to the section of each event that carries it, if the section has
/// the place. The value at a new place goes to every section.
pub fn write_through<'p>(document: &mut Value, places: impl IntoIterator<Item = (&'p Pointer, bool)>) {
    for (place, is_new) in places {
        let Some((first, below)) = place.split_front() else { continue };
        if first.decoded() != RESOURCES {
            continue;
        }
        let value = document.pointer(place.as_str()).cloned();
        let Value::Object(members) = &mut *document else { continue };
        for (_, event) in members.iter_mut().filter(|(key, _)| *key != RESOURCES) {
            let Some(resources) = event.get_mut("resources") else { continue };
            put(resources, below, value.as_ref(), is_new);
        }
    }
}

/// Sets or removes the value at `place`; does nothing if the place does not exist.
fn put(root: &mut Value, place: &Pointer, value: Option<&Value>, is_new: bool) {
    let Some((holder, name)) = place.split_back() else { return };
    let name = name.decoded();
    match (root.pointer_mut(holder.as_str()), value) {
        (Some(Value::Object(members)), Some(value)) if is_new || members.contains_key(&*name) => {
            members.insert(name.into_owned(), value.clone());
        }
        (Some(Value::Object(members)), None) => {
            members.shift_remove(&*name);
        }
        (Some(Value::Array(items)), Some(value)) => {
            if let Some(item) = name.parse::<usize>().ok().and_then(|at| items.get_mut(at)) {
                item.clone_from(value);
            }
        }
        _ => {}
    }
}

/// The document in which JSONPaths select. Each resource occurs in it once.
pub fn selectable(document: &Value) -> Value {
    let mut document = document.clone();
    for (_, event) in document.as_object_mut().into_iter().flatten().filter(|(key, _)| *key != RESOURCES) {
        if let Value::Object(members) = event {
            members.shift_remove("resources");
        }
    }
    document
}
