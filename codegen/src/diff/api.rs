//! What a change does to each public Rust item, in type and in meaning: computed from the generated items of both sides, never from
//! the schemas.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jsonptr::PointerBuf;

use super::change::{Change, ChangedPart, ItemText, RustItem};
use super::kind::ChangeKind;
use super::side::DOCUMENT;
use super::verdict::{Semver, Wire};
use crate::envelope;
use crate::lower::{ItemSource, Layout, PublicItem, SchemaSet, TypeKind, TypePlan};

/// A difference between the items of both sides.
struct Difference {
    item: RustItem,
    semver: Semver,
    source: ItemSource,
}

/// Gives each change the release that it needs and the Rust items that it changes. Items that belong to no change get a new one.
pub(super) fn account(changes: &mut Vec<Change>, old: &SchemaSet, new: &SchemaSet) {
    for change in changes.iter_mut().filter(|change| !change.kind.of_names()) {
        change.semver = Semver::Patch;
    }
    let differences = differences(old, new);
    if differences.is_empty() {
        return;
    }
    let concerned: HashSet<&str> = differences
        .iter()
        .filter_map(
            |difference| if let ItemSource::Type(name, _) = &difference.source { Some(name.as_str()) } else { None },
        )
        .collect();
    let (before, after) = (places(old, &concerned), places(new, &concerned));
    let mut at: HashMap<(Option<String>, String), Vec<usize>> = HashMap::new();
    for (index, change) in changes.iter().enumerate() {
        let own = (change.event.clone(), change.pointer.clone());
        let before = change.kind.of_names().then(|| change.old.as_str()).flatten();
        let before = before.map(|name| (Some(name.to_owned()), PointerBuf::default()));
        for (event, pointer) in std::iter::once(&own).chain(&change.places).chain(&before) {
            at.entry((event.clone(), pointer.to_string())).or_default().push(index);
        }
    }
    let mut left: Vec<(Difference, (Option<String>, String))> = Vec::new();
    for difference in differences {
        let found: Vec<(Option<String>, String)> = match &difference.source {
            ItemSource::Event(event) => vec![(Some(event.clone()), String::new())],
            ItemSource::Places(event, places) => {
                places.iter().map(|place| (Some(event.clone()), place.clone())).collect()
            }
            ItemSource::Type(owner, property) => {
                let types = after.get(owner.as_str()).into_iter().chain(before.get(owner.as_str())).flatten();
                let step = property.as_ref().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1")));
                let step = step.unwrap_or_default();
                types.map(|(event, pointer)| (Some(event.clone()), format!("{pointer}{step}"))).collect()
            }
        };
        let accounted = found.iter().find_map(|place| nearest(&at, changes, place));
        let accounted = accounted.or_else(|| found.iter().find_map(|place| inside(&at, changes, place)));
        match accounted {
            Some(index) => attribute(&mut changes[index], difference.item, difference.semver),
            None => left.push((difference, found.into_iter().next().unwrap_or_default())),
        }
    }
    // One row a place: its items follow from one cause.
    let mut rows: BTreeMap<(Option<String>, String), Change> = BTreeMap::new();
    for (difference, (event, pointer)) in left {
        let row = rows.entry((event.clone(), pointer.clone())).or_insert_with(|| {
            let mut change = Change::bare(ChangeKind::ApiChanged, event, Wire::None, Semver::Patch);
            change.pointer = PointerBuf::parse(pointer).unwrap_or_default();
            change.message = "Rust items changed, although nothing changed at their place".into();
            change
        });
        attribute(row, difference.item, difference.semver);
    }
    changes.extend(rows.into_values());
}

/// The same for one schema, from which the types of a payload would be generated.
pub(super) fn account_alone(changes: &mut Vec<Change>, old: &SchemaSet, new: &SchemaSet) {
    let moved = |changes: &mut Vec<Change>, event: Option<&str>, from: &str, to: &str| {
        let place = |pointer: &PointerBuf| {
            let rest = pointer.as_str().strip_prefix(from).unwrap_or(pointer.as_str());
            PointerBuf::parse(format!("{to}{rest}")).unwrap_or_default()
        };
        for change in changes {
            change.event = event.map(str::to_owned);
            change.pointer = place(&change.pointer);
            for (at, pointer) in &mut change.places {
                *at = event.map(str::to_owned);
                *pointer = place(pointer);
            }
        }
    };
    let payload = format!("/{}", envelope::PAYLOAD);
    moved(changes, Some(DOCUMENT), "", &payload);
    account(changes, old, new);
    moved(changes, None, &payload, "");
}

fn attribute(change: &mut Change, item: RustItem, semver: Semver) {
    change.semver = change.semver.max(semver);
    if !change.items.contains(&item) {
        change.items.push(item);
    }
}

/// Whether the change can affect Rust items; a change of the page's prose cannot.
fn moves_items(change: &Change) -> bool {
    !change.kind.documents() && change.part == ChangedPart::Schema
}

