//! A schema at its place, and the conjunction of all schemas that apply to one value.

use jsonptr::Pointer;
use serde_json::Value;

use crate::schema::{ASSERTIONS, Checker, Draft, Meanings, SchemaDocument, Types};

/// The schema that accepts everything.
pub(crate) static ALWAYS: Value = Value::Bool(true);

/// A document as one reader reads it.
pub(crate) struct Lens<'a> {
    pub(crate) checker: Checker<'a>,
    /// None where nothing is to be proved.
    pub(crate) meanings: Option<Meanings<'a>>,
}

impl<'a> Lens<'a> {
    fn new(root: &'a Value, draft: Draft, proofs: bool) -> Self {
        Self { checker: Checker::new(root, draft), meanings: proofs.then(|| Meanings::new(root, draft)) }
    }
}

/// A schema document, read to the letter, and as the tolerant reader reads it where that is another thing.
pub(crate) struct SchemaView<'a> {
    pub(crate) document: SchemaDocument<'a>,
    pub(crate) root: &'a Value,
    exact: Lens<'a>,
    reader: Option<Lens<'a>>,
}

impl<'a> SchemaView<'a> {
    /// `reader` is the document as the tolerant reader reads it: the same places say less.
    pub(crate) fn new(root: &'a Value, reader: Option<&'a Value>) -> Self {
        let document = SchemaDocument::new(root);
        let draft = document.draft();
        let reader = reader.map(|root| Lens::new(root, draft, true));
        Self { root, exact: Lens::new(root, draft, true), reader, document }
    }

    /// A schema of which only values are wanted.
    pub(crate) fn of_values(root: &'a Value) -> Self {
        let document = SchemaDocument::new(root);
        let draft = document.draft();
        Self { root, exact: Lens::new(root, draft, false), reader: None, document }
    }

    pub(crate) fn draft(&self) -> Draft {
        self.document.draft()
    }

    pub(crate) fn lens(&self, open: bool) -> &Lens<'a> {
        self.reader.as_ref().filter(|_| open).unwrap_or(&self.exact)
    }
}

/// A schema in its document.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    pub(crate) view: &'a SchemaView<'a>,
    pub(crate) schema: &'a Value,
    /// Read as the tolerant reader does.
    pub(crate) open: bool,
}

/// Names a node: the place in memory, and how it is read.
pub(crate) type NodeKey = (usize, bool);

impl<'a> Node<'a> {
    /// The root of a document.
    pub(crate) fn root(view: &'a SchemaView<'a>) -> Self {
        Self { view, schema: view.root, open: false }
    }

    /// A subschema of the same document.
    pub(crate) fn with(self, schema: &'a Value) -> Self {
        Self { schema, ..self }
    }

    /// The same schema, read to the letter.
    pub(crate) fn closed(self) -> Self {
        Self { open: false, ..self }
    }

    pub(crate) fn key(self) -> NodeKey {
        (std::ptr::from_ref(self.schema) as usize, self.open)
    }

    /// Its place.
    pub(crate) fn pointer(self) -> Option<&'a Pointer> {
        self.view.document.place_of(self.schema).map(|place| place.pointer.as_ptr())
    }

    pub(crate) fn draft(self) -> Draft {
        self.view.document.place_of(self.schema).map_or(self.view.draft(), |place| place.draft)
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
        let target = self.view.document.target(self.schema)?;
        Some(target.ok().map(|place| self.with(place.schema)))
    }
}

/// All schemas that apply to one value, and the types that it may have.
#[derive(Clone)]
pub(crate) struct Conjunction<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    pub(crate) types: Types,
}

/// Names a conjunction.
pub(crate) type ConjunctionKey = (Vec<NodeKey>, Types);

impl<'a> Conjunction<'a> {
    /// Of one node.
    pub(crate) fn of(node: Node<'a>) -> Self {
        Self::all(vec![node])
    }

    /// Of several nodes; of none: everything.
    pub(crate) fn all(nodes: Vec<Node<'a>>) -> Self {
        Self { nodes, types: Types::ALL }
    }

    /// And this node besides.
    pub(crate) fn and(&self, node: Node<'a>) -> Self {
        let mut conj = self.clone();
        conj.nodes.push(node);
        conj
    }

    /// And of these types.
    pub(crate) fn and_types(&self, types: Types) -> Self {
        Self { types: self.types & types, ..self.clone() }
    }

    /// Whether it accepts the value, by the jsonschema crate's word. `None` if that cannot be asked.
    pub(crate) fn accepts(&self, value: &Value) -> Option<bool> {
        if !self.types.has(Types::of(value)) {
            return Some(false);
        }
        let mut sure = true;
        for node in &self.nodes {
            match node.pointer().and_then(|pointer| node.view.lens(node.open).checker.accepts(pointer, value)) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => sure = false,
            }
        }
        sure.then_some(true)
    }

    pub(crate) fn key(&self) -> ConjunctionKey {
        let mut keys: Vec<NodeKey> = self.nodes.iter().map(|node| node.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        (keys, self.types)
    }

    /// What it says, to be shown.
    pub(crate) fn to_schema(&self) -> Value {
        match &self.nodes[..] {
            [] => Value::Bool(true),
            [node] => node.schema.clone(),
            nodes => serde_json::json!({"allOf": nodes.iter().map(|node| node.schema.clone()).collect::<Vec<_>>()}),
        }
    }
}
