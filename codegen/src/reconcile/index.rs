//! Findings by what decisions name of them, so that many decisions on a long page are no more than many times one.

use std::collections::HashMap;

use crate::decision::{Answer, Pattern};
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

    /// Those of the same rule in the same event as `finding`, with their place among all.
    pub(super) fn beside(&self, finding: &Diagnostic) -> Vec<(usize, &'f Diagnostic)> {
        self.at(self.by_event.get(&(finding.rule, finding.event.as_deref())))
    }

    /// Those that an answer names, with their place among all.
    pub(super) fn about(&self, answer: &Answer) -> Vec<(usize, &'f Diagnostic)> {
        let mut found = self.at(match answer.event.as_ref().and_then(Pattern::literal) {
            Some(event) => self.by_event.get(&(answer.rule.as_str(), Some(event))),
            None => self.by_rule.get(answer.rule.as_str()),
        });
        let named: Vec<_> = found.iter().copied().filter(|(_, finding)| answer.names(finding)).collect();
        let Some(anywhere) = answer.in_any_order() else { return named };
        found.retain(|(_, finding)| anywhere.names(finding));
        // The evidence says which name is meant, wherever in the list it stands by now.
        let meant: Vec<_> = found.iter().copied().filter(|(_, finding)| anywhere.rests_on(finding)).collect();
        match (meant.is_empty(), named.is_empty()) {
            (false, _) => meant,
            (true, false) => named,
            (true, true) => found,
        }
    }

    fn at(&self, places: Option<&Vec<usize>>) -> Vec<(usize, &'f Diagnostic)> {
        places.into_iter().flatten().map(|&at| (at, &self.all[at])).collect()
    }
}
