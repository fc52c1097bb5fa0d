//! A schema object read keyword by keyword, each as its draft knows it.

use serde_json::{Number, Value};

use super::node::Node;
use super::parts::Count;
use crate::schema::knows;

impl Count {
    pub(super) fn narrow(&mut self, r: DraftReading<'_>, min: &str, max: &str) {
        self.min = self.min.max(r.count(min).unwrap_or(0));
        self.max = match (self.max, r.count(max)) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}

/// A schema object as its draft reads it.
#[derive(Clone, Copy)]
pub(super) struct DraftReading<'a> {
    pub(super) node: Node<'a>,
}

impl<'a> DraftReading<'a> {
    pub(super) fn knows(self, keyword: &str) -> bool {
        knows(self.node.draft(), keyword)
    }

    pub(super) fn get(self, keyword: &str) -> Option<&'a Value> {
        self.node.get(keyword).filter(|_| self.knows(keyword))
    }

    pub(super) fn schema(self, keyword: &str) -> Option<Node<'a>> {
        self.get(keyword)
            .filter(|value| matches!(value, Value::Object(_) | Value::Bool(_)))
            .map(|schema| self.node.with(schema))
    }

    pub(super) fn number(self, keyword: &str) -> Option<&'a Number> {
        if let Value::Number(number) = self.get(keyword)? { Some(number) } else { None }
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts are whole and not negative by the meta-schema"
    )]
    pub(super) fn count(self, keyword: &str) -> Option<u64> {
        let number = self.number(keyword)?;
        number.as_u64().or_else(|| number.as_f64().map(|float| float as u64))
    }

    pub(super) fn members(self, keyword: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.get(keyword).and_then(Value::as_object).into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }
}
