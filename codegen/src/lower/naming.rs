//! The names of types. Events come first, because consumers match on them; then resources and definitions, by their own names; then the types
//! within these, by their place. No name depends on the order of the page.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::names::{Claim, Scope, digest, folded, in_scope, joined, pascal, reserved, settle, spelled};
use super::prepare::{Prepared, RootKind, TypeForm};
use crate::reconcile::Reconciled;

/// The suffix of the struct that holds a struct's required properties.
pub(crate) const REQUIRED: &str = "Required";

/// All names of types and modules.
pub(super) struct Named {
    /// By definition.
    pub(super) types: BTreeMap<usize, String>,
    /// By root.
    pub(super) modules: Vec<String>,
}

/// Names all types and modules.
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
        let (members, claims): (Vec<usize>, Vec<Claim<'_>>) = members.into_iter().unzip();
        for (index, name) in members.into_iter().zip(take(&claims, &mut taken)) {
            if let Some(slot) = roots.get_mut(index) {
                *slot = name;
            }
        }
    }
    Named { types: of_types(prepared, &roots, &mut taken), modules: modules(prepared, reconciled, &roots, &used) }
}

/// Chooses the names of one class, and reserves them together with the names that are derived from them.
fn take(claims: &[Claim<'_>], taken: &mut HashSet<String>) -> Vec<String> {
    let all = |name: &str| vec![folded(name), folded(&format!("{name}{REQUIRED}"))];
    let names = settle(claims, taken, all);
    taken.extend(names.iter().flat_map(|name| all(name)));
    names
}

fn claim<'n>(name: &'n str, class: &'n str) -> Claim<'n> {
    let plain = pascal(name);
    let start = plain.clone();
    Claim::new(plain.clone(), move || long(name, class, &plain), move || exact(&start, name))
}

/// The name with its capitals and other characters in words, or with its class if it has none.
fn long(name: &str, class: &str, plain: &str) -> String {
    let long = pascal(&spelled(name));
    if folded(&long) == folded(plain) { pascal(&format!("{name} {class}")) } else { long }
}

fn exact(plain: &str, source: &str) -> String {
    pascal(&format!("{} x{}", plain.chars().take(48).collect::<String>(), digest(source)))
}

/// The words that distinguish different definitions of one name. Several ways are tried, and the first that gives each definition words
/// of its own is taken. Each way looks only at these definitions and at their users, so an unrelated event never changes a name.
fn labels(prepared: &Prepared, used: &HashSet<usize>, users: &HashMap<usize, Users<'_>>) -> HashMap<usize, String> {
    let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, root) in prepared.roots.iter().enumerate() {
        if let (RootKind::Shared { name, .. }, true) = (&root.kind, used.contains(&index)) {
            same.entry(name).or_default().push(index);
        }
    }
    let mut labels = HashMap::new();
    for (name, roots) in same.into_iter().filter(|(_, roots)| roots.len() > 1) {
        let of_users = |of: &dyn Fn(&Users<'_>) -> String| -> Vec<String> {
            roots.iter().map(|root| users.get(root).map(of).unwrap_or_default()).collect()
        };
        let ways = [
            roots.iter().map(|root| title(prepared, *root, name)).collect(),
            of_users(&|users| only(&users.properties)),
            of_users(&|users| common_words(&users.events)),
            own_properties(prepared, &roots),
        ];
        let told = ways.into_iter().find(|words| {
            let different: HashSet<String> = words.iter().map(|word| folded(&pascal(word))).collect();
            different.len() == words.len() && words.iter().all(|word| !word.is_empty())
        });
        labels.extend(told.into_iter().flat_map(|words| roots.iter().copied().zip(words)));
    }
    labels
}

/// The definition's title, if it has the same one in all events and it differs from the name.
fn title(prepared: &Prepared, root: usize, name: &str) -> String {
    match prepared.roots.get(root).map(|root| &root.titles) {
        Some(titles) if titles.len() == 1 => {
            titles.iter().flatten().find(|title| folded(&pascal(title)) != folded(&pascal(name))).cloned()
        }
        Some(_) | None => None,
    }
    .unwrap_or_default()
}

fn only(names: &BTreeSet<&str>) -> String {
    if names.len() == 1 { names.iter().copied().collect() } else { String::new() }
}

