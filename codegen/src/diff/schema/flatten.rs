//! A conjunction taken apart: `$ref`s followed, `allOf` opened, until only plain schema objects are left.

use std::collections::HashSet;

use serde_json::Value;

use super::dialect::Dialect;
use super::keywords::ASSERTIONS;
use super::node::{Conj, Node};
use super::parts::Role;

/// The plain schema objects that must all hold.
#[derive(Default)]
pub(super) struct Flat<'a> {
    pub(super) objects: Vec<Node<'a>>,
    /// Every node met on the way, references included.
    pub(super) met: Vec<Node<'a>>,
    /// One of them accepts nothing.
    pub(super) never: bool,
    /// What could not be followed.
    pub(super) opaque: Vec<&'a str>,
}

/// Takes a conjunction apart. `skip` names the nodes that need not be looked at.
pub(super) fn flatten<'a>(conj: &Conj<'a>, role: Role, skip: &dyn Fn(Node<'a>) -> bool) -> Flat<'a> {
    let mut flat = Flat::default();
    let mut seen = HashSet::new();
    let mut open: Vec<Node<'a>> = conj.nodes.iter().rev().copied().collect();
    while let Some(node) = open.pop() {
        if !seen.insert(node.key()) || skip(node) {
            continue;
        }
        flat.met.push(node);
        let members = match node.schema {
            Value::Bool(true) => continue,
            Value::Object(members) => members,
            _ => {
                flat.never = true;
                continue;
            }
        };
        let target = node.referenced();
        let dialect = node.scope.document.dialect;
        let alone = target.is_some() && dialect <= Dialect::Draft7;
        let doubtful = alone
            && node.scope.document.assumed
            && members.keys().any(|key| key != "$ref" && ASSERTIONS.contains(&key.as_str()));
        match (alone, doubtful, role) {
            (true, true, Role::Exact) => flat.opaque.push("$ref"),
            (true, false, _) | (true, true, Role::Given) => {}
            (false, _, _) | (true, true, Role::Wanted) => {
                flat.objects.push(node);
                if let Some(Value::Array(parts)) = members.get("allOf") {
                    open.extend(parts.iter().rev().map(|part| node.with(part)));
                }
            }
        }
        match target {
            Some(Some(target)) => open.push(target),
            Some(None) => flat.opaque.push("$ref"),
            None => {}
        }
    }
    flat
}
