//! The constraints of a schema: the smallest things that [`weaken`](super::weaken) can take back, so that the schema accepts more.

use jsonptr::{Pointer, PointerBuf};
use jsonschema::Draft;
use serde_json::Value;

use super::document::{SchemaDocument, SchemaPlace};
use super::keyword::{ASSERTIONS, knows};

/// How a constraint is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// The keyword goes, with those that belong to it.
    Remove,
    /// The schema at `change` becomes one that accepts everything.
    Open,
    /// The name goes from its list.
    Unlist,
}

/// The smallest thing that can be taken back: a keyword, the schema of one property, one name in `required`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Constraint {
    /// Its place in the document.
    pub(super) pointer: PointerBuf,
    /// The place that changes.
    pub(super) change: PointerBuf,
    pub(super) how: How,
}

impl Constraint {
    /// A schema as a whole.
    pub(super) fn whole(pointer: PointerBuf) -> Self {
        Self { change: pointer.clone(), pointer, how: How::Open }
    }

    /// A keyword of a schema.
    pub(super) fn keyword(schema: &Pointer, keyword: &str) -> Self {
        Self::new(schema.with_trailing_token(keyword), How::Remove)
    }

    /// It is a name in a list.
    pub(super) fn is_listed(&self) -> bool {
        self.how == How::Unlist
    }

    fn new(pointer: PointerBuf, how: How) -> Self {
        Self { change: pointer.clone(), pointer, how }
    }
}

/// The constraints of a schema and of the branches of its `allOf`.
pub(super) fn constraints(document: &SchemaDocument<'_>, at: &Pointer) -> Vec<Constraint> {
    let mut found = Vec::new();
    if let Some(place) = document.at(at) {
        collect(document, place, &mut found);
    }
    found.sort_by_key(|constraint| constraint.pointer.back().is_some_and(|last| last.decoded() == "type"));
    found
}

/// The constraints within a constraint: those of a property's or item's schema, of the branches of `anyOf`, and of a reference's target. Not
/// those of `not` and `if`: to take one back there takes back the whole keyword.
pub(super) fn within(document: &SchemaDocument<'_>, constraint: &Constraint) -> Vec<Constraint> {
    let keyword = constraint.pointer.back().map(|token| token.decoded().into_owned()).unwrap_or_default();
    let holder = constraint.pointer.parent().and_then(|parent| document.at(parent));
    match holder {
        Some(holder) if keyword == "$ref" => {
            let target = document.target(holder.schema).and_then(Result::ok);
            target.map(|target| constraints(document, &target.pointer)).unwrap_or_default()
        }
        Some(holder) if keyword == "anyOf" => {
            let branches = holder.schema.get("anyOf").and_then(Value::as_array).map_or(0, Vec::len);
            (0..branches)
                .flat_map(|branch| constraints(document, &constraint.pointer.with_trailing_token(branch)))
                .collect()
        }
        _ if constraint.how == How::Open && constraint.change == constraint.pointer => {
            let inner = constraints(document, &constraint.pointer);
            // `false` consists of nothing else.
            if inner == [constraint.clone()] { Vec::new() } else { inner }
        }
        _ => Vec::new(),
    }
}

fn collect(document: &SchemaDocument<'_>, place: &SchemaPlace<'_>, found: &mut Vec<Constraint>) {
    let Value::Object(keywords) = place.schema else {
        if place.schema == &Value::Bool(false) {
            found.push(Constraint::whole(place.pointer.clone()));
        }
        return;
    };
    if place.draft < Draft::Draft201909 && keywords.get("$ref").is_some_and(Value::is_string) {
        // Without the reference, the keywords beside it would begin to count.
        let pointer = place.pointer.with_trailing_token("$ref");
        found.push(Constraint { pointer, change: place.pointer.clone(), how: How::Open });
        return;
    }
    // Sorted, so that the order of the page does not matter. Types come last: most keywords are about one type, so `type` rarely explains anything.
    let mut keywords: Vec<(&String, &Value)> = keywords.iter().collect();
    keywords.sort_by_key(|(keyword, _)| (*keyword == "type", *keyword));
    for (keyword, value) in keywords {
        let at = place.pointer.with_trailing_token(keyword.as_str());
        let each = |names: &mut dyn Iterator<Item = PointerBuf>, how| {
            names.map(|name| Constraint::new(name, how)).collect::<Vec<_>>()
        };
        match (keyword.as_str(), value) {
            ("allOf", Value::Array(branches)) => {
                for branch in 0..branches.len() {
                    if let Some(branch) = document.at(&at.with_trailing_token(branch)) {
                        collect(document, branch, found);
                    }
                }
            }
            ("required", Value::Array(names)) => {
                found.extend(each(&mut (0..names.len()).map(|name| at.with_trailing_token(name)), How::Unlist));
            }
            ("properties" | "patternProperties", Value::Object(members)) => {
                let mut names: Vec<&String> = members.keys().collect();
                names.sort();
                let mut members = names.into_iter().map(|name| at.with_trailing_token(name.as_str()));
                found.extend(each(&mut members, How::Open));
            }
            ("items" | "prefixItems", Value::Array(items)) => {
                found.extend(each(&mut (0..items.len()).map(|item| at.with_trailing_token(item)), How::Open));
            }
            (
                "items"
                | "additionalItems"
                | "unevaluatedItems"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "propertyNames",
                _,
            ) if knows(place.draft, keyword) => found.push(Constraint::new(at, How::Open)),
            ("then" | "else" | "minContains" | "maxContains", _) => {}
            (name, _) if ASSERTIONS.contains(&name) && knows(place.draft, name) => {
                found.push(Constraint::new(at, How::Remove));
            }
            _ => {}
        }
    }
}
