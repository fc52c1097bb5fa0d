//! What the generator makes of a schema, as far as a change of the public API shows: the shape of the Rust type.
//!
//! The rules: structs, string enumerations and `Payload` are non-exhaustive; a property is `Option` unless it is required and
//! not nullable; values are not constrained; whatever has alternatives, tuples or mixed types is a `serde_json::Value`.

use super::change::Semver;
use super::prove::{declared, longest};
use super::schema::{Conj, Facts, Role, Types};

/// The Rust type of a value, null aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Value,
    Boolean,
    Integer,
    Number,
    String,
    /// An enumeration of texts.
    Enumeration,
    Vec(Box<Shape>),
    Struct,
    /// An object without declared properties.
    Map,
}

/// How deep array shapes are followed.
const MAX_DEPTH: usize = 16;

impl Shape {
    /// The shape of what fulfils the conjunction.
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        Self::within(facts, 0)
    }

    fn within(facts: &Facts<'_>, depth: usize) -> Self {
        let combined = !facts.choices.is_empty() || !facts.negated.is_empty() || !facts.conditions.is_empty();
        if combined || !facts.opaque.is_empty() || depth > MAX_DEPTH {
            return Self::Value;
        }
        let types = facts.types - Types::NULL;
        if types == Types::BOOLEAN {
            Self::Boolean
        } else if types == Types::INTEGER {
            Self::Integer
        } else if types == Types::NUMBER || types == Types::FRACTION {
            Self::Number
        } else if types == Types::STRING {
            if facts.values.is_some() { Self::Enumeration } else { Self::String }
        } else if types == Types::ARRAY {
            let items = Conj::all(facts.arrays.iter().filter_map(|shape| shape.rest).collect());
            match (longest(facts), items.nodes.is_empty()) {
                (0, true) => Self::Vec(Box::new(Self::Value)),
                (0, false) => {
                    let items = Facts::of(&items, Role::Exact, &|_| false);
                    Self::Vec(Box::new(Self::within(&items, depth + 1)))
                }
                _ => Self::Value,
            }
        } else if types == Types::OBJECT {
            if declared(facts).is_empty() { Self::Map } else { Self::Struct }
        } else {
            Self::Value
        }
    }
}

/// What replacing one shape by another does, nullability counted.
pub(super) fn of_types(old: &Facts<'_>, new: &Facts<'_>) -> Semver {
    let same = Shape::of(old) == Shape::of(new);
    let nullable = |facts: &Facts<'_>, shape: &Shape| *shape != Shape::Value && facts.types.has(Types::NULL);
    let optional = nullable(old, &Shape::of(old)) == nullable(new, &Shape::of(new));
    if same && optional { Semver::Patch } else { Semver::Major }
}
