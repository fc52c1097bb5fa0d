//! What happens when the Console sends what was not documented when these types were generated.
//!
//! | the Console sends | the reader |
//! |---|---|
//! | an event with a new name | gives [`Payload::Unknown`](crate::Payload::Unknown), which keeps name and payload |
//! | a new property, at any depth | keeps it in the field `extra` of the struct that it belongs to |
//! | an event without an optional property | gives `None` |
//! | an empty array or object | gives it: it is not the same as an absent one |
//! | a number of any size | keeps it as the JSON number that it is |
//! | a text that an enum does not list, or a value of another type | gives an [`Error`](crate::Error) with the place |
//! | an event without a required property | the same |
//!
//! Written as JSON again, an event is what came. Patterns, lengths, bounds and formats are not checked.
//!
//! # What a new version of this crate may change
//!
//! All structs are `#[non_exhaustive]`, and so is [`Payload`](crate::Payload): a new optional property or a new event is a
//! minor release. Match with `_ =>` or [`Payload::Unknown`](crate::Payload::Unknown) for the rest, and count on a property
//! moving from `extra` into a field of its own.
//!
//! To be told of what is new, ask [`ConsoleEvent::undeclared`](crate::ConsoleEvent::undeclared).
//!
//! # Events in your own tests
//!
//! A struct that is `#[non_exhaustive]` cannot be written down as a literal elsewhere. Its fields are public all the same:
//! what is always there is a struct of its own, whose name ends in `Required`, from which `new` makes it; all others are set
//! afterwards; a struct of which nothing is always there has a [`Default`]. That keeps a test free of what it is not about, a
//! property that moves on the page changes no meaning, and the compiler says when something becomes required.
//! [`ConsoleEvent::new`](crate::ConsoleEvent::new) puts the event together; [`ConsoleEvent::examples`](crate::ConsoleEvent::examples)
//! and [`Event::example`](crate::Event::example) are there already.
//!
//! ```
//! use console_events::{ConsoleEvent, EventTimestamp, Payload, Unknown};
//!
//! let payload = Unknown::new("new_event", serde_json::Value::Null);
//! let event = ConsoleEvent::new(EventTimestamp::from_millis(0), payload);
//! assert!(matches!(event.payload, Payload::Unknown(_)));
//! ```
