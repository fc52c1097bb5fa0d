//! The fast way to read an event: one pass over the text, with the payload read directly into its struct.
//!
//! An error here only means that something does not fit; [`tolerant`](super::tolerant) then finds out what.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::names::{NAME, PAYLOAD, TIMESTAMP};
use super::tree::DEEPEST;
use super::{ConsoleEvent, EventTimestamp, Extra, Key, next};
use crate::payload::Payload;

/// Reads an event from text that `serde_json` reads (only it can lend a `&RawValue`).
pub(crate) fn read(text: &str) -> Result<ConsoleEvent, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let event = deserializer.deserialize_map(Envelope)?;
    deserializer.end()?;
    Ok(event)
}

struct Envelope;

impl<'de> Visitor<'de> for Envelope {
    type Value = ConsoleEvent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event: an object")
    }

    /// Reads the three parts in any order. A payload after the name goes straight into its struct; a payload before the name
    /// is only delimited, and read once the name is known.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ConsoleEvent, A::Error> {
        let mut name: Option<Key<'de>> = None;
        let mut timestamp: Option<EventTimestamp> = None;
        let mut payload: Option<Payload> = None;
        // The payload, if it comes before the name.
        let mut waiting: Option<&'de RawValue> = None;
        let mut extra = Extra::default();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            match &*key {
                NAME if name.is_none() => name = Some(map.next_value()?),
                TIMESTAMP if timestamp.is_none() => timestamp = Some(next(&mut map)?),
                PAYLOAD if payload.is_none() && waiting.is_none() => match &name {
                    Some(name) => payload = Some(map.next_value_seed(Named(name))?),
                    None => waiting = Some(map.next_value()?),
                },
                NAME | TIMESTAMP | PAYLOAD => return Err(A::Error::custom("twice")),
                _ => extra.read(key, &mut map)?,
            }
        }
        let name = name.ok_or_else(|| A::Error::missing_field(NAME))?;
        if let Some(raw) = waiting {
            let read = Named(&name).deserialize(&mut serde_json::Deserializer::from_str(shallow(raw.get())?));
            payload = Some(read.map_err(A::Error::custom)?);
        }
        let timestamp = timestamp.ok_or_else(|| A::Error::missing_field(TIMESTAMP))?;
        let payload = payload.ok_or_else(|| A::Error::missing_field(PAYLOAD))?;
        Ok(ConsoleEvent::assemble(&name, timestamp, payload, extra))
    }
}

/// A payload that is read on its own must not be nested more deeply than one within its event. A payload with few
/// brackets cannot be too deep, so only the others are read again by the tolerant way, which counts levels.
fn shallow<E: serde::de::Error>(payload: &str) -> Result<&str, E> {
    let brackets = payload.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if brackets >= DEEPEST { Err(E::custom("perhaps too deep")) } else { Ok(payload) }
}

/// The payload of the event with this name.
struct Named<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Named<'_> {
    type Value = Payload;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Payload, D::Error> {
        Payload::read(self.0, deserializer)
    }
}
