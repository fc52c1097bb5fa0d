//! Facets of arrays.

use super::super::schema::{Conj, Contains, Facts, Types};
use super::{At, Prover};

/// How many items are looked at one by one.
const POSITIONS: usize = 512;

impl<'a> Prover<'a> {
    /// The most items that an array may have: by `maxItems`, or because no value fits the next.
    pub(super) fn most_items(&self, known: &Facts<'a>, at: At) -> Option<u64> {
        let described = longest(known);
        let stop = (0..=described.min(POSITIONS))
            .find(|&index| {
                let item = if index < described { Self::item_of(known, index) } else { Self::rest_items_of(known) };
                !item.nodes.is_empty() && self.vacuous(&item, at.inside())
            })
            .map(|index| index as u64);
        match (stop, known.items.max) {
            (Some(stop), Some(max)) => Some(stop.min(max)),
            (stop, max) => stop.or(max),
        }
    }

    pub(super) fn item_count(&self, known: &Facts<'a>, wants: &Facts<'a>, at: At) -> bool {
        if !known.types.has(Types::ARRAY) {
            return true;
        }
        let contained = known.contains.iter().map(|contains| contains.min).max().unwrap_or(0);
        known.items.min.max(contained) >= wants.items.min
            && wants.items.max.is_none_or(|wanted| {
                known.items.max.is_some_and(|max| max <= wanted)
                    || self.most_items(known, at).is_some_and(|most| most <= wanted)
            })
    }

    pub(super) fn items(&self, known: &Facts<'a>, wants: &Facts<'a>, at: At) -> bool {
        if !known.types.has(Types::ARRAY) || wants.arrays.is_empty() {
            return true;
        }
        let positions = longest(known).max(longest(wants));
        let most = self.most_items(known, at).unwrap_or(u64::MAX);
        positions <= POSITIONS
            && (0..positions)
                .take_while(|&index| (index as u64) < most)
                .all(|index| self.prove(&Self::item_of(known, index), &Self::item_of(wants, index), at.inside()))
            && (most <= positions as u64
                || self.prove(&Self::rest_items_of(known), &Self::rest_items_of(wants), at.inside()))
    }

    pub(super) fn unique(&self, known: &Facts<'a>, wants: &Facts<'a>, at: At) -> bool {
        !known.types.has(Types::ARRAY)
            || !wants.unique
            || known.unique
            || self.most_items(known, at).is_some_and(|most| most <= 1)
    }

    pub(super) fn contains(&self, known: &Facts<'a>, wants: &Facts<'a>, at: At) -> bool {
        !known.types.has(Types::ARRAY)
            || wants.contains.iter().all(|&wanted| {
                self.enough(known, wanted, at) && wanted.max.is_none_or(|max| self.not_too_many(known, wanted, max, at))
            })
    }

    fn enough(&self, known: &Facts<'a>, wanted: Contains<'a>, at: At) -> bool {
        let target = Conj::of(wanted.node);
        wanted.min == 0
            || known.contains.iter().any(|contains| {
                contains.min >= wanted.min && self.prove(&Conj::of(contains.node), &target, at.inside())
            })
            || (known.items.min >= wanted.min && self.every_item(known, &target, at))
    }

    fn not_too_many(&self, known: &Facts<'a>, wanted: Contains<'a>, max: u64, at: At) -> bool {
        self.most_items(known, at).is_some_and(|most| most <= max)
            || known.contains.iter().any(|contains| {
                contains.max.is_some_and(|given| given <= max)
                    && self.prove(&Conj::of(wanted.node.closed()), &Conj::of(contains.node), at.inside())
                    && !wanted.node.open
            })
    }

    fn every_item(&self, known: &Facts<'a>, target: &Conj<'a>, at: At) -> bool {
        let positions = longest(known);
        positions <= POSITIONS
            && (0..positions).all(|index| self.prove(&Self::item_of(known, index), target, at.inside()))
            && self.prove(&Self::rest_items_of(known), target, at.inside())
    }
}

/// How many items are described one by one.
pub(in crate::diff) fn longest(facts: &Facts<'_>) -> usize {
    facts.arrays.iter().map(|shape| shape.first.len()).max().unwrap_or(0)
}
