//! What is counted, and how counts are added up: the same whatever the parts and their order.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::documented::Documented;

/// How many different findings are told apart; what is beyond is counted under the place `…` of its event.
const DIFFERENT: usize = 10_000;
/// How many lines that cannot be read are listed; all are counted.
const LISTED: usize = 1_000;
/// The longest name or place that is kept.
const LONGEST: usize = 512;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    Misfit,
    Undeclared,
    UnknownEvent,
    Invalid,
    Timestamp,
    NeverSeen,
}

/// What is one finding, however often it is met.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) kind: Kind,
    pub(super) event: String,
    pub(super) pointer: String,
    pub(super) expected: String,
    pub(super) found: String,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Count {
    pub(super) times: u64,
    /// None for what is never seen.
    pub(super) first_line: Option<u64>,
    /// Of the first line.
    pub(super) sample: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Of all kinds, and blank ones.
    pub(super) lines: u64,
    /// Lines that are events.
    pub(super) deliveries: u64,
    /// How often each documented event was met.
    pub(super) events: BTreeMap<String, u64>,
    /// Which of its declared properties were met at least once.
    pub(super) seen: BTreeMap<String, BTreeSet<String>>,
    pub(super) findings: BTreeMap<Key, Count>,
    /// The first lines that cannot be read.
    pub(super) unreadable: BTreeMap<u64, String>,
    pub(super) unreadable_count: u64,
    pub(super) stopped: bool,
}

impl Tally {
    pub(super) fn unreadable(&mut self, line: u64, message: String) {
        self.unreadable_count += 1;
        self.list(line, message);
    }

    fn list(&mut self, line: u64, message: String) {
        self.unreadable.insert(line, message);
        if self.unreadable.len() > LISTED {
            self.unreadable.pop_last();
        }
    }

    pub(super) fn find(&mut self, mut key: Key, line: u64, sample: impl FnOnce() -> Option<String>) {
        for text in [&mut key.event, &mut key.pointer, &mut key.expected, &mut key.found] {
            shorten(text);
        }
        if let Some(count) = self.findings.get_mut(&key) {
            count.times += 1;
            // Chunks come in no order.
            if count.first_line.is_none_or(|first| line < first) {
                count.first_line = Some(line);
                count.sample = sample();
            }
            return;
        }
        let count = Count { times: 1, first_line: Some(line), sample: sample() };
        self.insert(key, count);
    }

    fn insert(&mut self, mut key: Key, count: Count) {
        if self.findings.len() >= DIFFERENT && !self.findings.contains_key(&key) {
            "…".clone_into(&mut key.pointer);
            if key.kind == Kind::UnknownEvent || !self.events.contains_key(&key.event) {
                "…".clone_into(&mut key.event);
            }
        }
        let entry = self.findings.entry(key).or_default();
        let earlier = match (entry.first_line, count.first_line) {
            (None, Some(_)) => true,
            (Some(old), Some(new)) => new < old,
            (_, None) => false,
        };
        if earlier {
            entry.first_line = count.first_line;
            entry.sample = count.sample;
        }
        entry.times += count.times;
    }

    /// Adds what was counted elsewhere in the same lines.
    pub(super) fn add(&mut self, other: Self) {
        self.lines += other.lines;
        self.deliveries += other.deliveries;
        for (event, count) in other.events {
            *self.events.entry(event).or_default() += count;
        }
        for (event, seen) in other.seen {
            self.seen.entry(event).or_default().extend(seen);
        }
        for (key, count) in other.findings {
            self.insert(key, count);
        }
        self.unreadable_count += other.unreadable_count;
        for (line, message) in other.unreadable {
            self.list(line, message);
        }
        self.stopped |= other.stopped;
    }

    /// Finds what is documented and was not met: an event, or a property of an event that was.
    pub(super) fn never_seen(&mut self, documented: &Documented) {
        for event in documented.events() {
            let name = event.name().to_owned();
            let met = self.events.get(&name).copied().unwrap_or_default() > 0;
            let places: Vec<String> = if met {
                let seen = self.seen.get(&name);
                let unseen = event.places().filter(|place| !seen.is_some_and(|seen| seen.contains(*place)));
                unseen.map(str::to_owned).collect()
            } else {
                vec![String::new()]
            };
            for pointer in places {
                let (expected, found) = (if met { "the property" } else { "the event" }, "nothing");
                let key = Key {
                    kind: Kind::NeverSeen,
                    event: name.clone(),
                    pointer,
                    expected: expected.to_owned(),
                    found: found.to_owned(),
                };
                self.findings.insert(key, Count::default());
            }
        }
    }

    pub(super) fn disagrees(&self) -> bool {
        self.unreadable_count > 0 || self.findings.keys().any(|key| key.kind != Kind::NeverSeen)
    }
}

fn shorten(text: &mut String) {
    if text.len() > LONGEST {
        let mut end = LONGEST;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push('…');
    }
}
