//! What events have in common under different names: `"x-accessor": "company_id"` on a property gives a method of that
//! name on the payload, which returns the property's string.

use std::collections::{HashMap, HashSet};

use super::names::{Scope, in_scope};
use super::set::{Field, Layout, SchemaSet, TypeKind, TypePlan};

/// A method of the payload.
#[derive(Clone, Debug, PartialEq)]
pub struct Accessor {
    /// Its name.
    pub name: String,
    /// The variants that have it, each with the places.
    pub variants: Vec<AccessorWays>,
}

/// Where one variant holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessorWays {
    /// The variant.
    pub variant: String,
    /// The ways to it, each a path of fields. The first way that leads to a value counts.
    pub ways: Vec<Vec<AccessorStep>>,
}

/// One field on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessorStep {
    /// Its name in Rust.
    pub ident: String,
    /// Its name in JSON.
    pub json: String,
    /// Whether it is always there.
    pub required: bool,
}

/// Finds the accessors that the schemas ask for. An accessor can only return a plain string, be it required or not.
pub(super) fn find(set: &SchemaSet) -> Vec<Accessor> {
    let mut accessors: Vec<Accessor> = Vec::new();
    let mut wanted: Vec<String> = Vec::new();
    for field in set.types().flat_map(|plan| fields(&plan.layout)) {
        if let (Some(accessor), (TypeKind::String, _)) = (&field.accessor, present(&field.kind))
            && !wanted.contains(accessor)
        {
            wanted.push(accessor.clone());
        }
    }
    let types: HashMap<&str, &TypePlan> = set.types().map(|plan| (plan.name.as_str(), plan)).collect();
    let idents = in_scope(Scope::Methods, &wanted.iter().map(String::as_str).collect::<Vec<_>>());
    for (accessor, name) in wanted.into_iter().zip(idents) {
        let variants = set.events.iter().filter_map(|event| {
            let mut found = Vec::new();
            search(&types, &event.variant, &accessor, &mut Vec::new(), &mut HashSet::new(), &mut found);
            (!found.is_empty()).then(|| AccessorWays { variant: event.variant.clone(), ways: found })
        });
        let variants: Vec<_> = variants.collect();
        if !variants.is_empty() {
            accessors.push(Accessor { name, variants });
        }
    }
    accessors
}

/// The type of a value other than `null`, and whether the value may be `null`.
fn present(kind: &TypeKind) -> (&TypeKind, bool) {
    match kind {
        TypeKind::Nullable(inner) => (inner, true),
        other => (other, false),
    }
}

fn fields(layout: &Layout) -> &[Field] {
    match layout {
        Layout::Object { fields, .. } => fields,
        Layout::Strings(_) | Layout::Union(_) | Layout::Tuple(..) | Layout::Transparent(_) => &[],
    }
}

fn search<'s>(
    types: &HashMap<&'s str, &'s TypePlan>,
    name: &'s str,
    accessor: &str,
    way: &mut Vec<AccessorStep>,
    open: &mut HashSet<&'s str>,
    found: &mut Vec<Vec<AccessorStep>>,
) {
    if !open.insert(name) {
        return;
    }
    for field in types.get(name).map_or(&[][..], |plan| fields(&plan.layout)) {
        let (kind, nullable) = present(&field.kind);
        way.push(AccessorStep {
            ident: field.ident.clone(),
            json: field.json.clone(),
            required: field.always() && !nullable,
        });
        match kind {
            TypeKind::String if field.accessor.as_deref() == Some(accessor) => found.push(way.clone()),
            TypeKind::Named(inner) | TypeKind::Boxed(inner) => search(types, inner, accessor, way, open, found),
            TypeKind::Map(_)
            | TypeKind::OpenMap(_)
            | TypeKind::Array(_)
            | TypeKind::Nullable(_)
            | TypeKind::Confidential(_)
            | TypeKind::String
            | TypeKind::Boolean
            | TypeKind::Null
            | TypeKind::Number
            | TypeKind::Integer
            | TypeKind::Value
            | TypeKind::Object => {}
        }
        way.pop();
    }
    open.remove(name);
}
