//! What goes on the heap: a type that contains itself without an array or a map in between, for it would have no size; and
//! every resource within a payload, for resources are large and every event would be as large as the largest.

use std::collections::{HashMap, HashSet};

use super::set::{Kind, Layout, SchemaSet, TypePlan};

/// Puts on the heap what belongs there. The rule for resources does not ask for their size: a property more must not change
/// the type of another.
pub(super) fn place(set: &mut SchemaSet) {
    let resources: HashSet<String> =
        set.resources.iter().flat_map(|resource| &resource.types).map(|plan| plan.name.clone()).collect();
    let edges: HashMap<String, Vec<String>> =
        set.types().map(|plan| (plan.name.clone(), kinds(plan).into_iter().filter_map(inline).collect())).collect();
    let types = set.resources.iter_mut().flat_map(|resource| &mut resource.types);
    for plan in types.chain(set.events.iter_mut().flat_map(|event| &mut event.types)) {
        let owner = plan.name.clone();
        let kinds = match &mut plan.layout {
            Layout::Object { fields, .. } => fields.iter_mut().map(|field| &mut field.kind).collect(),
            Layout::Transparent(kind) => vec![kind],
            Layout::Strings(_) => Vec::new(),
        };
        for kind in kinds {
            let shared = |name: &String| resources.contains(name) && !resources.contains(&owner);
            if inline(kind).is_some_and(|name| shared(&name) || reaches(&edges, &name, &owner)) {
                put_on_heap(kind);
            }
        }
    }
}

fn kinds(plan: &TypePlan) -> Vec<&Kind> {
    match &plan.layout {
        Layout::Object { fields, .. } => fields.iter().map(|field| &field.kind).collect(),
        Layout::Transparent(kind) => vec![kind],
        Layout::Strings(_) => Vec::new(),
    }
}

/// The type that stands in the value itself.
fn inline(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Named(name) => Some(name.clone()),
        Kind::Nullable(inner) | Kind::Confidential(inner) => inline(inner),
        Kind::Map(_)
        | Kind::Array(_)
        | Kind::Boxed(_)
        | Kind::String
        | Kind::Boolean
        | Kind::Null
        | Kind::Number
        | Kind::Integer
        | Kind::Value
        | Kind::Object => None,
    }
}

fn put_on_heap(kind: &mut Kind) {
    match kind {
        Kind::Named(name) => *kind = Kind::Boxed(std::mem::take(name)),
        Kind::Nullable(inner) | Kind::Confidential(inner) => put_on_heap(inner),
        Kind::Map(_)
        | Kind::Array(_)
        | Kind::Boxed(_)
        | Kind::String
        | Kind::Boolean
        | Kind::Null
        | Kind::Number
        | Kind::Integer
        | Kind::Value
        | Kind::Object => {}
    }
}

fn reaches(edges: &HashMap<String, Vec<String>>, from: &str, to: &str) -> bool {
    let (mut rest, mut seen) = (vec![from], HashSet::new());
    while let Some(name) = rest.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            rest.extend(edges.get(name).into_iter().flatten().map(String::as_str));
        }
    }
    false
}
