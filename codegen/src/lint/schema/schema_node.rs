//! A place in a schema, and what the schema there declares: through `$ref`, through `allOf` and its like, and through
//! `{...}` into the resource that it stands for.

use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::catalog::Block;
use crate::lint::sheet::Sheet;
use crate::page::Span;
use crate::schema::{Subschema, Types, subschemas};

/// No more schemas than these are taken to apply to one value.
const MOST_APPLICABLE: usize = 64;
/// Types are looked for in no more schemas than these.
const MOST_TYPED: usize = 500;

/// The member or item of that name.
fn step<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// A schema and its place.
#[derive(Clone, Debug)]
pub(in crate::lint) struct SchemaNode<'a> {
    pub(in crate::lint) sheet: Sheet<'a>,
    pub(in crate::lint) pointer: PointerBuf,
    pub(in crate::lint) value: &'a Value,
}

impl<'a> SchemaNode<'a> {
    pub(in crate::lint) fn root(document: Sheet<'a>) -> Option<Self> {
        Self::at(document, Pointer::root())
    }

    pub(in crate::lint) fn at(document: Sheet<'a>, pointer: &Pointer) -> Option<Self> {
        Some(Self { sheet: document, pointer: pointer.to_buf(), value: document.get(pointer)? })
    }

    /// The texts of a `const` or an `enum`.
    pub(in crate::lint) fn names(&self) -> Vec<&'a str> {
        match self.value {
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            value => value.as_str().into_iter().collect(),
        }
    }

    /// The value at these names below.
    pub(in crate::lint) fn child<const N: usize>(&self, names: [&str; N]) -> Option<Self> {
        // The value first, the way to it only where there is one: rules ask for many keywords that a schema does not have.
        let value = names.iter().try_fold(self.value, |value, name| step(value, name))?;
        let mut pointer = self.pointer.clone();
        for name in names {
            pointer.push_back(name);
        }
        Some(Self { sheet: self.sheet, pointer, value })
    }

    /// Its place in the document of all witnesses.
    pub(in crate::lint) fn in_document(&self) -> PointerBuf {
        self.sheet.place(&self.pointer)
    }

    /// The values below, of an array.
    pub(in crate::lint) fn children(&self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(index, value)| Self { pointer: self.pointer.with_trailing_token(index), value, ..*self }).collect()
    }

    pub(in crate::lint) fn span(&self) -> Span {
        self.sheet.span(&self.pointer)
    }

    /// The bytes of its keyword or property name.
    pub(in crate::lint) fn key_span(&self) -> Span {
        self.sheet.block.key_span_of(&self.pointer)
    }

    /// It and all schemas within it, outer ones first.
    pub(in crate::lint) fn subschemas(&self) -> Vec<Subschema<'a>> {
        let mut places = subschemas(self.value);
        for place in &mut places {
            place.pointer = self.pointer.concat(&place.pointer);
        }
        places
    }

    /// The schema that stands for it: the resource's, where it is a `{...}`; where it is a reference, what that means.
    pub(in crate::lint) fn target(&self) -> Option<Self> {
        if let Some(resource) = self.placeholder() {
            let resource = self.sheet.resource_named(resource)?;
            return Self::root(self.sheet.sheets.resource_schema(self.sheet.event, resource)?);
        }
        self.value.get("$ref")?;
        let target = self.sheet.opened()?.resolve(self.value).ok()?;
        Some(Self { sheet: self.sheet, pointer: target.pointer.clone(), value: target.schema })
    }

    fn placeholder(&self) -> Option<&'a str> {
        let json = self.sheet.block.json.as_ref().ok()?;
        self.value.as_object().filter(|members| members.is_empty())?;
        json.placeholder_at(&self.pointer)?.resource.as_deref()
    }

    /// It and all schemas that speak of the same value, itself first.
    pub(in crate::lint) fn applicable(&self) -> Vec<Self> {
        let mut seen = HashSet::from([self.place()]);
        let mut found = vec![self.clone()];
        let mut at = 0;
        while at < found.len() && found.len() < MOST_APPLICABLE {
            let node = found[at].clone();
            at += 1;
            let lists = ["allOf", "anyOf", "oneOf"].map(|keyword| node.child([keyword]));
            let single = ["if", "then", "else"].map(|keyword| node.child([keyword]));
            let of_lists = lists.iter().flatten().flat_map(Self::children).collect::<Vec<_>>();
            for next in node.target().into_iter().chain(of_lists).chain(single.into_iter().flatten()) {
                if seen.insert(next.place()) {
                    found.push(next);
                }
            }
        }
        found
    }

    /// What distinguishes it from all other schemas of the page.
    pub(in crate::lint) fn place(&self) -> (*const Block, PointerBuf) {
        (std::ptr::from_ref(self.sheet.block), self.pointer.clone())
    }

    /// The first value that it, or a schema that speaks of the same value, gives to a keyword.
    pub(in crate::lint) fn keyword(&self, name: &str) -> Option<Self> {
        self.applicable().iter().find_map(|node| node.child([name]))
    }

    /// The declarations of a property: none where it is not declared.
    pub(in crate::lint) fn property(&self, name: &str) -> Vec<Self> {
        self.applicable().iter().filter_map(|node| node.child(["properties", name])).collect()
    }

    /// The declared properties, in order, each once.
    pub(in crate::lint) fn properties(&self) -> Vec<(&'a str, Self)> {
        let mut found: Vec<(&str, Self)> = Vec::new();
        let mut known: HashSet<&str> = HashSet::new();
        for node in self.applicable() {
            for name in node.value.get("properties").and_then(Value::as_object).into_iter().flat_map(|all| all.keys()) {
                if known.insert(name)
                    && let Some(property) = node.child(["properties", name])
                {
                    found.push((name, property));
                }
            }
        }
        found
    }

    /// The schemas of the items of an array, whichever their index.
    pub(in crate::lint) fn items(&self) -> Vec<Self> {
        let of = |node: &Self| {
            let items = ["items", "prefixItems", "additionalItems"].map(|keyword| node.child([keyword]));
            items
                .into_iter()
                .flatten()
                .flat_map(|items| match items.value {
                    Value::Array(_) => items.children(),
                    _ => vec![items],
                })
                .collect::<Vec<_>>()
        };
        self.applicable().iter().flat_map(of).collect()
    }

    /// The types that it allows.
    pub(in crate::lint) fn types(&self) -> Types {
        self.types_beside(&mut KnownTypes::new())
    }

    /// The same, for several nodes that may share schemas: each schema is asked once. Within a circle of references, and beyond
    /// a number of schemas, all types are allowed.
    pub(in crate::lint) fn types_beside(&self, known: &mut KnownTypes) -> Types {
        let place = self.place();
        if let Some(&types) = known.get(&place) {
            return types;
        }
        if known.len() >= MOST_TYPED {
            return Types::ALL;
        }
        known.insert(place.clone(), Types::ALL);
        let types = self.types_asked(known);
        known.insert(place, types);
        types
    }

    fn types_asked(&self, known: &mut KnownTypes) -> Types {
        let of = |keyword: &str, types: fn(&Value) -> Types| self.value.get(keyword).map_or(Types::ALL, types);
        let values = |value: &Value| {
            value
                .as_array()
                .map_or(Types::ALL, |all| all.iter().fold(Types::NONE, |types, value| types | of_value(value)))
        };
        let branches = |keyword: &str| self.child([keyword]).map(|list| list.children());
        let all = branches("allOf").unwrap_or_default();
        let all = all.iter().fold(Types::ALL, |types, node| types & node.types_beside(known));
        let any = ["anyOf", "oneOf"].into_iter().filter_map(branches).fold(Types::ALL, |types, nodes| {
            types & nodes.iter().fold(Types::NONE, |types, node| types | node.types_beside(known))
        });
        let target = self.target().map_or(Types::ALL, |node| node.types_beside(known));
        of("type", Types::of_keyword) & of("const", of_value) & of("enum", values) & all & any & target
    }
}

/// The types that schemas allow, by their places.
pub(in crate::lint) type KnownTypes = HashMap<(*const Block, PointerBuf), Types>;

/// The type of a listed value. A fraction is a number like any other.
fn of_value(value: &Value) -> Types {
    let types = Types::of(value);
    if types == Types::FRACTION { Types::NUMBER } else { types }
}
