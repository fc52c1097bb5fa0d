//! What two schemas say of one value, where they conflict: the documents that both accept, by the word of [`schema`](crate::schema).
//!
//! Only types, listed values and unions of these are asked about. The rest of an intersection is joined by [`merge`](super::merge), keyword
//! by keyword: the library gives an intersection as a set of documents, in which no property has its description, its marks, its
//! place in the order of the page or the name of a definition any more, and of these a type is made.

use serde_json::{Map, Value, json};

use super::document::ANNOTATIONS;
use crate::schema::{Draft, Meaning};

/// Keywords that mean the same in every draft and have no parts, and the unions of such schemas.
const PLAIN: [&str; 6] = ["type", "enum", "const", "anyOf", "oneOf", "not"];

/// Those that say which values there are.
const VALUES: [&str; 3] = ["type", "enum", "const"];

/// Those of a union.
const UNIONS: [&str; 2] = ["anyOf", "oneOf"];

/// Longer schemas are not asked about, because an answer would take time.
const LONGEST: usize = 4096;

/// Takes the unions out of both, and gives what both of them say; none where they stay as they are.
pub(super) fn unions(one: &mut Map<String, Value>, other: &mut Map<String, Value>) -> Option<Map<String, Value>> {
    let (ours, theirs) = (of(one, &UNIONS), of(other, &UNIONS));
    if ours.is_empty() || theirs.is_empty() {
        return None;
    }
    let Value::Object(both) = intersection(ours, theirs)? else { return None };
    for keyword in UNIONS {
        one.shift_remove(keyword);
        other.shift_remove(keyword);
    }
    Some(both)
}

/// Joins the types and the listed values of both, where both speak of them, into the first. Where there is no answer, the first alone
/// counts, which is not narrower.
pub(super) fn values(one: &mut Map<String, Value>, other: &mut Map<String, Value>) {
    let (ours, theirs) = (of(one, &VALUES), of(other, &VALUES));
    let lists = |said: &Map<String, Value>| said.keys().any(|keyword| keyword != "type");
    let conflict =
        lists(&ours) && lists(&theirs) || ours.get("type").zip(theirs.get("type")).is_some_and(|(a, b)| a != b);
    if !conflict || ours == theirs {
        return;
    }
    for keyword in VALUES {
        other.shift_remove(keyword);
    }
    let listed = ours.get("enum").or(theirs.get("enum")).cloned();
    match intersection(ours, theirs) {
        Some(Value::Object(both)) if both.keys().all(|keyword| VALUES.contains(&keyword.as_str())) => {
            for keyword in VALUES {
                one.shift_remove(keyword);
            }
            one.extend(both);
            // As the page lists them.
            if let (Some(Value::Array(values)), Some(Value::Array(listed))) = (one.get_mut("enum"), &listed) {
                values.sort_by_key(|value| listed.iter().position(|listed| listed == value));
            }
        }
        Some(Value::Bool(false)) => {
            for keyword in VALUES {
                one.shift_remove(keyword);
            }
            one.insert("not".to_owned(), json!({}));
        }
        Some(_) | None => {}
    }
}

fn of(keywords: &Map<String, Value>, wanted: &[&str]) -> Map<String, Value> {
    let found = keywords.iter().filter(|(keyword, _)| wanted.contains(&keyword.as_str()));
    found.map(|(keyword, value)| (keyword.clone(), value.clone())).collect()
}

fn intersection(one: Map<String, Value>, other: Map<String, Value>) -> Option<Value> {
    let (one, other) = (Value::Object(one), Value::Object(other));
    if !plain(&one) || !plain(&other) || one.to_string().len() + other.to_string().len() > LONGEST {
        return None;
    }
    let meaning = |schema| Meaning::of(schema, Draft::Draft202012).ok();
    let mut both = meaning(&one)?.and(&meaning(&other)?).ok()?.to_schema();
    if let Value::Object(keywords) = &mut both {
        keywords.shift_remove("$schema");
    }
    if both == json!({"not": {}}) {
        both = Value::Bool(false);
    }
    plain(&both).then_some(both)
}

