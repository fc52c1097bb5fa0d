//! What each decision covers, as a committed file, so that the next `sync` can say what a decision covers now and did not before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Covered;
use super::folder::pretty;

/// The file, in the folder of the effective schemas.
pub const RECORD: &str = "covered.json";

/// What decisions cover, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record(BTreeMap<String, Entry>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// All that it covers, by event; what belongs to none is under the empty name.
    covers: BTreeMap<String, Vec<String>>,
    /// The events of which it did not cover something before it covered what it covers now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    newly: Vec<String>,
}

impl Record {
    /// What is covered now; `before` is the record as it was. Where a decision covers what it did, what was new stays new.
    pub fn new(covered: &[Covered], before: &Self) -> Self {
        let entries = covered.iter().filter(|covered| !covered.items.is_empty()).map(|covered| {
            let mut covers: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for item in &covered.items {
                covers.entry(item.event.clone().unwrap_or_default()).or_default().push(item.what.clone());
            }
            for all in covers.values_mut() {
                all.sort();
            }
            let newly = match before.0.get(&covered.decision) {
                None => Vec::new(),
                Some(known) if known.covers == covers => known.newly.clone(),
                Some(known) => {
                    let old =
                        |event: &String, what: &String| known.covers.get(event).is_some_and(|all| all.contains(what));
                    let more = covers.iter().filter(|(event, all)| all.iter().any(|what| !old(event, what)));
                    more.map(|(event, _)| event.clone()).collect()
                }
            };
            (covered.decision.clone(), Entry { covers, newly })
        });
        Self(entries.collect())
    }

    /// The record in a file; empty where that is none.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        pretty(self)
    }

    /// The decisions that cover more than before, each with the events.
    pub fn newly(&self) -> impl Iterator<Item = (&str, &[String])> {
        let more = self.0.iter().filter(|(_, entry)| !entry.newly.is_empty());
        more.map(|(id, entry)| (id.as_str(), &entry.newly[..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::Item;

    fn covered(events: &[&str]) -> Vec<Covered> {
        let item = |event: &&str| Item { event: Some((*event).into()), what: "a place".into() };
        vec![Covered { decision: "d".into(), items: events.iter().map(item).collect() }]
    }

    #[test]
    fn what_is_new_stays_so_until_something_else_is() {
        let newly = |record: &Record| {
            record.newly().map(|(id, events)| format!("{id}: {}", events.join(" "))).collect::<Vec<_>>()
        };
        let first = Record::new(&covered(&["a"]), &Record::default());
        assert_eq!(newly(&first), [""; 0]);
        let second = Record::new(&covered(&["a", "b"]), &first);
        assert_eq!(newly(&second), ["d: b"]);
        assert_eq!(Record::new(&covered(&["b", "a"]), &Record::read(&second.text())), second);
        assert_eq!(newly(&Record::new(&covered(&["a", "b", "c"]), &second)), ["d: c"]);
        assert_eq!(newly(&Record::new(&covered(&["a"]), &second)), [""; 0]);
        assert_eq!(Record::read("no JSON"), Record::default());
    }
}
