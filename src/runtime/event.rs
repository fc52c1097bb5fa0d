//! One delivered event: reading, comparing and writing it.

use std::hash::{Hash, Hasher};
use std::str::{self, FromStr};

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::names::{NAME, PAYLOAD, TIMESTAMP};
use super::undeclared::{Undeclared, below};
use super::{Error, EventTimestamp, Extra, Misfit, envelope, tolerant, tree};
use crate::payload::Payload;

/// One event as it is delivered to a webhook.
///
/// Writing it as JSON gives the JSON that was read. [`from_slice`](Self::from_slice) and [`from_str`](Self::from_str)
/// are the fast ways to read an event, and the only ones that know lines and columns. The implementation of
/// [`Deserialize`] reads any format, but has to buffer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConsoleEvent {
    /// When the event was emitted.
    pub timestamp: EventTimestamp,
    /// What happened. Match on it.
    pub payload: Payload,
    /// Properties next to the payload that the documentation does not declare.
    pub extra: Extra,
    /// The name in the delivery, if it is an alias.
    alias: Option<&'static str>,
    /// What did not fit when the event was read.
    misfits: Vec<Misfit>,
}

impl ConsoleEvent {
    /// Makes an event, for instance to test a receiver. [`forward_compatibility`](crate::forward_compatibility)
    /// describes how to make payloads.
    pub fn new(timestamp: EventTimestamp, payload: impl Into<Payload>) -> Self {
        Self { timestamp, payload: payload.into(), extra: Extra::default(), alias: None, misfits: Vec::new() }
    }

    /// The event made of parts that were read, under the name in the delivery.
    pub(crate) fn assemble(name: &str, timestamp: EventTimestamp, payload: Payload, extra: Extra) -> Self {
        Self { timestamp, payload, extra, alias: Payload::alias(name), misfits: Vec::new() }
    }

    /// The same event with its misfits.
    pub(crate) fn with_misfits(self, misfits: Vec<Misfit>) -> Self {
        Self { misfits, ..self }
    }

    /// Reads an event from the body of a delivery.
    ///
    /// It fails only if there is no event: the body is not UTF-8 or not JSON, is nested too deeply, or is not an
    /// object with the string `eventName`, the number `eventTimestamp` and `payload`, each once. Everything else that
    /// differs from the documentation is kept, and [`misfits`](Self::misfits) lists it.
    pub fn from_slice(body: &[u8]) -> Result<Self, Error> {
        match str::from_utf8(body) {
            Ok(text) => Self::from_str(text),
            Err(error) => Err(Error::not_utf8(body, error)),
        }
    }

    /// Reads an event from text, as [`from_slice`](Self::from_slice) does.
    #[allow(clippy::should_implement_trait, reason = "it does, too; this one needs no import")]
    pub fn from_str(text: &str) -> Result<Self, Error> {
        envelope::read(text).or_else(|_| tolerant::text(text))
    }

    /// The event's name in the delivery.
    pub fn name(&self) -> &str {
        let name = self.payload.name();
        match self.alias {
            Some(alias) if Payload::KNOWN.iter().any(|event| event.name == name && event.is_named(alias)) => alias,
            Some(_) | None => name,
        }
    }

    /// The values that did not fit their documented types when the event was read, in the order of the document. Empty
    /// for an event that matches the documentation, and for an event made by [`new`](Self::new).
    ///
    /// - An optional property whose value does not fit, or is `null`, is `None`. The value is in `extra` of the same struct, under the name
    ///   of the property. If one item of an array or a map does not fit, the whole array or map does not fit.
    /// - If a required property is missing or does not fit, the object around it does not fit either. If that object is the payload, the
    ///   event is [`Payload::Unknown`] under the name in the delivery.
    /// - If an object has two properties of one name, the last one counts.
    ///
    /// Log the misfits and go on: the event happened, and what fits can be used. A misfit holds a place and two types, and no content.
    ///
    /// ```
    /// # use console_events::{ConsoleEvent, Error};
    /// let event = ConsoleEvent::from_str(r#"{"eventName": "new_event", "eventTimestamp": 1, "payload": {"a": 1, "a": 2}}"#)?;
    /// for misfit in event.misfits() {
    ///     eprintln!("{}: {misfit}", event.name());
    /// }
    /// assert_eq!(event.misfits()[0].pointer(), "/payload/a");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn misfits(&self) -> &[Misfit] {
        &self.misfits
    }

    /// The event itself if everything in it fitted when it was read; otherwise the first misfit, as an error with the
    /// event's name and the place.
    ///
    /// Use it in tests that compare deliveries with the documentation, and in programs that must stop if a value is
    /// missing. A receiver that refuses events with misfits loses events that happened.
    ///
    /// ```
    /// # use console_events::ConsoleEvent;
    /// let body = r#"{"eventName": "new_event", "eventTimestamp": 1, "payload": {"a": 1, "a": 2}}"#;
    /// let error = ConsoleEvent::from_str(body)?.strictly().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`new_event` does not fit at `/payload/a` (line 1, column 74): expected the property once, found it again"
    /// );
    /// # Ok::<(), console_events::Error>(())
    /// ```
    pub fn strictly(self) -> Result<Self, Error> {
        match self.misfits.first() {
            None => Ok(self),
            Some(first) => Err(Error::from(first.clone()).of_event(Some(self.name()))),
        }
    }

    /// JSON Pointers of everything that the documentation does not declare: undeclared properties at every level, and
    /// the payload of an undocumented event. Empty for an event that matches the documentation.
    ///
    /// It shows where the Console sends more than its documentation says.
    pub fn undeclared(&self) -> Vec<String> {
        let (mut at, mut found) = (String::new(), Vec::new());
        below(&mut at, PAYLOAD, |at| self.payload.undeclared(at, &mut found));
        self.extra.undeclared(&mut at, &mut found, is_part);
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
        self.extra.write(&mut map, is_part)?;
        map.end()
    }
}

/// Two events are equal if they are written as the same JSON: name, timestamp, payload and the properties next to it.
/// Their misfits do not count, because the text from which an event was read does not change what happened.
impl PartialEq for ConsoleEvent {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
            && self.timestamp == other.timestamp
            && self.payload == other.payload
            && self.extra.says_the_same(&other.extra, is_part)
    }
}

impl Eq for ConsoleEvent {}

impl Hash for ConsoleEvent {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
        self.timestamp.hash(state);
        self.payload.hash(state);
        self.extra.hash_visible(state, is_part);
    }
}

/// Reads the whole document of any format into a tree first, and then takes the tolerant way.
impl<'de> Deserialize<'de> for ConsoleEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tolerant::event(&tree::grow(deserializer)?, None).map_err(D::Error::custom)
    }
}

/// Whether this is the name of a part of every event.
fn is_part(name: &str) -> bool {
    matches!(name, NAME | TIMESTAMP | PAYLOAD)
}
