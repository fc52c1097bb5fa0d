//! What an example shows and an open schema is silent on.

use std::collections::HashSet;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::schema::{Openness, SchemaNode};
use super::sheet::Sheet;

/// A property that the schema does not mention.
pub(super) struct Undeclared<'a> {
    /// Its place in the example.
    pub(super) pointer: PointerBuf,
    pub(super) name: String,
    /// The schema of the object that has it.
    pub(super) object: SchemaNode<'a>,
}

/// The outermost undeclared properties, each place of the schema once. Properties of a resource are reported by the resource's own schema.
pub(super) fn undeclared<'a>(example: &Sheet<'_>, schema: &SchemaNode<'a>) -> Vec<Undeclared<'a>> {
    let mut search = UndeclaredSearch { found: Vec::new(), seen: HashSet::new() };
    if let Some(value) = example.value() {
        search.enter(std::slice::from_ref(schema), value, Pointer::root());
    }
    search.found
}

struct UndeclaredSearch<'a> {
    found: Vec<Undeclared<'a>>,
    /// Places of the schema, with the name that they lack.
    seen: HashSet<(usize, PointerBuf, String)>,
}

impl<'a> UndeclaredSearch<'a> {
    /// The recursion ends with the example, whose depth extraction bounds.
    fn enter(&mut self, schemas: &[SchemaNode<'a>], value: &Value, at: &Pointer) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    self.member(schemas, name, value, &at.with_trailing_token(name.as_str()));
                }
            }
            Value::Array(items) => {
                let schemas: Vec<SchemaNode<'a>> = schemas.iter().flat_map(SchemaNode::items).collect();
                for (index, item) in items.iter().enumerate().filter(|_| !schemas.is_empty()) {
                    self.enter(&schemas, item, &at.with_trailing_token(index));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn member(&mut self, schemas: &[SchemaNode<'a>], name: &str, value: &Value, at: &Pointer) {
        let declared: Vec<SchemaNode<'a>> = schemas.iter().flat_map(|schema| schema.property(name)).collect();
        if !declared.is_empty() {
            return self.enter(&declared, value, at);
        }
        let Some(object) = schemas.first() else { return };
        if schemas.iter().any(|schema| schema.openness() != Openness::Silent) {
            let rest: Vec<SchemaNode<'a>> = schemas.iter().flat_map(SchemaNode::rest).collect();
            if !rest.is_empty() {
                self.enter(&rest, value, at);
            }
            return;
        }
        let place = (std::ptr::from_ref(object.sheet.block) as usize, object.pointer.clone(), name.to_owned());
        if self.seen.insert(place) {
            self.found.push(Undeclared { pointer: at.to_buf(), name: name.to_owned(), object: object.clone() });
        }
    }
}
