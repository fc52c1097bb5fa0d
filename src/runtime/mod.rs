//! What the generated types stand on.
//!
//! An event is read in [`envelope`] (fast, told nothing about failures) and, where that fails, once more in [`reread`]
//! (slow, knows every place). [`object`] holds the tables by which the generated structs read and write themselves, by way of
//! [`mod@discreet`], so that no error quotes content.

mod confidential;
mod containers;
mod discreet;
mod envelope;
mod error;
mod event;
mod extra;
mod integer;
mod kind;
mod misfit;
mod names;
mod node;
mod object;
mod payload;
mod required;
mod reread;
mod scalars;
mod strings;
mod timestamp;
mod tuple;
mod undeclared;
mod union;
mod unknown;

pub use confidential::Confidential;
pub use error::{Error, ErrorKind};
pub use event::ConsoleEvent;
pub use extra::Extra;
pub use integer::{Integer, NotAnInteger};
pub use kind::{Event, UnknownEventKind, WrongPayload};
pub use payload::KnownEvent;
pub use timestamp::EventTimestamp;
pub use union::OtherObject;
pub use unknown::Unknown;

pub(crate) use discreet::{Discreet, discreet, next, refuse};
pub(crate) use kind::events;
pub(crate) use names::Key;
pub(crate) use object::{Members, Object, object, transparent, write_optional};
pub(crate) use payload::payload;
pub(crate) use required::required;
pub(crate) use strings::{Text, string_enum};
pub(crate) use tuple::tuple;
pub(crate) use undeclared::{Undeclared, below};
pub(crate) use union::{type_of, union};
