//! Old and new side by side: where they differ, and what each difference means.

mod annotations;
mod arrays;
mod combinators;
mod objects;
mod record;
mod shared;
mod undeclared;
mod values;

use std::collections::HashMap;
use std::rc::Rc;

use jsonptr::PointerBuf;
use serde_json::Value;

use super::api::Shape;
use super::change::{Change, Reader, Semver};
use super::prove::Prover;
use super::schema::{Conj, ConjKey, Facts, Node, Role, Types};
use super::witness::Frame;
use shared::{reference, target};

/// How many places are compared; beyond it the comparison says that it stopped.
const MAX_PLACES: usize = 60_000;
/// How deep an instance is followed.
const MAX_DEPTH: usize = 128;

/// Says of a document whether NEW accepts it and OLD refuses it.
type Judge<'p> = Rc<dyn Fn(&Value) -> bool + 'p>;

/// A comparison in progress.
pub(super) struct Walk<'a, 'p> {
    pub(super) prover: &'p Prover<'a>,
    pub(super) reader: Reader,
    pub(super) changes: Vec<Change>,
    pub(super) event: Option<String>,
    /// Whether a document is refused by OLD although NEW accepts it, as an independent validator says.
    judge: Option<Judge<'p>>,
    pub(super) notes: Vec<String>,
    path: Vec<Frame<'a>>,
    pointer: PointerBuf,
    visited: HashMap<(ConjKey, ConjKey), Visit>,
    /// How many of the enclosing values the generator maps to `serde_json::Value` on both sides.
    untyped: usize,
    places: usize,
}

/// A pair of places that was compared before: which changes it gave, and where.
struct Visit {
    changes: std::ops::Range<usize>,
    pointer: PointerBuf,
    open: bool,
}

impl<'a, 'p> Walk<'a, 'p> {
    pub(super) fn new(prover: &'p Prover<'a>, reader: Reader) -> Self {
        Self {
            prover,
            reader,
            changes: Vec::new(),
            event: None,
            judge: None,
            notes: Vec::new(),
            path: Vec::new(),
            pointer: PointerBuf::default(),
            visited: HashMap::new(),
            untyped: 0,
            places: 0,
        }
    }

    /// Has an independent validator confirm counterexamples.
    pub(super) fn judged_by(&mut self, judge: Option<Judge<'p>>) {
        self.judge = judge;
    }

    /// Compares two whole schemas.
    pub(super) fn root(&mut self, old: Node<'a>, new: Node<'a>) {
        self.path.clear();
        self.pointer = PointerBuf::default();
        self.untyped = 0;
        self.place(&Conj::of(old), &Conj::of(new));
    }

    /// Compares a part, one step further in.
    fn inside(&mut self, token: &str, frame: Frame<'a>, old: &Conj<'a>, new: &Conj<'a>) {
        if self.path.len() >= MAX_DEPTH {
            self.stop("it nests too deep");
            return;
        }
        self.path.push(frame);
        self.pointer.push_back(token);
        self.place(old, new);
        self.pointer.pop_back();
        self.path.pop();
    }

    fn stop(&mut self, why: &str) {
        let note = format!(
            "the comparison stopped at some places because {why}; what was not compared counts as unclassified"
        );
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn place(&mut self, old: &Conj<'a>, new: &Conj<'a>) {
        self.places += 1;
        if self.places > MAX_PLACES {
            self.stop("there are too many");
            return;
        }
        let name = reference(old, new);
        let targets = name.is_some().then(|| target(old).zip(target(new))).flatten();
        let (old, new) = if let Some((target_old, target_new)) = &targets {
            self.beside(old, new);
            (target_old, target_new)
        } else {
            self.renamed_type(old, new);
            (old, new)
        };
        let key = (old.key(), new.key());
        if let Some(visit) = self.visited.get(&key) {
            if !visit.open {
                self.again(visit.changes.clone(), &visit.pointer.clone());
            }
            return;
        }
        let start = self.changes.len();
        let visit = |open, changes, pointer: &PointerBuf| Visit { changes, pointer: pointer.clone(), open };
        self.visited.insert(key.clone(), visit(true, start..start, &self.pointer));
        self.compare(old, new);
        self.visited.insert(key, visit(false, start..self.changes.len(), &self.pointer));
        if let Some(name) = name {
            for change in &mut self.changes[start..] {
                change.resource.get_or_insert_with(|| name.clone());
            }
        }
    }

    fn compare(&mut self, old: &Conj<'a>, new: &Conj<'a>) {
        let pair = Pair {
            facts_old: Facts::of(old, Role::Exact, &|_| false),
            facts_new: Facts::of(new, Role::Exact, &|_| false),
            old: old.clone(),
            new: new.clone(),
        };
        self.annotations(&pair);
        let (types_old, types_new) = (Self::types(&pair.facts_old), Self::types(&pair.facts_new));
        self.compare_types(&pair, types_old, types_new);
        let shared = types_old & types_new;
        let told = types_old != types_new && (anything(&pair.facts_old) || anything(&pair.facts_new));
        if shared.is_empty() || told {
            return;
        }
        let untyped = Shape::of(&pair.facts_old) == Shape::Value && Shape::of(&pair.facts_new) == Shape::Value;
        self.untyped += usize::from(untyped);
        self.compare_values(&pair);
        if shared.meets(Types::NUMBER) {
            self.compare_numbers(&pair);
        }
        if shared.has(Types::STRING) {
            self.compare_strings(&pair);
        }
        if shared.has(Types::OBJECT) {
            self.compare_objects(&pair);
        }
        if shared.has(Types::ARRAY) {
            self.compare_arrays(&pair);
        }
        self.compare_combinators(&pair);
        self.untyped -= usize::from(untyped);
    }

    /// The types that a description leaves, its alternatives considered.
    fn types(facts: &Facts<'a>) -> Types {
        facts.choices.iter().fold(facts.types, |types, choice| {
            let branches =
                choice.branches.iter().map(|&branch| Facts::of(&Conj::of(branch), Role::Exact, &|_| false).types);
            types & branches.fold(Types::NONE, |all, one| all | one)
        })
    }

    fn semver(&self, semver: Semver) -> Semver {
        if self.untyped > 0 { semver.min(Semver::Patch) } else { semver }
    }
}

/// Two places that stand for the same part of an instance.
struct Pair<'a> {
    old: Conj<'a>,
    new: Conj<'a>,
    facts_old: Facts<'a>,
    facts_new: Facts<'a>,
}

fn anything(facts: &Facts<'_>) -> bool {
    facts.objects_met.iter().all(|node| !node.asserts()) && facts.opaque.is_empty() && facts.types == Types::ALL
}

/// Whether two lists hold the same, in whatever order.
fn matched<T>(a: &[T], b: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut rest: Vec<&T> = b.iter().collect();
    a.len() == b.len()
        && a.iter().all(|a| rest.iter().position(|b| same(a, b)).map(|at| rest.swap_remove(at)).is_some())
}
