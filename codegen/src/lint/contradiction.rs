//! Why no document satisfies a schema, in words: of the constraints that [`schema`](crate::schema) found to be to blame.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::schema::SchemaNode;
use super::sheet::Sheet;
use super::text::abridged;
use crate::schema::{ConflictPart, compare};

/// The keywords that contradict each other, the one to look at first, and why.
#[derive(Debug)]
pub(super) struct Conflict<'a> {
    pub(super) keywords: Vec<SchemaNode<'a>>,
    pub(super) why: String,
}

/// Why the constraints contradict each other.
pub(super) fn conflict<'a>(document: Sheet<'a>, parts: &[ConflictPart]) -> Conflict<'a> {
    let parts: Vec<Clause<'a>> = parts.iter().flat_map(|part| Clause::all(document, part)).collect();
    let mut conflict = explained(&parts);
    let mut known = Vec::new();
    conflict.keywords.retain(|node| {
        let new = !known.contains(&node.pointer);
        known.push(node.pointer.clone());
        new
    });
    conflict
}

/// A constraint.
#[derive(Clone, Debug)]
struct Clause<'a> {
    node: SchemaNode<'a>,
    /// The keyword that it is, or that contains it.
    keyword: String,
    /// The name or index that it has there.
    member: Option<String>,
    within: Vec<Clause<'a>>,
}

impl<'a> Clause<'a> {
    /// The constraint; of a reference, those to which it leads.
    fn all(document: Sheet<'a>, part: &ConflictPart) -> Vec<Self> {
        let within: Vec<Self> = part.within.iter().flat_map(|part| Self::all(document, part)).collect();
        let Some(node) = SchemaNode::at(document, &part.pointer) else { return within };
        let holder = std::iter::successors(part.pointer.parent(), |outer| outer.parent())
            .find(|outer| document.opened().is_some_and(|opened| opened.at(outer).is_some()));
        let way = holder.and_then(|holder| part.pointer.strip_prefix(holder));
        let mut way = way.into_iter().flat_map(jsonptr::Pointer::tokens).map(|token| token.decoded().into_owned());
        let keyword = way.next().unwrap_or_default();
        if keyword == "$ref" && !within.is_empty() {
            return within;
        }
        vec![Self { node, keyword, member: way.next(), within }]
    }

    fn is(&self, keywords: &[&str]) -> bool {
        keywords.contains(&self.keyword.as_str())
    }

    /// It and its value.
    fn phrase(&self) -> String {
        match (self.keyword.as_str(), &self.member) {
            ("", _) | (_, Some(_)) if self.node.value == false => "`false`".into(),
            (keyword, Some(member)) if keyword != "required" => format!("`{keyword}` of `{member}`"),
            (keyword, _) => format!("`{keyword}` {}", abridged(self.node.value)),
        }
    }

    fn flat(&self) -> Vec<Self> {
        if self.within.is_empty() { vec![self.clone()] } else { self.within.clone() }
    }
}

const REST: &[&str] = &["additionalProperties", "unevaluatedProperties"];
const VALUES: &[&str] = &["const", "enum"];
const BOUNDS: &[&str] = &["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"];
/// The keywords that speak of one type alone.
const FAMILIES: &[&[&str]] = &[
    &["minLength", "maxLength", "pattern", "format"],
    BOUNDS,
    &["items", "prefixItems", "additionalItems", "contains", "minItems", "maxItems", "uniqueItems"],
    &[
        "properties",
        "patternProperties",
        "additionalProperties",
        "unevaluatedProperties",
        "required",
        "propertyNames",
        "minProperties",
        "maxProperties",
    ],
];

fn explained<'a>(parts: &[Clause<'a>]) -> Conflict<'a> {
    let (types, others): (Vec<&Clause<'a>>, Vec<&Clause<'a>>) = parts.iter().partition(|part| part.is(&["type"]));
    if let Some(list) = others.iter().find(|part| part.is(&["anyOf", "oneOf"])) {
        return no_branch(parts, list);
    }
    if let Some(list) = fewest_values(&others) {
        return no_value(parts, list);
    }
    if others.is_empty() {
        return no_type(parts);
    }
    let families: Vec<Vec<&Clause<'a>>> = FAMILIES
        .iter()
        .map(|family| others.iter().copied().filter(|part| part.is(family)).collect::<Vec<_>>())
        .filter(|group| !group.is_empty())
        .collect();
    if families.iter().map(Vec::len).sum::<usize>() != others.len() {
        return together(parts);
    }
    let explained: Option<Vec<Conflict<'a>>> = families.iter().map(|group| of_one_type(group, &types)).collect();
    match explained {
        Some(mut explained) if explained.len() == 1 => explained.remove(0),
        Some(explained) => Conflict {
            why: explained.iter().map(|conflict| conflict.why.as_str()).collect::<Vec<_>>().join("; "),
            keywords: explained
                .into_iter()
                .flat_map(|conflict| conflict.keywords)
                .chain(types.iter().map(|part| part.node.clone()))
                .collect(),
        },
        None => together(parts),
    }
}

