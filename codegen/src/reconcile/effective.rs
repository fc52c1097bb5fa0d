//! The effective schemas and examples: the output of `reconcile`, and the input of `lower`, `diff`, `export` and
//! `emit`.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::unify::unify;
use crate::catalog::Catalog;
use crate::schema::{definition_reference, references};

/// All events and resources after the decisions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reconciled {
    /// The events, in the order of the page.
    pub events: Vec<EffectiveEvent>,
    /// The resources that the events' schemas refer to, in the order of their first use.
    pub resources: Vec<EffectiveResource>,
}

/// One event after the decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveEvent {
    /// The event's name.
    pub name: String,
    /// Other names on the wire for the same event.
    pub aliases: Vec<String>,
    /// The heading of its section.
    pub title: String,
    /// The first version of the Console that sends it: `12.3.0`.
    pub since: Option<String>,
    /// The paragraphs that describe it.
    pub description: Vec<String>,
    /// The rows of the property table in their order: dotted name and description.
    pub table: Vec<(String, String)>,
    /// The JSON Schema of the whole event. It refers to a resource by `{"$ref": "#/definitions/<name>"}`; the
    /// definitions are in [`resources`](Reconciled::resources), see [`Reconciled::bundled`].
    pub schema: Value,
    /// The example, with each `{...}` filled.
    pub example: Option<Value>,
}

/// One resource after the decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveResource {
    /// Its name in Pascal case.
    pub name: String,
    /// Its JSON Schema.
    pub schema: Value,
    /// Its example.
    pub example: Option<Value>,
}

impl Reconciled {
    /// What the page says by itself, before any decision.
    pub fn documented(catalog: &Catalog) -> Self {
        unify(catalog).0
    }

    /// The event's schema as a self-contained document, with the definitions of all resources to which it refers,
    /// directly or indirectly.
    pub fn bundled(&self, event: &EffectiveEvent) -> Value {
        // The position of each resource, which gives their order.
        let known: HashMap<String, usize> = self
            .resources
            .iter()
            .enumerate()
            .map(|(at, resource)| (definition_reference(&resource.name), at))
            .collect();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut open = vec![&event.schema];
        while let Some(schema) = open.pop() {
            for reference in references(schema) {
                if let Some(at) = known.get(reference).filter(|at| used.insert(**at)) {
                    open.push(&self.resources[*at].schema);
                }
            }
        }
        let mut schema = event.schema.clone();
        if let (Value::Object(schema), false) = (&mut schema, used.is_empty()) {
            let own = schema.entry("definitions").or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(own) = own {
                own.extend(used.iter().map(|&at| {
                    let resource = &self.resources[at];
                    (resource.name.clone(), resource.schema.clone())
                }));
            }
        }
        schema
    }
}
