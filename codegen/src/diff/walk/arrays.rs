//! Arrays: how many items, and what each is.

use serde_json::{Value, json};

use super::super::api;
use super::super::kind::Kind;
use super::super::prove::{Facet, Prover, longest};
use super::super::schema::{Contains, Facts};
use super::super::witness::{Frame, Step};
use super::record::Finding;
use super::values::Direction;
use super::{Pair, Walk, matched};

impl<'a> Walk<'a, '_> {
    pub(super) fn compare_arrays(&mut self, pair: &Pair<'a>) {
        let (old, new) = (&pair.facts_old, &pair.facts_new);
        self.counts(pair, old.items, new.items, ["minItems", "maxItems"], Facet::ItemCount);
        if old.unique != new.unique {
            let direction = if new.unique { Direction::Tighter } else { Direction::Looser };
            self.constraint(pair, "uniqueItems", direction, Facet::Unique, json!(old.unique), json!(new.unique));
        }
        let same = |a: &Contains<'a>, b: &Contains<'a>| {
            a.min == b.min && a.max == b.max && self.prover.same.same(a.node, b.node)
        };
        if !matched(&old.contains, &new.contains, same) {
            let kept = old.contains.iter().all(|old| new.contains.iter().any(|new| same(old, new)));
            let direction = if kept { Direction::Tighter } else { Direction::Looser };
            self.constraint(
                pair,
                "contains",
                direction,
                Facet::Contains,
                keyword(old, "contains"),
                keyword(new, "contains"),
            );
        }
        self.compare_items(pair);
    }

    fn compare_items(&mut self, pair: &Pair<'a>) {
        let (old, new) = (&pair.facts_old, &pair.facts_new);
        let rest = (Prover::rest_items_of(old), Prover::rest_items_of(new));
        let ends = |rest| self.prover.empty(rest);
        let alike = longest(old) == longest(new)
            && rest.0.nodes.is_empty() == rest.1.nodes.is_empty()
            && ends(&rest.0) == ends(&rest.1);
        if !alike {
            let semver = api::of_types(old, new);
            let mut finding =
                Finding::new(Kind::ItemsChanged, semver, "the items are described in another form".into());
            finding.facets = vec![Facet::Items];
            finding.old = items(old);
            finding.new = items(new);
            self.record(pair, finding);
            return;
        }
        for index in 0..longest(new) {
            let frame = Frame { container: pair.new.clone(), step: Step::Item(index) };
            self.inside(&index.to_string(), frame, &Prover::item_of(old, index), &Prover::item_of(new, index));
        }
        if !rest.0.nodes.is_empty() {
            let frame = Frame { container: pair.new.clone(), step: Step::Item(longest(new)) };
            self.inside("*", frame, &rest.0, &rest.1);
        }
    }
}

pub(super) fn keyword(facts: &Facts<'_>, name: &str) -> Value {
    facts.objects_met.iter().find_map(|node| node.get(name)).cloned().unwrap_or_default()
}

fn items(facts: &Facts<'_>) -> Value {
    let prefix = keyword(facts, "prefixItems");
    if prefix.is_null() {
        keyword(facts, "items")
    } else {
        json!({"prefixItems": prefix, "items": keyword(facts, "items")})
    }
}
