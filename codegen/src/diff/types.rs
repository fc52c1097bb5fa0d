//! The generated types of both sides, compared as they are planned: what no single change accounts for is told, and where the types
//! are the same, no change asks for more than a patch.

use std::collections::BTreeMap;
use std::fmt;

use super::change::{Change, Semver, Wire};
use super::kind::Kind as ChangeKind;
use crate::envelope;
use crate::lower::{Field, Kind, Layout, SchemaSet, TypePlan};

/// A difference of the public API.
struct Difference {
    /// The event in whose module it is; none for what events share.
    event: Option<String>,
    pointer: String,
    semver: Semver,
    message: String,
}

/// Brings the verdicts on the API in line with the types.
pub(super) fn account(changes: &mut Vec<Change>, old: &SchemaSet, new: &SchemaSet) {
    let differences = differences(old, new);
    let shared = differences.iter().any(|difference| difference.event.is_none());
    let differs = |event: &str| differences.iter().any(|difference| difference.event.as_deref() == Some(event));
    for change in changes.iter_mut().filter(|change| !change.kind.of_names()) {
        if !shared && !change.events().into_iter().any(differs) {
            change.semver = change.semver.min(Semver::Patch);
        }
    }
    for difference in differences {
        let about = |change: &Change| match &difference.event {
            Some(event) => change.events().contains(&event.as_str()) || change.old == event.as_str(),
            None => true,
        };
        if !changes.iter().any(|change| change.semver >= difference.semver && about(change)) {
            let event = difference.event.or_else(|| new.events.first().map(|event| event.name.clone()));
            let mut change = Change::bare(ChangeKind::AnnotationChanged, event, Wire::None, difference.semver);
            change.pointer = jsonptr::PointerBuf::parse(difference.pointer).unwrap_or_default();
            change.message = difference.message;
            changes.push(change);
        }
    }
}

/// A type and where it is.
struct Owned<'s> {
    plan: &'s TypePlan,
    event: Option<&'s str>,
    /// Where the value is in the event, as far as that is one place.
    pointer: &'static str,
}

fn owned(set: &SchemaSet) -> BTreeMap<&str, Owned<'_>> {
    let mut all = BTreeMap::new();
    for plan in set.resources.iter().flat_map(|resource| &resource.types) {
        all.insert(plan.name.as_str(), Owned { plan, event: None, pointer: "" });
    }
    for event in &set.events {
        for plan in &event.types {
            let pointer = if plan.name == event.variant { envelope::PAYLOAD } else { "" };
            all.insert(plan.name.as_str(), Owned { plan, event: Some(&event.name), pointer });
        }
    }
    all
}

fn differences(old: &SchemaSet, new: &SchemaSet) -> Vec<Difference> {
    let (before, after) = (owned(old), owned(new));
    let mut found = Vec::new();
    for (name, was) in &before {
        let mut put = |semver, step: Option<&str>, message: String| {
            let steps = [Some(was.pointer), step.filter(|_| !was.pointer.is_empty())];
            let pointer = steps.into_iter().flatten().filter(|step| !step.is_empty());
            let pointer =
                pointer.map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect::<Vec<_>>();
            let event = was.event.map(str::to_owned);
            found.push(Difference { event, pointer: pointer.concat(), semver, message });
        };
        match after.get(name) {
            None => put(Semver::Major, None, format!("there is no type `{name}` any more")),
            Some(is) => layouts(name, &was.plan.layout, &is.plan.layout, &mut put),
        }
    }
    for (name, is) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let event = is.event.map(str::to_owned);
        let message = format!("there is a type `{name}` now");
        found.push(Difference { event, pointer: String::new(), semver: Semver::Minor, message });
    }
    let methods = |set: &SchemaSet| set.accessors.iter().map(|accessor| accessor.name.clone()).collect::<Vec<_>>();
    let (before, after) = (methods(old), methods(new));
    for (names, others, semver, word) in
        [(&before, &after, Semver::Major, "no longer a"), (&after, &before, Semver::Minor, "a")]
    {
        for name in names.iter().filter(|name| !others.contains(name)) {
            let message = format!("there is {word} method `{name}` of the payload");
            found.push(Difference { event: None, pointer: String::new(), semver, message });
        }
    }
    found
}

fn layouts(name: &str, old: &Layout, new: &Layout, put: &mut dyn FnMut(Semver, Option<&str>, String)) {
    match (old, new) {
        (Layout::Object { fields: old, extra: before }, Layout::Object { fields: new, extra: after }) => {
            for was in old {
                match new.iter().find(|is| is.ident == was.ident) {
                    None => {
                        put(Semver::Major, Some(&was.json), format!("`{name}` has no field `{}` any more", was.ident));
                    }
                    Some(is) if Rust::of(was) != Rust::of(is) => put(
                        Semver::Major,
                        Some(&was.json),
                        format!(
                            "the Rust type of `{name}`'s field `{}` was `{}`, is `{}`",
                            was.ident,
                            Rust::of(was),
                            Rust::of(is)
                        ),
                    ),
                    Some(_) => {}
                }
            }
            for is in new.iter().filter(|is| !old.iter().any(|was| was.ident == is.ident)) {
                put(Semver::Minor, Some(&is.json), format!("`{name}` has a field `{}` now", is.ident));
            }
            if before != after {
                put(
                    Semver::Major,
                    None,
                    format!("`{name}`'s field for what is not declared was `{before}`, is `{after}`"),
                );
            }
        }
        (Layout::Strings(old), Layout::Strings(new)) => {
            for was in old.iter().filter(|was| !new.iter().any(|is| is.ident == was.ident)) {
                put(Semver::Major, None, format!("`{name}` has no variant `{}` any more", was.ident));
            }
            for is in new.iter().filter(|is| !old.iter().any(|was| was.ident == is.ident)) {
                put(Semver::Minor, None, format!("`{name}` has a variant `{}` now", is.ident));
            }
        }
        (Layout::Transparent(old), Layout::Transparent(new)) if old == new => {}
        (Layout::Union(old), Layout::Union(new)) => {
            for was in &old.variants {
                match new.variants.iter().find(|is| is.ident == was.ident) {
                    None => put(Semver::Major, None, format!("`{name}` has no variant `{}` any more", was.ident)),
                    Some(is) if is.kind != was.kind || is.by != was.by => {
                        put(Semver::Major, None, format!("`{name}`'s variant `{}` holds something else", was.ident));
                    }
                    Some(_) => {}
                }
            }
            for is in new.variants.iter().filter(|is| !old.variants.iter().any(|was| was.ident == is.ident)) {
                put(Semver::Minor, None, format!("`{name}` has a variant `{}` now", is.ident));
            }
            if old.dispatch != new.dispatch {
                put(Semver::Major, None, format!("`{name}` tells its variants apart by something else"));
            }
        }
        (Layout::Tuple(old, before), Layout::Tuple(new, after)) if old == new && before == after => {}
        (
            Layout::Object { .. } | Layout::Strings(_) | Layout::Union(_) | Layout::Tuple(..) | Layout::Transparent(_),
            _,
        ) => {
            put(Semver::Major, None, format!("`{name}` is another kind of type"));
        }
    }
}

/// A field's type as Rust has it.
#[derive(PartialEq)]
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
            Kind::Array(items) => write!(f, "Vec<{}>", Self(items)),
            Kind::Named(name) => f.write_str(name),
            Kind::Boxed(name) => write!(f, "Box<{name}>"),
            Kind::Nullable(inner) => write!(f, "Option<{}>", Self(inner)),
            Kind::Confidential(inner) => write!(f, "Confidential<{}>", Self(inner)),
        }
    }
}
