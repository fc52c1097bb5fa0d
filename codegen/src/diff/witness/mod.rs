//! Counterexamples: values that NEW allows and OLD's reader refuses, and whole documents around them.

mod candidates;
mod numbers;
mod objects;
mod text;

use std::cell::Cell;
use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::prove::{Facet, Prover};
use super::schema::{Conj, Role, Types};

/// How many values one search may try.
const TRIES: u32 = 4_000;

/// A container on the way from the root to a place, as NEW describes it, and the step into it.
#[derive(Clone)]
pub(super) struct Frame<'a> {
    pub(super) container: Conj<'a>,
    pub(super) step: Step,
}

/// A step into a value.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Property(String),
    /// A property that is not declared.
    Other,
    Item(usize),
}

/// A search for values.
pub(super) struct Search<'a, 'p> {
    prover: &'p Prover<'a>,
    tries: Cell<u32>,
}

impl<'a, 'p> Search<'a, 'p> {
    pub(super) fn new(prover: &'p Prover<'a>) -> Self {
        Self { prover, tries: Cell::new(TRIES) }
    }

    /// Whether NEW allows the value and OLD's reader refuses it, without doubt.
    pub(super) fn refuted(&self, value: &Value, given: &Conj<'a>, wanted: &Conj<'a>) -> bool {
        self.prover.evaluator.valid(value, given) == Some(true)
            && self.prover.evaluator.valid(value, wanted) == Some(false)
    }

    /// Values that NEW allows and OLD's reader refuses.
    pub(super) fn counterexamples(&self, given: &Conj<'a>, wanted: &Conj<'a>) -> Vec<Value> {
        if self.prover.evaluator.exhausted() {
            return Vec::new();
        }
        let mut found = self.values(given, Some(wanted), 0);
        found.retain(|value| self.refuted(value, given, wanted));
        found
    }

    /// Whether it is this facet on which the value fails; where that is hard to say, yes.
    pub(super) fn concerns(&self, value: &Value, wanted: &Conj<'a>, facet: Facet<'a>) -> bool {
        let facts = super::schema::Facts::of(wanted, Role::Exact, &|_| false);
        let types = Types::of(value);
        match facet {
            Facet::Types => !facts.types.has(types),
            Facet::Values => !facts.lists(value),
            Facet::Lower | Facet::Upper => value.as_number().is_some_and(|number| {
                let (bound, outside) = match facet {
                    Facet::Lower => (facts.lower, Ordering::Less),
                    _ => (facts.upper, Ordering::Greater),
                };
                bound.is_some_and(|bound| {
                    let order = super::schema::compare(number, bound.at);
                    order == outside || (order.is_eq() && bound.exclusive)
                })
            }),
            Facet::Multiples => types.meets(Types::NUMBER) && facts.types.has(types),
            Facet::Length | Facet::Patterns | Facet::Formats => types == Types::STRING && facts.types.has(types),
            Facet::ItemCount | Facet::Items | Facet::Unique | Facet::Contains => {
                types == Types::ARRAY && facts.types.has(types)
            }
            Facet::Require(name) => {
                facts.types.has(types) && value.as_object().is_some_and(|members| !members.contains_key(name))
            }
            Facet::Property(name) => value.get(name).is_some_and(|member| {
                let view = self.prover.property_of(&facts, name, Role::Exact);
                self.prover.evaluator.valid(member, &view) == Some(false)
            }),
            Facet::PropertyCount
            | Facet::Required
            | Facet::Properties
            | Facet::Rest
            | Facet::Names
            | Facet::Dependencies => types == Types::OBJECT && facts.types.has(types),
            Facet::Choices | Facet::Negated | Facet::Conditions | Facet::Opaque => true,
        }
    }

    /// A whole document around a value, from the innermost container outwards.
    pub(super) fn embed(&self, path: &[Frame<'a>], value: Value) -> Option<Value> {
        path.iter().rev().try_fold(value, |inner, frame| {
            let facts = self.prover.given(&frame.container);
            let document = match &frame.step {
                Step::Property(name) => self.object(&frame.container, name, &inner),
                Step::Other => {
                    let names = ["other", "another", "x", "0", "a-b"];
                    let declared = super::prove::declared(&facts);
                    names
                        .iter()
                        .filter(|name| !declared.contains(**name))
                        .find_map(|name| self.object(&frame.container, name, &inner))
                }
                Step::Item(index) => self.array(&frame.container, *index, &inner),
            }?;
            Some(document)
        })
    }

    fn object(&self, container: &Conj<'a>, name: &str, inner: &Value) -> Option<Value> {
        let objects = container.and_types(Types::OBJECT);
        // The smallest first: where many places changed, it serves all of them.
        let least = self.least(&objects).into_iter().chain(std::iter::once_with(|| self.first(&objects, 0)).flatten());
        let more = || self.values(&objects, Some(&objects), 1);
        let empty = Value::Object(Map::new());
        least.chain(std::iter::once_with(more).flatten()).chain([empty]).find_map(|mut base| {
            base.as_object_mut()?.insert(name.to_owned(), inner.clone());
            (self.prover.evaluator.valid(&base, container) == Some(true)).then_some(base)
        })
    }

    fn least(&self, objects: &Conj<'a>) -> Option<Value> {
        let key = objects.key();
        if let Some(known) = self.prover.least.borrow().get(&key) {
            return known.clone();
        }
        let least = self.first(objects, 1);
        self.prover.least.borrow_mut().insert(key, least.clone());
        least
    }

    fn array(&self, container: &Conj<'a>, index: usize, inner: &Value) -> Option<Value> {
        let facts = self.prover.given(container);
        let mut items = Vec::new();
        for before in 0..index {
            items.push(self.first(&Prover::item_of(&facts, before), 1)?);
        }
        items.push(inner.clone());
        while (items.len() as u64) < facts.items.min.min(64) {
            let item = Prover::item_of(&facts, items.len());
            let more = self.values(&item, Some(&item), 1);
            let next = more.iter().find(|item| !facts.unique || !items.contains(item))?;
            items.push(next.clone());
        }
        let array = Value::Array(items);
        (self.prover.evaluator.valid(&array, container) == Some(true)).then_some(array)
    }
}
