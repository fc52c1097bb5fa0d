//! References that lead back to themselves for the same value. A validator never finishes with them.

use std::collections::HashSet;

use jsonptr::PointerBuf;

use super::document::SchemaDocument;

/// The places of schemas whose reference leads, through combinators or further references, back to themselves.
pub(crate) fn circles<'d>(document: &'d SchemaDocument<'_>) -> HashSet<&'d PointerBuf> {
    let next = document.applied_in_place();
    let on_circle = on_circle(&next);
    let places = document.places().iter().enumerate();
    let referring = places.filter(|(_, place)| place.schema.get("$ref").is_some());
    referring.filter(|(index, _)| on_circle[*index]).map(|(_, place)| &place.pointer).collect()
}

/// Whether the schema can be given to a validator: each `$ref` leads to a schema.
pub(crate) fn readable(document: &SchemaDocument<'_>) -> bool {
    document.unresolved().all(|(_, keyword, _)| keyword != "$ref") && circles(document).is_empty()
}

/// Which nodes of a graph lead back to themselves: its strongly connected components, found by Tarjan's algorithm without recursion.
fn on_circle(next: &[Vec<usize>]) -> Vec<bool> {
    const NEW: usize = usize::MAX;
    let mut found = vec![false; next.len()];
    let (mut number, mut lowest) = (vec![NEW; next.len()], vec![NEW; next.len()]);
    let (mut path, mut on_path) = (Vec::new(), vec![false; next.len()]);
    let mut count = 0;
    for start in 0..next.len() {
        let mut open = vec![(start, 0)];
        while let Some((point, edge)) = open.pop() {
            if edge == 0 {
                if number[point] != NEW {
                    continue;
                }
                (number[point], lowest[point]) = (count, count);
                count += 1;
                path.push(point);
                on_path[point] = true;
            } else {
                let before = next[point][edge - 1];
                if on_path[before] {
                    lowest[point] = lowest[point].min(lowest[before]);
                }
            }
            if let Some(&to) = next[point].get(edge) {
                open.push((point, edge + 1));
                open.push((to, 0));
            } else if lowest[point] == number[point] {
                let from = path.iter().rposition(|other| *other == point).unwrap_or(0);
                let part = path.split_off(from);
                let circle = part.len() > 1 || next[point].contains(&point);
                for point in part {
                    on_path[point] = false;
                    found[point] = circle;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn of(schema: &Value) -> (bool, usize) {
        let document = SchemaDocument::new(schema);
        (readable(&document), circles(&document).len())
    }

    #[test]
    fn a_reference_below_a_property_is_not_a_circle() {
        let tree = json!({"properties": {"child": {"$ref": "#"}, "items": {"items": {"$ref": "#"}}}});
        assert_eq!(of(&tree), (true, 0));
    }

    #[test]
    fn references_for_the_same_value_are() {
        for (schema, circles) in [
            (json!({"$ref": "#"}), 1),
            (json!({"allOf": [{"$ref": "#"}]}), 1),
            (
                json!({"definitions": {"a": {"anyOf": [{"$ref": "#/definitions/b"}]}, "b": {"not": {"$ref": "#/definitions/a"}}}}),
                2,
            ),
            (json!({"then": {"$ref": "#"}}), 1),
        ] {
            assert_eq!(of(&schema), (false, circles), "{schema}");
        }
    }

    #[test]
    fn what_leads_to_a_circle_is_on_none() {
        let graph = [vec![1], vec![2, 3], vec![1], vec![4], vec![]];
        assert_eq!(on_circle(&graph), [false, true, true, false, false]);
        let long: Vec<Vec<usize>> = (1..=50_000).map(|next| if next < 50_000 { vec![next] } else { vec![] }).collect();
        assert!(on_circle(&long).iter().all(|circle| !circle));
    }
}
