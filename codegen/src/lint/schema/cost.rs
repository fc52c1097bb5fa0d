//! How much work a validator would have with an instance: a schema of sixty lines can ask for 2^60 steps.

use std::collections::{BTreeMap, HashMap, HashSet};

use jsonptr::PointerBuf;
use serde_json::Value;

use super::circle::applied_in_place;
use super::keyword::{IN_PLACE, MAP};
use super::walk::subschemas;

/// More applications of a schema to a value are not worth waiting for.
const MOST: u64 = 300_000;

/// Whether a validator gets to an end in good time. Supposes that no reference leads in a circle.
pub(in crate::lint) fn affordable(root: &Value, instance: &Value) -> bool {
    let places = subschemas(root).into_iter().map(|place| (place.pointer, place.schema)).collect();
    let mut count = Count { places, in_place: applied_in_place(root), total: 0 };
    count.apply(BTreeMap::from([(PointerBuf::root(), 1)]), instance);
    count.total <= MOST
}

struct Count<'a> {
    places: HashMap<PointerBuf, &'a Value>,
    in_place: HashMap<PointerBuf, Vec<PointerBuf>>,
    total: u64,
}

impl Count<'_> {
    /// Applies schemas, each so many times, to a value and to what is in it.
    fn apply(&mut self, mut times: BTreeMap<PointerBuf, u64>, value: &Value) {
        for place in self.in_order(times.keys().cloned().collect()) {
            let here = times.get(&place).copied().unwrap_or(1);
            for next in self.in_place.get(&place).into_iter().flatten() {
                let sum = times.entry(next.clone()).or_insert(0);
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
            if self.total > MOST {
                return;
            }
            let below = self.below(&times, name);
            self.apply(below, value);
        }
    }

    /// The places and all that they apply in place, each before what it applies.
    fn in_order(&self, starts: Vec<PointerBuf>) -> Vec<PointerBuf> {
        let mut open: Vec<(PointerBuf, bool)> = starts.into_iter().map(|place| (place, false)).collect();
        let mut seen = HashSet::new();
        let mut order = Vec::new();
        while let Some((place, left)) = open.pop() {
            if left {
                order.push(place);
            } else if seen.insert(place.clone()) {
                let next = self.in_place.get(&place).into_iter().flatten().map(|next| (next.clone(), false));
                let next: Vec<_> = next.collect();
                open.push((place, true));
                open.extend(next);
            }
        }
        order.reverse();
        order
    }

    /// How often each schema is applied to a member or an item: rather one too many.
    fn below(&self, times: &BTreeMap<PointerBuf, u64>, name: Option<&str>) -> BTreeMap<PointerBuf, u64> {
        let mut below: BTreeMap<PointerBuf, u64> = BTreeMap::new();
        for (place, times) in times {
            let keywords = self
                .places
                .get(place)
                .and_then(|schema| schema.as_object())
                .into_iter()
                .flat_map(|schema| schema.iter());
            for (keyword, value) in keywords.filter(|(keyword, _)| !IN_PLACE.contains(&keyword.as_str())) {
                let at = place.with_trailing_token(keyword.as_str());
                let mut add = |place: PointerBuf| {
                    if self.places.contains_key(&place) {
                        let sum = below.entry(place).or_insert(0);
                        *sum = sum.saturating_add(*times);
                    }
                };
                match (value, name) {
                    (Value::Object(_), Some(name)) if keyword == "properties" => add(at.with_trailing_token(name)),
                    (Value::Object(all), Some(_)) if keyword == "patternProperties" => {
                        all.keys().for_each(|pattern| add(at.with_trailing_token(pattern.as_str())));
                    }
                    (Value::Object(_), _) if MAP.contains(&keyword.as_str()) => {}
                    (Value::Array(items), None) => {
                        (0..items.len()).for_each(|index| add(at.with_trailing_token(index)));
                    }
                    _ => add(at),
                }
            }
        }
        below
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ordinary_schemas_are_affordable() {
        let tree =
            json!({"type": "object", "properties": {"child": {"$ref": "#"}}, "anyOf": [{"required": ["child"]}, {}]});
        let deep = (0..100).fold(json!({}), |value, _| json!({ "child": value }));
        assert!(affordable(&tree, &deep));
    }

    #[test]
    fn what_doubles_at_each_level_is_not() {
        let twice = json!({"allOf": [{"properties": {"a": {"$ref": "#"}}}, {"properties": {"a": {"$ref": "#"}}}]});
        let deep = (0..60).fold(json!({}), |value, _| json!({ "a": value }));
        assert!(affordable(&twice, &json!({"a": {}})));
        assert!(!affordable(&twice, &deep));
    }
}
