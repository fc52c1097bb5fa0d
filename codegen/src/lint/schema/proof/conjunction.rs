//! All schemas that must hold at once.

use std::collections::HashSet;

use jsonschema::Draft;
use serde_json::Value;

use crate::lint::schema::{Dialect, Node};

/// More are not followed; what is left out can only make a proof fail.
const MOST: usize = 64;

/// The schemas, the branches of their `allOf`, and what they refer to. Up to draft 7, what stands beside a `$ref` does not count.
pub(super) fn expanded<'a>(schemas: &[Node<'a>]) -> Vec<Node<'a>> {
    let mut open: Vec<Node<'a>> = schemas.iter().rev().cloned().collect();
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    while let Some(node) = open.pop() {
        if seen.len() == MOST || !seen.insert(node.place()) {
            continue;
        }
        open.extend(node.target());
        if node.value.get("$ref").is_some_and(Value::is_string) && hides_siblings(&node) {
            continue;
        }
        if let Some(list) = node.child(["allOf"]) {
            open.extend(list.children().into_iter().rev());
        }
        all.push(node);
    }
    all
}

fn hides_siblings(node: &Node<'_>) -> bool {
    match node.document.value().map(|root| Dialect::of(root).draft()) {
        Some(Draft::Draft201909 | Draft::Draft202012) => false,
        None | Some(_) => true,
    }
}
