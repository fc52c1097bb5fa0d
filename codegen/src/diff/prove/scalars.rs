//! Facets of values, numbers and strings.

use super::super::schema::{Conj, Facts, Patterns, Types, compare, is_multiple};
use super::Prover;

impl<'a> Prover<'a> {
    /// An enumeration is wanted. Where few values are given they were tried one by one before; here only the trivial is left.
    pub(super) fn values(&self, given: &Conj<'a>, known: &Facts<'a>, wants: &Facts<'a>) -> bool {
        let Some(values) = &wants.values else { return true };
        if let Some(candidates) = &known.values {
            let possible = |value: &&&serde_json::Value| self.evaluator.valid(value, given) != Some(false);
            return candidates.iter().filter(possible).all(|value| wants.lists(value));
        }
        let covered = [(Types::NULL, 1), (Types::BOOLEAN, 2)];
        (known.types - (Types::NULL | Types::BOOLEAN)).is_empty()
            && covered.iter().all(|&(types, count)| {
                !known.types.has(types) || values.iter().filter(|value| Types::of(value) == types).count() == count
            })
    }

    pub(super) fn lower(known: &Facts<'a>, wants: &Facts<'a>) -> bool {
        !known.types.meets(Types::NUMBER)
            || wants.lower.is_none_or(|wanted| {
                known.lower.is_some_and(|bound| {
                    let order = compare(bound.at, wanted.at);
                    order.is_gt() || (order.is_eq() && (bound.exclusive || !wanted.exclusive))
                })
            })
    }

    pub(super) fn upper(known: &Facts<'a>, wants: &Facts<'a>) -> bool {
        !known.types.meets(Types::NUMBER)
            || wants.upper.is_none_or(|wanted| {
                known.upper.is_some_and(|bound| {
                    let order = compare(bound.at, wanted.at);
                    order.is_lt() || (order.is_eq() && (bound.exclusive || !wanted.exclusive))
                })
            })
    }

    pub(super) fn multiples(known: &Facts<'a>, wants: &Facts<'a>) -> bool {
        let whole = !known.types.has(Types::FRACTION);
        !known.types.meets(Types::NUMBER)
            || wants.multiples.iter().all(|wanted| {
                (whole && wanted.as_u64() == Some(1))
                    || known.multiples.iter().any(|of| of == wanted || is_multiple(of, wanted) == Some(true))
            })
    }

    pub(super) fn length(known: &Facts<'a>, wants: &Facts<'a>) -> bool {
        !known.types.meets(Types::STRING)
            || (known.length.min >= wants.length.min
                && wants.length.max.is_none_or(|wanted| known.length.max.is_some_and(|max| max <= wanted)))
    }

    pub(super) fn patterns(known: &Facts<'a>, wants: &Facts<'a>) -> bool {
        !known.types.meets(Types::STRING)
            || wants.patterns.iter().all(|pattern| Patterns::always(pattern) || known.patterns.contains(pattern))
    }

    /// A format is opaque: only the same format is enough, and a dialect that merely annotates it gives no promise to one that
    /// asserts it.
    pub(super) fn formats(known: &Facts<'a>, wants: &Facts<'a>) -> bool {
        !known.types.meets(Types::STRING)
            || wants.formats.iter().all(|(keyword, format, asserted)| {
                known
                    .formats
                    .iter()
                    .any(|(other, given, sure)| other == keyword && given == format && (*sure || !asserted))
            })
    }
}
