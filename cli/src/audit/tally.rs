//! Counts, and how they add up: the sum does not depend on how the input is divided, nor on the order of the parts.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::documented::Documented;

/// How many different findings of a kind are listed. Of more, the first in the order of event, place, expected and
/// found are listed, and the rest are counted together: then a finding that is listed for the whole is listed for each
/// part that has it, and its counts add up.
pub(super) const DIFFERENT: usize = 10_000;
/// How many unreadable lines are listed, beginning with the first; all are counted.
const LISTED: usize = 1_000;
/// The longest name or place that is kept.
const LONGEST: usize = 512;
/// The event and the place under which the rest of a kind is counted. No JSON Pointer looks like it.
const REST: &str = "…";

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

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Misfit => "misfit",
            Self::Undeclared => "undeclared",
            Self::UnknownEvent => "unknown-event",
            Self::Invalid => "invalid",
            Self::Timestamp => "timestamp",
            Self::NeverSeen => "never-seen",
        }
    }
}

/// What makes two findings the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) kind: Kind,
    pub(super) event: String,
    pub(super) pointer: String,
    pub(super) expected: String,
    pub(super) found: String,
}

impl Key {
    /// `pointer` is the place in one delivery; items of an array become `*`.
    pub(super) fn new(kind: Kind, event: &str, pointer: &str, expected: &str, found: &str) -> Self {
        let pointer = shortened(&without_indexes(pointer));
        Self { kind, event: shortened(event), pointer, expected: shortened(expected), found: shortened(found) }
    }

    fn rest(kind: Kind) -> Self {
        let expected = format!("at most {DIFFERENT} different findings of this kind");
        Self { kind, event: REST.to_owned(), pointer: REST.to_owned(), expected, found: "more".to_owned() }
    }

    /// Whether it represents all findings of its kind that are not listed.
    pub(super) fn is_rest(&self) -> bool {
        self.pointer == REST
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) times: u64,
    /// `None` for what is never seen, and for repetitions of a finding whose first line another count has.
    pub(super) first_line: Option<u64>,
    /// Of the first line.
    pub(super) sample: Option<String>,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.times += other.times;
        let earlier = match (self.first_line, other.first_line) {
            (Some(old), Some(new)) => new < old,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if earlier {
            (self.first_line, self.sample) = (other.first_line, other.sample);
        }
    }
}

/// The findings of one kind.
#[derive(Debug, Default)]
pub(super) struct Findings {
    listed: BTreeMap<Key, Count>,
    rest: Option<Count>,
}

impl Findings {
    fn add(&mut self, key: Key, count: Count) {
        if key.is_rest() {
            return self.add_to_rest(count);
        }
        self.listed.entry(key).or_default().add(count);
        if self.listed.len() > DIFFERENT
            && let Some((_, last)) = self.listed.pop_last()
        {
            self.add_to_rest(last);
        }
    }

    fn add_to_rest(&mut self, mut count: Count) {
        count.sample = None;
        self.rest.get_or_insert_default().add(count);
    }
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
    pub(super) findings: BTreeMap<Kind, Findings>,
    /// The first lines that cannot be read.
    pub(super) unreadable: BTreeMap<u64, String>,
    pub(super) unreadable_count: u64,
    /// Whether the user stopped the audit before the end of its input.
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

    pub(super) fn add_finding(&mut self, key: Key, count: Count) {
        self.findings.entry(key.kind).or_default().add(key, count);
    }

    /// How many findings are listed.
    pub(super) fn listed(&self) -> usize {
        self.findings.values().map(|findings| findings.listed.len()).sum()
    }

    /// The findings in the order of their keys; what a kind has too many of comes last among them.
    pub(super) fn findings(&self) -> impl Iterator<Item = (Key, &Count)> {
        self.findings.iter().flat_map(|(&kind, findings)| {
            let listed = findings.listed.iter().map(|(key, count)| (key.clone(), count));
            listed.chain(findings.rest.iter().map(move |count| (Key::rest(kind), count)))
        })
    }

