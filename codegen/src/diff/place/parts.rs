//! The parts of a description: what each group of keywords says.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value};

use super::folded::FoldedSchema;
use super::node::{Conjunction, Node};

/// A bound, and whether it excludes itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bound<'a> {
    pub(crate) at: &'a Number,
    pub(crate) exclusive: bool,
}

/// How many: of characters, items, properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

/// `properties`, `patternProperties` and `additionalProperties` of one schema object.
#[derive(Clone)]
pub(crate) struct ObjectShape<'a> {
    pub(crate) node: Node<'a>,
    pub(crate) properties: Option<&'a Map<String, Value>>,
    pub(crate) patterns: Vec<(&'a str, Node<'a>)>,
    pub(crate) rest: Option<Node<'a>>,
}

/// `items` in its forms: the first ones one by one, and all others.
#[derive(Clone)]
pub(crate) struct ArrayShape<'a> {
    pub(crate) first: Vec<Node<'a>>,
    pub(crate) rest: Option<Node<'a>>,
}

/// `contains` with its bounds.
#[derive(Clone, Copy)]
pub(crate) struct Contains<'a> {
    pub(crate) node: Node<'a>,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

/// `anyOf` or `oneOf`.
#[derive(Clone)]
pub(crate) struct Alternatives<'a> {
    pub(crate) exclusive: bool,
    pub(crate) branches: Vec<Node<'a>>,
}

/// `if`, `then`, `else`.
#[derive(Clone, Copy)]
pub(crate) struct Condition<'a> {
    pub(crate) when: Node<'a>,
    pub(crate) then: Option<Node<'a>>,
    pub(crate) otherwise: Option<Node<'a>>,
}

/// What the presence of a property asks for.
#[derive(Clone)]
pub(crate) enum Then<'a> {
    Names(Vec<&'a str>),
    Schema(Node<'a>),
}

/// All schemas that apply to the item at an index.
pub(crate) fn item_of<'a>(folded: &FoldedSchema<'a>, index: usize) -> Conjunction<'a> {
    Conjunction::all(folded.arrays.iter().filter_map(|shape| shape.first.get(index).copied().or(shape.rest)).collect())
}

/// All schemas that apply to the items after those that are described one by one.
pub(crate) fn rest_items_of<'a>(folded: &FoldedSchema<'a>) -> Conjunction<'a> {
    Conjunction::all(folded.arrays.iter().filter_map(|shape| shape.rest).collect())
}

/// How many items are described one by one.
pub(crate) fn longest(folded: &FoldedSchema<'_>) -> usize {
    folded.arrays.iter().map(|shape| shape.first.len()).max().unwrap_or(0)
}

/// The names of the declared properties.
pub(crate) fn declared<'a>(folded: &FoldedSchema<'a>) -> BTreeSet<&'a str> {
    let members = folded.objects.iter().filter_map(|shape| shape.properties);
    members.flat_map(|members| members.keys().map(String::as_str)).collect()
}
