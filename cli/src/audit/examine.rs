//! Examines one line after the other: where does a delivery differ from the documentation?
//!
//! Most lines are only scanned: they agree, or differ in ways that this worker has found before. The others are read by
//! the crate and validated against the schema. Both ways give the same findings; a test compares them.

use std::collections::BTreeMap;
use std::str;

use console_events::ConsoleEvent;
use serde_json::Value;

use super::compare::Comparison;
use super::documented::{Documented, Event};
use super::known::{Known, LONGEST};
use super::places::{Keywords, Node};
use super::sample::{Samples, type_of};
use super::scan::{Type, event_name};
use super::source::Chunk;
use super::tally::{Count, Key, Kind, Tally, without_indexes};

/// The years 2010 to 2100 in milliseconds; other timestamps are in another unit, or wrong.
const EARLIEST: i64 = 1_262_304_000_000;
const LATEST: i64 = 4_102_444_800_000;
/// How many undocumented events a worker remembers.
const UNDOCUMENTED: usize = 1_000;

pub(super) struct Examiner<'a> {
    documented: &'a Documented,
    show_values: bool,
    /// Whether lines are scanned before they are read.
    scan: bool,
    tally: Tally,
    comparison: Comparison,
    /// In the order of the documented events.
    known: Vec<Known>,
    undocumented: BTreeMap<String, Known>,
}

impl<'a> Examiner<'a> {
    pub(super) fn new(documented: &'a Documented, show_values: bool) -> Self {
        let known = documented.events().iter().map(|event| Known::new(event.nodes)).collect();
        let (tally, comparison, undocumented) = (Tally::default(), Comparison::default(), BTreeMap::new());
        Self { documented, show_values, scan: true, tally, comparison, known, undocumented }
    }

    /// Reads every line with the crate, to test that scanning makes no difference.
    #[cfg(test)]
    pub(super) fn without_scan(self) -> Self {
        Self { scan: false, ..self }
    }

    pub(super) fn examine(&mut self, chunk: &Chunk) {
        let mut from = 0;
        let mut number = chunk.line;
        while from < chunk.bytes.len() {
            let end = memchr::memchr(b'\n', &chunk.bytes[from..]).map_or(chunk.bytes.len(), |end| from + end);
            let line = chunk.bytes[from..end].trim_ascii();
            if !line.is_empty() {
                self.line(line, number);
            }
            number += 1;
            from = end + 1;
        }
    }

    /// Takes what was found so far, so that the memory of a worker stays bounded.
    pub(super) fn take(&mut self) -> Tally {
        std::mem::take(&mut self.tally)
    }

    /// How many findings the worker holds.
    pub(super) fn findings(&self) -> usize {
        self.tally.listed()
    }

    /// Adds up what the worker knows.
    pub(super) fn finish(mut self) -> Tally {
        for (event, known) in self.documented.events().iter().zip(self.known) {
            if known.deliveries == 0 {
                continue;
            }
            let seen = event.properties().into_iter().filter(|node| known.seen.get(node.id) == Some(&true));
            self.tally.seen.insert(event.name().to_owned(), seen.map(|node| node.pointer.clone()).collect());
            self.tally.events.insert(event.name().to_owned(), known.deliveries);
            known.finish(&mut self.tally);
        }
        for (name, known) in self.undocumented.into_iter().filter(|(_, known)| known.deliveries > 0) {
            let key = unknown_event(&name);
            self.tally.add_finding(key, Count { times: known.deliveries, ..Count::default() });
            known.finish(&mut self.tally);
        }
        self.tally
    }

    fn line(&mut self, line: &[u8], number: u64) {
        let text = str::from_utf8(line).ok().filter(|_| self.scan);
        match text.map(|text| (text, self.scanned(text))) {
            Some((_, Scanned::Counted)) => self.tally.deliveries += 1,
            Some((text, Scanned::Compared)) => self.read(line, number, Some(text)),
            Some((_, Scanned::Unclear)) | None => self.read(line, number, None),
        }
    }

    /// Scans a line, and counts it where nothing in it is new.
    fn scanned(&mut self, line: &str) -> Scanned {
        let Some(name) = event_name(line) else { return Scanned::Unclear };
        let documented = self.documented;
        let index = documented.index(name);
        let event = index.and_then(|index| documented.events().get(index));
        let root = event.map_or(&documented.undocumented, |event| &event.root);
        let keywords = event.map_or(Keywords::Covered, |event| event.keywords);
        if keywords == Keywords::Others || self.comparison.compare(line, root).is_none() {
            return Scanned::Unclear;
        }
        let known = match index {
            Some(index) => self.known.get_mut(index),
            None => self.undocumented.get_mut(name),
        };
        let Some(known) = known else { return Scanned::Compared };
        if let Some(event) = event.filter(|_| keywords == Keywords::Bounds) {
            let valid = serde_json::from_str(line).is_ok_and(|value: Value| event.validator.is_valid(&value));
            if !valid {
                return Scanned::Unclear;
            }
        }
        let unit = unit(self.comparison.millis);
        if unit.is_some_and(|unit| !known.knows_timestamp(unit))
            || (event.is_some() && !known.count(line, &self.comparison))
        {
            return Scanned::Compared;
        }
        if let Some(unit) = unit {
            known.count_timestamp(unit);
        }
        known.deliveries += 1;
        for &node in &self.comparison.seen {
            if let Some(seen) = known.seen.get_mut(node) {
                *seen = true;
            }
        }
        Scanned::Counted
    }

