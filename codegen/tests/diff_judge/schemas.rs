//! Random schemas over all keywords, with few names and small numbers so that they meet; and mutations of them.

use serde_json::{Map, Value, json};

use crate::dice::Dice;

const NAMES: &[&str] = &["a", "b", "ab", "c"];
const TEXTS: &[&str] = &["", "a", "ab", "abc", "b", "12"];
const PATTERNS: &[&str] = &["^a", "b$", "^[ab]+$", "^$", "c"];
const TYPES: &[&str] = &["null", "boolean", "integer", "number", "string", "array", "object"];
const DEFINITIONS: &[&str] = &["D", "E"];

/// The dialects between which the judge chooses.
pub(crate) const DIALECTS: &[&str] = &[
    "http://json-schema.org/draft-06/schema#",
    "http://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
];

/// A whole document in one of the dialects.
pub(crate) fn document(dice: &mut Dice, dialect: &str) -> Value {
    let modern = dialect.contains("2020-12");
    let mut root = schema(dice, 3, modern);
    if !root.is_object() {
        root = json!({"type": "object", "properties": {"a": root}});
    }
    let definitions: Map<String, Value> =
        DEFINITIONS.iter().map(|&name| (name.to_owned(), schema(dice, 1, modern))).collect();
    root["definitions"] = Value::Object(definitions);
    root["$schema"] = json!(dialect);
    root
}

pub(crate) fn schema(dice: &mut Dice, depth: usize, modern: bool) -> Value {
    if dice.one_in(14) {
        return json!(dice.one_in(2) || dice.one_in(2));
    }
    if dice.one_in(6) {
        return json!({"$ref": format!("#/definitions/{}", dice.pick(DEFINITIONS))});
    }
    let mut members = Map::new();
    if !dice.one_in(4) {
        let name = *dice.pick(if depth > 1 { &TYPES[4..] } else { TYPES });
        let types = if dice.one_in(6) { json!([name, dice.pick(&TYPES[..2])]) } else { json!(name) };
        if types[0] != types[1] || !types.is_array() {
            members.insert("type".into(), types);
        }
    }
    for _ in 0..=dice.roll(3) {
        let (name, value) = keyword(dice, depth, modern);
        members.insert(name.into(), value);
    }
    Value::Object(members)
}

fn subs(dice: &mut Dice, depth: usize, modern: bool, most: usize) -> Vec<Value> {
    (0..=dice.roll(most)).map(|_| schema(dice, depth.saturating_sub(1), modern)).collect()
}

fn names(dice: &mut Dice) -> Value {
    let mut names: Vec<&str> = (0..=dice.roll(2)).map(|_| *dice.pick(NAMES)).collect();
    names.sort_unstable();
    names.dedup();
    json!(names)
}

pub(crate) fn scalar(dice: &mut Dice) -> Value {
    match dice.roll(8) {
        0 => Value::Null,
        1 => json!(dice.one_in(2)),
        2 => json!(i64::try_from(dice.roll(7)).unwrap() - 2),
        3 => json!(f64::from(u32::try_from(dice.roll(8)).unwrap()) / 2.0),
        4 => json!([dice.roll(3)]),
        5 => json!({"a": dice.roll(2)}),
        _ => json!(dice.pick(TEXTS)),
    }
}

fn keyword(dice: &mut Dice, depth: usize, modern: bool) -> (&'static str, Value) {
    let inner = depth.saturating_sub(1);
    let whole = i64::try_from(dice.roll(7)).unwrap() - 1;
    let halves = f64::from(u32::try_from(dice.roll(14)).unwrap()) / 2.0 - 1.0;
    let number = if dice.one_in(3) { json!(halves) } else { json!(whole) };
    let count = json!(dice.roll(4));
    let deep = depth > 0;
    let choice = dice.roll(if deep { 44 } else { 17 });
    match choice {
        0 => ("minimum", number),
        1 => ("maximum", number),
        2 => ("exclusiveMinimum", number),
        3 => ("exclusiveMaximum", number),
        4 => ("multipleOf", json!(*dice.pick(&[1.0, 2.0, 3.0, 4.0, 0.5, 1.5]))),
        5 => ("minLength", count),
        6 => ("maxLength", count),
        7 => ("pattern", json!(dice.pick(PATTERNS))),
        8 => ("format", json!(dice.pick(&["date", "ipv4"]))),
        9 => ("const", scalar(dice)),
        10 => {
            let mut values: Vec<Value> = (0..=dice.roll(3)).map(|_| scalar(dice)).collect();
            values.sort_by_key(Value::to_string);
            values.dedup();
            ("enum", json!(values))
        }
        11 => ("minItems", count),
        12 => ("maxItems", count),
        13 => ("minProperties", count),
        14 => ("maxProperties", count),
        15 => ("uniqueItems", json!(!dice.one_in(4))),
        16 | 17 => ("required", names(dice)),
        18 => ("items", schema(dice, inner, modern)),
        19 if modern => ("prefixItems", json!(subs(dice, depth, modern, 2))),
        19 => ("items", json!(subs(dice, depth, modern, 2))),
        20 if modern => ("items", json!(false)),
        20 => ("additionalItems", schema(dice, inner, modern)),
        21 => ("contains", schema(dice, inner, modern)),
        22 => ("allOf", json!(subs(dice, depth, modern, 2))),
        23 | 24 => ("anyOf", json!(subs(dice, depth, modern, 2))),
        25 | 26 => ("oneOf", json!(subs(dice, depth, modern, 2))),
        27 => ("not", schema(dice, inner, modern)),
        28 => ("if", schema(dice, inner, modern)),
        29 => ("then", schema(dice, inner, modern)),
        30 => ("else", schema(dice, inner, modern)),
        31 if dice.one_in(4) => ("propertyNames", json!(dice.one_in(2))),
        31 => ("propertyNames", json!({"enum": dice.pick(&[["a", "b"], ["a", "c"], ["ab", "b"]])})),
        32 => ("propertyNames", json!({"maxLength": 1 + dice.roll(2)})),
        33 => ("patternProperties", json!({*dice.pick(PATTERNS): schema(dice, inner, modern)})),
        34 => ("dependencies", json!({*dice.pick(NAMES): names(dice)})),
        35 => ("dependencies", json!({*dice.pick(NAMES): schema(dice, inner, modern)})),
        36 if dice.one_in(3) => ("dependentSchemas", json!({*dice.pick(NAMES): schema(dice, inner, modern)})),
        36 => ("dependentRequired", json!({*dice.pick(NAMES): names(dice)})),
        37 if dice.one_in(2) => ("maxContains", json!(dice.roll(3))),
        37 => ("minContains", json!(dice.roll(3))),
        38 => ("additionalProperties", schema(dice, inner, modern)),
        39 => ("additionalProperties", json!(false)),
        40 => ("unevaluatedProperties", if dice.one_in(2) { json!(false) } else { schema(dice, inner, modern) }),
        _ => {
            let names = names(dice);
            let declared = names.as_array().unwrap().iter().filter_map(Value::as_str);
            (
                "properties",
                declared.map(|name| (name.to_owned(), schema(dice, inner, modern))).collect::<Map<_, _>>().into(),
            )
        }
    }
}

