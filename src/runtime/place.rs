//! A value and its place in the document: the input of [`Fit::fit`](super::Fit::fit).

use std::borrow::Cow;

use serde_json::Value;

use super::tree::{Member, Node, Tree};
use super::undeclared::push_token;

/// The path from the root to a value, on the stack.
enum Place<'a> {
    Root,
    Name(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

/// A value at its place.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    place: &'a Place<'a>,
    node: &'a Node<'a>,
}

impl<'a> At<'a> {
    /// A whole document.
    pub(crate) fn root(node: &'a Node<'a>) -> Self {
        Self { place: &Place::Root, node }
    }

    /// The value, to match on.
    pub(crate) fn tree(self) -> &'a Tree<'a> {
        &self.node.tree
    }

    /// The type of the value for messages: `null`, `a boolean`, `a number`, `a string`, `an array`, `an object`.
    pub(crate) fn kind(self) -> &'static str {
        self.node.tree.kind()
    }

    /// Visits a member of this object, one level down.
    pub(crate) fn member<T>(self, member: &Member<'_>, visit: impl FnOnce(At<'_>) -> T) -> T {
        let place = Place::Name(self.place, &member.name);
        visit(At { place: &place, node: &member.value })
    }

    /// Visits an item of this array, one level down.
    pub(crate) fn item<T>(self, index: usize, item: &Node<'_>, visit: impl FnOnce(At<'_>) -> T) -> T {
        let place = Place::Item(self.place, index);
        visit(At { place: &place, node: item })
    }

    /// The value as it was sent, untyped.
    pub(crate) fn to_value(self) -> Value {
        self.node.tree.to_value()
    }

    /// How many values begin before this one.
    pub(crate) fn ordinal(self) -> usize {
        self.node.ordinal
    }

    /// How many values begin before the last one within this one.
    pub(crate) fn last_ordinal(self) -> usize {
        let mut node = self.node;
        loop {
            let last = match &node.tree {
                Tree::Array(items) => items.last(),
                Tree::Object(members) => members.last().map(|member| &member.value),
                Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => None,
            };
            match last {
                Some(last) => node = last,
                None => return node.ordinal,
            }
        }
    }

    /// The JSON Pointer (RFC 6901).
    pub(crate) fn pointer(self) -> String {
        let mut tokens = Vec::new();
        let mut place = self.place;
        loop {
            place = match place {
                Place::Root => break,
                Place::Name(parent, name) => {
                    tokens.push(Cow::Borrowed(*name));
                    parent
                }
                Place::Item(parent, index) => {
                    tokens.push(Cow::Owned(index.to_string()));
                    parent
                }
            };
        }
        let mut pointer = String::new();
        for token in tokens.iter().rev() {
            pointer.push('/');
            push_token(&mut pointer, token);
        }
        pointer
    }
}
