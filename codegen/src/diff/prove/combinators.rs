//! Facets that combine whole schemas: alternatives, conditions, dependencies.

use super::super::schema::{Choice, Condition, Conj, Facts, Role, Then, Types};
use super::{At, Prover};

impl<'a> Prover<'a> {
    /// One branch that takes everything; of `oneOf`, besides, the others must take nothing. The tolerant reader reads what the
    /// letter of `oneOf` accepts, or what fits an opened branch and no other.
    pub(super) fn choice(&self, given: &Conj<'a>, choice: &Choice<'a>, at: At) -> bool {
        let at = at.deeper();
        let one = |open: bool| {
            let branches: Vec<_> =
                choice.branches.iter().map(|&branch| if open { branch } else { branch.closed() }).collect();
            branches.iter().enumerate().any(|(taken, &branch)| {
                self.prove(given, &Conj::of(branch), at)
                    && (!choice.exclusive
                        || branches
                            .iter()
                            .enumerate()
                            .all(|(other, &branch)| other == taken || self.vacuous(&given.and(branch), at)))
            })
        };
        one(true) || (choice.exclusive && choice.branches.iter().any(|branch| branch.open) && one(false))
    }

    pub(super) fn condition(&self, given: &Conj<'a>, condition: Condition<'a>, at: At) -> bool {
        let at = at.deeper();
        condition.then.is_none_or(|then| self.prove(&given.and(condition.when), &Conj::of(then), at))
            && condition
                .otherwise
                .is_none_or(|otherwise| self.prove(&given.and_not(condition.when), &Conj::of(otherwise), at))
    }

    pub(super) fn dependencies(&self, given: &Conj<'a>, known: &Facts<'a>, wants: &Facts<'a>, at: At) -> bool {
        let at = at.deeper();
        !known.types.has(Types::OBJECT)
            || wants.dependencies.iter().all(|(name, then)| {
                let present = given.and_types(Types::OBJECT).and_required(name);
                self.vacuous(&self.property_of(known, name, Role::Given), at.inside())
                    || match then {
                        Then::Names(names) => {
                            let known = self.given(&self.saturated(&present));
                            names.iter().all(|name| known.required.contains(name))
                        }
                        Then::Schema(node) => self.prove(&present, &Conj::of(*node), at),
                    }
            })
    }

    /// Whether what is given denies itself: it fulfils what it negates.
    pub(super) fn contradiction(&self, given: &Conj<'a>, known: &Facts<'a>, at: At) -> bool {
        at.splits < super::MAX_SPLITS
            && known.negated.iter().any(|&node| {
                let mut rest = given.clone();
                rest.negated.retain(|other| other.key() != node.key());
                self.prove(&rest, &Conj::of(node), at.split())
            })
    }
}
