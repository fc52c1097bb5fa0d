//! Findings by what decisions name of them, so that many decisions on a long page are no more than many times one.

use std::collections::HashMap;

use crate::decision::Answer;
use crate::diagnostic::Diagnostic;

/// Findings, by rule and event.
pub(super) struct Index<'f> {
    all: &'f [Diagnostic],
    by_rule: HashMap<&'f str, Vec<usize>>,
    by_event: HashMap<(&'f str, Option<&'f str>), Vec<usize>>,
}

impl<'f> Index<'f> {
    pub(super) fn new(all: &'f [Diagnostic]) -> Self {
        let mut index = Self { all, by_rule: HashMap::new(), by_event: HashMap::new() };
        for (at, finding) in all.iter().enumerate() {
            index.by_rule.entry(finding.rule).or_default().push(at);
            index.by_event.entry((finding.rule, finding.event.as_deref())).or_default().push(at);
        }
        index
    }

    /// The findings of a rule.
    pub(super) fn of_rule(&self, rule: &str) -> impl Iterator<Item = &'f Diagnostic> {
        let all = self.all;
        self.by_rule.get(rule).into_iter().flatten().map(|&at| &all[at])
    }

    /// Those of the same rule in the same event as `finding`, with their place among all.
    pub(super) fn beside(&self, finding: &Diagnostic) -> Vec<(usize, &'f Diagnostic)> {
        self.at(self.by_event.get(&(finding.rule, finding.event.as_deref())))
    }

    /// Those that an answer may be about, with their place among all.
    pub(super) fn about(&self, answer: &Answer) -> Vec<(usize, &'f Diagnostic)> {
        self.at(match answer {
            Answer::Finding(finding, _) => self.by_event.get(&(finding.rule.as_str(), finding.event.as_deref())),
            Answer::Rule(rule) => self.by_rule.get(rule.as_str()),
        })
    }

    fn at(&self, places: Option<&Vec<usize>>) -> Vec<(usize, &'f Diagnostic)> {
        places.into_iter().flatten().map(|&at| (at, &self.all[at])).collect()
    }
}
