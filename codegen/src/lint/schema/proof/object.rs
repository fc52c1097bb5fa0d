//! Objects: required properties that cannot be there, and counts that contradict.

use serde_json::{Value, json};

use super::Search;
use super::reason::Reason;
use super::sequence::{counted, lengths, refuted};
use crate::lint::schema::{Node, compiled};

/// Why there is no such object.
pub(super) fn object<'a>(search: &mut Search, all: &[Node<'a>], depth: usize) -> Vec<Reason<'a>> {
    let required = required(all);
    let mut reasons = lengths(all, "minProperties", "maxProperties");
    reasons.extend(too_many(all, &required));
    reasons.extend(too_few(all));
    for (name, keyword) in &required {
        let schemas: Vec<_> = all.iter().flat_map(|node| of_property(node, name)).collect();
        if let Some(closed) = schemas.iter().find(|schema| schema.value == false) {
            let why = match closed.pointer.back() {
                Some(last) if last.decoded().ends_with("Properties") => {
                    format!(
                        "`required` names `{name}`, which the object does not declare, and `{}: false` closes it",
                        last.decoded()
                    )
                }
                _ => format!("`required` names `{name}`, which `false` forbids"),
            };
            reasons.push(Reason::new([keyword.clone(), closed.clone()], why));
        } else if let Some(names) = all.iter().find_map(|node| misnamed(node, name)) {
            let why = format!("`required` names `{name}`, which `propertyNames` does not allow");
            reasons.push(Reason::new([keyword.clone(), names], why));
        } else if let Some(refuted) = refuted(search, &schemas, depth) {
            let why = format!("`required` names `{name}`, which no value can have: {}", refuted.why);
            reasons.push(Reason::new([keyword.clone()].into_iter().chain(refuted.keywords), why));
        }
    }
    reasons
}

/// The names that must be there, each with the keyword that says so; through `dependentRequired`, too.
fn required<'a>(all: &[Node<'a>]) -> Vec<(&'a str, Node<'a>)> {
    let mut names: Vec<(&str, Node<'a>)> = Vec::new();
    let add = |names: &mut Vec<(&'a str, Node<'a>)>, list: Node<'a>| {
        let mut grown = false;
        for item in list.children() {
            if let Some(name) = item.value.as_str().filter(|name| !names.iter().any(|(known, _)| known == name)) {
                names.push((name, item));
                grown = true;
            }
        }
        grown
    };
    for list in all.iter().filter_map(|node| node.child(["required"])) {
        add(&mut names, list);
    }
    loop {
        let known: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        let mut grown = false;
        for (node, keyword) in all.iter().flat_map(|node| [(node, "dependentRequired"), (node, "dependencies")]) {
            for list in known.iter().filter_map(|name| node.child([keyword, *name])) {
                grown |= add(&mut names, list);
            }
        }
        if !grown {
            return names;
        }
    }
}

/// More required names than `maxProperties` allows.
fn too_many<'a>(all: &[Node<'a>], required: &[(&str, Node<'a>)]) -> Option<Reason<'a>> {
    let (keyword, most) = counted(all, "maxProperties").min_by_key(|(_, count)| *count)?;
    if required.len() as u64 <= most {
        return None;
    }
    let why = format!("{} properties are required, `maxProperties` allows {most}", required.len());
    Some(Reason::new([keyword].into_iter().chain(required.iter().map(|(_, keyword)| keyword.clone())), why))
}

/// Fewer properties declared in a closed object than `minProperties` wants.
fn too_few<'a>(all: &[Node<'a>]) -> Option<Reason<'a>> {
    let (keyword, least) = counted(all, "minProperties").max_by_key(|(_, count)| *count)?;
    let closed = all.iter().find_map(|node| {
        let closed = node.child(["additionalProperties"]).filter(|rest| rest.value == false)?;
        let open = node.value.get("patternProperties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
        let declared = node.value.get("properties").and_then(Value::as_object);
        let declared = declared.map_or(0, |all| all.values().filter(|schema| **schema != false).count());
        (!open && (declared as u64) < least).then_some((closed, declared))
    });
    let (closed, declared) = closed?;
    let why = format!("`minProperties` {least} wants more properties than the closed object declares ({declared})");
    Some(Reason::new([keyword, closed], why))
}

/// The schemas that a schema applies to the property of that name.
fn of_property<'a>(node: &Node<'a>, name: &str) -> Vec<Node<'a>> {
    let mut found: Vec<Node<'a>> = node.child(["properties", name]).into_iter().collect();
    let mut declared = !found.is_empty();
    for pattern in node.value.get("patternProperties").and_then(Value::as_object).into_iter().flat_map(|all| all.keys())
    {
        match accepts(&json!({ "pattern": pattern }), name) {
            Some(true) => {
                declared = true;
                found.extend(node.child(["patternProperties", pattern]));
            }
            Some(false) => {}
            None => declared = true,
        }
    }
    if !declared {
        found.extend(node.child(["additionalProperties"]));
    }
    found.extend(unevaluated(node, name));
    found
}

/// `unevaluatedProperties: false`, where no schema at hand speaks of the property.
fn unevaluated<'a>(node: &Node<'a>, name: &str) -> Option<Node<'a>> {
    let keyword = node.child(["unevaluatedProperties"]).filter(|rest| rest.value == false)?;
    let speaks = |schema: &Node<'_>| {
        schema.child(["properties", name]).is_some()
            || ["patternProperties", "additionalProperties", "dependentSchemas", "$dynamicRef", "$recursiveRef"]
                .iter()
                .any(|keyword| schema.value.get(keyword).is_some())
    };
    (!node.applicable().iter().any(speaks)).then_some(keyword)
}

/// `propertyNames`, where it does not allow the name.
fn misnamed<'a>(node: &Node<'a>, name: &str) -> Option<Node<'a>> {
    let names = node.child(["propertyNames"])?;
    let alone = !names.subschemas().iter().any(|place| place.schema.get("$ref").is_some());
    (alone && accepts(names.value, name) == Some(false)).then_some(names)
}

fn accepts(schema: &Value, name: &str) -> Option<bool> {
    Some(compiled(schema).ok()?.is_valid(&json!(name)))
}
