//! The hand-written part of the generated types: how an event is read, kept and written.
//!
//! An event is read in at most two ways, one after the other:
//!
//! 1. [`envelope`] reads the text in one pass, straight into the payload's struct. It keeps no record of places and gives up at the first
//!    value that does not fit. An event that is as documented needs nothing else.
//! 2. [`tolerant`] reads the event again if the first way failed, and is the only way for `serde`. It builds a [`tree`] of the whole
//!    document, reads the payload from it, and lists what does not fit: the [`misfit`]s. If there is text, [`locate`] finds their lines
//!    and columns.
//!
//! Every type that a property can have implements [`Fit`](fit::Fit): `read` for the first way, `fit` for the second. The kinds of types
//! are in [`scalars`], [`containers`], [`strings`], [`object`], [`tuple`] and [`union`]; a new kind gets a file of its own.
//!
//! [`tree`] and [`untyped`] build all values, because the `Deserialize` of `serde_json::Value` interprets some names of properties, and
//! a delivery may contain any name.

#[cfg(any(feature = "jiff", feature = "chrono"))]
mod calendar;
mod confidential;
mod containers;
mod envelope;
mod error;
mod event;
mod extra;
mod fit;
mod formats;
mod integer;
mod kind;
#[cfg(test)]
mod laws;
mod locate;
mod log_safe;
mod misfit;
mod misfits;
mod names;
mod number;
mod object;
mod open_map;
mod payload;
mod place;
mod required;
mod scalars;
mod strings;
mod timestamp;
mod tolerant;
mod tree;
mod tuple;
mod undeclared;
mod union;
mod unknown;
mod untyped;

#[cfg(feature = "chrono")]
pub use calendar::OutOfRange;
pub use confidential::Confidential;
pub use error::{Error, ErrorKind};
pub use event::ConsoleEvent;
pub use extra::Extra;
pub use integer::{Integer, NotAnInteger};
pub use kind::{Event, UnknownEventKind, WrongPayload};
pub use misfit::Misfit;
pub use open_map::OpenMap;
pub use payload::KnownEvent;
pub use timestamp::EventTimestamp;
pub use union::OtherObject;
pub use unknown::Unknown;

pub(crate) use fit::{Fit, Seed, deserialize, next, once, strict};
pub(crate) use formats::formats;
pub(crate) use kind::events;
pub(crate) use misfits::Misfits;
pub(crate) use names::Key;
pub(crate) use object::{Members, Object, object, transparent, write_optional};
pub(crate) use payload::payload;
pub(crate) use place::At;
pub(crate) use required::required;
pub(crate) use strings::{Text, string_enum};
pub(crate) use tuple::tuple;
pub(crate) use undeclared::{Undeclared, below};
pub(crate) use union::{one_of, text_of, type_of, union};
