//! All subschemas of a schema, each with its place.

use jsonptr::PointerBuf;
use serde_json::Value;

use super::keyword::{IN_PLACE, LIST, MAP, NEGATED, ONE};

/// A schema within a schema, or the schema itself.
#[derive(Clone, Debug)]
pub(crate) struct Subschema<'a> {
    /// Its place.
    pub(crate) pointer: PointerBuf,
    /// The schema.
    pub(crate) schema: &'a Value,
    /// It applies to the same value as the schema around it, as a branch of `allOf` does.
    pub(crate) in_place: bool,
    /// It, or a schema around it, may fail without the document being refused: it is under `not` or `if`.
    pub(crate) negated: bool,
}

/// The schema and all its subschemas, outer ones first. Does not follow references. Without recursion.
pub(crate) fn subschemas(root: &Value) -> Vec<Subschema<'_>> {
    let mut open = vec![Subschema { pointer: PointerBuf::root(), schema: root, in_place: false, negated: false }];
    let mut found = Vec::new();
    while let Some(place) = open.pop() {
        let at = open.len();
        for (keyword, member, schema) in children(place.schema) {
            let mut pointer = place.pointer.with_trailing_token(keyword);
            match member {
                Member::Itself => {}
                Member::Named(name) => pointer.push_back(name),
                Member::At(index) => pointer.push_back(index),
            }
            open.push(Subschema {
                pointer,
                schema,
                in_place: IN_PLACE.contains(&keyword),
                negated: place.negated || NEGATED.contains(&keyword),
            });
        }
        open[at..].reverse();
        found.push(place);
    }
    found
}

/// The same without places, in no particular order.
pub(super) fn every_schema(root: &Value) -> impl Iterator<Item = &Value> {
    let mut open = vec![root];
    std::iter::from_fn(move || {
        let schema = open.pop()?;
        open.extend(children(schema).map(|(_, _, child)| child));
        Some(schema)
    })
}

/// Which part of a keyword's value a subschema is.
#[derive(Clone, Copy)]
pub(super) enum Member<'a> {
    Itself,
    Named(&'a str),
    At(usize),
}

/// The subschemas directly within a schema, each with its keyword.
pub(super) fn children(schema: &Value) -> impl Iterator<Item = (&str, Member<'_>, &Value)> {
    schema.as_object().into_iter().flatten().flat_map(|(keyword, value)| {
        let keyword = keyword.as_str();
        let (mut one, mut named, mut listed) = (None, None, None);
        match value {
            Value::Object(_) | Value::Bool(_) if ONE.contains(&keyword) => one = Some((keyword, Member::Itself, value)),
            Value::Object(members) if MAP.contains(&keyword) => {
                let schemas = members.iter().filter(|(_, schema)| schema.is_object() || schema.is_boolean());
                named = Some(schemas.map(move |(name, schema)| (keyword, Member::Named(name), schema)));
            }
            Value::Array(items) if LIST.contains(&keyword) => {
                listed =
                    Some(items.iter().enumerate().map(move |(index, schema)| (keyword, Member::At(index), schema)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            }
        }
        one.into_iter().chain(named.into_iter().flatten()).chain(listed.into_iter().flatten())
    })
}

/// The same, to be changed.
pub(super) fn children_mut(schema: &mut Value) -> Vec<&mut Value> {
    let mut found = Vec::new();
    for (keyword, value) in schema.as_object_mut().into_iter().flatten() {
        let keyword = keyword.as_str();
        match value {
            Value::Object(_) | Value::Bool(_) if ONE.contains(&keyword) => found.push(value),
            Value::Object(members) if MAP.contains(&keyword) => {
                found.extend(members.values_mut().filter(|schema| schema.is_object() || schema.is_boolean()));
            }
            Value::Array(items) if LIST.contains(&keyword) => found.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn data_contains_no_schemas() {
        let schema = json!({
            "const": {"properties": {"a": {}}}, "enum": [{"items": {}}], "default": {"not": {}}, "examples": [{"not": {}}],
            "properties": {"const": {"items": {}}}
        });
        let places: Vec<String> = subschemas(&schema).iter().map(|place| place.pointer.to_string()).collect();
        assert_eq!(places, ["", "/properties/const", "/properties/const/items"]);
    }
}
