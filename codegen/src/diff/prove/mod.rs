//! Proofs of inclusion: every document of one conjunction is one of another's.
//!
//! `included(given, wanted)` takes `wanted` apart into facets and proves each from what is known of `given`; where that does not
//! do, `given` is split by its alternatives or types and each part proved on its own. What is not proved is not known. Recursion
//! through `$ref` may assume what it is about to prove, once a property or an item lies between: documents are finite.

mod arrays;
mod combinators;
mod facet;
mod objects;
mod scalars;
mod view;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use super::schema::{ALWAYS, Conj, ConjKey, Dialect, Evaluator, Facts, NEVER, Node, Role, Same, Scope, Types};

pub(super) use arrays::longest;
pub(super) use facet::Facet;
pub(super) use objects::declared;

/// How many steps one question may take.
const FUEL: u64 = 40_000;
/// How many steps all questions together may take; then nothing more is proved.
const RESERVE: u64 = 1_500_000;
/// How deep a proof may nest.
const MAX_DEPTH: usize = 160;
/// How many alternatives of `given` may be tried apart, one within the other.
const MAX_SPLITS: usize = 6;

type Pair = (ConjKey, ConjKey);

/// Proves inclusions, and remembers what it has proved.
pub(super) struct Prover<'a> {
    pub(super) evaluator: Evaluator<'a>,
    pub(super) same: Same,
    /// The smallest documents that were found.
    pub(super) least: RefCell<HashMap<ConjKey, Option<Value>>>,
    nowhere: Scope<'a>,
    facts: RefCell<HashMap<ConjKey, Rc<Facts<'a>>>>,
    known: RefCell<HashSet<Pair>>,
    open: RefCell<HashMap<Pair, Open>>,
    fuel: Cell<u64>,
    reserve: Cell<u64>,
}

/// A proof in progress: at which guard it began, and whether another assumed it.
struct Open {
    guard: usize,
    leaned: bool,
}

/// How far a proof has come.
#[derive(Clone, Copy, Default)]
pub(super) struct At {
    depth: usize,
    /// How many properties and items lie between the root and here.
    guard: usize,
    splits: usize,
}

impl At {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    /// Into a property or an item.
    fn inside(self) -> Self {
        Self { depth: self.depth + 1, guard: self.guard + 1, splits: 0 }
    }

    fn split(self) -> Self {
        Self { depth: self.depth + 1, splits: self.splits + 1, ..self }
    }
}

impl<'a> Prover<'a> {
    /// A prover; `nowhere` is the scope of schemas that stand in no document.
    pub(super) fn new(nowhere: Scope<'a>) -> Self {
        Self {
            evaluator: Evaluator::default(),
            same: Same::default(),
            least: RefCell::default(),
            nowhere,
            facts: RefCell::default(),
            known: RefCell::default(),
            open: RefCell::default(),
            fuel: Cell::new(FUEL),
            reserve: Cell::new(RESERVE),
        }
    }

    /// Whether every document of `given` is one of `wanted`: true only with a proof.
    pub(super) fn included(&self, given: &Conj<'a>, wanted: &Conj<'a>) -> bool {
        self.refuel();
        comparable(given, wanted) && self.prove(given, wanted, At::default())
    }

    /// Whether every document of `given` fulfils what `wanted` says in this facet.
    pub(super) fn fulfils(&self, given: &Conj<'a>, wanted: &Conj<'a>, facet: Facet<'a>) -> bool {
        self.refuel();
        comparable(given, wanted) && self.facet_or_split(given, wanted, facet, At::default())
    }

    /// Whether no document fulfils the conjunction.
    pub(super) fn empty(&self, conj: &Conj<'a>) -> bool {
        self.refuel();
        self.vacuous(conj, At::default())
    }

