//! Turns a difference into a change: a proof or a counterexample decides its verdict on the wire.

use std::cell::Cell;

use serde_json::Value;

use super::super::change::{Change, Rename};
use super::super::kind::ChangeKind;
use super::super::oracle::{Facet, Wanted};
use super::super::place::{Conjunction, Node, SchemaView};
use super::super::verdict::{Semver, Wire};
use super::super::witness::{Frame, WitnessSearch, WitnessStep};
use super::{Pair, Walk};
use crate::envelope;
use crate::schema::{Inclusion, Obstacle, compiled_in};

/// How many values are tried in whole documents.
const MOST_EMBEDDED: usize = 24;

/// A difference, before its verdict on the wire.
pub(super) struct Observed<'a> {
    pub(super) kind: ChangeKind,
    pub(super) message: String,
    pub(super) old: Value,
    pub(super) new: Value,
    /// The other half of what may be a rename.
    pub(super) rename: Option<Rename>,
    /// The keyword that changed, if it is a single one.
    pub(super) keyword: Option<String>,
    /// The place below the current one at which it shows.
    pub(super) token: Option<&'a str>,
    /// What OLD requires here and NEW may no longer guarantee; empty if the direction of the change makes it safe.
    pub(super) facets: Vec<Facet<'a>>,
    /// The change concerns annotations only.
    pub(super) annotation: bool,
    /// Both sides may mean the same.
    pub(super) rewrite: bool,
    /// A value that NEW allows and OLD may refuse.
    pub(super) suspect: Option<Value>,
}

impl Observed<'_> {
    pub(super) fn new(kind: ChangeKind, message: String) -> Self {
        Self {
            kind,
            message,
            old: Value::Null,
            new: Value::Null,
            rename: None,
            keyword: None,
            token: None,
            facets: Vec::new(),
            annotation: false,
            rewrite: false,
            suspect: None,
        }
    }
}