/// The same schema with a few places changed.
pub(crate) fn mutated(dice: &mut Dice, root: &Value) -> Value {
    let modern = root["$schema"].as_str().unwrap_or_default().contains("2020-12");
    let mut root = root.clone();
    for _ in 0..=dice.roll(3) {
        let mut places = Vec::new();
        schemas_in(&root, String::new(), &mut places);
        let place = dice.pick(&places).clone();
        let depth = place.matches('/').count();
        let target = root.pointer_mut(&place).unwrap();
        match dice.roll(5) {
            0 if !place.is_empty() => *target = schema(dice, usize::from(depth < 3), modern),
            1 | 2 => {
                if let Value::Object(members) = target {
                    let keys: Vec<String> = members
                        .keys()
                        .filter(|key| !["$schema", "definitions"].contains(&key.as_str()))
                        .cloned()
                        .collect();
                    if !keys.is_empty() {
                        members.shift_remove(dice.pick(&keys));
                    }
                }
            }
            _ => {
                let (name, value) = keyword(dice, usize::from(depth < 4), modern);
                if let Value::Object(members) = target {
                    members.insert(name.into(), value);
                }
            }
        }
    }
    root
}

/// The places of all subschemas.
fn schemas_in(schema: &Value, at: String, found: &mut Vec<String>) {
    let Value::Object(members) = schema else {
        found.push(at);
        return;
    };
    for (keyword, value) in members {
        let here = format!("{at}/{keyword}");
        match keyword.as_str() {
            "properties" | "patternProperties" | "definitions" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    schemas_in(value, format!("{here}/{}", name.replace('~', "~0").replace('/', "~1")), found);
                }
            }
            "items" | "additionalProperties" | "not" | "if" | "then" | "else" | "contains" | "additionalItems"
                if !value.is_array() =>
            {
                schemas_in(value, here, found);
            }
            "allOf" | "anyOf" | "oneOf" | "items" | "prefixItems" => {
                for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                    schemas_in(value, format!("{here}/{index}"), found);
                }
            }
            _ => {}
        }
    }
    found.push(at);
}

/// Whether a schema leads to itself on the same value: what it accepts is then not defined.
pub(crate) fn undefined(root: &Value) -> bool {
    fn leads<'a>(root: &'a Value, schema: &'a Value, path: &mut Vec<&'a Value>) -> bool {
        let Value::Object(members) = schema else { return false };
        if path.iter().any(|&before| std::ptr::eq(before, schema)) {
            return true;
        }
        path.push(schema);
        let target =
            members.get("$ref").and_then(Value::as_str).and_then(|to| root.pointer(to.trim_start_matches('#')));
        let mut next: Vec<&Value> = target.into_iter().collect();
        for keyword in ["not", "if", "then", "else"] {
            next.extend(members.get(keyword));
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            next.extend(members.get(keyword).and_then(Value::as_array).into_iter().flatten());
        }
        for keyword in ["dependencies", "dependentSchemas"] {
            next.extend(members.get(keyword).and_then(Value::as_object).into_iter().flat_map(Map::values));
        }
        let found = next.into_iter().any(|schema| leads(root, schema, path));
        path.pop();
        found
    }
    let definitions = root.get("definitions").and_then(Value::as_object).into_iter().flat_map(Map::values);
    definitions.chain([root]).any(|schema| leads(root, schema, &mut Vec::new()))
}