    /// The schema that accepts everything, or nothing.
    pub(super) fn constant(&self, accepts: bool) -> Node<'a> {
        Node { scope: self.nowhere, schema: if accepts { &ALWAYS } else { &NEVER }, open: false }
    }

    /// The conjunction with all that its dependencies ask for.
    pub(super) fn complete(&self, conj: &Conj<'a>) -> Conj<'a> {
        self.saturated(conj)
    }

    /// What is known of a conjunction.
    pub(super) fn given(&self, conj: &Conj<'a>) -> Rc<Facts<'a>> {
        let key = conj.key();
        if let Some(facts) = self.facts.borrow().get(&key) {
            return Rc::clone(facts);
        }
        let facts = Rc::new(Facts::of(conj, Role::Given, &|_| false));
        self.facts.borrow_mut().insert(key, Rc::clone(&facts));
        facts
    }

    fn refuel(&self) {
        let reserve = self.reserve.get();
        self.fuel.set(FUEL.min(reserve));
        self.open.borrow_mut().clear();
    }

    fn spend(&self) -> bool {
        let fuel = self.fuel.get();
        self.fuel.set(fuel.saturating_sub(1));
        self.reserve.set(self.reserve.get().saturating_sub(1));
        fuel > 0
    }

    fn vacuous(&self, conj: &Conj<'a>, at: At) -> bool {
        self.prove(conj, &Conj::of(self.constant(false)), at)
    }

    fn prove(&self, given: &Conj<'a>, wanted: &Conj<'a>, at: At) -> bool {
        let pair = (given.key(), wanted.key());
        if self.known.borrow().contains(&pair) {
            return true;
        }
        if let Some(open) = self.open.borrow_mut().get_mut(&pair) {
            let guarded = at.guard > open.guard;
            open.leaned |= guarded;
            return guarded;
        }
        if at.depth > MAX_DEPTH || !self.spend() {
            return false;
        }
        self.open.borrow_mut().insert(pair.clone(), Open { guard: at.guard, leaned: false });
        let proved = self.attempt(given, wanted, at);
        self.open.borrow_mut().remove(&pair);
        // What leans on something still open is not kept; nor are failures, which depend on fuel and depth.
        if proved && !self.open.borrow().values().any(|open| open.leaned) {
            self.known.borrow_mut().insert(pair);
        }
        proved
    }

    fn attempt(&self, given: &Conj<'a>, wanted: &Conj<'a>, at: At) -> bool {
        let given = &self.saturated(given);
        let known = self.given(given);
        if known.types.is_empty() {
            return true;
        }
        let wants = self.wanted(&known, wanted);
        if let Some(values) = &known.values {
            return values
                .iter()
                .filter(|value| self.evaluator.valid(value, given) != Some(false))
                .all(|value| self.evaluator.valid(value, wanted) == Some(true));
        }
        let alive = self.alive(&known, at);
        if alive.is_empty() {
            return true;
        }
        let narrowed;
        let (given, known) = if alive == known.types {
            (given, known)
        } else {
            narrowed = given.and_types(alive);
            (&narrowed, self.given(&narrowed))
        };
        let proved = Facet::ALL.iter().all(|&facet| self.facet(given, &known, &wants, facet, at));
        proved
            || self.split(given, &known, at, &|part, at| self.prove(part, wanted, at))
            || self.contradiction(given, &known, at)
    }

    /// Facts wanted, without the nodes that `given` fulfils by its very words.
    fn wanted(&self, known: &Facts<'a>, wanted: &Conj<'a>) -> Facts<'a> {
        Facts::of(wanted, Role::Wanted, &|node| known.met.iter().any(|&met| self.same.same(met, node)))
    }

    fn facet_or_split(&self, given: &Conj<'a>, wanted: &Conj<'a>, facet: Facet<'a>, at: At) -> bool {
        if !self.spend() || at.depth > MAX_DEPTH {
            return false;
        }
        let given = &self.saturated(given);
        let known = self.given(given);
        let alive = self.alive(&known, at);
        if alive.is_empty() {
            return true;
        }
        let given = &given.and_types(alive);
        let known = self.given(given);
        let wants = self.wanted(&known, wanted);
        self.facet(given, &known, &wants, facet, at)
            || self.split(given, &known, at, &|part, at| self.facet_or_split(part, wanted, facet, at))
            || self.contradiction(given, &known, at)
    }

    /// Proves part by part what was not proved of the whole: along the alternatives of `given`, then along its types.
    fn split(&self, given: &Conj<'a>, known: &Facts<'a>, at: At, prove: &dyn Fn(&Conj<'a>, At) -> bool) -> bool {
        if at.splits >= MAX_SPLITS {
            return false;
        }
        for choice in &known.choices {
            let news = |branch: &&Node<'a>| !known.met.iter().any(|met| met.key() == branch.key());
            let decided = choice.branches.iter().any(|branch| !news(&branch));
            if !decided && choice.branches.iter().all(|&branch| prove(&given.and(branch), at.split())) {
                return true;
            }
        }
        for condition in &known.conditions {
            let yes = given.and(condition.when).and(condition.then.unwrap_or(self.constant(true)));
            let no = given.and_not(condition.when).and(condition.otherwise.unwrap_or(self.constant(true)));
            let decided = known.met.iter().any(|met| met.key() == condition.when.key())
                || known.negated.iter().any(|met| met.key() == condition.when.key());
            if !decided && prove(&yes, at.split()) && prove(&no, at.split()) {
                return true;
            }
        }
        let types: Vec<Types> = Types::EACH.into_iter().filter(|&each| known.types.has(each)).collect();
        types.len() > 1 && types.iter().all(|&each| prove(&given.and_types(each), at.split()))
    }
}

/// Draft 4 calls `1.0` no integer; nothing is proved between it and the later drafts.
fn comparable(given: &Conj<'_>, wanted: &Conj<'_>) -> bool {
    let old = |conj: &Conj<'_>| conj.nodes.iter().any(|node| node.scope.document.dialect == Dialect::Draft4);
    old(given) == old(wanted) || given.nodes.is_empty() || wanted.nodes.is_empty()
}
