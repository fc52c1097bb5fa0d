//! What each decision covers, as a committed file that depends only on the page and the decisions. Comparing two
//! versions shows what a decision newly covers.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Covered;
use super::folder::pretty;

/// The file, in the folder of the effective schemas.
pub const RECORD: &str = "covered.json";

/// The findings and places that each decision covers, by decision and event. The empty event name is the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

/// A decision that covers more than before, and the events concerned. The empty event name is the page.
pub type Newly = (String, Vec<String>);

impl Record {
    /// The record of what is covered.
    pub fn new(covered: &[Covered]) -> Self {
        let mut all = BTreeMap::new();
        for Covered { decision, items } in covered.iter().filter(|covered| !covered.items.is_empty()) {
            let of_decision: &mut BTreeMap<String, BTreeSet<String>> = all.entry(decision.clone()).or_default();
            for item in items {
                of_decision.entry(item.event.clone().unwrap_or_default()).or_default().insert(item.what.clone());
            }
        }
        Self(all)
    }

    /// Reads a record; empty if the text is not a record.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        pretty(self)
    }

    /// The decisions that cover more than in the record `before`. A decision that is missing there is new, so it is
    /// not listed.
    pub fn newly(&self, before: &Self) -> Vec<Newly> {
        let more = self.0.iter().filter_map(|(id, covers)| {
            let known = before.0.get(id)?;
            let is_new =
                |event: &String, all: &BTreeSet<String>| known.get(event).is_none_or(|old| !all.is_subset(old));
            let events: Vec<String> =
                covers.iter().filter(|(event, all)| is_new(event, all)).map(|(event, _)| event.clone()).collect();
            (!events.is_empty()).then(|| (id.clone(), events))
        });
        more.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::CoveredItem;

    fn record(events: &[&str]) -> Record {
        let item = |event: &&str| CoveredItem { event: Some((*event).into()), what: "a place".into() };
        Record::new(&[Covered { decision: "d".into(), items: events.iter().map(item).collect() }])
    }

    #[test]
    fn newly_covered_is_what_the_record_before_does_not_have() {
        let newly = |now: &[&str], before: &Record| {
            let all = record(now).newly(before);
            all.iter().map(|(id, events)| format!("{id}: {}", events.join(" "))).collect::<Vec<_>>()
        };
        let one = record(&["a"]);
        assert_eq!(newly(&["a"], &Record::default()), [""; 0]);
        assert_eq!(newly(&["a", "c", "b"], &one), ["d: b c"]);
        assert_eq!(newly(&["a", "b"], &record(&["a", "b", "c"])), [""; 0]);
        assert_eq!(newly(&["b"], &one), ["d: b"]);
    }

    #[test]
    fn a_record_depends_on_nothing_but_what_is_covered() {
        let one = record(&["b", "a"]);
        assert_eq!(one, record(&["a", "b", "a"]));
        assert_eq!(Record::read(&one.text()), one);
        assert_eq!(Record::read("no JSON"), Record::default());
    }
}