/// The list of values that has the fewest.
fn fewest_values<'p, 'a>(others: &[&'p Clause<'a>]) -> Option<&'p Clause<'a>> {
    let count =
        |part: &&&Clause<'_>| if part.is(&["const"]) { 1 } else { part.node.value.as_array().map_or(0, Vec::len) };
    others.iter().filter(|part| part.is(VALUES)).min_by_key(count).copied()
}

fn no_branch<'a>(parts: &[Clause<'a>], list: &Clause<'a>) -> Conflict<'a> {
    let others: Vec<Clause<'a>> = parts.iter().filter(|part| part.node.pointer != list.node.pointer).cloned().collect();
    let first = list.node.pointer.with_trailing_token(0_usize);
    let of_first = list.within.iter().filter(|part| part.node.pointer.starts_with(&first));
    let with_first: Vec<Clause<'a>> = others.iter().chain(of_first).cloned().collect();
    let nodes = std::iter::once(list).chain(&others).chain(&list.within).map(|part| part.node.clone());
    let why = match with_first.len() {
        _ if list.within.is_empty() => String::new(),
        0 => String::new(),
        _ => format!(": {}", explained(&with_first).why),
    };
    Conflict { keywords: nodes.collect(), why: format!("no branch of `{}` can be met{why}", list.keyword) }
}

fn no_value<'a>(parts: &[Clause<'a>], list: &Clause<'a>) -> Conflict<'a> {
    let others: Vec<&Clause<'a>> = parts.iter().filter(|part| part.node.pointer != list.node.pointer).collect();
    let against: Vec<String> = others.iter().map(|part| part.phrase()).collect();
    let why = match against.as_slice() {
        [] => format!("`{}` lists no value", list.keyword),
        against => format!("{} allows nothing that {} allows", list.phrase(), against.join(" and ")),
    };
    let keywords = std::iter::once(list).chain(others).map(|part| part.node.clone()).collect();
    Conflict { keywords, why }
}

fn no_type<'a>(parts: &[Clause<'a>]) -> Conflict<'a> {
    let types: Vec<String> = parts.iter().map(|part| abridged(part.node.value)).collect();
    let why = match types.as_slice() {
        [one] => format!("no value has the type {one}"),
        several => format!("no value has the types {} at once", several.join(" and ")),
    };
    Conflict { keywords: nodes(parts), why }
}

/// What is left to say of keywords that no other words fit.
fn together<'a>(parts: &[Clause<'a>]) -> Conflict<'a> {
    let why = match parts {
        [never] if never.is(&["not"]) => {
            format!("`not` of {}, which accepts everything, accepts nothing", abridged(never.node.value))
        }
        [one] if one.node.value == false => "`false` accepts nothing".into(),
        [one] => format!("nothing satisfies {}", one.phrase()),
        several => {
            let all: Vec<String> = several.iter().map(Clause::phrase).collect();
            format!("{} contradict each other", all.join(" and "))
        }
    };
    Conflict { keywords: nodes(parts), why }
}

fn nodes<'a>(parts: &[Clause<'a>]) -> Vec<SchemaNode<'a>> {
    parts.iter().map(|part| part.node.clone()).collect()
}

/// Keywords that apply to one type, so that a sentence about them need not mention it.
fn of_one_type<'a>(group: &[&Clause<'a>], types: &[&Clause<'a>]) -> Option<Conflict<'a>> {
    let (required, rest): (Vec<&Clause<'a>>, Vec<&Clause<'a>>) =
        group.iter().copied().partition(|part| part.is(&["required"]));
    match (required.as_slice(), rest.as_slice()) {
        ([name], [_, ..]) => not_there(name, &rest),
        ([_, ..], [most]) if most.is(&["maxProperties"]) => {
            let why = format!("{} properties are required, `maxProperties` allows {}", required.len(), most.node.value);
            let keywords = std::iter::once(*most).chain(required).map(|part| part.node.clone()).collect();
            Some(Conflict { keywords, why })
        }
        ([], rest) if rest.iter().all(|part| part.is(BOUNDS)) => no_number(rest, types),
        ([], rest) => counts(rest).or_else(|| no_item(rest)),
        _ => None,
    }
}

/// A required property that cannot be there.
fn not_there<'a>(required: &Clause<'a>, rest: &[&Clause<'a>]) -> Option<Conflict<'a>> {
    let name = required.node.value.as_str()?;
    let with = |more: Vec<SchemaNode<'a>>, why: String| {
        let keywords = std::iter::once(required.node.clone()).chain(more).collect();
        Some(Conflict { keywords, why: format!("`required` names `{name}`, which {why}") })
    };
    if let [closed] = rest
        && closed.is(REST)
        && closed.node.value == false
    {
        let why = format!("the object does not declare, and `{}: false` closes it", closed.keyword);
        return with(vec![closed.node.clone()], why);
    }
    if let Some(never) = rest.iter().find(|part| part.node.value == false) {
        return with(vec![never.node.clone()], "`false` forbids".into());
    }
    if let [names] = rest
        && names.is(&["propertyNames"])
    {
        return with(vec![names.node.clone()], "`propertyNames` does not allow".into());
    }
    let of_value = rest.iter().all(|part| part.is(REST) || part.is(&["properties", "patternProperties"]));
    of_value.then(|| explained(&rest.iter().flat_map(|part| part.flat()).collect::<Vec<_>>())).and_then(|inner| {
        let why = format!("no value can have: {}", inner.why);
        with(inner.keywords, why)
    })
}

/// A least count over the greatest, or over what a closed object can have.
fn counts<'a>(rest: &[&Clause<'a>]) -> Option<Conflict<'a>> {
    let [one, other] = rest else { return None };
    let (least, most) = if one.keyword.starts_with("min") { (one, other) } else { (other, one) };
    let counted = least.keyword.strip_prefix("min")?;
    let why = if most.keyword.strip_prefix("max") == Some(counted) {
        format!("`{}` {} is over `{}` {}", least.keyword, least.node.value, most.keyword, most.node.value)
    } else if counted == "Properties" && most.is(REST) && most.node.value == false {
        let object = most.node.sheet.get(most.node.pointer.parent()?)?;
        let declared = object.get("properties").and_then(Value::as_object);
        let declared = declared.map_or(0, |all| all.values().filter(|schema| **schema != false).count());
        format!(
            "`minProperties` {} asks for more properties than the closed object declares ({declared})",
            least.node.value
        )
    } else {
        return None;
    };
    Some(Conflict { keywords: vec![least.node.clone(), most.node.clone()], why })
}

