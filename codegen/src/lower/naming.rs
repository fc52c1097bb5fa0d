//! The names of types: events first, for they are what consumers match on; then resources and definitions, by their own names; then
//! what stands within them, by its place. No name depends on the order of the page.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::names::{Claim, Scope, digest, folded, in_scope, pascal, reserved, settle, spelled};
use super::prepare::{Prepared, RootKind};
use crate::reconcile::Reconciled;

/// The struct of a struct's required properties is called after it.
pub(crate) const REQUIRED: &str = "Required";

/// All names of types and modules.
pub(super) struct Named {
    /// By definition.
    pub(super) types: BTreeMap<usize, String>,
    /// By root.
    pub(super) modules: Vec<String>,
}

/// Names everything.
pub(super) fn names(prepared: &Prepared, reconciled: &Reconciled) -> Named {
    let mut taken = reserved();
    let mut roots: Vec<String> = vec![String::new(); prepared.roots.len()];
    let used: HashSet<usize> = prepared.definitions.values().map(|definition| definition.root).collect();
    let labels = labels(prepared, &used, &users(prepared, reconciled));
    for class in 0..3 {
        let mut members = Vec::new();
        for (index, root) in prepared.roots.iter().enumerate() {
            let claim = match (&root.kind, class) {
                (RootKind::Event(event), 0) => reconciled.events.get(*event).map(|event| claim(&event.name, "event")),
                (RootKind::Resource(resource), 1) => {
                    reconciled.resources.get(*resource).map(|resource| claim(&resource.name, "resource"))
                }
                (RootKind::Shared { name, digest }, 2) if used.contains(&index) => {
                    Some(of_shared(name, digest, labels.get(&index)))
                }
                (RootKind::Event(_) | RootKind::Resource(_) | RootKind::Shared { .. }, _) => None,
            };
            members.extend(claim.map(|claim| (index, claim)));
        }
        let claims: Vec<Claim> = members.iter().map(|(_, claim)| claim.clone()).collect();
        for ((index, _), name) in members.into_iter().zip(take(&claims, &mut taken)) {
            if let Some(slot) = roots.get_mut(index) {
                *slot = name;
            }
        }
    }
    Named { types: of_types(prepared, &roots, &mut taken), modules: modules(prepared, reconciled, &roots, &used) }
}

/// Settles a class of names, and takes them, with those that come with them.
fn take(claims: &[Claim], taken: &mut HashSet<String>) -> Vec<String> {
    let all = |name: &str| vec![folded(name), folded(&format!("{name}{REQUIRED}"))];
    let names = settle(claims, taken, all);
    taken.extend(names.iter().flat_map(|name| all(name)));
    names
}

fn claim(name: &str, class: &str) -> Claim {
    let plain = pascal(name);
    let mut long = pascal(&spelled(name));
    if folded(&long) == folded(&plain) {
        long = pascal(&format!("{name} {class}"));
    }
    Claim { exact: exact(&plain, name), spelled: long, plain }
}

fn exact(plain: &str, source: &str) -> String {
    pascal(&format!("{} x{}", plain.chars().take(48).collect::<String>(), digest(source)))
}

/// What tells different definitions of one name apart: the words with which the names of all events that refer to one begin. Where
/// these are the same, or none, it is the event that comes first in the alphabet.
fn labels(
    prepared: &Prepared,
    used: &HashSet<usize>,
    users: &HashMap<usize, BTreeSet<&str>>,
) -> HashMap<usize, String> {
    let mut same: BTreeMap<&str, Vec<(usize, &BTreeSet<&str>)>> = BTreeMap::new();
    for (index, root) in prepared.roots.iter().enumerate() {
        if let (RootKind::Shared { name, .. }, true, Some(users)) =
            (&root.kind, used.contains(&index), users.get(&index))
        {
            same.entry(name).or_default().push((index, users));
        }
    }
    let mut labels = HashMap::new();
    for roots in same.into_values().filter(|roots| roots.len() > 1) {
        let words: BTreeSet<String> = roots.iter().map(|(_, users)| common_words(users)).collect();
        let apart = words.len() == roots.len() && !words.contains("");
        for (index, users) in roots {
            let first = || users.first().map_or_else(String::new, |first| (*first).to_owned());
            labels.insert(index, if apart { common_words(users) } else { first() });
        }
    }
    labels
}

