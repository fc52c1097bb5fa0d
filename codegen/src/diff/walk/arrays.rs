//! Arrays: how many items, and what each is.

use serde_json::{Value, json};

use super::super::kind::ChangeKind;
use super::super::oracle::Facet;
use super::super::place::{Contains, FoldedSchema, item_of, longest, rest_items_of};
use super::super::witness::{Frame, WitnessStep};
use super::record::Observed;
use super::values::Direction;
use super::{Pair, Walk, matched};

impl<'a> Walk<'a, '_> {
    pub(super) fn compare_arrays(&mut self, pair: &Pair<'a>) {
        let (old, new) = (&pair.folded_old, &pair.folded_new);
        self.counts(pair, old.items, new.items, ["minItems", "maxItems"], Facet::ItemCount);
        if old.unique != new.unique {
            let direction = if new.unique { Direction::Tighter } else { Direction::Looser };
            self.constraint(pair, "uniqueItems", direction, Facet::Unique, json!(old.unique), json!(new.unique));
        }
        let same =
            |a: &Contains<'a>, b: &Contains<'a>| a.min == b.min && a.max == b.max && self.oracle.same(a.node, b.node);
        if !matched(&old.contains, &new.contains, same) {
            let kept = old.contains.iter().all(|old| new.contains.iter().any(|new| same(old, new)));
            let direction = if kept { Direction::Tighter } else { Direction::Looser };
            self.constraint(
                pair,
                "contains",
                direction,
                Facet::Whole,
                keyword(old, "contains"),
                keyword(new, "contains"),
            );
        }
        self.compare_items(pair);
    }

    fn compare_items(&mut self, pair: &Pair<'a>) {
        let (old, new) = (&pair.folded_old, &pair.folded_new);
        let rest = (rest_items_of(old), rest_items_of(new));
        let ends = |rest| self.oracle.empty(rest);
        let alike = longest(old) == longest(new)
            && rest.0.nodes.is_empty() == rest.1.nodes.is_empty()
            && ends(&rest.0) == ends(&rest.1);
        if !alike {
            let mut finding = Observed::new(ChangeKind::ItemsChanged, "the items are described in another form".into());
            finding.facets = vec![Facet::Whole];
            finding.keyword = Some("items".to_owned());
            finding.old = items(old);
            finding.new = items(new);
            self.record(pair, finding);
            return;
        }
        for index in 0..longest(new) {
            let frame = Frame { container: pair.new.clone(), step: WitnessStep::Item(index) };
            self.inside(&index.to_string(), frame, &item_of(old, index), &item_of(new, index));
        }
        if !rest.0.nodes.is_empty() {
            let frame = Frame { container: pair.new.clone(), step: WitnessStep::Item(longest(new)) };
            self.inside("*", frame, &rest.0, &rest.1);
        }
    }
}

pub(super) fn keyword(folded: &FoldedSchema<'_>, name: &str) -> Value {
    folded.objects_met.iter().find_map(|node| node.get(name)).cloned().unwrap_or_default()
}

fn items(folded: &FoldedSchema<'_>) -> Value {
    let prefix = keyword(folded, "prefixItems");
    if prefix.is_null() {
        keyword(folded, "items")
    } else {
        json!({"prefixItems": prefix, "items": keyword(folded, "items")})
    }
}
