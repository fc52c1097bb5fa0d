//! What the change does to every public Rust item, by meaning as well as by type: computed from the items that are generated
//! from both sides, never from the schemas.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

use jsonptr::PointerBuf;

use super::change::{Change, Item, Semver, Wire};
use super::kind::Kind as ChangeKind;
use super::side::DOCUMENT;
use crate::envelope;
use crate::lower::{Dispatch, Field, Kind, Layout, SchemaSet, TypePlan};

/// A difference between the items of both sides.
struct Difference {
    item: Item,
    semver: Semver,
    /// The type to which it belongs, and the property behind it.
    owner: Option<(String, Option<String>)>,
    /// The event, where it is not the type's.
    event: Option<String>,
}

/// Gives each change the release that it needs, with the Rust items that it moves; what no change accounts for gets one.
pub(super) fn account(changes: &mut Vec<Change>, old: &SchemaSet, new: &SchemaSet) {
    for change in changes.iter_mut().filter(|change| !change.kind.of_names()) {
        change.semver = Semver::Patch;
    }
    let differences = differences(old, new);
    if differences.is_empty() {
        return;
    }
    let concerned: HashSet<&str> =
        differences.iter().filter_map(|difference| difference.owner.as_ref().map(|(name, _)| name.as_str())).collect();
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
        let mut found: Vec<(Option<String>, String)> = Vec::new();
        if let Some((owner, property)) = &difference.owner {
            let types = after.get(owner.as_str()).into_iter().chain(before.get(owner.as_str())).flatten();
            found.extend(types.map(|(event, pointer)| {
                let step = property.as_ref().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1")));
                (Some(event.clone()), format!("{pointer}{}", step.unwrap_or_default()))
            }));
        }
        found.extend(difference.event.iter().map(|event| (Some(event.clone()), String::new())));
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
            change.message = "Rust items changed although nothing at their place did".into();
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

fn attribute(change: &mut Change, item: Item, semver: Semver) {
    change.semver = change.semver.max(semver);
    if !change.items.contains(&item) {
        change.items.push(item);
    }
}

/// The change at a place, or at the nearest place around it; of several the one that says most.
fn nearest(
    at: &HashMap<(Option<String>, String), Vec<usize>>,
    changes: &[Change],
    (event, pointer): &(Option<String>, String),
) -> Option<usize> {
    let mut pointer = pointer.as_str();
    loop {
        let here = at.get(&(event.clone(), pointer.to_owned())).into_iter().flatten().copied();
        let best = here.filter(|&index| !changes[index].kind.documents()).min_by_key(|&index| changes[index].kind);
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
    within.flat_map(|(_, indices)| indices).copied().filter(|&index| !changes[index].kind.documents()).min()
}

/// An item: what it means, and where it comes from.
struct Meant {
    meaning: String,
    owner: Option<(String, Option<String>)>,
    event: Option<String>,
}

fn differences(old: &SchemaSet, new: &SchemaSet) -> Vec<Difference> {
    let (types_old, types_new) = (by_name(old), by_name(new));
    let same =
        |name: &str| matches!((types_old.get(name), types_new.get(name)), (Some(a), Some(b)) if a.layout == b.layout);
    let (before, after) = (items(old, &same), items(new, &same));
    let mut found = Vec::new();
    for (path, was) in &before {
        let is = after.get(path);
        if is.is_some_and(|is| is.meaning == was.meaning) {
            continue;
        }
        let item = Item { path: path.clone(), old: Some(was.meaning.clone()), new: is.map(|is| is.meaning.clone()) };
        found.push(Difference { item, semver: Semver::Major, owner: was.owner.clone(), event: was.event.clone() });
    }
    for (path, is) in after.iter().filter(|(path, _)| !before.contains_key(*path)) {
        let item = Item { path: path.clone(), old: None, new: Some(is.meaning.clone()) };
        found.push(Difference { item, semver: Semver::Minor, owner: is.owner.clone(), event: is.event.clone() });
    }
    found
}

fn by_name(set: &SchemaSet) -> HashMap<&str, &TypePlan> {
    set.types().map(|plan| (plan.name.as_str(), plan)).collect()
}

/// The public items, but for those of types that are the same on both sides.
fn items(set: &SchemaSet, same: &dyn Fn(&str) -> bool) -> BTreeMap<String, Meant> {
    let mut all = BTreeMap::new();
    for plan in set.types().filter(|plan| !same(&plan.name)) {
        of_type(plan, &mut |path: String, meaning: String, property: Option<&str>| {
            let owner = Some((plan.name.clone(), property.map(str::to_owned)));
            all.insert(path, Meant { meaning, owner, event: None });
        });
    }
    for event in &set.events {
        let meaning = format!("the event `{}`", event.name);
        let meant = Meant { meaning, owner: None, event: Some(event.name.clone()) };
        all.insert(format!("Payload::{}", event.variant), meant);
    }
    for accessor in &set.accessors {
        for variant in &accessor.variants {
            let ways =
                variant.ways.iter().map(|way| way.iter().map(|step| step.json.as_str()).collect::<Vec<_>>().join("."));
            let meaning = format!("reads `{}`", ways.collect::<Vec<_>>().join("`, else `"));
            let event =
                set.events.iter().find(|event| event.variant == variant.variant).map(|event| event.name.clone());
            let path = format!("Payload::{}() of {}", accessor.name, variant.variant);
            all.insert(path, Meant { meaning, owner: None, event });
        }
    }
    all
}

fn of_type(plan: &TypePlan, put: &mut dyn FnMut(String, String, Option<&str>)) {
    let name = &plan.name;
    match &plan.layout {
        Layout::Object { fields, extra } => {
            put(name.clone(), "struct".into(), None);
            for field in fields {
                let meaning = format!("{}: {} reads `{}`", field.ident, Rust::of(field), field.json);
                put(format!("{name}.{}", field.ident), meaning, Some(&field.json));
            }
            put(format!("{name}.{extra}"), format!("{extra}: Extra reads what is not declared"), None);
            // A builder asks for what is always there, whatever its order.
            let asked: BTreeSet<&str> =
                fields.iter().filter(|field| field.required).map(|field| field.ident.as_str()).collect();
            if asked.is_empty() {
                put(format!("{name}: Default"), "impl Default".into(), None);
            }
            for ident in asked {
                let json = fields.iter().find(|field| field.ident == ident).map(|field| field.json.as_str());
                put(format!("building {name} asks for {ident}"), "required".into(), json);
            }
        }
        Layout::Strings(variants) => {
            put(name.clone(), "enum".into(), None);
            for variant in variants {
                put(format!("{name}::{}", variant.ident), format!("`{}`", variant.json), None);
            }
        }
        Layout::Union(union) => {
            let by = match &union.dispatch {
                Dispatch::Tag(property) => format!("enum, told apart by `{property}`"),
                Dispatch::Type => "enum, told apart by type".to_owned(),
            };
            put(name.clone(), by, None);
            for variant in &union.variants {
                let meaning = format!("{} of `{}`", Spoken(&variant.kind), variant.by.join("`, `"));
                put(format!("{name}::{}", variant.ident), meaning, None);
            }
        }
        Layout::Tuple(items, rest) => {
            let items = items.iter().map(|item| {
                let optional = if item.required { "" } else { "?" };
                format!("{}{optional}", Spoken(&item.kind))
            });
            let items = items.collect::<Vec<_>>().join(", ");
            put(name.clone(), format!("tuple of {items}, then {}", Spoken(rest)), None);
        }
        Layout::Transparent(kind) => put(name.clone(), format!("struct around {}", Spoken(kind)), None),
    }
}

/// Where the values of types stand in the events, for those that are asked for.
fn places<'s>(set: &'s SchemaSet, concerned: &HashSet<&str>) -> HashMap<&'s str, BTreeSet<(String, String)>> {
    let types = by_name(set);
    let mut found: HashMap<&str, BTreeSet<(String, String)>> = HashMap::new();
    for event in &set.events {
        let mut open: Vec<(&str, String)> = vec![(event.variant.as_str(), format!("/{}", envelope::PAYLOAD))];
        let mut seen = HashSet::new();
        while let Some((name, pointer)) = open.pop() {
            // A type that holds itself stands at its first place.
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

/// Types that hold themselves are followed no deeper, and no type is found at more places.
const DEEPEST: usize = 8;
const MOST_PLACES: usize = 2_000;

fn within<'s>(kind: &'s Kind, pointer: String, open: &mut Vec<(&'s str, String)>) {
    match kind {
        Kind::Named(name) | Kind::Boxed(name) => open.push((name, pointer)),
        Kind::Nullable(inner) | Kind::Confidential(inner) => within(inner, pointer, open),
        Kind::Map(inner) | Kind::OpenMap(inner) | Kind::Array(inner) => within(inner, format!("{pointer}/*"), open),
        Kind::String | Kind::Boolean | Kind::Null | Kind::Number | Kind::Integer | Kind::Value | Kind::Object => {}
    }
}

/// A field's type as Rust has it.
struct Rust<'s> {
    optional: bool,
    kind: &'s Kind,
}

impl<'s> Rust<'s> {
    fn of(field: &'s Field) -> Self {
        Self { optional: !field.required, kind: &field.kind }
    }
}

impl fmt::Display for Rust<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.optional { write!(f, "Option<{}>", Spoken(self.kind)) } else { write!(f, "{}", Spoken(self.kind)) }
    }
}

struct Spoken<'s>(&'s Kind);

impl fmt::Display for Spoken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::String => f.write_str("String"),
            Kind::Boolean => f.write_str("bool"),
            Kind::Null => f.write_str("()"),
            Kind::Number => f.write_str("Number"),
            Kind::Integer => f.write_str("Integer"),
            Kind::Value => f.write_str("Value"),
            Kind::Object => f.write_str("Map"),
            Kind::Map(values) => write!(f, "Map<{}>", Self(values)),
            Kind::OpenMap(values) => write!(f, "OpenMap<{}>", Self(values)),
            Kind::Array(items) => write!(f, "Vec<{}>", Self(items)),
            Kind::Named(name) => f.write_str(name),
            Kind::Boxed(name) => write!(f, "Box<{name}>"),
            Kind::Nullable(inner) => write!(f, "Option<{}>", Self(inner)),
            Kind::Confidential(inner) => write!(f, "Confidential<{}>", Self(inner)),
        }
    }
}
