//! Runs typify, keeps its structs and enums, and makes them read as a person would write them.

use std::collections::{BTreeSet, HashMap};

use syn::visit_mut::{self, VisitMut};
use syn::{Fields, Item};
use typify::{TypeSpace, TypeSpaceSettings, UnknownPolicy};

use super::EmitError;
use crate::lower::{Layout, SchemaSet, TypePlan};

/// The type definitions, by name.
pub(super) type Types = HashMap<String, Type>;

/// One type definition.
pub(super) struct Type {
    /// A struct or an enum, its fields or variants in the order of the page, without attributes.
    pub(super) item: Item,
    /// The types of the crate that it mentions.
    pub(super) mentions: BTreeSet<String>,
    /// Whether it belongs to a resource, which events share.
    pub(super) shared: bool,
}

/// Generates the types of the set: each of its types and fields is there, or it is an error.
pub(super) fn generate(set: &SchemaSet) -> Result<Types, EmitError> {
    let definitions = set.definitions();
    let schemas: Vec<(String, schemars::schema::Schema)> = definitions
        .into_iter()
        .map(|(name, schema)| Ok((name, serde_json::from_value(schema)?)))
        .collect::<Result<_, serde_json::Error>>()?;
    let mut settings = TypeSpaceSettings::default();
    let mut space = TypeSpace::new(settings.with_unknown_crates(UnknownPolicy::Allow));
    space.add_ref_types(schemas)?;
    let mut items: HashMap<String, Item> = HashMap::new();
    for item in syn::parse2::<syn::File>(space.to_stream())?.items {
        let name = match &item {
            Item::Struct(item) => item.ident.to_string(),
            Item::Enum(item) => item.ident.to_string(),
            _ => continue,
        };
        items.insert(name, item);
    }
    let shared = set.resources.iter().flat_map(|resource| &resource.types).map(|plan| (plan, true));
    let own = set.events.iter().flat_map(|event| &event.types).map(|plan| (plan, false));
    let named =
        |(plan, shared): (&TypePlan, bool)| Ok((plan.name.clone(), finish(plan, items.remove(&plan.name), shared)?));
    shared.chain(own).map(named).collect()
}

fn finish(plan: &TypePlan, item: Option<Item>, shared: bool) -> Result<Type, EmitError> {
    let lost = |field: &str| EmitError::Lost { type_name: plan.name.clone(), field: field.to_owned() };
    let mut item = item.ok_or_else(|| lost(""))?;
    match (&mut item, &plan.layout) {
        (Item::Struct(item), Layout::Object { fields, extra }) => {
            item.attrs.clear();
            let order: Vec<&str> = fields.iter().map(|field| field.ident.as_str()).chain([extra.as_str()]).collect();
            let Fields::Named(named) = &mut item.fields else { return Err(lost("")) };
            let mut found: HashMap<String, syn::Field> = std::mem::take(&mut named.named)
                .into_iter()
                .map(|field| (field.ident.as_ref().map(ToString::to_string).unwrap_or_default(), field))
                .collect();
            for ident in order {
                let mut field = found.remove(ident).ok_or_else(|| lost(ident))?;
                field.attrs.clear();
                named.named.push(field);
            }
        }
        (Item::Enum(item), Layout::Strings(variants)) => {
            item.attrs.clear();
            let mut found: HashMap<String, syn::Variant> = std::mem::take(&mut item.variants)
                .into_iter()
                .map(|variant| (variant.ident.to_string(), variant))
                .collect();
            for variant in variants {
                let mut variant = found.remove(&variant.ident).ok_or_else(|| lost(&variant.ident))?;
                variant.attrs.clear();
                item.variants.push(variant);
            }
        }
        (Item::Struct(item), Layout::Transparent(_)) => {
            item.attrs.clear();
            let value = item.fields.iter().next().map(|field| field.ty.clone()).ok_or_else(|| lost("value"))?;
            item.fields = Fields::Unnamed(syn::parse_quote!((pub #value)));
            item.semi_token = Some(syn::token::Semi::default());
        }
        _ => return Err(lost("")),
    }
    let mut paths = Paths::default();
    paths.visit_item_mut(&mut item);
    paths.0.remove(&plan.name);
    Ok(Type { item, mentions: paths.0, shared })
}

/// Shortens typify's paths (`::std::option::Option`), and collects those that lead to types of the crate.
#[derive(Default)]
struct Paths(BTreeSet<String>);

impl VisitMut for Paths {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["std", .., "Option" | "String" | "Vec" | "Box"] => {
                path.segments = path.segments.iter().last().cloned().into_iter().collect();
            }
            [crate::lower::RUNTIME, ..] => {
                if let Some(first) = path.segments.first_mut() {
                    first.ident = syn::Token![crate](first.ident.span()).into();
                }
            }
            [single] if path.leading_colon.is_none() => {
                self.0.insert((*single).to_owned());
            }
            _ => {}
        }
        path.leading_colon = None;
    }
}
