//! The documented events as types and as values, for code that does not match on each of them.

use std::error::Error as StdError;
use std::fmt;
use std::hash::Hash;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::payload::{EventKind, Payload};

/// A documented payload: what is known about its event without a delivery.
///
/// ```
/// use console_events::{ConsoleEvent, Event, Payload};
///
/// /// The payloads of one event among many.
/// fn all<E: Event>(events: Vec<ConsoleEvent>) -> Vec<E> {
///     events.into_iter().filter_map(|event| E::try_from(event.payload).ok()).collect()
/// }
///
/// fn about<E: Event>() -> String {
///     format!("{} (since {}): {}", E::NAME, E::SINCE.unwrap_or("the beginning"), E::EXAMPLE)
/// }
/// ```
pub trait Event:
    Clone + fmt::Debug + Eq + Hash + Serialize + DeserializeOwned + Into<Payload> + TryFrom<Payload, Error = WrongPayload>
{
    /// The event's name.
    const NAME: &'static str;
    /// The event as a value.
    const KIND: EventKind;
    /// The JSON Schema of the whole event, as text.
    const JSON_SCHEMA: &'static str;
    /// The documented example of the whole event, corrected, as text. If the documentation has no example that the
    /// schema accepts, it is the smallest event that this type can read.
    const EXAMPLE: &'static str;
    /// The first version of the Console that sends the event, if the documentation gives one.
    const SINCE: Option<&'static str>;

    /// The payload of [`EXAMPLE`](Self::EXAMPLE).
    fn example() -> Self;
}

/// The error of a conversion: the payload belongs to another event than the requested one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongPayload {
    expected: EventKind,
    payload: Box<Payload>,
}

impl WrongPayload {
    pub(crate) fn new(expected: EventKind, payload: Payload) -> Self {
        Self { expected, payload: Box::new(payload) }
    }

    /// The requested event.
    pub fn expected(&self) -> EventKind {
        self.expected
    }

    /// The unchanged payload.
    pub fn into_payload(self) -> Payload {
        *self.payload
    }
}

impl fmt::Display for WrongPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected the payload of `{}`, found that of `{}`", self.expected, self.payload.name())
    }
}

impl StdError for WrongPayload {}

/// A name that no documented event has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEventKind;

impl fmt::Display for UnknownEventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected the name of a documented event, found another one; `EventKind::ALL` lists them")
    }
}

impl StdError for UnknownEventKind {}

/// `events! { RobotBuilt: "robot_built" ["alias", …] since(Some("1.2.0")) schema("…") example("…"), … }`: generates
/// what is known about the documented events without a delivery.
macro_rules! events {
    ($($variant:ident: $name:literal [$($alias:literal),*] since($since:expr) schema($schema:expr) example($example:expr)),* $(,)?) => {
        impl EventKind {
            /// All documented events, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The event's name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The event's [`JSON_SCHEMA`](crate::Event::JSON_SCHEMA).
            pub const fn json_schema(self) -> &'static str {
                match self {
                    $(Self::$variant => <$variant as $crate::Event>::JSON_SCHEMA,)*
                }
            }

            /// The event's [`EXAMPLE`](crate::Event::EXAMPLE).
            pub const fn example_json(self) -> &'static str {
                match self {
                    $(Self::$variant => <$variant as $crate::Event>::EXAMPLE,)*
                }
            }
        }

        impl ::std::fmt::Display for EventKind {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.name())
            }
        }

        /// Accepts every name of the event.
        impl ::std::str::FromStr for EventKind {
            type Err = $crate::UnknownEventKind;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                #[allow(unreachable_patterns, reason = "two events may claim one name; the first has it")]
                match name {
                    $($name $(| $alias)* => Ok(Self::$variant),)*
                    _ => Err($crate::UnknownEventKind),
                }
            }
        }

        impl Payload {
            /// The documented event to which this payload belongs; none for [`Unknown`](Self::Unknown).
            pub fn kind(&self) -> Option<EventKind> {
                match self {
                    $(Self::$variant(_) => Some(EventKind::$variant),)*
                    Self::Unknown(_) => None,
                }
            }
        }

        impl $crate::ConsoleEvent {
            /// The documented example of each event, corrected, in the order of [`EventKind::ALL`]. They are read only
            /// once.
            pub fn examples() -> &'static [Self] {
                static EXAMPLES: ::std::sync::LazyLock<Vec<$crate::ConsoleEvent>> = ::std::sync::LazyLock::new(|| {
                    let texts: &[&str] = &[$(<$variant as $crate::Event>::EXAMPLE),*];
                    texts.iter().filter_map(|text| $crate::ConsoleEvent::from_str(text).ok()).collect()
                });
                &EXAMPLES
            }
        }

        $(
            impl $crate::Event for $variant {
                const NAME: &'static str = $name;
                const KIND: EventKind = EventKind::$variant;
                const JSON_SCHEMA: &'static str = $schema;
                const EXAMPLE: &'static str = $example;
                const SINCE: Option<&'static str> = $since;

                fn example() -> Self {
                    let examples = $crate::ConsoleEvent::examples().iter();
                    let mut payloads = examples.filter_map(|event| <&Self>::try_from(&event.payload).ok());
                    match payloads.next() {
                        Some(payload) => payload.clone(),
                        None => unreachable!("`cargo codegen sync` writes examples that these types read"),
                    }
                }
            }

            impl TryFrom<Payload> for $variant {
                type Error = $crate::WrongPayload;

                fn try_from(payload: Payload) -> Result<Self, Self::Error> {
                    #[allow(unreachable_patterns, reason = "a page may have one event")]
                    match payload {
                        Payload::$variant(payload) => Ok(payload),
                        other => Err($crate::WrongPayload::new(EventKind::$variant, other)),
                    }
                }
            }

            impl<'p> TryFrom<&'p Payload> for &'p $variant {
                type Error = &'p Payload;

                fn try_from(payload: &'p Payload) -> Result<Self, Self::Error> {
                    #[allow(unreachable_patterns, reason = "a page may have one event")]
                    match payload {
                        Payload::$variant(payload) => Ok(payload),
                        other => Err(other),
                    }
                }
            }
        )*
    };
}

pub(crate) use events;