/// The change at a place, or at the nearest place around it; of several, the most specific.
fn nearest(
    at: &HashMap<(Option<String>, String), Vec<usize>>,
    changes: &[Change],
    (event, pointer): &(Option<String>, String),
) -> Option<usize> {
    let mut pointer = pointer.as_str();
    loop {
        let here = at.get(&(event.clone(), pointer.to_owned())).into_iter().flatten().copied();
        let best = here.filter(|&index| moves_items(&changes[index])).min_by_key(|&index| changes[index].kind);
        if best.is_some() {
            return best;
        }
        pointer = &pointer[..pointer.rfind('/')?];
    }
}

/// The first change within a place.
fn inside(
    at: &HashMap<(Option<String>, String), Vec<usize>>,
    changes: &[Change],
    (event, pointer): &(Option<String>, String),
) -> Option<usize> {
    let within = at.iter().filter(|((of, place), _)| {
        of == event && place.strip_prefix(pointer.as_str()).is_some_and(|rest| rest.starts_with('/'))
    });
    within.flat_map(|(_, indices)| indices).copied().filter(|&index| moves_items(&changes[index])).min()
}

/// What is gone, changed or new among the items of both sides.
fn differences(old: &SchemaSet, new: &SchemaSet) -> Vec<Difference> {
    let (before, after) = (old.items(), new.items());
    let text = |item: &PublicItem| ItemText { rust: item.rust.clone(), json: item.json.clone() };
    let mut found = Vec::new();
    for (path, was) in &before {
        let is = after.get(path);
        if is.is_some_and(|is| is.rust == was.rust && is.json == was.json) {
            continue;
        }
        let item = RustItem { path: path.clone(), old: Some(text(was)), new: is.map(text) };
        found.push(Difference { item, semver: Semver::Major, source: was.source.clone() });
    }
    for (path, is) in after.iter().filter(|(path, _)| !before.contains_key(*path)) {
        // A new required member breaks only code that could build the rest before.
        let owner = path.split("::").next().unwrap_or_default();
        let semver = if is.counted && before.contains_key(owner) { Semver::Major } else { Semver::Minor };
        let item = RustItem { path: path.clone(), old: None, new: Some(text(is)) };
        found.push(Difference { item, semver, source: is.source.clone() });
    }
    found
}

fn by_name(set: &SchemaSet) -> HashMap<&str, &TypePlan> {
    set.types().map(|plan| (plan.name.as_str(), plan)).collect()
}

/// The places in the events at which values of the requested types are.
fn places<'s>(set: &'s SchemaSet, concerned: &HashSet<&str>) -> HashMap<&'s str, BTreeSet<(String, String)>> {
    let types = by_name(set);
    let mut found: HashMap<&str, BTreeSet<(String, String)>> = HashMap::new();
    for event in &set.events {
        let mut open: Vec<(&str, String)> = vec![(event.variant.as_str(), format!("/{}", envelope::PAYLOAD))];
        let mut seen = HashSet::new();
        while let Some((name, pointer)) = open.pop() {
            // A type that contains itself is listed at its first place only.
            if !seen.insert(name) && pointer.matches('/').count() > DEEPEST {
                continue;
            }
            if concerned.contains(name) {
                let places = found.entry(name).or_default();
                if places.len() >= MOST_PLACES || !places.insert((event.name.clone(), pointer.clone())) {
                    continue;
                }
            }
            let Some(plan) = types.get(name) else { continue };
            match &plan.layout {
                Layout::Object { fields, .. } => {
                    for field in fields {
                        let step = field.json.replace('~', "~0").replace('/', "~1");
                        within(&field.kind, format!("{pointer}/{step}"), &mut open);
                    }
                }
                Layout::Transparent(kind) => within(kind, pointer, &mut open),
                Layout::Union(union) => {
                    union.variants.iter().for_each(|variant| within(&variant.kind, pointer.clone(), &mut open));
                }
                Layout::Tuple(items, rest) => {
                    for (index, item) in items.iter().enumerate() {
                        within(&item.kind, format!("{pointer}/{index}"), &mut open);
                    }
                    within(rest, format!("{pointer}/*"), &mut open);
                }
                Layout::Strings(_) => {}
            }
        }
    }
    found
}

/// How deep types that contain themselves are followed, and at how many places a type is looked for.
const DEEPEST: usize = 8;
const MOST_PLACES: usize = 2_000;

fn within<'s>(kind: &'s TypeKind, pointer: String, open: &mut Vec<(&'s str, String)>) {
    match kind {
        TypeKind::Named(name) | TypeKind::Boxed(name) => open.push((name, pointer)),
        TypeKind::Nullable(inner) | TypeKind::Confidential(inner) => within(inner, pointer, open),
        TypeKind::Map(inner) | TypeKind::OpenMap(inner) | TypeKind::Array(inner) => {
            within(inner, format!("{pointer}/*"), open);
        }
        TypeKind::String
        | TypeKind::Boolean
        | TypeKind::Null
        | TypeKind::Number
        | TypeKind::Integer
        | TypeKind::Value
        | TypeKind::Object => {}
    }
}
