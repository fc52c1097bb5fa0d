//! The keywords of a schema, together with those that apply to the same value from elsewhere: behind `$ref`, in `allOf`, and under conditions.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::super::merge::{self, annotates, has_members, intersection, only_annotates};
use super::At;

/// How often one reference may be joined with other keywords on the way to a value. Without a bound a schema that extends itself would
/// never end.
const REPEATS: usize = 2;

/// Keywords whose schemas hold under a condition.
const CONDITIONAL: [&str; 2] = ["then", "else"];

/// Keywords whose schemas apply to the same value.
const JOINED: [&str; 6] = ["$ref", "allOf", "then", "else", "dependentSchemas", "dependencies"];

/// The place to which a schema refers, if it has no other keywords but annotations.
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
    found.filter(|_| keywords.keys().all(|keyword| keyword == "$ref" || keyword == "allOf" || annotates(keyword)))
}

/// All keywords that apply to the value. They are copied only if some of them come from elsewhere, because a schema that nests deep would
/// be copied at each of its levels.
pub(super) fn flat<'s>(schema: &'s Value, at: &mut At<'_>) -> Cow<'s, Map<String, Value>> {
    if let Value::Object(keywords) = schema
        && !JOINED.iter().any(|keyword| keywords.contains_key(*keyword))
    {
        return Cow::Borrowed(keywords);
    }
    let mut possible = Conditions::default();
    let mut all = joined(schema, at, &mut Vec::new(), 0, &mut possible);
    if all.get("type").is_some_and(|of| of == "object") || has_members(&all) {
        possible.declare(&mut all);
    }
    Cow::Owned(all)
}

/// The keywords of a branch that need not hold, with the properties that its own conditions declare.
fn branch(schema: &Value, at: &mut At<'_>, seen: &mut Vec<String>, depth: usize) -> Map<String, Value> {
    let mut possible = Conditions::default();
    let mut all = joined(schema, at, seen, depth + 1, &mut possible);
    possible.declare(&mut all);
    all
}

/// The keywords that always hold. Those that hold under a condition go to `possible`, wherever in an `allOf` the condition stands.
fn joined(
    schema: &Value,
    at: &mut At<'_>,
    seen: &mut Vec<String>,
    depth: usize,
    possible: &mut Conditions,
) -> Map<String, Value> {
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
            others.push(joined(target, at, seen, depth + 1, possible));
        }
    }
    if let Some(Value::Array(branches)) = keywords.shift_remove("allOf") {
        others.extend(branches.iter().map(|branch| joined(branch, at, seen, depth + 1, possible)));
    }
    let branches: Vec<Map<String, Value>> = CONDITIONAL
        .into_iter()
        .filter_map(|keyword| keywords.shift_remove(keyword).filter(|_| keywords.contains_key("if")))
        .map(|schema| branch(&schema, at, seen, depth))
        .collect();
    // Of `then` and `else` one always holds; a branch alone need not.
    possible.add(&branches, branches.len() == CONDITIONAL.len());
    for keyword in ["dependentSchemas", "dependencies"] {
        if let Some(Value::Object(branches)) = keywords.shift_remove(keyword) {
            for schema in branches.values().filter(|branch| branch.is_object()) {
                possible.add(&[branch(schema, at, seen, depth)], false);
            }
        }
    }
    others.into_iter().fold(keywords, intersection)
}

/// The properties of branches of which not all hold. A reader has to know all of them, and each may be absent.
#[derive(Default)]
pub(super) struct Conditions {
    /// The properties, each with its schemas, and whether one of these schemas always holds.
    properties: IndexMap<String, (Vec<Value>, bool)>,
}

impl Conditions {
    /// Adds the properties that branches declare. `always` says whether one of the branches always holds.
    pub(super) fn add(&mut self, branches: &[Map<String, Value>], always: bool) {
        let declares = |branch: &Map<String, Value>, name: &str| {
            branch.get("properties").is_some_and(|properties| properties.get(name).is_some())
                && !conditional(branch, name)
        };
        for branch in branches {
            let Some(Value::Object(properties)) = branch.get("properties") else { continue };
            for (name, schema) in properties {
                let sure = always && branches.iter().all(|branch| declares(branch, name));
                let (schemas, known) = self.properties.entry(name.clone()).or_insert_with(|| (Vec::new(), sure));
                // Another condition may ensure what this one leaves open.
                *known |= sure;
                if !schemas.contains(schema) {
                    schemas.push(schema.clone());
                }
            }
        }
    }

    /// Adds them to the properties that are declared anyway.
    pub(super) fn declare(self, keywords: &mut Map<String, Value>) {
        let mut conditional: Vec<Value> = Vec::new();
        let properties = keywords.entry("properties").or_insert_with(|| json!({}));
        let Value::Object(properties) = properties else { return };
        for (name, (mut schemas, sure)) in self.properties {
            let schema = match schemas.as_slice() {
                [_] => schemas.remove(0),
                _ if sure => json!({"anyOf": schemas}),
                _ => json!({"anyOf": schemas, merge::EITHER: true}),
            };
            match properties.get_mut(&name) {
                // It is declared without a type.
                Some(own) if silent(own) => {
                    *own = if own.is_boolean() { schema } else { json!({"allOf": [own.take(), schema]}) };
                }
                Some(_) => continue,
                None => drop(properties.insert(name.clone(), schema)),
            }
            if !sure {
                conditional.push(name.into());
            }
        }
        if conditional.is_empty() {
            return;
        }
        match keywords.get_mut(merge::CONDITIONAL) {
            Some(Value::Array(known)) => known.extend(conditional),
            _ => drop(keywords.insert(merge::CONDITIONAL.to_owned(), conditional.into())),
        }
    }
}

/// Whether a property is declared only under a condition.
pub(super) fn conditional(keywords: &Map<String, Value>, name: &str) -> bool {
    keywords.get(merge::CONDITIONAL).and_then(Value::as_array).is_some_and(|names| names.iter().any(|own| own == name))
}

fn silent(schema: &Value) -> bool {
    *schema == Value::Bool(true)
        || schema.as_object().is_some_and(|keywords| {
            only_annotates(keywords) && !keywords.keys().any(|keyword| keyword.starts_with("x-"))
        })
}