/// An item that must be there and cannot be.
fn no_item<'a>(rest: &[&Clause<'a>]) -> Option<Conflict<'a>> {
    if let Some(contains) = rest.iter().find(|part| part.is(&["contains"])) {
        let others: Vec<&&Clause<'a>> = rest.iter().filter(|part| part.node.pointer != contains.node.pointer).collect();
        let against: Vec<String> = others.iter().map(|part| part.phrase()).collect();
        let why = match others.as_slice() {
            [most] if most.is(&["maxItems"]) && most.node.value == 0 => {
                "`contains` requires an item, but `maxItems` 0 allows none".to_owned()
            }
            [] => format!("`contains` cannot be satisfied: no item satisfies {}", abridged(contains.node.value)),
            _ => format!("`contains` contradicts {}", against.join(" and ")),
        };
        let keywords = std::iter::once(contains).chain(others).map(|part| part.node.clone()).collect();
        return Some(Conflict { keywords, why });
    }
    let least = rest.iter().find(|part| part.is(&["minItems"]))?;
    let items: Vec<&&Clause<'a>> =
        rest.iter().filter(|part| part.is(&["items", "prefixItems", "additionalItems"])).collect();
    if items.is_empty() || items.len() + 1 != rest.len() {
        return None;
    }
    let index = items.iter().find_map(|part| part.member.clone()).unwrap_or_else(|| "0".into());
    let inner: Vec<Clause<'a>> = items.iter().flat_map(|part| part.flat()).collect();
    let inner = match inner.iter().find(|part| part.node.value == false) {
        Some(never) => Conflict { keywords: vec![never.node.clone()], why: "`false` accepts nothing".into() },
        None => explained(&inner),
    };
    let why = format!("`minItems` {} requires an item {index}, but none is possible: {}", least.node.value, inner.why);
    let keywords = std::iter::once(least.node.clone()).chain(inner.keywords).collect();
    Some(Conflict { keywords, why })
}

/// Bounds that leave no number.
fn no_number<'a>(rest: &[&Clause<'a>], types: &[&Clause<'a>]) -> Option<Conflict<'a>> {
    let of = |names: &[&str]| rest.iter().find(|part| part.is(names) && part.node.value.is_number()).copied();
    let (lower, upper) = (of(&["exclusiveMinimum", "minimum"])?, of(&["exclusiveMaximum", "maximum"])?);
    let exclusive = |bound: &Clause<'_>| {
        let words = format!("exclusive{}", bound.keyword.replacen('m', "M", 1));
        bound.keyword.starts_with("exclusive")
            || rest.iter().any(|part| part.keyword == words && part.node.value == true)
    };
    let bound = |part: &Clause<'_>| {
        let marked = exclusive(part) && !part.keyword.starts_with("exclusive");
        format!("`{}` {}{}", part.keyword, part.node.value, if marked { " (exclusive)" } else { "" })
    };
    let order = number(lower).zip(number(upper)).map(|(lower, upper)| compare(lower, upper))?;
    let apart = order == Ordering::Greater || (order == Ordering::Equal && (exclusive(lower) || exclusive(upper)));
    let step = of(&["multipleOf"]);
    let what = match step {
        Some(step) => format!("multiple of `multipleOf` {}", step.node.value),
        None if !apart && !types.is_empty() => "integer".to_owned(),
        None => "number".to_owned(),
    };
    let why = format!("no {what} lies between {} and {}", bound(lower), bound(upper));
    let others = rest.iter().copied().filter(|part| part.node.value == true);
    let keywords = step.into_iter().chain([lower, upper]).chain(others).map(|part| part.node.clone()).collect();
    Some(Conflict { keywords, why })
}

fn number<'a>(part: &Clause<'a>) -> Option<&'a Number> {
    part.node.value.as_number()
}
