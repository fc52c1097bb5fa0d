//! The sum of what the schemas of a conjunction say, keyword by keyword.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value};

use super::flatten::{Flat, flatten};
use super::node::{Conjunction, Node};
use super::parts::{Alternatives, ArrayShape, Bound, Condition, Contains, Count, ObjectShape, Then};
use super::reading::DraftReading;
use crate::schema::{Draft, Types, compare, identity, is_whole};

/// What all schemas of a conjunction say together.
#[derive(Clone)]
pub(crate) struct FoldedSchema<'a> {
    pub(crate) met: Vec<Node<'a>>,
    pub(crate) objects_met: Vec<Node<'a>>,
    pub(crate) types: Types,
    pub(crate) values: Option<Vec<&'a Value>>,
    pub(crate) lower: Option<Bound<'a>>,
    pub(crate) upper: Option<Bound<'a>>,
    pub(crate) multiples: Vec<&'a Number>,
    pub(crate) length: Count,
    pub(crate) patterns: BTreeSet<&'a str>,
    /// Keyword and value.
    pub(crate) formats: BTreeSet<(&'static str, &'a str)>,
    pub(crate) items: Count,
    pub(crate) unique: bool,
    pub(crate) arrays: Vec<ArrayShape<'a>>,
    pub(crate) contains: Vec<Contains<'a>>,
    pub(crate) properties: Count,
    pub(crate) required: BTreeSet<&'a str>,
    pub(crate) objects: Vec<ObjectShape<'a>>,
    pub(crate) names: Vec<Node<'a>>,
    pub(crate) dependencies: Vec<(&'a str, Then<'a>)>,
    pub(crate) choices: Vec<Alternatives<'a>>,
    pub(crate) negated: Vec<Node<'a>>,
    pub(crate) conditions: Vec<Condition<'a>>,
    /// Keywords of which nothing is known but that they may refuse.
    pub(crate) opaque: Vec<&'a str>,
}

impl<'a> FoldedSchema<'a> {
    /// Describes a conjunction.
    pub(crate) fn of(conj: &Conjunction<'a>) -> Self {
        let Flat { objects, met, never, opaque } = flatten(conj);
        let mut folded = Self {
            met,
            objects_met: objects.clone(),
            types: if never { Types::NONE } else { conj.types },
            values: None,
            lower: None,
            upper: None,
            multiples: Vec::new(),
            length: Count::default(),
            patterns: BTreeSet::new(),
            formats: BTreeSet::new(),
            items: Count::default(),
            unique: false,
            arrays: Vec::new(),
            contains: Vec::new(),
            properties: Count::default(),
            required: BTreeSet::new(),
            objects: Vec::new(),
            names: Vec::new(),
            dependencies: Vec::new(),
            choices: Vec::new(),
            negated: Vec::new(),
            conditions: Vec::new(),
            opaque,
        };
        for node in objects {
            folded.read(DraftReading { node });
        }
        folded.settle();
        folded
    }

    pub(super) fn one_of(&mut self, values: Vec<&'a Value>) {
        let mut known: BTreeMap<String, &'a Value> = BTreeMap::new();
        let mut order = Vec::new();
        for value in values {
            let identity = identity(value);
            if known.insert(identity.clone(), value).is_none() {
                order.push(identity);
            }
        }
        self.values = Some(match self.values.take() {
            None => order.iter().filter_map(|identity| known.get(identity).copied()).collect(),
            Some(values) => values.into_iter().filter(|value| known.contains_key(&identity(value))).collect(),
        });
    }

    /// A negated schema: taken off the types where it names types only.
    pub(super) fn negate(&mut self, node: Node<'a>) {
        let only_types =
            node.schema.as_object().is_some_and(|members| members.len() == 1) && node.draft() > Draft::Draft4;
        match (only_types, node.get("type")) {
            (true, Some(types)) => self.types = self.types - Types::of_keyword(types),
            _ => self.negated.push(node),
        }
    }

    pub(super) fn at_least(&mut self, bound: Bound<'a>) {
        let tighter = self.lower.is_none_or(|old| match compare(bound.at, old.at) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => bound.exclusive,
            std::cmp::Ordering::Less => false,
        });
        if tighter {
            self.lower = Some(bound);
        }
    }

    pub(super) fn at_most(&mut self, bound: Bound<'a>) {
        let tighter = self.upper.is_none_or(|old| match compare(bound.at, old.at) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => bound.exclusive,
            std::cmp::Ordering::Greater => false,
        });
        if tighter {
            self.upper = Some(bound);
        }
    }

    /// Takes off the types that contradictions rule out, and lists the values where they are few.
    fn settle(&mut self) {
        if self.multiples.iter().any(|of| is_whole(of)) {
            self.types = self.types - Types::FRACTION;
        }
        if let (Some(lower), Some(upper)) = (self.lower, self.upper) {
            let order = compare(lower.at, upper.at);
            if order.is_gt() || (order.is_eq() && (lower.exclusive || upper.exclusive)) {
                self.types = self.types - Types::NUMBER;
            }
        }
        for (count, types) in
            [(self.length, Types::STRING), (self.items, Types::ARRAY), (self.properties, Types::OBJECT)]
        {
            if count.max.is_some_and(|max| count.min > max) {
                self.types = self.types - types;
            }
        }
        if self.properties.max.is_some_and(|max| (self.required.len() as u64) > max) {
            self.types = self.types - Types::OBJECT;
        }
        let few = Types::NULL | Types::BOOLEAN;
        if self.values.is_none() && (self.types - few).is_empty() {
            self.values = Some(vec![&Value::Null, &Value::Bool(true), &Value::Bool(false)]);
        }
        if let Some(values) = &mut self.values {
            let types = self.types;
            values.retain(|value| types.has(Types::of(value)));
            self.types = values.iter().fold(Types::NONE, |types, value| types | Types::of(value));
        }
    }
}
