//! What the Console may send that was not documented when these types were generated, and how this crate reads it.
//!
//! A receiver runs for years, and the documentation changes in the meantime. No honest delivery is lost because of
//! that.
//!
//! | the Console sends | the reader | your code sees | once it is documented, the release is |
//! |---|---|---|---|
//! | an event with a new name | keeps name and payload | [`Payload::Unknown`](crate::Payload::Unknown); `/payload` in [`undeclared`](crate::ConsoleEvent::undeclared) | minor: a variant |
//! | a new property, at any depth | keeps it | `extra` of the struct that it belongs to; its place in `undeclared` | minor: a field; major if it is required |
//! | a text that an enum does not list | keeps it | the variant `Other` | minor: a variant |
//! | an event without an optional property | reads it | `None` | none; major if the property is no longer documented |
//! | an optional property of another type, or `null` | keeps the value | `None`; the value in `extra` under its name; a [misfit](crate::ConsoleEvent::misfits) | major: the field has another type |
//! | an array or a map with an item of another type | keeps the whole array or map | the same, with the place of each such item | major |
//! | an object without a required property, or with one of another type | keeps the object as it was sent | as above if the object is optional; if it is required, the object around it does not fit either; a payload that does not fit is `Payload::Unknown` under its own name, with misfits | major: the field becomes an `Option`, or gets another type |
//! | `null` for a property that is documented to be nullable | keeps it | `None`, without a misfit; `null` is written again | none |
//! | an object of a documented union under a new tag | keeps it | the variant `Other` of the enum, and its place in `undeclared` | minor: a variant |
//! | two properties of one name | takes the last | a misfit | none |
//! | properties in another order | reads it | the same event | none |
//! | an empty array or object | keeps it | an empty value, which is not the same as an absent one | none |
//! | a number | reads it as `serde_json` does: exact in 64 bits, otherwise the nearest double | the number | none |
//! | a number beyond a double, more than 127 levels, text that is not JSON | refuses it | an [`Error`](crate::Error) | none |
//! | no string `eventName`, no number `eventTimestamp`, no `payload`, or one of them twice | refuses it | an [`Error`](crate::Error) | none |
//!
//! Before 1.0.0 a major change raises the minor version, and any other change the patch version, as Cargo counts.
//!
//! Written as JSON again, an event is the same JSON that was read, with undeclared properties, `null`s and misfits. The order of properties
//! and the spelling of a number or a text may differ. Features of `serde_json` that another dependency turns on change none of this: no name
//! of a property is interpreted. Patterns, lengths, bounds and formats are not checked. Only its name decides which event it is.
//!
//! Events, payloads and all that they hold are `Eq` and `Hash`: two are equal if they are written as the same JSON (`1` and `1.0` are not).
//! Events, payloads and everything in them are `Eq` and `Hash`: two are equal if they are written as the same JSON
//! (`1` and `1.0` are not). Misfits do not count, and neither does a kept value that a field replaces.
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
//! [`strictly`](crate::ConsoleEvent::strictly) turns the first misfit into an error. Use it in tests that compare the documentation with
//! what is sent, and in programs that must stop if a value is missing; a receiver that uses it loses events that happened. Reading an event
//! by `serde` (`serde_json::from_value`) lists the same misfits, without line and column. A payload's struct that is read on its own keeps what
//! does not fit in `extra`, too, but has no list of misfits.
//!
//! If you set a field after reading, it is written instead of the value that was kept under its name.
//!
//! # What a new version of this crate may change
//!
//! All structs and enums are `#[non_exhaustive]`, so that a new optional property, event or value is a minor release. Match with an
//! arm for the rest, and expect a property to move from `extra` into a field of its own. A field keeps its meaning: its name depends on
//! the JSON name only, and nothing depends on the order of the documentation.
//!
//! # Events in your own tests
//!
//! Another crate cannot write a `#[non_exhaustive]` struct as a literal, but its fields are public. A struct with required properties
//! has `new`, which takes them as a struct of their own whose name ends in `Required`; set all other fields afterwards. A struct without
//! required properties has a [`Default`]. So a test contains only what it is about, a property that moves on the page changes no meaning,
//! and the compiler reports a property that becomes required.
//! [`ConsoleEvent::new`](crate::ConsoleEvent::new) makes an event of a payload. [`ConsoleEvent::examples`](crate::ConsoleEvent::examples)
//! and [`Event::example`](crate::Event::example) give the documented examples.
//!
//! ```
//! use console_events::{ConsoleEvent, EventTimestamp, Payload, Unknown};
//!
//! let payload = Unknown::new("new_event", serde_json::Value::Null);
//! let event = ConsoleEvent::new(EventTimestamp::from_millis(0), payload);
//! assert!(matches!(event.payload, Payload::Unknown(_)));
//! ```
