//! Findings by the keys that decisions use, so that the cost is linear in the number of decisions and findings.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jsonptr::Pointer;

use crate::catalog::Witness;
use crate::decision::{Answer, Pattern};
use crate::diagnostic::Diagnostic;

/// A rule and the event of a finding.
type RuleAndEvent<'f> = (&'f str, Option<&'f str>);

/// The witness and the resource of a finding.
type DocumentOf<'f> = (Witness, Option<&'f str>);

/// Findings, by rule, event, place and evidence.
pub(super) struct FindingIndex<'f> {
    all: &'f [Diagnostic],
    by_rule: HashMap<&'f str, Vec<usize>>,
    by_event: HashMap<RuleAndEvent<'f>, Vec<usize>>,
    by_place: HashMap<(RuleAndEvent<'f>, &'f Pointer), Vec<usize>>,
    by_document: HashMap<(RuleAndEvent<'f>, DocumentOf<'f>, &'f Pointer), Vec<usize>>,
    /// By the list that contains the place.
    by_list: HashMap<(RuleAndEvent<'f>, &'f Pointer), Vec<usize>>,
    by_evidence: HashMap<(RuleAndEvent<'f>, u64), Vec<usize>>,
}

impl<'f> FindingIndex<'f> {
    pub(super) fn new(all: &'f [Diagnostic]) -> Self {
        let mut index = Self {
            all,
            by_rule: HashMap::new(),
            by_event: HashMap::new(),
            by_place: HashMap::new(),
            by_document: HashMap::new(),
            by_list: HashMap::new(),
            by_evidence: HashMap::new(),
        };
        for (at, finding) in all.iter().enumerate() {
            let of = (finding.rule, finding.event.as_deref());
            index.by_rule.entry(finding.rule).or_default().push(at);
            index.by_event.entry(of).or_default().push(at);
            index.by_place.entry((of, &finding.pointer)).or_default().push(at);
            index.by_document.entry((of, document(finding), &finding.pointer)).or_default().push(at);
            if let Some(list) = finding.pointer.parent() {
                index.by_list.entry((of, list)).or_default().push(at);
            }
            index.by_evidence.entry((of, evidence(finding))).or_default().push(at);
        }
        index
    }

    /// The findings of the same rule at the same place of the same document, then those of the document with the same evidence; each with
    /// its index.
    pub(super) fn like<'i>(
        &'i self,
        finding: &'i Diagnostic,
    ) -> impl Iterator<Item = (usize, &'f Diagnostic)> + use<'i, 'f> {
        let all = self.all;
        let here = (of(finding), document(finding), finding.pointer.as_ref());
        let here = self.by_document.get(&here).map_or(&[][..], Vec::as_slice);
        let rest = self.by_evidence.get(&(of(finding), evidence(finding))).map_or(&[][..], Vec::as_slice);
        here.iter().chain(rest).map(move |&at| (at, &all[at]))
    }

    /// The findings that an answer names, each with its index.
    pub(super) fn about(&self, answer: &Answer) -> Vec<(usize, &'f Diagnostic)> {
        let rule = answer.rule.as_str();
        let event = answer.event.as_ref().and_then(Pattern::literal);
        let place = answer.pointer.as_ref().and_then(Pattern::literal).and_then(|place| Pointer::parse(place).ok());
        let near = || match event {
            Some(event) => self.by_event.get(&(rule, Some(event))),
            None => self.by_rule.get(rule),
        };
        let filter = |answer: &Answer, places: Option<&Vec<usize>>| {
            let mut found = self.at(places);
            found.retain(|(_, finding)| answer.names(finding));
            found
        };
        let (here, beside) = match (event, place) {
            (Some(event), Some(place)) => {
                let of = (rule, Some(event));
                let list = place.parent().and_then(|list| self.by_list.get(&(of, list)));
                (self.by_place.get(&(of, place)), list)
            }
            _ => (near(), near()),
        };
        let named = filter(answer, here);
        match answer.in_any_order().filter(|_| named.is_empty()) {
            Some(answer) => filter(&answer, beside),
            None => named,
        }
    }

    fn at(&self, places: Option<&Vec<usize>>) -> Vec<(usize, &'f Diagnostic)> {
        places.into_iter().flatten().map(|&at| (at, &self.all[at])).collect()
    }
}

fn of(finding: &Diagnostic) -> RuleAndEvent<'_> {
    (finding.rule, finding.event.as_deref())
}

fn document(finding: &Diagnostic) -> DocumentOf<'_> {
    (finding.witness, finding.resource.as_deref())
}

/// A hash of the document and the evidence.
fn evidence(finding: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    (document(finding), &finding.evidence).hash(&mut hasher);
    hasher.finish()
}
