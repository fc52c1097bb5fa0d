//! A conjunction taken apart: `$ref`s followed, `allOf` opened, until only plain schema objects are left.

use std::collections::HashSet;

use serde_json::Value;

use super::node::{Conjunction, Node};
use crate::schema::Draft;

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

/// Takes a conjunction apart.
pub(super) fn flatten<'a>(conj: &Conjunction<'a>) -> Flat<'a> {
    let mut flat = Flat::default();
    let mut seen = HashSet::new();
    let mut open: Vec<Node<'a>> = conj.nodes.iter().rev().copied().collect();
    while let Some(node) = open.pop() {
        if !seen.insert(node.key()) {
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
        // Up to draft 7, keywords beside a reference are ignored.
        if target.is_none() || node.draft() > Draft::Draft7 {
            flat.objects.push(node);
            if let Some(Value::Array(parts)) = members.get("allOf") {
                open.extend(parts.iter().rev().map(|part| node.with(part)));
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
