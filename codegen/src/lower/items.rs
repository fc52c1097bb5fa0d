//! The public items of a model: what a consumer can name, and what each of these items reads in JSON.
//!
//! [`SchemaSet::items`] gives them by their Rust path: `RobotBuilt` (a type), `RobotBuilt::robot_id` (a field, a variant, or an item of a
//! tuple), `RobotBuilt: Default`, `RobotBuiltRequired::robot_id`, `Payload::RobotBuilt`, `EventKind::RobotBuilt`, `Payload::company_id() of RobotBuilt`.
//! Two pages have the same item if its Rust type and its JSON meaning are the same on both. An item that is gone or changed breaks code that
//! uses it; a new item breaks code only if it is [`counted`](PublicItem::counted). Pages that differ only in order have the same items.

use std::collections::BTreeMap;

use jsonptr::PointerBuf;

use super::set::{Dispatch, Field, Layout, SchemaSet, TypeKind, TypePlan};
use super::{Accessor, AccessorStep, AccessorWays, REQUIRED};
use crate::envelope;

/// One thing that a consumer can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicItem {
    /// Its type in Rust; empty if it has none.
    pub rust: String,
    /// What it reads in JSON: the name of an event or a property, a text, or a type.
    pub json: String,
    /// Whether adding it breaks code that compiled before: it is a field of a struct without `#[non_exhaustive]`.
    pub counted: bool,
    /// The part of the events from which it comes.
    pub source: ItemSource,
}

/// The part of the events from which a public item comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemSource {
    /// An event, by its name.
    Event(String),
    /// A type, by its name, and one of its properties.
    Type(String, Option<String>),
    /// Places in the payload of an event: the event's name, and JSON Pointers.
    Places(String, Vec<String>),
}

impl SchemaSet {
    /// All public items, by path.
    pub fn items(&self) -> BTreeMap<String, PublicItem> {
        let mut items = Items::default();
        for event in &self.events {
            for owner in ["Payload", "EventKind"] {
                let source = ItemSource::Event(event.name.clone());
                items.put(
                    format!("{owner}::{}", event.variant),
                    event.variant.clone(),
                    event.name.clone(),
                    false,
                    source,
                );
            }
        }
        self.types().for_each(|plan| items.of_type(plan));
        self.accessors.iter().for_each(|accessor| items.of_accessor(accessor, self));
        items.0
    }
}

#[derive(Default)]
struct Items(BTreeMap<String, PublicItem>);

impl Items {
    fn put(&mut self, path: String, rust: String, json: String, counted: bool, source: ItemSource) {
        self.0.insert(path, PublicItem { rust, json, counted, source });
    }

