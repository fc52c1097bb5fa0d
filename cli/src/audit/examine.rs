//! One line after the other: what does it say that the documentation does not?

use std::collections::BTreeMap;
use std::fmt;

use console_events::ConsoleEvent;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::documented::{Documented, Event, Node};
use super::sample::{Samples, type_of};
use super::source::Chunk;
use super::tally::{Key, Kind, Tally};

/// The years 2010 to 2100 in milliseconds: what lies without cannot be the time of an event in them.
const EARLIEST: i64 = 1_262_304_000_000;
const LATEST: i64 = 4_102_444_800_000;

pub(super) struct Examiner<'a> {
    documented: &'a Documented,
    show_values: bool,
    tally: Tally,
    /// Of each event, which of its places were met, by their numbers.
    seen: BTreeMap<&'static str, Vec<bool>>,
}

impl<'a> Examiner<'a> {
    pub(super) fn new(documented: &'a Documented, show_values: bool) -> Self {
        Self { documented, show_values, tally: Tally::default(), seen: BTreeMap::new() }
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

    pub(super) fn finish(mut self) -> Tally {
        for event in self.documented.events() {
            let seen = self.seen.remove(event.name()).unwrap_or_default();
            let places = event.places().zip(seen).filter(|(_, seen)| *seen).map(|(place, _)| place.to_owned());
            self.tally.seen.insert(event.name().to_owned(), places.collect());
        }
        self.tally
    }

    fn line(&mut self, line: &[u8], number: u64) {
        let event = match ConsoleEvent::from_slice(line) {
            Ok(event) => event,
            Err(error) => return self.tally.unreadable(number, error.to_string()),
        };
        self.tally.deliveries += 1;
        let documented = self.documented.event(event.name());
        let name = match documented {
            Some(documented) => documented.name().to_owned(),
            None => event.name().to_owned(),
        };
        let found = Found { name: &name, number, samples: Samples::new(line, documented, self.show_values) };
        match documented {
            Some(documented) => {
                *self.tally.events.entry(name.clone()).or_default() += 1;
                self.documented_event(documented, &event, line, &found);
            }
            None => {
                found.add(&mut self.tally, Kind::UnknownEvent, "/eventName", "a documented event", "another name");
            }
        }
        self.timestamp(&event, &found);
    }

    fn documented_event(&mut self, documented: &'a Event, event: &ConsoleEvent, line: &[u8], found: &Found<'_>) {
        for misfit in event.misfits() {
            found.add(&mut self.tally, Kind::Misfit, misfit.pointer(), misfit.expected(), misfit.found());
        }
        for pointer in event.undeclared() {
            let kind = found.samples.at(&pointer).map_or("a value", type_of);
            found.add(&mut self.tally, Kind::Undeclared, &pointer, "nothing", kind);
        }
        let seen = self.seen.entry(documented.name()).or_insert_with(|| vec![false; documented.places().count()]);
        let mut suspicious = false;
        let walk = Look { node: &documented.root, seen, suspicious: &mut suspicious };
        // The event has been read: the text is JSON.
        let _ = walk.deserialize(&mut serde_json::Deserializer::from_slice(line));
        if suspicious || documented.validate {
            self.validate(documented, event, found);
        }
    }

    /// What the schema refuses beyond what is a misfit or not declared.
    fn validate(&mut self, documented: &Event, event: &ConsoleEvent, found: &Found<'_>) {
        let Some(value) = found.samples.value() else { return };
        for error in documented.validator.iter_errors(value) {
            let pointer = error.instance_path().to_string();
            let keyword = error.kind().keyword().to_owned();
            let misfit = event.misfits().iter().any(|misfit| related(misfit.pointer(), &pointer));
            // The other names of an event are read as the event.
            if keyword == "additionalProperties" || misfit || pointer == "/eventName" {
                continue;
            }
            let kind = value.pointer(&pointer).map_or("nothing", type_of);
            found.add(&mut self.tally, Kind::Invalid, &pointer, &format!("what `{keyword}` allows"), kind);
        }
    }

    fn timestamp(&mut self, event: &ConsoleEvent, found: &Found<'_>) {
        let millis = event.timestamp.as_millis();
        let within = |millis: i64| (EARLIEST..LATEST).contains(&millis);
        if within(millis) {
            return;
        }
        let kind = if millis.checked_mul(1_000).is_some_and(within) {
            "what would be seconds"
        } else if within(millis / 1_000) {
            "what would be microseconds"
        } else if within(millis / 1_000_000) {
            "what would be nanoseconds"
        } else {
            "a number of no such time"
        };
        found.add(&mut self.tally, Kind::Timestamp, "/eventTimestamp", "milliseconds of 2010 to 2100", kind);
    }
}

/// Whether one place lies within the other.
fn related(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where findings of a line belong.
struct Found<'a> {
    name: &'a str,
    number: u64,
    samples: Samples<'a>,
}

impl Found<'_> {
    fn add(&self, tally: &mut Tally, kind: Kind, pointer: &str, expected: &str, found: &str) {
        let key = Key {
            kind,
            event: self.name.to_owned(),
            pointer: folded(pointer),
            expected: expected.to_owned(),
            found: found.to_owned(),
        };
        tally.find(key, self.number, || self.samples.sample(pointer));
    }
}

/// With `*` for the index of an item, so that a place is one whatever the item.
fn folded(pointer: &str) -> String {
    let tokens = pointer.split('/').map(|token| {
        let index = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
        if index { "*" } else { token }
    });
    tokens.collect::<Vec<_>>().join("/")
}

/// Looks through a text for declared places, and keeps nothing of it.
struct Look<'a, 's> {
    node: &'a Node,
    seen: &'s mut [bool],
    /// Whether a text is none of those that are allowed.
    suspicious: &'s mut bool,
}

impl<'de> DeserializeSeed<'de> for Look<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.node.properties.is_empty() && self.node.items.is_none() && self.node.texts.is_none() {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(drop);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(declared) = map.next_key_seed(Property(self.node))? {
            match declared {
                Some(node) => {
                    if let Some(seen) = node.number.and_then(|number| self.seen.get_mut(number)) {
                        *seen = true;
                    }
                    map.next_value_seed(Look { node, seen: &mut *self.seen, suspicious: &mut *self.suspicious })?;
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        match &self.node.items {
            Some(node) => {
                while items
                    .next_element_seed(Look { node, seen: &mut *self.seen, suspicious: &mut *self.suspicious })?
                    .is_some()
                {}
            }
            None => while items.next_element::<IgnoredAny>()?.is_some() {},
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.node.texts.as_ref().is_some_and(|texts| !texts.contains(text)) {
            *self.suspicious = true;
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The name of a property: gives what is declared under it, without a copy of the name.
struct Property<'a>(&'a Node);

impl<'a, 'de> DeserializeSeed<'de> for Property<'a> {
    type Value = Option<&'a Node>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for Property<'a> {
    type Value = Option<&'a Node>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.properties.get(name))
    }
}

/// For the samples.
pub(super) fn value_of(line: &[u8]) -> Option<Value> {
    serde_json::from_slice(line).ok()
}
