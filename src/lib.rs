#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "webhook")]
pub mod webhook;

#[doc(inline)]
pub use console_events_types::*;