/// For each definition the first property that none of the others declares.
fn own_properties(prepared: &Prepared, roots: &[usize]) -> Vec<String> {
    let declared = |root: &usize| -> BTreeSet<&str> {
        let definition = prepared.roots.get(*root).and_then(|root| prepared.definitions.get(&root.definition?));
        match definition.map(|definition| &definition.form) {
            Some(TypeForm::Object(properties)) => properties.iter().map(|property| property.json.as_str()).collect(),
            Some(TypeForm::Strings(_) | TypeForm::Union(..) | TypeForm::Tuple(_) | TypeForm::Alias) | None => {
                BTreeSet::new()
            }
        }
    };
    let all: Vec<BTreeSet<&str>> = roots.iter().map(declared).collect();
    let others = |name: &&&str| all.iter().filter(|names| names.contains(**name)).count() == 1;
    all.iter().map(|names| names.iter().find(others).map_or_else(String::new, |name| format!("with {name}"))).collect()
}

/// The leading words that all names have in common.
fn common_words(names: &BTreeSet<&str>) -> String {
    let words = |name: &str| name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let all = names.iter().map(|name| words(name));
    let common = all.reduce(|one, other| {
        one.into_iter().zip(other).take_while(|(one, other)| one == other).map(|(word, _)| word).collect()
    });
    common.unwrap_or_default().join("_")
}

/// A definition without such words gets a digest of its content.
fn of_shared<'n>(name: &'n str, digest: &'n str, label: Option<&'n String>) -> Claim<'n> {
    let plain = pascal(name);
    let start = plain.clone();
    let labelled = move || match label.map(|label| (label, label.strip_prefix("with "))) {
        Some((_, Some(property))) => pascal(&format!("{name} with {property}")),
        Some((label, None)) => pascal(&format!("{label} {name}")),
        None => long(name, "type", &plain),
    };
    Claim::new(start.clone(), labelled, move || exact(&start, &format!("{name}\n{digest}")))
}

/// The users of a definition that events share.
#[derive(Default)]
struct Users<'r> {
    /// The names of the events that refer to it, directly or through other definitions.
    events: BTreeSet<&'r str>,
    /// The Rust names of the properties that hold it, alone or in an array or a map.
    properties: BTreeSet<&'r str>,
}

fn users<'r>(prepared: &'r Prepared, reconciled: &'r Reconciled) -> HashMap<usize, Users<'r>> {
    let mut below: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    let mut found: HashMap<usize, Users<'r>> = HashMap::new();
    for definition in prepared.definitions.values() {
        let mut open = vec![(&definition.schema, definition.parts.last().map(String::as_str))];
        while let Some((value, property)) = open.pop() {
            match value {
                Value::Object(members) => {
                    let target =
                        members.get("$ref").and_then(Value::as_u64).and_then(|index| usize::try_from(index).ok());
                    if let Some(target) = target.and_then(|index| prepared.definitions.get(&index)) {
                        below.entry(definition.root).or_default().insert(target.root);
                        found.entry(target.root).or_default().properties.extend(property);
                    }
                    let declares = matches!(definition.form, TypeForm::Object(_))
                        && definition
                            .schema
                            .get("properties")
                            .is_some_and(|properties| std::ptr::eq(value, properties));
                    let of = |name: &'r str| if declares { Some(name) } else { property };
                    open.extend(members.iter().map(|(name, value)| (value, of(name))));
                }
                Value::Array(items) => open.extend(items.iter().map(|item| (item, property))),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }
    for (start, root) in prepared.roots.iter().enumerate() {
        let RootKind::Event(event) = root.kind else { continue };
        let Some(event) = reconciled.events.get(event) else { continue };
        let (mut open, mut seen) = (vec![start], HashSet::new());
        while let Some(root) = open.pop() {
            if seen.insert(root) {
                found.entry(root).or_default().events.insert(&event.name);
                open.extend(below.get(&root).into_iter().flatten());
            }
        }
    }
    found
}

/// The names of the roots' types, and of the types within them.
fn of_types(prepared: &Prepared, roots: &[String], taken: &mut HashSet<String>) -> BTreeMap<usize, String> {
    let mut types = BTreeMap::new();
    let all = prepared.definitions.values().flat_map(|definition| &definition.parts);
    let known: HashMap<&str, String> =
        all.map(String::as_str).collect::<HashSet<_>>().into_iter().map(|part| (part, pascal(part))).collect();
    let (mut nested, mut claims) = (Vec::new(), Vec::new());
    for (&index, definition) in &prepared.definitions {
        let root = roots.get(definition.root).map_or("", String::as_str);
        let own = prepared.roots.get(definition.root).and_then(|root| root.definition);
        if own == Some(index) {
            types.insert(index, root.to_owned());
        } else {
            let parts = definition.parts.iter().filter_map(|part| Some(known.get(part.as_str())?.as_str()));
            let plain = pascal(&joined(std::iter::once(root).chain(parts.clone())));
            let start = plain.clone();
            let long = move || pascal(&joined(parts.rev().flat_map(|part| [part, "Of"]).chain([root])));
            let exact = move || exact(&start, &format!("{root}/{}", definition.parts.join("/")));
            claims.push(Claim::new(plain, long, exact));
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
