#![doc = include_str!("README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod forward_compatibility;
#[allow(dead_code, unused_imports, unused_macros, reason = "not every page needs all of it")]
mod runtime;
#[cfg(feature = "webhook")]
pub mod webhook;

// The derived half of the crate: what depends on the page. `cargo codegen sync` writes and formats it.
#[allow(
    clippy::doc_markdown,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::option_option,
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    clippy::too_many_arguments,
    clippy::too_many_lines,
    reason = "words, names and shapes come from the documentation"
)]
#[path = "../generated/payload/mod.rs"]
#[rustfmt::skip]
pub mod payload;
#[allow(
    clippy::doc_markdown,
    clippy::enum_variant_names,
    clippy::option_option,
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    clippy::too_many_arguments,
    clippy::too_many_lines,
    reason = "words, names and shapes come from the documentation"
)]
#[path = "../generated/resource/mod.rs"]
#[rustfmt::skip]
pub mod resource;

#[doc(inline)]
pub use payload::{EventKind, Payload};
#[doc(no_inline)]
#[allow(unreachable_pub, unused_imports, reason = "not every page has resources")]
pub use {payload::*, resource::*};

#[cfg(feature = "chrono")]
pub use runtime::OutOfRange;
pub use runtime::{
    Confidential, ConsoleEvent, Error, ErrorKind, Event, EventTimestamp, Extra, Integer, KnownEvent, Misfit,
    NotAnInteger, OpenMap, OtherObject, Unknown, UnknownEventKind, WrongPayload,
};
