//! What is boxed: a type that contains itself without an array or a map in between, because it would have no finite size; and
//! the types that events share, because they are large and `Payload` is as large as its largest variant.
//!
//! typify puts a box where its walk over the definitions meets a circle, so that another definition moves the box to another field.

use std::collections::{HashMap, HashSet};

use super::set::{Layout, SchemaSet, TypeKind, TypePlan};

/// Boxes them. Shared types are boxed whatever their size, so that a new property does not change the type of another field.
pub(super) fn place(set: &mut SchemaSet) {
    let shared: HashSet<String> =
        set.resources.iter().flat_map(|resource| &resource.types).map(|plan| plan.name.clone()).collect();
    let edges: HashMap<String, Vec<String>> = set
        .types()
        .map(|plan| (plan.name.clone(), plan.kinds().into_iter().filter_map(inline).map(str::to_owned).collect()))
        .collect();
    let circles = circles(&edges);
    let types = set.resources.iter_mut().flat_map(|resource| &mut resource.types);
    for plan in types.chain(set.events.iter_mut().flat_map(|event| &mut event.types)) {
        let owner = plan.name.clone();
        for kind in plan.kinds_mut() {
            let Some(name) = inline(kind) else { continue };
            let circle = circles.get(name).is_some_and(|circle| circles.get(&owner) == Some(circle));
            if circle || (shared.contains(name) && !shared.contains(&owner)) {
                put_on_heap(kind);
            }
        }
    }
}

impl TypePlan {
    /// The types of its parts.
    pub(crate) fn kinds(&self) -> Vec<&TypeKind> {
        match &self.layout {
            Layout::Object { fields, .. } => fields.iter().map(|field| &field.kind).collect(),
            Layout::Union(union) => union.variants.iter().map(|variant| &variant.kind).collect(),
            Layout::Tuple(items, rest) => items.iter().map(|item| &item.kind).chain([rest]).collect(),
            Layout::Transparent(kind) => vec![kind],
            Layout::Strings(_) => Vec::new(),
        }
    }

    fn kinds_mut(&mut self) -> Vec<&mut TypeKind> {
        match &mut self.layout {
            Layout::Object { fields, .. } => fields.iter_mut().map(|field| &mut field.kind).collect(),
            Layout::Union(union) => union.variants.iter_mut().map(|variant| &mut variant.kind).collect(),
            // Further items stand in a `Vec`.
            Layout::Tuple(items, _) => items.iter_mut().map(|item| &mut item.kind).collect(),
            Layout::Transparent(kind) => vec![kind],
            Layout::Strings(_) => Vec::new(),
        }
    }
}

/// The type whose value is stored in place, without a pointer.
fn inline(kind: &TypeKind) -> Option<&str> {
    match kind {
        TypeKind::Named(name) => Some(name),
        TypeKind::Nullable(inner) | TypeKind::Confidential(inner) => inline(inner),
        TypeKind::Map(_)
        | TypeKind::OpenMap(_)
        | TypeKind::Array(_)
        | TypeKind::Boxed(_)
        | TypeKind::String
        | TypeKind::Boolean
        | TypeKind::Null
        | TypeKind::Number
        | TypeKind::Integer
        | TypeKind::Value
        | TypeKind::Object => None,
    }
}

fn put_on_heap(kind: &mut TypeKind) {
    match kind {
        TypeKind::Named(name) => *kind = TypeKind::Boxed(std::mem::take(name)),
        TypeKind::Nullable(inner) | TypeKind::Confidential(inner) => put_on_heap(inner),
        TypeKind::Map(_)
        | TypeKind::OpenMap(_)
        | TypeKind::Array(_)
        | TypeKind::Boxed(_)
        | TypeKind::String
        | TypeKind::Boolean
        | TypeKind::Null
        | TypeKind::Number
        | TypeKind::Integer
        | TypeKind::Value
        | TypeKind::Object => {}
    }
}

/// The types that contain themselves, each with the number of its circle: the strongly connected components of the graph, by Tarjan's
/// algorithm, in linear time and without recursion.
fn circles(edges: &HashMap<String, Vec<String>>) -> HashMap<String, usize> {
    let names: Vec<&str> = edges.keys().map(String::as_str).collect();
    let index: HashMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let next: Vec<Vec<usize>> = names
        .iter()
        .map(|name| edges.get(*name).into_iter().flatten().filter_map(|to| index.get(to.as_str()).copied()).collect())
        .collect();
    let mut order = vec![usize::MAX; names.len()];
    let mut low = vec![0; names.len()];
    let mut on_stack = vec![false; names.len()];
    let (mut stack, mut found, mut count) = (Vec::new(), HashMap::new(), 0);
    for start in 0..names.len() {
        let mut work = vec![(start, 0)];
        while let Some((node, child)) = work.pop() {
            if child == 0 {
                if order[node] != usize::MAX {
                    continue;
                }
                (order[node], low[node], on_stack[node]) = (count, count, true);
                count += 1;
                stack.push(node);
            }
            if let Some(&to) = next[node].get(child) {
                work.push((node, child + 1));
                if order[to] == usize::MAX {
                    work.push((to, 0));
                } else if on_stack[to] {
                    low[node] = low[node].min(order[to]);
                }
                continue;
            }
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order[node] {
                let mut members = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    members.push(member);
                    if member == node {
                        break;
                    }
                }
                if members.len() > 1 || next[node].contains(&node) {
                    found.extend(members.into_iter().map(|member| (names[member].to_owned(), node)));
                }
            }
        }
    }
    found
}
