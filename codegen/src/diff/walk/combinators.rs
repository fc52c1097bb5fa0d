//! Alternatives, negations and conditions: whether they changed.

use serde_json::Value;

use super::super::kind::ChangeKind;
use super::super::oracle::Facet;
use super::super::place::{Alternatives, Condition, FoldedSchema, Node};
use super::record::Observed;
use super::{Pair, Walk, matched};

impl<'a> Walk<'a, '_> {
    pub(super) fn compare_combinators(&mut self, pair: &Pair<'a>) {
        let (old, new) = (&pair.folded_old, &pair.folded_new);
        let nodes = |a: &[Node<'a>], b: &[Node<'a>]| matched(a, b, |&a, &b| self.oracle.same(a, b));
        let optional = |a: Option<Node<'a>>, b: Option<Node<'a>>| match (a, b) {
            (Some(a), Some(b)) => self.oracle.same(a, b),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        let choices =
            |a: &Alternatives<'a>, b: &Alternatives<'a>| a.exclusive == b.exclusive && nodes(&a.branches, &b.branches);
        let conditions = |a: &Condition<'a>, b: &Condition<'a>| {
            self.oracle.same(a.when, b.when) && optional(a.then, b.then) && optional(a.otherwise, b.otherwise)
        };
        let unchanged = matched(&old.choices, &new.choices, choices)
            && nodes(&old.negated, &new.negated)
            && matched(&old.conditions, &new.conditions, conditions)
            && (old.opaque == new.opaque && (old.opaque.is_empty() || self.same(pair)));
        if unchanged {
            return;
        }
        let mut finding =
            Observed::new(ChangeKind::CombinatorChanged, "the alternatives, negations or conditions changed".into());
        finding.facets = vec![Facet::Whole];
        finding.old = combinators(old);
        finding.new = combinators(new);
        finding.rewrite = true;
        self.record(pair, finding);
    }

    fn same(&self, pair: &Pair<'a>) -> bool {
        matched(&pair.old.nodes, &pair.new.nodes, |&a, &b| self.oracle.same(a, b))
    }
}

fn combinators(folded: &FoldedSchema<'_>) -> Value {
    let keywords = [
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "unevaluatedProperties",
        "unevaluatedItems",
        "$dynamicRef",
        "$recursiveRef",
    ];
    let found = folded.objects_met.iter().filter_map(|node| node.schema.as_object()).flat_map(|members| {
        keywords.iter().filter_map(|&keyword| members.get(keyword).map(|value| (keyword.to_owned(), value.clone())))
    });
    let found: serde_json::Map<String, Value> = found.collect();
    if found.is_empty() { Value::Null } else { Value::Object(found) }
}
