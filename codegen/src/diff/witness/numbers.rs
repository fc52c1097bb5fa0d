//! Numbers at the bounds and multiples of both sides.

use serde_json::{Number, Value, json};

use super::super::place::FoldedSchema;

/// Numbers for a description, and around the edges of another.
pub(super) fn numbers(folded: &FoldedSchema<'_>, hints: Option<&FoldedSchema<'_>>, found: &mut Vec<Value>) {
    let sides = || std::iter::once(folded).chain(hints);
    let mut edges: Vec<&Number> =
        sides().flat_map(|folded| [folded.lower, folded.upper]).flatten().map(|bound| bound.at).collect();
    edges.extend(sides().flat_map(|folded| folded.multiples.iter().copied()));
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
    for multiple in folded.multiples.iter().filter_map(|of| of.as_i64()) {
        let start = folded.lower.and_then(|bound| bound.at.as_i64()).map_or(0, |at| at / multiple.max(1));
        found.extend((start - 1..start + 4).map(|times| json!(times.saturating_mul(multiple))));
    }
}