    /// Adds what was counted in other lines.
    pub(super) fn add(&mut self, other: Self) {
        self.lines += other.lines;
        self.deliveries += other.deliveries;
        for (event, count) in other.events {
            *self.events.entry(event).or_default() += count;
        }
        for (event, seen) in other.seen {
            self.seen.entry(event).or_default().extend(seen);
        }
        for (kind, findings) in other.findings {
            let sum = self.findings.entry(kind).or_default();
            for (key, count) in findings.listed {
                sum.add(key, count);
            }
            if let Some(count) = findings.rest {
                sum.add_to_rest(count);
            }
        }
        self.unreadable_count += other.unreadable_count;
        for (line, message) in other.unreadable {
            self.list(line, message);
        }
        self.stopped |= other.stopped;
    }

    /// Finds what is documented and was not met: an event, or a property of an event that was.
    pub(super) fn find_never_seen(&mut self, documented: &Documented) {
        for event in documented.events() {
            let name = event.name();
            if self.events.get(name).copied().unwrap_or_default() == 0 {
                self.add_finding(Key::new(Kind::NeverSeen, name, "", "the event", "nothing"), Count::default());
                continue;
            }
            let seen = self.seen.get(name).cloned().unwrap_or_default();
            for property in event.properties() {
                if !seen.contains(&property.pointer) {
                    let key = Key::new(Kind::NeverSeen, name, &property.pointer, "the property", "nothing");
                    self.add_finding(key, Count::default());
                }
            }
        }
    }

    /// Whether the deliveries disagree with the documentation. A property that never occurs is not a disagreement.
    pub(super) fn disagrees(&self) -> bool {
        self.unreadable_count > 0 || self.findings.keys().any(|kind| *kind != Kind::NeverSeen)
    }
}

/// Replaces the indexes of items by `*`, so that the same finding in several items is counted as one.
pub(super) fn without_indexes(pointer: &str) -> String {
    let tokens = pointer.split('/').map(|token| {
        let index = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
        if index { "*" } else { token }
    });
    tokens.collect::<Vec<_>>().join("/")
}

fn shortened(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: usize) -> Key {
        Key::new(Kind::Undeclared, "event", &format!("/payload/p{number:06}"), "nothing", "a string")
    }

    /// More different findings than are listed, over three parts whose sum must not depend on how they are cut.
    #[test]
    fn parts_add_up_beyond_the_limit() {
        let lines: Vec<Key> = (0..3 * DIFFERENT).map(|line| key(line * 7_919 % (2 * DIFFERENT))).collect();
        let tally = |from: usize, to: usize| {
            let mut tally = Tally::default();
            for (line, key) in lines[from..to].iter().enumerate() {
                let first_line = Some((from + line) as u64);
                tally.add_finding(key.clone(), Count { times: 1, first_line, sample: None });
            }
            tally
        };
        let whole = tally(0, lines.len());
        let all: Vec<_> = whole.findings().map(|(key, count)| (key, count.clone())).collect();
        assert_eq!(all.len(), DIFFERENT + 1);
        assert_eq!(all.iter().map(|(_, count)| count.times).sum::<u64>(), lines.len() as u64);
        assert!(all.last().is_some_and(|(key, _)| key.is_rest()));
        for cuts in [[1, 2], [DIFFERENT, 2 * DIFFERENT], [5, 29_999]] {
            let mut sum = tally(cuts[1], lines.len());
            sum.add(tally(0, cuts[0]));
            sum.add(tally(cuts[0], cuts[1]));
            let sum: Vec<_> = sum.findings().map(|(key, count)| (key, count.clone())).collect();
            assert!(sum == all, "{cuts:?}");
        }
    }

    #[test]
    fn places_in_items_are_one_and_long_names_are_cut() {
        let key = Key::new(Kind::Misfit, &"é".repeat(1_000), "/payload/3/a/10", "a", "b");
        assert_eq!(key.pointer, "/payload/*/a/*");
        assert!(key.event.len() <= LONGEST + "…".len() && key.event.ends_with("é…"));
    }
}
