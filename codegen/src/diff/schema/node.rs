//! A place in a schema document, and what holds of one instance: the conjunction of such places.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde_json::Value;

use super::document::{Document, Resources};
use super::keywords::ASSERTIONS;
use super::types::Types;

/// The schema that accepts everything.
pub(crate) static ALWAYS: Value = Value::Bool(true);
/// The schema that accepts nothing.
pub(crate) static NEVER: Value = Value::Bool(false);

static EMPTY: LazyLock<Resources> = LazyLock::new(IndexMap::new);

/// The document in which references are looked up, and the resources beside it.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) document: &'a Document,
    pub(crate) resources: &'a Resources,
}

impl<'a> Scope<'a> {
    /// A document that stands alone.
    pub(crate) fn alone(document: &'a Document) -> Self {
        Self { document, resources: &EMPTY }
    }
}

/// A schema in its document.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) schema: &'a Value,
    /// Read as the tolerant reader does: `additionalProperties: false` refuses nothing.
    pub(crate) open: bool,
}

/// Names a node: the place in memory, and how it is read.
pub(crate) type Key = (usize, bool);

impl<'a> Node<'a> {
    /// The root of a document.
    pub(crate) fn root(scope: Scope<'a>, open: bool) -> Self {
        Self { scope, schema: &scope.document.root, open }
    }

    /// A subschema of the same document.
    pub(crate) fn with(self, schema: &'a Value) -> Self {
        Self { schema, ..self }
    }

    /// The same schema, read to the letter.
    pub(crate) fn closed(self) -> Self {
        Self { open: false, ..self }
    }

    pub(crate) fn key(self) -> Key {
        (std::ptr::from_ref(self.schema) as usize, self.open)
    }

    /// The keyword's value.
    pub(crate) fn get(self, keyword: &str) -> Option<&'a Value> {
        self.schema.get(keyword)
    }

    /// Whether it may refuse anything, by its keywords.
    pub(crate) fn asserts(self) -> bool {
        match self.schema {
            Value::Object(members) => members.keys().any(|key| ASSERTIONS.contains(&key.as_str())),
            other => other != &ALWAYS,
        }
    }

    /// Whether it asserts something beside its `$ref`.
    pub(crate) fn asserts_beside_reference(self) -> bool {
        self.schema
            .as_object()
            .is_some_and(|members| members.keys().any(|key| key != "$ref" && ASSERTIONS.contains(&key.as_str())))
    }

    /// Where the node's `$ref` leads.
    #[allow(clippy::option_option, reason = "no reference, and one that leads nowhere, are different things")]
    pub(crate) fn referenced(self) -> Option<Option<Self>> {
        let reference = self.get("$ref")?.as_str()?;
        let target = self.scope.document.resolve(reference, self.scope.resources);
        Some(target.map(|(document, schema)| Self { scope: Scope { document, ..self.scope }, schema, open: self.open }))
    }
}

/// What holds of one instance: all nodes, none of the negated, one of the types, and at least the required properties.
#[derive(Clone)]
pub(crate) struct Conj<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    pub(crate) negated: Vec<Node<'a>>,
    pub(crate) types: Types,
    pub(crate) required: BTreeSet<&'a str>,
}

/// Names a conjunction.
pub(crate) type ConjKey = (Vec<Key>, Vec<Key>, Types, Vec<String>);

impl<'a> Conj<'a> {
    /// Of one node.
    pub(crate) fn of(node: Node<'a>) -> Self {
        Self::all(vec![node])
    }

    /// Of several nodes; of none: everything.
    pub(crate) fn all(nodes: Vec<Node<'a>>) -> Self {
        Self { nodes, negated: Vec::new(), types: Types::ALL, required: BTreeSet::new() }
    }

    /// And this node besides.
    pub(crate) fn and(&self, node: Node<'a>) -> Self {
        let mut conj = self.clone();
        conj.nodes.push(node);
        conj
    }

    /// And not this node.
    pub(crate) fn and_not(&self, node: Node<'a>) -> Self {
        let mut conj = self.clone();
        conj.negated.push(node);
        conj
    }

    /// And of these types.
    pub(crate) fn and_types(&self, types: Types) -> Self {
        Self { types: self.types & types, ..self.clone() }
    }

    /// And with this property.
    pub(crate) fn and_required(&self, name: &'a str) -> Self {
        let mut conj = self.clone();
        conj.required.insert(name);
        conj
    }

    pub(crate) fn key(&self) -> ConjKey {
        let keys = |nodes: &[Node]| {
            let mut keys: Vec<Key> =
                nodes.iter().filter(|node| node.schema != &ALWAYS).map(|node| node.key()).collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        let required = self.required.iter().map(|&name| name.to_owned()).collect();
        (keys(&self.nodes), keys(&self.negated), self.types, required)
    }
}
