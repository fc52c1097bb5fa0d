//! What is known of a property or an item, and which types a description leaves possible.

use super::super::schema::{Conj, Facts, Node, Role, Then, Types};
use super::{At, Prover};

impl<'a> Prover<'a> {
    /// All that is said of a property. Of a pattern that cannot be compiled, nothing is known and everything wanted.
    pub(in crate::diff) fn property_of(&self, facts: &Facts<'a>, name: &str, role: Role) -> Conj<'a> {
        let mut nodes = Vec::new();
        for shape in &facts.objects {
            let declared = shape.properties.and_then(|properties| properties.get(name));
            nodes.extend(declared.map(|schema| shape.node.with(schema)));
            let mut covered = declared.is_some();
            for &(pattern, node) in &shape.patterns {
                match (self.evaluator.patterns.matches(pattern, name), role) {
                    (Some(true), _) => {
                        nodes.push(node);
                        covered = true;
                    }
                    (Some(false), _) => {}
                    (None, Role::Wanted) => nodes.push(node),
                    (None, Role::Given | Role::Exact) => covered = true,
                }
            }
            if !covered {
                nodes.extend(shape.rest);
            }
        }
        if role != Role::Wanted {
            let value = serde_json::Value::from(name);
            let refused = facts.names.iter().any(|&node| self.evaluator.valid(&value, &Conj::of(node)) == Some(false));
            if refused {
                nodes.push(self.constant(false));
            }
        }
        Conj::all(nodes)
    }

    /// All that is said of the item at an index.
    pub(in crate::diff) fn item_of(facts: &Facts<'a>, index: usize) -> Conj<'a> {
        Conj::all(facts.arrays.iter().filter_map(|shape| shape.first.get(index).copied().or(shape.rest)).collect())
    }

    /// All that is said of the items behind the ones that are described one by one.
    pub(in crate::diff) fn rest_items_of(facts: &Facts<'a>) -> Conj<'a> {
        Conj::all(facts.arrays.iter().filter_map(|shape| shape.rest).collect())
    }

    /// The types of which a document may be left, given what properties and items ask for.
    pub(super) fn alive(&self, known: &Facts<'a>, at: At) -> Types {
        let mut types = known.types;
        if types.has(Types::OBJECT) && self.no_object(known, at) {
            types = types - Types::OBJECT;
        }
        if types.has(Types::ARRAY) && self.no_array(known, at) {
            types = types - Types::ARRAY;
        }
        types
    }

    fn no_object(&self, known: &Facts<'a>, at: At) -> bool {
        known.required.iter().any(|name| self.vacuous(&self.property_of(known, name, Role::Given), at.inside()))
            || (known.properties.min > 0
                && known.objects.iter().any(|shape| shape.rest.is_some())
                && self.most_properties(known, at).is_some_and(|most| most < known.properties.min))
    }

    fn no_array(&self, known: &Facts<'a>, at: At) -> bool {
        let short = known.items.min > 0 && self.most_items(known, at).is_some_and(|most| most < known.items.min);
        short
            || known.contains.iter().any(|contains| {
                contains.min > 0
                    && (self.most_items(known, at).is_some_and(|most| most < contains.min)
                        || contains.max.is_some_and(|max| max < contains.min)
                        || self.vacuous(&Conj::of(contains.node), at.inside()))
            })
    }

    /// The conjunction with what its dependencies ask for, where the property on which they depend is required.
    pub(super) fn saturated(&self, given: &Conj<'a>) -> Conj<'a> {
        let mut given = given.clone();
        for _ in 0..8 {
            let known = self.given(&given);
            if known.types != Types::OBJECT {
                break;
            }
            let met = |node: Node<'a>| known.met.iter().any(|met| met.key() == node.key());
            let mut grown = given.clone();
            for (_, then) in known.dependencies.iter().filter(|(name, _)| known.required.contains(name)) {
                match then {
                    Then::Names(names) => {
                        grown.required.extend(names.iter().filter(|name| !known.required.contains(**name)));
                    }
                    Then::Schema(node) if !met(*node) => grown.nodes.push(*node),
                    Then::Schema(_) => {}
                }
            }
            if grown.required.len() == given.required.len() && grown.nodes.len() == given.nodes.len() {
                break;
            }
            given = grown;
        }
        given
    }
}
