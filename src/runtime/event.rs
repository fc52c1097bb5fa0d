//! One event as it is delivered.

use std::marker::PhantomData;
use std::str::{self, FromStr};

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;

use super::names::{NAME, PAYLOAD, TIMESTAMP};
use super::undeclared::{Undeclared, below};
use super::{Error, EventTimestamp, Extra, Key, Members, Object, envelope, reread};
use crate::payload::Payload;

/// One event as it is delivered to a webhook.
///
/// Written as JSON again it is what came, whatever it was. Where speed or a place in an error counts, read with
/// [`from_slice`](Self::from_slice) or [`from_str`](Self::from_str); the implementation of [`Deserialize`] has to buffer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsoleEvent {
    /// When the event was emitted.
    pub timestamp: EventTimestamp,
    /// What happened: match on it.
    pub payload: Payload,
    /// Properties beside the payload that the documentation does not declare.
    pub extra: Extra,
    /// The name that came over the wire, where it is an alias.
    alias: Option<&'static str>,
}

impl ConsoleEvent {
    /// An event, for instance for a test of a receiver; [`forward_compatibility`](crate::forward_compatibility) says how to make
    /// payloads.
    pub fn new(timestamp: EventTimestamp, payload: impl Into<Payload>) -> Self {
        Self { timestamp, payload: payload.into(), extra: Extra::default(), alias: None }
    }

    /// The event whose parts were read, under the name that came with them.
    pub(crate) fn assemble(name: &str, timestamp: EventTimestamp, payload: Payload, extra: Extra) -> Self {
        Self { timestamp, payload, extra, alias: Payload::alias(name) }
    }

    /// Reads an event from the body of a delivery.
    pub fn from_slice(body: &[u8]) -> Result<Self, Error> {
        match str::from_utf8(body) {
            Ok(text) => Self::from_str(text),
            Err(error) => Err(Error::not_utf8(body, error)),
        }
    }

    /// Reads an event from text.
    #[allow(clippy::should_implement_trait, reason = "it does, too; this one needs no import")]
    pub fn from_str(text: &str) -> Result<Self, Error> {
        envelope::read(text).or_else(|_| reread::text(text))
    }

    /// The event's name as it came over the wire.
    pub fn name(&self) -> &str {
        let name = self.payload.name();
        match self.alias {
            Some(alias) if Payload::KNOWN.iter().any(|event| event.name == name && event.is_named(alias)) => alias,
            Some(_) | None => name,
        }
    }

    /// JSON Pointers of all that the documentation does not declare: undeclared properties at every level, and the payload
    /// of an event that is not documented. Empty for an event that is as documented.
    ///
    /// For those who want to be strict, or to watch the Console drift from its documentation.
    pub fn undeclared(&self) -> Vec<String> {
        let (mut at, mut found) = (String::new(), Vec::new());
        below(&mut at, PAYLOAD, |at| self.payload.undeclared(at, &mut found));
        self.extra.undeclared(&mut at, &mut found);
        found
    }
}

impl FromStr for ConsoleEvent {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_str(text)
    }
}

impl Serialize for ConsoleEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(NAME, self.name())?;
        map.serialize_entry(TIMESTAMP, &self.timestamp)?;
        map.serialize_entry(PAYLOAD, &self.payload)?;
        self.extra.write(&mut map)?;
        map.end()
    }
}

/// The way for all formats: the members are buffered, then read as where speed does not count.
impl<'de> Deserialize<'de> for ConsoleEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Buffered(members) = deserializer.deserialize_any(Members(PhantomData))?;
        reread::members(&members).map_err(D::Error::custom)
    }
}

/// The members of any object, doubles included.
struct Buffered(Vec<(String, Value)>);

impl Object for Buffered {
    fn read<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = map.next_entry::<Key<'de>, Value>()? {
            members.push((name.0.into_owned(), value));
        }
        Ok(Self(members))
    }
}