/// The words with which all names begin.
fn common_words(names: &BTreeSet<&str>) -> String {
    let words = |name: &str| name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let all = names.iter().map(|name| words(name));
    let common = all.reduce(|one, other| {
        one.into_iter().zip(other).take_while(|(one, other)| one == other).map(|(word, _)| word).collect()
    });
    common.unwrap_or_default().join("_")
}

fn of_shared(name: &str, digest: &str, label: Option<&String>) -> Claim {
    let own = claim(name, "type");
    let long = label.map_or(own.spelled, |label| pascal(&format!("{label} {name}")));
    Claim { exact: exact(&own.plain, &format!("{name}\n{digest}")), spelled: long, plain: own.plain }
}

/// The names of the events that lead to each root, be it through others.
fn users<'r>(prepared: &Prepared, reconciled: &'r Reconciled) -> HashMap<usize, BTreeSet<&'r str>> {
    let mut below: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    for definition in prepared.definitions.values() {
        let mut open = vec![&definition.schema];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => {
                    let target =
                        members.get("$ref").and_then(Value::as_u64).and_then(|index| usize::try_from(index).ok());
                    if let Some(target) = target.and_then(|index| prepared.definitions.get(&index)) {
                        below.entry(definition.root).or_default().insert(target.root);
                    }
                    open.extend(members.values());
                }
                Value::Array(items) => open.extend(items),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }
    let mut found: HashMap<usize, BTreeSet<&str>> = HashMap::new();
    for (start, root) in prepared.roots.iter().enumerate() {
        let RootKind::Event(event) = root.kind else { continue };
        let Some(event) = reconciled.events.get(event) else { continue };
        let (mut open, mut seen) = (vec![start], HashSet::new());
        while let Some(root) = open.pop() {
            if seen.insert(root) {
                found.entry(root).or_default().insert(&event.name);
                open.extend(below.get(&root).into_iter().flatten());
            }
        }
    }
    found
}

/// The types of the roots, and those within them.
fn of_types(prepared: &Prepared, roots: &[String], taken: &mut HashSet<String>) -> BTreeMap<usize, String> {
    let mut types = BTreeMap::new();
    let (mut nested, mut claims) = (Vec::new(), Vec::new());
    for (&index, definition) in &prepared.definitions {
        let root = roots.get(definition.root).map_or("", String::as_str);
        let own = prepared.roots.get(definition.root).and_then(|root| root.definition);
        if own == Some(index) {
            types.insert(index, root.to_owned());
        } else {
            let parts: Vec<String> = definition.parts.iter().map(|part| pascal(part)).collect();
            let plain = pascal(&format!("{root}{}", parts.concat()));
            let back: Vec<&str> = parts.iter().rev().map(String::as_str).collect();
            let long = pascal(&format!("{}Of{root}", back.join("Of")));
            let source = format!("{root}/{}", definition.parts.join("/"));
            claims.push(Claim { exact: exact(&plain, &source), spelled: long, plain });
            nested.push(index);
        }
    }
    types.extend(nested.into_iter().zip(take(&claims, taken)));
    types
}

fn modules(prepared: &Prepared, reconciled: &Reconciled, roots: &[String], used: &HashSet<usize>) -> Vec<String> {
    let mut modules = vec![String::new(); roots.len()];
    for events in [true, false] {
        let mut members = Vec::new();
        for (index, (root, name)) in prepared.roots.iter().zip(roots).enumerate() {
            let source = match &root.kind {
                RootKind::Event(event) if events => reconciled.events.get(*event).map(|event| event.name.as_str()),
                RootKind::Resource(_) | RootKind::Shared { .. } if !events && used.contains(&index) => {
                    Some(name.as_str())
                }
                RootKind::Event(_) | RootKind::Resource(_) | RootKind::Shared { .. } => None,
            };
            members.extend(source.map(|source| (index, source)));
        }
        let sources: Vec<&str> = members.iter().map(|(_, source)| *source).collect();
        for ((index, _), name) in members.iter().zip(in_scope(Scope::Modules, &sources)) {
            if let Some(slot) = modules.get_mut(*index) {
                *slot = name;
            }
        }
    }
    modules
}
