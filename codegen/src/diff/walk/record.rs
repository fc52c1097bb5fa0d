//! A difference becomes a change: the proof or the counterexample gives its verdict on the wire.

use serde_json::Value;

use super::super::change::{Change, Origin, Reader, Semver, Wire};
use super::super::kind::Kind;
use super::super::prove::Facet;
use super::super::schema::Conj;
use super::super::witness::Search;
use super::{Pair, Walk};
use crate::envelope;

/// A difference, before its verdict on the wire.
pub(super) struct Finding<'a> {
    pub(super) kind: Kind,
    pub(super) semver: Semver,
    pub(super) message: String,
    pub(super) old: Value,
    pub(super) new: Value,
    pub(super) hint: Option<String>,
    /// The place below the current one at which it shows.
    pub(super) token: Option<&'a str>,
    /// What OLD asks for here and NEW may no longer keep; none where the direction of the change alone makes it safe.
    pub(super) facets: Vec<Facet<'a>>,
    /// The change concerns annotations only.
    pub(super) annotation: bool,
    /// It may be the same in other words.
    pub(super) rewrite: bool,
    /// A value that NEW allows, OLD perhaps not.
    pub(super) suspect: Option<Value>,
}

impl Finding<'_> {
    pub(super) fn new(kind: Kind, semver: Semver, message: String) -> Self {
        Self {
            kind,
            semver,
            message,
            old: Value::Null,
            new: Value::Null,
            hint: None,
            token: None,
            facets: Vec::new(),
            annotation: false,
            rewrite: false,
            suspect: None,
        }
    }
}

impl<'a> Walk<'a, '_> {
    pub(super) fn record(&mut self, pair: &Pair<'a>, finding: Finding<'a>) {
        let (wire, witness) = self.wire(pair, &finding);
        let mut pointer = self.pointer.clone();
        if let Some(token) = finding.token {
            pointer.push_back(token);
        }
        let message = match (wire, &finding.facets[..]) {
            (Wire::Unclassified, _) => format!("{}; no proof and no counterexample was found", finding.message),
            (Wire::None, [_, ..]) => format!("{}; it says the same in other words", finding.message),
            (Wire::None | Wire::Compatible | Wire::Breaking, _) => finding.message,
        };
        self.changes.push(Change {
            kind: finding.kind,
            event: self.event.clone(),
            pointer,
            wire,
            semver: self.semver(finding.semver),
            origin: Origin::default(),
            message,
            old: finding.old,
            new: finding.new,
            hint: finding.hint,
            witness,
            resource: None,
            places: Vec::new(),
        });
    }

    fn wire(&self, pair: &Pair<'a>, finding: &Finding<'a>) -> (Wire, Option<Value>) {
        if finding.annotation {
            return (Wire::None, None);
        }
        let wanted = self.opened(&pair.old);
        if finding.rewrite && self.prover.included(&pair.new, &pair.old) && self.prover.included(&pair.old, &pair.new) {
            return (Wire::None, None);
        }
        if finding.facets.iter().all(|&facet| self.prover.fulfils(&pair.new, &wanted, facet)) {
            return (Wire::Compatible, None);
        }
        let search = Search::new(self.prover);
        let local = finding
            .suspect
            .iter()
            .filter(|value| search.refuted(value, &pair.new, &wanted))
            .cloned()
            .chain(search.counterexamples(&pair.new, &wanted))
            .find(|value| finding.facets.iter().any(|&facet| search.concerns(value, &wanted, facet)));
        let Some(local) = local else { return (Wire::Unclassified, None) };
        match search.embed(&self.path, local).map(|document| self.named(document)) {
            Some(document) if self.judge.as_ref().is_none_or(|judge| judge(&document)) => {
                (Wire::Breaking, Some(document))
            }
            Some(_) | None => (Wire::Unclassified, None),
        }
    }

    /// A document under the event's own name.
    pub(in crate::diff) fn named(&self, mut document: Value) -> Value {
        if let (Some(Value::String(name)), Some(event)) = (document.get_mut(envelope::NAME), &self.event) {
            name.clone_from(event);
        }
        document
    }

    /// The old side as its reader reads it.
    pub(in crate::diff) fn opened(&self, old: &Conj<'a>) -> Conj<'a> {
        let mut old = old.clone();
        let open = self.reader == Reader::Tolerant;
        old.nodes.iter_mut().for_each(|node| node.open = open);
        old
    }
}
