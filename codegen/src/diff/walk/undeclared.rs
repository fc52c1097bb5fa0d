//! Undeclared properties: whether they are allowed, under which names, and which further properties they require.

use serde_json::Value;

use super::super::kind::ChangeKind;
use super::super::oracle::Facet;
use super::super::place::{Conjunction, FoldedSchema, Node, Then};
use super::super::witness::{Frame, WitnessStep};
use super::arrays::keyword;
use super::record::Observed;
use super::values::Direction;
use super::{Pair, Walk, matched};
use crate::schema::Inclusion;

/// What a schema says about undeclared properties.
enum Rest<'a> {
    Open,
    Closed,
    Schema(Conjunction<'a>),
}

impl<'a> Walk<'a, '_> {
    pub(super) fn compare_openness(&mut self, pair: &Pair<'a>) {
        let (old, new) = (self.rest(&pair.folded_old), self.rest(&pair.folded_new));
        let mut finding = match (&old, &new) {
            (Rest::Closed, Rest::Closed) | (Rest::Open, Rest::Open) => return,
            (Rest::Closed, Rest::Open | Rest::Schema(_)) => {
                let mut finding =
                    Observed::new(ChangeKind::ObjectOpened, "undeclared properties may be there now".into());
                finding.facets = vec![Facet::Closed];
                finding
            }
            (Rest::Open | Rest::Schema(_), Rest::Closed) => {
                Observed::new(ChangeKind::ObjectClosed, "undeclared properties are no longer allowed".into())
            }
            (Rest::Open | Rest::Schema(_), Rest::Open | Rest::Schema(_)) => {
                let conj =
                    |rest: Rest<'a>| if let Rest::Schema(conj) = rest { conj } else { Conjunction::all(Vec::new()) };
                let frame = Frame { container: pair.new.clone(), step: WitnessStep::Other };
                self.inside("*", frame, &conj(old), &conj(new));
                return;
            }
        };
        finding.keyword = Some("additionalProperties".to_owned());
        finding.old = keyword(&pair.folded_old, "additionalProperties");
        finding.new = keyword(&pair.folded_new, "additionalProperties");
        self.record(pair, finding);
    }

    fn rest(&self, folded: &FoldedSchema<'a>) -> Rest<'a> {
        let nodes: Vec<Node<'a>> = folded
            .objects
            .iter()
            .filter_map(|shape| shape.rest)
            .filter(|rest| rest.schema != &Value::Bool(true))
            .collect();
        if nodes.is_empty() || nodes.iter().all(|node| !node.asserts()) {
            return Rest::Open;
        }
        let conj = Conjunction::all(nodes);
        if self.oracle.empty(&conj) { Rest::Closed } else { Rest::Schema(conj) }
    }

    pub(super) fn compare_patterns(&mut self, pair: &Pair<'a>) {
        let patterns = |folded: &FoldedSchema<'a>| {
            folded.objects.iter().flat_map(|shape| shape.patterns.clone()).collect::<Vec<_>>()
        };
        let (old, new) = (patterns(&pair.folded_old), patterns(&pair.folded_new));
        let same = |a: &(&str, Node<'a>), b: &(&str, Node<'a>)| a.0 == b.0 && self.oracle.same(a.1, b.1);
        if matched(&old, &new, same) {
            return;
        }
        let kept = self.oracle.included(&pair.new, &pair.old) == Inclusion::Yes;
        self.changed_keyword(pair, "patternProperties", kept);
    }

    pub(super) fn compare_names(&mut self, pair: &Pair<'a>) {
        let (old, new) = (&pair.folded_old.names, &pair.folded_new.names);
        if matched(old, new, |&a, &b| self.oracle.same(a, b)) {
            return;
        }
        let kept =
            self.oracle.included(&Conjunction::all(new.clone()), &Conjunction::all(old.clone())) == Inclusion::Yes;
        self.changed_keyword(pair, "propertyNames", kept);
    }

    /// Records that a keyword changed; the change is tighter if OLD accepts all that NEW allows.
    fn changed_keyword(&mut self, pair: &Pair<'a>, word: &'static str, kept: bool) {
        let direction = if kept { Direction::Tighter } else { Direction::Looser };
        let (old, new) = (keyword(&pair.folded_old, word), keyword(&pair.folded_new, word));
        self.constraint(pair, word, direction, Facet::Whole, old, new);
    }

    pub(super) fn compare_dependencies(&mut self, pair: &Pair<'a>) {
        let same = |a: &(&'a str, Then<'a>), b: &(&'a str, Then<'a>)| {
            a.0 == b.0
                && match (&a.1, &b.1) {
                    (Then::Names(a), Then::Names(b)) => matched(a, b, |a, b| a == b),
                    (Then::Schema(a), Then::Schema(b)) => self.oracle.same(*a, *b),
                    (Then::Names(_), Then::Schema(_)) | (Then::Schema(_), Then::Names(_)) => false,
                }
        };
        let (old, new) = (&pair.folded_old.dependencies, &pair.folded_new.dependencies);
        if matched(old, new, same) {
            return;
        }
        let kept = old.iter().all(|old| new.iter().any(|new| same(old, new)));
        let direction = if kept { Direction::Tighter } else { Direction::Looser };
        let words = ["dependencies", "dependentRequired", "dependentSchemas"];
        let shown = |folded: &FoldedSchema<'a>| {
            words.iter().map(|word| keyword(folded, word)).find(|value| !value.is_null()).unwrap_or_default()
        };
        let values = (shown(&pair.folded_old), shown(&pair.folded_new));
        self.constraint(pair, "dependencies", direction, Facet::Whole, values.0, values.1);
    }
}
