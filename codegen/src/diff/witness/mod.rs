//! Counterexamples: values that NEW allows and OLD's reader refuses, and whole documents around them.

mod candidates;
mod numbers;
mod objects;
mod text;

use std::cell::Cell;

use serde_json::{Map, Value};

use super::oracle::Oracle;
use super::place::{Conjunction, Types, declared, item_of};

/// How many values one search may try.
const TRIES: u32 = 4_000;

/// A container on the way from the root to a place, as NEW describes it, and the step into it.
#[derive(Clone)]
pub(super) struct Frame<'a> {
    pub(super) container: Conjunction<'a>,
    pub(super) step: WitnessStep,
}

/// A step into a value.
#[derive(Clone, Debug)]
pub(super) enum WitnessStep {
    Property(String),
    /// A property that is not declared.
    Other,
    Item(usize),
}

/// A search for values.
pub(super) struct WitnessSearch<'a, 'p> {
    oracle: &'p Oracle<'a>,
    tries: Cell<u32>,
}

impl<'a, 'p> WitnessSearch<'a, 'p> {
    pub(super) fn new(oracle: &'p Oracle<'a>) -> Self {
        Self { oracle, tries: Cell::new(TRIES) }
    }

    /// Values that NEW allows and OLD's reader refuses.
    pub(super) fn counterexamples(&self, given: &Conjunction<'a>, wanted: &Conjunction<'a>) -> Vec<Value> {
        let mut found = self.values(given, Some(wanted), 0);
        found.retain(|value| wanted.accepts(value) == Some(false));
        found
    }

    /// One value that NEW allows, the simplest at hand.
    pub(super) fn simplest(&self, given: &Conjunction<'a>) -> Option<Value> {
        self.first(given, 0)
    }

    /// Some values that NEW allows.
    pub(super) fn examples(&self, given: &Conjunction<'a>) -> Vec<Value> {
        self.values(given, Some(given), 0)
    }

    fn spent(&self) -> bool {
        self.tries.get() == 0 || self.oracle.late()
    }

    /// A whole document around a value, from the innermost container outwards.
    pub(super) fn embed(&self, path: &[Frame<'a>], value: Value) -> Option<Value> {
        path.iter().rev().try_fold(value, |inner, frame| {
            let folded = self.oracle.folded(&frame.container);
            let document = match &frame.step {
                WitnessStep::Property(name) => self.object(&frame.container, name, &inner),
                WitnessStep::Other => {
                    let names = ["other", "another", "x", "0", "a-b"];
                    let declared = declared(&folded);
                    names
                        .iter()
                        .filter(|name| !declared.contains(**name))
                        .find_map(|name| self.object(&frame.container, name, &inner))
                }
                WitnessStep::Item(index) => self.array(&frame.container, *index, &inner),
            }?;
            Some(document)
        })
    }

    fn object(&self, container: &Conjunction<'a>, name: &str, inner: &Value) -> Option<Value> {
        let objects = container.and_types(Types::OBJECT);
        // The smallest first: where many places changed, it serves all of them.
        let least = self.least(&objects).into_iter().chain(std::iter::once_with(|| self.first(&objects, 0)).flatten());
        let more = || self.values(&objects, Some(&objects), 1);
        let empty = Value::Object(Map::new());
        least.chain(std::iter::once_with(more).flatten()).chain([empty]).find_map(|mut base| {
            base.as_object_mut()?.insert(name.to_owned(), inner.clone());
            (container.accepts(&base) == Some(true)).then_some(base)
        })
    }

    fn least(&self, objects: &Conjunction<'a>) -> Option<Value> {
        let key = objects.key();
        if let Some(known) = self.oracle.least.borrow().get(&key) {
            return known.clone();
        }
        let least = self.first(objects, 1);
        self.oracle.least.borrow_mut().insert(key, least.clone());
        least
    }

    fn array(&self, container: &Conjunction<'a>, index: usize, inner: &Value) -> Option<Value> {
        let folded = self.oracle.folded(container);
        let mut items = Vec::new();
        for before in 0..index {
            items.push(self.first(&item_of(&folded, before), 1)?);
        }
        items.push(inner.clone());
        while (items.len() as u64) < folded.items.min.min(64) {
            let item = item_of(&folded, items.len());
            let more = self.values(&item, Some(&item), 1);
            let next = more.iter().find(|item| !folded.unique || !items.contains(item))?;
            items.push(next.clone());
        }
        let array = Value::Array(items);
        (container.accepts(&array) == Some(true)).then_some(array)
    }
}
