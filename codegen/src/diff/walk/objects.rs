//! Objects: which properties are declared, and which are required.

use serde_json::json;

use super::super::kind::ChangeKind;
use super::super::oracle::Facet;
use super::super::place::{Conjunction, FoldedSchema, declared};
use super::super::witness::{Frame, WitnessStep};
use super::record::Observed;
use super::rename::Turnover;
use super::{Pair, Walk};

impl<'a> Walk<'a, '_> {
    pub(super) fn compare_objects(&mut self, pair: &Pair<'a>) {
        let (old, new) = (&pair.folded_old, &pair.folded_new);
        self.counts(pair, old.properties, new.properties, ["minProperties", "maxProperties"], Facet::PropertyCount);
        self.compare_openness(pair);
        self.compare_patterns(pair);
        self.compare_names(pair);
        self.compare_dependencies(pair);
        let (before, after) = (declared(old), declared(new));
        let orders = (declared_in_order(old), declared_in_order(new));
        let turnover = self.turnover(old, new, (&orders.0, &orders.1));
        let mut names: Vec<&'a str> = orders.1;
        names.extend(orders.0.into_iter().filter(|name| !after.contains(name)));
        names
            .extend(old.required.union(&new.required).filter(|name| !before.contains(*name) && !after.contains(*name)));
        for name in names {
            let views = (self.oracle.property_of(old, name), self.oracle.property_of(new, name));
            match (before.contains(name), after.contains(name)) {
                (false, true) => self.added(pair, name, &views.1, &turnover),
                (true, false) => self.removed(pair, name, &views.0, &turnover),
                (true, true) => {
                    self.presence(pair, name);
                    let frame = Frame { container: pair.new.clone(), step: WitnessStep::Property(name.to_owned()) };
                    self.inside(name, frame, &views.0, &views.1);
                }
                (false, false) => self.presence(pair, name),
            }
        }
    }

    fn added(&mut self, pair: &Pair<'a>, name: &'a str, view: &Conjunction<'a>, turnover: &Turnover<'a>) {
        let required = pair.folded_new.required.contains(name);
        let always = if required { ", and always there" } else { "" };
        let mut finding = Observed::new(ChangeKind::PropertyAdded, format!("`{name}` is declared now{always}"));
        finding.facets = vec![Facet::Property(name)];
        finding.new = view.to_schema();
        finding.token = Some(name);
        finding.rename = turnover.of_new(name).map(|other| Turnover::rename(&self.pointer, other));
        self.record(pair, finding);
    }

    fn removed(&mut self, pair: &Pair<'a>, name: &'a str, view: &Conjunction<'a>, turnover: &Turnover<'a>) {
        let required = pair.folded_old.required.contains(name) && !pair.folded_new.required.contains(name);
        let always = if required { ", though readers expect it" } else { "" };
        let mut finding = Observed::new(ChangeKind::PropertyRemoved, format!("`{name}` is no longer declared{always}"));
        finding.facets = vec![Facet::Require(name), Facet::Property(name)];
        finding.old = view.to_schema();
        finding.token = Some(name);
        finding.rename = turnover.of_old(name).map(|other| Turnover::rename(&self.pointer, other));
        self.record(pair, finding);
    }

    fn presence(&mut self, pair: &Pair<'a>, name: &'a str) {
        let (before, after) = (pair.folded_old.required.contains(name), pair.folded_new.required.contains(name));
        if before == after {
            return;
        }
        let (kind, words) = if after {
            (ChangeKind::PropertyRequired, format!("`{name}` is always there now"))
        } else {
            (ChangeKind::PropertyOptional, format!("`{name}` may be absent now"))
        };
        let mut finding = Observed::new(kind, words);
        if !after {
            finding.facets = vec![Facet::Require(name)];
        }
        finding.old = json!(before);
        finding.new = json!(after);
        finding.token = Some(name);
        self.record(pair, finding);
    }
}

fn declared_in_order<'a>(folded: &FoldedSchema<'a>) -> Vec<&'a str> {
    let mut names: Vec<&'a str> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for name in folded.objects.iter().filter_map(|shape| shape.properties).flat_map(|members| members.keys()) {
        if seen.insert(name.as_str()) {
            names.push(name);
        }
    }
    names
}
