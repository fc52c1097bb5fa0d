//! The types of the events that the Console sends to webhooks.

pub use console_events_types::*;