fn plain(schema: &Value) -> bool {
    match schema {
        Value::Bool(_) => true,
        Value::Object(keywords) => keywords.iter().all(|(keyword, value)| match keyword.as_str() {
            "anyOf" | "oneOf" => value.as_array().is_some_and(|branches| branches.iter().all(plain)),
            "not" => plain(value),
            other => PLAIN.contains(&other) || ANNOTATIONS.contains(&other),
        }),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::merge;
    use super::*;
    use crate::schema::Inclusion;

    fn merged(one: &Value, other: &Value) -> Value {
        let keywords = |schema: &Value| schema.as_object().unwrap().clone();
        Value::Object(merge::intersection(keywords(one), keywords(other)))
    }

    #[test]
    fn conflicts_are_resolved_by_what_both_accept() {
        for (one, other, both) in [
            (json!({"type": ["string", "null"]}), json!({"type": "string"}), json!({"type": "string"})),
            (json!({"type": "number"}), json!({"type": ["integer", "string"]}), json!({"type": "integer"})),
            (json!({"enum": ["b", "a", "c"]}), json!({"enum": ["a", "b"]}), json!({"enum": ["b", "a"]})),
            (json!({"enum": ["b", "a"], "title": "T"}), json!({"const": "a"}), json!({"title": "T", "const": "a"})),
            (json!({"const": "a"}), json!({"const": "b"}), json!({"not": {}})),
            (json!({"type": "string"}), json!({"type": "object"}), json!({"not": {}})),
        ] {
            assert_eq!(merged(&one, &other), both, "{one} and {other}");
            assert_eq!(merged(&one, &one), one);
        }
    }

    /// What the library makes of an intersection has no words, and so no type can be made of it.
    #[test]
    fn an_intersection_as_meaning_has_lost_the_words() {
        let one = json!({"type": "object", "properties": {"b": {"type": "string", "description": "B", "x-confidential": true}}});
        let other = json!({"type": "object", "properties": {"a": {"type": "integer", "title": "A"}}});
        let meaning = |schema| Meaning::of(schema, Draft::Draft202012).unwrap();
        let lost = meaning(&one).and(&meaning(&other)).unwrap().to_schema().to_string();
        assert!(!["description", "x-confidential", "title"].iter().any(|word| lost.contains(word)), "{lost}");
        let kept = merged(&one, &other).to_string();
        assert!(["description", "x-confidential", "title"].iter().all(|word| kept.contains(word)), "{kept}");
    }

    /// Every pair of these is merged into a schema that accepts all that both accept, by the word of the library.
    #[test]
    fn no_intersection_is_narrower_than_what_both_accept() {
        let text = json!({"type": "string"});
        let pool = [
            json!({"type": "object", "properties": {"a": text, "b": {"type": ["integer", "null"]}}, "required": ["a"]}),
            json!({"type": "object", "properties": {"a": {"enum": ["x", "y"]}, "b": {"type": "number"}}, "required": ["b"]}),
            json!({"type": ["object", "null"], "properties": {"a": {"const": "x"}}, "additionalProperties": text}),
            json!({"properties": {"c": text}, "additionalProperties": false}),
            json!({"type": "object", "additionalProperties": {"type": ["string", "integer"]}}),
            json!({"type": "array", "items": text}),
            json!({"type": "array", "prefixItems": [text, {"type": "integer"}], "items": {"type": ["string", "null"]}}),
            json!({"prefixItems": [{"enum": ["x"]}], "items": false, "minItems": 1}),
            json!({"type": ["array", "string"], "minItems": 2}),
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            json!({"oneOf": [{"const": "x"}, {"const": "y"}, {"type": "null"}]}),
            json!({"anyOf": [{"type": "object", "properties": {"a": text}}, {"type": "array"}]}),
            json!({"type": "integer", "minimum": 3}),
            json!({"enum": ["x", 5, null, {"a": "x"}]}),
            json!({"const": "x"}),
        ];
        let mut proved = 0;
        for one in &pool {
            for other in &pool {
                let both = json!({"allOf": [one, other]});
                let merged = merged(one, other);
                let meaning = |schema| Meaning::of(schema, Draft::Draft202012).ok();
                let Some((both, wider)) = meaning(&both).zip(meaning(&merged)) else { continue };
                match wider.covers(&both) {
                    Inclusion::Yes => proved += 1,
                    Inclusion::No => panic!("{one} and {other}: {merged} is narrower"),
                    Inclusion::Unknown(_) => {}
                }
            }
        }
        assert!(proved > 150, "{proved} of {} proved", pool.len() * pool.len());
    }
}
