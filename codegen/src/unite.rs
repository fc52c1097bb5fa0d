//! The union of several schemas of one resource: it keeps what any of them says, and refuses nothing that one of them
//! accepts.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

/// Keywords that hold schemas by name.
const BY_NAME: &[&str] = &["properties", "patternProperties", "definitions", "$defs"];
/// Keywords that say which values are possible. If one schema lacks them, those of the others count.
const TELLING: &[&str] = &["type", "items"];
/// Keywords without effect on validity.
const ANNOTATIONS: &[&str] = &["title", "description", "default", "examples", "example", "$comment", "$schema", "$id"];
/// Keywords with alternatives, which are not merged with each other.
const COMBINING: &[&str] = &["$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependencies"];

/// A schema that accepts what any of the schemas accepts. Of differing texts, the most frequent is kept, else the
/// shortest. The recursion is bounded, because `extract` bounds the depth of schemas.
pub(crate) fn united(schemas: &[&Value]) -> Value {
    let Some((first, others)) = schemas.split_first() else { return Value::Bool(true) };
    if others.iter().all(|other| other == first) {
        return (*first).clone();
    }
    if schemas.contains(&&Value::Bool(true)) {
        return Value::Bool(true);
    }
    let objects: Vec<&Map<String, Value>> = schemas.iter().filter_map(|schema| schema.as_object()).collect();
    let differs = |keyword: &str| {
        let mut values = objects.iter().map(|schema| schema.get(keyword));
        values.next().is_some_and(|first| values.any(|other| other != first))
    };
    if COMBINING.iter().any(|keyword| differs(keyword)) {
        let mut branches: Vec<&Value> = Vec::new();
        for schema in schemas.iter().filter(|schema| schema.is_object()) {
            if !branches.contains(schema) {
                branches.push(schema);
            }
        }
        return json!({ "anyOf": branches });
    }
    let mut all = Map::new();
    for keyword in objects.iter().flat_map(|schema| schema.keys()) {
        if all.contains_key(keyword) {
            continue;
        }
        let having: Vec<&Value> = objects.iter().filter_map(|schema| schema.get(keyword)).collect();
        if let Some(value) = of_keyword(keyword, &having, objects.len() - having.len(), &objects) {
            all.insert(keyword.clone(), value);
        }
    }
    if !all.contains_key("enum")
        && !all.contains_key("const")
        && let Some(values) = listed(&objects)
    {
        all.insert("enum".into(), values.into());
    }
    Value::Object(all)
}

fn of_keyword(keyword: &str, having: &[&Value], lacking: usize, all: &[&Map<String, Value>]) -> Option<Value> {
    let first = (*having.first()?).clone();
    let same = having.iter().all(|other| **other == first);
    if BY_NAME.contains(&keyword) && having.iter().all(|value| value.is_object()) {
        return Some(by_name(having));
    }
    if keyword.starts_with("x-") || ANNOTATIONS.contains(&keyword) {
        return Some(usual(having));
    }
    match keyword {
        "type" => Some(types(having)),
        "required" if lacking == 0 => in_all(having),
        "items" if !same => Some(united(having)),
        "additionalProperties" | "additionalItems" | "unevaluatedProperties" if lacking == 0 && !same => {
            let schemas: Vec<&Value> = having.iter().copied().filter(|value| **value != false).collect();
            Some(united(&schemas))
        }
        "enum" | "const" if lacking == 0 && !same => listed(all).filter(|_| keyword == "enum").map(Value::from),
        _ if same && (lacking == 0 || TELLING.contains(&keyword)) => Some(first),
        // The keyword would refuse what another schema accepts.
        _ => None,
    }
}

fn by_name(having: &[&Value]) -> Value {
    let objects: Vec<&Map<String, Value>> = having.iter().filter_map(|value| value.as_object()).collect();
    let mut members = Map::new();
    for name in objects.iter().flat_map(|object| object.keys()) {
        if !members.contains_key(name) {
            let declared: Vec<&Value> = objects.iter().filter_map(|object| object.get(name)).collect();
            members.insert(name.clone(), united(&declared));
        }
    }
    Value::Object(members)
}

/// The most frequent value; of several equally frequent ones, the shortest.
pub(crate) fn usual(values: &[&Value]) -> Value {
    let mut counted: HashMap<String, (usize, &Value)> = HashMap::new();
    for value in values {
        counted.entry(value.to_string()).or_insert((0, value)).0 += 1;
    }
    let best = counted
        .into_iter()
        .min_by_key(|(text, (count, _))| (std::cmp::Reverse(*count), text.chars().count(), text.clone()));
    best.map(|(_, (_, value))| value.clone()).unwrap_or_default()
}