    /// Reads a line with the crate. `compared` is the line, where `self.comparison` is its comparison.
    fn read(&mut self, line: &[u8], number: u64, compared: Option<&str>) {
        let event = match ConsoleEvent::from_slice(line) {
            Ok(event) => event,
            Err(error) => return self.tally.unreadable(number, error.to_string()),
        };
        self.tally.deliveries += 1;
        let all = self.documented;
        let index = all.index(event.name());
        let documented = index.and_then(|index| all.events().get(index));
        let name = match documented {
            Some(documented) => documented.name(),
            None => event.name(),
        };
        let mut found = Found {
            event: name,
            number,
            samples: Samples::new(line, documented, self.show_values),
            tally: &mut self.tally,
        };
        let mut forgotten = Known::default();
        let known = if let (Some(index), Some(documented)) = (index, documented) {
            differences(documented, &event, &mut found);
            let Some(known) = self.known.get_mut(index) else { return };
            known.deliveries += 1;
            if let Some(value) = found.samples.value() {
                see(&documented.root, value, &mut known.seen);
            }
            if let Some(line) = compared {
                let misfit = |pointer: &str, found| expected(&event, pointer, found);
                known.remember(line, &self.comparison, (name, &documented.root), misfit);
            }
            known
        } else {
            found.add_key(unknown_event(name), "/eventName");
            let remember = compared.is_some() && name.len() <= LONGEST && self.undocumented.len() < UNDOCUMENTED;
            if remember { self.undocumented.entry(name.to_owned()).or_default() } else { &mut forgotten }
        };
        if let Some(unit) = unit(event.timestamp.as_millis()) {
            let key = Key::new(Kind::Timestamp, name, "/eventTimestamp", "milliseconds of 2010 to 2100", unit);
            found.add_key(key.clone(), "/eventTimestamp");
            known.remember_timestamp(unit, key);
        }
    }
}

/// What a scan made of a line.
enum Scanned {
    /// Everything in it was known, and it is counted.
    Counted,
    /// It is compared, but something in it is new.
    Compared,
    /// The crate must read it.
    Unclear,
}

fn unknown_event(name: &str) -> Key {
    Key::new(Kind::UnknownEvent, name, "/eventName", "a documented event", "another name")
}

/// Misfits, undeclared properties, and what the schema refuses besides them.
fn differences(documented: &Event, event: &ConsoleEvent, found: &mut Found<'_>) {
    for misfit in event.misfits() {
        found.add(Kind::Misfit, misfit.pointer(), misfit.expected(), misfit.found());
    }
    for pointer in event.undeclared() {
        let kind = found.samples.at(&pointer).map_or("a value", type_of);
        found.add(Kind::Undeclared, &pointer, "nothing", kind);
    }
    let Some(value) = found.samples.value() else { return };
    let refused = documented.validator.iter_errors(value).filter_map(|error| {
        let pointer = error.instance_path().to_string();
        let keyword = error.kind().keyword();
        let misfit = event.misfits().iter().any(|misfit| related(misfit.pointer(), &pointer));
        // Undeclared properties are found above, and the other names of an event are read as the event.
        let reported = keyword == "additionalProperties" || misfit || pointer == "/eventName";
        let kind = value.pointer(&pointer).map_or("nothing", type_of);
        (!reported).then(|| (pointer, format!("what `{keyword}` allows"), kind))
    });
    let refused: Vec<_> = refused.collect();
    for (pointer, expected, kind) in refused {
        found.add(Kind::Invalid, &pointer, &expected, kind);
    }
}

/// What was expected where a value of that type is a misfit, if the delivery says so in one way.
fn expected(event: &ConsoleEvent, pointer: &str, found: Type) -> Option<String> {
    let same = |misfit: &&console_events::Misfit| {
        without_indexes(misfit.pointer()) == pointer && misfit.found() == found.name()
    };
    let mut expected = event.misfits().iter().filter(same).map(console_events::Misfit::expected);
    let first = expected.next()?;
    expected.all(|other| other == first).then(|| first.to_owned())
}

/// Marks the declared properties that a delivery has.
fn see(node: &Node, value: &Value, seen: &mut [bool]) {
    match value {
        Value::Object(members) => {
            for property in &node.properties {
                if let Some(value) = members.get(&property.name) {
                    if let Some(seen) = seen.get_mut(property.node.id) {
                        *seen = true;
                    }
                    see(&property.node, value, seen);
                }
            }
        }
        Value::Array(items) => {
            if let Some(node) = &node.items {
                for item in items {
                    see(node, item, seen);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What a number that cannot be milliseconds of this century may be instead.
fn unit(millis: i64) -> Option<&'static str> {
    let within = |millis: i64| (EARLIEST..LATEST).contains(&millis);
    if within(millis) {
        None
    } else if millis.checked_mul(1_000).is_some_and(within) {
        Some("what would be seconds")
    } else if within(millis / 1_000) {
        Some("what would be microseconds")
    } else if within(millis / 1_000_000) {
        Some("what would be nanoseconds")
    } else {
        Some("a time before 2010 or after 2100")
    }
}

/// Whether one place lies within the other.
fn related(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where the findings of a line go.
struct Found<'a> {
    event: &'a str,
    number: u64,
    samples: Samples<'a>,
    tally: &'a mut Tally,
}

impl Found<'_> {
    fn add(&mut self, kind: Kind, pointer: &str, expected: &str, found: &str) {
        self.add_key(Key::new(kind, self.event, pointer, expected, found), pointer);
    }

    fn add_key(&mut self, key: Key, pointer: &str) {
        let sample = self.samples.sample(pointer);
        self.tally.add_finding(key, Count { times: 1, first_line: Some(self.number), sample });
    }
}
