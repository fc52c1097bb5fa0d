//! The public items of a model, each with what it means: what a consumer can name, and what of JSON it reads.
//!
//! [`SchemaSet::items`] gives them by their Rust path: `RobotBuilt` (a type), `RobotBuilt::robot_id` (a field, a variant, or an item of a
//! tuple), `RobotBuilt: Default`, `RobotBuiltRequired::robot_id`, `Payload::RobotBuilt`, `EventKind::RobotBuilt`, `Payload::company_id()`.
//! An item is the same item of another page only where both its Rust type and its meaning are the same; one that is gone or changed
//! breaks whoever used it; one that is new does where [`PublicItem::counted`] says so. Two pages that differ in order alone have the
//! same items.

use std::collections::BTreeMap;

use super::set::{Dispatch, Field, Kind, Layout, SchemaSet, TypePlan};
use super::{Accessor, REQUIRED};

/// One thing that a consumer can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicItem {
    /// Its type in Rust, as far as it has one.
    pub rust: String,
    /// What of JSON it means: the name of an event, a property, a text, a type.
    pub json: String,
    /// Whether code that compiles without it stops compiling: a field of a struct without `#[non_exhaustive]`.
    pub counted: bool,
}

impl SchemaSet {
    /// All public items, by path.
    pub fn items(&self) -> BTreeMap<String, PublicItem> {
        let mut items = Items::default();
        for event in &self.events {
            for owner in ["Payload", "EventKind"] {
                items.put(format!("{owner}::{}", event.variant), event.variant.clone(), event.name.clone(), false);
            }
        }
        self.types().for_each(|plan| items.of_type(plan));
        self.accessors.iter().for_each(|accessor| items.of_accessor(accessor));
        items.0
    }
}

#[derive(Default)]
struct Items(BTreeMap<String, PublicItem>);

impl Items {
    fn put(&mut self, path: String, rust: String, json: String, counted: bool) {
        self.0.insert(path, PublicItem { rust, json, counted });
    }

    fn of_type(&mut self, plan: &TypePlan) {
        let name = &plan.name;
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
        self.put(name.clone(), form, String::new(), false);
        match &plan.layout {
            Layout::Object { fields, extra } => {
                for field in fields {
                    self.put(format!("{name}::{}", field.ident), of_field(field), field.json.clone(), false);
                    if field.required {
                        let path = format!("{name}{REQUIRED}::{}", field.ident);
                        self.put(path, of_field(field), field.json.clone(), true);
                    }
                }
                self.put(format!("{name}::{extra}"), "Extra".to_owned(), String::new(), false);
                if fields.iter().any(|field| field.required) {
                    self.put(format!("{name}{REQUIRED}"), "struct".to_owned(), String::new(), false);
                } else {
                    self.put(format!("{name}: Default"), String::new(), String::new(), false);
                }
            }
            Layout::Strings(variants) => {
                for variant in variants {
                    self.put(format!("{name}::{}", variant.ident), String::new(), variant.json.clone(), false);
                }
            }
            Layout::Union(union) => {
                for variant in &union.variants {
                    let mut by = variant.by.clone();
                    by.sort_unstable();
                    self.put(format!("{name}::{}", variant.ident), of(&variant.kind), by.join(" or "), false);
                }
            }
            Layout::Tuple(items, rest) => {
                for (at, item) in items.iter().enumerate() {
                    let kind = of(&item.kind);
                    let kind = if item.required { kind } else { format!("Option<{kind}>") };
                    self.put(format!("{name}::{at}"), kind, at.to_string(), true);
                }
                self.put(format!("{name}::{}", items.len()), format!("Vec<{}>", of(rest)), "rest".to_owned(), true);
            }
            Layout::Transparent(kind) => self.put(format!("{name}::0"), of(kind), String::new(), true),
        }
    }

    fn of_accessor(&mut self, accessor: &Accessor) {
        let path = format!("Payload::{}()", accessor.name);
        self.put(path, "Option<&str>".to_owned(), accessor.name.clone(), false);
    }
}

fn of_field(field: &Field) -> String {
    let kind = of(&field.kind);
    if field.required || matches!(field.kind, Kind::Nullable(_)) { kind } else { format!("Option<{kind}>") }
}

/// A type as a consumer says it.
fn of(kind: &Kind) -> String {
    match kind {
        Kind::String => "String".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Null => "()".to_owned(),
        Kind::Number => "Number".to_owned(),
        Kind::Integer => "Integer".to_owned(),
        Kind::Value => "Value".to_owned(),
        Kind::Object => "BTreeMap<String, Value>".to_owned(),
        Kind::Map(values) => format!("BTreeMap<String, {}>", of(values)),
        Kind::OpenMap(values) => format!("OpenMap<{}>", of(values)),
        Kind::Array(items) => format!("Vec<{}>", of(items)),
        Kind::Named(name) => name.clone(),
        Kind::Boxed(name) => format!("Box<{name}>"),
        Kind::Nullable(inner) => format!("Option<{}>", of(inner)),
        Kind::Confidential(inner) => format!("Confidential<{}>", of(inner)),
    }
}
