//! Which properties a schema declares, and whether it declares a given property. Asks [`schema`](crate::schema).

use std::cell::Cell;
use std::collections::HashSet;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::schema::{SchemaDocument, SchemaPlace, subschemas};

/// How a schema declares a property of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Declared {
    /// Not at all.
    No,
    /// Among others: as a member of a map or an item of a list.
    AsMember,
    /// By its name.
    ByName,
}

/// The most subschemas that are visited for one place: a recursive schema ends here.
const MOST_STEPS: usize = 1000;

/// Whether the schema declares this place of an instance. `*` is any item of a list.
pub(crate) fn declared(schema: &SchemaDocument<'_>, instance: &Pointer) -> Declared {
    // Most properties are declared without references or combinators, so one lookup finds them.
    let mut straight = PointerBuf::default();
    for token in instance.tokens() {
        if token.encoded() == "*" {
            straight.push_back("items");
        } else {
            straight.push_back("properties");
            straight.push_back(token);
        }
    }
    if schema.at(&straight).is_some() {
        return Declared::ByName;
    }
    let tokens: Vec<String> = instance.tokens().map(|token| token.decoded().into_owned()).collect();
    let root = schema.at(Pointer::root());
    root.and_then(|root| place(schema, root, &tokens, &Cell::new(MOST_STEPS))).unwrap_or(Declared::No)
}

fn place(
    document: &SchemaDocument<'_>,
    schema: &SchemaPlace<'_>,
    tokens: &[String],
    left: &Cell<usize>,
) -> Option<Declared> {
    left.set(left.get().checked_sub(1)?);
    let referred = document.target(schema.schema).and_then(Result::ok);
    let referred = referred.and_then(|target| place(document, target, tokens, left));
    let Some((token, rest)) = tokens.split_first() else { return Some(Declared::ByName) };
    let child = |way: &[&str]| {
        let mut pointer = schema.pointer.clone();
        for token in way {
            pointer.push_back(*token);
        }
        document.at(&pointer)
    };
    let index = if token == "*" { "0" } else { token.as_str() };
    let by_name = [&["properties", token][..], &["prefixItems", index], &["items", index]].into_iter().find_map(child);
    let items = || token == "*" || token.parse::<usize>().is_ok();
    let item = || child(&["items"]).or_else(|| child(&["additionalItems"])).filter(|_| items());
    let own = match by_name.or_else(item) {
        Some(declared) => place(document, declared, rest, left),
        None => {
            child(&["additionalProperties"]).filter(|all| all.schema != &Value::Bool(false)).map(|_| Declared::AsMember)
        }
    };
    let branches = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|keyword| {
        let count = schema.schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).map(move |index| (keyword, index.to_string()))
    });
    let branches = branches.filter_map(|(keyword, index)| place(document, child(&[keyword, &index])?, tokens, left));
    own.into_iter().chain(referred).chain(branches).max()
}

/// The places of all properties that a schema declares, as pointers into the schema.
pub(crate) fn properties(schema: &Value) -> Vec<PointerBuf> {
    let places = subschemas(schema);
    let declared: HashSet<PointerBuf> = places
        .iter()
        .flat_map(|place| {
            let names = place.schema.get("properties").and_then(Value::as_object).into_iter().flatten();
            let at = place.pointer.with_trailing_token("properties");
            names.map(move |(name, _)| at.with_trailing_token(name.as_str()))
        })
        .collect();
    places.into_iter().map(|place| place.pointer).filter(|pointer| declared.contains(pointer)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_declared_is_found_wherever_the_schema_says_it() {
        let schema = json!({
            "properties": {
                "by name": {"properties": {"x": {}}}, "anchored": {"$ref": "#user"}, "escaped": {"$ref": "#/definitions/My%20User"},
                "list": {"items": {"properties": {"x": {}}}}, "tuple": {"items": [{"properties": {"x": {}}}]},
                "map": {"additionalProperties": {"type": "string"}}, "closed": {"additionalProperties": false},
                "self": {"$ref": "#"}, "data": {"const": {"properties": {"x": {}}}}
            },
            "allOf": [{"properties": {"in a branch": {}}}],
            "definitions": {"u": {"$id": "#user", "properties": {"x": {}}}, "My User": {"properties": {"x": {}}}}
        });
        let document = SchemaDocument::new(&schema);
        for (place, expected) in [
            ("/by name/x", Declared::ByName),
            ("/by name/y", Declared::No),
            ("/anchored/x", Declared::ByName),
            ("/escaped/x", Declared::ByName),
            ("/list/*/x", Declared::ByName),
            ("/list/7/x", Declared::ByName),
            ("/tuple/0/x", Declared::ByName),
            ("/map/any", Declared::AsMember),
            ("/closed/any", Declared::No),
            ("/self/self/self/by name", Declared::ByName),
            ("/data/x", Declared::No),
            ("/in a branch", Declared::ByName),
        ] {
            assert_eq!(declared(&document, Pointer::parse(place).unwrap()), expected, "{place}");
        }
        let all = properties(&schema);
        assert!(!all.iter().any(|place| place.as_str().contains("const")), "{all:?}");
        assert_eq!(all.iter().filter(|place| place.as_str().ends_with("/x")).count(), 5);
    }
}
