//! What an object schema says of properties that it does not declare.

use serde_json::{Map, Value};

use super::schema_node::SchemaNode;

/// What an object schema says of properties that it does not declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Openness {
    /// They are forbidden.
    Closed,
    /// Nothing.
    Silent,
    /// They are wanted: it is a free-form map, or says so.
    Free,
}

impl SchemaNode<'_> {
    pub(in crate::lint) fn openness(&self) -> Openness {
        let nodes = self.applicable();
        let says = |keywords: &[&str], what: fn(&Value) -> bool| {
            nodes.iter().any(|node| keywords.iter().any(|keyword| node.value.get(keyword).is_some_and(what)))
        };
        let rest = ["additionalProperties", "unevaluatedProperties"];
        if says(&rest, |value| value == false) {
            Openness::Closed
        } else if says(&rest, |_| true) || says(&["patternProperties"], |_| true) || !says(&["properties"], |_| true) {
            Openness::Free
        } else {
            Openness::Silent
        }
    }

    /// Whether it says that undeclared properties are wanted.
    pub(in crate::lint) fn wants_more(&self) -> bool {
        let says = |node: &Self| {
            let rest = ["additionalProperties", "unevaluatedProperties"];
            rest.iter().any(|keyword| node.value.get(keyword).is_some_and(|value| value != false))
                || node.value.get("patternProperties").is_some()
        };
        self.applicable().iter().any(says)
    }

    /// Whether neither it nor what it refers to has any keyword.
    pub(in crate::lint) fn says_nothing(&self) -> bool {
        let silent = |value: &Value| value == true || value.as_object().is_some_and(Map::is_empty);
        self.applicable().iter().all(|node| silent(node.value))
    }

    /// The schemas of undeclared properties, where they are wanted by one.
    pub(in crate::lint) fn rest(&self) -> Vec<Self> {
        let of = |node: &Self| {
            let keywords = ["additionalProperties", "unevaluatedProperties"];
            keywords
                .into_iter()
                .filter_map(|keyword| node.child([keyword]))
                .filter(|rest| rest.value.is_object())
                .collect::<Vec<_>>()
        };
        self.applicable().iter().flat_map(of).collect()
    }
}
