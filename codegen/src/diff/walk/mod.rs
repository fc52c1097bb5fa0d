//! Goes through OLD and NEW side by side, and records each difference.

mod annotations;
mod arrays;
mod combinators;
mod objects;
mod record;
mod rename;
mod shared;
mod undeclared;
mod values;

use std::collections::HashMap;

use super::change::Change;
use super::oracle::Oracle;
use super::place::{Conjunction, ConjunctionKey, FoldedSchema, Node, Types};
use super::witness::Frame;
use jsonptr::PointerBuf;
pub(super) use record::find_in;
use shared::{reference, target};

/// How many places are compared; beyond it the comparison says that it stopped.
const MAX_PLACES: usize = 60_000;
/// How deep an instance is followed.
const MAX_DEPTH: usize = 128;

/// A comparison in progress.
pub(super) struct Walk<'a, 'p> {
    pub(super) oracle: &'p Oracle<'a>,
    pub(super) changes: Vec<Change>,
    pub(super) event: Option<String>,
    pub(super) notes: Vec<String>,
    path: Vec<Frame<'a>>,
    pointer: PointerBuf,
    visited: HashMap<(ConjunctionKey, ConjunctionKey), Visit>,
    places: usize,
    /// Nothing was left out and every keyword met is understood, so that a proof for each place is a proof for the whole.
    pub(super) complete: bool,
    /// Whether each change gets its verdict on the wire. Without one it is [`Wire::None`](super::verdict::Wire::None).
    judges: bool,
}

/// A pair of places that was compared before: which changes it gave, and where.
struct Visit {
    changes: std::ops::Range<usize>,
    pointer: PointerBuf,
    open: bool,
}

impl<'a, 'p> Walk<'a, 'p> {
    pub(super) fn new(oracle: &'p Oracle<'a>, event: Option<String>, judges: bool) -> Self {
        Self {
            oracle,
            changes: Vec::new(),
            event,
            notes: Vec::new(),
            path: Vec::new(),
            pointer: PointerBuf::default(),
            visited: HashMap::new(),
            places: 0,
            complete: true,
            judges,
        }
    }

    /// Compares two whole schemas.
    pub(super) fn root(&mut self, old: Node<'a>, new: Node<'a>) {
        self.path.clear();
        self.pointer = PointerBuf::default();
        self.place(&Conjunction::of(old), &Conjunction::of(new));
    }

    /// Compares a part, one step further in.
    fn inside(&mut self, token: &str, frame: Frame<'a>, old: &Conjunction<'a>, new: &Conjunction<'a>) {
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
        self.complete = false;
        let note =
            format!("the comparison stopped at some places because {why}; what was not compared is unclassified");
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn place(&mut self, old: &Conjunction<'a>, new: &Conjunction<'a>) {
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
                if change.resource.is_none() {
                    change.resource = Some(name.clone());
                    change.base.clone_from(&self.pointer);
                }
            }
        }
    }

    fn compare(&mut self, old: &Conjunction<'a>, new: &Conjunction<'a>) {
        let pair = Pair {
            folded_old: FoldedSchema::of(old),
            folded_new: FoldedSchema::of(new),
            old: old.clone(),
            new: new.clone(),
        };
        self.complete &= pair.folded_old.opaque.is_empty() && pair.folded_new.opaque.is_empty();
        self.annotations(&pair);
        let (types_old, types_new) = (Self::types(&pair.folded_old), Self::types(&pair.folded_new));
        self.compare_types(&pair, types_old, types_new);
        let shared = types_old & types_new;
        let types_say_it = types_old != types_new && (anything(&pair.folded_old) || anything(&pair.folded_new));
        if shared.is_empty() || types_say_it {
            return;
        }
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
    }

    /// The types that a description allows, including its alternatives.
    fn types(folded: &FoldedSchema<'a>) -> Types {
        folded.choices.iter().fold(folded.types, |types, choice| {
            let branches = choice.branches.iter().map(|&branch| FoldedSchema::of(&Conjunction::of(branch)).types);
            types & branches.fold(Types::NONE, |all, one| all | one)
        })
    }
}

/// Two places that describe the same part of an instance.
struct Pair<'a> {
    old: Conjunction<'a>,
    new: Conjunction<'a>,
    folded_old: FoldedSchema<'a>,
    folded_new: FoldedSchema<'a>,
}

fn anything(folded: &FoldedSchema<'_>) -> bool {
    folded.objects_met.iter().all(|node| !node.asserts()) && folded.opaque.is_empty() && folded.types == Types::ALL
}

/// Whether two lists hold the same, in whatever order.
fn matched<T>(a: &[T], b: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut rest: Vec<&T> = b.iter().collect();
    a.len() == b.len()
        && a.iter().all(|a| rest.iter().position(|b| same(a, b)).map(|at| rest.swap_remove(at)).is_some())
}
