//! What the Console may send that was not documented when these types were generated, and what then happens.
//!
//! A receiver runs for years and the documentation changes meanwhile; no honest delivery is lost over it.
//!
//! | the Console sends | the reader | your code sees | once it is documented, the release is |
//! |---|---|---|---|
//! | an event with a new name | keeps name and payload | [`Payload::Unknown`](crate::Payload::Unknown); `/payload` in [`undeclared`](crate::ConsoleEvent::undeclared) | minor: a variant |
//! | a new property, at any depth | keeps it | `extra` of the struct that it belongs to; its place in `undeclared` | minor: a field; major where it is required |
//! | a text that an enum does not list | keeps it | the variant `Other` | minor: a variant |
//! | an event without an optional property | | `None` | none; major where the property goes |
//! | an optional property of another type, or `null` | keeps the value | `None`; the value in `extra` under its name; a [misfit](crate::ConsoleEvent::misfits) | major: the field has another type |
//! | an array or a map with an item of another type | keeps the whole of it | the same, with the place of each such item | major |
//! | an object without a required property, or with one of another type | keeps the object as it came | as above, where the object is optional; where it is required its own object does not fit either; a payload that does not fit is `Payload::Unknown` under its own name, with misfits | major: the field is an `Option`, or has another type |
//! | two properties of one name | takes the last | a misfit | none |
//! | properties in another order | | the same event | none |
//! | an empty array or object | | it: not the same as an absent one | none |
//! | a number | reads it as `serde_json` does: exact where 64 bits hold it, else the nearest double | the number | none |
//! | a number beyond a double, more than 127 levels, text that is not JSON | | an [`Error`](crate::Error) | none |
//! | no string `eventName`, no number `eventTimestamp`, no `payload`, or one of them twice | | an [`Error`](crate::Error) | none |
//!
//! Before 1.0.0 a major change moves the minor version and any other the patch, as Cargo counts.
//!
//! Written as JSON again, an event is what came: undeclared properties, `null`s and misfits included. The order of properties and the
//! way in which a number or a text is spelled may differ. No key has a meaning of its own. Patterns, lengths, bounds and formats are not
//! checked. Which event it is depends on its name alone.
//!
//! # What to do with misfits
//!
//! Log them and go on. A [`Misfit`](crate::Misfit) holds a JSON Pointer, line, column and two types and never content:
//!
//! ```
//! # use console_events::{ConsoleEvent, Error};
//! # let body = br#"{"eventName": "new_event", "eventTimestamp": 1, "payload": {}}"#;
//! let event = ConsoleEvent::from_slice(body)?;
//! for misfit in event.misfits() {
//!     eprintln!("{}: {misfit}", event.name());
//! }
//! # Ok::<(), Error>(())
//! ```
//!
//! [`strictly`](crate::ConsoleEvent::strictly) turns the first of them into an error. It is for tests that compare the documentation with
//! what is sent, and for programs that must not go on without a value; a receiver that uses it loses events that happened. Reading an event
//! by `serde` (`serde_json::from_value`) lists the same misfits, without line and column. A payload's struct read on its own keeps what
//! does not fit in `extra`, too, but has no list.
//!
//! A field that is set after reading is written in place of a value that was kept under its name.
//!
//! # What a new version of this crate may change
//!
//! All structs are `#[non_exhaustive]`, and so are the enums: a new optional property, event or value is a minor release. Match with an
//! arm for the rest, and count on a property moving from `extra` into a field of its own. A field keeps its meaning: its name depends on
//! the JSON name alone, and nothing depends on the order of the documentation.
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