impl<'a> Walk<'a, '_> {
    pub(super) fn record(&mut self, pair: &Pair<'a>, finding: Observed<'a>) {
        let (wire, witness, why) = if self.judges { self.wire(pair, &finding) } else { (Wire::None, None, None) };
        let mut pointer = self.pointer.clone();
        if let Some(token) = finding.token {
            pointer.push_back(token);
        }
        let message = match (wire, why, &finding.facets[..]) {
            (Wire::Unclassified, Some(why), _) => {
                format!("{}; no proof and no counterexample was found: {why}", finding.message)
            }
            (Wire::Unclassified, None, _) => format!("{}; no proof and no counterexample was found", finding.message),
            (Wire::None, _, [_, ..]) if self.judges => format!("{}; both mean the same", finding.message),
            (Wire::None | Wire::Compatible | Wire::Breaking, _, _) => finding.message,
        };
        self.changes.push(Change {
            pointer,
            message,
            old: finding.old,
            new: finding.new,
            hint: finding.rename.as_ref().map(|rename| hint(finding.kind, rename)),
            rename: finding.rename,
            keyword: finding.keyword,
            witness,
            ..Change::bare(finding.kind, self.event.clone(), wire, Semver::default())
        });
    }

    /// The verdict: a document outranks a proof, and a proof outranks a guess.
    fn wire(&self, pair: &Pair<'a>, finding: &Observed<'a>) -> (Wire, Option<Value>, Option<String>) {
        if finding.annotation {
            return (Wire::None, None, None);
        }
        let both = |a: &Conjunction<'a>, b: &Conjunction<'a>| {
            self.oracle.included(a, b) == Inclusion::Yes && self.oracle.included(b, a) == Inclusion::Yes
        };
        if finding.rewrite && both(&pair.new, &pair.old) {
            return (Wire::None, None, None);
        }
        if self.oracle.late() {
            let wire = if finding.facets.is_empty() { Wire::Compatible } else { Wire::Unclassified };
            return (wire, None, Some("the time ran out".into()));
        }
        // A document outranks a proof, and is cheaper to find.
        if let Some(suspect) = &finding.suspect
            && let Some(document) = self.embedded(&self.path, suspect.clone())
        {
            return (Wire::Breaking, Some(document), None);
        }
        let mut why = None;
        let mut open = Vec::new();
        for &facet in &finding.facets {
            let wanted = self.oracle.wanted(&pair.old, &pair.folded_old, facet);
            match self.oracle.keeps(&pair.new, &wanted) {
                Inclusion::Yes => {}
                Inclusion::No => open.push((facet, wanted)),
                Inclusion::Unknown(Obstacle(obstacle)) => {
                    why.get_or_insert(obstacle);
                    open.push((facet, wanted));
                }
            }
        }
        if open.is_empty() {
            return (Wire::Compatible, None, None);
        }
        let witness = open.iter().find_map(|(_, wanted)| self.counterexample(pair, wanted));
        match witness {
            Some(document) => (Wire::Breaking, Some(document), None),
            None => (Wire::Unclassified, None, why),
        }
    }

    /// A whole document that NEW accepts and OLD does not read because of what is wanted here.
    fn counterexample(&self, pair: &Pair<'a>, wanted: &Wanted<'a>) -> Option<Value> {
        if !self.oracle.askable() {
            return None;
        }
        let search = WitnessSearch::new(self.oracle);
        let concerns = |value: &Value| match wanted {
            Wanted::Plain(schema) => {
                compiled_in(schema, self.oracle.new.draft()).is_some_and(|one| !one.is_valid(value))
            }
            Wanted::Place(conj) => conj.accepts(value) == Some(false),
            Wanted::Property(..) => true,
        };
        let mut path = self.path.clone();
        let given = match wanted {
            Wanted::Property(name, _) => {
                path.push(Frame { container: pair.new.clone(), step: WitnessStep::Property((*name).to_owned()) });
                self.oracle.property_of(&pair.folded_new, name)
            }
            Wanted::Plain(_) | Wanted::Place(_) => pair.new.clone(),
        };
        let left = Cell::new(MOST_EMBEDDED);
        let suits = |value: Value| {
            if left.get() == 0 || !concerns(&value) {
                return None;
            }
            left.set(left.get() - 1);
            self.embedded(&path, value)
        };
        let subtracted = self.oracle.difference(&pair.new, wanted).and_then(|rest| find_in(self, &rest, suits));
        subtracted.or_else(|| {
            let searched = match wanted {
                Wanted::Property(_, wanted) | Wanted::Place(wanted) => search.counterexamples(&given, wanted),
                Wanted::Plain(_) => search.counterexamples(&given, &self.oracle.read(&pair.old)),
            };
            searched.into_iter().find_map(suits)
        })
    }

    /// The value in a whole document that NEW accepts and OLD does not read.
    fn embedded(&self, path: &[Frame<'a>], value: Value) -> Option<Value> {
        let document = self.named(WitnessSearch::new(self.oracle).embed(path, value)?);
        self.refuted(&document).then_some(document)
    }

    /// Whether NEW accepts the document and OLD does not read it, by the jsonschema crate's word.
    pub(in crate::diff) fn refuted(&self, document: &Value) -> bool {
        let (old, new) = (Conjunction::of(Node::root(self.oracle.old)), Conjunction::of(Node::root(self.oracle.new)));
        new.accepts(document) == Some(true) && self.oracle.reads(&old).accepts(document) == Some(false)
    }

    /// A document under the event's own name.
    pub(in crate::diff) fn named(&self, mut document: Value) -> Value {
        if let (Some(Value::String(name)), Some(event)) = (document.get_mut(envelope::NAME), &self.event) {
            name.clone_from(event);
        }
        document
    }
}

/// A guess, in words.
fn hint(kind: ChangeKind, rename: &Rename) -> String {
    let Rename { name, why, .. } = rename;
    match kind {
        ChangeKind::PropertyAdded => format!("perhaps `{name}` under another name; a guess: {why}"),
        _ => format!("perhaps renamed to `{name}`; a guess: {why}"),
    }
}

/// Tries values that a schema accepts, and returns the first result of `suits`. The schema is part of neither side's document.
pub(in crate::diff) fn find_in<T>(
    walk: &Walk<'_, '_>,
    schema: &Value,
    mut suits: impl FnMut(Value) -> Option<T>,
) -> Option<T> {
    let view = SchemaView::of_values(schema);
    let oracle = walk.oracle.beside(&view);
    let (search, root) = (WitnessSearch::new(&oracle), Conjunction::of(Node::root(&view)));
    // The simplest value is usually enough, and finding all values at the edges takes far longer.
    search.simplest(&root).and_then(&mut suits).or_else(|| search.examples(&root).into_iter().find_map(suits))
}
