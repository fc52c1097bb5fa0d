#![doc = include_str!("../README.md")]

pub use console_events_types::*;
