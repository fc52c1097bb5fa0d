//! `enum` and `const`: values that the other keywords exclude, every one of them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Contradiction;
use crate::lint::schema::{Node, compiled};
use crate::lint::text::shown;

/// Longer lists are not looked at.
const MOST_VALUES: usize = 10_000;

/// Keywords that judge a value without a subschema.
const PLAIN: &[&str] = &[
    "type",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "required",
];

pub(super) enum Outcome<'a> {
    /// None of the values is left.
    Refuted(Contradiction<'a>),
    /// One of the values passes, as far as is known.
    Satisfiable,
    /// The values are not listed.
    Unbounded,
}

/// Holds the shortest list of values against everything else.
pub(super) fn refuted<'a>(all: &[Node<'a>]) -> Outcome<'a> {
    let listed = all.iter().flat_map(|node| ["const", "enum"].map(|keyword| node.child([keyword]))).flatten();
    let listed: Vec<Node<'a>> = listed.filter(|node| is(node, "const") || node.value.is_array()).collect();
    let Some(list) = listed.iter().min_by_key(|node| values(node).len()) else { return Outcome::Unbounded };
    let candidates = values(list);
    if candidates.len() > MOST_VALUES {
        return Outcome::Satisfiable;
    }
    let others = listed.iter().filter(|node| node.place() != list.place());
    let judges =
        others.cloned().chain(all.iter().flat_map(|node| PLAIN.iter().filter_map(|keyword| node.child([*keyword]))));
    let mut left: HashSet<usize> = (0..candidates.len()).collect();
    let mut keywords = vec![list.clone()];
    let excluding: Vec<(Node<'a>, HashSet<usize>)> =
        judges.map(|judge| (judge.clone(), refutes(&judge, &candidates))).filter(|(_, out)| !out.is_empty()).collect();
    while !left.is_empty() {
        let best = excluding.iter().max_by_key(|(_, out)| out.intersection(&left).count());
        let Some((judge, out)) = best.filter(|(_, out)| !out.is_disjoint(&left)) else { return Outcome::Satisfiable };
        left.retain(|value| !out.contains(value));
        keywords.push(judge.clone());
    }
    let name = |node: &Node<'_>| node.pointer.back().map_or_else(String::new, |token| token.decoded().into_owned());
    let against: Vec<String> =
        keywords[1..].iter().map(|node| format!("`{}` {}", name(node), shown(node.value))).collect();
    let why = match against.as_slice() {
        [] => format!("`{}` lists no value", name(list)),
        against => {
            format!("`{}` {} allows nothing that {} allows", name(list), shown(list.value), against.join(" and "))
        }
    };
    Outcome::Refuted(Contradiction { keywords, why })
}

fn is(node: &Node<'_>, keyword: &str) -> bool {
    node.pointer.back().is_some_and(|token| token.decoded() == keyword)
}

fn values<'a>(node: &Node<'a>) -> Vec<&'a Value> {
    match node.value {
        Value::Array(items) if is(node, "enum") => items.iter().collect(),
        value => vec![value],
    }
}

/// Which of the values a keyword excludes; none where it cannot be judged.
fn refutes(judge: &Node<'_>, candidates: &[&Value]) -> HashSet<usize> {
    let excluded = |accepts: &dyn Fn(&Value) -> bool| {
        candidates.iter().enumerate().filter(|(_, value)| !accepts(value)).map(|(index, _)| index).collect()
    };
    if is(judge, "const") || is(judge, "enum") {
        let allowed: HashSet<String> = values(judge).into_iter().map(canonical).collect();
        return excluded(&|value| allowed.contains(&canonical(value)));
    }
    let keyword = judge.pointer.back().map_or_else(String::new, |token| token.decoded().into_owned());
    let schema = Value::Object(Map::from_iter([(keyword, judge.value.clone())]));
    compiled(&schema).map_or_else(|_| HashSet::new(), |validator| excluded(&|value| validator.is_valid(value)))
}

/// Text that is the same for values that JSON Schema holds equal: `1` and `1.0`, keys in any order.
fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
            _ => number.to_string(),
        },
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let mut members: Vec<String> =
                members.iter().map(|(key, value)| format!("{key:?}:{}", canonical(value))).collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
    }
}
