//! Numbers at the bounds and multiples of both sides.

use serde_json::{Number, Value, json};

use super::super::place::Facts;

/// Numbers for a description, and around the edges of another.
pub(super) fn numbers(facts: &Facts<'_>, hints: Option<&Facts<'_>>, found: &mut Vec<Value>) {
    let sides = || std::iter::once(facts).chain(hints);
    let mut edges: Vec<&Number> =
        sides().flat_map(|facts| [facts.lower, facts.upper]).flatten().map(|bound| bound.at).collect();
    edges.extend(sides().flat_map(|facts| facts.multiples.iter().copied()));
    let mut values: Vec<f64> = Vec::new();
    for edge in edges {
        found.push(Value::Number(edge.clone()));
        if let Some(whole) = edge.as_i64() {
            found.extend(
                [whole.saturating_sub(1), whole.saturating_add(1), whole.saturating_mul(2), whole.saturating_mul(3)]
                    .map(Value::from),
            );
        }
        values.extend(edge.as_f64().into_iter().flat_map(|edge| [edge - 0.5, edge + 0.5, edge - 1.0, edge + 1.0]));
    }
    found.extend([0, 1, -1, 2, 7, 1000].map(|whole: i64| json!(whole)));
    values.extend([0.5, -0.5, 1e9]);
    found.extend(values.into_iter().map(|value| json!(value)));
    for multiple in facts.multiples.iter().filter_map(|of| of.as_i64()) {
        let start = facts.lower.and_then(|bound| bound.at.as_i64()).map_or(0, |at| at / multiple.max(1));
        found.extend((start - 1..start + 4).map(|times| json!(times.saturating_mul(multiple))));
    }
}
