//! The parts of a description: what each group of keywords says.

use serde_json::{Map, Value};

use super::node::Node;

/// What a description is for. It decides how keywords count of which it is not certain that every reader knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// What is known of a document: what is uncertain is left out.
    Given,
    /// What has to be proved of a document: what is uncertain is kept.
    Wanted,
    /// What the dialect says, no more and no less.
    Exact,
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
pub(crate) struct Choice<'a> {
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
