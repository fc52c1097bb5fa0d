//! Why no value of one type satisfies a conjunction.

use super::Contradiction;
use crate::lint::schema::Node;

/// Keywords that rule out one type, and why in words.
#[derive(Debug)]
pub(super) struct Reason<'a> {
    pub(super) keywords: Vec<Node<'a>>,
    pub(super) why: String,
}

impl<'a> Reason<'a> {
    pub(super) fn new(keywords: impl IntoIterator<Item = Node<'a>>, why: impl Into<String>) -> Self {
        Self { keywords: distinct(keywords), why: why.into() }
    }

    pub(super) fn into_contradiction(self) -> Contradiction<'a> {
        Contradiction { keywords: self.keywords, why: self.why }
    }
}

/// One contradiction out of a reason for each type that `type` allows.
pub(super) fn of_every_type<'a>(by_type: Vec<Vec<Reason<'a>>>, typed: Vec<Node<'a>>) -> Contradiction<'a> {
    let first: Vec<Reason<'a>> = by_type.into_iter().filter_map(|reasons| reasons.into_iter().next()).collect();
    let why = first.iter().map(|reason| reason.why.as_str()).collect::<Vec<_>>().join("; ");
    let keywords = first.into_iter().flat_map(|reason| reason.keywords).chain(typed);
    Contradiction { keywords: distinct(keywords), why }
}

/// Each keyword once.
pub(super) fn distinct<'a>(keywords: impl IntoIterator<Item = Node<'a>>) -> Vec<Node<'a>> {
    let mut found: Vec<Node<'a>> = Vec::new();
    for keyword in keywords {
        if !found.iter().any(|known| known.place() == keyword.place()) {
            found.push(keyword);
        }
    }
    found
}
