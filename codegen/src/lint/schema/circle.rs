//! References that come back for one and the same value: no validator gets to an end with them.

use std::collections::{HashMap, HashSet};

use jsonptr::PointerBuf;
use serde_json::Value;

use super::reference::{resolve, step};
use super::walk::{Subschema, subschemas};

/// The places of schemas whose `$ref` leads, through combinators or further references, back to themselves.
pub(in crate::lint) fn circles(root: &Value) -> HashSet<PointerBuf> {
    let next = applied_in_place(root);
    let returns = |start: &PointerBuf| {
        let mut open: Vec<&PointerBuf> = next.get(start).into_iter().flatten().collect();
        let mut seen = HashSet::new();
        while let Some(place) = open.pop() {
            if place == start {
                return true;
            }
            if seen.insert(place) {
                open.extend(next.get(place).into_iter().flatten());
            }
        }
        false
    };
    let referring = subschemas(root).into_iter().filter(|place| place.schema.get("$ref").is_some());
    referring.map(|place| place.pointer).filter(returns).collect()
}

/// For each schema the places of those that speak of the same value: branches of its combinators, and what it refers to.
pub(super) fn applied_in_place(root: &Value) -> HashMap<PointerBuf, Vec<PointerBuf>> {
    let mut next: HashMap<PointerBuf, Vec<PointerBuf>> = HashMap::new();
    for place in &subschemas(root) {
        if let (true, Some(outer)) = (place.in_place, place.applied_by()) {
            next.entry(outer).or_default().push(place.pointer.clone());
        }
        next.entry(place.pointer.clone()).or_default().extend(targets(root, place));
    }
    next
}

fn targets(root: &Value, place: &Subschema<'_>) -> Vec<PointerBuf> {
    let references = ["$ref", "$recursiveRef", "$dynamicRef"];
    let named = references.iter().filter_map(|keyword| place.schema.get(keyword)?.as_str());
    named.filter_map(|reference| Some(step(root, reference).ok()?.0)).collect()
}

/// Whether the schema can be given to a validator: each reference leads to a schema.
pub(in crate::lint) fn readable(root: &Value) -> bool {
    let places = subschemas(root);
    let mut references = places.iter().filter_map(|place| place.schema.get("$ref")?.as_str());
    references.all(|reference| resolve(root, reference).is_ok()) && circles(root).is_empty()
}

impl Subschema<'_> {
    /// The schema whose keyword applies this one: one token up, or two where the keyword holds several.
    fn applied_by(&self) -> Option<PointerBuf> {
        let parent = self.pointer.parent()?;
        let single = self.pointer.back().is_some_and(|token| super::keyword::ONE.contains(&token.decoded().as_ref()));
        let listed = parent.back().is_some_and(|token| {
            let keyword = token.decoded();
            super::keyword::LIST.contains(&keyword.as_ref()) || super::keyword::MAP.contains(&keyword.as_ref())
        });
        if single && !listed { Some(parent.to_buf()) } else { parent.parent().map(jsonptr::Pointer::to_buf) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reference_below_a_property_is_no_circle() {
        let tree = json!({"properties": {"child": {"$ref": "#"}, "items": {"items": {"$ref": "#"}}}});
        assert!(readable(&tree) && circles(&tree).is_empty());
    }

    #[test]
    fn references_for_the_same_value_are() {
        for schema in [
            json!({"$ref": "#"}),
            json!({"allOf": [{"$ref": "#"}]}),
            json!({"definitions": {"a": {"anyOf": [{"$ref": "#/definitions/b"}]}, "b": {"not": {"$ref": "#/definitions/a"}}}}),
            json!({"then": {"$ref": "#"}}),
        ] {
            assert!(!readable(&schema), "{schema}");
        }
    }
}
