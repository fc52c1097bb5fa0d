//! Facets of objects.

use std::collections::BTreeSet;

use super::super::schema::{Conj, Facts, Node, ObjectShape, Role, Types};
use super::{At, Prover};

/// How many combinations of what may cover a property are tried.
const COMBINATIONS: usize = 64;

impl<'a> Prover<'a> {
    pub(super) fn require(known: &Facts<'a>, name: &str) -> bool {
        !known.types.has(Types::OBJECT) || known.required.contains(name)
    }

    pub(super) fn properties(&self, known: &Facts<'a>, wants: &Facts<'a>, at: At) -> bool {
        if !known.types.has(Types::OBJECT) || wants.objects.is_empty() {
            return true;
        }
        self.declared(known).union(&declared(wants)).all(|name| self.property(known, wants, name, at))
            && self.rest(known, wants, at)
    }

    pub(super) fn property(&self, known: &Facts<'a>, wants: &Facts<'a>, name: &str, at: At) -> bool {
        if !known.types.has(Types::OBJECT) || known.properties.max == Some(0) {
            return true;
        }
        let wanted = self.property_of(wants, name, Role::Wanted);
        wanted.nodes.is_empty() || self.prove(&self.property_of(known, name, Role::Given), &wanted, at.inside())
    }

    /// The properties that neither side names: each may be covered by a pattern or by what is said of all others.
    pub(super) fn rest(&self, known: &Facts<'a>, wants: &Facts<'a>, at: At) -> bool {
        if !known.types.has(Types::OBJECT) || known.properties.max == Some(0) || self.listed_names(known).is_some() {
            return true;
        }
        wants.objects.iter().all(|shape| {
            let patterns: Vec<&str> = shape.patterns.iter().map(|&(pattern, _)| pattern).collect();
            shape.patterns.iter().all(|&(pattern, target)| self.covered(known, Some(pattern), &[], target, at))
                && shape.rest.is_none_or(|target| self.covered(known, None, &patterns, target, at))
        })
    }

    /// Whether the value of a property of unknown name fulfils `target`; the name matches `within`, and none of `without`.
    fn covered(&self, known: &Facts<'a>, within: Option<&str>, without: &[&str], target: Node<'a>, at: At) -> bool {
        let target = Conj::of(target);
        let mut ways: Vec<Conj<'a>> = vec![Conj::all(Vec::new())];
        for shape in &known.objects {
            let covers = covers(shape, within, without);
            if ways.len() * covers.len() > COMBINATIONS {
                continue;
            }
            ways = ways
                .iter()
                .flat_map(|way| {
                    covers.iter().map(|cover| match cover {
                        Some(node) => way.and(*node),
                        None => way.clone(),
                    })
                })
                .collect();
        }
        ways.iter().all(|way| self.prove(way, &target, at.inside()))
    }

    pub(super) fn property_count(&self, known: &Facts<'a>, wants: &Facts<'a>, at: At) -> bool {
        if !known.types.has(Types::OBJECT) {
            return true;
        }
        let least = known.properties.min.max(known.required.len() as u64);
        least >= wants.properties.min
            && wants
                .properties
                .max
                .is_none_or(|wanted| self.most_properties(known, at).is_some_and(|most| most <= wanted))
    }

    /// The most properties that an object may have.
    pub(super) fn most_properties(&self, known: &Facts<'a>, at: At) -> Option<u64> {
        let listed = self.listed_names(known).is_some();
        let closed = listed || self.covered(known, None, &[], self.constant(false), at);
        let counted = closed.then(|| {
            let possible = self.declared(known);
            let possible =
                possible.iter().filter(|name| !self.vacuous(&self.property_of(known, name, Role::Given), at.inside()));
            possible.count() as u64
        });
        match (counted, known.properties.max) {
            (Some(counted), Some(max)) => Some(counted.min(max)),
            (counted, max) => counted.or(max),
        }
    }

    /// `propertyNames`: each name that may occur must fulfil it.
    pub(super) fn names(&self, known: &Facts<'a>, wants: &Facts<'a>, at: At) -> bool {
        if !known.types.has(Types::OBJECT) || wants.names.is_empty() || known.properties.max == Some(0) {
            return true;
        }
        let wanted = Conj::all(wants.names.clone());
        let given = Conj::all(known.names.clone()).and_types(Types::STRING);
        if self.prove(&given, &wanted, at.inside()) {
            return true;
        }
        let closed = self.covered(known, None, &[], self.constant(false), at);
        closed
            && self.declared(known).iter().all(|name| {
                self.evaluator.valid(&(*name).into(), &wanted) == Some(true)
                    || self.vacuous(&self.property_of(known, name, Role::Given), at.inside())
            })
    }

    /// All names that the description knows, those that `propertyNames` lists included.
    fn declared(&self, known: &Facts<'a>) -> BTreeSet<&'a str> {
        let mut names = declared(known);
        names.extend(self.listed_names(known).into_iter().flatten());
        names
    }

    /// The only names that `propertyNames` leaves, where it lists them.
    fn listed_names(&self, known: &Facts<'a>) -> Option<Vec<&'a str>> {
        if known.names.is_empty() {
            return None;
        }
        let names = Conj::all(known.names.clone()).and_types(Types::STRING);
        self.given(&names).values.as_ref().map(|values| values.iter().filter_map(|value| value.as_str()).collect())
    }
}

/// What may be said of a property of unknown name by one schema object; none stands for nothing.
fn covers<'a>(shape: &ObjectShape<'a>, within: Option<&str>, without: &[&str]) -> Vec<Option<Node<'a>>> {
    if let Some(&(_, node)) = shape.patterns.iter().find(|&&(pattern, _)| Some(pattern) == within) {
        return vec![Some(node)];
    }
    let patterns = shape.patterns.iter().filter(|(pattern, _)| !without.contains(pattern));
    patterns.map(|&(_, node)| Some(node)).chain([shape.rest]).collect()
}

/// The names under `properties`.
pub(in crate::diff) fn declared<'a>(facts: &Facts<'a>) -> BTreeSet<&'a str> {
    facts
        .objects
        .iter()
        .filter_map(|shape| shape.properties)
        .flat_map(|members| members.keys().map(String::as_str))
        .collect()
}
