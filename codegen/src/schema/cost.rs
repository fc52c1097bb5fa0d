//! How much work a validator would have with an instance: a schema of sixty lines can require 2^60 steps.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::budget::MOST_APPLICATIONS;
use super::document::SchemaDocument;

/// Whether a validator finishes in acceptable time. Assumes that no reference leads in a circle.
pub(crate) fn affordable(document: &SchemaDocument<'_>, instance: &Value) -> bool {
    let mut below = Vec::new();
    for applied in document.applied_below() {
        let mut here = AppliedSchemas::default();
        for (place, keyword, name) in applied {
            match (keyword.as_str(), name) {
                ("properties", Some(name)) => drop(here.named.insert(name, place)),
                ("definitions" | "$defs", _) => {}
                ("patternProperties" | "additionalProperties" | "unevaluatedProperties" | "propertyNames", _) => {
                    here.members.push(place);
                }
                ("items" | "prefixItems" | "additionalItems" | "unevaluatedItems" | "contains", _) => {
                    here.items.push(place);
                }
                _ => {
                    here.members.push(place);
                    here.items.push(place);
                }
            }
        }
        below.push(here);
    }
    let mut count = ApplicationCount { in_place: document.applied_in_place(), below, total: 0 };
    count.apply(BTreeMap::from([(0, 1)]), instance);
    count.total <= MOST_APPLICATIONS
}

/// The schemas that a schema applies to the members and items of a value.
#[derive(Default)]
struct AppliedSchemas {
    named: HashMap<String, usize>,
    members: Vec<usize>,
    items: Vec<usize>,
}

struct ApplicationCount {
    in_place: Vec<Vec<usize>>,
    below: Vec<AppliedSchemas>,
    total: u64,
}

impl ApplicationCount {
    /// Counts how often each schema is applied to a value and to the values within it.
    fn apply(&mut self, mut times: BTreeMap<usize, u64>, value: &Value) {
        for place in self.in_order(times.keys().copied().collect()) {
            let here = times.get(&place).copied().unwrap_or(1);
            for next in &self.in_place[place] {
                let sum = times.entry(*next).or_insert(0);
                *sum = sum.saturating_add(here);
            }
        }
        self.total = times.values().fold(self.total, |total, times| total.saturating_add(*times));
        let members: Vec<(Option<&str>, &Value)> = match value {
            Value::Object(members) => members.iter().map(|(name, value)| (Some(name.as_str()), value)).collect(),
            Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        for (name, value) in members {
            if self.total > MOST_APPLICATIONS {
                return;
            }
            let below = self.below(&times, name);
            self.apply(below, value);
        }
    }

    /// The places and all that they apply in place, each before what it applies.
    fn in_order(&self, starts: Vec<usize>) -> Vec<usize> {
        let mut open: Vec<(usize, bool)> = starts.into_iter().map(|place| (place, false)).collect();
        let mut seen = HashSet::new();
        let mut order = Vec::new();
        while let Some((place, left)) = open.pop() {
            if left {
                order.push(place);
            } else if seen.insert(place) {
                open.push((place, true));
                open.extend(self.in_place[place].iter().map(|next| (*next, false)));
            }
        }
        order.reverse();
        order
    }

    /// How often each schema is applied to a member or an item, at most one too often.
    fn below(&self, times: &BTreeMap<usize, u64>, name: Option<&str>) -> BTreeMap<usize, u64> {
        let mut below: BTreeMap<usize, u64> = BTreeMap::new();
        for (place, times) in times {
            let here = &self.below[*place];
            let named = name.and_then(|name| here.named.get(name));
            let others = if name.is_some() { &here.members } else { &here.items };
            for place in named.into_iter().chain(others) {
                let sum = below.entry(*place).or_insert(0);
                *sum = sum.saturating_add(*times);
            }
        }
        below
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn is_affordable(schema: &Value, instance: &Value) -> bool {
        affordable(&SchemaDocument::new(schema), instance)
    }

    #[test]
    fn ordinary_schemas_are_affordable() {
        let tree =
            json!({"type": "object", "properties": {"child": {"$ref": "#"}}, "anyOf": [{"required": ["child"]}, {}]});
        let deep = (0..100).fold(json!({}), |value, _| json!({ "child": value }));
        assert!(is_affordable(&tree, &deep));
    }

    #[test]
    fn what_doubles_at_each_level_is_not() {
        let twice = json!({"allOf": [{"properties": {"a": {"$ref": "#"}}}, {"properties": {"a": {"$ref": "#"}}}]});
        let deep = (0..60).fold(json!({}), |value, _| json!({ "a": value }));
        assert!(is_affordable(&twice, &json!({"a": {}})));
        assert!(!is_affordable(&twice, &deep));
    }
}
