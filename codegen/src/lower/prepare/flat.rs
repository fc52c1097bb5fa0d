//! The keywords of a schema with all that is said elsewhere of the same value: behind `$ref`, in `allOf`, and under conditions.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::super::merge::{has_members, intersection, only_annotates};
use super::At;

/// How often one reference may be joined with other keywords on the way to a value: a schema that extends itself has no end.
const REPEATS: usize = 2;

/// Keywords whose schemas need not hold, and what they are under.
const CONDITIONAL: [&str; 2] = ["then", "else"];

/// The place to which a schema only refers: itself, or with words of its own.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    let keywords = schema.as_object()?;
    let mut found = None;
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            ("$ref", Value::String(pointer)) if found.is_none() => found = Some(pointer.as_str()),
            ("allOf", Value::Array(branches)) if found.is_none() => {
                let mut said = branches.iter().filter(|branch| !branch.as_object().is_some_and(only_annotates));
                match (said.next(), said.next()) {
                    (Some(only), None) => found = Some(reference(only)?),
                    _ => return None,
                }
            }
            ("$ref" | "allOf", _) => return None,
            _ => {}
        }
    }
    let annotates = |keyword: &String| keyword == "$ref" || keyword == "allOf";
    let rest: Map<String, Value> =
        keywords.iter().filter(|(keyword, _)| !annotates(keyword)).map(|(k, v)| (k.clone(), v.clone())).collect();
    found.filter(|_| only_annotates(&rest))
}

/// All that is said of the value.
pub(super) fn flat(schema: &Value, at: &mut At<'_>) -> Map<String, Value> {
    joined(schema, at, &mut Vec::new(), 0)
}

fn joined(schema: &Value, at: &mut At<'_>, seen: &mut Vec<String>, depth: usize) -> Map<String, Value> {
    let mut keywords = match schema {
        Value::Object(keywords) => keywords.clone(),
        Value::Bool(false) => Map::from_iter([("not".to_owned(), json!({}))]),
        _ => return Map::new(),
    };
    if depth > super::DEEPEST {
        return Map::new();
    }
    let mut others = Vec::new();
    if let Some(Value::String(pointer)) = keywords.shift_remove("$ref")
        && !seen.contains(&pointer)
        && at.joined.iter().filter(|joined| **joined == pointer).count() < REPEATS
    {
        seen.push(pointer.clone());
        at.joined.push(pointer.clone());
        if let Some(target) = at.document.at(&pointer) {
            others.push(joined(target, at, seen, depth + 1));
        }
    }
    if let Some(Value::Array(branches)) = keywords.shift_remove("allOf") {
        others.extend(branches.iter().map(|branch| joined(branch, at, seen, depth + 1)));
    }
    let mut possible = Vec::new();
    for keyword in CONDITIONAL {
        if let Some(branch) = keywords.shift_remove(keyword).filter(|_| keywords.contains_key("if")) {
            possible.push(joined(&branch, at, seen, depth + 1));
        }
    }
    for keyword in ["dependentSchemas", "dependencies"] {
        if let Some(Value::Object(branches)) = keywords.shift_remove(keyword) {
            let schemas = branches.values().filter(|branch| branch.is_object());
            possible.extend(schemas.map(|branch| joined(branch, at, seen, depth + 1)).collect::<Vec<_>>());
        }
    }
    let mut all = others.into_iter().fold(keywords, intersection);
    if all.get("type").is_some_and(|of| of == "object") || has_members(&all) {
        declare(&mut all, possible);
    }
    all
}

/// Declares what is declared under conditions alone: a reader has to be ready for all of it, and it may be absent.
pub(super) fn declare(keywords: &mut Map<String, Value>, possible: Vec<Map<String, Value>>) {
    let mut more: IndexMap<String, Vec<Value>> = IndexMap::new();
    for mut branch in possible {
        let Some(Value::Object(properties)) = branch.shift_remove("properties") else { continue };
        for (name, schema) in properties {
            let schemas = more.entry(name).or_default();
            if !schemas.contains(&schema) {
                schemas.push(schema);
            }
        }
    }
    let properties = keywords.entry("properties").or_insert_with(|| json!({}));
    let Value::Object(properties) = properties else { return };
    for (name, mut schemas) in more {
        // `true` says that the property may be there, and nothing about it.
        if !properties.contains_key(&name) {
            let schema = if schemas.len() == 1 { schemas.remove(0) } else { json!({"anyOf": schemas}) };
            properties.insert(name, schema);
        }
    }
}