    fn of_type(&mut self, plan: &TypePlan) {
        let name = &plan.name;
        let own = || ItemSource::Type(name.clone(), None);
        let of_property = |json: &str| ItemSource::Type(name.clone(), Some(json.to_owned()));
        let form = match &plan.layout {
            Layout::Object { .. } => "struct".to_owned(),
            Layout::Strings(_) => "enum of strings".to_owned(),
            Layout::Union(union) => match &union.dispatch {
                Dispatch::Tag(tag) => format!("enum by the property `{tag}`"),
                Dispatch::Type => "enum by JSON type".to_owned(),
            },
            Layout::Tuple(..) => "tuple".to_owned(),
            Layout::Transparent(_) => "newtype".to_owned(),
        };
        self.put(name.clone(), form, String::new(), false, own());
        match &plan.layout {
            Layout::Object { fields, extra } => {
                for field in fields {
                    self.put(
                        format!("{name}::{}", field.ident),
                        of_field(field),
                        field.json.clone(),
                        false,
                        of_property(&field.json),
                    );
                    if field.required {
                        let path = format!("{name}{REQUIRED}::{}", field.ident);
                        self.put(path, of(&field.kind), field.json.clone(), true, of_property(&field.json));
                    }
                }
                for (field, _, methods) in plan.format_methods() {
                    for (method, value) in methods {
                        let value = format!("Result<{value}, _>");
                        let always = field.always() && field.kind == TypeKind::String;
                        let rust = if always { value } else { format!("Option<{value}>") };
                        let path = format!("{name}::{method}()");
                        self.put(path, rust, field.json.clone(), false, of_property(&field.json));
                    }
                }
                self.put(format!("{name}::{extra}"), "Extra".to_owned(), String::new(), false, own());
                if fields.iter().any(|field| field.required) {
                    self.put(format!("{name}{REQUIRED}"), "struct".to_owned(), String::new(), false, own());
                } else {
                    self.put(format!("{name}: Default"), String::new(), String::new(), false, own());
                }
            }
            Layout::Strings(variants) => {
                for variant in variants {
                    self.put(format!("{name}::{}", variant.ident), String::new(), variant.json.clone(), false, own());
                }
            }
            Layout::Union(union) => {
                for variant in &union.variants {
                    let mut by = variant.by.clone();
                    by.sort_unstable();
                    self.put(format!("{name}::{}", variant.ident), of(&variant.kind), by.join(" or "), false, own());
                }
            }
            Layout::Tuple(items, rest) => {
                for (at, item) in items.iter().enumerate() {
                    let kind = of(&item.kind);
                    let kind = if item.required { kind } else { format!("Option<{kind}>") };
                    self.put(format!("{name}::{at}"), kind, at.to_string(), true, own());
                }
                self.put(
                    format!("{name}::{}", items.len()),
                    format!("Vec<{}>", of(rest)),
                    "rest".to_owned(),
                    true,
                    own(),
                );
            }
            Layout::Transparent(kind) => self.put(format!("{name}::0"), of(kind), String::new(), true, own()),
        }
    }

    /// An accessor has one item for each variant: the first way that leads to a value counts.
    fn of_accessor(&mut self, accessor: &Accessor, set: &SchemaSet) {
        let path = format!("Payload::{}()", accessor.name);
        for AccessorWays { variant, ways } in &accessor.variants {
            let Some(event) = set.events.iter().find(|event| event.variant == *variant) else { continue };
            let spoken = ways.iter().map(|way| way.iter().map(|step| step.json.as_str()).collect::<Vec<_>>().join("."));
            let json = spoken.collect::<Vec<_>>().join(", else ");
            let places = ways.iter().map(|way| pointer(way)).collect();
            let source = ItemSource::Places(event.name.clone(), places);
            self.put(format!("{path} of {variant}"), "Option<&str>".to_owned(), json, false, source);
        }
    }
}

fn pointer(way: &[AccessorStep]) -> String {
    PointerBuf::from_tokens(std::iter::once(envelope::PAYLOAD).chain(way.iter().map(|step| step.json.as_str())))
        .to_string()
}

fn of_field(field: &Field) -> String {
    let kind = of(&field.kind);
    if field.always() || matches!(field.kind, TypeKind::Nullable(_)) { kind } else { format!("Option<{kind}>") }
}

/// A type as a consumer writes it.
fn of(kind: &TypeKind) -> String {
    match kind {
        TypeKind::String => "String".to_owned(),
        TypeKind::Boolean => "bool".to_owned(),
        TypeKind::Null => "()".to_owned(),
        TypeKind::Number => "Number".to_owned(),
        TypeKind::Integer => "Integer".to_owned(),
        TypeKind::Value => "Value".to_owned(),
        TypeKind::Object => "BTreeMap<String, Value>".to_owned(),
        TypeKind::Map(values) => format!("BTreeMap<String, {}>", of(values)),
        TypeKind::OpenMap(values) => format!("OpenMap<{}>", of(values)),
        TypeKind::Array(items) => format!("Vec<{}>", of(items)),
        TypeKind::Named(name) => name.clone(),
        TypeKind::Boxed(name) => format!("Box<{name}>"),
        TypeKind::Nullable(inner) => format!("Option<{}>", of(inner)),
        TypeKind::Confidential(inner) => format!("Confidential<{}>", of(inner)),
    }
}
