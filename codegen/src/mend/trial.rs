//! Finds which findings can be mended together: all except those that fail. If it is not clear which fail, it adds one
//! decision after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::Given;
use super::plan::{Plan, plan};
use super::verify::{Blame, verify};

/// The most decisions that are added one after the other.
const MOST: usize = 100;

/// The findings to mend, as far as possible.
pub(super) struct Trial<'a> {
    pub(super) given: Given<'a>,
    /// The findings that are not refused.
    pub(super) open: BTreeSet<usize>,
    /// The refused findings, with the reason.
    pub(super) refused: BTreeMap<usize, String>,
}

/// The result of an attempt.
enum Attempt {
    /// The plan is right, and it also mends these findings.
    Holds(Box<Plan>, Vec<usize>),
    /// These findings fail.
    Fails(Vec<(usize, String)>),
    /// Something fails, for this reason.
    Unclear(String),
}

impl Trial<'_> {
    /// The final plan, and the other findings that it mends.
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

    /// Adds one decision after the other, and leaves out those with which the page would be wrong. A decision that
    /// fails is tried again after each success.
    ///
    /// `kept` grows by the findings of each decision with which the whole plan still verifies. The last such plan is the result;
    /// the number of rounds is limited, because each of them adds at least one decision.
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
                // A decision may work for some of its findings only.
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

    /// The findings of each decision, in the order in which the decisions are applied.
    fn by_decision(&self) -> Vec<BTreeSet<usize>> {
        let of = |id: &str| {
            let answers = |at: &&usize| self.given.outcome.findings[**at].status.decision() == Some(id);
            self.open.iter().filter(answers).copied().collect::<BTreeSet<usize>>()
        };
        let all = self.given.decisions.decisions.iter().map(|decision| of(&decision.id));
        all.filter(|group| !group.is_empty()).collect()
    }
}
