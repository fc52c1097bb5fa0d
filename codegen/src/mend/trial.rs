//! Which findings can be mended together: all, without those that fail; and where it is not clear which fail, one decision after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::Given;
use super::plan::{Plan, plan};
use super::verify::{Blame, verify};

/// So many decisions are tried one after the other, no more.
const MOST: usize = 100;

/// The findings that shall be mended, as far as they can be.
pub(super) struct Trial<'a> {
    pub(super) given: Given<'a>,
    /// Those that are not refused.
    pub(super) open: BTreeSet<usize>,
    /// Those that are, and why.
    pub(super) refused: BTreeMap<usize, String>,
}

/// What came of an attempt.
enum Attempt {
    /// The plan holds; these findings go along.
    Holds(Box<Plan>, Vec<usize>),
    /// These findings fail.
    Fails(Vec<(usize, String)>),
    /// Something fails, for this reason.
    Unclear(String),
}

impl Trial<'_> {
    /// The plan that holds, and the findings that go along with it.
    pub(super) fn whole(&mut self) -> (Box<Plan>, Vec<usize>) {
        loop {
            match self.attempt(&self.open) {
                Attempt::Holds(plan, along) => return (plan, along),
                Attempt::Fails(failed) => self.refuse(failed),
                Attempt::Unclear(why) => return self.one_by_one(&why),
            }
        }
    }

    fn attempt(&self, open: &BTreeSet<usize>) -> Attempt {
        let plan = Box::new(plan(self.given, open));
        if !plan.refused.is_empty() {
            return Attempt::Fails(plan.refused);
        }
        if plan.edits.is_empty() {
            return Attempt::Holds(plan, Vec::new());
        }
        match verify(self.given, &plan, open) {
            Ok(along) => Attempt::Holds(plan, along),
            Err(Blame::Findings(failed)) => Attempt::Fails(failed),
            Err(Blame::Unclear(why)) => Attempt::Unclear(why),
        }
    }

    fn refuse(&mut self, failed: Vec<(usize, String)>) {
        for (at, why) in failed {
            self.open.remove(&at);
            self.refused.entry(at).or_insert(why);
        }
    }

    /// Takes up one decision after the other, and leaves out with what the page would not hold. What fails before another decision
    /// has been taken up is tried again behind it.
    fn one_by_one(&mut self, why: &str) -> (Box<Plan>, Vec<usize>) {
        let mut waiting = self.by_decision();
        let mut held = (Box::new(plan(self.given, &BTreeSet::new())), Vec::new());
        let mut kept: BTreeSet<usize> = BTreeSet::new();
        let mut failed: BTreeMap<usize, String> = BTreeMap::new();
        let mut rest = waiting.split_off(waiting.len().min(MOST));
        loop {
            let before = kept.len();
            for group in std::mem::take(&mut waiting) {
                let mut group = group;
                // Of a decision some findings may hold and others not.
                loop {
                    let all: BTreeSet<usize> = kept.union(&group).copied().collect();
                    match self.attempt(&all) {
                        Attempt::Holds(plan, along) => {
                            held = (plan, along);
                            kept = all;
                            break;
                        }
                        Attempt::Fails(found) if found.iter().any(|(at, _)| group.contains(at)) => {
                            for (at, why) in found {
                                group.remove(&at);
                                failed.insert(at, why);
                            }
                        }
                        Attempt::Fails(found) => {
                            let why = found.into_iter().next().map(|(_, why)| why).unwrap_or_default();
                            failed.extend(group.iter().map(|at| (*at, why.clone())));
                            waiting.push(group);
                            break;
                        }
                        Attempt::Unclear(why) => {
                            failed.extend(group.iter().map(|at| (*at, why.clone())));
                            waiting.push(group);
                            break;
                        }
                    }
                    if group.is_empty() {
                        break;
                    }
                }
            }
            if kept.len() == before || waiting.is_empty() {
                break;
            }
        }
        rest.extend(waiting);
        let left: Vec<usize> = self.open.difference(&kept).copied().collect();
        self.refuse(
            left.into_iter().map(|at| (at, failed.get(&at).cloned().unwrap_or_else(|| why.to_owned()))).collect(),
        );
        held
    }

    /// The findings by the decisions that answer them, in the order in which these are followed.
    fn by_decision(&self) -> Vec<BTreeSet<usize>> {
        let of = |id: &str| {
            let answers = |at: &&usize| self.given.outcome.findings[**at].status.decision() == Some(id);
            self.open.iter().filter(answers).copied().collect::<BTreeSet<usize>>()
        };
        let all = self.given.decisions.decisions.iter().map(|decision| of(&decision.id));
        all.filter(|group| !group.is_empty()).collect()
    }
}