fn types(having: &[&Value]) -> Value {
    let mut names: Vec<&Value> = Vec::new();
    let one_by_one = having.iter().flat_map(|value| match value {
        Value::Array(items) => items.iter().collect(),
        one => vec![*one],
    });
    for name in one_by_one {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.iter().any(|name| **name == "number") {
        names.retain(|name| **name != "integer");
    }
    match names[..] {
        [one] => one.clone(),
        _ => names.into_iter().cloned().collect(),
    }
}

/// The names that all schemas require.
fn in_all(having: &[&Value]) -> Option<Value> {
    let lists: Vec<&Vec<Value>> = having.iter().filter_map(|value| value.as_array()).collect();
    let (first, others) = lists.split_first()?;
    let names: Vec<Value> =
        first.iter().filter(|name| others.iter().all(|list| list.contains(name))).cloned().collect();
    (!names.is_empty()).then_some(Value::Array(names))
}

/// All values that `const` and `enum` allow, if each schema has one of these keywords.
fn listed(schemas: &[&Map<String, Value>]) -> Option<Vec<Value>> {
    let mut values: Vec<Value> = Vec::new();
    for schema in schemas {
        let own = match (schema.get("const"), schema.get("enum")) {
            (Some(one), _) => vec![one.clone()],
            (None, Some(Value::Array(items))) => items.clone(),
            _ => return None,
        };
        for value in own {
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    Some(values)
}

/// Whether two values of a keyword mean the same. Order counts only where it has a meaning.
pub(crate) fn same_keyword(keyword: &str, a: &Value, b: &Value) -> bool {
    if [a, b].iter().all(|value| value.is_array()) && (SETS.contains(&keyword) || BRANCHES.contains(&keyword)) {
        return order_free(keyword, a) == order_free(keyword, b);
    }
    a == b
}

/// Keywords whose values are sets of texts or instances.
const SETS: [&str; 3] = ["required", "enum", "type"];
/// Keywords whose branches have no order.
const BRANCHES: [&str; 3] = ["oneOf", "anyOf", "allOf"];

/// A text that is equal for all schemas that mean the same under a keyword.
fn order_free(keyword: &str, schema: &Value) -> String {
    match schema {
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{key:?}:{}", order_free(key, value)));
            let members: BTreeSet<String> = members.collect();
            format!("{{{}}}", members.into_iter().collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            let mut items: Vec<String> = items.iter().map(|item| order_free("", item)).collect();
            if SETS.contains(&keyword) || BRANCHES.contains(&keyword) {
                items.sort();
            }
            if SETS.contains(&keyword) {
                items.dedup();
            }
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

/// Whether two schemas mean the same, keyword by keyword.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| {
                    b.get(key).is_some_and(|other| same_keyword(key, value, other) || same(value, other))
                })
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(schemas: &[Value]) -> Value {
        united(&schemas.iter().collect::<Vec<_>>())
    }

    #[test]
    fn what_only_one_declares_is_kept_and_what_only_one_requires_is_not() {
        let a = json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a", "b"]});
        let b = json!({"type": "object", "properties": {"b": {"type": "number"}}, "required": ["b"]});
        let both = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "number"}}, "required": ["b"]});
        assert_eq!(of(&[a.clone(), b]), both);
        let open = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        assert_eq!(of(&[a, open.clone()]), open);
    }

    #[test]
    fn nothing_that_one_allows_is_refused() {
        assert_eq!(
            of(&[json!({"type": "string"}), json!({"type": ["null", "string"]})]),
            json!({"type": ["string", "null"]})
        );
        assert_eq!(of(&[json!({"type": "integer"}), json!({"type": "number"})]), json!({"type": "number"}));
        assert_eq!(of(&[json!({"enum": ["a"]}), json!({"enum": ["b", "a"]})]), json!({"enum": ["a", "b"]}));
        assert_eq!(of(&[json!({"const": "a"}), json!({"enum": ["b"]})]), json!({"enum": ["a", "b"]}));
        assert_eq!(of(&[json!({"const": "a"}), json!({})]), json!({}));
        assert_eq!(of(&[json!({"additionalProperties": false}), json!({})]), json!({}));
        assert_eq!(of(&[json!({"maxLength": 3}), json!({"maxLength": 4})]), json!({}));
        assert_eq!(of(&[json!(true), json!({"type": "string"})]), json!(true));
    }

    #[test]
    fn alternatives_are_kept_as_alternatives() {
        let (a, b) = (json!({"allOf": [{"type": "string"}]}), json!({"type": "number"}));
        assert_eq!(of(&[a.clone(), b.clone()]), json!({"anyOf": [a, b]}));
    }

    #[test]
    fn of_texts_the_usual_one_is_kept_and_else_the_shortest() {
        let text = |text: &str| json!({ "description": text });
        assert_eq!(of(&[text("short"), text("rather long"), text("rather long")]), text("rather long"));
        assert_eq!(of(&[text("rather long"), text("short")]), text("short"));
    }
}
